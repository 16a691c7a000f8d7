using System.Text;

namespace MacEmu.Tests.Replay;

/// <summary>Which commands a document has.</summary>
public sealed class FindingTests : ReplayBench
{
    [Fact]
    public void Code_blocks_of_shells_are_commands_line_by_line() => Assert.Equal(
        ["4: cd /tmp && dscl . -list /Users # all", "6: for u in alice bob; do\\n  echo \"$u\"\\ndone", "9: cat <<'EOF' > x\\nsudo not a command\\n\\nEOF", "13: sudo profiles \\\\n  status", "20: defaults read x"],
        Found("""
            # Title
            ```sh
            # a comment
            cd /tmp && dscl . -list /Users # all

            for u in alice bob; do
              echo "$u"
            done
            cat <<'EOF' > x
            sudo not a command

            EOF
            sudo profiles \
              status
            ```
            sudo dscl . -list /Users is only told of here, as is `sudo dscl . -read /Users/alice`.

            - item
              ~~~ bash title="x"
              defaults read x
              ~~~

            ```yaml
            sudo dscl . -list /Groups
            ```
            """));

    [Fact]
    public void Case_functions_subshells_and_quotes_over_lines_stay_together() => Assert.Equal(
        ["2: case \"$1\" in\\n  a) echo a ;;\\n  (b) echo b ;;\\nesac", "6: f() {\\n  if true; then echo '}'; fi\\n}", "9: (cd /\\nls)", "11: echo \"one", "13: echo $(dscl . -list /Users |\\n  wc -l)", "15: true &&\\n  false", "17: x=$((1<<2)); echo \"${x#(}\""],
        [.. Found("""
            ```bash
            case "$1" in
              a) echo a ;;
              (b) echo b ;;
            esac
            f() {
              if true; then echo '}'; fi
            }
            (cd /
            ls)
            echo "one
            two"
            echo $(dscl . -list /Users |
              wc -l)
            true &&
              false
            x=$((1<<2)); echo "${x#(}"
            ```
            """).Select(line => line.Replace("echo \"one\\ntwo\"", "echo \"one"))]);

    [Fact]
    public void Prompts_of_transcripts_are_known_and_outputs_are_no_commands() => Assert.Equal(
        ["2: dscl . -list /Users", "5: sudo fdesetup status", "7: dscl . -read /Users/alice", "8: csrutil status", "12: id -u"],
        Found("""
            ```console
            $ dscl . -list /Users
            sudo dscl . -list /Users
            alice
            alice@mac ~ % sudo fdesetup status
            # no comment, but an output
            mac:~ alice$ dscl . -read /Users/alice
            sh-3.2# csrutil status
            $ # a comment
            ```
            ```
            # id -u
            0
            ```
            """));

    [Fact]
    public void A_block_without_a_language_counts_where_all_of_it_can_be_commands() => Assert.Equal(
        ["2: cd /tmp", "3: macemu show", "10: sudo dscl . -list /Users", "16: diskutil list"],
        Found("""
            ```
            cd /tmp
            macemu show
            ```
            ```
            macemu: run: 4 calls, 2 changed the Mac
            make demo
            ```
            ```
            sudo dscl . -list /Users
            _mbsetupuser
            ```

            Indented:

                diskutil list

            Text:

                Usage: diskutil list
            """));

    [Fact]
    public void A_block_that_begins_as_a_script_is_one_command() =>
        Assert.Equal(["2: #!/bin/sh\\nset -e\\ndscl . -list /Users"], Found("```sh\n#!/bin/sh\nset -e\ndscl . -list /Users\n```\n"));

    [Theory]
    [InlineData("sudo diskutil apfs listUsers /", "sudo diskutil apfs listUsers /")]
    [InlineData("  • sudo profiles remove -type bootstraptoken: Removes the token.", "sudo profiles remove -type bootstraptoken")]
    [InlineData("1. dscl . -create /Users/x UserShell /bin/zsh to set the shell.", "dscl . -create /Users/x UserShell /bin/zsh")]
    [InlineData("It is so.sudo profiles status -type bootstraptoken", "sudo profiles status -type bootstraptoken")]
    [InlineData("Then go on. Use sysadminctl -h", "sysadminctl -h")]
    [InlineData("Run fdesetup status, then restart.", "fdesetup status")]
    [InlineData("/usr/bin/fdesetup list -extended", "/usr/bin/fdesetup list -extended")]
    [InlineData("dscl . -append /Users/a AuthenticationAuthority \";x; y to z\"", "dscl . -append /Users/a AuthenticationAuthority \";x; y to z\"")]
    [InlineData("sudo sysadminctl -addUser x -fullName 'X to Y' (with a name)", "sudo sysadminctl -addUser x -fullName 'X to Y'")]
    [InlineData("$ sudo csrutil status", "sudo csrutil status")]
    public void Text_has_commands_at_the_start_of_a_line_or_sentence(string line, string command) =>
        Assert.Equal([$"3: {command}"], Found($"A page\n\n{line}\nand more", "page.txt"));

    [Theory]
    [InlineData("sysadminctl command-line tool")]
    [InlineData("profiles is a tool. diskutil too. The dscl -list option lists.")]
    [InlineData("sudo is how root is asked; sudo works.")]
    [InlineData("sudo dscl is how root asks the directory.")]
    [InlineData("csrutilorbputilfrom 1TR, using thekmutil configure-boot")]
    [InlineData("dscl")]
    [InlineData("diskutil - modify disks")]
    [InlineData("You use macemu as a tool. macemu runs scripts.")]
    [InlineData("")]
    public void Text_that_mentions_a_tool_has_no_command(string line)
    {
        var outcome = Bench.Run("replay", "--list", Bench.Write("page.txt", line + "\n"));
        Assert.Equal((2, ""), (outcome.Status, outcome.Output));
        Assert.Matches(@"^macemu: \S+page\.txt: no command is found; commands are lines in code blocks .*\n$", outcome.Errors);
    }

    [Fact]
    public void A_text_that_is_a_transcript_is_read_as_one() =>
        Assert.Equal(["1: dscl . -list /Users", "3: echo x"], Found("% dscl . -list /Users\nsudo dscl . -list\n% echo x\nx\n", "session.txt"));

    [Fact]
    public void Html_has_commands_in_code_and_paragraphs_with_entities_decoded() => Assert.Equal(
        ["4: sudo dscl . -append /Users/<user name> AuthenticationAuthority \";DisabledTags;SecureToken\"   ← what stands for <user name>? say it with --set",
            "5: sudo profiles install -type bootstraptoken", "7: dscl . -list /Users | grep -v _", "8: echo \"a & b\"", "11: dscl . -read /Users/<name>   ← what stands for <name>? say it with --set", "13: sudo diskutil list"],
        Found("""
            <!DOCTYPE html>
            <html><head><title>sudo dscl . -list /</title><script>sudo dscl . -list /Groups</script></head><body>
            <p>Call <code>dscl</code> or <kbd class='x > y'>sysadminctl</kbd>.</p>
            <p><kbd>sudo dscl . -append /Users/&lt;user name&gt; AuthenticationAuthority &quot;;DisabledTags;SecureToken&quot;</kbd></p>
            <ul><li><code>sudo profiles install&nbsp;-type bootstraptoken</code>: makes one</ul>
            <pre><code class="language-bash">
            dscl . -list /Users | grep -v _
            echo &#34;a &amp; b&#x22;
            </code></pre>
            <pre class="language-json">{"sudo dscl . -list": 1}</pre>
            <code>dscl . -read /Users/<var>name</var></code>
            <!-- sudo dscl . -list /Computers -->
            <p>sudo diskutil list</p> 1 < 2
            """, "page.html"));

    [Fact]
    public void Comments_in_a_document_are_no_commands_and_skip_names_its_reason() => Assert.Equal(
        ["8: dscl . -list /Users   ← skipped: takes long", "13: dscl . -list /Groups   ← skipped: too"],
        Found("<!--\n```sh\nsudo no\n```\n-->\n<!-- replay: skip takes long -->\n```sh\ndscl . -list /Users\n```\n<!-- replay:\nskip too -->\n```sh\ndscl . -list /Groups\n```\n"));

    [Theory]
    [InlineData("<!-- replay: jump 1 -->", "'jump' is none of answer, as, exit, files, machine, run, set, skip")]
    [InlineData("<!-- replay: skip -->", "it says no more than that")]
    [InlineData("<!-- replay: exit many -->", "'many' is no exit status")]
    [InlineData("<!-- replay: exit 256 -->", "'256' is no exit status")]
    [InlineData("<!-- replay: answer x -->", "'x' is not PROMPT=TEXT")]
    [InlineData("<!-- replay: set =x -->", "'=x' is not NAME=VALUE")]
    [InlineData("<!-- replay: machine erase -->", "'machine' is followed by 'none' or 'create' with its options")]
    [InlineData("```sh\ndscl . -list /\n```\n<!-- replay: exit 1 -->", "no command follows", 4)]
    public void Wrong_comments_are_told_with_their_line(string text, string problem, int line = 1)
    {
        var file = Bench.Write("d.md", text + "\n");
        Bench.Bad(2, $"{file}:{line}: this comment for 'macemu replay' is wrong: {problem}", "replay", file);
    }

    [Fact]
    public void What_is_no_text_is_refused()
    {
        Bench.Bad(2, $"{Bench.Folder}/none.md: there is no such file", "replay", $"{Bench.Folder}/none.md");
        Bench.Bad(2, "replay: the document's name is empty", "replay", "");
        Assert.Matches("^macemu: /: it can't be read .*\n$", Bench.Run("replay", "/").Errors);
        foreach (var (bytes, problem) in ((byte[], string)[])
            [("ab\ncd\0"u8.ToArray(), ":2: this is no text but a binary file"), ([.. "a\n\nb"u8, 0xC3, 0x28], ":3: this is not UTF-8 text"), (Encoding.Unicode.GetPreamble(), ": it is in UTF-16; save it in UTF-8")])
        {
            var file = Path.Combine(Bench.Folder, "bad.md");
            File.WriteAllBytes(file, bytes);
            Bench.Bad(2, file + problem, "replay", file);
        }
        var large = Path.Combine(Bench.Folder, "large.md");
        using (var stream = File.Create(large)) stream.SetLength(50 * 1024 * 1024);
        Bench.Bad(2, $"{large}: it has more than 16 MB; that is no document to replay", "replay", large);
    }

    [Theory]
    [InlineData("replay: --set: 'x' is not NAME=VALUE", "--set", "x")]
    [InlineData("replay: --answer: '=x' is not PROMPT=TEXT", "--answer", "=x")]
    [InlineData("replay: --as is empty", "--as", "")]
    [InlineData("replay: --timeout: '0' is not a number of seconds", "--timeout", "0")]
    [InlineData("replay: --update and --list exclude each other", "--update", "--list")]
    public void Wrong_uses_are_told(string line, params string[] options) => Bench.Bad(2, line, ["replay", Bench.Write("d.md", "```sh\ntrue\n```\n"), .. options]);

    [Fact]
    public void A_long_document_is_read_in_a_moment()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 40_000; i++) text.Append("sudo dscl is told of here. It is. Use it; do: so, and 'so on\n");
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(2, Bench.Run("replay", "--list", Bench.Write("long.txt", text.ToString())).Status);
        Assert.Equal(2, Bench.Run("replay", "--list", Bench.Write("line.txt", text.ToString().Replace('\n', ' '))).Status);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }
}
