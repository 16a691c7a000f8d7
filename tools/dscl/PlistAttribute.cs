using System.Text;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;

namespace Dscl;

/// <summary>One value of a record's attribute that holds a property list, and how places in it are named (dossier dscl, 6.6).</summary>
/// <param name="Record">Whose.</param>
/// <param name="Attribute">Which attribute.</param>
/// <param name="Index">Which value; the first is 0.</param>
/// <param name="Root">The property list; null where the value is none.</param>
internal sealed record PlistAttribute(DirectoryRecord Record, AttributeName Attribute, int Index, PlistValue? Root)
{
    /// <summary>Works on the value with a number; prints why where there is none.</summary>
    public static int Use(Command command, DirectoryRecord record, string key, int index, Func<PlistAttribute, int> work)
    {
        var attribute = AttributeName.Parse(key);
        var values = command.Session.MaySee(attribute) ? record.Values(attribute) : [];
        if (values.Count == 0)
        {
            command.Run.Console.OutLine(Messages.InvalidKey);
            return DirectoryStatus.EmptyAttribute;
        }
        if (index >= 0 && index < values.Count) return work(new PlistAttribute(record, attribute, index, Parse(values[index])));
        command.Run.Console.OutLine(Messages.ValueIndexOutOfRange);
        return DirectoryStatus.IndexOutOfRange;
    }

    /// <summary>What a path leads to; null for nothing.</summary>
    public PlistValue? At(string path) => path.Split(':').Aggregate(Root, Child);

    /// <summary>What holds the last component of a path, and that component; null where the way to it ends before.</summary>
    public (PlistValue Container, string Name)? Around(string path)
    {
        var components = path.Split(':');
        return components.SkipLast(1).Aggregate(Root, Child) is { } container ? (container, components[^1]) : null;
    }

    /// <summary>Writes the property list back, as XML whichever format it had.</summary>
    public int Store(Command command) => command.Write(() =>
        command.Session.ChangeNumbered(Record, Attribute, Index + 1, Encoding.UTF8.GetString(PropertyList.ToXml(Root!.Sorted()))));

    /// <summary>A place in an array; null for a word that numbers none.</summary>
    public static int? Place(string word) => word.Length > 0 && word.All(char.IsAsciiDigit) && int.TryParse(word, out var place) ? place : null;

    /// <summary>Says that a path leads nowhere.</summary>
    public static int NoSuchPath(Command command, string path)
    {
        command.Run.Console.OutLine(Messages.NoSuchPlistPath(path));
        return DirectoryStatus.UnknownMatchType;
    }

    private static PlistValue? Child(PlistValue? container, string name) => container switch
    {
        PlistDictionary dictionary => dictionary[name],
        PlistArray array => Place(name) is { } place && place < array.Count ? array[place] : null,
        _ => null,
    };

    private static PlistValue? Parse(DirectoryValue value)
    {
        try
        {
            return PropertyList.Parse(value.Bytes);
        }
        catch (PropertyListException)
        {
            return null;
        }
    }
}
