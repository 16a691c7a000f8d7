namespace Dscl.Tests;

/// <summary>Data sources, options and usage (dossier dscl, sections 2, 4 and 6.4).</summary>
public sealed class DataSourceTests : IDisposable
{
    private readonly TestMachine _mac = new();

    public void Dispose() => _mac.Dispose();

    [Theory]
    [InlineData(".", "/Users/bob")]
    [InlineData("/Local/Default", "/Users/bob")]
    [InlineData("/Local/Default/", "/Users/bob")]
    [InlineData("eDSLocalNodeNames", "/Users/bob")]
    [InlineData("edslocalhostednodes", "/Users/bob")]
    [InlineData("/Search", "/Users/bob")]
    [InlineData("/Search/Contacts", "/Users/bob")]
    [InlineData("/Contacts", "/Users/bob")]
    [InlineData("localhost", "/Local/Default/Users/bob")]
    [InlineData("LocalHost", "Local/Default/users/bob")]
    [InlineData("localonly", "/Local/Default/Users/bob")]
    [InlineData("localhost", "/Search/Users/bob")]
    [InlineData("localhost", "/Search/Contacts/Users/bob")]
    [InlineData("localhost", "/Contact/Users/bob")]
    public void Every_data_source_leads_to_the_local_node(string source, string path) =>
        Assert.Equal(Outcome.Printed("AppleMetaNodeLocation: /Local/Default\nUniqueID: 502\n"), _mac.Dscl(source, "-read", path, "UniqueID", "AppleMetaNodeLocation"));

    [Theory]
    [InlineData("/Nosuch")]
    [InlineData("/")]
    [InlineData("/Local")]
    [InlineData("/LDAPv3/ldap.example.com")]
    [InlineData("/Active Directory/CORP/All Domains")]
    public void An_unknown_node_is_no_data_source(string word) =>
        Assert.Equal(new Outcome($"Data source ({word}) is not valid.\n", "", 69), _mac.Dscl(word, "-list", "/Users"));

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("server.example.com")]
    [InlineData("127.0.0.1")]
    [InlineData("")]
    public void Any_other_word_is_a_host_that_does_not_answer(string word)
    {
        Assert.Equal(Outcome.Printed("Cannot open remote host, error: DSOpenDirServiceErr\n"), _mac.Dscl(word));
        Assert.Equal(Outcome.Printed("Cannot open remote host, error: DSOpenDirServiceErr\n"), _mac.Dscl(word, "-delete", "/Users/bob"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData(".")]
    public void The_top_shows_plug_ins_and_search_nodes(string path)
    {
        Assert.Equal(Outcome.Printed("Local\n\nContact\nSearch\n"), _mac.Dscl("localhost", "-list", path));
        Assert.Equal(Outcome.Printed("Local\n"), _mac.Dscl("localonly", "-list", path));
    }

    [Fact]
    public void The_tree_below_the_top_is_listed()
    {
        Assert.Equal(Outcome.Printed("Default\n"), _mac.Dscl("localhost", "-list", "/Local"));
        Assert.Equal(_mac.Dscl(".", "-list", "/Users"), _mac.Dscl("localhost", "-list", "/Local/Default/Users"));
        Assert.Equal(_mac.Dscl(".", "-list", "/Users"), _mac.Dscl("localhost", "-list", "/Search/Users"));
        Assert.Equal(_mac.Dscl(".", "-list", "/"), _mac.Dscl("localhost", "-list", "/Local/Default"));
        Assert.Equal(Outcome.InvalidPath("list"), _mac.Dscl("localhost", "-list", "/Users"));
        Assert.Equal(Outcome.InvalidPath("list"), _mac.Dscl("localhost", "-list", "/Local/Nosuch"));
        Assert.Equal(Outcome.InvalidPath("list"), _mac.Dscl("localhost", "-list", "/LDAPv3"));
        Assert.Equal(Outcome.InvalidPath("list"), _mac.Dscl("localonly", "-list", "/Search"));
    }

    [Fact]
    public void The_search_node_has_only_types_with_records()
    {
        var types = _mac.Dscl("/Search", "-list", "/").Out.Split('\n');
        Assert.Contains("Users", types);
        Assert.DoesNotContain("Printers", types);
        Assert.Equal(Outcome.InvalidPath("list"), _mac.Dscl("/Search", "-list", "/Printers"));
    }

    [Fact]
    public void A_type_or_record_is_read_through_localhost()
    {
        Assert.Equal(Outcome.Printed("name: dsRecTypeStandard:Users\n"), _mac.Dscl("localhost", "-read", "Local/Default/Users/"));
        Assert.Equal(Outcome.Failed(-14136, "eDSRecordNotFound", 56), _mac.Dscl("localhost", "-read", "Local/Default/Users/doesnotexist"));
        Assert.Equal(Outcome.Silent, _mac.Dscl("localhost", "-read", "/"));
        Assert.Equal(Outcome.Silent, _mac.Dscl("localhost", "-read", "/Local"));
    }

    [Fact]
    public void A_node_has_attributes_of_its_own()
    {
        Assert.Equal(Outcome.Printed("CSPSearchPath: /Local/Default\n"), _mac.Dscl("/Search", "-read", "/", "CSPSearchPath"));
        Assert.Equal(Outcome.Printed("SearchPolicy: dsAttrTypeStandard:NSPSearchPath\n"), _mac.Dscl("/Search", "read", ".", "SearchPolicy"));
        Assert.Equal(Outcome.Printed("CSPSearchPath: /Local/Default\n"), _mac.Dscl("localhost", "-read", "/Search", "CSPSearchPath"));
        Assert.Equal(new Outcome("AppleMetaNodeLocation: /Local/Default\n", "No such key: CSPSearchPath\n", 0), _mac.Dscl(".", "-read", "/", "AppleMetaNodeLocation", "CSPSearchPath"));
        Assert.Contains("<key>dsAttrTypeStandard:CSPSearchPath</key>\n\t<array>\n\t\t<string>/Local/Default</string>", _mac.Dscl("-plist", "/Search", "-read", "/").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_the_search_node_only_the_search_path_can_be_written()
    {
        Assert.Equal(Outcome.Refused(-14121, "eDSReadOnly", 41), _mac.Unchanged("/Search", "-create", "/", "Comment", "x"));
        Assert.Equal(Outcome.Refused(-14121, "eDSReadOnly", 41), _mac.Unchanged("/Search", "-append", "/", "Comment", "x"));
        Assert.Equal(Outcome.Failed(-14121, "eDSReadOnly", 41, error: "<main> delete status: eDSReadOnly\n"), _mac.Unchanged("/Search", "-delete", "/"));
        Assert.Equal(Outcome.Refused(-14120, "eDSPermissionError", 40), _mac.UnchangedAs("alice", "/Search", "-create", "/", "SearchPolicy", "CSPSearchPath"));
        Assert.Equal(Outcome.Printed("SearchPolicy: dsAttrTypeStandard:NSPSearchPath\n"), _mac.Dscl("/Search", "-read", "/", "SearchPolicy"));
    }

    [Theory]
    [InlineData("-u", "alice", "-P", "wrong")]
    [InlineData("-u", "nosuch", "-P", "x")]
    [InlineData("-p")]
    [InlineData("-p", "-P", "alicepw")]
    public void A_refused_login_makes_the_data_source_invalid(params string[] options)
    {
        var (output, _, status) = _mac.Dscl([.. options, ".", "-delete", "/Users/bob"]);
        Assert.Equal(("Data source (.) is not valid.\n", 69), (output, status));
        Assert.NotNull(_mac.OfUser("bob", "UniqueID"));
        Assert.Equal("Data source (/Search) is not valid.\n", _mac.Dscl([.. options, "/Search", "-list", "/Users"]).Out);
    }

    [Fact]
    public void A_user_without_password_is_prompted_for()
    {
        Assert.Equal(new Outcome("", "Password: ", 0), _mac.Run("bob", "alicepw\n", "-u", "alice", ".", "-create", "/Users/bob", "Comment", "x"));
        Assert.Equal(["x"], _mac.OfUser("bob", "Comment")!);
    }

    [Fact]
    public void Localhost_ignores_the_login()
    {
        Assert.Equal(Outcome.Printed("UniqueID: 502\n"), _mac.As("bob", "-u", "alice", "-P", "wrong", "localhost", "-read", "/Local/Default/Users/bob", "UniqueID"));
        Assert.Equal(Outcome.Refused(-14120, "eDSPermissionError", 40),
            _mac.UnchangedAs("bob", "-u", "alice", "-P", "alicepw", "localhost", "-create", "/Local/Default/Users/bob", "Comment", "x"));
    }

    [Fact]
    public void Options_come_in_any_order_and_unused_ones_are_harmless() =>
        Assert.Equal(Outcome.Printed("dsAttrTypeStandard:RealName: Bob\n"), _mac.Dscl("-q", "-H", "-raw", "-t", "-P", "ignored", ".", "-read", "/Users/bob", "RealName"));

    [Theory]
    [InlineData("-read")]
    [InlineData("readall")]
    [InlineData("-list")]
    [InlineData("ls")]
    [InlineData("search", "/Users", "UniqueID")]
    [InlineData("-create")]
    [InlineData("-append", "/Users/bob", "Comment")]
    [InlineData("-merge", "/Users/bob", "Comment")]
    [InlineData("-change", "/Users/bob", "Comment", "x")]
    [InlineData("-changei", "/Users/bob", "Comment", "1")]
    [InlineData("-delete")]
    [InlineData("-authonly")]
    [InlineData("-auth")]
    [InlineData("cd")]
    [InlineData("-readpl", "/Users/bob", "x")]
    [InlineData("-createpli", "/Users/bob", "x", "0", "y")]
    [InlineData("-diff", "/Users/bob")]
    public void Too_few_words_bring_the_usage_and_64(string verb, params string[] rest)
    {
        var (output, error, status) = _mac.Unchanged([".", verb, .. rest]);
        Assert.StartsWith($"Too few parameters for {verb.TrimStart('-')} operation\ndscl (v14.5)\nusage: dscl [options] [<datasource> [<command>]]\ndatasource:\n", error, StringComparison.Ordinal);
        Assert.Equal(("", 64), (output, status));
    }

    [Theory]
    [InlineData("nosuch")]
    [InlineData("--read")]
    [InlineData("pwd")]
    [InlineData("READ")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("help")]
    [InlineData("-help")]
    public void An_unknown_command_brings_the_usage_and_0(string verb)
    {
        var (output, error, status) = _mac.Unchanged(".", verb, "/Users/bob");
        Assert.StartsWith("dscl (v14.5)\nusage: dscl [options] [<datasource> [<command>]]\n", error, StringComparison.Ordinal);
        foreach (var part in (string[])["\noptions:\n    -u <user>  ", "\ncommands:\n    -read  ", "    -delete       <path> [<key> [<val>...]]\n", "\n\nMCX Extensions:\n    -mcxread"])
            Assert.Contains(part, error, StringComparison.Ordinal);
        Assert.DoesNotContain(" \n", error, StringComparison.Ordinal);
        Assert.Equal(("", 0), (output, status));
    }

    [Fact]
    public void Appleversion_stands_alone()
    {
        Assert.Equal(Outcome.Printed("dscl, Apple Inc., Version 14.5 (build 23F79)\n"), _mac.Dscl("-appleversion"));
        Assert.Equal(Outcome.Printed("Cannot open remote host, error: DSOpenDirServiceErr\n"), _mac.Dscl("-appleversion", "-list", "/"));
    }

    [Theory]
    [InlineData("dscl /Configure", "/Configure", "-read", "/")]
    [InlineData("dscl /Configure", "localhost", "-read", "/Configure/x")]
    [InlineData("deleting a node with dscl", ".", "-delete", "/")]
    public void What_is_not_emulated_says_so(string what, params string[] arguments) =>
        Assert.Equal(new Outcome("", $"macemu: not emulated: {what}\n", 78), _mac.Unchanged(arguments));

    [Fact]
    public void The_directory_stack_is_empty_outside_interactive_mode()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "cd", "/Users/bob"));
        Assert.Equal(Outcome.InvalidPath("cd"), _mac.Dscl(".", "-cd", "/Users/nosuch"));
        Assert.Equal(Outcome.Printed("/Users/bob  \n"), _mac.Dscl(".", "pushd", "/Users/bob"));
        Assert.Equal(Outcome.InvalidPath("pd"), _mac.Dscl(".", "pd", "/Nosuch"));
        Assert.Equal(Outcome.Failed(-14009, "eDSUnknownNodeName", 185, "pushd: no other directory\n"), _mac.Dscl(".", "pushd"));
        Assert.Equal(Outcome.Failed(-14009, "eDSUnknownNodeName", 185, "popd: Directory stack empty.\n"), _mac.Dscl(".", "popd"));
    }
}
