using MacStateStore.Releases;

namespace MacStateStore.OpenDirectory;

/// <summary>
/// The records that a macOS release brings: users, groups, aliases, the computer localhost and the loopback network (dossier dscl, 12.1 and 12.3).
/// </summary>
internal static class BuiltInRecords
{
    private static readonly (string Name, string Members)[] Aliases =
    [
        ("administrator", "root"), ("dumper", "root"), ("MAILER-AGENT", "postmaster"), ("MAILER-DAEMON", "postmaster"),
        ("manager", "root"), ("nobody", "root"), ("operator", "root"), ("postmaster", "root"),
    ];

    /// <summary>Fills a new node.</summary>
    public static void Fill(LocalNode node, MacOSVersion os)
    {
        Fill(node, os, RecordType.Groups, "built-in-groups.tsv");
        Fill(node, os, RecordType.Users, "built-in-users.tsv");
        if (os.Has(Capability.RootHasTwoHomes))
            node.Find(RecordType.Users, "root")!.Set(AttributeName.HomeDirectory, "/var/root", "/private/var/root");
        foreach (var (name, members) in Aliases)
            node.Create(RecordType.Aliases, name, builtIn: true).Set(AttributeName.Parse("dsAttrTypeNative:members"), members);
        var localhost = node.Create(RecordType.Computers, "localhost", builtIn: true);
        localhost.Set(AttributeName.Parse("IPAddress"), "127.0.0.1");
        localhost.Set(AttributeName.Parse("IPv6Address"), "::1", "fe80::1%lo0");
        localhost.Set(AttributeName.Parse("KerberosServices"), "host", "afpserver", "cifs", "vnc");
        var loopback = node.Create(RecordType.Networks, "loopback", builtIn: true);
        loopback.Append(AttributeName.RecordName, "loopback-net");
        loopback.Set(AttributeName.Parse("dsAttrTypeNative:address"), "127");
    }

    /// <summary>Adds the users and groups that a newer release brings and the node lacks; what an update would take away stays.</summary>
    public static void Update(LocalNode node, MacOSVersion os)
    {
        Fill(node, os, RecordType.Groups, "built-in-groups.tsv");
        Fill(node, os, RecordType.Users, "built-in-users.tsv");
    }

    private static void Fill(LocalNode node, MacOSVersion os, RecordType type, string table)
    {
        foreach (var row in DataTable.NamedRows(table))
        {
            if (!IsOf(os, row["first"], row["last"])) continue;
            var names = row["name"].Split('|');
            if (node.FindByValue(type, AttributeName.RecordName, names[0]) is not null) continue;
            var record = node.Create(type, names[0], builtIn: true);
            foreach (var (key, value) in row)
                if (value.Length > 0 && key is not ("first" or "last" or "other"))
                    record.Set(AttributeName.FromKey(key), [.. value.Split('|').Select(text => new DirectoryValue(text))]);
            if (row["other"].Split('=') is [var native, var other])
                record.Set(AttributeName.FromKey(native), other);
        }
    }

    private static bool IsOf(MacOSVersion os, string first, string last) =>
        (first.Length == 0 || MacOSVersion.Parse(os.Release) >= MacOSVersion.Parse(first))
        && (last.Length == 0 || MacOSVersion.Parse(os.Release) <= MacOSVersion.Parse(last));
}
