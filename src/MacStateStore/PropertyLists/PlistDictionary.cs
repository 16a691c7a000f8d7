using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace MacStateStore.PropertyLists;

/// <summary>A dictionary with string keys that keeps the order its keys were added in.</summary>
public sealed record PlistDictionary : PlistValue, IEnumerable<KeyValuePair<string, PlistValue>>
{
    private readonly OrderedDictionary<string, PlistValue> entries = new(StringComparer.Ordinal);

    /// <summary>Creates an empty dictionary.</summary>
    public PlistDictionary()
    {
    }

    /// <summary>Creates a dictionary of the entries.</summary>
    /// <exception cref="ArgumentException">A key occurs twice.</exception>
    public PlistDictionary(IEnumerable<KeyValuePair<string, PlistValue>> entries) =>
        this.entries = new(entries, StringComparer.Ordinal);

    private PlistDictionary(PlistDictionary original) : base(original) =>
        entries = new(original.entries, StringComparer.Ordinal);

    /// <summary>The number of entries.</summary>
    public int Count => entries.Count;

    /// <summary>The keys in their order.</summary>
    public IReadOnlyList<string> Keys => entries.Keys;

    /// <summary>The value under the key, null when there is none. Setting replaces the value in place or appends the key.</summary>
    [DisallowNull]
    public new PlistValue? this[string key]
    {
        get => Find(key);
        set => entries[key] = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>Appends an entry.</summary>
    /// <exception cref="ArgumentException">The dictionary already has the key.</exception>
    public void Add(string key, PlistValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        entries.Add(key, value);
    }

    /// <summary>Removes the key; false when there was none.</summary>
    public bool Remove(string key) => entries.Remove(key);

    /// <summary>Gets the value under the key if it is of the kind asked for.</summary>
    public bool TryGet<T>(string key, [NotNullWhen(true)] out T? value) where T : PlistValue =>
        (value = Find(key) as T) is not null;

    /// <summary>Gets the string under the key; false when there is none or it is of another kind.</summary>
    public bool TryGetString(string key, [NotNullWhen(true)] out string? value) =>
        (value = (Find(key) as PlistString)?.Value) is not null;

    /// <summary>Gets the integer under the key; false when there is none, it is of another kind or it exceeds 64 signed bits.</summary>
    public bool TryGetInteger(string key, out long value)
    {
        value = 0;
        if (Find(key) is not PlistInteger integer || integer.Value > long.MaxValue)
            return false;
        value = (long)integer.Value;
        return true;
    }

    /// <summary>Gets the boolean under the key; false when there is none or it is of another kind.</summary>
    public bool TryGetBoolean(string key, out bool value)
    {
        var boolean = Find(key) as PlistBoolean;
        value = boolean?.Value ?? false;
        return boolean is not null;
    }

    /// <summary>Enumerates the entries in their order.</summary>
    public IEnumerator<KeyValuePair<string, PlistValue>> GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether the other dictionary has equal values under the same keys, in whatever order.</summary>
    public bool Equals(PlistDictionary? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Count == other.Count
            && entries.All(entry => other.Find(entry.Key) is { } value && value.Equals(entry.Value)));

    /// <summary>A hash that does not depend on the order of the keys.</summary>
    public override int GetHashCode()
    {
        int hash = 0;
        foreach ((string key, PlistValue value) in entries)
            hash = unchecked(hash + HashCode.Combine(key, value));
        return hash;
    }

    internal PlistValue? Find(string key) => entries.GetValueOrDefault(key);
}
