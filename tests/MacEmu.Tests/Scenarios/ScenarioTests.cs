namespace MacEmu.Tests.Scenarios;

public sealed class ScenarioTests : ScenarioBench
{
    [Fact]
    public void Events_happen_and_the_final_state_is_compared()
    {
        var file = Scenario("""
            name: A person
            steps:
              - setup: {user: alice, password: s3cret, fullName: Alice Example}
              - login: {user: alice, password: s3cret}
              - verify: {consoleUser: alice}
              - clock: {set: 2026-03-01T08:30:00Z}
              - clock: show
                expect: {stdout: {matches: "^2026-03-01T08:3"}, stderr: ""}
              - clock: {advance: 1d}
              - find-my: on
              - network: offline
              - mdm: {enroll: {userApproved: true}}
              - mdm: {command: {UserList: }}
                expect: {stdout: {plist: {"Users:0:UserName": alice, "Users:0:HasSecureToken": true, "Users:9": , Status: Acknowledged}}}
              - kext: {list: true}
              - logout:
              - login: [alice, --password, wrong]
                expect: {exit: 1, stderr: {contains: [wrong password, alice], lacks: s3cret}}
              - restart: {to: 1tr}
              - restart:
              - shutdown:
            expect:
              users: {alice: {admin: true, secureToken: true, fullName: Alice Example}}
              boot: {running: false}
              findMy: on
            """);
        var outcome = Bench.Run("test", file);
        Assert.Equal((0, ""), (outcome.Status, outcome.Errors));
        Assert.Matches(@"^pass  A person \(\d+\.\d{3} s\)\n1 test: 1 passed\n$", outcome.Output);
    }

    [Theory]
    [InlineData("expect: {sip: disabled}", "2:15 sip: expected disabled, is enabled")]
    [InlineData("steps: [{verify: {consoleUser: bob}}]", "2:32 step 1 (verify): consoleUser: expected bob, is none")]
    [InlineData("steps: [{clock: {set: 2026-03-01}}, {clock: show, expect: {stdout: {equals: x}}}]", "2:68 step 2 (clock show): stdout: expected 'x', is '2026-03-01T00:00:0")]
    [InlineData("steps: [{login: {user: al, password: x}}]", "2:9 step 1 (login al): expected exit status 0, is 1")]
    [InlineData("steps: [{shutdown: , expect: {exit: 3}}]", "2:37 step 1 (shutdown): expected exit status 3, is 0")]
    [InlineData("steps: [{network: offline, expect: {stdout: {contains: x}}}]", "2:45 step 1 (network offline): stdout: expected to contain 'x', is ''")]
    [InlineData("steps: [{network: offline, expect: {stdout: {matches: '^a+$'}}}]", "2:45 step 1 (network offline): stdout: expected to match '^a+$', is ''")]
    [InlineData("steps: [{console: , expect: {stdout: {lacks: login}}}]", "2:38 step 1 (console): stdout: expected not to contain 'login', is 'login window\\n'")]
    [InlineData("steps: [{console: , expect: {stdout: {lines: [login, window]}}}]", "2:38 step 1 (console): stdout: expected 'login\\nwindow', is 'login window\\n'")]
    [InlineData("steps: [{console: , expect: {stdout: {plist: {A: 1}}}}]", "2:38 step 1 (console): stdout: is no property list")]
    public void A_test_fails_with_the_place_of_what_was_expected(string text, string failure) => Assert.StartsWith(failure, Assert.Single(Failures(text)));

    [Fact]
    public void What_comes_after_a_failed_step_is_not_tried() =>
        Assert.Equal(["3:5 step 1 (login al): expected exit status 0, is 1"], Failures("steps:\n  - login: {user: al, password: x}\n  - shutdown:\nexpect: {sip: disabled}"));

    [Fact]
    public void What_is_not_emulated_is_no_pass()
    {
        Assert.Equal(["2:9 step 1 (mdm command DeviceLock): not emulated: mdm command DeviceLock"], Failures("steps: [{mdm: {command: DeviceLock}, expect: {exit: any}}]", 78));
        var (status, report) = Report(Scenario("steps: [{mdm: {command: DeviceLock}, expect: {exit: 78}}]"));
        Assert.Equal(0, status);
        Assert.Equal("passed", report.GetProperty("tests")[0].GetProperty("outcome").GetString());
    }

    [Fact]
    public void The_matrix_is_the_product_and_impossible_pairs_are_skipped()
    {
        var file = Scenario("""
            name: m
            machine: {kdfIterations: 2}
            matrix: {os: ["10.15.7", "26.1"], chip: [apple, t2, intel], mdm: [none, ade]}
            expect:
              - {machine: {model: "Mac14,2"}, when: {os: ">=26", chip: apple}}
              - {mdm: {enrollment: ade}, when: {mdm: ade}}
            """);
        var outcome = Bench.Run("test", file, "--jobs", "3");
        Assert.Equal((0, ""), (outcome.Status, outcome.Errors));
        var lines = outcome.Output.Split('\n').Select(line => System.Text.RegularExpressions.Regex.Replace(line, @" \([\d.]+ s\)$", "")).ToArray();
        Assert.Equal(
        [
            "skip  m [os 10.15.7, chip apple, mdm none]: no Mac with Apple silicon runs macOS 10.15.7", "skip  m [os 10.15.7, chip apple, mdm ade]: no Mac with Apple silicon runs macOS 10.15.7",
            "pass  m [os 10.15.7, chip t2, mdm none]", "pass  m [os 10.15.7, chip t2, mdm ade]", "pass  m [os 10.15.7, chip intel, mdm none]", "pass  m [os 10.15.7, chip intel, mdm ade]",
            "pass  m [os 26.1, chip apple, mdm none]", "pass  m [os 26.1, chip apple, mdm ade]", "pass  m [os 26.1, chip t2, mdm none]", "pass  m [os 26.1, chip t2, mdm ade]",
            "skip  m [os 26.1, chip intel, mdm none]: no Mac with Intel without a T2 chip runs macOS 26.1", "skip  m [os 26.1, chip intel, mdm ade]: no Mac with Intel without a T2 chip runs macOS 26.1",
            "12 tests: 8 passed, 4 skipped", "",
        ], lines);
        Assert.Equal(12, Names(Report(file, "--filter", "M [OS").Report).Length);
        Assert.Equal(["m [os 26.1, chip apple, mdm ade]"], Names(Report(file, "--filter", "26.1, chip apple, mdm ade").Report));
        Assert.Equal((2, $"macemu: test: --filter: no test has 'zebra' in its name or file\n"), (Bench.Run("test", file, "--filter", "zebra") is var bad ? bad.Status : 0, bad.Errors));
    }

    [Fact]
    public void A_file_goes_on_from_those_it_extends()
    {
        Bench.Write("_base.yml", "machine: {kdfIterations: 2, os: 13.6}\ngiven: {users: {bob: {password: b, secureToken: true}}}\nsteps: [{network: offline}]\nexpect: {users: {bob: {uid: 501}}}");
        Scenario("name: own\nextends: _base.yml\nmachine: {chip: t2}\ngiven: {users: {bob: {fullName: B}}, findMy: on}\nsteps: [{find-my: off}]\nexpect: {findMy: off, machine: {os: 13.6, chip: t2}, users: {bob: {fullName: B, secureToken: true}}}");
        Scenario("extends: [_base.yml]\nmachine: {os: 12.6}\nexpect: {machine: {os: 12.7}, users: {bob: {uid: 502}}}", "t.yml");
        var (status, report) = Report(Bench.Folder);
        Assert.Equal(1, status);
        Assert.Equal(["own", "t"], Names(report));
        Assert.Equal("passed", report.GetProperty("tests")[0].GetProperty("outcome").GetString());
        Assert.Equal(["machine.os: expected 12.7, is 12.6", "users.bob.uid: expected 502, is 501"], report.GetProperty("tests")[1].GetProperty("failures").EnumerateArray().Select(failure => failure.GetProperty("message").GetString()!));
    }

    [Theory]
    [InlineData("skip: later\nexpect: {sip: disabled}", "skip  s: later")]
    [InlineData("skip: [{when: {os: \"<11\"}, reason: old}, {when: {os: \">=14 <15\", chip: [t2, apple]}, reason: new}]\nexpect: {sip: disabled}", "skip  s: new")]
    [InlineData("skip: [{when: {os: [13, \"14.4\"]}, reason: old}]\nsteps: [{when: {os: \">14\"}, shutdown: }, {when: {mdm: ade}, shutdown: }]\nexpect: {when: {setup: done}, sip: disabled}", "pass  s (")]
    [InlineData("skip: [{when: {os: [\"12\", \"14\"]}, reason: x}]\nexpect: {sip: disabled}", "skip  s: x")]
    public void What_is_to_be_skipped_tells_why(string text, string line)
    {
        var outcome = Bench.Run("test", Scenario(text));
        Assert.Equal((0, ""), (outcome.Status, outcome.Errors));
        Assert.StartsWith(line, outcome.Output);
    }

    [Theory]
    [InlineData("step: []", "2:1: unknown key 'step'; there can be name, extends, skip,")]
    [InlineData("", "1:1: tests nothing: it has neither steps nor expect")]
    [InlineData("name: 7\nexpect: {}", "3:9: expect: nothing is expected; name at least one value")]
    [InlineData("expect: {user: {}}", "2:10: unknown key 'user' in expect; there can be machine,")]
    [InlineData("expect: {users: {bob: {uid: x}}}", "2:29: expect.users.bob.uid: must be a whole number, is 'x'")]
    [InlineData("steps: {run: x}", "2:8: steps: must be a list, is a mapping")]
    [InlineData("steps: [{rn: x}]", "2:10: unknown key 'rn' in steps[0]; there can be run, command, verify,")]
    [InlineData("steps: [{name: x}]", "2:9: steps[0]: does nothing: it has no run, command, verify or event")]
    [InlineData("steps: [{shutdown: , restart: }]", "2:22: steps[0]: a step does one thing; make two steps of it")]
    [InlineData("steps: [{run: a, command: b}]", "2:27: steps[0].command: a step does one thing; make two steps of it")]
    [InlineData("steps: [{setup: {user: a}}]", "2:17: steps[0].setup: setup: --password PASSWORD is missing;")]
    [InlineData("steps: [{setup: {usr: a}}]", "2:18: unknown key 'usr' in steps[0].setup; there can be user, password, fullName")]
    [InlineData("steps: [{restart: {to: windows}}]", "2:19: steps[0].restart: restart: --to: 'windows' is not one of")]
    [InlineData("steps: [{mdm: dance}]", "2:15: steps[0].mdm: there is no 'macemu mdm dance'; there can be enroll,")]
    [InlineData("steps: [{mdm: {online: , offline: }}]", "2:15: steps[0].mdm: takes one of enroll,")]
    [InlineData("steps: [{create: x}]", "2:10: unknown key 'create'")]
    [InlineData("steps: [{shutdown: , as: bob}]", "2:26: steps[0].as: goes with run and command only")]
    [InlineData("steps: [{run: \"a 'b\"}]", "2:15: steps[0].run: a quote is not closed")]
    [InlineData("steps: [{run: []}]", "2:15: steps[0].run: names no script")]
    [InlineData("steps: [{run: a, expect: {stdout: {match: b}}}]", "2:36: unknown key 'match' in steps[0].expect.stdout; there can be equals,")]
    [InlineData("steps: [{run: a, expect: {stdout: {matches: '['}}}]", "2:45: steps[0].expect.stdout.matches: that is no regular expression: ")]
    [InlineData("steps: [{run: a, expect: {exit: zero}}]", "2:33: steps[0].expect.exit: must be a whole number, is 'zero'")]
    [InlineData("steps: [{run: a, tty: x}]", "2:23: steps[0].tty: must be a list, is 'x'")]
    [InlineData("steps: [{run: a, tty: [{prompt: x}]}]", "2:24: steps[0].tty[0]: lacks answer")]
    [InlineData("steps: [{run: a, timeout: soon}]", "2:27: steps[0].timeout: must be a duration up to a day, like 90s or 5m, is 'soon'")]
    [InlineData("steps: [{run: a, when: {os: new}}]", "2:29: steps[0].when.os: must be a macOS version, or limits like '>=11 <13', is 'new'")]
    [InlineData("steps: [{run: a, when: {cpu: m1}}]", "2:25: unknown key 'cpu' in steps[0].when; there can be os,")]
    [InlineData("matrix: {os: 14}\nexpect: {sip: enabled}", "2:14: matrix.os: must be a list, is '14'")]
    [InlineData("matrix: {os: []}\nexpect: {sip: enabled}", "2:14: matrix.os: names no value")]
    [InlineData("matrix: {os: [14, 99]}\nexpect: {sip: enabled}", "2:19: matrix.os[1]: no macOS 99 is known;")]
    [InlineData("matrix: {chip: [m1]}\nexpect: {sip: enabled}", "2:17: matrix.chip[0]: must be one of apple, t2, intel, is 'm1'")]
    [InlineData("matrix: {colour: [red]}\nexpect: {sip: enabled}", "2:10: unknown key 'colour' in matrix; there can be os,")]
    [InlineData("machine: {os: 14.5, colour: red}\nexpect: {sip: enabled}", "1:21: unknown key 'colour' in machine; there can be os,")]
    [InlineData("given: x\nexpect: {sip: enabled}", "2:8: given: must be a mapping, is 'x'")]
    [InlineData("skip: [{when: {os: 14}}]\nexpect: {sip: enabled}", "2:8: skip[0]: lacks reason")]
    [InlineData("extends: s.yml\nexpect: {sip: enabled}", "2:10: extends: s.yml extends this file again, directly or by others")]
    [InlineData("extends: nowhere.yml\nexpect: {sip: enabled}", "2:10: extends: ")]
    [InlineData("a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]", "6:")]
    [InlineData("expect: {", "3:1: ")]
    public void Wrong_files_are_told_with_their_place_and_nothing_runs(string text, string error)
    {
        var file = Scenario(text);
        var outcome = Bench.Run("test", file);
        Assert.Equal((2, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith($"macemu: {file}:{error}", outcome.Errors);
        Assert.Single(outcome.Errors.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("given: {users: {bob: {secureTokn: true}}}", "2:23: unknown key 'secureTokn'")]
    [InlineData("given: {users: {bob: {secureToken: true}}}", "2:36: given.users.bob.secureToken: a token needs a password")]
    [InlineData("machine: {os: 10.14, chip: apple}", "1:28: machine.chip: no Mac with Apple silicon runs macOS 10.14")]
    public void A_Mac_that_cannot_be_is_a_wrong_file(string text, string error)
    {
        var file = Scenario(text + "\nexpect: {sip: enabled}");
        var outcome = Bench.Run("test", file);
        Assert.Equal(2, outcome.Status);
        Assert.StartsWith($"macemu: {file}:{error}", outcome.Errors);
    }

    [Fact]
    public void Files_that_extend_each_other_and_files_that_are_too_big_are_refused()
    {
        Bench.Write("a.yml", "extends: b.yml\nexpect: {sip: enabled}");
        var second = Bench.Write("b.yml", "extends: a.yml\nexpect: {sip: enabled}");
        using (var big = File.Create(Path.Combine(Bench.Folder, "c.yml"))) big.SetLength(50 * 1024 * 1024);
        var outcome = Bench.Run("test", Bench.Folder);
        Assert.Equal((2, ""), (outcome.Status, outcome.Output));
        Assert.Equal(3, outcome.Errors.TrimEnd('\n').Split('\n').Length);
        Assert.Contains($"{second}:1:10: extends: a.yml extends this file again", outcome.Errors);
        Assert.Contains("c.yml:1:1: the file has more than 16 MB", outcome.Errors);
    }

    [Fact]
    public void Bombs_are_refused_with_their_place()
    {
        var laughs = new System.Text.StringBuilder("given:\n  nvram:\n    a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 10; i++) laughs.Append($"    a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        foreach (var (text, problem) in (ReadOnlySpan<(string, string)>)[
            (laughs.ToString(), ":7:49: aliases stand for more than 100000 values"), ("expect: " + new string('[', 100_000), ":1:72: nested more than 64 deep")])
        {
            var file = Bench.Write("bomb.yml", text);
            Bench.Bad(2, file + problem, "test", file);
        }
    }

    [Theory]
    [InlineData("test: PATH is missing; 'macemu test --help' tells how it is used", "test")]
    [InlineData("test: a path is empty", "test", "")]
    [InlineData("/nowhere.yml: there is no such file", "test", "/nowhere.yml")]
    [InlineData("test: --jobs: '0' is not a number from 1 to 1024", "test", "x.yml", "--jobs", "0")]
    [InlineData("test: --shard: '5/4' is not I/N with I from 1 to N, such as 2/4", "test", "x.yml", "--shard", "5/4")]
    [InlineData("test: --format: 'html' is not one of pretty, tap, junit, github, json; 'macemu test --help' tells how it is used", "test", "x.yml", "--format", "html")]
    [InlineData("merge: REPORT is missing; 'macemu merge --help' tells how it is used", "merge")]
    [InlineData("/nowhere.json: there is no such file", "merge", "/nowhere.json")]
    public void Wrong_command_lines_are_usage_errors(string line, params string[] arguments) => Bench.Bad(2, line, arguments);

    [Fact]
    public void The_JSON_Schema_for_editors_is_current()
    {
        var file = Path.Combine(Root(), "docs", "scenario.schema.json");
        var schema = Bench.Good("test", "--schema");
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1") File.WriteAllText(file, schema);
        Assert.True(schema == File.ReadAllText(file), "docs/scenario.schema.json is out of date; ACCEPT=1 dotnet test tests/MacEmu.Tests rewrites it");
    }

    [Fact]
    public void The_examples_can_be_read()
    {
        var outcome = Bench.Run("test", Path.Combine(Root(), "examples", "scenarios"), "--filter", "no such test");
        Assert.Equal((2, "macemu: test: --filter: no test has 'no such test' in its name or file\n"), (outcome.Status, outcome.Errors));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MacToolEmu.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
