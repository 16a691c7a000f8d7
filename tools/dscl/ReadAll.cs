using System.Text;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;

namespace Dscl;

/// <summary><c>readall</c>: every record of a type, one after another (dossier dscl, 6.3).</summary>
internal static class ReadAll
{
    public static int Run(Command command)
    {
        if (command.Walk(command.Arguments[0]) is not RecordTypeItem { Type: var type, Node: var node }) return 0;
        var keys = command.Arguments.Skip(1).ToList();
        if (keys.Count > 0 && !keys.Exists(key => AttributeName.Parse(key).FullName == AttributeName.RecordName.FullName))
            keys.Add(AttributeName.RecordName.FullName);
        var records = node.Merged(part => part.Records(type), record => record.Name).Select(record => Read.Attributes(command.Session, record, keys));
        if (command.Line.Has(Option.Plist)) PrintPlist(command, records);
        else Print(command, records);
        return 0;
    }

    private static void Print(Command command, IEnumerable<List<(AttributeName Name, IReadOnlyList<DirectoryValue> Values)>> records)
    {
        var text = new StringBuilder();
        var isFirst = true;
        foreach (var attributes in records)
        {
            text.Clear();
            if (!isFirst) text.Append("-\n");
            isFirst = false;
            foreach (var (name, values) in attributes) command.Formatting.Attribute(text, name, values);
            command.Run.Console.Out(text.ToString());
        }
    }

    // One document of all records, written record by record, so that none but the current one is held.
    private static void PrintPlist(Command command, IEnumerable<List<(AttributeName Name, IReadOnlyList<DirectoryValue> Values)>> records)
    {
        const string begin = "<array>\n";
        const string end = "</array>\n</plist>\n";
        var console = command.Run.Console;
        var isFirst = true;
        foreach (var attributes in records)
        {
            var document = Encoding.UTF8.GetString(PropertyList.ToXml(new PlistArray([Formatting.Plist(attributes).Sorted()])));
            var content = document.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
            console.Out(document[(isFirst ? 0 : content)..^end.Length]);
            isFirst = false;
        }
        if (isFirst) console.Out(PropertyList.ToXml(new PlistArray()));
        else console.Out(end);
    }
}
