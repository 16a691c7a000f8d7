using MacStateStore.Lifecycle;

namespace Companions.Tests;

public sealed class OsaScriptTests : IClassFixture<SharedBench>
{
    private readonly Bench _bench;

    public OsaScriptTests(SharedBench shared)
    {
        _bench = shared.Bench;
        if (_bench.Look(mac => mac.Dialogs.All.Count > 0)) _bench.Change(mac => mac.Dialogs.Clear());
    }

    private Outcome Osa(params string[] lines) => _bench.AsAlice("osascript", [.. lines.SelectMany(line => (string[])["-e", line])]);

    private void Answers(params DialogAnswer[] answers) => _bench.Change(mac =>
    {
        foreach (var answer in answers) mac.Dialogs.Add(answer);
    });

    private static DialogAnswer Typed(string? text, string? button = null) => new(Cancels: false, button, text);

    [Theory]
    [InlineData("display dialog \"Hello\"", "button returned:OK\n")]
    [InlineData("display dialog \"Hello\" buttons {\"Later\", \"Now\"} default button 1", "button returned:Later\n")]
    [InlineData("display dialog \"Hello\" buttons {\"Later\", \"Now\"} default button \"Now\" with icon stop with title \"T\"", "button returned:Now\n")]
    [InlineData("display dialog \"Name?\" default answer \"me\" giving up after 60", "button returned:OK, text returned:me, gave up:false\n")]
    [InlineData("display alert \"Careful\" message \"Really\" as critical buttons {\"No\", \"Yes\"}", "button returned:Yes\n")]
    [InlineData("choose from list {\"a\", \"b\"} with prompt \"Which?\" default items {\"b\"} OK button name \"Go\" without multiple selections allowed", "b\n")]
    [InlineData("button returned of (display dialog \"x\" & \"y\")", "OK\n")]
    [InlineData("set x to text returned of (display dialog \"Password\" default answer \"\" with hidden answer)", "\n")]
    [InlineData("tell application \"System Events\" to display dialog \"x\" with icon POSIX file \"/tmp/logo.png\"", "button returned:OK\n")]
    [InlineData("tell app \"Finder\"\nactivate\nset a to button returned of (display dialog \"x\")\nend tell\nreturn \"pressed \" & a", "pressed OK\n")]
    [InlineData("display dialog \"x\" default answer \"\" with title \"t\" giving up after 86400 with text buttons {\"OK\"} default button 1 with hidden answer\nreturn text returned of result", "\n")]
    [InlineData("set answer to display dialog \"x\" with icon caution giving up after 30\nif the button returned of the result is \"OK\" then return \"pressed\"", "pressed\n")]
    [InlineData("on run argv\nif button returned of (display dialog \"x\") is \"OK\" then\nreturn \"yes\"\nelse\nreturn \"no\"\nend if\nend run", "yes\n")]
    public void A_waiting_answer_is_taken(string script, string shown)
    {
        Answers(Typed(null));
        Assert.Equal(new Outcome(0, shown, ""), Osa(script));
        Assert.Empty(_bench.Look(mac => mac.Dialogs.All));
    }

    [Fact]
    public void Answers_serve_in_order_and_stay_out_of_the_journal()
    {
        Answers(Typed("wrong"), Typed("pw-a", "OK"), new DialogAnswer(Cancels: true));
        Assert.Equal("wrong\n", Osa("display dialog \"Password:\" default answer \"\" with hidden answer", "return text returned of result").Output);
        Assert.Equal("button returned:OK, text returned:pw-a\n", Osa("display dialog \"Password:\" default answer \"\"").Output);
        Assert.Equal(new Outcome(1, "", "0:18: execution error: User canceled. (-128)\n"), Osa("display dialog \"x\""));
        Assert.Equal(new Outcome(1, "", "0:18: execution error: No user interaction allowed. (-1713)\n"), Osa("display dialog \"x\""));
        Assert.DoesNotContain(_bench.Journal.SelectMany(row => row.Changes), change => $"{change.Before}{change.After}".Contains("pw-a", StringComparison.Ordinal));
    }

    [Fact]
    public void Errors_can_be_caught_and_name_the_application()
    {
        Assert.Equal(
            new Outcome(1, "", "36:54: execution error: System Events got an error: No user interaction allowed. (-1713)\n"), Osa("tell application \"System Events\" to display dialog \"x\""));
        Answers(new DialogAnswer(Cancels: true));
        Assert.Equal("it was -128: User canceled.\n", Osa("try", "display dialog \"x\"", "on error m number n", "return \"it was \" & n & \": \" & m", "end try").Output);
        Answers(Typed(null, "Cancel"));
        Assert.Equal(1, Osa("display dialog \"x\" buttons {\"Cancel\", \"OK\"}").Status);
        Answers(new DialogAnswer(Cancels: true));
        Assert.Equal(new Outcome(0, "false\n", ""), Osa("choose from list {\"a\"}"));
        Assert.Equal(new Outcome(1, "", "0:17: execution error: User canceled. (-128)\n"), Osa("error number -128"));
        Assert.Equal(new Outcome(1, "", "7:8: execution error: The variable y is not defined. (-2753)\n"), Osa("return y"));
    }

    [Fact]
    public void Nobody_at_the_console_sees_no_dialog()
    {
        using var bench = new Bench();
        bench.Change(mac =>
        {
            mac.Dialogs.Add(Typed(null));
            mac.Sessions.Logout();
        });
        Assert.Equal(1, bench.AsRoot("osascript", "-e", "display dialog \"x\"").Status);
        Assert.Single(bench.Look(mac => mac.Dialogs.All));
        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("osascript", "-e", "display notification \"x\" with title \"t\" sound name \"Pop\""));
    }

    [Theory]
    [InlineData("No", null)]
    [InlineData(null, "text")]
    public void Answers_that_don_t_fit_are_refused(string? button, string? text)
    {
        Answers(Typed(text, button));
        var outcome = Osa("display dialog \"x\"");
        Assert.Equal((78, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith("macemu: not emulated: the next answer of 'macemu dialog' ", outcome.Errors, StringComparison.Ordinal);
        Assert.Single(_bench.Look(mac => mac.Dialogs.All));
    }

    [Theory]
    [InlineData("return 1 + 2 * 3", "7\n")]
    [InlineData("set {a, b} to {1, \"two\"}\nreturn {b, a, true, count of {1, 2}}", "two, 1, true, 2\n")]
    [InlineData("set t to \"\"\nrepeat with x in {\"a\", \"b\"}\nset t to t & x\nend repeat\nt", "ab\n")]
    [InlineData("set n to 0\nrepeat until n is 3\nset n to n + 1\nif n = 2 then exit repeat\nend repeat\nreturn n", "2\n")]
    [InlineData("if \"abc\" contains \"B\" and not (1 > 2) then return \"yes\"", "yes\n")]
    [InlineData("tell application \"System Events\" to return POSIX file \"/tmp/a logo.png\" as text", "Macintosh HD:tmp:a logo.png\n")]
    [InlineData("-- only a remark", "")]
    [InlineData("quit app \"Safari\"", "")]
    [InlineData("return \"a\\\"b\\\\\" & linefeed & \"c\"", "a\"b\\\nc\n")]
    public void Small_programs_run(string script, string shown) => Assert.Equal(new Outcome(0, shown, ""), Osa(script));

    [Fact]
    public void Scripts_come_from_files_and_standard_input_with_arguments()
    {
        var path = Path.Combine(_bench.Folder, "a.scpt");
        File.WriteAllText(path, "on run argv\n\treturn item 2 of argv & (count of argv)\nend run\n");
        Assert.Equal("two2\n", _bench.AsAlice("osascript", path, "one", "two").Output);
        Assert.Equal("from stdin\n", _bench.Run("alice", "return \"from stdin\"", "osascript").Output);
        Assert.Equal("x\n", _bench.Run("alice", "on run a\nreturn item 1 of a\nend", "osascript", "-", "x").Output);
        Assert.Equal(1, _bench.AsAlice("osascript", "/nowhere.scpt").Status);
        Assert.Equal(1, _bench.AsAlice("osascript", "-e").Status);
    }

    [Theory]
    [InlineData("do shell script \"rm -rf /\"")]
    [InlineData("tell application \"Finder\" to empty trash")]
    [InlineData("tell application \"System Events\" to get the name of every login item")]
    [InlineData("choose file with prompt \"x\"")]
    [InlineData("current date")]
    [InlineData("if true then")]
    [InlineData("display dialog \"no end")]
    [InlineData("return (1")]
    [InlineData("repeat while true\nend repeat")]
    [InlineData("")]
    public void What_is_not_understood_is_refused(string script)
    {
        Answers(Typed(null));
        var outcome = Osa(script);
        Assert.Equal(script.Length == 0 ? (0, "") : (78, ""), (outcome.Status, outcome.Output));
        Assert.Single(_bench.Look(mac => mac.Dialogs.All));
    }

    [Theory]
    [InlineData("$.NSUserDefaults.alloc.initWithSuiteName('com.example.app')\\\n.objectForKey('on').js", "true\n")]
    [InlineData("$.NSUserDefaults.alloc.initWithSuiteName('com.example.app').objectForKey('n').js", "20\n")]
    [InlineData("$.NSUserDefaults.alloc.initWithSuiteName('com.example.app').objectForKey('none').js", "")]
    [InlineData("$.NSUserDefaults.alloc.initWithSuiteName('com.example.app').objectIsForcedForKey('n')", "false\n")]
    [InlineData("function run() {\n let a = ObjC.unwrap($.NSUserDefaults.alloc.initWithSuiteName('com.example.app').objectForKey('on'))\n let b = ObjC.unwrap($.NSUserDefaults.alloc.initWithSuiteName('com.example.app').objectForKey('n'))\n if ( a == 1 && b >= 20 ) { return(\"true\") } else { return(\"false\") }\n}", "true\n")]
    [InlineData("ObjC.import('Foundation'); var x = $.NSUserDefaults.alloc.initWithSuiteName(\"com.example.app\").objectForKey(\"none\"); if (x === undefined || !x) 'no'; else 'yes';", "no\n")]
    public void JavaScript_reads_preferences(string script, string shown)
    {
        _bench.AsAlice("defaults", "write", "com.example.app", "on", "-bool", "true");
        _bench.AsAlice("defaults", "write", "com.example.app", "n", "-int", "20");
        Assert.Equal(new Outcome(0, shown, ""), _bench.AsAlice("osascript", "-l", "JavaScript", "-e", script));
    }

    [Theory]
    [InlineData("Application('Finder').name()")]
    [InlineData("$.NSFileManager.defaultManager")]
    [InlineData("var a = [1,2]; a.length")]
    [InlineData("if (")]
    public void Other_JavaScript_is_refused(string script) => Assert.Equal(78, _bench.AsAlice("osascript", "-l", "JavaScript", "-e", script).Status);
}
