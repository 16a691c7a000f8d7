using System.Globalization;
using System.Text;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;

namespace MacToolHost;

/// <summary>
/// Property lists as Foundation describes them in a log or a terminal: braces and parentheses, keys sorted, each container indented
/// a second time by its own depth (dossiers profiles, 5.4, and dscl, 6.5).
/// </summary>
public static class FoundationDescription
{
    private const int WholeData = 24;

    /// <summary>A value as a macOS release describes it, without a line end; a text, number or date by itself has no quotes.</summary>
    public static string Of(PlistValue value, MacOSVersion os)
    {
        if (value is not (PlistDictionary or PlistArray or PlistData)) return Scalar(value);
        var text = new StringBuilder();
        Append(text, value, "", os);
        return text.ToString();
    }

    private static void Append(StringBuilder text, PlistValue value, string indent, MacOSVersion os)
    {
        switch (value)
        {
            case PlistDictionary dictionary:
                text.Append("{\n");
                foreach (var (key, item) in dictionary.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    text.Append(indent).Append("    ").Append(Quoted(key)).Append(" = ");
                    Nested(text, item, indent + "    ", os);
                    text.Append(";\n");
                }
                text.Append(indent).Append('}');
                break;
            case PlistArray array:
                text.Append("(\n");
                for (var i = 0; i < array.Count; i++)
                {
                    text.Append(indent).Append("    ");
                    Nested(text, array[i], indent + "    ", os);
                    text.Append(i + 1 < array.Count ? ",\n" : "\n");
                }
                text.Append(indent).Append(')');
                break;
            case PlistData data:
                text.Append(Data(data.Value.Span, os.Has(Capability.DataIsDescribedWithLength)));
                break;
            default:
                text.Append(Quoted(Scalar(value)));
                break;
        }
    }

    private static void Nested(StringBuilder text, PlistValue value, string indent, MacOSVersion os)
    {
        if (value is PlistDictionary or PlistArray) text.Append(indent);
        Append(text, value, indent, os);
    }

    private static string Scalar(PlistValue value) => value switch
    {
        PlistString text => text.Value,
        PlistInteger integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        PlistReal real => real.Value.ToString("g16", CultureInfo.InvariantCulture),
        PlistBoolean boolean => boolean.Value ? "1" : "0",
        PlistDate date => date.ToXmlText().Replace('T', ' ').Replace("Z", " +0000", StringComparison.Ordinal),
        _ => "",
    };

    private static string Data(ReadOnlySpan<byte> bytes, bool withLength)
    {
        var hex = Convert.ToHexStringLower(bytes);
        if (!withLength) return $"<{string.Join(' ', hex.Chunk(8).Select(group => new string(group)))}>";
        return bytes.Length <= WholeData
            ? $"{{length = {bytes.Length}, bytes = 0x{hex}}}"
            : $"{{length = {bytes.Length}, bytes = 0x{hex[..8]} {hex[8..16]} {hex[16..24]} {hex[24..32]} ... {hex[^16..^8]} {hex[^8..]} }}";
    }

    /// <summary>A text as it stands inside a container: bare if it is letters and digits only, else quoted and escaped.</summary>
    public static string Quoted(string text)
    {
        if (text.Length > 0 && text.All(char.IsAsciiLetterOrDigit)) return text;
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' or '\x7F' => $"\\{c / 64}{c / 8 % 8}{c % 8}",
                > '\x7F' => $"\\U{(int)c:x4}",
                _ => c.ToString(),
            });
        return quoted.Append('"').ToString();
    }
}
