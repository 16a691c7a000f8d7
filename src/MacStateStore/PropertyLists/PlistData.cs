namespace MacStateStore.PropertyLists;

/// <summary>A string of bytes.</summary>
/// <param name="Value">The bytes; they are not copied, so they must not be changed any more.</param>
public sealed record PlistData(ReadOnlyMemory<byte> Value) : PlistValue
{
    /// <summary>Whether the other data has the same bytes.</summary>
    public bool Equals(PlistData? other) => other is not null && Value.Span.SequenceEqual(other.Value.Span);

    /// <summary>A hash of the bytes.</summary>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Value.Span);
        return hash.ToHashCode();
    }
}
