using System.Text;
using MacStateStore.PropertyLists;

namespace Companions;

/// <summary>How a property list is written down.</summary>
internal enum PlistFormat
{
    Xml,
    Binary,
    OldStyle,
    Json,
}

/// <summary>A property list in any of the formats that macOS reads, and what CoreFoundation says of one that it can't read.</summary>
/// <param name="Root">The value.</param>
/// <param name="Format">How it was written down.</param>
internal sealed record PlistDocument(PlistValue Root, PlistFormat Format)
{
    // What our reader says of bad XML, and how CoreFoundation words it (memory); {0} is the line, {1} the element.
    private static readonly (string Ours, string Theirs)[] Wordings =
    [
        ("expected </", "Close tag on line {0} does not match open tag {1}"),
        ("unknown element <", "Encountered unknown tag {1} on line {0}"),
        ("expected a <key>", "Found non-key inside <dict> at line {0}"),
        ("the value for this <key>", "Value missing for key inside <dict> at line {0}"),
        ("the <plist> element is empty", "Encountered empty plist tag"),
        ("a <plist> element can have only", "Encountered unexpected element at line {0} (plist can only include one object)"),
        ("unexpected text after the end", "Junk after plist at line {0}"),
        ("unexpected end", "Encountered unexpected EOF"),
        ("unterminated", "Encountered unexpected EOF"),
        ("malformed base64", "Could not interpret <data> on line {0} (should be base64-encoded)"),
        ("malformed <date>", "Could not interpret <date> at line {0}"),
        ("malformed or too large <integer>", "Encountered malformed <integer> on line {0}"),
        ("malformed <real>", "Encountered misformatted real on line {0}"),
    ];

    /// <summary>Reads a property list that is XML, binary or of the old style.</summary>
    /// <exception cref="PropertyListException">It is none; the message is CoreFoundation's.</exception>
    public static PlistDocument Parse(byte[] content)
    {
        if (PropertyList.IsBinary(content)) return new PlistDocument(PropertyList.Parse(content), PlistFormat.Binary);
        var first = Array.FindIndex(content, c => c is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'));
        if (first < 0) throw new PropertyListException("Conversion of string failed. The string is empty.");
        try
        {
            // Text in UTF-16 has no other beginning in common with XML than being no ASCII.
            if (content[first] is (byte)'<' or 0 or > 127) return new PlistDocument(PropertyList.Parse(content), PlistFormat.Xml);
        }
        catch (PropertyListException error)
        {
            if (content.Length <= first + 1 || !IsHex(content[first + 1])) throw new PropertyListException(Worded(error.Message), error);
        }
        return new PlistDocument(PropertyList.ParseOldStyle(Encoding.UTF8.GetString(content)), PlistFormat.OldStyle);
    }

    /// <summary>A property list as bytes: binary, or XML as CoreFoundation writes it.</summary>
    /// <exception cref="PropertyListException">It holds what no property list can.</exception>
    public static byte[] ToBytes(PlistValue value, PlistFormat format) =>
        format == PlistFormat.Binary ? PropertyList.ToBinary(value) : PropertyList.ToXml(value.Sorted());

    private static bool IsHex(byte c) => char.IsAsciiHexDigit((char)c) || c is (byte)' ' or (byte)'>';

    private static string Worded(string message)
    {
        if (message.LastIndexOf(" (line ", StringComparison.Ordinal) is not (>= 0 and var at)) return message;
        var line = message[(at + " (line ".Length)..].Split(',')[0];
        var theirs = Wordings.FirstOrDefault(wording => message.StartsWith(wording.Ours, StringComparison.Ordinal)).Theirs ?? message[..at] + " on line {0}";
        return theirs.Replace("{0}", line, StringComparison.Ordinal).Replace("{1}", Element(message[..at]), StringComparison.Ordinal);
    }

    private static string Element(string message)
    {
        var start = message.IndexOf('<', StringComparison.Ordinal) + 1;
        var end = message.IndexOf('>', start);
        return end < start ? "" : message[start..end].TrimStart('/');
    }
}
