using MacStateStore.OpenDirectory;

namespace Dscl;

/// <summary>A place in the tree that paths lead through: nodes, record types, records (dossier dscl, section 4).</summary>
internal abstract record PathItem;

/// <summary>The top of a data source that browses: the plug-ins that have nodes.</summary>
internal sealed record TopItem(bool LocalOnly) : PathItem;

/// <summary>The plug-in Local, in which the local nodes are.</summary>
internal sealed record LocalNodesItem : PathItem;

/// <summary>A level above nodes: a plug-in, or a forest of Active Directory.</summary>
internal sealed record FolderItem(string Path) : PathItem;

/// <summary>What kind of node it is.</summary>
internal enum NodeKind
{
    /// <summary>A node of this Mac's own.</summary>
    Local,
    /// <summary>A search node: it shows the nodes of its search path as one.</summary>
    Search,
    /// <summary>A directory server.</summary>
    Network,
}

/// <summary>A node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What kind it is.</param>
/// <param name="Nodes">The nodes that it shows the records of just now, in order: of all but a search node, itself.</param>
internal sealed record NodeItem(string Name, NodeKind Kind, Func<IReadOnlyList<LocalNode>> Nodes) : PathItem
{
    /// <summary>The nodes that it shows the records of just now, in order.</summary>
    public IReadOnlyList<LocalNode> Parts => Nodes();

    /// <summary>The first record with a name, as entering a path finds it.</summary>
    public DirectoryRecord? Find(RecordType type, string name)
    {
        foreach (var part in Parts)
            if (part.Find(type, name) is { } record) return record;
        return null;
    }

    /// <summary>The types that it shows: all that it could hold; of a search node those that have records.</summary>
    public IEnumerable<RecordType> Types => Kind != NodeKind.Search ? Parts[0].Types
        : Parts.SelectMany(part => part.Types.Where(part.HasRecords)).Distinct().OrderBy(type => type.ShortName, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether any part has a record of a type.</summary>
    public bool HasRecords(RecordType type)
    {
        foreach (var part in Parts)
            if (part.HasRecords(type)) return true;
        return false;
    }

    /// <summary>What each part gives in order of names, as one such sequence; of records of one name that of the earlier part comes first.</summary>
    public IEnumerable<T> Merged<T>(Func<LocalNode, IEnumerable<T>> of, Func<T, string> name) => Parts is var parts && parts.Count == 1 ? of(parts[0]) : Merge(parts, of, name);

    // As the nodes themselves sort: by lower-case letters, which the underscore precedes.
    private static int Order(string left, string right) => string.CompareOrdinal(left.ToLowerInvariant(), right.ToLowerInvariant());

    private static IEnumerable<T> Merge<T>(IReadOnlyList<LocalNode> parts, Func<LocalNode, IEnumerable<T>> of, Func<T, string> name)
    {
        var open = parts.Select(part => of(part).GetEnumerator()).ToList();
        try
        {
            var left = open.Where(part => part.MoveNext()).ToList();
            while (left.Count > 0)
            {
                var next = left[0];
                foreach (var other in left)
                    if (Order(name(other.Current), name(next.Current)) < 0) next = other;
                yield return next.Current;
                if (!next.MoveNext()) left.Remove(next);
            }
        }
        finally
        {
            foreach (var part in open) part.Dispose();
        }
    }
}

/// <summary>A record type of a node.</summary>
internal sealed record RecordTypeItem(NodeItem Node, RecordType Type) : PathItem;

/// <summary>A record.</summary>
internal sealed record RecordItem(NodeItem Node, DirectoryRecord Record) : PathItem;
