using System.Globalization;
using System.Text;
using MacStateStore.PropertyLists;

namespace Companions;

/// <summary>Property lists as <c>defaults read</c> shows them: braces and parentheses, keys sorted, quotes where there is more than letters and digits.</summary>
internal static class OldStylePlist
{
    private const int Indent = 4;
    private const int WholeData = 24;

    /// <summary>A value by itself: a string without quotes.</summary>
    public static string Show(PlistValue value) => value is PlistDictionary or PlistArray ? Container(value, 0) : Scalar(value);

    private static string Container(PlistValue value, int level)
    {
        var text = new StringBuilder();
        var inner = new string(' ', (level + 1) * Indent);
        var outer = new string(' ', level * Indent);
        if (value is PlistDictionary dictionary)
        {
            text.Append(outer).Append("{\n");
            foreach (var (key, item) in dictionary.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                text.Append(inner).Append(Quoted(key)).Append(" = ").Append(Item(item, level + 1)).Append(";\n");
            return text.Append(outer).Append('}').ToString();
        }
        var array = (PlistArray)value;
        text.Append(outer).Append("(\n");
        for (var i = 0; i < array.Count; i++)
            text.Append(inner).Append(Item(array[i], level + 1)).Append(i + 1 < array.Count ? ",\n" : "\n");
        return text.Append(outer).Append(')').ToString();
    }

    private static string Item(PlistValue value, int level) => value switch
    {
        PlistDictionary or PlistArray => Container(value, level),
        PlistData => Scalar(value),
        _ => Quoted(Scalar(value)),
    };

    private static string Scalar(PlistValue value) => value switch
    {
        PlistString text => text.Value,
        PlistInteger integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        PlistReal real => real.Value.ToString("R", CultureInfo.InvariantCulture),
        PlistBoolean boolean => boolean.Value ? "1" : "0",
        PlistDate date => date.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss +0000", CultureInfo.InvariantCulture),
        PlistData data => Data(data.Value.Span),
        _ => value.ToString() ?? "",
    };

    private static string Data(ReadOnlySpan<byte> bytes)
    {
        var hex = Convert.ToHexStringLower(bytes);
        return bytes.Length <= WholeData
            ? $"{{length = {bytes.Length}, bytes = 0x{hex}}}"
            : $"{{length = {bytes.Length}, bytes = 0x{hex[..8]} {hex[8..16]} {hex[16..24]} {hex[24..32]} ... {hex[^16..^8]} {hex[^8..]} }}";
    }

    private static string Quoted(string text)
    {
        if (text.Length > 0 && text.All(char.IsAsciiLetterOrDigit)) return text;
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                '\r' => "\\r",
                > '~' => $"\\U{(int)c:x4}",
                _ => c.ToString(),
            });
        return quoted.Append('"').ToString();
    }
}
