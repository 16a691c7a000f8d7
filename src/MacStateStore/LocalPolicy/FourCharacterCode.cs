using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Text;

namespace MacStateStore.LocalPolicy;

/// <summary>Four-character codes (4CC), each of which is the number of a private ASN.1 tag, too (dossier bputil, 11).</summary>
internal static class FourCharacterCode
{
    public const int Length = 4;

    /// <summary>Whether a text can be one: four printable ASCII characters.</summary>
    public static bool IsOne(string text) => text.Length == Length && text.All(c => c is > ' ' and <= '~');

    /// <summary>The private, constructed tag of a code: the code read as a big-endian number.</summary>
    public static Asn1Tag TagOf(string code)
    {
        Span<byte> bytes = stackalloc byte[Length];
        Encoding.ASCII.GetBytes(code, bytes);
        return new Asn1Tag(TagClass.Private, BinaryPrimitives.ReadInt32BigEndian(bytes), isConstructed: true);
    }

    /// <summary>The code of a tag; null where the tag is none.</summary>
    public static string? Of(Asn1Tag tag)
    {
        if (tag.TagClass != TagClass.Private || !tag.IsConstructed) return null;
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, tag.TagValue);
        var code = Encoding.Latin1.GetString(bytes);
        return IsOne(code) ? code : null;
    }
}
