namespace MacStateStore.PropertyLists;

/// <summary>An integer: any that fits 64 bits, signed or unsigned.</summary>
public sealed record PlistInteger : PlistValue
{
    /// <summary>Wraps the integer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below -2^63 or above 2^64 - 1.</exception>
    public PlistInteger(Int128 value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, long.MinValue);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, ulong.MaxValue);
        Value = value;
    }

    /// <summary>The integer; at least -2^63 and at most 2^64 - 1.</summary>
    public Int128 Value { get; }
}
