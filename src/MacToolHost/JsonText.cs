using System.Globalization;
using System.Text;

namespace MacToolHost;

/// <summary>Strings as JSON (RFC 8259, section 7). System.Text.Json's own encoder takes a third of a millisecond to load.</summary>
internal static class JsonText
{
    /// <summary>An array of strings.</summary>
    public static string Array(IEnumerable<string> values)
    {
        var json = new StringBuilder("[");
        foreach (var value in values)
        {
            if (json.Length > 1) json.Append(',');
            AppendString(json, value);
        }
        return json.Append(']').ToString();
    }

    private static void AppendString(StringBuilder json, string value)
    {
        json.Append('"');
        foreach (var character in value)
            switch (character)
            {
                case '"' or '\\':
                    json.Append('\\').Append(character);
                    break;
                case < ' ':
                    json.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
                    break;
                default:
                    json.Append(character);
                    break;
            }
        json.Append('"');
    }
}
