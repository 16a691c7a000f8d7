using MacStateStore;
using MacStateStore.OpenDirectory;

namespace Dscl;

/// <summary>
/// The attributes of a node itself, as <c>read /</c> shows them. Of a search node its policies, each with its path
/// (macOS's own default configuration); of the others what we know of them (memory).
/// </summary>
internal static class NodeAttributes
{
    public static IReadOnlyList<(AttributeName Name, IReadOnlyList<DirectoryValue> Values)> Of(NodeItem node, Mac mac) => node.Kind == NodeKind.Search
        ? OfSearchNode(mac.Nodes.Search(node.Name))
        :
        [
            (AttributeName.MetaNodeLocation, [node.Name]),
            (AttributeName.Parse("NodePath"), Values(node.Name.Split('/', StringSplitOptions.RemoveEmptyEntries))),
            (AttributeName.Parse("ReadOnlyNode"), ["ReadWrite"]),
        ];

    private static List<(AttributeName Name, IReadOnlyList<DirectoryValue> Values)> OfSearchNode(SearchNode set) =>
    [
        (AttributeName.MetaNodeLocation, [set.Name]),
        (AttributeName.Parse("CSPSearchPath"), Values(set.CustomSearchPath)),
        (AttributeName.Parse("LSPSearchPath"), [LocalNode.DefaultName]),
        (AttributeName.Parse("NSPSearchPath"), [LocalNode.DefaultName]),
        (AttributeName.Parse("SearchPath"), Values(set.SearchPath)),
        (AttributeName.Parse("SearchPolicy"), [AttributeName.StandardPrefix + set.Policy]),
    ];

    private static DirectoryValue[] Values(IEnumerable<string> texts) => [.. texts.Select(text => new DirectoryValue(text))];
}
