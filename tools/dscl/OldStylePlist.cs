using System.Globalization;
using System.Text;
using MacStateStore.PropertyLists;

namespace Dscl;

/// <summary>Property lists in the style from before XML: <c>( a, "b c" )</c>, <c>{ key = value; }</c>, <c>&lt;0fb7&gt;</c>.</summary>
internal static class OldStylePlist
{
    private const string BareMarks = "_$/:.-";

    /// <summary>Reads one; null where the text is none.</summary>
    public static PlistValue? Parse(string text)
    {
        var reader = new Reader(text);
        return reader.Value() is { } value && reader.IsAtEnd ? value : null;
    }

    /// <summary>A value as Foundation describes it: a text or number as it is, what holds others in this style.</summary>
    public static string Describe(PlistValue value) => value is PlistString text ? text.Value : Inside(value, "");

    private static string Inside(PlistValue value, string indent) => value switch
    {
        PlistDictionary { Count: 0 } => $"{{\n{indent}}}",
        PlistDictionary dictionary => $"{{\n{string.Concat(((PlistDictionary)dictionary.Sorted()).Select(entry => $"{indent}    {Formatting.OldStyle(entry.Key)} = {Nested(entry.Value, indent + "    ")};\n"))}{indent}}}",
        PlistArray { Count: 0 } => $"(\n{indent})",
        PlistArray array => $"(\n{string.Join(",\n", array.Select(item => $"{indent}    {Nested(item, indent + "    ")}"))}\n{indent})",
        PlistString text => Formatting.OldStyle(text.Value),
        PlistBoolean boolean => boolean.Value ? "1" : "0",
        PlistInteger integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        PlistReal real => real.Value.ToString("g16", CultureInfo.InvariantCulture),
        PlistDate date => $"{date.ToXmlText().Replace('T', ' ').Replace("Z", " +0000", StringComparison.Ordinal)}",
        PlistData data => $"<{Formatting.Hex(data.Value.Span)}>",
        _ => "",
    };

    // Foundation indents the opening of what is inside a dictionary, too.
    private static string Nested(PlistValue value, string indent) => (value is PlistDictionary or PlistArray ? indent : "") + Inside(value, indent);

    private sealed class Reader(string text)
    {
        private int _at;
        private int _depth;

        public bool IsAtEnd => Peek() is null;

        public PlistValue? Value()
        {
            if (++_depth > PropertyList.MaximumDepth) return null;
            var value = Peek() switch
            {
                '(' => Array(),
                '{' => Dictionary(),
                '<' => Data(),
                null => null,
                _ => Text() is { } word ? new PlistString(word) : (PlistValue?)null,
            };
            _depth--;
            return value;
        }

        private PlistArray? Array()
        {
            _at++;
            var array = new PlistArray();
            while (!Take(')'))
            {
                if (Value() is not { } item) return null;
                array.Add(item);
                if (!Take(',') && Peek() != ')') return null;
            }
            return array;
        }

        private PlistDictionary? Dictionary()
        {
            _at++;
            var dictionary = new PlistDictionary();
            while (!Take('}'))
            {
                if (Text() is not { } key || !Take('=') || Value() is not { } value || !Take(';')) return null;
                dictionary[key] = value;
            }
            return dictionary;
        }

        private PlistData? Data()
        {
            var end = text.IndexOf('>', _at);
            if (end < 0) return null;
            var hex = text[(_at + 1)..end].Replace(" ", "", StringComparison.Ordinal);
            _at = end + 1;
            return hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit) ? new PlistData(Convert.FromHexString(hex)) : null;
        }

        private string? Text()
        {
            if (Peek() is not { } first) return null;
            var word = new StringBuilder();
            if (first is '"' or '\'')
            {
                for (_at++; _at < text.Length && text[_at] != first; _at++)
                {
                    if (text[_at] == '\\' && _at + 1 < text.Length) _at++;
                    word.Append(text[_at]);
                }
                return _at++ < text.Length ? word.ToString() : null;
            }
            for (; _at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || BareMarks.Contains(text[_at], StringComparison.Ordinal)); _at++) word.Append(text[_at]);
            return word.Length > 0 ? word.ToString() : null;
        }

        private bool Take(char wanted)
        {
            if (Peek() != wanted) return false;
            _at++;
            return true;
        }

        // The next character that is no white space.
        private char? Peek()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
            return _at < text.Length ? text[_at] : null;
        }
    }
}
