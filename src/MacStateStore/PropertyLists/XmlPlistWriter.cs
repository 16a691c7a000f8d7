using System.Globalization;
using System.Text;

namespace MacStateStore.PropertyLists;

/// <summary>Writes a value as the text of an XML property list, in the layout of CoreFoundation.</summary>
internal sealed class XmlPlistWriter
{
    private const string Header = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <plist version="1.0">

        """;

    private readonly StringBuilder output = new();
    private int values;

    internal string WriteDocument(PlistValue value)
    {
        output.Append(Header);
        Write(value, 0);
        return output.Append("</plist>\n").ToString();
    }

    /// <summary>Writes the value; its indentation is the number of arrays and dictionaries around it.</summary>
    private void Write(PlistValue value, int indentation)
    {
        if (output.Length > PropertyList.MaximumSize)
            throw PropertyList.TooLarge();
        if (++values > PropertyList.MaximumValues)
            throw PropertyList.TooManyValues();
        if (indentation >= PropertyList.MaximumDepth && value is (PlistArray or PlistDictionary or PlistUid))
            throw PropertyList.TooDeep();
        output.Append('\t', indentation);
        switch (value)
        {
            case PlistDictionary { Count: 0 }: output.Append("<dict/>\n"); break;
            case PlistDictionary dictionary: WriteDictionary(dictionary, indentation); break;
            case PlistArray { Count: 0 }: output.Append("<array/>\n"); break;
            case PlistArray array: WriteArray(array, indentation); break;
            case PlistUid uid: WriteDictionary(new PlistDictionary { [PlistUid.XmlKey] = uid.Value }, indentation); break;
            default: WriteScalar(value, indentation); break;
        }
    }

    // Apart from Write so that nesting takes little stack.
    private void WriteScalar(PlistValue value, int indentation)
    {
        switch (value)
        {
            case PlistString text: WriteElement("string", Escape(text.Value)); break;
            case PlistData data: WriteData(data.Value.Span, indentation); break;
            case PlistInteger integer: WriteElement("integer", integer.Value.ToString(CultureInfo.InvariantCulture)); break;
            case PlistReal real: WriteElement("real", FormatReal(real.Value)); break;
            case PlistBoolean boolean: output.Append(boolean.Value ? "<true/>\n" : "<false/>\n"); break;
            case PlistDate date: WriteElement("date", date.ToXmlText()); break;
            default: throw PropertyList.HoldsNull();
        }
    }

    private void WriteDictionary(PlistDictionary dictionary, int indentation)
    {
        output.Append("<dict>\n");
        foreach ((string key, PlistValue value) in dictionary)
        {
            output.Append('\t', indentation + 1);
            WriteElement("key", Escape(key));
            Write(value, indentation + 1);
        }

        output.Append('\t', indentation).Append("</dict>\n");
    }

    private void WriteArray(PlistArray array, int indentation)
    {
        output.Append("<array>\n");
        foreach (PlistValue item in array)
            Write(item, indentation + 1);
        output.Append('\t', indentation).Append("</array>\n");
    }

    /// <summary>Writes base64 in lines of 76 columns, counting a tab as 8 and at most 8 tabs, also for the indentation itself.</summary>
    private void WriteData(ReadOnlySpan<byte> data, int indentation)
    {
        int lineIndentation = Math.Min(indentation, 8);
        int bytesPerLine = (76 - (8 * lineIndentation)) / 4 * 3;
        output.Append("<data>\n");
        for (; !data.IsEmpty; data = data[Math.Min(bytesPerLine, data.Length)..])
        {
            output.Append('\t', lineIndentation);
            output.Append(Convert.ToBase64String(data[..Math.Min(bytesPerLine, data.Length)])).Append('\n');
        }

        output.Append('\t', indentation).Append("</data>\n");
    }

    private void WriteElement(string name, string content) =>
        output.Append('<').Append(name).Append('>').Append(content).Append("</").Append(name).Append(">\n");

    private static string Escape(string text) => text.AsSpan().ContainsAny('&', '<', '>')
        ? text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        : text;

    /// <summary>C's %.17g with CoreFoundation's special cases (CFNumber.c).</summary>
    private static string FormatReal(double value) => value switch
    {
        double.NaN => "nan",
        double.PositiveInfinity => "+infinity",
        double.NegativeInfinity => "-infinity",
        0 => "0.0",
        _ => value.ToString("g17", CultureInfo.InvariantCulture),
    };
}
