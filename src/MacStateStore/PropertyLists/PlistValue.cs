namespace MacStateStore.PropertyLists;

/// <summary>
/// A value of a property list: one of the sealed records beside this one. Equality is structural; the order of a
/// dictionary's keys does not matter to it.
/// </summary>
public abstract record PlistValue
{
    private protected PlistValue()
    {
    }

    /// <summary>The value under the key if this is a dictionary that has the key, otherwise null; so lookups can be chained.</summary>
    public PlistValue? this[string key] => (this as PlistDictionary)?.Find(key);

    /// <summary>What a step of a path leads to: the value under a key, or the item of that number; null for nothing.</summary>
    public PlistValue? At(string step) => this switch
    {
        PlistDictionary dictionary => dictionary[step],
        PlistArray array => PlistArray.Place(step) is { } place && place < array.Count ? array[place] : null,
        _ => null,
    };

    /// <summary>Wraps a string.</summary>
    public static implicit operator PlistValue(string value) => new PlistString(value);

    /// <summary>Wraps an integer.</summary>
    public static implicit operator PlistValue(long value) => new PlistInteger(value);

    /// <summary>Wraps a floating-point number.</summary>
    public static implicit operator PlistValue(double value) => new PlistReal(value);

    /// <summary>Wraps a boolean.</summary>
    public static implicit operator PlistValue(bool value) => new PlistBoolean(value);

    /// <summary>
    /// A copy in which every dictionary, however deep, has its keys in ordinal order: the order CoreFoundation writes XML in.
    /// </summary>
    public PlistValue Sorted() => this switch
    {
        PlistArray array => new PlistArray(array.Select(item => item.Sorted())),
        PlistDictionary dictionary => new PlistDictionary(dictionary
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Sorted()))),
        _ => this,
    };
}
