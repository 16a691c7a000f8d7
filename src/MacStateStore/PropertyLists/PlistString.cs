namespace MacStateStore.PropertyLists;

/// <summary>A Unicode string.</summary>
public sealed record PlistString : PlistValue
{
    /// <summary>Wraps the string.</summary>
    public PlistString(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Value = value;
    }

    /// <summary>The string.</summary>
    public string Value { get; }
}
