using MacStateStore;

namespace Dscl.Tests;

/// <summary>dscl's read (dossier dscl, 4 and 6.1).</summary>
public sealed class ReadTests : IDisposable
{
    private readonly TestMachine _mac = new();

    public void Dispose() => _mac.Dispose();

    [Theory]
    [InlineData("-read")]
    [InlineData("read")]
    [InlineData("-cat")]
    [InlineData("cat")]
    [InlineData(".")]
    public void Reads_one_value_under_every_name(string verb) =>
        Assert.Equal(Outcome.Printed("UniqueID: 501\n"), _mac.Dscl(".", verb, "/Users/alice", "UniqueID"));

    [Theory]
    [InlineData("/Users/alice")]
    [InlineData("/users/alice")]
    [InlineData("Users/alice")]
    [InlineData("/Users/ALICE")]
    [InlineData("/Users/alice/")]
    [InlineData("//Users/./alice")]
    [InlineData("/Groups/../Users/alice")]
    [InlineData("/Users/Alice Example")]
    public void Finds_a_user_by_every_spelling_of_the_path(string path) =>
        Assert.Equal(Outcome.Printed("RecordName: alice\n"), _mac.Dscl(".", "-read", path, "RecordName"));

    [Fact]
    public void Prints_values_without_blanks_beside_the_name_and_others_on_their_own_lines()
    {
        Assert.Equal(Outcome.Printed("RealName:\n Alice Example\n"), _mac.Dscl(".", "-read", "/Users/alice", "RealName"));
        Assert.Equal(Outcome.Printed("RealName: Bob\n"), _mac.Dscl(".", "-read", "/Users/bob", "RealName"));
        _mac.Dscl(".", "-append", "/Users/bob", "RealName", "Bob B", "B\tB");
        Assert.Equal(Outcome.Printed("RealName:\n Bob\n Bob B\n B\tB\n"), _mac.Dscl(".", "-read", "/Users/bob", "RealName"));
    }

    [Fact]
    public void A_tab_or_newline_is_no_blank()
    {
        _mac.Dscl(".", "-create", "/Users/bob", "Comment", "a\tb", "c\nd");
        Assert.Equal(Outcome.Printed("Comment: a\tb c\nd\n"), _mac.Dscl(".", "-read", "/Users/bob", "Comment"));
    }

    [Fact]
    public void An_empty_value_leaves_a_trailing_blank()
    {
        _mac.Dscl(".", "-append", "/Users/bob", "Comment", "");
        Assert.Equal(Outcome.Printed("Comment: \n"), _mac.Dscl(".", "-read", "/Users/bob", "Comment"));
    }

    [Fact]
    public void Bytes_are_hex_in_groups_of_four()
    {
        var picture = _mac.Dscl(".", "-read", "/Users/alice", "JPEGPhoto");
        Assert.Equal(Outcome.Printed("JPEGPhoto:\n ffd8ffe0 00104a46 49460001 01000001 00010000 ffd9\n"), picture);
    }

    [Fact]
    public void A_property_list_keeps_its_lines_and_is_followed_by_an_empty_one()
    {
        var (output, error, status) = _mac.Dscl(".", "-read", "/Users/alice", "accountPolicyData");
        Assert.StartsWith("dsAttrTypeNative:accountPolicyData:\n <?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist", output, StringComparison.Ordinal);
        Assert.Contains("\n\t<key>creationTime</key>\n\t<real>", output, StringComparison.Ordinal);
        Assert.EndsWith("</dict>\n</plist>\n\n", output, StringComparison.Ordinal);
        Assert.Equal(("", 0), (error, status));
    }

    [Fact]
    public void A_whole_user_comes_native_attributes_first_and_underscores_before_letters()
    {
        var (output, error, status) = _mac.Dscl(".", "-read", "/Users/alice");
        var names = output.Split('\n').Select(line => line[..(line.LastIndexOf(": ", StringComparison.Ordinal) is >= 0 and var i ? i : line.TrimEnd(':').Length)])
            .Where(name => name.StartsWith("dsAttrTypeNative:", StringComparison.Ordinal) || (name.Length > 0 && char.IsAsciiLetterUpper(name[0]) && name.All(char.IsAsciiLetterOrDigit))).ToList();
        Assert.Equal(
            [
                "dsAttrTypeNative:_writers_AvatarRepresentation", "dsAttrTypeNative:_writers_hint", "dsAttrTypeNative:_writers_inputSources",
                "dsAttrTypeNative:_writers_jpegphoto", "dsAttrTypeNative:_writers_passwd", "dsAttrTypeNative:_writers_picture",
                "dsAttrTypeNative:_writers_unlockOptions", "dsAttrTypeNative:_writers_UserCertificate", "dsAttrTypeNative:accountPolicyData",
                "dsAttrTypeNative:AvatarRepresentation", "dsAttrTypeNative:HeimdalSRPKey", "dsAttrTypeNative:inputSources", "dsAttrTypeNative:KerberosKeys",
                "dsAttrTypeNative:record_daemon_version", "dsAttrTypeNative:ShadowHashData", "dsAttrTypeNative:unlockOptions", "AppleMetaNodeLocation",
                "AuthenticationAuthority", "GeneratedUID", "JPEGPhoto", "NFSHomeDirectory", "Password", "Picture", "PrimaryGroupID",
                "RealName", "RecordName", "RecordType", "UniqueID", "UserShell",
            ], names);
        Assert.Contains("\nRecordType: dsRecTypeStandard:Users\n", output, StringComparison.Ordinal);
        Assert.Contains("\ndsAttrTypeNative:AvatarRepresentation: \n", output, StringComparison.Ordinal);
        Assert.Contains("\nAuthenticationAuthority: ;ShadowHash;HASHLIST:<SALTED-SHA512-PBKDF2,SRP-RFC5054-4096-SHA512-PBKDF2> ;Kerberosv5;;alice@LKDC:SHA1.", output, StringComparison.Ordinal);
        Assert.Contains(" ;SecureToken;\n", output, StringComparison.Ordinal);
        Assert.Equal(("", 0), (error, status));
    }

    [Fact]
    public void Keys_come_in_sorted_order_and_missing_ones_on_standard_error_with_status_0()
    {
        Assert.Equal(new Outcome("NFSHomeDirectory: /Users/bob\nUniqueID: 502\n", "No such key: Foobar\nNo such key: dsAttrTypeNative:x\n", 0),
            _mac.Dscl(".", "-read", "/Users/bob", "UniqueID", "Foobar", "NFSHomeDirectory", "Foobar", "dsAttrTypeNative:x", "UniqueID"));
        Assert.Equal(new Outcome("", "No such key: uniqueid\n", 0), _mac.Dscl(".", "-read", "/Users/bob", "uniqueid"));
        Assert.Equal(new Outcome("", "No such key: \n", 0), _mac.Dscl(".", "-read", "/Users/bob", ""));
    }

    [Fact]
    public void RecordName_comes_only_when_asked_for() =>
        Assert.Equal(Outcome.Printed("RecordName: bob\nUniqueID: 502\n"), _mac.Dscl(".", "-read", "/Users/bob", "UniqueID", "RecordName"));

    [Fact]
    public void A_native_key_shows_under_the_name_it_was_asked_by()
    {
        Assert.Equal(Outcome.Printed("dsAttrTypeNative:uid: 502\n"), _mac.Dscl(".", "-read", "/Users/bob", "uid"));
        Assert.Equal(Outcome.Printed("dsAttrTypeNative:uid: 502\nUniqueID: 502\n"), _mac.Dscl(".", "-read", "/Users/bob", "UniqueID", "dsAttrTypeNative:uid"));
    }

    [Theory]
    [InlineData("dsAttributesAll", true, true)]
    [InlineData("dsAttributesStandardAll", false, true)]
    [InlineData("dsAttributesNativeAll", true, false)]
    public void Groups_of_attributes_can_be_asked_for(string key, bool native, bool standard)
    {
        var (output, error, status) = _mac.Dscl(".", "-read", "/Users/bob", key);
        Assert.Equal(native, output.Contains("dsAttrTypeNative:unlockOptions: 0\n", StringComparison.Ordinal));
        Assert.Equal(standard, output.Contains("UniqueID: 502\n", StringComparison.Ordinal));
        Assert.Equal(("", 0), (error, status));
    }

    [Fact]
    public void Hashes_are_for_root_only()
    {
        Assert.StartsWith("dsAttrTypeNative:ShadowHashData:\n 62706c69 73743030 ", _mac.Dscl(".", "-read", "/Users/alice", "ShadowHashData").Out, StringComparison.Ordinal);
        Assert.Equal(new Outcome("", "No such key: ShadowHashData\nNo such key: KerberosKeys\nNo such key: HeimdalSRPKey\n", 0),
            _mac.As("alice", ".", "-read", "/Users/alice", "ShadowHashData", "KerberosKeys", "HeimdalSRPKey"));
        Assert.DoesNotContain("ShadowHashData", _mac.As("alice", ".", "-read", "/Users/alice").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Raw_keeps_prefixes()
    {
        Assert.Equal(Outcome.Printed("dsAttrTypeStandard:RealName: Bob\n"), _mac.Dscl("-raw", ".", "-read", "/Users/bob", "RealName"));
        Assert.Equal(Outcome.Printed("dsAttrTypeNative:unlockOptions: 0\n"), _mac.Dscl("-raw", ".", "-read", "/Users/bob", "unlockOptions"));
    }

    [Fact]
    public void Url_encodes_values_after_deciding_on_lines()
    {
        _mac.Dscl(".", "-create", "/Users/bob", "Comment", "100% \"é\" <a/b:c>;,?&=+@#[]^`{|}\\");
        Assert.Equal(Outcome.Printed("Comment:\n 100%25%20%22%C3%A9%22%20%3Ca/b:c%3E;,?&=+@%23%5B%5D%5E%60%7B%7C%7D%5C\n"),
            _mac.Dscl("-url", ".", "-read", "/Users/bob", "Comment"));
    }

    [Fact]
    public void Plist_has_full_names_sorted_and_strings_only()
    {
        const string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n";
        Assert.Equal(Outcome.Printed(head + """
            <dict>
            	<key>dsAttrTypeStandard:JPEGPhoto</key>
            	<array>
            		<string>ffd8ffe0 00104a46 49460001 01000001 00010000 ffd9</string>
            	</array>
            	<key>dsAttrTypeStandard:RealName</key>
            	<array>
            		<string>Alice Example</string>
            	</array>
            </dict>
            </plist>

            """), _mac.Dscl("-plist", ".", "-read", "/Users/alice", "RealName", "JPEGPhoto", "Nosuch"));
        Assert.Equal(Outcome.Printed(head + "<dict/>\n</plist>\n"), _mac.Dscl("-plist", ".", "-read", "/Users/alice", "Nosuch"));
    }

    [Theory]
    [InlineData("/Users")]
    [InlineData("/Users/")]
    [InlineData("Users")]
    [InlineData("/users")]
    public void A_record_type_shows_its_name(string path) =>
        Assert.Equal(Outcome.Printed("name: dsRecTypeStandard:Users\n"), _mac.Dscl(".", "-read", path, "RealName"));

    [Theory]
    [InlineData("/Nosuch")]
    [InlineData("/Users/alice/x")]
    public void A_path_to_nothing_prints_nothing(string path) => Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-read", path));

    [Theory]
    [InlineData("/Nosuch/x")]
    [InlineData("/Users/nosuch/x")]
    [InlineData("/Users/alice/x/y")]
    public void A_container_that_does_not_exist_is_an_invalid_path(string path) =>
        Assert.Equal(Outcome.InvalidPath("read"), _mac.Dscl(".", "-read", path));

    [Theory]
    [InlineData("read", "/Users/nosuch")]
    [InlineData("cat", "/Users/nosuch")]
    [InlineData("-read", "/SharePoints/nosuch")]
    [InlineData("-read", "/Users/Robert'); DROP TABLE od_record;--")]
    [InlineData("-read", "/Users/\"🦊\"")]
    [InlineData("-read", "/Users/al%69ce")]
    [InlineData("-read", "/Users/\\alice")]
    public void A_missing_record_has_a_status_of_its_own(string verb, string path) =>
        Assert.Equal(Outcome.Failed(-14136, "eDSRecordNotFound", 56), _mac.Dscl(".", verb, path, "UniqueID"));

    [Fact]
    public void The_word_typed_begins_the_message() =>
        Assert.Equal(Outcome.InvalidPath("cat"), _mac.Dscl(".", "-cat", "/Nosuch/x"));

    [Fact]
    public void Backslashes_of_a_name_stand_for_themselves_in_read_and_are_escaped_elsewhere()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-create", @"/Groups/CORP\\staff", "PrimaryGroupID", "9001"));
        Assert.Equal(Outcome.Printed("RecordName: CORP\\staff\n"), _mac.Dscl(".", "-read", @"/Groups/CORP\staff", "RecordName"));
        Assert.Equal(Outcome.Failed(-14136, "eDSRecordNotFound", 56), _mac.Dscl(".", "-read", @"/Groups/CORP\\staff"));
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-delete", @"/Groups/CORP\\staff"));
    }

    [Fact]
    public void A_mount_has_slashes_in_its_name()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-create", @"/Mounts/server:\/vol\/home", "VFSType", "nfs"));
        Assert.Equal(Outcome.Printed("VFSType: nfs\n"), _mac.Dscl(".", "-read", "/Mounts/server:/vol/home", "VFSType"));
    }

    [Fact]
    public void Built_in_records_read_as_seeded()
    {
        Assert.Equal(Outcome.Printed("NFSHomeDirectory: /var/root /private/var/root\n"), _mac.Dscl(".", "-read", "/Users/root", "NFSHomeDirectory"));
        Assert.Equal(Outcome.Printed("GroupMembership: root alice\n"), _mac.Dscl(".", "-read", "/Groups/admin", "GroupMembership"));
        Assert.Equal(Outcome.Printed("RecordName: admin BUILTIN\\Administrators\n"), _mac.Dscl(".", "-read", "/Groups/admin", "RecordName"));
        Assert.Equal(Outcome.Printed("RecordName:\n root\n BUILTIN\\Local System\n"), _mac.Dscl(".", "-read", "/Users/root", "RecordName"));
        Assert.Equal(new Outcome("", "No such key: AuthenticationAuthority\n", 0), _mac.Dscl(".", "-read", "/Users/root", "AuthenticationAuthority"));
    }

    [Fact]
    public void A_group_reads_as_on_a_Mac_with_a_first_user()
    {
        using var mac = new TestMachine(new MachineSpecification { Os = "10.14", Seed = 1, KdfIterations = 2, Setup = new SetupUser("isaac", "apple", "It's a feature") });
        var version = mac.Dscl(".", "-read", "/Groups/admin", "record_daemon_version").Out;
        Assert.StartsWith("dsAttrTypeNative:record_daemon_version: 48", version, StringComparison.Ordinal);
        Assert.Equal(Outcome.Printed(version + """
            AppleMetaNodeLocation: /Local/Default
            GeneratedUID: ABCDEFAB-CDEF-ABCD-EFAB-CDEF00000051
            GroupMembership: isaac
            Password: *
            PrimaryGroupID: 81
            RealName:
             App Server Admins
            RecordName: _appserveradm appserveradm
            RecordType: dsRecTypeStandard:Groups

            """), mac.Dscl(".", "-read", "/Groups/_appserveradm"));
        Assert.Equal(Outcome.Printed(version + $"""
            AppleMetaNodeLocation: /Local/Default
            GeneratedUID: ABCDEFAB-CDEF-ABCD-EFAB-CDEF00000050
            GroupMembers: FFFFEEEE-DDDD-CCCC-BBBB-AAAA00000000 {mac.OfUser("isaac", "GeneratedUID")![0]}
            GroupMembership: root isaac
            Password: *
            PrimaryGroupID: 80
            RealName: Administrators
            RecordName: admin BUILTIN\Administrators
            RecordType: dsRecTypeStandard:Groups
            SMBSID: S-1-5-32-544

            """), mac.Dscl(".", "-read", "/Groups/admin"));
    }

    [Fact]
    public void A_value_of_ten_megabytes_is_read_whole()
    {
        var large = new string('x', 10_000_000);
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-create", "/Users/bob", "Comment", large));
        Assert.Equal(Outcome.Printed($"Comment: {large}\n"), _mac.Dscl(".", "-read", "/Users/bob", "Comment"));
    }

    [Fact]
    public void An_untouched_built_in_record_has_no_daemon_version()
    {
        using var mac = new TestMachine(new MachineSpecification { Os = "10.13", Seed = 1, KdfIterations = 2 });
        Assert.DoesNotContain("record_daemon_version", mac.Dscl(".", "read", "/users/root").Out, StringComparison.Ordinal);
        Assert.Equal(Outcome.Printed("GeneratedUID: FFFFEEEE-DDDD-CCCC-BBBB-AAAA00000000\n"), mac.Dscl(".", "read", "/users/root", "GeneratedUID"));
    }
}
