using System.Globalization;
using System.Text;

namespace MacStateStore.PropertyLists;

/// <summary>
/// Reads a property list in the old style of OpenStep: braces, parentheses, texts with or without quotes, data in angle brackets; or the
/// entries of a dictionary without its braces, as a file of strings has them (the format is described in plist(5)).
/// </summary>
internal sealed class OldStylePlistReader(string text)
{
    private int _position;

    internal PlistValue ReadDocument()
    {
        SkipSpace();
        if (_position == text.Length) throw Unexpected("end of file");
        if (StandsForEntry())
        {
            var entries = ReadEntries('\0');
            return _position == text.Length ? entries : throw UnexpectedCharacter();
        }
        var value = ReadValue(1);
        SkipSpace();
        return _position == text.Length ? value : throw new PropertyListException($"Junk after plist at line {Line}");
    }

    // A text and an equals sign: the first entry of a file of strings.
    private bool StandsForEntry()
    {
        if (text[_position] is '{' or '(' or '<') return false;
        var start = _position;
        ReadText();
        SkipSpace();
        var isKey = _position < text.Length && text[_position] is '=' or ';';
        _position = start;
        return isKey;
    }

    private PlistValue ReadValue(int depth)
    {
        if (depth > PropertyList.MaximumDepth) throw PropertyList.TooDeep();
        SkipSpace();
        if (_position == text.Length) throw Unexpected("end of file");
        switch (text[_position])
        {
            case '{':
                _position++;
                var dictionary = ReadEntries('}', depth);
                Expect('}');
                return dictionary;
            case '(':
                _position++;
                return ReadArray(depth);
            case '<':
                _position++;
                return ReadData();
            default:
                return ReadText();
        }
    }

    private PlistDictionary ReadEntries(char end, int depth = 1)
    {
        var entries = new PlistDictionary();
        for (; ; )
        {
            SkipSpace();
            if (_position == text.Length || text[_position] == end) return entries;
            var key = ReadText();
            SkipSpace();
            // A key without a value stands for itself.
            if (_position < text.Length && text[_position] == ';') entries[key] = key;
            else
            {
                Expect('=');
                entries[key] = ReadValue(depth + 1);
            }
            SkipSpace();
            Expect(';');
        }
    }

    private PlistArray ReadArray(int depth)
    {
        var items = new PlistArray();
        for (; ; )
        {
            SkipSpace();
            if (_position < text.Length && text[_position] == ')') break;
            items.Add(ReadValue(depth + 1));
            SkipSpace();
            if (_position < text.Length && text[_position] == ',') _position++;
            else break;
        }
        Expect(')');
        return items;
    }

    private PlistData ReadData()
    {
        var digits = new StringBuilder();
        while (_position < text.Length && text[_position] != '>')
        {
            var c = text[_position++];
            if (char.IsAsciiHexDigit(c)) digits.Append(c);
            else if (!char.IsWhiteSpace(c)) throw new PropertyListException($"Malformed data byte group at line {Line}; invalid hex");
        }
        Expect('>');
        if (digits.Length % 2 != 0) throw new PropertyListException($"Malformed data byte group at line {Line}; uneven length");
        return new PlistData(Convert.FromHexString(digits.ToString()));
    }

    private string ReadText()
    {
        if (text[_position] is '"' or '\'') return ReadQuoted();
        var start = _position;
        while (_position < text.Length && (char.IsAsciiLetterOrDigit(text[_position]) || text[_position] is '_' or '$' or '/' or ':' or '.' or '-')) _position++;
        return _position > start ? text[start.._position] : throw UnexpectedCharacter();
    }

    private string ReadQuoted()
    {
        var start = _position;
        var quote = text[_position++];
        var content = new StringBuilder();
        while (_position < text.Length && text[_position] != quote)
        {
            if (text[_position] != '\\' || _position + 1 == text.Length) content.Append(text[_position++]);
            else ReadEscape(content);
        }
        if (_position == text.Length) throw new PropertyListException($"Unterminated quoted string starting on line {LineOf(start)}");
        _position++;
        return content.ToString();
    }

    private void ReadEscape(StringBuilder into)
    {
        var c = text[++_position];
        _position++;
        if (c is >= '0' and <= '7')
        {
            var code = c - '0';
            for (var more = 0; more < 2 && _position < text.Length && text[_position] is >= '0' and <= '7'; more++) code = code * 8 + text[_position++] - '0';
            into.Append((char)code);
        }
        else if (c == 'U' && _position + 4 <= text.Length && ushort.TryParse(text.AsSpan(_position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            into.Append((char)unit);
            _position += 4;
        }
        else
        {
            into.Append(c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'a' => '\a', 'b' => '\b', 'f' => '\f', 'v' => '\v', _ => c });
        }
    }

    private void SkipSpace()
    {
        while (_position < text.Length)
        {
            if (char.IsWhiteSpace(text[_position])) _position++;
            else if (At("//")) _position = text.IndexOf('\n', _position) is >= 0 and var end ? end : text.Length;
            else if (At("/*")) _position = text.IndexOf("*/", _position + 2, StringComparison.Ordinal) is >= 0 and var end ? end + 2 : text.Length;
            else return;
        }
    }

    private void Expect(char c)
    {
        if (_position == text.Length) throw Unexpected("end of file");
        if (text[_position] != c) throw UnexpectedCharacter();
        _position++;
    }

    private bool At(string token) => text.AsSpan(_position).StartsWith(token);

    private int Line => LineOf(_position);

    private int LineOf(int position) => text.AsSpan(0, Math.Min(position, text.Length)).Count('\n') + 1;

    private PropertyListException UnexpectedCharacter() =>
        _position < text.Length ? new($"Unexpected character {text[_position]} at line {Line}") : Unexpected("end of file");

    private PropertyListException Unexpected(string what) => new($"Unexpected {what} at line {Line}");
}
