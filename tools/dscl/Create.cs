using MacStateStore.OpenDirectory;

namespace Dscl;

/// <summary><c>create</c>: makes a record unless it is there, and replaces the values of an attribute (dossier dscl, section 7).</summary>
internal static class Create
{
    // dscl, not the daemon, gives these their UUID.
    private static readonly RecordType[] WithUuid = [RecordType.Users, RecordType.Groups, RecordType.Computers, RecordType.ComputerLists];

    public static int Run(Command command)
    {
        var path = command.Components(command.Arguments[0]);
        var container = path.Count == 0 ? null : command.Walk(path.SkipLast(1));
        if (container is not RecordTypeItem type)
        {
            if (container is not null && command.Enter(container, path[^1]) is null) throw new InvalidPathException();
            return command.Write(() => SetOnOther(command));
        }
        return command.Write(() =>
        {
            var record = FindOrMake(command, type, path[^1]);
            if (command.Arguments.Count < 2) return;
            if (record is null) throw new InvalidPathException();
            command.Session.SetValues(record, AttributeName.Parse(command.Arguments[1]), [.. command.Arguments.Skip(2).Select(text => new DirectoryValue(text))]);
        });
    }

    // By its names only: a new user may well be called as another one's full name.
    private static DirectoryRecord? FindOrMake(Command command, RecordTypeItem container, string name)
    {
        if (Find() is { } existing) return existing;
        if (container.Node.Kind == NodeKind.Search) throw new DirectoryException(DirectoryStatus.ReadOnly);
        // The servers let nobody write.
        if (container.Node.Kind == NodeKind.Network) throw new DirectoryException(DirectoryStatus.PermissionError);
        if (!command.Session.CreateRecord(container.Type, name) || Find() is not { } made) return null;
        if (WithUuid.Contains(container.Type))
            command.Session.SetValues(made, AttributeName.GeneratedUid, [command.Run.Mac.Random.Uuid()]);
        return made;

        DirectoryRecord? Find() => container.Node.Parts.Select(part => part.FindNamed(container.Type, name)).FirstOrDefault(record => record is not null);
    }

    // Nodes and types are there already, and take no attributes.
    private static void SetOnOther(Command command)
    {
        if (command.Arguments.Count > 1) command.RecordToWrite(AttributeChange.Create);
    }
}
