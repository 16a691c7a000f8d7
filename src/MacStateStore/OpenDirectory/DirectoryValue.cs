using System.Text;

namespace MacStateStore.OpenDirectory;

/// <summary>
/// One value of an attribute: text, or bytes that are no text. Bytes that are valid UTF-8 without NUL are text,
/// whichever way they came in, as the local node doesn't tell the two apart.
/// </summary>
public readonly struct DirectoryValue : IEquatable<DirectoryValue>
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly object _value;

    /// <summary>A text value.</summary>
    public DirectoryValue(string text) => _value = text;

    /// <summary>A value from bytes; text where they are text.</summary>
    public DirectoryValue(byte[] bytes) => _value = TextOf(bytes) ?? (object)bytes;

    /// <summary>The text; null where the value is bytes.</summary>
    public string? Text => _value as string;

    /// <summary>The value's bytes; of a text, its UTF-8.</summary>
    public byte[] Bytes => _value as byte[] ?? Encoding.UTF8.GetBytes((string)_value);

    /// <summary>The value as SQLite keeps it: a string or a byte array.</summary>
    internal object Stored => _value;

    internal static DirectoryValue FromStored(object? stored) =>
        stored is byte[] bytes ? new DirectoryValue(bytes) : new DirectoryValue((string)stored!);

    /// <summary>A text value.</summary>
    public static implicit operator DirectoryValue(string text) => new(text);

    /// <inheritdoc/>
    public bool Equals(DirectoryValue other) => (_value, other._value) switch
    {
        (string left, string right) => left == right,
        (byte[] left, byte[] right) => left.AsSpan().SequenceEqual(right),
        _ => false,
    };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DirectoryValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value is string text ? text.GetHashCode(StringComparison.Ordinal) : ((byte[])_value).Length;

    /// <summary>Whether both are the same bytes.</summary>
    public static bool operator ==(DirectoryValue left, DirectoryValue right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(DirectoryValue left, DirectoryValue right) => !left.Equals(right);

    /// <summary>The text, or a note of how many bytes.</summary>
    public override string ToString() => Text ?? $"<{Bytes.Length} bytes>";

    private static string? TextOf(byte[] bytes)
    {
        if (bytes.AsSpan().Contains((byte)0)) return null;
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
