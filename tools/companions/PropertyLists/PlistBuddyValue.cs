using System.Globalization;
using System.Text;
using MacStateStore.PropertyLists;
using MacToolHost;

namespace Companions;

/// <summary>Values as PlistBuddy reads and prints them.</summary>
internal static class PlistBuddyValue
{
    private const string DateFormat = "%a %b %d %H:%M:%S %Z %Y";

    private static readonly string[] DateFormats = ["ddd MMM dd HH:mm:ss 'UTC' yyyy", "ddd MMM dd HH:mm:ss 'GMT' yyyy", "ddd MMM d HH:mm:ss 'UTC' yyyy", "ddd MMM dd HH:mm:ss zzz yyyy"];

    /// <summary>A value of a type; null where the text isn't one, and why.</summary>
    public static PlistValue? Parse(string type, string? text, DateTimeOffset now, out string problem)
    {
        problem = type switch
        {
            "integer" => PlistBuddyText.BadInteger,
            "real" => PlistBuddyText.BadReal,
            "date" => PlistBuddyText.BadDate,
            _ => PlistBuddyText.BadType(type),
        };
        return type switch
        {
            "string" => text ?? "",
            "dict" => new PlistDictionary(),
            "array" => new PlistArray(),
            "bool" => text is not null && (text.ToUpperInvariant() is ['T' or 'Y' or '1', ..]),
            "integer" => text is null ? 0 : Integer(text),
            "real" => double.TryParse(text ?? "0", NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? real : null,
            "date" => text is null ? new PlistDate(now) : Date(text),
            "data" => new PlistData(Encoding.UTF8.GetBytes(text ?? "")),
            _ => null,
        };
    }

    /// <summary>The type of a value, as the command names it; null for a UID.</summary>
    public static string TypeOf(PlistValue value) => value switch
    {
        PlistDictionary => "dict",
        PlistArray => "array",
        PlistBoolean => "bool",
        PlistInteger => "integer",
        PlistReal => "real",
        PlistDate => "date",
        PlistData => "data",
        _ => "string",
    };

    /// <summary>Prints a value and a line end.</summary>
    public static void Print(ToolConsole console, PlistValue value, string indent = "")
    {
        switch (value)
        {
            case PlistDictionary dictionary:
                console.Out("Dict {\n");
                foreach (var (key, item) in dictionary)
                {
                    console.Out($"{indent}    {key} = ");
                    Print(console, item, indent + "    ");
                }
                console.Out(indent + "}\n");
                break;
            case PlistArray array:
                console.Out("Array {\n");
                foreach (var item in array)
                {
                    console.Out(indent + "    ");
                    Print(console, item, indent + "    ");
                }
                console.Out(indent + "}\n");
                break;
            case PlistData data:
                console.Out(data.Value.Span);
                console.OutLine();
                break;
            default:
                console.OutLine(value switch
                {
                    PlistString text => text.Value,
                    PlistBoolean boolean => boolean.Value ? "true" : "false",
                    PlistInteger integer => integer.Value.ToString(CultureInfo.InvariantCulture),
                    PlistReal real => real.Value.ToString("F6", CultureInfo.InvariantCulture),
                    PlistDate date => Text(date),
                    PlistUid uid => uid.Value.ToString(CultureInfo.InvariantCulture),
                    _ => "",
                });
                break;
        }
    }

    private static string Text(PlistDate date)
    {
        try
        {
            return TimeFormat.Format(date.ToDateTimeOffset(), DateFormat);
        }
        catch (ArgumentOutOfRangeException)
        {
            return date.ToXmlText();
        }
    }

    // long.TryParse takes no numbers above 2^63, which a property list can hold.
    private static PlistInteger? Integer(string text) =>
        Int128.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var integer) && integer >= long.MinValue && integer <= ulong.MaxValue
            ? new PlistInteger(integer) : null;

    private static PlistDate? Date(string text) =>
        DateTimeOffset.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var date)
        || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date)
            ? new PlistDate(date) : null;
}
