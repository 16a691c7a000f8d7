using System.Text;
using MacStateStore.OpenDirectory;

namespace Dscl;

/// <summary><c>list</c>: what a container holds, or one attribute of all records of a type in columns (dossier dscl, 6.4).</summary>
internal static class List
{
    private const int ColumnGap = 2;

    public static int Run(Command command)
    {
        var console = command.Run.Console;
        switch (command.Walk(command.Arguments[0]))
        {
            case TopItem { LocalOnly: var localOnly }:
                var plugIns = localOnly ? [] : DataSource.Below(command.Run.Mac, "");
                foreach (var plugIn in plugIns.Append("Local").Order(StringComparer.OrdinalIgnoreCase)) console.OutLine(plugIn);
                if (!localOnly) console.Out("\nContact\nSearch\n");
                break;
            case FolderItem folder:
                foreach (var name in DataSource.Below(command.Run.Mac, folder.Path)) console.OutLine(name);
                break;
            case LocalNodesItem:
                console.OutLine("Default");
                break;
            case NodeItem whole:
                foreach (var type in whole.Types) console.OutLine(command.Formatting.Name(type));
                break;
            case RecordTypeItem { Type: var type, Node: var node } when command.Arguments.Count > 1:
                Columns(command, node, type, AttributeName.Parse(command.Arguments[1]));
                break;
            case RecordTypeItem { Type: var type, Node: var node }:
                foreach (var name in node.Merged(part => part.Names(type), name => name))
                    if (!IsHidden(name)) console.OutLine(name);
                break;
        }
        return 0;
    }

    private static void Columns(Command command, NodeItem node, RecordType type, AttributeName attribute)
    {
        if (!command.Session.MaySee(attribute)) return;
        var width = node.Parts.Max(part => part.LongestName(type, attribute)) + ColumnGap;
        var line = new StringBuilder();
        foreach (var (name, values) in node.Merged(part => part.List(type, attribute), entry => entry.Name))
        {
            if (IsHidden(name)) continue;
            line.Clear().Append(name).Append(' ', width - Encoding.UTF8.GetByteCount(name));
            foreach (var value in values) line.Append(' ').Append(command.Formatting.Value(Formatting.Plain(value)));
            command.Run.Console.OutLine(line.ToString());
        }
    }

    private static bool IsHidden(string name) => name.StartsWith('.');
}
