using MacStateStore;
using MacStateStore.OpenDirectory;

namespace Dscl.Tests;

/// <summary>Directory servers that the Mac is bound to, and the search nodes over them.</summary>
public sealed class NodesTests : IDisposable
{
    private const string Corp = "/Active Directory/CORP/All Domains";
    private const string Ldap = "/LDAPv3/ldap.example.com";
    private const string BobUuid = "38D5759E-81CC-4EB1-8983-7304227F63F5";

    private static readonly MachineSpecification Specification = TestMachine.Specification with
    {
        Directory =
        [
            Node(Corp) with
            {
                Users =
                [
                    new(new NewAccount("nora") { FullName = "Nora Network", GeneratedUid = BobUuid }) { Password = "norapw", Attributes = [new("JobTitle", ["Head of IT"]), new("dsAttrTypeNative:logonHours", [new DirectoryValue([0xFF, 0xFF])])] },
                    new(new NewAccount("mo") { FullName = "Mo Mobile" }) { Password = "mopw" },
                ],
                Groups = [new GroupSpecification("Domain Admins") { Members = ["nora"] }],
                Records = [new RecordSpecification(RecordType.Computers, "mac01$", [])],
            },
            Node(Ldap) with { Users = [new(new NewAccount("lea") { Uid = 2001 }) { Password = "leapw" }, new(new NewAccount("bob") { FullName = "Bob of LDAP", Uid = 2002 })] },
        ],
        Users = [.. TestMachine.Specification.Users, new(new NewAccount("mo")) { MobileNode = Corp }],
    };

    private readonly TestMachine _mac = new(Specification);

    public void Dispose() => _mac.Dispose();

    private static NodeSpecification Node(string name) => new(name, NodeAddress.Parse(name)!.Value.Address);

    [Fact]
    public void The_top_shows_the_plug_ins_in_use()
    {
        Assert.Equal(Outcome.Printed("Active Directory\nLDAPv3\nLocal\n\nContact\nSearch\n"), _mac.Dscl("localhost", "-list", "."));
        Assert.Equal(Outcome.Printed("CORP\n"), _mac.Dscl("localhost", "-list", "/Active Directory"));
        Assert.Equal(Outcome.Printed("All Domains\ncorp.example.com\n"), _mac.Dscl("localhost", "-list", "/Active Directory/CORP"));
        Assert.Equal(Outcome.Printed("ldap.example.com\n"), _mac.Dscl("localhost", "-list", "/LDAPv3"));
        Assert.Equal(Outcome.Printed("Local\n"), _mac.Dscl("localonly", "-list", "/"));
        Assert.Equal(Outcome.InvalidPath("list"), _mac.Dscl("localonly", "-list", "/LDAPv3"));
        Assert.Equal(Outcome.InvalidPath("list"), _mac.Dscl("localhost", "-list", "/LDAPv3/other.example.com"));
        Assert.Equal(Outcome.InvalidPath("list"), _mac.Dscl("localhost", "-list", "/NetInfo"));
    }

    [Theory]
    [InlineData(Corp)]
    [InlineData("/Active Directory/CORP/corp.example.com")]
    public void An_account_of_active_directory_has_what_the_plug_in_makes_of_it(string node)
    {
        Assert.Equal(Outcome.Printed(
            "dsAttrTypeNative:logonHours: ffff\ndsAttrTypeNative:name: nora\ndsAttrTypeNative:objectGUID:\n 9e75d538 cc81b14e 89837304 227f63f5\n"
            + "AppleMetaNodeLocation:\n /Active Directory/CORP/corp.example.com\nAppleMetaRecordName: CN=nora,CN=Users,DC=corp,DC=example,DC=com\n"
            + "AuthenticationAuthority: ;Kerberosv5;;nora@CORP.EXAMPLE.COM;CORP.EXAMPLE.COM; ;NetLogon;nora;CORP\nJobTitle:\n Head of IT\n"
            + "PrimaryNTDomain: CORP\nRecordName: nora\nSMBGroupRID: 513\nUniqueID: 953513374\n"),
            _mac.Dscl(node, "-read", "/Users/nora", "UniqueID", "RecordName", "AppleMetaNodeLocation", "AppleMetaRecordName", "AuthenticationAuthority",
                "dsAttrTypeNative:name", "dsAttrTypeNative:objectGUID", "dsAttrTypeNative:logonHours", "JobTitle", "PrimaryNTDomain", "SMBGroupRID"));
        Assert.Equal(_mac.Dscl(node, "-read", "/Users/nora"), _mac.Dscl("localhost", "-read", $"{node}/Users/CORP\\nora"));
    }

    [Fact]
    public void A_group_of_active_directory_is_found_with_and_without_its_domain()
    {
        var group = Outcome.Printed("dsAttrTypeNative:name:\n Domain Admins\nGroupMembership: CORP\\nora\nRecordName:\n CORP\\Domain Admins\n");
        Assert.Equal(group, _mac.Dscl(Corp, "-read", "/Groups/Domain Admins", "RecordName", "GroupMembership", "dsAttrTypeNative:name"));
        Assert.Equal(group, _mac.Dscl(Corp, "-read", "/Groups/corp\\domain admins", "RecordName", "GroupMembership", "dsAttrTypeNative:name"));
        Assert.Equal(Outcome.Printed("CORP\\Domain Admins\nCORP\\Domain Users\n"), _mac.Dscl(Corp, "-list", "/Groups"));
        Assert.Equal(Outcome.Failed(-14136, "eDSRecordNotFound", 56), _mac.Dscl(Corp, "-read", "/Groups/OTHER\\Domain Admins"));
    }

    [Fact]
    public void A_node_holds_its_own_records_only()
    {
        Assert.Equal(Outcome.Printed("bob\nlea\n"), _mac.Dscl(Ldap, "-list", "/Users"));
        Assert.Equal(Outcome.Printed("bob   2002\nlea   2001\n"), _mac.Dscl(Ldap, "-list", "/Users", "UniqueID"));
        Assert.Equal(Outcome.Printed("mac01$\n"), _mac.Dscl(Corp, "-list", "/Computers"));
        Assert.Equal(Outcome.Failed(-14136, "eDSRecordNotFound", 56), _mac.Dscl(Ldap, "-read", "/Users/alice"));
        Assert.Equal(Outcome.Failed(-14136, "eDSRecordNotFound", 56), _mac.Dscl(".", "-read", "/Users/lea"));
        Assert.Equal(Outcome.Printed("bob\t\tUniqueID = (\n    2002\n)\n"), _mac.Dscl(Ldap, "-search", "/Users", "UniqueID", "2002"));
        Assert.Equal(Outcome.Silent, _mac.Dscl(Ldap, "-search", "/Users", "UniqueID", "501"));
        Assert.Contains("Users\n", _mac.Dscl(Ldap, "-list", "/").Out, StringComparison.Ordinal);
        Assert.DoesNotContain("AFPServer", _mac.Dscl(Ldap, "-list", "/").Out, StringComparison.Ordinal);
        Assert.Equal(Outcome.Printed("NodePath: LDAPv3 ldap.example.com\n"), _mac.Dscl(Ldap, "-read", "/", "NodePath"));
        Assert.Equal(Outcome.Printed("RealName:\n Bob of LDAP\nRecordName: bob\n-\nRealName: lea\nRecordName: lea\n"), _mac.Dscl(Ldap, "-readall", "/Users", "RealName"));
    }

    [Theory]
    [InlineData("/LDAPv3/nosuch")]
    [InlineData("/LDAPv3")]
    [InlineData("/Active Directory/CORP")]
    [InlineData("/Active Directory/CORP/other.example.com")]
    [InlineData("/Active Directory/OTHER/All Domains")]
    public void Other_names_open_nothing(string name) => Assert.Equal(new Outcome($"Data source ({name}) is not valid.\n", "", 69), _mac.Dscl(name, "-list", "/Users"));

    [Fact]
    public void The_search_node_shows_every_node_in_order()
    {
        Assert.Equal(Outcome.Printed("RealName: Bob\nRealName:\n Bob of LDAP\n"), _mac.Dscl("/Search", "-read", "/Users/bob", "RealName"));
        Assert.Equal(Outcome.Printed("bob\t\tRecordName = (\n    bob\n)\nbob\t\tRecordName = (\n    bob\n)\n"), _mac.Dscl("/Search", "-search", "/Users", "RecordName", "bob"));
        var people = _mac.Dscl("/Search", "-list", "/Users").Out.Split('\n').Where(name => name is "alice" or "bob" or "lea" or "mo" or "nora");
        Assert.Equal(["alice", "bob", "bob", "lea", "mo", "mo", "nora"], people);
        var ids = _mac.Dscl("/Search", "-list", "/Users", "UniqueID").Out.Split('\n').Where(line => line.StartsWith("bob ", StringComparison.Ordinal)).ToList();
        Assert.Equal(["502", "2002"], ids.Select(line => line.Split(' ')[^1]));
        Assert.Equal(ids[0].Length - 1, ids[1].Length - 2);
        Assert.Equal(Outcome.Silent, _mac.Dscl("/Search", "-create", "/Users/bob", "Comment", "x"));
        Assert.Equal(["x"], _mac.OfUser("bob", "Comment")!);
        Assert.Equal(Outcome.Refused(-14120, "eDSPermissionError", 40), _mac.Unchanged("/Search", "-create", "/Users/lea", "Comment", "x"));
        Assert.Equal(Outcome.Printed("NFSHomeDirectory: /Users/nora\n"), _mac.Dscl("/Search/Contacts", "-read", "/Users/nora", "NFSHomeDirectory"));
        Assert.Equal(Outcome.Failed(-14136, "eDSRecordNotFound", 56), _mac.Dscl("/Search", "-read", "/Users/nosuch"));
        Assert.Equal(2, _mac.Dscl("-plist", "/Search", "-read", "/Users/bob", "RealName").Out.Split("<plist").Length - 1);
    }

    [Fact]
    public void Binding_puts_the_nodes_into_both_search_paths()
    {
        const string path = "CSPSearchPath:\n /Local/Default\n /Active Directory/CORP/All Domains\n /LDAPv3/ldap.example.com\n";
        foreach (var node in (string[])["/Search", "/Search/Contacts"])
        {
            Assert.Equal(Outcome.Printed(path), _mac.Dscl(node, "-read", "/", "CSPSearchPath"));
            Assert.Equal(Outcome.Printed("LSPSearchPath: /Local/Default\nNSPSearchPath: /Local/Default\nSearchPolicy: dsAttrTypeStandard:CSPSearchPath\n"),
                _mac.Dscl(node, "-read", "/", "SearchPolicy", "NSPSearchPath", "LSPSearchPath"));
        }
    }

    [Fact]
    public void The_policy_says_which_path_is_in_force()
    {
        foreach (var policy in (string[])["LSPSearchPath", "dsAttrTypeStandard:NSPSearchPath"])
        {
            Assert.Equal(Outcome.Silent, _mac.Dscl("/Search", "-create", "/", "SearchPolicy", policy));
            Assert.Equal(Outcome.Failed(-14136, "eDSRecordNotFound", 56), _mac.Dscl("/Search", "-read", "/Users/lea"));
            Assert.Equal(Outcome.Printed("SearchPath: /Local/Default\n"), _mac.Dscl("/Search", "-read", "/", "SearchPath"));
            Assert.Equal(0, _mac.Dscl("/Search/Contacts", "-read", "/Users/lea").Status);
        }
        Assert.Equal(Outcome.Refused(-14143, "eDSAttributeValueNotFound", 63), _mac.Dscl("/Search", "-change", "/", "SearchPolicy", "LSPSearchPath", "CSPSearchPath"));
        Assert.Equal(Outcome.Silent, _mac.Dscl("localhost", "-change", "/Search", "dsAttrTypeStandard:SearchPolicy", "NSPSearchPath", "CSPSearchPath"));
        Assert.Equal(0, _mac.Dscl("/Search", "-read", "/Users/lea").Status);
        Assert.Equal(Outcome.Silent, _mac.Dscl("/Search", "-changei", "/", "SearchPolicy", "0", "LSPSearchPath"));
        foreach (var bad in (string[][])[["-create", "/", "SearchPolicy"], ["-create", "/", "SearchPolicy", "x"], ["-create", "/", "SearchPolicy", "CSPSearchPath", "x"],
            ["-append", "/", "SearchPolicy", "CSPSearchPath"], ["-delete", "/", "SearchPolicy"], ["-changei", "/", "SearchPolicy", "1", "CSPSearchPath"]])
            Assert.Equal(Outcome.Refused(-14121, "eDSReadOnly", 41), _mac.Dscl(["/Search", .. bad]));
        Assert.Equal(Outcome.Printed("SearchPolicy: dsAttrTypeStandard:LSPSearchPath\n"), _mac.Dscl("/Search", "-read", "/", "SearchPolicy"));
    }

    [Fact]
    public void The_custom_path_can_be_changed()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl("/Search", "-delete", "/", "CSPSearchPath", Corp, "/LDAPv3/never-there"));
        Assert.Equal(Path(Ldap), _mac.Dscl("/Search", "-read", "/", "CSPSearchPath"));
        Assert.Equal(Outcome.Failed(-14136, "eDSRecordNotFound", 56), _mac.Dscl("/Search", "-read", "/Users/nora"));
        Assert.Equal(0, _mac.Dscl(Corp, "-read", "/Users/nora").Status);
        Assert.Equal(Outcome.Silent, _mac.Dscl("localhost", "-append", "/Search", "CSPSearchPath", Corp, Ldap));
        Assert.Equal(Path(Ldap, Corp), _mac.Dscl("/Search", "-read", "/", "CSPSearchPath"));
        Assert.Equal(Outcome.Silent, _mac.Dscl("/Search", "-merge", "/", "CSPSearchPath", Corp));
        Assert.Equal(Outcome.Silent, _mac.Dscl("/Search", "-create", "/", "CSPSearchPath", "/Local/Default", Corp));
        Assert.Equal(Path(Corp), _mac.Dscl("/Search", "-read", "/", "CSPSearchPath"));
        Assert.Equal(Outcome.Silent, _mac.Dscl("/Search", "-change", "/", "CSPSearchPath", Corp, "/Active Directory/CORP/corp.example.com"));
        Assert.Equal(Path("/Active Directory/CORP/corp.example.com"), _mac.Dscl("/Search", "-read", "/", "CSPSearchPath"));
        Assert.Equal(0, _mac.Dscl("/Search", "-read", "/Users/nora").Status);
        Assert.Equal(Outcome.Silent, _mac.Dscl("/Search", "-changei", "/", "CSPSearchPath", "1", Ldap));
        Assert.Equal(Path(Ldap), _mac.Dscl("/Search", "-read", "/", "CSPSearchPath"));

        static Outcome Path(params string[] nodes) =>
            Outcome.Printed(nodes.Append("/Local/Default").Any(name => name.Contains(' ')) ? "CSPSearchPath:\n /Local/Default\n" + string.Concat(nodes.Select(name => $" {name}\n"))
                : $"CSPSearchPath: /Local/Default {string.Join(' ', nodes)}\n");
    }

    [Theory]
    [InlineData(-14008, "eDSNodeNotFound", 184, "-append", "/", "CSPSearchPath", "/LDAPv3/nosuch")]
    [InlineData(-14008, "eDSNodeNotFound", 184, "-append", "/", "CSPSearchPath", "")]
    [InlineData(-14008, "eDSNodeNotFound", 184, "-create", "/", "CSPSearchPath", "/Local/Default", "/LDAPv3/nosuch")]
    [InlineData(-14008, "eDSNodeNotFound", 184, "-change", "/", "CSPSearchPath", Ldap, "/LDAPv3/nosuch")]
    [InlineData(-14008, "eDSNodeNotFound", 184, "-changei", "/", "CSPSearchPath", "1", "/LDAPv3/nosuch")]
    [InlineData(-14121, "eDSReadOnly", 41, "-create", "/", "CSPSearchPath", Ldap)]
    [InlineData(-14121, "eDSReadOnly", 41, "-create", "/", "CSPSearchPath")]
    [InlineData(-14121, "eDSReadOnly", 41, "-delete", "/", "CSPSearchPath")]
    [InlineData(-14121, "eDSReadOnly", 41, "-change", "/", "CSPSearchPath", "/Local/Default", Ldap)]
    [InlineData(-14143, "eDSAttributeValueNotFound", 63, "-change", "/", "CSPSearchPath", "/LDAPv3/nosuch", Ldap)]
    [InlineData(-14121, "eDSReadOnly", 41, "-changei", "/", "CSPSearchPath", "0", Ldap)]
    [InlineData(-14062, "eDSIndexOutOfRange", 238, "-changei", "/", "CSPSearchPath", "3", Ldap)]
    [InlineData(-14062, "eDSIndexOutOfRange", 238, "-changei", "/", "CSPSearchPath", "-1", Ldap)]
    [InlineData(-14121, "eDSReadOnly", 41, "-create", "/", "LSPSearchPath", Ldap)]
    public void A_custom_path_that_cannot_be_is_refused(int status, string name, int exit, params string[] command)
    {
        var before = _mac.Dscl("/Search", "-read", "/");
        Assert.Equal(Outcome.Refused(status, name, exit), _mac.Dscl(["/Search", .. command]));
        Assert.Equal(before, _mac.Dscl("/Search", "-read", "/"));
    }

    [Fact]
    public void Who_may_change_a_search_path()
    {
        string[] command = ["/Search", "-delete", "/", "CSPSearchPath", Ldap];
        Assert.Equal(Outcome.Refused(-14120, "eDSPermissionError", 40), _mac.As("alice", command));
        Assert.Equal(Outcome.Refused(-14120, "eDSPermissionError", 40), _mac.As("bob", ["-u", "bob", "-P", "bobpw", .. command]));
        Assert.Equal(Outcome.Refused(-14120, "eDSPermissionError", 40), _mac.As("bob", ["-u", "nora", "-P", "norapw", .. command]));
        Assert.Equal(0, _mac.Dscl("/Search", "-read", "/Users/lea").Status);
        Assert.Equal(Outcome.Silent, _mac.As("bob", ["-u", "alice", "-P", "alicepw", .. command]));
        Assert.Equal(56, _mac.Dscl("/Search", "-read", "/Users/lea").Status);
    }

    [Fact]
    public void A_change_of_the_path_holds_at_once_in_the_interactive_mode() => Assert.Equal(
        new Outcome("UniqueID: 2001\nGoodbye\n", "<dscl_cmd> DS Error: -14136 (eDSRecordNotFound)\n", 0),
        _mac.Typing($"read /Users/lea UniqueID\ndelete / CSPSearchPath {Ldap}\nread /Users/lea UniqueID\nquit\n", "/Search"));

    [Theory]
    [InlineData(Corp, "nora", "norapw", -14090, "eDSAuthFailed", 10)]
    [InlineData(Ldap, "lea", "leapw", -14477, "eDSInvalidSession", 141)]
    public void A_password_is_verified_by_the_server(string node, string user, string password, int status, string name, int exit)
    {
        Assert.Equal(Outcome.Silent, _mac.Unchanged(node, "-authonly", user, password));
        Assert.Equal(Outcome.Silent, _mac.Unchanged("/Search", "-authonly", user, password));
        Assert.Equal(Outcome.Failed(status, name, exit, $"Authentication for node {node} failed. ({status}, {name})\n"), _mac.Unchanged(node, "-authonly", user, "wrong"));
        Assert.Equal(Outcome.Failed(status, name, exit, $"Authentication for node /Search failed. ({status}, {name})\n"), _mac.Unchanged("/Search", "-authonly", user, "wrong"));
        foreach (var place in (string[])[node, "/Search"])
            Assert.Equal(Outcome.Failed(-14090, "eDSAuthFailed", 10, $"Authentication for node {place} failed. (-14090, eDSAuthFailed)\n"), _mac.Unchanged(place, "-authonly", "nosuch", password));
        Assert.Equal(10, _mac.Dscl(".", "-authonly", user, password).Status);
        Assert.Equal(10, _mac.Dscl(node, "-authonly", "alice", "alicepw").Status);
        Assert.Equal(new Outcome($"Data source ({node}) is not valid.\n", "", 69), _mac.Dscl("-u", user, "-P", "wrong", node, "-list", "/Users"));
    }

    [Fact]
    public void An_account_without_a_password_lets_nobody_in() => Assert.Equal(141, _mac.Dscl(Ldap, "-authonly", "bob", "").Status);

    [Fact]
    public void The_first_node_that_knows_a_user_verifies()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl("/Search", "-authonly", "bob", "bobpw"));
        Assert.Equal(Outcome.Failed(-14090, "eDSAuthFailed", 10, "Authentication for node /Search failed. (-14090, eDSAuthFailed)\n"), _mac.Dscl("/Search", "-authonly", "bob", "wrong"));
    }

    [Theory]
    [InlineData("-create", "/Users/eve")]
    [InlineData("-create", "/Users/lea", "Comment", "x")]
    [InlineData("-append", "/Users/lea", "Comment", "x")]
    [InlineData("-merge", "/Users/lea", "Comment", "x")]
    [InlineData("-change", "/Users/lea", "UniqueID", "2001", "2005")]
    [InlineData("-changei", "/Users/lea", "UniqueID", "1", "2005")]
    [InlineData("-delete", "/Users/lea", "UniqueID")]
    [InlineData("-delete", "/Users/lea", "UniqueID", "2001")]
    public void Nobody_writes_on_a_server(params string[] command)
    {
        var before = _mac.Dscl(Ldap, "-readall", "/Users");
        Assert.Equal(Outcome.Refused(-14120, "eDSPermissionError", 40), _mac.Dscl([Ldap, .. command]));
        Assert.Equal(Outcome.Refused(-14120, "eDSPermissionError", 40), _mac.Dscl(["-u", "lea", "-P", "leapw", Ldap, .. command]));
        Assert.Equal(before, _mac.Dscl(Ldap, "-readall", "/Users"));
    }

    [Theory]
    [InlineData("/Users/lea")]
    [InlineData("/Users")]
    public void Nobody_deletes_on_a_server(string path)
    {
        Assert.Equal(Outcome.Failed(-14120, "eDSPermissionError", 40, error: "<main> delete status: eDSPermissionError\n"), _mac.Dscl(Ldap, "-delete", path));
        Assert.Equal(Outcome.Printed("bob\nlea\n"), _mac.Dscl(Ldap, "-list", "/Users"));
    }

    [Fact]
    public void A_servers_password_changes_with_the_old_one_only()
    {
        const string prompt = "Permission denied. Please enter user's old password:";
        Assert.Equal(Outcome.Failed(-14477, "eDSInvalidSession", 141, "passwd: DS error: eDSInvalidSession\n", prompt), _mac.Typing("wrong\n", Ldap, "-passwd", "/Users/lea", "newpw"));
        Assert.Equal(0, _mac.Dscl(Ldap, "-authonly", "lea", "leapw").Status);
        Assert.Equal(Outcome.Silent, _mac.Dscl(Ldap, "-passwd", "/Users/lea", "leapw", "newpw"));
        Assert.Equal(0, _mac.Dscl(Ldap, "-authonly", "lea", "newpw").Status);
        Assert.Equal(141, _mac.Dscl(Ldap, "-authonly", "lea", "leapw").Status);
    }

    [Fact]
    public void A_server_out_of_reach_is_passed_over()
    {
        _mac.With(mac => { mac.Nodes.SetOnline(mac.Nodes.Find(Ldap)!, isOnline: false); return 0; });
        Assert.Equal(new Outcome($"Data source ({Ldap}) is not valid.\n", "", 69), _mac.Dscl(Ldap, "-list", "/Users"));
        Assert.Equal(Outcome.Printed("ldap.example.com\n"), _mac.Dscl("localhost", "-list", "/LDAPv3"));
        Assert.Equal(Outcome.InvalidPath("list"), _mac.Dscl("localhost", "-list", Ldap));
        Assert.Equal(56, _mac.Dscl("/Search", "-read", "/Users/lea").Status);
        Assert.Equal(0, _mac.Dscl("/Search", "-read", "/Users/nora").Status);
        Assert.Contains(Ldap, _mac.Dscl("/Search", "-read", "/", "CSPSearchPath").Out, StringComparison.Ordinal);
        Assert.Equal(10, _mac.Dscl("/Search", "-authonly", "lea", "leapw").Status);
    }

    [Fact]
    public void A_mobile_account_keeps_what_the_server_has_of_it()
    {
        Assert.Equal(_mac.Dscl(Corp, "-read", "/Users/mo", "UniqueID", "GeneratedUID", "RealName", "PrimaryGroupID", "SMBSID", "PrimaryNTDomain", "AppleMetaRecordName"),
            _mac.Dscl(".", "-read", "/Users/mo", "UniqueID", "GeneratedUID", "RealName", "PrimaryGroupID", "SMBSID", "PrimaryNTDomain", "AppleMetaRecordName"));
        var uuid = _mac.OfUser("mo", "GeneratedUID")![0];
        Assert.Equal(Outcome.Printed(
            $"AuthenticationAuthority:\n ;LocalCachedUser;/Active Directory/CORP/corp.example.com:mo:{uuid}\n ;Kerberosv5;;mo@CORP.EXAMPLE.COM;CORP.EXAMPLE.COM;\n"
            + " ;ShadowHash;HASHLIST:<SALTED-SHA512-PBKDF2>\nOriginalNodeName:\n /Active Directory/CORP/corp.example.com\n"),
            _mac.Dscl(".", "-read", "/Users/mo", "AuthenticationAuthority", "OriginalNodeName"));
        foreach (var attribute in (string[])["CopyTimestamp", "cached_groups", "cached_auth_policy", "OriginalAuthenticationAuthority"])
            Assert.NotEmpty(_mac.OfUser("mo", attribute)!);
        Assert.Equal(["alice", "bob", "mo"], _mac.With(mac => mac.Accounts.People.Select(user => user.Name).Order().ToArray()));
        Assert.False(_mac.HasToken("mo"));
    }

    [Fact]
    public void A_mobile_accounts_password_is_the_servers_while_that_can_be_reached()
    {
        Assert.True(_mac.IsPassword("mo", "mopw"));
        Assert.Equal(0, _mac.Dscl(Corp, "-passwd", "/Users/mo", "mopw", "newer").Status);
        Reach(false);
        Assert.True(_mac.IsPassword("mo", "mopw"));
        Assert.False(_mac.IsPassword("mo", "newer"));
        Reach(true);
        Assert.False(_mac.IsPassword("mo", "mopw"));
        Assert.True(_mac.IsPassword("mo", "newer"));
        Reach(false);
        Assert.True(_mac.IsPassword("mo", "newer"));
        Assert.False(_mac.IsPassword("mo", "mopw"));
        _mac.With(mac => { mac.Nodes.Unbind(mac.Nodes.Find(Corp)!); return 0; });
        Assert.True(_mac.IsPassword("mo", "newer"));
    }

    [Fact]
    public void A_mobile_accounts_password_changes_on_the_server_too()
    {
        Assert.Equal(Outcome.Silent, _mac.As("mo", ".", "-passwd", "/Users/mo", "mopw", "newer"));
        Assert.Equal(0, _mac.Dscl(Corp, "-authonly", "mo", "newer").Status);
        Assert.Equal(10, _mac.Dscl(Corp, "-authonly", "mo", "mopw").Status);
        Assert.Equal(10, _mac.As("mo", ".", "-passwd", "/Users/mo", "wrong", "evil").Status);
        Assert.Equal(0, _mac.Dscl(Corp, "-authonly", "mo", "newer").Status);
    }

    [Fact]
    public void Turning_a_mobile_account_into_a_local_one_lets_it_keep_its_password()
    {
        Assert.Equal(0, _mac.Dscl(Corp, "-passwd", "/Users/mo", "mopw", "newer").Status);
        Assert.Equal(0, _mac.Dscl(".", "-delete", "/Users/mo", "AuthenticationAuthority", _mac.OfUser("mo", "AuthenticationAuthority")![0]).Status);
        Assert.True(_mac.IsPassword("mo", "mopw"));
        Assert.False(_mac.IsPassword("mo", "newer"));
    }

    [Fact]
    public void Unbinding_takes_the_node_out_of_everything()
    {
        _mac.With(mac => { mac.Nodes.Unbind(mac.Nodes.Find(Ldap)!); return 0; });
        Assert.Equal(Outcome.Printed("Active Directory\nLocal\n\nContact\nSearch\n"), _mac.Dscl("localhost", "-list", "/"));
        Assert.Equal(Outcome.Printed("CSPSearchPath:\n /Local/Default\n /Active Directory/CORP/All Domains\n"), _mac.Dscl("/Search", "-read", "/", "CSPSearchPath"));
        Assert.Equal(69, _mac.Dscl(Ldap, "-list", "/Users").Status);
        Assert.Equal(Outcome.Printed("RealName: Bob\n"), _mac.Dscl("/Search", "-read", "/Users/bob", "RealName"));
    }

    private void Reach(bool online) => _mac.With(mac =>
    {
        mac.Nodes.SetOnline(mac.Nodes.Find(Corp)!, online);
        return 0;
    });
}
