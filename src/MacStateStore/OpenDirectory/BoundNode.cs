namespace MacStateStore.OpenDirectory;

/// <summary>A directory server that the Mac is bound to.</summary>
/// <param name="Address">Its plug-in and its own name.</param>
/// <param name="Domain">Of Active Directory: the domain's DNS name.</param>
/// <param name="IsOnline">Whether the server can be reached.</param>
/// <param name="Records">What it holds.</param>
public sealed record BoundNode(NodeAddress Address, string? Domain, bool IsOnline, LocalNode Records)
{
    /// <summary>The name that the search path has it under.</summary>
    public string Name => Address.IsActiveDirectory ? $"{Address.Name}/{NodeAddress.AllDomains}" : Address.Name;

    /// <summary>Every name that it can be opened by.</summary>
    public IReadOnlyList<string> Names => Address.IsActiveDirectory ? [Name, $"{Address.Name}/{Domain}"] : [Name];

    /// <summary>The node that records say they are from.</summary>
    public string Location => LocationOf(Address, Domain);

    /// <summary>A record's name without the domain that may precede it.</summary>
    public string ShortName(DirectoryRecord record) =>
        Records.NamePrefix is { } prefix && record.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? record.Name[prefix.Length..] : record.Name;

    /// <summary>The Kerberos realm of Active Directory.</summary>
    internal string Realm => Domain!.ToUpperInvariant();

    internal static string LocationOf(NodeAddress address, string? domain) => address.IsActiveDirectory ? $"{address.Name}/{domain}" : address.Name;
}

/// <summary>Which directory server: the plug-in that speaks to it, and the server's own name (an LDAP host, a NetBIOS domain).</summary>
/// <param name="PlugIn">LDAPv3 or Active Directory.</param>
/// <param name="Server">The host or domain.</param>
public sealed record NodeAddress(string PlugIn, string Server)
{
    /// <summary>The plug-in for LDAP servers.</summary>
    public const string Ldap = "LDAPv3";
    /// <summary>The plug-in for Active Directory.</summary>
    public const string ActiveDirectory = "Active Directory";
    /// <summary>What stands for all domains of a forest.</summary>
    public const string AllDomains = "All Domains";

    /// <summary>The name of the node: <c>/LDAPv3/HOST</c>, <c>/Active Directory/CORP</c>.</summary>
    public string Name => $"/{PlugIn}/{Server}";

    /// <summary>Whether it is one of Active Directory.</summary>
    public bool IsActiveDirectory => PlugIn == ActiveDirectory;

    /// <summary>
    /// What a name means: a node's full name (of Active Directory with or without <c>All Domains</c> or a domain), or in short an LDAP
    /// server's host name, which has a dot, or the name of an Active Directory domain, which has none. Null for anything else.
    /// </summary>
    public static (NodeAddress Address, string? Domain)? Parse(string name)
    {
        if (name.Any(char.IsControl)) return null;
        if (!name.StartsWith('/'))
            return name.Length == 0 || name.Contains('/', StringComparison.Ordinal) ? null
                : (new NodeAddress(name.Contains('.', StringComparison.Ordinal) ? Ldap : ActiveDirectory, name), null);
        return name.Split('/') switch
        {
            ["", Ldap, { Length: > 0 } host] => (new NodeAddress(Ldap, host), null),
            ["", ActiveDirectory, { Length: > 0 } corp] => (new NodeAddress(ActiveDirectory, corp), null),
            ["", ActiveDirectory, { Length: > 0 } corp, AllDomains] => (new NodeAddress(ActiveDirectory, corp), null),
            ["", ActiveDirectory, { Length: > 0 } corp, { Length: > 0 } domain] => (new NodeAddress(ActiveDirectory, corp), domain),
            _ => null,
        };
    }

    /// <summary>The domain of an Active Directory of which only the short name is known.</summary>
    internal string UsualDomain => Server.ToLowerInvariant() + ".example.com";
}
