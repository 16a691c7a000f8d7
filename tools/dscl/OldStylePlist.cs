using System.Text;
using MacStateStore.PropertyLists;

namespace Dscl;

/// <summary>Reads property lists in the style from before XML: <c>( a, "b c" )</c>, <c>{ key = value; }</c>, <c>&lt;0fb7&gt;</c>.</summary>
internal static class OldStylePlist
{
    private const string BareMarks = "_$/:.-";

    /// <summary>Reads one; null where the text is none.</summary>
    public static PlistValue? Parse(string text)
    {
        var reader = new Reader(text);
        return reader.Value() is { } value && reader.IsAtEnd ? value : null;
    }

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
