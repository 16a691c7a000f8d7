using System.Globalization;
using System.Text;
using MacStateStore.PropertyLists;

namespace Companions;

/// <summary>Values as they are written behind <c>defaults write DOMAIN KEY</c>.</summary>
internal static class PreferenceValue
{
    private static readonly string[] Types =
        ["-string", "-data", "-int", "-integer", "-float", "-bool", "-boolean", "-date", "-array", "-array-add", "-dict", "-dict-add"];

    /// <summary>Whether a word names a type.</summary>
    public static bool IsType(string word) => Types.Contains(word);

    /// <summary>What one word of a type means; null where it means nothing.</summary>
    public static PlistValue? Typed(string type, string text) => type switch
    {
        "-string" => text,
        "-int" or "-integer" => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) ? integer : null,
        "-float" => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? real : null,
        "-bool" or "-boolean" => text.ToUpperInvariant() switch
        {
            "TRUE" or "YES" or "1" => true,
            "FALSE" or "NO" or "0" => false,
            _ => null,
        },
        "-data" => Hex(text),
        "-date" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? new PlistDate(date) : null,
        _ => null,
    };

    /// <summary>What a bare word means: a property list of either spelling, or itself.</summary>
    /// <exception cref="PropertyListException">It begins as a property list, but is none.</exception>
    public static PlistValue Bare(string text)
    {
        var start = text.TrimStart();
        if (start is not (['{' or '(' or '<' or '"', ..])) return text;
        if (start[0] != '"') return PlistDocument.Parse(Encoding.UTF8.GetBytes(text)).Root;
        try
        {
            return PropertyList.ParseOldStyle(text) is PlistString quoted ? quoted : text;
        }
        catch (PropertyListException)
        {
            return text;
        }
    }

    /// <summary>Takes the values of an array from words, up to the end; null where one means nothing.</summary>
    /// <exception cref="PropertyListException">A bare one begins as a property list, but is none.</exception>
    public static IReadOnlyList<PlistValue>? Items(ReadOnlySpan<string> words)
    {
        var values = new List<PlistValue>();
        while (words.Length > 0)
        {
            if (Next(ref words) is not { } value) return null;
            values.Add(value);
        }
        return values;
    }

    /// <summary>Puts keys and values from words into a dictionary, up to the end; false where one means nothing.</summary>
    /// <exception cref="PropertyListException">A bare value begins as a property list, but is none.</exception>
    public static bool TryEntries(ReadOnlySpan<string> words, PlistDictionary into)
    {
        while (words.Length > 0)
        {
            var key = words[0];
            words = words[1..];
            if (words.Length == 0 || Next(ref words) is not { } value) return false;
            into[key] = value;
        }
        return true;
    }

    // A container inside of another takes all that is left, as there is no end to it.
    private static PlistValue? Next(ref ReadOnlySpan<string> words)
    {
        var word = words[0];
        var rest = words[1..];
        switch (word)
        {
            case "-array" or "-dict":
                words = [];
                if (word == "-array") return Items(rest) is { } items ? new PlistArray(items) : null;
                var entries = new PlistDictionary();
                return TryEntries(rest, entries) ? entries : null;
            case var _ when IsType(word):
                if (rest.Length == 0) return null;
                words = rest[1..];
                return Typed(word, rest[0]);
            default:
                words = rest;
                return Bare(word);
        }
    }

    private static PlistData? Hex(string text)
    {
        try
        {
            return new PlistData(Convert.FromHexString(text));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
