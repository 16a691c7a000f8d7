using MacStateStore.OpenDirectory;

namespace Dscl;

/// <summary>
/// The attributes of a node itself, as <c>read /</c> shows them. Of a search node its policies, each with its path
/// (macOS's own default configuration); of the local node what we know of it (memory).
/// </summary>
internal static class NodeAttributes
{
    public const string SearchPolicy = AttributeName.StandardPrefix + "SearchPolicy";
    public const string CustomSearchPath = AttributeName.StandardPrefix + "CSPSearchPath";
    private const string AutomaticSearchPath = AttributeName.StandardPrefix + "NSPSearchPath";

    public static IReadOnlyList<(AttributeName Name, IReadOnlyList<DirectoryValue> Values)> Of(NodeItem node) => node.Kind == NodeKind.Search
        ?
        [
            (AttributeName.MetaNodeLocation, [node.Name]),
            (AttributeName.Parse(CustomSearchPath), [LocalNode.DefaultName]),
            (AttributeName.Parse("LSPSearchPath"), [LocalNode.DefaultName]),
            (AttributeName.Parse(AutomaticSearchPath), [LocalNode.DefaultName]),
            (AttributeName.Parse("SearchPath"), [LocalNode.DefaultName]),
            (AttributeName.Parse(SearchPolicy), [AutomaticSearchPath]),
        ]
        :
        [
            (AttributeName.MetaNodeLocation, [node.Name]),
            (AttributeName.Parse("NodePath"), [.. node.Name.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part => new DirectoryValue(part))]),
            (AttributeName.Parse("ReadOnlyNode"), ["ReadWrite"]),
        ];
}
