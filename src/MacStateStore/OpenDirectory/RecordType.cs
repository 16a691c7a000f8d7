namespace MacStateStore.OpenDirectory;

/// <summary>A type of records, such as Users; a directory of the node (dossier dscl, sections 4 and 12.2).</summary>
/// <param name="FullName">With its prefix, such as <c>dsRecTypeStandard:Users</c>.</param>
public readonly record struct RecordType(string FullName)
{
    private const string StandardPrefix = "dsRecTypeStandard:";
    private const string NativePrefix = "dsRecTypeNative:";

#pragma warning disable CS1591 // Apple's own names.
    public static readonly RecordType Users = Standard("Users");
    public static readonly RecordType Groups = Standard("Groups");
    public static readonly RecordType Computers = Standard("Computers");
    public static readonly RecordType ComputerLists = Standard("ComputerLists");
    public static readonly RecordType ComputerGroups = Standard("ComputerGroups");
    public static readonly RecordType SharePoints = Standard("SharePoints");
    public static readonly RecordType Aliases = Standard("Aliases");
    public static readonly RecordType Networks = Standard("Networks");
    public static readonly RecordType Config = Standard("Config");
#pragma warning restore CS1591

    /// <summary>The types that a local node of 10.13 or later announces, sorted; the mapping of 10.6 with what came since (dossier dscl, 12.2).</summary>
    public static readonly IReadOnlyList<RecordType> OfLocalNode =
    [
        .. new[]
        {
            "AFPServer", "AFPUserAliases", "Aliases", "AppleMetaRecord", "Augments", "Automount", "AutomountMap", "AutoServerSetup",
            "Bootp", "CertificateAuthorities", "ComputerGroups", "ComputerLists", "Computers", "Config", "Ethernets", "FileMakerServers",
            "FTPServer", "Groups", "Hosts", "HostServices", "LDAPServer", "Locations", "Machines", "MetaUserNames", "Mounts",
            "Neighborhoods", "NetDomains", "NetGroups", "Networks", "NFS", "PasswordServer", "People", "PresetComputerGroups",
            "PresetComputerLists", "PresetComputers", "PresetGroups", "PresetUsers", "Printers", "PrintService", "PrintServiceUser",
            "Protocols", "QTSServer", "Resources", "RPC", "Server", "Services", "SharePoints", "SMBServer", "UserAuthenticationData",
            "Users", "WebServer",
        }.Select(Standard),
    ];

    /// <summary>The types that a directory server's node announces, sorted (memory).</summary>
    internal static readonly IReadOnlyList<RecordType> OfServer =
    [
        .. new[]
        {
            "Augments", "AutomountMap", "Automount", "CertificateAuthorities", "ComputerGroups", "ComputerLists", "Computers", "Config", "Groups",
            "Locations", "Mounts", "Neighborhoods", "People", "PresetComputerGroups", "PresetComputerLists", "PresetComputers", "PresetGroups",
            "PresetUsers", "Printers", "Resources", "Users",
        }.Select(Standard),
    ];

    /// <summary>The name without its prefix.</summary>
    public string ShortName => FullName[(FullName.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>A standard type by its short name.</summary>
    public static RecordType Standard(string shortName) => new(StandardPrefix + shortName);

    /// <summary>A native type by its short name.</summary>
    internal static RecordType Native(string shortName) => new(NativePrefix + shortName);

    /// <summary>A type by its full name; null where the text has no type's prefix.</summary>
    public static RecordType? FromFullName(string text) =>
        text.StartsWith(StandardPrefix, StringComparison.Ordinal) || text.StartsWith(NativePrefix, StringComparison.Ordinal)
            ? new RecordType(text) : null;

    /// <summary>How the machine file keeps it: short for standard types.</summary>
    internal string Stored => FullName.StartsWith(StandardPrefix, StringComparison.Ordinal) ? ShortName : FullName;

    internal static RecordType FromStored(string stored) => FromFullName(stored) ?? Standard(stored);
}
