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

    /// <summary>Opens it; null for a node that doesn't exist and for anything else, which is taken as a host's name.</summary>
    public static PathItem? Open(string? word, Mac mac)
    {
        if (word is null || Is(word, "localhost")) return new TopItem(LocalOnly: false);
        if (Is(word, LocalOnly)) return new TopItem(LocalOnly: true);
        if (word == "." || LocalNodeWords.Any(known => Is(word, known))) return new NodeItem(LocalNode.DefaultName, NodeKind.Local);
        return word.StartsWith('/') ? Node(word.TrimEnd('/'), mac) : null;
    }

    /// <summary>The node of a full name; null where there is none.</summary>
    public static NodeItem? Node(string name, Mac mac) => name switch
    {
        ConfigureNode => throw new NotEmulatedException($"dscl {ConfigureNode}"),
        "/Search" => new NodeItem("/Search", NodeKind.Search),
        "/Search/Contacts" or "/Contacts" or "/Contact" => new NodeItem("/Search/Contacts", NodeKind.Search),
        _ => name == mac.Directory.Name ? new NodeItem(name, NodeKind.Local) : null,
    };

    private static bool Is(string word, string known) => word.Equals(known, StringComparison.OrdinalIgnoreCase);
}
