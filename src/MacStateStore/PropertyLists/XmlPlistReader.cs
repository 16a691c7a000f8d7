using System.Globalization;
using System.Text;

namespace MacStateStore.PropertyLists;

/// <summary>
/// Parses the text of an XML property list. It knows as much XML as CoreFoundation's parser: elements (attributes are
/// ignored), the five predefined entities, character references, CDATA inside text, and comments and processing
/// instructions between elements. Line ends are kept as they are.
/// </summary>
internal sealed class XmlPlistReader(string text)
{
    private const string CDataStart = "<![CDATA[";
    private int position;
    private int values;

    internal PlistValue ReadDocument()
    {
        SkipMisc();
        if (position == text.Length)
            throw Error(position, "the property list is empty");
        if (text[position] != '<')
            throw Error(position, "this is neither an XML nor a binary property list (old-style ASCII property lists are not supported)");
        if (At("<!DOCTYPE"))
            SkipDoctype();
        SkipMisc();

        int start = position;
        XmlPlistTag tag = ReadTag();
        PlistValue value = tag.Name == "plist" ? ReadPlist(tag, start) : ReadValue(tag, start, 1);
        SkipMisc();
        return position == text.Length ? value : throw Error(position, "unexpected text after the end of the property list");
    }

    private PlistValue ReadPlist(XmlPlistTag tag, int start)
    {
        if (tag.IsEmpty || AtCloseTag())
            throw Error(start, "the <plist> element is empty");
        PlistValue value = ReadValue(1);
        if (!AtCloseTag())
            throw Error(position, "a <plist> element can have only one value");
        ReadCloseTag(tag.Name);
        return value;
    }

    private PlistValue ReadValue(int depth)
    {
        SkipMisc();
        int start = position;
        return ReadValue(ReadTag(), start, depth);
    }

    /// <summary>Reads the rest of the element whose open tag was read; start is where that tag began.</summary>
    private PlistValue ReadValue(XmlPlistTag tag, int start, int depth)
    {
        if (depth > PropertyList.MaximumDepth && tag.Name is ("array" or "dict"))
            throw Error(start, PropertyList.TooDeep().Message);
        if (++values > PropertyList.MaximumValues)
            throw Error(start, PropertyList.TooManyValues().Message);
        return tag.Name switch
        {
            "dict" => tag.IsEmpty ? new PlistDictionary() : ReadDictionary(depth),
            "array" => tag.IsEmpty ? new PlistArray() : ReadArray(depth),
            _ => ReadScalar(tag, start),
        };
    }

    // Apart from ReadValue so that nesting takes little stack.
    private PlistValue ReadScalar(XmlPlistTag tag, int start)
    {
        return tag.Name switch
        {
            "string" => new PlistString(ReadText(tag)),
            "integer" => ParseInteger(ReadText(tag)) ?? throw Error(start, "malformed or too large <integer>"),
            "real" => ParseReal(ReadText(tag)) ?? throw Error(start, "malformed <real>"),
            "date" => PlistDate.FromXmlText(ReadText(tag)) ?? throw Error(start, "malformed <date>"),
            "data" when !tag.IsEmpty => ParseData(ReadText(tag)) ?? throw Error(start, "malformed base64 in <data>"),
            "true" or "false" => ReadText(tag).Length == 0
                ? new PlistBoolean(tag.Name == "true")
                : throw Error(start, $"the <{tag.Name}> element must be empty"),
            "data" => throw Error(start, "the <data> element is empty"),
            "key" => throw Error(start, "a <key> outside of a dictionary, or where its value is due"),
            _ => throw Error(start, $"unknown element <{Shorten(tag.Name)}>"),
        };
    }

    private PlistArray ReadArray(int depth)
    {
        var array = new PlistArray();
        while (!AtCloseTag())
            array.Add(ReadValue(depth + 1));
        ReadCloseTag("array");
        return array;
    }

    private PlistValue ReadDictionary(int depth)
    {
        var dictionary = new PlistDictionary();
        while (!AtCloseTag())
        {
            int start = position;
            XmlPlistTag tag = ReadTag();
            if (tag.Name != "key")
                throw Error(start, $"expected a <key> in the dictionary, found <{Shorten(tag.Name)}>");
            string key = ReadText(tag);
            if (AtCloseTag())
                throw Error(start, "the value for this <key> is missing");
            dictionary[key] = ReadValue(depth + 1);
        }

        ReadCloseTag("dict");
        return dictionary.Count == 1 && dictionary.TryGet(PlistUid.XmlKey, out PlistInteger? uid)
            && uid.Value >= 0 && uid.Value <= uint.MaxValue
            ? new PlistUid((uint)uid.Value)
            : dictionary;
    }

    private static PlistInteger? ParseInteger(string text)
    {
        ReadOnlySpan<char> digits = text.AsSpan().TrimStart();
        bool negative = digits.StartsWith("-");
        if (negative || digits.StartsWith("+"))
            digits = digits[1..].TrimStart();
        bool hexadecimal = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool parsed = hexadecimal
            ? ulong.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong magnitude)
            : ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out magnitude);
        Int128 value = negative ? -(Int128)magnitude : magnitude;
        return parsed && value >= long.MinValue ? new PlistInteger(value) : null;
    }

    private static PlistReal? ParseReal(string text) => text.ToUpperInvariant() switch
    {
        "INF" or "+INF" or "INFINITY" or "+INFINITY" => new PlistReal(double.PositiveInfinity),
        "-INF" or "-INFINITY" => new PlistReal(double.NegativeInfinity),
        "NAN" => new PlistReal(double.NaN),
        _ => double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out double value)
            ? new PlistReal(value)
            : null,
    };

    private static PlistData? ParseData(string base64)
    {
        byte[] bytes = new byte[(base64.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(base64, bytes, out int count) ? new PlistData(bytes.AsMemory(0, count)) : null;
    }

    /// <summary>Reads an open tag, skipping its attributes.</summary>
    private XmlPlistTag ReadTag()
    {
        int start = position;
        if (!At("<"))
            throw Error(start, position == text.Length ? "unexpected end" : "expected an element, found text");
        int end = text.AsSpan(start + 1).IndexOfAny('<', '>') + start + 1;
        if (end == start || text[end] == '<')
            throw Error(start, "unterminated tag");
        ReadOnlySpan<char> content = text.AsSpan((start + 1)..end);
        bool isEmpty = content.EndsWith("/");
        int nameLength = content.IndexOfAny(" \t\r\n/");
        string name = (nameLength < 0 ? content : content[..nameLength]).ToString();
        if (name.Length == 0)
            throw Error(start, "malformed tag");
        position = end + 1;
        return new XmlPlistTag(name, isEmpty);
    }

    /// <summary>Skips to the next element and tells whether it is a close tag.</summary>
    private bool AtCloseTag()
    {
        SkipMisc();
        return At("</");
    }

    private void ReadCloseTag(string name)
    {
        int start = position;
        int end = text.IndexOf('>', start);
        if (!At("</") || end < 0 || !text.AsSpan((start + 2)..end).TrimEnd(" \t\r\n").SequenceEqual(name))
            throw Error(start, $"expected </{name}>");
        position = end + 1;
    }

    /// <summary>Reads the text of an element and its close tag; the text of an empty tag is empty.</summary>
    private string ReadText(XmlPlistTag tag)
    {
        if (tag.IsEmpty)
            return "";
        StringBuilder? parts = null;
        while (true)
        {
            int start = position;
            int length = text.AsSpan(start).IndexOfAny('<', '&');
            if (length < 0)
                throw Error(start, $"unexpected end; expected </{tag.Name}>");
            position += length;
            bool isReference = text[position] == '&';
            if (!isReference && !At(CDataStart))
            {
                string content = parts is null ? text.Substring(start, length) : parts.Append(text, start, length).ToString();
                ReadCloseTag(tag.Name);
                return content;
            }

            (parts ??= new StringBuilder()).Append(text, start, length);
            if (isReference)
                ReadReference(parts);
            else
                parts.Append(ReadUpTo(CDataStart, "]]>", "CDATA section"));
        }
    }

    private void ReadReference(StringBuilder into)
    {
        const int LongestName = 10;
        int start = position;
        ReadOnlySpan<char> name = text.AsSpan(start + 1);
        int length = name[..Math.Min(name.Length, LongestName)].IndexOf(';');
        name = length < 0 ? [] : name[..length];
        switch (name)
        {
            case "lt": into.Append('<'); break;
            case "gt": into.Append('>'); break;
            case "amp": into.Append('&'); break;
            case "apos": into.Append('\''); break;
            case "quot": into.Append('"'); break;
            case ['#', 'x', .. var digits] when TryParseRune(digits, NumberStyles.AllowHexSpecifier, out Rune rune): into.Append(rune.ToString()); break;
            case ['#', .. var digits] when TryParseRune(digits, NumberStyles.None, out Rune rune): into.Append(rune.ToString()); break;
            default: throw Error(start, "unknown or malformed entity or character reference");
        }

        position = start + 1 + length + 1;
    }

    private static bool TryParseRune(ReadOnlySpan<char> digits, NumberStyles style, out Rune rune)
    {
        rune = default;
        return int.TryParse(digits, style, CultureInfo.InvariantCulture, out int code) && Rune.TryCreate(code, out rune);
    }

    /// <summary>Skips white space, comments and processing instructions.</summary>
    private void SkipMisc()
    {
        while (true)
        {
            while (position < text.Length && text[position] is ' ' or '\t' or '\r' or '\n')
                position++;
            if (At("<!--"))
                ReadUpTo("<!--", "-->", "comment");
            else if (At("<?"))
                ReadUpTo("<?", "?>", "processing instruction");
            else
                return;
        }
    }

    private void SkipDoctype()
    {
        int start = position;
        int end = text.AsSpan(start).IndexOfAny('>', '[') + start;
        if (end < start)
            throw Error(start, "unterminated DOCTYPE");
        if (text[end] == '[')
            throw Error(end, "a DTD internal subset (entity declarations) is not supported");
        position = end + 1;
    }

    /// <summary>Reads a construct with the given delimiters, at whose first the position is; returns what is between them.</summary>
    private ReadOnlySpan<char> ReadUpTo(string opening, string closing, string name)
    {
        int start = position + opening.Length;
        int end = text.IndexOf(closing, start, StringComparison.Ordinal);
        if (end < 0)
            throw Error(position, $"unterminated {name}");
        position = end + closing.Length;
        return text.AsSpan(start..end);
    }

    private bool At(string token) => text.AsSpan(position).StartsWith(token);

    private static string Shorten(string name) => name.Length <= 40 ? name : name[..40] + "…";

    private PropertyListException Error(int at, string message)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, at);
        int line = before.Count('\n') + 1;
        int column = at - before.LastIndexOf('\n');
        return new PropertyListException($"{message} (line {line}, column {column})");
    }
}
