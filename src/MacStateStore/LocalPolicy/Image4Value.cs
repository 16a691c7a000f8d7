namespace MacStateStore.LocalPolicy;

/// <summary>The value of one property of an Image4 manifest (dossier bputil, 11).</summary>
public abstract record Image4Value
{
    /// <summary>A number of up to 64 bits without sign: INTEGER.</summary>
    public sealed record Number(ulong Value) : Image4Value;

    /// <summary>A switch: BOOLEAN.</summary>
    public sealed record Flag(bool Value) : Image4Value;

    /// <summary>A text: IA5String.</summary>
    public sealed record Text(string Value) : Image4Value;

    /// <summary>A hash or UUID: OCTET STRING.</summary>
    public sealed record Data(ReadOnlyMemory<byte> Value) : Image4Value
    {
        /// <summary>The bytes in upper-case hex, as tools print them.</summary>
        public string Hex => Convert.ToHexString(Value.Span);

        /// <inheritdoc/>
        public bool Equals(Data? other) => other is not null && Value.Span.SequenceEqual(other.Value.Span);

        /// <inheritdoc/>
        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.AddBytes(Value.Span);
            return hash.ToHashCode();
        }
    }
}
