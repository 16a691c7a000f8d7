using System.Collections;
using System.Globalization;

namespace MacStateStore.PropertyLists;

/// <summary>An array of values.</summary>
public sealed record PlistArray : PlistValue, IReadOnlyList<PlistValue>
{
    private readonly List<PlistValue> items;

    /// <summary>Creates an empty array.</summary>
    public PlistArray() => items = [];

    /// <summary>Creates an array of the items.</summary>
    public PlistArray(IEnumerable<PlistValue> items) => this.items = [.. items];

    private PlistArray(PlistArray original) : base(original) => items = [.. original.items];

    /// <summary>The number of items.</summary>
    public int Count => items.Count;

    /// <summary>The item at the index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The array has no such index.</exception>
    public PlistValue this[int index]
    {
        get => items[index];
        set => items[index] = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>The index that a word of a path names, in decimal digits; null for a word that names none.</summary>
    public static int? Place(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : null;

    /// <summary>Appends an item.</summary>
    public void Add(PlistValue value) => Insert(Count, value);

    /// <summary>Puts an item before the one at the index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is below 0 or above <see cref="Count"/>.</exception>
    public void Insert(int index, PlistValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        items.Insert(index, value);
    }

    /// <summary>Removes the item at the index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The array has no such index.</exception>
    public void RemoveAt(int index) => items.RemoveAt(index);

    /// <summary>Enumerates the items.</summary>
    public IEnumerator<PlistValue> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether the other array has equal items in the same order.</summary>
    public bool Equals(PlistArray? other) =>
        ReferenceEquals(this, other) || (other is not null && items.SequenceEqual(other.items));

    /// <summary>A hash of the items in their order.</summary>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (PlistValue item in items)
            hash.Add(item);
        return hash.ToHashCode();
    }
}
