using MacStateStore.OpenDirectory;

namespace Dscl.Tests;

/// <summary>dscl's create (dossier dscl, section 7).</summary>
public sealed class CreateTests : IDisposable
{
    private readonly TestMachine _mac = new();

    public void Dispose() => _mac.Dispose();

    [Theory]
    [InlineData("-create")]
    [InlineData("mk")]
    [InlineData("createprop")]
    public void A_new_user_is_a_bare_record(string verb)
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", verb, "/Users/carol"));
        Assert.Equal(["********"], _mac.OfUser("carol", "Password")!);
        Assert.Matches("^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$", Assert.Single(_mac.OfUser("carol", "GeneratedUID")!));
        Assert.Contains("creationTime", Assert.Single(_mac.OfUser("carol", "accountPolicyData")!), StringComparison.Ordinal);
        Assert.Single(_mac.OfUser("carol", "record_daemon_version")!);
        foreach (var absent in (string[])["UniqueID", "PrimaryGroupID", "NFSHomeDirectory", "RealName", "AuthenticationAuthority", "ShadowHashData"])
            Assert.Empty(_mac.OfUser("carol", absent)!);
    }

    [Fact]
    public void A_new_group_has_a_uuid_but_no_number_and_password()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-create", "/groups/workers"));
        Assert.Single(_mac.Values(RecordType.Groups, "workers", "GeneratedUID")!);
        Assert.Empty(_mac.Values(RecordType.Groups, "workers", "PrimaryGroupID")!);
        Assert.Empty(_mac.Values(RecordType.Groups, "workers", "Password")!);
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-create", "/SharePoints/stuff"));
        Assert.Empty(_mac.Values(RecordType.SharePoints, "stuff", "GeneratedUID")!);
    }

    [Fact]
    public void The_usual_steps_make_a_user()
    {
        string[][] steps =
        [
            ["-create", "/Users/user1"], ["-create", "/Users/user1", "RealName", "User One"], ["-create", "/Users/user1", "home", "/Users/user1"],
            ["-create", "/Users/user1", "shell", "/bin/zsh"],
        ];
        foreach (var step in steps) Assert.Equal(Outcome.Silent, _mac.Dscl([".", .. step]));
        Assert.Equal(Outcome.Refused(-14135, "eDSRecordAlreadyExists", 55), _mac.Unchanged(".", "-create", "/Users/user1", "uid", "501"));
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-create", "/Users/user1", "uid", "503"));
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-create", "/Users/user1", "gid", "20"));
        Assert.Equal(Outcome.Printed("NFSHomeDirectory: /Users/user1\nPrimaryGroupID: 20\nRealName:\n User One\nUniqueID: 503\nUserShell: /bin/zsh\n"),
            _mac.Dscl(".", "-read", "/Users/user1", "NFSHomeDirectory", "UserShell", "UniqueID", "PrimaryGroupID", "RealName"));
    }

    [Fact]
    public void A_build_user_made_step_by_step_reads_as_on_a_Mac()
    {
        string[][] attributes =
        [
            ["UniqueID", "401"], ["PrimaryGroupID", "30000"], ["NFSHomeDirectory", "/var/empty"], ["RealName", "_nixbld1"], ["UserShell", "/sbin/nologin"], ["IsHidden", "1"],
        ];
        _mac.Dscl(".", "-create", "/Users/_nixbld1");
        foreach (var attribute in attributes) Assert.Equal(Outcome.Silent, _mac.Dscl([".", "-create", "/Users/_nixbld1", .. attribute]));
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-create", "/Users/_nixbld1", "UniqueID", "401"));
        var (output, error, status) = _mac.Dscl(".", "read", "/Users/_nixbld1");
        Assert.Matches("""
            ^dsAttrTypeNative:accountPolicyData:
             <\?xml version="1.0" encoding="UTF-8"\?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0">
            <dict>
            	<key>creationTime</key>
            	<real>[0-9.]+</real>
            </dict>
            </plist>

            dsAttrTypeNative:IsHidden: 1
            dsAttrTypeNative:record_daemon_version: [0-9]+0000
            AppleMetaNodeLocation: /Local/Default
            GeneratedUID: [0-9A-F-]{36}
            NFSHomeDirectory: /var/empty
            Password: \*{8}
            PrimaryGroupID: 30000
            RealName: _nixbld1
            RecordName: _nixbld1
            RecordType: dsRecTypeStandard:Users
            UniqueID: 401
            UserShell: /sbin/nologin

            """ + "$", output);
        Assert.Equal(("", 0), (error, status));
    }

    [Fact]
    public void A_record_can_be_made_with_its_first_attribute()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-create", "/Users/carol", "UserShell", "/bin/zsh"));
        Assert.Equal(["/bin/zsh"], _mac.OfUser("carol", "UserShell")!);
        Assert.Single(_mac.OfUser("carol", "GeneratedUID")!);
    }

    [Fact]
    public void What_is_there_stays_as_it_is()
    {
        Assert.Equal(Outcome.Silent, _mac.Unchanged(".", "-create", "/Users/alice"));
        Assert.Equal(Outcome.Silent, _mac.Unchanged(".", "-create", "/Users/ALICE"));
        Assert.Equal(Outcome.Silent, _mac.Unchanged(".", "-create", "/Users"));
        Assert.Equal(Outcome.Silent, _mac.Unchanged(".", "-create", "/Users", "Comment", "x"));
        Assert.Equal(Outcome.Silent, _mac.Unchanged(".", "-create", "/"));
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-create", "/Users/alice", "UniqueID", "501"));
        Assert.Equal(["501"], _mac.OfUser("alice", "UniqueID")!);
    }

    [Fact]
    public void A_name_equal_to_someones_full_name_makes_a_new_record()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-create", "/Users/Alice Example", "UserShell", "/bin/sh"));
        Assert.Equal(["/bin/zsh"], _mac.OfUser("alice", "UserShell")!);
        Assert.Equal(["/bin/sh"], _mac.OfUser("Alice Example", "UserShell")!);
    }

    [Fact]
    public void Values_replace_all_values_and_none_or_empty_ones_remove_the_attribute()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-create", "/Users/bob", "Comment", "a", "b", "c"));
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-create", "/Users/bob", "Comment", "d", "e"));
        Assert.Equal(["d", "e"], _mac.OfUser("bob", "Comment")!);
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-create", "/Users/bob", "Comment", "", ""));
        Assert.Empty(_mac.OfUser("bob", "Comment")!);
        _mac.Dscl(".", "-create", "/Users/bob", "Comment", "f");
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-create", "/Users/bob", "Comment"));
        Assert.Empty(_mac.OfUser("bob", "Comment")!);
    }

    [Theory]
    [InlineData("/Users/bob", "UniqueID", "501")]
    [InlineData("/Users/bob", "UniqueID", "0")]
    [InlineData("/Users/bob", "RecordName", "alice")]
    [InlineData("/Groups/staff", "PrimaryGroupID", "80")]
    [InlineData("/Groups/staff", "gid", "0")]
    public void Another_records_identifier_is_refused(string path, string key, string value) =>
        Assert.Equal(Outcome.Refused(-14135, "eDSRecordAlreadyExists", 55), _mac.Unchanged(".", "-create", path, key, value));

    [Fact]
    public void Another_records_uuid_is_refused()
    {
        var uuid = _mac.OfUser("alice", "GeneratedUID")![0];
        Assert.Equal(Outcome.Refused(-14135, "eDSRecordAlreadyExists", 55), _mac.Unchanged(".", "-create", "/Users/bob", "GeneratedUID", uuid));
    }

    [Fact]
    public void Numbers_compare_as_text_and_primary_groups_may_repeat()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-create", "/Users/bob", "UniqueID", "4294967294"));
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-create", "/Users/bob", "PrimaryGroupID", "80"));
    }

    [Fact]
    public void A_refused_value_leaves_no_new_record_behind()
    {
        Assert.Equal(Outcome.Refused(-14135, "eDSRecordAlreadyExists", 55), _mac.Unchanged(".", "-create", "/Users/carol", "UniqueID", "501"));
        Assert.Null(_mac.OfUser("carol", "UniqueID"));
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("bob")]
    [InlineData("nobody-at-all")]
    public void Only_root_may_make_records(string caller) =>
        Assert.Equal(Outcome.Refused(-14120, "eDSPermissionError", 40), _mac.UnchangedAs(caller, ".", "create", "/Users/carol"));

    [Theory]
    [InlineData("RecordType", -14121, "eDSReadOnly", 41)]
    [InlineData("AppleMetaNodeLocation", -14121, "eDSReadOnly", 41)]
    [InlineData("RecordName", -14133, "eDSInvalidRecordName", 53)]
    [InlineData("", -14241, "eDSEmptyAttributeType", 161)]
    public void What_would_break_a_record_is_refused(string key, int status, string name, int exit) =>
        Assert.Equal(Outcome.Refused(status, name, exit), _mac.Unchanged(".", "-create", "/Users/bob", key, ""));

    [Theory]
    [InlineData("/Nosuch/x")]
    [InlineData("/Users/alice/x")]
    [InlineData("/Nosuch")]
    public void A_container_that_does_not_exist_is_not_made(string path) =>
        Assert.Equal(Outcome.InvalidPath("create"), _mac.Unchanged(".", "-create", path, "Comment", "x"));

    [Fact]
    public void A_name_of_over_244_bytes_is_silently_not_made()
    {
        Assert.Equal(Outcome.Silent, _mac.Unchanged(".", "-create", "/Users/" + new string('x', 245)));
        Assert.Equal(Outcome.InvalidPath("create"), _mac.Unchanged(".", "-create", "/Users/" + new string('é', 123), "Comment", "x"));
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-create", "/Users/" + new string('x', 244)));
        Assert.NotNull(_mac.OfUser(new string('x', 244), "RecordName"));
    }

    [Theory]
    [InlineData(@"/Users/a\/b", "a/b")]
    [InlineData("/Users/a%2Fb", "a/b")]
    [InlineData("/Users/a%20b", "a b")]
    [InlineData("/Users/100%", "100%")]
    [InlineData("/Users/%zz", "%zz")]
    [InlineData("/Users/%ff", "%ff")]
    [InlineData(@"/Users/\a\b", "ab")]
    [InlineData("/Users/it's \"me\" 🦊", "it's \"me\" 🦊")]
    [InlineData("/Users/x/../y", "y")]
    public void Names_are_unescaped(string path, string name)
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-create", path));
        Assert.Equal([name], _mac.OfUser(name, "RecordName")!);
    }

    [Fact]
    public void Who_may_write_an_attribute_stands_in_the_record()
    {
        Assert.Equal(Outcome.Silent, _mac.As("bob", ".", "-create", "/Users/bob", "Picture", "/tmp/me.png"));
        Assert.Equal(["/tmp/me.png"], _mac.OfUser("bob", "Picture")!);
        Assert.Equal(Outcome.Refused(-14120, "eDSPermissionError", 40), _mac.UnchangedAs("alice", ".", "-create", "/Users/bob", "Picture", "/x"));
        Assert.Equal(Outcome.Refused(-14120, "eDSPermissionError", 40), _mac.UnchangedAs("bob", ".", "-create", "/Users/bob", "UserShell", "/bin/sh"));
    }

    [Fact]
    public void Those_who_may_write_their_shell_choose_from_the_known_ones()
    {
        _mac.Dscl(".", "-create", "/Users/bob", "_writers_shell", "bob");
        Assert.Equal(Outcome.Refused(-14142, "eDSSchemaError", 62), _mac.UnchangedAs("bob", ".", "-create", "/Users/bob", "UserShell", "/tmp/sh"));
        Assert.Equal(Outcome.Silent, _mac.As("bob", ".", "-create", "/Users/bob", "UserShell", "/bin/ksh"));
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-create", "/Users/bob", "UserShell", "/tmp/sh"));
    }

    [Fact]
    public void Without_full_disk_access_homes_stay_where_they_are()
    {
        using var mac = new TestMachine(TestMachine.Specification with { HasFullDiskAccess = false });
        Assert.Equal(Outcome.Refused(-14120, "eDSPermissionError", 40), mac.Unchanged(".", "-create", "/Users/bob", "NFSHomeDirectory", "/x"));
        Assert.Equal(Outcome.Failed(-14120, "eDSPermissionError", 40, error: "<main> delete status: eDSPermissionError\n"), mac.Unchanged(".", "-delete", "/Users/bob"));
    }

    [Fact]
    public void The_search_node_changes_records_but_makes_none()
    {
        Assert.Equal(Outcome.Refused(-14121, "eDSReadOnly", 41), _mac.Unchanged("/Search", "-create", "/Users/carol"));
        Assert.Equal(Outcome.Silent, _mac.Dscl("/Search", "-create", "/Users/bob", "Comment", "x"));
        Assert.Equal(["x"], _mac.OfUser("bob", "Comment")!);
    }
}
