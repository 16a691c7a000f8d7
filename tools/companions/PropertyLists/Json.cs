using System.Globalization;
using System.Text;
using MacStateStore.PropertyLists;

namespace Companions;

/// <summary>JSON as values of property lists, read and written as Foundation's NSJSONSerialization does.</summary>
internal static class Json
{
    /// <summary>Reads JSON.</summary>
    /// <param name="text">The text.</param>
    /// <param name="allowsFragment">Whether it may be something else than an object or an array.</param>
    /// <exception cref="PropertyListException">It is none; the message is Foundation's (memory).</exception>
    public static PlistValue Parse(string text, bool allowsFragment = false) => new Reader(text).Read(allowsFragment);

    /// <summary>Writes JSON: in one line, or, for people, in many with sorted keys.</summary>
    /// <exception cref="PropertyListException">JSON can't hold a date, data or a number that isn't finite.</exception>
    public static string Text(PlistValue value, bool isReadable)
    {
        var text = new StringBuilder();
        Append(text, value, isReadable ? "\n" : null);
        return text.ToString();
    }

    // A line end with the indentation; null where all stands in one line.
    private static void Append(StringBuilder text, PlistValue value, string? line)
    {
        switch (value)
        {
            case PlistDictionary dictionary:
                var entries = line is null ? dictionary.AsEnumerable() : dictionary.OrderBy(entry => entry.Key, StringComparer.Ordinal);
                Append(text, '{', '}', entries, line, (entry, inner) =>
                {
                    AppendString(text, entry.Key);
                    text.Append(line is null ? ":" : " : ");
                    Append(text, entry.Value, inner);
                });
                break;
            case PlistArray array:
                Append(text, '[', ']', array, line, (item, inner) => Append(text, item, inner));
                break;
            case PlistString plain:
                AppendString(text, plain.Value);
                break;
            case PlistBoolean boolean:
                text.Append(boolean.Value ? "true" : "false");
                break;
            case PlistInteger integer:
                text.Append(integer.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case PlistReal real when double.IsFinite(real.Value):
                text.Append(real.Value.ToString("g17", CultureInfo.InvariantCulture) is var exact && double.Parse(real.Value.ToString("g16", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) == real.Value
                    ? real.Value.ToString("g16", CultureInfo.InvariantCulture) : exact);
                break;
            case PlistNull:
                text.Append("null");
                break;
            default:
                throw new PropertyListException(PlUtilText.InvalidObject);
        }
    }

    private static void Append<T>(StringBuilder text, char open, char close, IEnumerable<T> items, string? line, Action<T, string?> append)
    {
        text.Append(open);
        var inner = line is null ? null : line + "  ";
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst) text.Append(',');
            text.Append(inner);
            append(item, inner);
            isFirst = false;
        }
        // An empty container for people has an empty line in it.
        if (isFirst) text.Append(line is null ? null : "\n");
        text.Append(line).Append(close);
    }

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '/' => "\\/",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                < ' ' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        text.Append('"');
    }

    private sealed class Reader(string text)
    {
        private int _position = text.StartsWith('\uFEFF') ? 1 : 0;

        public PlistValue Read(bool allowsFragment)
        {
            SkipSpace();
            if (_position == text.Length) throw Error("Unable to parse empty data.");
            if (!allowsFragment && text[_position] is not ('{' or '[')) throw Error("JSON text did not start with array or object and option to allow fragments not set.");
            var value = ReadValue(1);
            SkipSpace();
            return _position == text.Length ? value : throw Error("Garbage at end");
        }

        private PlistValue ReadValue(int depth)
        {
            if (depth > PropertyList.MaximumDepth) throw Error("Too many nested arrays or dictionaries");
            SkipSpace();
            if (_position == text.Length) throw Error("Unexpected end of file");
            switch (text[_position])
            {
                case '{':
                    return ReadObject(depth);
                case '[':
                    return ReadArray(depth);
                case '"':
                    return ReadString();
                case '-' or (>= '0' and <= '9'):
                    return ReadNumber();
                default:
                    return Take("true") ? true : Take("false") ? false : Take("null") ? new PlistNull() : throw Error("Invalid value");
            }
        }

        private PlistDictionary ReadObject(int depth)
        {
            var dictionary = new PlistDictionary();
            _position++;
            SkipSpace();
            if (Take("}")) return dictionary;
            for (; ; )
            {
                SkipSpace();
                if (_position == text.Length || text[_position] != '"') throw Error("No string key for value in object");
                var key = ReadString();
                SkipSpace();
                if (!Take(":")) throw Error("No value for key in object");
                dictionary[key] = ReadValue(depth + 1);
                SkipSpace();
                if (Take("}")) return dictionary;
                if (!Take(",")) throw Error("Badly formed object");
            }
        }

        private PlistArray ReadArray(int depth)
        {
            var array = new PlistArray();
            _position++;
            SkipSpace();
            if (Take("]")) return array;
            for (; ; )
            {
                array.Add(ReadValue(depth + 1));
                SkipSpace();
                if (Take("]")) return array;
                if (!Take(",")) throw Error("Badly formed array");
            }
        }

        private string ReadString()
        {
            var content = new StringBuilder();
            _position++;
            for (; ; )
            {
                if (_position == text.Length) throw Error("Unterminated string");
                var c = text[_position++];
                if (c == '"') return content.ToString();
                if (c < ' ') throw Error("Unescaped control character");
                content.Append(c == '\\' ? ReadEscape() : c);
            }
        }

        private char ReadEscape()
        {
            if (_position == text.Length) throw Error("Unterminated string");
            var c = text[_position++];
            switch (c)
            {
                case '"' or '\\' or '/':
                    return c;
                case 'b':
                    return '\b';
                case 'f':
                    return '\f';
                case 'n':
                    return '\n';
                case 'r':
                    return '\r';
                case 't':
                    return '\t';
                case 'u' when _position + 4 <= text.Length && ushort.TryParse(text.AsSpan(_position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit):
                    _position += 4;
                    return (char)unit;
                default:
                    throw Error("Invalid escape sequence");
            }
        }

        private PlistValue ReadNumber()
        {
            var start = _position;
            while (_position < text.Length && (char.IsAsciiDigit(text[_position]) || text[_position] is '-' or '+' or '.' or 'e' or 'E')) _position++;
            var number = text.AsSpan(start, _position - start);
            var digits = number.TrimStart('-');
            if (digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1])) throw Error("Number with leading zero");
            if (Int128.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) && integer >= long.MinValue && integer <= ulong.MaxValue) return new PlistInteger(integer);
            return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? real : throw Error("Malformed number");
        }

        private bool Take(string token)
        {
            if (!text.AsSpan(_position).StartsWith(token)) return false;
            _position += token.Length;
            return true;
        }

        private void SkipSpace()
        {
            while (_position < text.Length && text[_position] is ' ' or '\t' or '\n' or '\r') _position++;
        }

        private PropertyListException Error(string what)
        {
            var before = text.AsSpan(0, Math.Min(_position, text.Length));
            return new PropertyListException($"{what} around line {before.Count('\n') + 1}, column {before.Length - before.LastIndexOf('\n') - 1}.");
        }
    }
}
