using MacStateStore.OpenDirectory;

namespace Dscl.Tests;

/// <summary>dscl's append, merge, change, changei and delete (dossier dscl, section 7).</summary>
public sealed class ChangeTests : IDisposable
{
    private static readonly Outcome Denied = Outcome.Refused(-14120, "eDSPermissionError", 40);
    private static readonly Outcome DeleteDenied = Outcome.Failed(-14120, "eDSPermissionError", 40, error: "<main> delete status: eDSPermissionError\n");

    private readonly TestMachine _mac = new();

    public ChangeTests() => _mac.Dscl(".", "-create", "/Users/bob", "Comment", "a", "b", "a");

    public void Dispose() => _mac.Dispose();

    private string Comment => string.Join('|', _mac.OfUser("bob", "Comment")!);

    [Fact]
    public void Append_adds_at_the_end_also_what_is_there()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-append", "/Users/bob", "Comment", "a", "c d"));
        Assert.Equal("a|b|a|a|c d", Comment);
    }

    [Fact]
    public void Append_makes_the_attribute_and_takes_an_empty_value()
    {
        Assert.Equal(new Outcome("", "No such key: Nickname\n", 0), _mac.Dscl(".", "-read", "/Users/bob", "Nickname"));
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "append", "/Users/bob", "Nickname", ""));
        Assert.Equal([""], _mac.OfUser("bob", "Nickname")!);
    }

    [Fact]
    public void Append_of_a_member_touches_nothing_else()
    {
        var uuids = _mac.Values(RecordType.Groups, "admin", "GroupMembers");
        Assert.Equal(Outcome.Silent, _mac.Dscl("-u", "alice", "-P", "alicepw", ".", "append", "/groups/admin", "GroupMembership", "bob", "nosuch"));
        Assert.Equal(["root", "alice", "bob", "nosuch"], _mac.Values(RecordType.Groups, "admin", "GroupMembership")!);
        Assert.Equal(uuids, _mac.Values(RecordType.Groups, "admin", "GroupMembers"));
    }

    [Fact]
    public void Merge_skips_what_is_there()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-merge", "/Users/bob", "Comment", "a", "c", "c", "A"));
        Assert.Equal("a|b|a|c|A", Comment);
    }

    [Fact]
    public void Change_replaces_the_first_equal_value_in_its_place()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-change", "/Users/bob", "Comment", "a", "z"));
        Assert.Equal("z|b|a", Comment);
    }

    [Theory]
    [InlineData("Comment", "nosuch")]
    [InlineData("Comment", "A")]
    [InlineData("Nosuch", "a")]
    public void Change_of_a_value_that_is_not_there_is_refused(string key, string old) =>
        Assert.Equal(Outcome.Refused(-14134, "eDSAttributeNotFound", 54), _mac.Unchanged(".", "-change", "/Users/bob", key, old, "new"));

    [Fact]
    public void Change_of_the_name_renames_and_keeps_the_home()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-change", "/Users/bob", "RecordName", "bob", "rob"));
        Assert.Null(_mac.With(mac => mac.Directory.FindByValue(RecordType.Users, AttributeName.RecordName, "bob")));
        Assert.Equal(["/Users/bob"], _mac.OfUser("rob", "NFSHomeDirectory")!);
        Assert.Contains("\nrob\n", _mac.Dscl(".", "-list", "/Users").Out, StringComparison.Ordinal);
        Assert.Equal(Outcome.Refused(-14135, "eDSRecordAlreadyExists", 55), _mac.Unchanged(".", "-change", "/Users/rob", "RecordName", "rob", "alice"));
    }

    [Theory]
    [InlineData("1", "x|b|a")]
    [InlineData("3", "a|b|x")]
    [InlineData(" 2nd", "a|x|a")]
    public void Changei_counts_from_one(string index, string after)
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-changei", "/Users/bob", "Comment", index, "x"));
        Assert.Equal(after, Comment);
    }

    [Theory]
    [InlineData("0", -14061, "eDSInvalidIndex", 237)]
    [InlineData("-1", -14061, "eDSInvalidIndex", 237)]
    [InlineData("x", -14061, "eDSInvalidIndex", 237)]
    [InlineData("", -14061, "eDSInvalidIndex", 237)]
    [InlineData("4", -14062, "eDSIndexOutOfRange", 238)]
    [InlineData("99999999999999999999", -14062, "eDSIndexOutOfRange", 238)]
    public void Changei_outside_the_values_is_refused(string index, int status, string name, int exit) =>
        Assert.Equal(Outcome.Refused(status, name, exit), _mac.Unchanged(".", "-changei", "/Users/bob", "Comment", index, "x"));

    [Theory]
    [InlineData("-append", "x")]
    [InlineData("-merge", "x")]
    [InlineData("-change", "a", "x")]
    [InlineData("-changei", "1", "x")]
    [InlineData("-delete")]
    [InlineData("-delete", "a")]
    [InlineData("-create", "x")]
    public void Those_without_the_right_change_nothing(string verb, params string[] values)
    {
        Assert.Equal(Denied, _mac.UnchangedAs("alice", [".", verb, "/Users/bob", "Comment", .. values]));
        Assert.Equal(Denied, _mac.UnchangedAs("bob", [".", verb, "/Users/bob", "Comment", .. values]));
    }

    [Theory]
    [InlineData("append", "Comment", "x")]
    [InlineData("merge", "Comment", "x")]
    [InlineData("change", "Comment", "a", "x")]
    [InlineData("changei", "Comment", "1", "x")]
    [InlineData("delete", "Comment", "x")]
    [InlineData("rm")]
    [InlineData("destroy", "Comment")]
    public void A_missing_record_is_an_invalid_path(string verb, params string[] rest) =>
        Assert.Equal(Outcome.InvalidPath(verb), _mac.Unchanged([".", "-" + verb, "/Users/nosuch", .. rest]));

    [Theory]
    [InlineData("-append", "x")]
    [InlineData("-merge", "x")]
    [InlineData("-change", "a", "x")]
    [InlineData("-changei", "1", "x")]
    [InlineData("-delete", "x")]
    public void What_is_no_record_is_passed_over_in_silence(string verb, params string[] values)
    {
        Assert.Equal(Outcome.Silent, _mac.Unchanged([".", verb, "/Users", "Comment", .. values]));
        Assert.Equal(Outcome.Silent, _mac.Unchanged([".", verb, "/", "Comment", .. values]));
    }

    [Fact]
    public void Options_authenticate_an_admin_who_then_may_write()
    {
        Assert.Equal(Denied, _mac.UnchangedAs("alice", ".", "change", "/users/bob", "PrimaryGroupID", "20", "0"));
        Assert.Equal(Outcome.Silent, _mac.As("alice", "-u", "alice", "-P", "alicepw", ".", "change", "/users/bob", "PrimaryGroupID", "20", "0"));
        Assert.Equal(Outcome.Printed("PrimaryGroupID: 0\n"), _mac.As("alice", ".", "read", "/users/bob", "PrimaryGroupID"));
        Assert.Equal(Denied, _mac.UnchangedAs("bob", "-u", "bob", "-P", "bobpw", ".", "change", "/users/bob", "PrimaryGroupID", "0", "100"));
        Assert.Equal(Outcome.Silent, _mac.As("bob", "-u", "alice", "-P", "alicepw", ".", "append", "/groups/admin", "GroupMembership", "bob"));
        Assert.Equal(Outcome.Silent, _mac.As("bob", "-u", "bob", "-P", "bobpw", ".", "change", "/users/bob", "PrimaryGroupID", "0", "100"));
    }

    [Fact]
    public void Delete_removes_a_record_and_nothing_around_it()
    {
        _mac.Dscl(".", "-append", "/Groups/staff", "GroupMembership", "bob");
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-delete", "/Users/bob"));
        Assert.Null(_mac.OfUser("bob", "UniqueID"));
        Assert.Contains("bob", _mac.Values(RecordType.Groups, "staff", "GroupMembership")!);
        Assert.Equal(Outcome.InvalidPath("delete"), _mac.Dscl(".", "-delete", "/Users/bob"));
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("-rm")]
    [InlineData("destroy")]
    [InlineData("-destroyprop")]
    public void Delete_of_an_attribute_removes_all_its_values_and_does_not_mind_its_absence(string verb)
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", verb, "/Users/bob", "Comment"));
        Assert.Equal("", Comment);
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", verb, "/Users/bob", "Comment"));
    }

    [Fact]
    public void Delete_of_values_takes_the_first_of_each()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-delete", "/Users/bob", "Comment", "a", "b"));
        Assert.Equal("a", Comment);
        Assert.Equal(Outcome.Refused(-14134, "eDSAttributeNotFound", 54), _mac.Unchanged(".", "-delete", "/Users/bob", "Comment", "a", "nosuch"));
    }

    [Fact]
    public void Delete_of_a_type_removes_all_its_records()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-delete", "/Aliases"));
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-list", "/Aliases"));
    }

    [Fact]
    public void The_last_token_holder_can_not_be_deleted_not_even_among_all_users()
    {
        Assert.Equal(DeleteDenied, _mac.Unchanged(".", "-delete", "/Users/alice"));
        Assert.Equal(DeleteDenied, _mac.Unchanged(".", "-delete", "/Users"));
        Assert.True(_mac.HasToken("alice"));
    }

    [Fact]
    public void A_holder_whose_record_is_gone_counts_no_more()
    {
        using var mac = new TestMachine(TestMachine.Specification with
        {
            Users = [.. TestMachine.Specification.Users, new(new NewAccount("carol")) { Password = "carolpw", HasSecureToken = true }],
        });
        Assert.Equal(Outcome.Silent, mac.Dscl(".", "-delete", "/Users/carol"));
        Assert.Equal(2, mac.With(m => m.SecureTokens.Holders.Count));
        Assert.Equal(DeleteDenied, mac.Unchanged(".", "-delete", "/Users/alice"));
    }

    [Theory]
    [InlineData("-delete", "AuthenticationAuthority")]
    [InlineData("-delete", "AuthenticationAuthority", ";SecureToken;")]
    [InlineData("-create", "AuthenticationAuthority", ";ShadowHash;")]
    [InlineData("-change", "AuthenticationAuthority", ";SecureToken;", ";x;")]
    public void The_last_token_mark_can_not_be_edited_away(string verb, params string[] rest) =>
        Assert.Equal(Denied, _mac.Unchanged([".", verb, "/Users/alice", .. rest]));

    [Theory]
    [InlineData("bob")]
    [InlineData("alice")]
    public void Only_root_and_authenticated_admins_delete_records(string caller)
    {
        Assert.Equal(DeleteDenied, _mac.UnchangedAs(caller, ".", "-delete", "/Users/bob"));
        Assert.Equal(DeleteDenied, _mac.UnchangedAs(caller, "-u", "bob", "-P", "bobpw", ".", "-delete", "/Users/bob"));
        Assert.Equal(Outcome.Silent, _mac.As(caller, "-u", "alice", "-P", "alicepw", ".", "-delete", "/Users/bob"));
    }

    [Theory]
    [InlineData("-delete", "RecordName")]
    [InlineData("-delete", "RecordName", "bob")]
    [InlineData("-change", "RecordName", "bob", "")]
    [InlineData("-changei", "name", "1", "")]
    public void The_only_name_stays(string verb, params string[] rest) =>
        Assert.Equal(Outcome.Refused(-14133, "eDSInvalidRecordName", 53), _mac.Unchanged([".", verb, "/Users/bob", .. rest]));

    [Fact]
    public void Deleting_a_prefixed_native_attribute_is_as_good_as_the_bare_name()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-delete", "/Users/bob", "dsAttrTypeNative:ShadowHashData"));
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-delete", "/Users/bob", "ShadowHashData"));
        Assert.Equal(new Outcome("", "No such key: ShadowHashData\n", 0), _mac.Dscl(".", "-read", "/Users/bob", "ShadowHashData"));
    }
}
