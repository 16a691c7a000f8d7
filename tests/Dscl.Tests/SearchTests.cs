namespace Dscl.Tests;

/// <summary>dscl's search (dossier dscl, 6.5).</summary>
public sealed class SearchTests : IDisposable
{
    private readonly TestMachine _mac = new();

    public void Dispose() => _mac.Dispose();

    [Fact]
    public void A_hit_shows_all_values_of_the_attribute()
    {
        Assert.Equal(Outcome.Printed("bob\t\tUniqueID = (\n    502\n)\n"), _mac.Dscl(".", "-search", "/Users", "UniqueID", "502"));
        Assert.Equal(Outcome.Printed("bob\t\tNFSHomeDirectory = (\n    \"/Users/bob\"\n)\n"), _mac.Dscl(".", "search", "/Users", "NFSHomeDirectory", "/Users/bob"));
        var admin = _mac.Dscl(".", "-search", "/Groups", "GroupMembership", "alice").Out;
        Assert.StartsWith("admin\t\tGroupMembership = (\n    root,\n    alice\n)\n_appserveradm\t\tGroupMembership = (\n    alice\n)\n", admin, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_are_quoted_and_escaped_as_in_old_property_lists()
    {
        _mac.Dscl(".", "-create", "/Users/bob", "Comment", "x", "", "a b", "-2", "\"q\"\\", "Zoë’s", "🦊", "l1\nl2\tt", "plain_1");
        Assert.Equal(Outcome.Printed("""
            bob		Comment = (
                x,
                "",
                "a b",
                "-2",
                "\"q\"\\",
                "Zo\U00eb\U2019s",
                "\Ud83e\Udd8a",
                "l1\nl2\tt",
                "plain_1"
            )

            """), _mac.Dscl(".", "-search", "/Users", "Comment", "x"));
    }

    [Fact]
    public void Native_keys_keep_their_prefix_and_raw_keeps_the_standard_one()
    {
        Assert.Equal(Outcome.Printed("bob\t\tdsAttrTypeNative:uid = (\n    502\n)\n"), _mac.Dscl(".", "-search", "/Users", "uid", "502"));
        Assert.Equal(Outcome.Printed("bob\t\tdsAttrTypeStandard:UniqueID = (\n    502\n)\n"), _mac.Dscl("-raw", ".", "-search", "/Users", "UniqueID", "502"));
    }

    [Theory]
    [InlineData("RecordName", "ALICE", true)]
    [InlineData("RealName", "alice example", true)]
    [InlineData("NFSHomeDirectory", "/users/alice", false)]
    [InlineData("UniqueID", "0501", false)]
    [InlineData("NFSHomeDirectory", "/Users/ali", false)]
    [InlineData("NFSHomeDirectory", "/Users/%", false)]
    public void Names_compare_without_case_and_all_else_exactly(string key, string value, bool isFound) =>
        Assert.Equal(isFound, _mac.Dscl(".", "-search", "/Users", key, value).Out.StartsWith("alice\t\t", StringComparison.Ordinal));

    [Fact]
    public void No_hit_is_silent()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-search", "/Users", "UniqueID", "4711"));
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-search", "/SharePoints", "sharepoint_group_id", "0A6F4C5C-0E70-4287-8393-73E1C30F72E5"));
    }

    [Fact]
    public void Hashes_are_searched_for_root_only()
    {
        _mac.Dscl(".", "-create", "/Users/bob", "ShadowHashData", "x");
        Assert.Equal(Outcome.Silent, _mac.As("bob", ".", "-search", "/Users", "ShadowHashData", "x"));
        Assert.Equal(Outcome.Printed("bob\t\tdsAttrTypeNative:ShadowHashData = (\n    x\n)\n"), _mac.Dscl(".", "-search", "/Users", "ShadowHashData", "x"));
    }

    [Fact]
    public void A_node_is_searched_through_all_types() =>
        Assert.Equal(Outcome.Printed("Groups/_www\t\tPrimaryGroupID = (\n    70\n)\nUsers/_www\t\tPrimaryGroupID = (\n    70\n)\n"),
            _mac.Dscl(".", "-search", "/", "PrimaryGroupID", "70"));

    [Fact]
    public void A_record_cannot_be_searched_and_a_fourth_word_is_ignored()
    {
        Assert.Equal(Outcome.Printed("You can only search a node or record type path.\n"), _mac.Dscl(".", "-search", "/Users/alice", "UniqueID", "501"));
        Assert.Equal(Outcome.Printed("bob\t\tUniqueID = (\n    502\n)\n"), _mac.Dscl(".", "-search", "/Users", "UniqueID", "502", "more"));
    }

    [Fact]
    public void A_type_that_nobody_has_is_missing_from_the_search_node_only()
    {
        string[] search = ["-search", "/Printers", "RealName", "x"];
        Assert.Equal(Outcome.Silent, _mac.Dscl([".", .. search]));
        Assert.Equal(Outcome.InvalidPath("search"), _mac.Dscl(["/Search", .. search]));
        Assert.Equal(Outcome.InvalidPath("search"), _mac.Dscl(".", "-search", "/Nosuch", "a", "b"));
    }
}
