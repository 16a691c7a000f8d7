using System.Text;
using MacStateStore.OpenDirectory;

namespace Dscl.Tests;

/// <summary>The interactive mode (dossier dscl, section 9).</summary>
public sealed class InteractiveTests : IDisposable
{
    private const string Banner = "Entering interactive mode... (type \"help\" for commands)\n";
    private const string InvalidPath = "<dscl_cmd> DS Error: -14009 (eDSUnknownNodeName)\n";

    private readonly TestMachine _mac = new();

    public void Dispose() => _mac.Dispose();

    private Outcome Pipe(params string[] lines) => _mac.Typing(string.Concat(lines.Select(line => line + "\n")), "-q", ".");

    [Fact]
    public void The_banner_comes_without_data_source_and_goodbye_without_q()
    {
        Assert.Equal(Outcome.Printed(Banner + "Goodbye\n"), _mac.Dscl());
        Assert.Equal(Outcome.Printed(Banner), _mac.Dscl("-q"));
        Assert.Equal(Outcome.Printed("Goodbye\n"), _mac.Dscl("."));
        Assert.Equal(Outcome.Printed("Goodbye\n"), _mac.Dscl("localhost"));
        Assert.Equal(Outcome.Silent, _mac.Dscl("-q", "/Search"));
        Assert.Equal(Outcome.Printed("Cannot open remote host, error: DSOpenDirServiceErr\n"), _mac.Dscl("nohost"));
        Assert.Equal(new Outcome("Data source (/Nosuch) is not valid.\n", "", 69), _mac.Dscl("/Nosuch"));
    }

    [Theory]
    [InlineData("q")]
    [InlineData("quit")]
    [InlineData("\t exit ")]
    public void A_word_ends_it_and_what_follows_is_not_done(string end)
    {
        Assert.Equal(Outcome.Printed("Goodbye\n"), _mac.Typing($"\n  \n{end}\ndelete /Users/bob\n", "."));
        Assert.NotNull(_mac.OfUser("bob", "UniqueID"));
    }

    [Fact]
    public void The_end_words_end_nothing_with_more_after_them()
    {
        var (output, error, status) = _mac.Typing("q now\nread /Users/bob UniqueID", "-q", ".");
        Assert.Equal(("UniqueID: 502\n", 0), (output, status));
        Assert.StartsWith("dscl (v14.5)\nusage:", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_top_is_listed() => Assert.Equal(Outcome.Printed(Banner + "Local\n\nContact\nSearch\nGoodbye\n"), _mac.Typing("ls\nq\n"));

    [Fact]
    public void Paths_begin_at_the_current_place()
    {
        Assert.Equal(Outcome.Printed("UniqueID: 502\nUniqueID: 502\nUniqueID: 502\nUniqueID: 501\nUniqueID: 0\nname: dsRecTypeStandard:Users\nname: dsRecTypeStandard:Groups\n"), Pipe(
            "cd /Users/bob/", "read . UniqueID", "cat ../bob UniqueID", "cd ..", "read bob UniqueID", "cd", "read ./alice UniqueID", "cd ../Groups", "read ../Users/root UniqueID",
            "read /Users", "read"));
        Assert.Equal(_mac.Dscl(".", "-list", "/Users"), Pipe("cd Users", "ls"));
        Assert.Equal(_mac.Dscl(".", "-list", "/"), Pipe("cd Users/bob", "cd ../../..", "ls ."));
        Assert.Equal(_mac.Dscl(".", "-readall", "/SharePoints"), Pipe("cd /SharePoints", "readall"));
        Assert.Equal(_mac.Dscl(".", "-read", "/"), Pipe("cd Users", "read /"));
    }

    [Fact]
    public void A_failure_says_so_and_the_next_command_follows()
    {
        Assert.Equal(new Outcome("cd: Invalid Path\nlist: Invalid Path\nUniqueID: 502\n", InvalidPath + InvalidPath + "<dscl_cmd> DS Error: -14136 (eDSRecordNotFound)\n", 0),
            Pipe("cd /Users/nosuch", "list /Nosuch", "read /Users/nosuch", "read /Users/bob UniqueID"));
        var (output, error, status) = Pipe("create", "append /Users/bob Comment", "nosuch", "read /Users/bob UniqueID");
        Assert.Equal(("UniqueID: 502\n", 0), (output, status));
        Assert.StartsWith("Too few parameters for append operation\ndscl (v14.5)\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_command_is_kept_or_undone_by_itself()
    {
        Pipe("create /Users/bob Comment first", "create /Users/bob UniqueID 501", "append /Users/bob Comment second", "create /Users/carol UniqueID 501", "delete /Users/nosuch");
        Assert.Equal(["first", "second"], _mac.OfUser("bob", "Comment")!);
        Assert.Equal(["502"], _mac.OfUser("bob", "UniqueID")!);
        Assert.Null(_mac.OfUser("carol", "UniqueID"));
    }

    [Fact]
    public void Relative_writes_reach_the_record()
    {
        Assert.Equal(Outcome.Silent, Pipe("cd /Groups", "create team", "create team RealName \"The Team\"", "append team GroupMembership bob", "change team RealName 'The Team' Team", "cd team", "mk . PrimaryGroupID 600"));
        Assert.Equal(["Team"], _mac.Values(RecordType.Groups, "team", "RealName")!);
        Assert.Equal(["600"], _mac.Values(RecordType.Groups, "team", "PrimaryGroupID")!);
        Assert.Equal(["bob"], _mac.Values(RecordType.Groups, "team", "GroupMembership")!);
        Assert.Equal(new Outcome("read: Invalid Path\n", InvalidPath, 0), Pipe("cd /Groups/team", "delete", "read . RealName"));
        Assert.Null(_mac.Values(RecordType.Groups, "team", "RealName"));
    }

    [Theory]
    [InlineData("a b", "a", "b")]
    [InlineData("  a\t b  ", "a", "b")]
    [InlineData("'a b' \"c d\"", "a b", "c d")]
    [InlineData("'a b\" c", "a b", "c")]
    [InlineData("a'b c'd", "a'b", "c'd")]
    [InlineData("a\\ b \\'c", "a b", "'c")]
    [InlineData("'a\\'b' \"\\\\\"", "a'b", "\\")]
    [InlineData("'open end", "open end")]
    [InlineData("\"\" x", "", "x")]
    [InlineData("a\\\\/b", "a\\/b")]
    [InlineData("end\\", "end\\")]
    [InlineData("é 🦊", "é", "🦊")]
    [InlineData(" \t ")]
    [InlineData("")]
    public void Words_are_split_at_blanks(string line, params string[] words) => Assert.Equal(words, Interactive.Words(line));

    [Fact]
    public void The_directory_stack_is_printed() =>
        Assert.Equal(new Outcome("/Users  \n/Groups/admin /Users  \n/Users /Groups/admin  \n/Groups/admin  \n \npopd: Directory stack empty.\npushd: no other directory\npushd: Invalid Path\nname: dsRecTypeStandard:Users\n",
            InvalidPath + InvalidPath + InvalidPath, 0),
            Pipe("pushd Users", "pd ../Groups/admin", "pushd", "popd", "popd", "popd", "pushd", "pushd nosuch", "read Users"));

    [Fact]
    public void Auth_lets_the_later_commands_write()
    {
        const string refused = "<main> attribute status: eDSPermissionError\n<dscl_cmd> DS Error: -14120 (eDSPermissionError)\n";
        Assert.Equal(new Outcome("PrimaryGroupID: 20\nPrimaryGroupID: 0\n", refused, 0), _mac.Run("alice", """
            cd /Local/Default/Users/alice/
            read . PrimaryGroupID
            change . PrimaryGroupID 20 0
            auth alice alicepw
            change . PrimaryGroupID 20 0
            read . PrimaryGroupID
            """, "-q", "localhost"));
        Assert.Equal(new Outcome("Authentication for node /Local/Default failed. (-14090, eDSAuthFailed)\n", "<dscl_cmd> DS Error: -14090 (eDSAuthFailed)\n" + refused, 0),
            _mac.Run("bob", "auth alice wrong\ncreate /Users/bob Comment x\n", "-q", "."));
        Assert.Equal(new Outcome("", "Password: ", 0), _mac.Run("alice", "su\nalicepw\ncreate /Users/bob Comment x\n", "-q", "."));
        Assert.Equal(["x"], _mac.OfUser("bob", "Comment")!);
        Assert.StartsWith("Authentication for node No Node failed.", _mac.Typing("authonly alice alicepw\n", "localhost").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_goes_through_the_pipe_and_not_into_the_journal()
    {
        Assert.Equal(new Outcome("", "New Password: ", 0), Pipe("passwd /Users/bob first-secret", "passwd /Users/bob", "second-secret", "authonly bob second-secret"));
        Assert.True(_mac.IsPassword("bob", "second-secret"));
        Assert.DoesNotContain("secret", _mac.With(mac => string.Concat(mac.Journal.Read().Take(1).Select(row => row.Entry.Arguments + string.Concat(row.Changes)))), StringComparison.Ordinal);
    }

    [Fact]
    public void One_run_is_one_row_of_the_journal()
    {
        Pipe("create /Users/bob Comment one", "create /Users/bob Comment two");
        var rows = _mac.With(mac => mac.Journal.Read()).Where(row => row.Entry.Tool == "dscl").ToList();
        Assert.Equal("[\"-q\",\".\"]", Assert.Single(rows).Entry.Arguments);
        Assert.Equal(0, rows[0].ExitStatus);
        Assert.Equal(2, rows[0].Changes.Count(change => change.Key.Contains("comment", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void Others_write_while_it_waits()
    {
        Outcome? other = null;
        using var input = new Input("create /Users/bob Comment mine\n", "append /Users/bob Comment last\n") { BeforeSecond = () => other = _mac.Dscl(".", "-append", "/Users/bob", "Comment", "other") };
        Assert.Equal(Outcome.Silent, _mac.Run("root", input, isTerminal: false, "-q", "."));
        Assert.Equal(Outcome.Silent, other);
        Assert.Equal(["mine", "other", "last"], _mac.OfUser("bob", "Comment")!);
    }

    [Fact]
    public void What_is_not_emulated_ends_it_and_keeps_what_was_done_before()
    {
        Assert.Equal(new Outcome("", "macemu: not emulated: deleting a node with dscl\n", 78), Pipe("create /Users/bob Comment x", "delete /", "create /Users/bob Comment y"));
        Assert.Equal(["x"], _mac.OfUser("bob", "Comment")!);
    }

    [Fact]
    public void A_terminal_sees_the_prompt_with_the_path_in_bold()
    {
        var shown = Typed("cd /Users/bob\nq\n", ".");
        Assert.Equal("\e[1m\e[0m > cd /Users/bob\n\e[1m/Users/bob\e[0m > q\nGoodbye\n", shown);
        Assert.DoesNotContain("> ", Typed("cd /Users/bob\nq\n", "-q", "."), StringComparison.Ordinal);
        Assert.EndsWith("\nGoodbye\n", Typed("\x04", "."), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abc\n", "abc")]
    [InlineData("acd\x7f\x02" + "b\n", "abc")]
    [InlineData("bc\x01" + "a\n", "abc")]
    [InlineData("bc\e[Ha\e[F\x08" + "d\n", "abd")]
    [InlineData("bc\e[D\e[D\e[D" + "a\e[C\e[C\e[C" + "d\n", "abcd")]
    [InlineData("junk\x15" + "abc\n", "abc")]
    [InlineData("abcjunk\x02\x02\x02\x02\x0b\n", "abc")]
    [InlineData("xabc\x01\x04\n", "abc")]
    [InlineData("xabc\eOH\e[3~\n", "abc")]
    [InlineData("\e[1;5Dabc\e[200~q\x07\n", "abcq")]
    [InlineData("é🦊x\x7f\n", "é🦊")]
    [InlineData("\x08\x7f\e[D\e[C\e[A\e[Babc\r", "abc")]
    public void A_line_is_edited(string keys, string line) =>
        Assert.Equal([line], Lines(keys));

    [Fact]
    public void Earlier_lines_come_back() =>
        Assert.Equal(["one", "two", "two", "one!", "one!", "draft"], Lines("one\ntwo\n\x10\n\e[A\e[A\e[A\e[A!\n\x10\x0e\x10\ndraft\e[A\e[A\e[B\e[B\n"));

    [Theory]
    [InlineData("sea\t/Users UniqueID 502", "bob\t\tUniqueID = (\n    502\n)\n")]
    [InlineData("rea\t /Users/bo\tUniqueID", "UniqueID: 502\n")] // read, readall, readpl and readpli
    [InlineData("read /Mach\ttwo\tComment", "Comment: x\n")]
    [InlineData("read /Machines/tw\tComment", "Comment: x\n")]
    [InlineData("read /Machines/two\\ w\tComment", "Comment: x\n")]
    [InlineData("read /Nosuch/x\tb UniqueID", "read: Invalid Path\n")]
    [InlineData("read /Users/bo UniqueID\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\t", "UniqueID: 502\n")]
    public void Tab_completes_commands_and_names(string keys, string printed)
    {
        _mac.Dscl(".", "-create", "/Machines/two words", "Comment", "x");
        Assert.Contains("\n" + printed, Typed(keys + "\nq\n", "."), StringComparison.Ordinal);
        Assert.Contains("\nUniqueID: 502\n", Typed("cd /Users\nread bo\tUniqueID\nq\n", "."), StringComparison.Ordinal);
    }

    [Fact]
    public void Tab_shows_the_names_where_they_differ_at_once()
    {
        _mac.Dscl(".", "-create", "/Machines/one");
        _mac.Dscl(".", "-create", "/Machines/two words");
        Assert.Contains("\none  two\\ words\n\r\e[1m\e[0m > list /Machines/\e[K", Typed("list /Mach\t\t\x15q\n", "."), StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_c_ends_it_as_a_signal_does()
    {
        var (output, _, status) = _mac.Run("root", "create /Users/bob Comment x\ndelete /Users/bob\x03\ndelete /Users/bob\n", isTerminal: true, ".");
        Assert.Equal(130, status);
        Assert.DoesNotContain("Goodbye", output, StringComparison.Ordinal);
        Assert.Equal(["x"], _mac.OfUser("bob", "Comment")!);
    }

    private string Typed(string keys, params string[] arguments) => _mac.Run("root", keys, isTerminal: true, arguments).Out;

    private static List<string> Lines(string keys)
    {
        using var output = new MemoryStream();
        using var console = new MacToolHost.ToolConsole(new MemoryStream(Encoding.UTF8.GetBytes(keys)), output, output, _ => null, isInputTerminal: true);
        var editor = new LineEditor(console);
        var lines = new List<string>();
        while (editor.ReadLine("> ") is { } line) lines.Add(line);
        return lines;
    }

    // Something happens before the second line is read.
    private sealed class Input(string first, string second) : MemoryStream(Encoding.UTF8.GetBytes(first + second))
    {
        public required Action BeforeSecond { get; init; }

        public override int ReadByte()
        {
            if (Position == Encoding.UTF8.GetByteCount(first)) BeforeSecond();
            return base.ReadByte();
        }
    }
}
