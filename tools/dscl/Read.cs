using System.Text;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;

namespace Dscl;

/// <summary><c>read</c>: the attributes of a record, or of a node (dossier dscl, 6.1).</summary>
internal static class Read
{
    private const string Everything = "dsAttributesAll";
    private const string EveryStandard = "dsAttributesStandardAll";
    private const string EveryNative = "dsAttributesNativeAll";

    public static int Run(Command command)
    {
        var (path, name) = DirectoryPath.ForReading(command.Arguments[0]);
        var container = command.Walk(path);
        var item = name is null ? container : command.Enter(container, name);
        // Alone of all commands this one asks for a record instead of entering it, so that a missing one has a status of its own.
        if (item is null) return container is RecordTypeItem ? DirectoryStatus.RecordNotFound : 0;
        var keys = command.Arguments.Skip(1).ToList();
        switch (item)
        {
            // A search node may have several of a name, one in each of its parts.
            case RecordItem { Node: { Parts.Count: > 1 } search, Record: var first }:
                foreach (var part in search.Parts)
                    if (part.Find(first.Type, name!) is { } found) Print(command, keys, Attributes(command.Session, found, keys));
                break;
            case RecordItem { Record: var record }:
                Print(command, keys, Attributes(command.Session, record, keys));
                break;
            case NodeItem node:
                Print(command, keys, Chosen(NodeAttributes.Of(node, command.Run.Mac), keys));
                break;
            case RecordTypeItem { Type: var type }:
                command.Run.Console.OutLine($"name: {type.FullName}");
                break;
        }
        return 0;
    }

    /// <summary>The attributes of a record that the caller may see, sorted; only those asked for, if any are.</summary>
    public static List<(AttributeName Name, IReadOnlyList<DirectoryValue> Values)> Attributes(
        DirectorySession session, DirectoryRecord record, IReadOnlyList<string> keys)
    {
        var attributes = keys.Count == 0 || keys.Any(IsGroup) ? Chosen(record.AllAttributes(), keys) : [];
        foreach (var key in keys)
        {
            if (IsGroup(key)) continue;
            var name = AttributeName.Parse(key);
            if (attributes.Exists(known => known.Name.FullName == name.FullName)) continue;
            if (record.Values(name) is { Count: > 0 } values) attributes.Add((name, values));
        }
        attributes.RemoveAll(attribute => !session.MaySee(attribute.Name));
        attributes.Sort(Formatting.ByName);
        return attributes;
    }

    private static List<(AttributeName Name, IReadOnlyList<DirectoryValue> Values)> Chosen(
        IEnumerable<(AttributeName Name, IReadOnlyList<DirectoryValue> Values)> all, IReadOnlyList<string> keys)
    {
        var chosen = all.Where(attribute => keys.Count == 0 || keys.Any(key => Means(key, attribute.Name))).ToList();
        chosen.Sort(Formatting.ByName);
        return chosen;
    }

    private static bool IsGroup(string key) => key is Everything or EveryStandard or EveryNative;

    private static bool Means(string key, AttributeName name) => key switch
    {
        Everything => true,
        EveryStandard => name.FullName.StartsWith(AttributeName.StandardPrefix, StringComparison.Ordinal),
        EveryNative => name.FullName.StartsWith(AttributeName.NativePrefix, StringComparison.Ordinal),
        _ => AttributeName.Parse(key).FullName == name.FullName,
    };

    private static void Print(
        Command command, IReadOnlyList<string> keys, List<(AttributeName Name, IReadOnlyList<DirectoryValue> Values)> attributes)
    {
        var console = command.Run.Console;
        if (command.Line.Has(Option.Plist))
        {
            console.Out(PropertyList.ToXml(Formatting.Plist(attributes).Sorted()));
            return;
        }
        var text = new StringBuilder();
        foreach (var (name, values) in attributes) command.Formatting.Attribute(text, name, values);
        console.Out(text.ToString());
        foreach (var key in keys.Distinct())
            if (!IsGroup(key) && !attributes.Exists(attribute => Means(key, attribute.Name)))
                console.ErrorLine(Messages.NoSuchKey(key));
    }
}
