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
                console.Out(localOnly ? "Local\n" : "Local\n\nContact\nSearch\n");
                break;
            case LocalNodesItem:
                console.OutLine("Default");
                break;
            case NodeItem node:
                foreach (var type in command.TypesOf(node)) console.OutLine(command.Formatting.Name(type));
                break;
            case RecordTypeItem { Type: var type } when command.Arguments.Count > 1:
                Columns(command, type, AttributeName.Parse(command.Arguments[1]));
                break;
            case RecordTypeItem { Type: var type }:
                foreach (var name in command.Session.Node.Names(type))
                    if (!IsHidden(name)) console.OutLine(name);
                break;
        }
        return 0;
    }

    private static void Columns(Command command, RecordType type, AttributeName attribute)
    {
        if (!command.Session.MaySee(attribute)) return;
        var node = command.Session.Node;
        var width = node.LongestName(type, attribute) + ColumnGap;
        var line = new StringBuilder();
        foreach (var (name, values) in node.List(type, attribute))
        {
            if (IsHidden(name)) continue;
            line.Clear().Append(name).Append(' ', width - Encoding.UTF8.GetByteCount(name));
            foreach (var value in values) line.Append(' ').Append(command.Formatting.Value(Formatting.Plain(value)));
            command.Run.Console.OutLine(line.ToString());
        }
    }

    private static bool IsHidden(string name) => name.StartsWith('.');
}
