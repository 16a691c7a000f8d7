using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Dscl;

/// <summary><c>delete</c>: removes a record, every record of a type, an attribute, or some of its values (dossier dscl, section 7).</summary>
internal static class Delete
{
    public static int Run(Command command) => command.Arguments.Count switch
    {
        1 => command.Write(() => DeleteItem(command), Messages.DeleteStatus),
        _ => command.Write(() => DeleteAttribute(command)),
    };

    private static void DeleteItem(Command command)
    {
        switch (command.Walk(command.Arguments[0]))
        {
            case RecordItem { Record: var record }:
                command.Session.DeleteRecord(record);
                break;
            case RecordTypeItem { Node.Kind: NodeKind.Search } or NodeItem { Kind: NodeKind.Search }:
                throw new DirectoryException(DirectoryStatus.ReadOnly);
            case RecordTypeItem { Node.Kind: NodeKind.Network }:
                throw new DirectoryException(DirectoryStatus.PermissionError);
            case RecordTypeItem { Type: var type, Node: var node }:
                foreach (var record in node.Parts[0].Records(type).ToList()) command.Session.DeleteRecord(record);
                break;
            default:
                throw new NotEmulatedException("deleting a node with dscl");
        }
    }

    private static void DeleteAttribute(Command command)
    {
        if (command.RecordToWrite(AttributeChange.Delete) is not { } record) return;
        var attribute = AttributeName.Parse(command.Arguments[1]);
        if (command.Arguments.Count == 2) command.Session.DeleteAttribute(record, attribute);
        else command.Session.DeleteValues(record, attribute, [.. command.Arguments.Skip(2).Select(text => new DirectoryValue(text))]);
    }
}
