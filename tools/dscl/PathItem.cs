using MacStateStore.OpenDirectory;

namespace Dscl;

/// <summary>A place in the tree that paths lead through: nodes, record types, records (dossier dscl, section 4).</summary>
internal abstract record PathItem;

/// <summary>The top of a data source that browses: the plug-ins that have nodes.</summary>
internal sealed record TopItem(bool LocalOnly) : PathItem;

/// <summary>The plug-in Local, in which the local nodes are.</summary>
internal sealed record LocalNodesItem : PathItem;

/// <summary>What kind of node it is.</summary>
internal enum NodeKind
{
    /// <summary>A node of this Mac's own.</summary>
    Local,
    /// <summary>A search node: it shows the nodes of its search path as one, of which we have the local one.</summary>
    Search,
}

/// <summary>A node.</summary>
internal sealed record NodeItem(string Name, NodeKind Kind) : PathItem;

/// <summary>A record type of a node.</summary>
internal sealed record RecordTypeItem(NodeItem Node, RecordType Type) : PathItem;

/// <summary>A record.</summary>
internal sealed record RecordItem(NodeItem Node, DirectoryRecord Record) : PathItem;
