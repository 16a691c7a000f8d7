using System.Globalization;
using System.Text;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;

namespace Dscl;

/// <summary><c>readpl</c> and <c>readpli</c>: one entry of a property list that an attribute holds (dossier dscl, 6.6).</summary>
internal static class ReadPlist
{
    /// <summary>readpl: of the first value.</summary>
    public static int First(Command command) => Print(command, 0, command.Arguments[2]);

    /// <summary>readpli: of the value with a number, counted from 0.</summary>
    public static int Indexed(Command command) => Print(command, Number.Parse(command.Arguments[2]), command.Arguments[3]);

    private static int Print(Command command, int index, string path)
    {
        if (command.Walk(command.Arguments[0]) is not RecordItem { Record: var record }) return 0;
        return PlistAttribute.Use(command, record, command.Arguments[1], index, plist =>
        {
            if (PlistPath.At(plist.Root, path) is not { } value) return PlistAttribute.NoSuchPath(command, path);
            command.Run.Console.Out($"{path}:{Entry(value)}");
            return 0;
        });
    }

    private static string Entry(PlistValue value) => value switch
    {
        // A text with a blank stands on a line of its own, as in read.
        PlistString { Value: var text } => (text.Contains(' ', StringComparison.Ordinal) ? "\n " : " ") + text + "\n",
        PlistInteger number => $" {number.Value.ToString(CultureInfo.InvariantCulture)}\n",
        // As NSNumber describes a double: 16 digits at most.
        PlistReal real => $" {Real(real.Value)}\n",
        PlistBoolean boolean => boolean.Value ? " 1\n" : " 0\n",
        PlistDate date => $" {date.ToXmlText().Replace('T', ' ').Replace("Z", " +0000", StringComparison.Ordinal)}\n",
        PlistData data => " " + Formatting.Plain(new DirectoryValue(data.Value.ToArray())),
        _ => " \n" + Encoding.UTF8.GetString(PropertyList.ToXml(value.Sorted())),
    };

    private static string Real(double value) => value switch
    {
        double.NaN => "nan",
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        _ => value.ToString("g16", CultureInfo.InvariantCulture),
    };
}
