using System.Text;
using System.Text.Json;

namespace MacEmu.Tests.Replay;

/// <summary>Documents whose commands are run.</summary>
public sealed class ReplayTests : ReplayBench
{
    [SkippableFact]
    public void Commands_run_in_order_in_one_session_and_tell_what_came_and_what_changed()
    {
        NeedTools();
        var outcome = Replay("""
            ```sh
            dscl . -create /Users/bob UniqueID 701
            x='a b'; cd /Users/Shared
            f() { echo "f: $1"; }
            f "$x in $PWD"
            echo one; echo two >&2; echo three
            for i in 1 2; do
              dscl . -create /Users/bob Comment "$i"
            done | cat
            cat <<'EOF'
            $x <user name>
            EOF
            /usr/bin/dscl . -delete /Users/bob
            id -u; exit 3
            no-such-command 2>/dev/null
            ```
            """);
        Assert.Equal((0, ""), (outcome.Status, outcome.Errors));
        Assert.Equal("""
            2: dscl . -create /Users/bob UniqueID 701
              → exit 0, changed Users/bob (new)
            3: x='a b'; cd /Users/Shared
              → exit 0, nothing changed
            4: f() { echo "f: $1"; }
              → exit 0, nothing changed
            5: f "$x in $PWD"
                f: a b in /Users/Shared
              → exit 0, nothing changed
            6: echo one; echo two >&2; echo three
                one
                two
                three
              → exit 0, nothing changed
            7: for i in 1 2; do
                 dscl . -create /Users/bob Comment "$i"
               done | cat
              → exit 0, changed Users/bob comment
            10: cat <<'EOF'
                $x <user name>
                EOF
                $x <user name>
              → exit 0, nothing changed
            13: /usr/bin/dscl . -delete /Users/bob
              → exit 0, changed Users/bob (gone)
            14: id -u; exit 3
                0
              → exit 3, nothing changed
            15: no-such-command 2>/dev/null
              → exit 127, nothing changed

            10 commands, 2 failed

            """, outcome.Output);
        // All of it is one run in the journal.
        Assert.Single(Bench.Good("log", "--json", "--tool", "dscl").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("run").GetString()).Distinct());
    }

    [SkippableFact]
    public void A_check_holds_where_outputs_have_the_shape_that_is_shown()
    {
        NeedTools();
        var outcome = Replay("""
            ```console
            $ printf 'a 11111111-2222-4333-8444-555555555555\nb 2026-01-02 03:04:05.678 x[12:3ab]\nc ABCD-EFGH-JKLM-NPQR-TUVW-XYZ2\n\n'
            a 01234567-89AB-4DEF-8123-456789ABCDEF
            b 1999-12-31 23:59:59.000 x[99:1]
            c 0000-1111-2222-3333-4444-5555
            $ seq 9
            1
            …
            5
            ...
            8
            9
            $ echo "one two three"; echo 11111111-2222-4333-8444-555555555555
            o… t…ee
            01234567-89AB-4DEF-8123-456789ABCDEF

            $ true
            ```
            ```console
            $ dscl . -read /Users/nobody-here
            <dscl_cmd> DS Error: -14136 (eDSRecordNotFound)
            ```
            """, "--check");
        Assert.True((outcome.Status, outcome.Errors) == (0, ""), outcome.Output + outcome.Errors);
    }

    [SkippableFact]
    public void A_check_that_fails_shows_a_unified_diff_with_the_documents_lines_and_an_update_mends_it()
    {
        NeedTools();
        var text = "\uFEFFTitle\r\n\r\n- x\r\n\r\n  ```console\r\n  $ printf 'a\\nb\\nc\\n'\r\n  a\r\n  x\r\n  c\r\n\r\n  $ seq 5\r\n  0\r\n  …\r\n  5\r\n  $ echo new\r\n  $ true\r\n  old\r\n  ```\r\nend";
        var outcome = Replay(text, "--check");
        Assert.Equal((1, ""), (outcome.Status, outcome.Errors));
        var file = Path.Combine(Bench.Folder, "document.md");
        Assert.EndsWith($"""

            --- {file}
            +++ {file} (as it came)
            @@ -5,15 +5,15 @@
               ```console
               $ printf 'a\nb\nc\n'
               a
            -  x
            +  b
               c
             
               $ seq 5
            -  0
            +  1
               …
               5
               $ echo new
            +  new
               $ true
            -  old
               ```
             end

            4 commands, 4 other than the document says

            """, outcome.Output);
        Assert.Contains("  → exit 0, nothing changed; the output differs\n", outcome.Output);
        Assert.Equal(text, Encoding.UTF8.GetString(File.ReadAllBytes(file)));

        var updated = Bench.Run("replay", "--update", file);
        Assert.Equal((0, ""), (updated.Status, updated.Errors));
        Assert.EndsWith($"4 commands; 4 outputs written into {file}\n", updated.Output);
        Assert.Equal(text.Replace("  x\r\n", "  b\r\n").Replace("  0\r\n", "  1\r\n").Replace("echo new\r\n", "echo new\r\n  new\r\n").Replace("  old\r\n", ""), Encoding.UTF8.GetString(File.ReadAllBytes(file)));
        Assert.Equal(0, Bench.Run("replay", "--check", file).Status);
        Assert.DoesNotContain("outputs written", Bench.Run("replay", "--update", file).Output);
    }

    [SkippableFact]
    public void Other_identifiers_for_the_same_one_and_statuses_that_were_not_told_differ()
    {
        NeedTools();
        string[] Problems(string text, params string[] options)
        {
            var outcome = Replay(text, ["--check", "--json", .. options]);
            Assert.Equal("", outcome.Errors);
            var json = JsonDocument.Parse(outcome.Output).RootElement;
            Assert.Equal(outcome.Status, json.GetProperty("status").GetInt32());
            return [.. json.GetProperty("commands").EnumerateArray().Select(command => $"{outcome.Status} {command.GetProperty("line")} {command.GetProperty("exit")} {command.GetProperty("result").GetString()} {string.Join(", ", command.GetProperty("problems").EnumerateArray())}")];
        }
        Assert.Equal(["1 2 0 differs the output differs"], Problems("""
            ```console
            $ echo 11111111-2222-4333-8444-555555555555; echo 11111111-2222-4333-8444-666666666666
            01234567-89AB-4DEF-8123-456789ABCDEF
            01234567-89AB-4DEF-8123-456789ABCDEF
            ```
            """));
        Assert.Equal(["1 2 1 differs exit 0 was expected", "1 6 1 run ", "1 10 0 differs exit 4 was expected", "1 14 5 differs exit 4 was expected"], Problems("""
            ```sh
            false
            ```
            <!-- replay: exit 1 -->
            ```sh
            false
            ```
            <!-- replay: exit 4 -->
            ```console
            $ true
            ```
            <!-- replay: exit 4 -->
            ```
            $ echo x; exit 5
            x
            ```
            """));
        Assert.Equal(["1 2 0 differs the output differs"], Problems("```console\n$ echo 64C0C6EB-0000-11AA-AA11-00306543ECAC\nEBC6C064-0000-11AA-AA11-00306543ECAC\n```\n"));
    }

    [SkippableFact]
    public void Placeholders_are_filled_as_their_place_needs_it_and_one_that_is_not_set_is_named()
    {
        NeedTools();
        const string Text = """
            ```sh
            printf '%s\n' /Users/<user name>/x "<User-Name>" '[user_name]' "$USERNAME" "${user_name}" '$USERNAME' "<b>x</b>" [x-y]zz* <<<x
            echo <GUID> >/dev/null
            echo "$UNSET" $LATER
            LATER=1; echo $LATER
            for v in 1; do echo $v; done
            sysadminctl -secureTokenStatus <user name> <password>
            ```
            """;
        var outcome = Replay(Text, "--set", "USER name=o'neil \"$(x)\"", "--set", "password=t0p-s3cret", "--set", "other=x");
        Assert.Equal(1, outcome.Status);
        Assert.Equal("macemu: note: --set: no command has a placeholder 'other'\n", outcome.Errors);
        var name = "o'neil \"$(x)\"";
        Assert.Contains($"    /Users/{name}/x\n    {name}\n    {name}\n    {name}\n    {name}\n    $USERNAME\n    <b>x</b>\n    [x-y]zz*\n", outcome.Output);
        Assert.Contains("3: echo <GUID> >/dev/null\n  → not run: what stands for <GUID>? say it with --set\n", outcome.Output);
        Assert.Contains("4: echo \"$UNSET\" $LATER\n  → not run: what stands for $UNSET, $LATER? say it with --set\n", outcome.Output);
        Assert.Contains("5: LATER=1; echo $LATER\n    1\n", outcome.Output);
        Assert.Contains("6: for v in 1; do echo $v; done\n    1\n", outcome.Output);
        Assert.DoesNotContain("t0p-s3cret", outcome.Output);
        Assert.EndsWith("\n6 commands, 2 not run\n", outcome.Output);
    }

    [Fact]
    public void A_synopsis_leaves_out_what_is_not_set()
    {
        const string Line = "sysadminctl -addUser <user name> [-fullName <full name>] [-admin] [-hint <hint>] …";
        Assert.Equal(["1: sysadminctl -addUser bob -fullName 'Bob B'"], Found(Bench.Run("replay", "--list", Bench.Write("s.txt", Line), "--set", "user name=bob", "--set", "full name=Bob B")));
        Assert.Equal(["1: sysadminctl -addUser <user name>   ← what stands for <user name>? say it with --set"], Found(Bench.Run("replay", "--list", Bench.Write("s.txt", Line))));
    }

    [SkippableFact]
    public void What_is_not_emulated_is_told_even_if_the_document_hides_it_unless_it_says_so()
    {
        NeedTools();
        const string Hidden = "```sh\ndscl /Configure -list / 2>/dev/null || true\n```\n";
        var outcome = Replay(Hidden, "--check");
        Assert.Equal((78, ""), (outcome.Status, outcome.Errors));
        Assert.Matches("  → not emulated: .*Configure.*\n\n1 command, 1 not emulated\n$", outcome.Output);
        Assert.Equal(0, Replay("<!-- replay: exit 78 -->\n" + Hidden, "--check").Status);
    }

    [SkippableFact]
    public void A_document_can_bring_its_own_Mac_and_files_and_leaves_the_usual_one_alone()
    {
        NeedTools();
        var state = Bench.State();
        Bench.Write("hello.sh", "echo \"hello $1\"\n");
        var outcome = Replay("""
            <!-- replay: machine create --os 13.6 --seed 7 --kdf-iterations 1 --setup bob:s3cret -->
            <!-- replay: files hello.sh -->
            <!-- replay: set WHO=you -->
            <!-- replay: run macemu login bob --password s3cret -->
            ```console
            $ macemu console    # who is there
            bob
            $ id -un
            bob
            $ sudo sw_vers -productVersion
            13.6
            $ macemu run ./hello.sh "<who> there"
            hello you there
            $ echo made > file; ls
            file
            hello.sh
            $ macemu restart --to 1tr; macemu show | head -2 | tail -1 | cut -d';' -f1
            1TR …
            ```
            <!-- replay: machine none -->
            ```console
            $ macemu create --os 12.7 --kdf-iterations 1
            ….db: … macOS 12.7 …
            $ ls
            ```
            """, "--check");
        Assert.True((outcome.Status, outcome.Errors) == (0, ""), outcome.Output + outcome.Errors);
        Assert.Equal(state, Bench.State());
        Assert.DoesNotContain("bob", Bench.Good("log"));

        var missing = Replay("<!-- replay: machine none -->\n```sh\ntrue\n```\n");
        Assert.Equal(1, missing.Status);
        Assert.Contains("  → not run to its end: there is no Mac yet to run it on ('macemu create' makes one)\n", missing.Output);
        var wrong = Replay("<!-- replay: machine create --os 99 -->\n```sh\ntrue\n```\n");
        Assert.Equal((2, ""), (wrong.Status, wrong.Output));
        Assert.Matches(@"^macemu: \S+document\.md:1: the Mac can't be made: .*99.*\n$", wrong.Errors);
        Assert.Matches(@"document\.md:1: 'files' takes a folder", Replay("<!-- replay: files hello.sh -->\n```sh\ntrue\n```\n").Errors);
    }

    [SkippableFact]
    public void Questions_are_answered_by_what_they_ask()
    {
        NeedTools();
        Bench.Good("restart", "--to", "1tr");
        var outcome = Replay("<!-- replay: answer [y/n]=y -->\n```console\n$ csrutil disable\n…\nSystem Integrity Protection is off.\n…\n```\n", "--check", "--answer", "password=s3cret");
        Assert.True((outcome.Status, outcome.Errors) == (0, ""), outcome.Output + outcome.Errors);
        Assert.DoesNotContain("s3cret", outcome.Output);
        Assert.DoesNotContain("s3cret", Bench.Good("log", "--json"));
    }

    [SkippableFact]
    public void A_command_that_never_ends_is_ended_and_a_document_does_not_replay_itself()
    {
        NeedTools();
        var outcome = Replay("```sh\necho begun; cat; read x; sleep 60\nmacemu replay document.md\n```\n", "--timeout", "1");
        Assert.Equal(1, outcome.Status);
        Assert.Contains("  → not run to its end: takes more than 1 s\n", outcome.Output);
        Bench.Environment["MACEMU_REPLAY"] = Path.Combine(Bench.Folder, "document.md");
        Assert.Equal(new Outcome(2, "", $"macemu: {Bench.Folder}/document.md: it replays itself\n"), Replay("```sh\ntrue\n```\n"));
    }

    [SkippableFact]
    public void The_user_is_whoever_is_at_the_screen_or_the_one_of_as_and_a_root_prompt_is_roots()
    {
        NeedTools();
        Bench.Good("login", "alice", "--password", "s3cret");
        const string Text = "```console\n$ id -un\nalice\n```\n```console\n# id -un\nroot\n```\n";
        Assert.Equal(0, Replay(Text, "--check").Status);
        Assert.Equal(0, Replay(Text.Replace("alice", "root"), "--check", "--as", "root").Status);
        Assert.Contains("no such user", Replay(Text, "--as", "zed").Output + Replay(Text, "--as", "zed").Errors);
    }
}
