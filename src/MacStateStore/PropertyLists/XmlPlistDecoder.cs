using System.Text;

namespace MacStateStore.PropertyLists;

/// <summary>Turns the bytes of an XML property list into text, by byte order mark or XML declaration.</summary>
internal static class XmlPlistDecoder
{
    internal static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Encoding Utf16Big = new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly Encoding Utf16Little = new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);

    internal static string Decode(ReadOnlySpan<byte> document)
    {
        (Encoding encoding, int start) = document switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (StrictUtf8, 3),
            [0xFE, 0xFF, ..] => (Utf16Big, 2),
            [0xFF, 0xFE, ..] => (Utf16Little, 2),
            [0, _, ..] => (Utf16Big, 0),
            [_, 0, ..] => (Utf16Little, 0),
            _ => (DeclaredEncoding(document), 0),
        };
        try
        {
            return encoding.GetString(document[start..]);
        }
        catch (DecoderFallbackException e)
        {
            throw new PropertyListException($"invalid {encoding.WebName.ToUpperInvariant()} at byte offset {start + e.Index}", e);
        }
    }

    private static Encoding DeclaredEncoding(ReadOnlySpan<byte> document)
    {
        if (!document.StartsWith("<?xml"u8))
            return StrictUtf8;
        int end = document.IndexOf("?>"u8);
        string declaration = Encoding.Latin1.GetString(end < 0 ? [] : document[..end]);
        int name = declaration.IndexOf("encoding=", StringComparison.Ordinal) + "encoding=".Length;
        if (name < "encoding=".Length || name >= declaration.Length)
            return StrictUtf8;
        string encoding = declaration[(name + 1)..].Split(declaration[name])[0];
        return encoding.ToUpperInvariant() switch
        {
            "UTF-8" or "UTF8" or "US-ASCII" or "ASCII" => StrictUtf8,
            "ISO-8859-1" or "LATIN1" => Encoding.Latin1,
            _ => throw new PropertyListException($"unsupported encoding \"{encoding}\" (line 1, column {name + 2})"),
        };
    }
}
