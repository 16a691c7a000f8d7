using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Dscl;

/// <summary>One command on its way: what was typed, where paths begin, and the directory as the caller meets it.</summary>
/// <param name="run">The run.</param>
/// <param name="line">What was typed.</param>
/// <param name="place">Where paths begin.</param>
/// <param name="session">The directory as the caller meets it.</param>
/// <param name="folder">The folder of another system's node, which paths lead to instead of this Mac's.</param>
internal sealed class Command(ToolRun run, CommandLine line, Place place, DirectorySession session, DslocalNode? folder = null)
{
    public ToolRun Run { get; } = run;

    public CommandLine Line { get; } = line;

    /// <summary>Where paths begin.</summary>
    public Place Place { get; } = place;

    public PathItem Top => Place.Top;

    public DirectorySession Session { get; } = session;

    /// <summary>The command's name as typed, without its dash: messages begin with it.</summary>
    public string Word { get; } = Verb.WithoutDash(line.Word ?? "");

    public IReadOnlyList<string> Arguments => Line.Arguments;

    public Formatting Formatting { get; } = new(line.Has(Option.Raw), line.Has(Option.Url));

    /// <summary>Another command of the same session.</summary>
    public Command Next(string word, IReadOnlyList<string> arguments) =>
        new(Run, Line with { Word = word, Arguments = arguments }, Place, Session, folder);

    /// <summary>Does the work of a verb; turns the two kinds of exception into their lines and statuses (dossier dscl, section 3).</summary>
    public int Guard(Func<Command, int> work)
    {
        try
        {
            return work(this);
        }
        catch (InvalidPathException)
        {
            Run.Console.OutLine(Messages.InvalidPath(Word));
            return DirectoryStatus.UnknownNodeName;
        }
        catch (DirectoryException error)
        {
            Run.Console.OutLine(Messages.CommandError(Word, error.Status));
            return error.Status;
        }
    }

    /// <summary>Writes attributes; a refusal has a line of its own.</summary>
    public int Write(Action write) => Write(write, Messages.AttributeStatus);

    /// <summary>Writes; a refusal has the given line on standard error.</summary>
    public int Write(Action write, Func<int, string> refused)
    {
        try
        {
            write();
            return 0;
        }
        catch (DirectoryException error)
        {
            Run.Console.ErrorLine(refused(error.Status));
            return error.Status;
        }
    }

    /// <summary>Authenticates the session, as the options -u, -P and -p ask.</summary>
    public bool LogIn(NodeItem node, string user, string password)
    {
        try
        {
            Session.AuthenticateSession(node.Parts, user, password);
            return true;
        }
        catch (DirectoryException)
        {
            return false;
        }
    }

    /// <summary>Where a path leads.</summary>
    /// <exception cref="InvalidPathException">A component of it can't be entered, a missing record included.</exception>
    public PathItem Walk(string path) => Walk(Components(path));

    /// <summary>The way from the top that a path means: from the top or, without a slash before it, from where the session is.</summary>
    public List<string> Components(string path) => DirectoryPath.Components(path, path.StartsWith('/') ? [] : Place.Components);

    /// <summary>Where components lead from the top.</summary>
    public PathItem Walk(IEnumerable<string> components)
    {
        var item = Top;
        foreach (var component in components) item = Enter(item, component) ?? throw new InvalidPathException();
        return item;
    }

    /// <summary>What has a name in a container; null for nothing.</summary>
    public PathItem? Enter(PathItem container, string name) => container switch
    {
        TopItem { LocalOnly: true } => name == "Local" ? new LocalNodesItem() : null,
        TopItem => name == "Local" ? new LocalNodesItem() : EnterNodes("/" + name),
        FolderItem folderItem => EnterNodes($"{folderItem.Path}/{name}"),
        LocalNodesItem when folder is not null => DataSource.NodesOfFolder.Contains(name) ? new NodeItem(folder.Node.Name, NodeKind.Local, () => [folder.Node]) : null,
        LocalNodesItem => DataSource.Node("/Local/" + name, Run.Mac),
        NodeItem { Name: "/Search" } when Top is TopItem && name == "Contacts" => DataSource.Node("/Search/Contacts", Run.Mac),
        NodeItem node => FindType(node, name) is { } type ? new RecordTypeItem(node, type) : null,
        RecordTypeItem type => type.Node.Find(type.Type, name) is { } record ? new RecordItem(type.Node, record) : null,
        _ => null,
    };

    /// <summary>
    /// The record whose attribute a command writes that takes a path, a key and values; null where the path names a node or a type,
    /// which is passed over in silence (dossier dscl, section 7). Of a search node the attribute is written here.
    /// </summary>
    public DirectoryRecord? RecordToWrite(AttributeChange change)
    {
        var item = Walk(Arguments[0]);
        if (item is NodeItem { Kind: NodeKind.Search } node) Session.ChangeSearchNode(node.Name, change, Arguments[1], [.. Arguments.Skip(2)]);
        return (item as RecordItem)?.Record;
    }

    private PathItem? EnterNodes(string name) => DataSource.Node(name, Run.Mac) ?? (PathItem?)DataSource.Folder(Run.Mac, name);

    // A full name is taken unchecked; else case doesn't count. The usual types are found without asking the node.
    private static RecordType? FindType(NodeItem node, string name)
    {
        if (RecordType.FromFullName(name) is { } full) return full;
        var type = Named(RecordType.OfLocalNode);
        if (type is null)
            foreach (var part in node.Parts) type ??= Named(part.Types);
        return node.Kind == NodeKind.Search && type is { } found && !node.HasRecords(found) ? null : type;

        RecordType? Named(IReadOnlyList<RecordType> types)
        {
            foreach (var type in types)
                if (type.ShortName.Equals(name, StringComparison.OrdinalIgnoreCase)) return type;
            return null;
        }
    }
}
