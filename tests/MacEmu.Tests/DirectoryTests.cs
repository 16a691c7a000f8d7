using MacStateStore;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;

namespace MacEmu.Tests;

/// <summary><c>macemu directory</c>, and network, mobile and linked accounts in a description.</summary>
public sealed class DirectoryTests : IDisposable
{
    private const string People = "users: {nora: {password: n0rapw, uid: 4000}, lea: {}}\ngroups: {staff2: {members: [nora]}}\nrecords: {Computers/mac01: {attributes: {Comment: [a mac]}}}\n";
    private const string Ldap = "/LDAPv3/ldap.example.com";

    private readonly Bench bench = Bench.WithAlice();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData(Ldap, Ldap)]
    [InlineData("ldap.example.com", Ldap)]
    [InlineData("CORP", "/Active Directory/CORP/All Domains")]
    [InlineData("/Active Directory/CORP", "/Active Directory/CORP/All Domains")]
    [InlineData("/Active Directory/CORP/All Domains", "/Active Directory/CORP/All Domains")]
    [InlineData("/Active Directory/CORP/corp.test", "/Active Directory/CORP/All Domains")]
    public void A_server_is_bound_by_any_of_its_names(string name, string shown)
    {
        Assert.Equal("", bench.Good("directory", "list"));
        Assert.Equal("", bench.Good("directory", "bind", name));
        Assert.StartsWith($"NODE{new string(' ', shown.Length - 4)}  REACHED  USERS  GROUPS\n{shown}  yes      0 ", bench.Good("directory", "list"));
        Assert.Equal("", bench.Good("directory", "unbind", name));
        Assert.Equal("", bench.Good("directory", "list"));
        Assert.Contains("\"bind\"", bench.Good("log", "--json"));
    }

    [Fact]
    public void Its_records_come_from_a_file_of_any_kind()
    {
        var plist = new PlistDictionary
        {
            ["users"] = new PlistDictionary { ["nora"] = new PlistDictionary { ["password"] = new PlistString("n0rapw"), ["uid"] = new PlistInteger(4000), ["attributes"] = new PlistDictionary { ["JPEGPhoto"] = new PlistArray([new PlistData(new byte[] { 0xFF, 0 })]) } }, ["lea"] = new PlistDictionary() },
            ["groups"] = new PlistDictionary { ["staff2"] = new PlistDictionary { ["members"] = new PlistArray([new PlistString("nora")]) } },
            ["records"] = new PlistDictionary { ["Computers/mac01"] = new PlistDictionary { ["attributes"] = new PlistDictionary { ["Comment"] = new PlistArray([new PlistString("a mac")]) } } },
        };
        File.WriteAllBytes(Path.Combine(bench.Folder, "binary.plist"), PropertyList.ToBinary(plist));
        File.WriteAllBytes(Path.Combine(bench.Folder, "xml.plist"), PropertyList.ToXml(plist));
        bench.Write("people.yaml", People);
        bench.Write("people.json", """{"users": {"nora": {"password": "n0rapw", "uid": 4000}, "lea": {}}, "groups": {"staff2": {"members": ["nora"]}}, "records": {"Computers/mac01": {"attributes": {"Comment": ["a mac"]}}}}""");
        foreach (var file in (string[])["people.yaml", "people.json", "binary.plist", "xml.plist"])
        {
            // Each replaces what the one before brought.
            bench.Good("directory", "bind", Ldap, "--from", Path.Combine(bench.Folder, file));
            Assert.Contains($"{Ldap}  yes      2      1\n", bench.Good("directory", "list"));
            using var mac = Mac.Open(bench.Machine);
            var node = Assert.Single(mac.Nodes.Network);
            var nora = node.Find(RecordType.Users, "nora")!;
            Assert.Equal("4000", nora.Text(AttributeName.UniqueId));
            Assert.Equal(file.EndsWith("plist") ? ["<2 bytes>"] : [], nora.Values(AttributeName.JpegPhoto).Select(value => value.ToString()));
            Assert.Equal(["nora"], node.Find(RecordType.Groups, "staff2")!.Values(AttributeName.GroupMembership).Select(value => value.Text));
            Assert.Equal("a mac", node.Find(RecordType.Computers, "mac01")!.Text(AttributeName.Comment));
            Assert.Equal([Ldap], mac.Nodes.Search(SearchNode.Authentication).Custom);
        }
        Assert.DoesNotContain("n0rapw", bench.Good("log", "--json"));
    }

    [Fact]
    public void A_server_can_be_out_of_reach()
    {
        bench.Good("directory", "bind", "CORP", "--offline", "--domain", "corp.test");
        Assert.Contains("All Domains  no ", bench.Good("directory", "list"));
        bench.Good("directory", "online", "/Active Directory/CORP/corp.test");
        Assert.Contains("All Domains  yes ", bench.Good("directory", "list"));
        bench.Good("directory", "offline", "CORP");
        Assert.Contains("All Domains  no ", bench.Good("directory", "list"));
        using var mac = Mac.Open(bench.Machine);
        Assert.Empty(mac.Nodes.Network);
        Assert.Equal("/Active Directory/CORP/corp.test", mac.Nodes.Bound[0].Location);
    }

    [Fact]
    public void What_cannot_be_bound_changes_nothing()
    {
        const string names = "they look like /LDAPv3/ldap.example.com and /Active Directory/CORP/All Domains";
        foreach (var name in (string[])["", "/", "/LDAPv3", "/LDAPv3/", "/LDAPv3/a/b", "/NIS/x", "a/b", "/Active Directory/CORP/a b", "/Active Directory//All Domains", "/Active Directory/CORP/x/y", "/Local/Default"])
            bench.Bad(2, $"directory bind: '{name}' is no name of a node; {names}", "directory", "bind", name);
        bench.Bad(2, "directory bind: --domain: only Active Directory has one", "directory", "bind", Ldap, "--domain", "x.com");
        bench.Bad(2, "directory bind: --domain: '' is no DNS name like corp.example.com", "directory", "bind", "CORP", "--domain", "");
        bench.Bad(2, "directory bind: --domain is b.com, but the node's name says a.com", "directory", "bind", "/Active Directory/CORP/a.com", "--domain", "b.com");
        bench.Bad(2, "directory unbind: the Mac isn't bound to CORP; it is bound to no server", "directory", "unbind", "CORP");
        var file = bench.Write("bad.yaml", "users: {a: {admin: true}}");
        bench.Bad(2, $"{file}:1:13: unknown key 'admin' in users.a; there can be uid, gid, fullName, generatedUID, home, shell, password, attributes", "directory", "bind", "CORP", "--from", file);
        file = bench.Write("nested.yaml", "groups: {g: {nestedGroups: [nosuch]}}");
        bench.Bad(2, $"directory bind: {file}:1:14: groups.g.nestedGroups: there is no group nosuch in /Active Directory/CORP/All Domains", "directory", "bind", "CORP", "--from", file);
        file = bench.Write("broken.plist", "<plist><dict>");
        Assert.Equal(2, bench.Run("directory", "bind", "CORP", "--from", file).Status);
        bench.Bad(2, $"{bench.Folder}/nosuch: there is no such file", "directory", "bind", "CORP", "--from", bench.Folder + "/nosuch");
        Assert.Equal("", bench.Good("directory", "list"));
        bench.Good("directory", "bind", "CORP");
        bench.Bad(2, $"directory offline: the Mac isn't bound to {Ldap}; it is to /Active Directory/CORP/All Domains", "directory", "offline", Ldap);
    }

    [Fact]
    public void Snapshots_and_the_log_know_of_bindings()
    {
        bench.Good("snapshot", "save", "unbound");
        bench.Good("directory", "bind", Ldap);
        Assert.Contains("od_node", bench.Good("log", "--json", "--last", "1"));
        bench.Good("snapshot", "restore", "unbound");
        Assert.Equal("", bench.Good("directory", "list"));
    }

    [Fact]
    public void A_full_description_has_the_servers()
    {
        bench.Write("corp.yaml", "domain: corp.test\nusers: {nora: {attributes: {JPEGPhoto: {hex: ff00}}}}\ngroups: {Helpers: {members: [nora]}}\nrecords: {Computers/mac01: {}}\n");
        bench.Good("directory", "bind", "CORP", "--from", Path.Combine(bench.Folder, "corp.yaml"));
        bench.Good("directory", "bind", Ldap, "--offline");
        var full = bench.Run("show", "--json", "--full").Output.Replace("\"secureToken\": true", "\"password\": \"s3cret\", \"secureToken\": true", StringComparison.Ordinal);
        var other = Path.Combine(bench.Folder, "other.db");
        bench.Good("create", "--machine", other, "--from", bench.Write("full.json", full));
        Assert.Equal(Servers(bench.Machine), Servers(other));

        static string Servers(string machine)
        {
            using var mac = Mac.Open(machine);
            return string.Join('\n', mac.Nodes.Bound.SelectMany(node => node.Records.Types.SelectMany(node.Records.Records)
                .SelectMany(record => record.AllAttributes().Select(attribute => $"{record.Name} {attribute.Name.FullName} {string.Join('|', attribute.Values.Select(value => Convert.ToHexString(value.Bytes)))}"))
                .Order(StringComparer.Ordinal).Prepend($"{node.Name} {node.Location} {node.IsOnline}")));
        }
    }

    [Fact]
    public void A_description_has_servers_and_accounts_that_come_from_them()
    {
        var file = bench.Write("mac.yaml", """
            machine: {os: "14.5"}
            directory:
              /Active Directory/CORP/All Domains:
                domain: corp.test
                users: {mo: {password: mopw, fullName: Mo Mobile}}
              ldap.example.com: {online: false}
            users:
              alice: {password: pw-a, linkedIdentity: {appleID: alice@example.com, name: "0001"}, smartcard: ABCDEF}
              mo: {mobile: {node: CORP}, secureToken: true}
              old: {password: pw-o, mobile: {node: /LDAPv3/gone.example.com}}
              away: {mobile: {node: /Active Directory/OTHER/other.test}}
            """);
        bench.Good("create", "--force", "--from", file, "--seed", "3", "--kdf-iterations", "2");
        using var mac = Mac.Open(bench.Machine);
        Assert.Equal(["/Active Directory/CORP/All Domains", Ldap], mac.Nodes.Bound.Select(node => node.Name));
        Assert.Equal([true, false], mac.Nodes.Bound.Select(node => node.IsOnline));
        var mo = User("mo");
        Assert.Equal(("Mo Mobile", true), (mo.Text(AttributeName.RealName), mac.SecureTokens.Has(mo)));
        Assert.Equal(
            [$";LocalCachedUser;/Active Directory/CORP/corp.test:mo:{mo.Text(AttributeName.GeneratedUid)}", ";Kerberosv5;;mo@CORP.TEST;CORP.TEST;", ";ShadowHash;HASHLIST:<SALTED-SHA512-PBKDF2>", ";SecureToken;"],
            mo.Values(AttributeName.AuthenticationAuthority).Select(value => value.Text));
        Assert.Equal($";LocalCachedUser;/LDAPv3/gone.example.com:old:{User("old").Text(AttributeName.GeneratedUid)}", User("old").Text(AttributeName.AuthenticationAuthority));
        Assert.Equal("CN=away,CN=Users,DC=other,DC=test", User("away").Text(AttributeName.Parse("AppleMetaRecordName")));
        Assert.Equal(["alice", "com.apple.idms.appleid.prd.0001"], User("alice").Values(AttributeName.RecordName).Select(value => value.Text));
        Assert.Contains(";tokenidentity;ABCDEF", User("alice").Values(AttributeName.AuthenticationAuthority).Select(value => value.Text));
        Assert.EndsWith("<S>CN=com.apple.idms.appleid.prd.0001", User("alice").Text(AttributeName.Parse("AltSecurityIdentities")));
        Assert.Contains("<string>alice@example.com</string>", User("alice").Text(AttributeName.Parse("LinkedIdentity")));

        DirectoryRecord User(string name) => mac.Directory.Find(RecordType.Users, name)!;
    }
}
