using System.Text;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;

namespace Dscl;

/// <summary>One value of a record's attribute that holds a property list (dossier dscl, 6.6).</summary>
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

    /// <summary>Writes the property list back, as XML whichever format it had.</summary>
    public int Store(Command command) => command.Write(() =>
        command.Session.ChangeNumbered(Record, Attribute, Index + 1, Encoding.UTF8.GetString(PropertyList.ToXml(Root!.Sorted()))));

    /// <summary>Says that a path leads nowhere.</summary>
    public static int NoSuchPath(Command command, string path)
    {
        command.Run.Console.OutLine(Messages.NoSuchPlistPath(path));
        return DirectoryStatus.UnknownMatchType;
    }

    /// <summary>A value as a property list; null where it is none.</summary>
    public static PlistValue? Parse(DirectoryValue value)
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
