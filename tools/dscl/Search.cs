using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;
using MacToolHost;

namespace Dscl;

/// <summary><c>search</c>: the records that have exactly a value, each with all values of that attribute (dossier dscl, 6.5).</summary>
internal static class Search
{
    public static int Run(Command command)
    {
        var console = command.Run.Console;
        RecordType? type = null;
        NodeItem node;
        switch (command.Walk(command.Arguments[0]))
        {
            case NodeItem whole: node = whole; break;
            case RecordTypeItem container: (node, type) = (container.Node, container.Type); break;
            default:
                console.OutLine(Messages.SearchNeedsContainer);
                return 0;
        }
        var attribute = AttributeName.Parse(command.Arguments[1]);
        if (!command.Session.MaySee(attribute)) return 0;
        foreach (var record in node.Parts.SelectMany(part => part.Search(type, attribute, command.Arguments[2])))
        {
            var name = type is null ? $"{record.Type.ShortName}/{record.Name}" : record.Name;
            console.OutLine($"{name}\t\t{command.Formatting.Name(attribute)} = {Values(record, attribute, command.Run.Mac.System.Version)}");
        }
        return 0;
    }

    private static string Values(DirectoryRecord record, AttributeName attribute, MacOSVersion os) => FoundationDescription.Of(
        new PlistArray(record.Values(attribute).Select(value => value.Text is { } text ? (PlistValue)text : new PlistData(value.Bytes.ToArray()))), os);
}
