namespace MacStateStore.OpenDirectory;

/// <summary>A search node's settings (dossier dscl, section 7, "/Search and /Configure").</summary>
/// <param name="Name">/Search or /Search/Contacts.</param>
/// <param name="Policy">Which path is in force: NSPSearchPath (automatic), LSPSearchPath (local only) or CSPSearchPath (custom).</param>
/// <param name="Custom">The custom path without the local node.</param>
public sealed record SearchNode(string Name, string Policy, IReadOnlyList<string> Custom)
{
    /// <summary>Where users and groups are searched.</summary>
    public const string Authentication = "/Search";
    /// <summary>Where the addresses of people are searched.</summary>
    public const string Contacts = "/Search/Contacts";

    internal const string Automatic = "NSPSearchPath";
    internal const string LocalOnly = "LSPSearchPath";
    internal const string CustomPath = "CSPSearchPath";

    /// <summary>The custom path; the local node is always its first.</summary>
    public IReadOnlyList<string> CustomSearchPath => [LocalNode.DefaultName, .. Custom];

    /// <summary>The path in force.</summary>
    public IReadOnlyList<string> SearchPath => Policy == CustomPath ? CustomSearchPath : [LocalNode.DefaultName];
}

/// <summary>How an attribute is to be changed.</summary>
public enum AttributeChange
{
    /// <summary>All values are replaced.</summary>
    Create,
    /// <summary>Values are added.</summary>
    Append,
    /// <summary>Values are added that aren't there.</summary>
    Merge,
    /// <summary>Values are removed.</summary>
    Delete,
    /// <summary>The second value comes in the place of the first.</summary>
    Change,
    /// <summary>The second value comes to the place that the first numbers.</summary>
    ChangeIndexed,
}
