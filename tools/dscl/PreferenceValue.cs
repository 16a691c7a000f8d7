using System.Globalization;
using System.Text;
using MacStateStore.PropertyLists;

namespace Dscl;

/// <summary>A value as the tool defaults takes it: a type and words, or a property list in XML or in the old style (dossier dscl, section 11).</summary>
internal static class PreferenceValue
{
    private const int UsageError = 64;

    /// <summary>The value that words mean; null where they mean none.</summary>
    public static PlistValue? Parse(string[] words) => words switch
    {
        ["-string", var text] => text,
        ["-bool" or "-boolean", var text] => text.ToUpperInvariant() switch
        {
            "1" or "TRUE" or "YES" => true,
            "0" or "FALSE" or "NO" => false,
            _ => null,
        },
        ["-int" or "-integer", var text] => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) ? integer : null,
        ["-float" or "-real", var text] => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? real : null,
        ["-data", var text] => text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? new PlistData(Convert.FromHexString(text)) : null,
        ["-array", .. var items] => new PlistArray(items.Select(Plain)),
        ["-dict", .. var pairs] when pairs.Length % 2 == 0 => new PlistDictionary(pairs.Chunk(2).DistinctBy(pair => pair[0]).Select(pair => KeyValuePair.Create(pair[0], Plain(pair[1])))),
        [var text] when !text.StartsWith('-') || double.TryParse(text, CultureInfo.InvariantCulture, out _) => Plain(text),
        _ => null,
    };

    /// <summary>Says that words mean no value.</summary>
    public static int Refuse(Command command, IEnumerable<string> words)
    {
        command.Run.Console.ErrorLine(Messages.NoPreferenceValue(command.Word, string.Join(' ', words)));
        return UsageError;
    }

    private static PlistValue Plain(string text) => (text.TrimStart().StartsWith('<') ? Xml(text) ?? Xml($"<plist version=\"1.0\">{text}</plist>") : null) ?? OldStylePlist.Parse(text) ?? text;

    private static PlistValue? Xml(string text)
    {
        try
        {
            return PropertyList.Parse(Encoding.UTF8.GetBytes(text));
        }
        catch (PropertyListException)
        {
            return null;
        }
    }
}
