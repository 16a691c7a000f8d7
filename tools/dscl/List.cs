using System.Text;
using MacStateStore.OpenDirectory;

namespace Dscl;

/// <summary><c>list</c>: what a container holds, or one attribute of all records of a type in columns (dossier dscl, 6.4).</summary>
internal static class List
{
    private const int ColumnGap = 2;

    // At the top, beside the plug-ins, after an empty line.
    private const string FirstAlias = "Contact";

    public static int Run(Command command)
    {
        var console = command.Run.Console;
        var item = command.Walk(command.Arguments[0]);
        if (item is RecordTypeItem { Type: var type, Node: var node } && command.Arguments.Count > 1)
            Columns(command, node, type, AttributeName.Parse(command.Arguments[1]));
        else if (item is TopItem { LocalOnly: false })
            console.Out(string.Concat(Names(command, item).Select(name => $"{(name == FirstAlias ? "\n" : "")}{name}\n")));
        else
            foreach (var name in Names(command, item)) console.OutLine(name);
        return 0;
    }

    /// <summary>The names of what a container holds, in order; of a record none.</summary>
    public static IEnumerable<string> Names(Command command, PathItem container) => container switch
    {
        TopItem { LocalOnly: true } => ["Local"],
        TopItem => [.. DataSource.Below(command.Run.Mac, "").Append("Local").Order(StringComparer.OrdinalIgnoreCase), FirstAlias, "Search"],
        FolderItem folder => DataSource.Below(command.Run.Mac, folder.Path),
        LocalNodesItem => ["Default"],
        NodeItem node => node.Types.Select(command.Formatting.Name),
        RecordTypeItem { Type: var type, Node: var node } => node.Merged(part => part.Names(type), name => name).Where(name => !IsHidden(name)),
        _ => [],
    };

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
