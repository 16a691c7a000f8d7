using MacStateStore;
using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Dscl;

/// <summary>The word that says where paths begin (dossier dscl, section 2).</summary>
internal static class DataSource
{
    /// <summary>The word for local nodes alone.</summary>
    public const string LocalOnly = "localonly";

    private const string ConfigureNode = "/Configure";

    // Words of any case that stand for the local node.
    private static readonly string[] LocalNodeWords = ["eDSLocalHostedNodes", "eDSLocalNodeNames"];

    /// <summary>What the node of a folder is called: as documented, and as newer scripts have it (dossier dscl, 10).</summary>
    public static readonly string[] NodesOfFolder = ["Target", "Default"];

    /// <summary>
    /// The folder that option -f names, on the host; null for that of the started system, whose node is open anyhow.
    /// </summary>
    public static string? Folder(string path, Mac mac)
    {
        var full = Path.GetFullPath(path);
        if (full.StartsWith("/private/", StringComparison.Ordinal)) full = full["/private".Length..];
        if (full.TrimEnd('/') == DslocalFolder.OwnPath) return null;
        return Directory.Exists(path) ? path : MachineFolder.Locate(mac.Path, path);
    }

    private static readonly string[] ContactNames = [SearchNode.Contacts, "/Contacts", "/Contact"];

    /// <summary>Opens it; null for a node that doesn't exist and for anything else, which is taken as a host's name.</summary>
    public static PathItem? Open(string? word, Mac mac)
    {
        if (word is null || Is(word, "localhost")) return new TopItem(LocalOnly: false);
        if (Is(word, LocalOnly)) return new TopItem(LocalOnly: true);
        if (word == "." || LocalNodeWords.Any(known => Is(word, known))) return LocalItem(mac);
        return word.StartsWith('/') ? Node(word.TrimEnd('/'), mac) : null;
    }

    /// <summary>The node of a full name; null where there is none, or its server can't be reached.</summary>
    public static NodeItem? Node(string name, Mac mac)
    {
        if (name == LocalNode.DefaultName) return LocalItem(mac);
        if (name == ConfigureNode) throw new NotEmulatedException($"dscl {ConfigureNode}");
        if (name == SearchNode.Authentication) return new NodeItem(name, NodeKind.Search, () => mac.Nodes.Of(name));
        if (ContactNames.Contains(name)) return new NodeItem(SearchNode.Contacts, NodeKind.Search, () => mac.Nodes.Of(SearchNode.Contacts));
        return mac.Nodes.Find(name) is { IsOnline: true } bound ? new NodeItem(name, NodeKind.Network, () => [bound.Records]) : null;
    }

    /// <summary>The plug-in, or the level below it, of a name that nodes' names begin with; null where there is none.</summary>
    public static FolderItem? Folder(Mac mac, string name) =>
        mac.Nodes.Bound.SelectMany(node => node.Names).Any(known => known.StartsWith(name + "/", StringComparison.Ordinal)) ? new FolderItem(name) : null;

    /// <summary>The names on the next level of nodes' names, sorted.</summary>
    public static IEnumerable<string> Below(Mac mac, string name) => mac.Nodes.Bound.SelectMany(node => node.Names)
        .Where(known => known.StartsWith(name + "/", StringComparison.Ordinal)).Select(known => known[(name.Length + 1)..].Split('/')[0])
        .Distinct().Order(StringComparer.OrdinalIgnoreCase);

    private static NodeItem LocalItem(Mac mac) => new(LocalNode.DefaultName, NodeKind.Local, () => [mac.Directory]);

    private static bool Is(string word, string known) => word.Equals(known, StringComparison.OrdinalIgnoreCase);
}
