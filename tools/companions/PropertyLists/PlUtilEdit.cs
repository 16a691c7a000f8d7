using System.Globalization;
using System.Text;
using MacStateStore.PropertyLists;
using MacToolHost;

namespace Companions;

/// <summary><c>plutil -insert</c> and <c>-replace</c>.</summary>
internal static class PlUtilEdit
{
    public static int Insert(ToolRun run, string[] words, bool replaces)
    {
        if (words is not [var path, var type, .. var rest]) throw new PlUtilException(PlUtilText.InsertNeeds);
        PlistValue value;
        if (type is "-dictionary" or "-array") value = type == "-array" ? new PlistArray() : new PlistDictionary();
        else
        {
            if (rest.Length == 0) throw new PlUtilException(PlUtilText.InsertNeeds);
            value = Value(type, rest[0]);
            rest = rest[1..];
        }
        var appends = rest is ["-append", ..];
        return PlUtilWrite.Each(
            new PlUtilFiles(run, appends ? rest[1..] : rest),
            document => PlUtilKeyPath.Parse(path).Inserted(document.Root, value, replaces, appends && !replaces), null);
    }

    private static PlistValue Value(string type, string text)
    {
        switch (type)
        {
            case "-bool":
                return text.ToUpperInvariant() is "YES" or "TRUE";
            case "-integer":
                return Integer(text);
            case "-float":
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? real : 0.0;
            case "-string":
                return text;
            case "-data":
                return Base64(text);
            case "-date":
                return Date(text);
            case "-xml":
                try
                {
                    return PropertyList.Parse(Encoding.UTF8.GetBytes(text));
                }
                catch (PropertyListException error)
                {
                    throw new PlUtilException(PlUtilText.BadXml(error.Message));
                }
            case "-json":
                try
                {
                    return Json.Parse(text, allowsFragment: true);
                }
                catch (PropertyListException error)
                {
                    throw new PlUtilException(PlUtilText.BadJson(error.Message));
                }
            default:
                throw new PlUtilException(PlUtilText.UnknownType(type));
        }
    }

    // As Foundation's integerValue: the digits at the beginning, else 0.
    private static long Integer(string text)
    {
        var digits = text.TrimStart();
        var length = digits is ['-' or '+', ..] ? 1 : 0;
        while (length < digits.Length && char.IsAsciiDigit(digits[length])) length++;
        return Int128.TryParse(digits[..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? (long)Int128.Clamp(value, long.MinValue, long.MaxValue) : digits.Length > 40 && length > 20 ? digits[0] == '-' ? long.MinValue : long.MaxValue : 0;
    }

    private static PlistData Base64(string text)
    {
        try
        {
            return new PlistData(Convert.FromBase64String(text));
        }
        catch (FormatException)
        {
            throw new PlUtilException(PlUtilText.BadData);
        }
    }

    private static PlistDate Date(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? new PlistDate(date) : throw new PlUtilException(PlUtilText.BadDate);
}
