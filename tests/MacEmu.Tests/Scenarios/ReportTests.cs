using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MacEmu.Tests.Scenarios;

public sealed partial class ReportTests : ScenarioBench
{
    private const string Mixed = "name: 'a # \"b\" <c>, d: 100%'\nmachine: {kdfIterations: 2, os: 14.5}\nmatrix: {chip: [apple, intel], mdm: [none, ade]}\nskip: [{when: {chip: intel, mdm: ade}, reason: not here}]\nsteps: [{when: {chip: apple, mdm: ade}, shutdown: , expect: {exit: 1}}]\nexpect: {mdm: {supervised: false}}";

    [Fact]
    public void TAP_is_that_of_version_14()
    {
        var file = Scenario(Mixed);
        var outcome = Bench.Run("test", file, "--format", "tap");
        Assert.Equal((1, ""), (outcome.Status, outcome.Errors));
        Assert.Equal(
            "TAP version 14 # read by 13 too\n1..4\n"
            + "ok 1 - a \\# \"b\" <c>, d: 100% [chip apple, mdm none]\n"
            + "not ok 2 - a \\# \"b\" <c>, d: 100% [chip apple, mdm ade]\n"
            + "  ---\n  failures:\n    - message: \"step 1 (shutdown): expected exit status 1, is 0\"\n"
            + $"      at: {{file: \"{file}\", line: 5, column: 68}}\n  ...\n"
            + "ok 3 - a \\# \"b\" <c>, d: 100% [chip intel, mdm none]\n"
            + "ok 4 - a \\# \"b\" <c>, d: 100% [chip intel, mdm ade] # SKIP not here\n", outcome.Output);
    }

    [SkippableFact]
    public void Prove_reads_it()
    {
        Skip.IfNot(File.Exists("/usr/bin/prove"), "this host has no prove");
        var file = Bench.Write("r.tap", Bench.Run("test", Scenario(Mixed), "--format", "tap").Output);
        var start = new System.Diagnostics.ProcessStartInfo("prove", ["-e", "cat", file]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var prove = System.Diagnostics.Process.Start(start)!;
        var output = prove.StandardOutput.ReadToEnd();
        prove.WaitForExit();
        Assert.Contains("Tests: 4 Failed: 1)", output);
        Assert.Contains("Failed test:  2\n", output);
        Assert.DoesNotContain("Parse errors", output);
    }

    [Fact]
    public void JUnit_has_a_suite_per_file_and_counts_that_agree()
    {
        Scenario(Mixed);
        Scenario("machine: {kdfIterations: 2}\nsteps: [{mdm: {command: DeviceLock}}]", "t.yml");
        var outcome = Bench.Run("test", Bench.Folder, "--format", "junit");
        Assert.Equal((1, ""), (outcome.Status, outcome.Errors));
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<testsuites ", outcome.Output);
        var root = XDocument.Parse(outcome.Output).Root!;
        Assert.Equal((5, 1, 1, 1), Counts(root));
        Assert.Equal(["a # \"b\" <c>, d: 100%", "t"], root.Elements().Select(suite => suite.Attribute("name")!.Value));
        foreach (var suite in root.Elements())
        {
            Assert.Equal("testsuite", suite.Name.LocalName);
            Assert.Equal((suite.Elements("testcase").Count(), suite.Descendants("failure").Count(), suite.Descendants("error").Count(), suite.Descendants("skipped").Count()), Counts(suite));
            foreach (var one in suite.Elements())
            {
                Assert.Equal("testcase", one.Name.LocalName);
                Assert.Matches(@"^\d+\.\d{3}$", one.Attribute("time")!.Value);
                Assert.NotEqual("", one.Attribute("name")!.Value);
                Assert.NotEqual("", one.Attribute("classname")!.Value);
                Assert.All(one.Elements(), child => Assert.Contains(child.Name.LocalName, (string[])["failure", "error", "skipped"]));
                Assert.True(one.Elements().Count() <= 1);
            }
        }
        var failure = root.Descendants("failure").Single();
        Assert.Equal("step 1 (shutdown): expected exit status 1, is 0", failure.Attribute("message")!.Value);
        Assert.Equal("Failed", failure.Attribute("type")!.Value);
        Assert.Contains("s.yml:5:68: step 1", failure.Value);
        Assert.Equal("not here", root.Descendants("skipped").Single().Attribute("message")!.Value);
        Assert.Contains("not emulated: mdm command DeviceLock", root.Descendants("error").Single().Attribute("message")!.Value);
    }

    [Fact]
    public void GitHub_gets_annotations_with_file_and_line()
    {
        var file = Scenario(Mixed);
        var outcome = Bench.Run("test", file, "--format", "github");
        Assert.Equal(
            $"::error file={file},line=5,col=68,title=a # \"b\" <c>%2C d%3A 100%25 [chip apple%2C mdm ade]::step 1 (shutdown): expected exit status 1, is 0\n4 tests: 2 passed, 1 failed, 1 skipped\n", outcome.Output);
    }

    [Fact]
    public void A_report_file_stands_beside_the_one_for_people()
    {
        var report = Path.Combine(Bench.Folder, "r.xml");
        var outcome = Bench.Run("test", Scenario("expect: {sip: disabled}"), "--format", "junit", "--output", report);
        Assert.Equal(1, outcome.Status);
        Assert.Contains("FAIL  s (", outcome.Output);
        Assert.Contains("s.yml:2:15: sip: expected disabled, is enabled\n1 test: 1 failed\n", outcome.Output);
        Assert.Equal((1, 1, 0, 0), Counts(XDocument.Load(report).Root!));
    }

    [Fact]
    public void A_terminal_sees_progress_and_colours_unless_unwanted()
    {
        Bench.IsTerminal = true;
        var file = Scenario("expect: {sip: enabled}");
        Assert.Matches(@"^\r\e\[K1 of 1\r\e\[K\e\[32mpass\e\[0m  s \(", Bench.Run("test", file).Output);
        Bench.Environment["NO_COLOR"] = "1";
        Assert.Matches(@"\r\e\[Kpass  s \(", Bench.Run("test", file).Output);
    }

    [Fact]
    public void Merged_shards_are_the_report_of_one_run()
    {
        var file = Scenario(Mixed);
        var whole = Report(file).Report;
        var parts = new List<string>();
        for (var i = 1; i <= 3; i++)
        {
            var outcome = Bench.Run("test", file, "--format", "json", "--shard", $"{i}/3");
            Assert.Equal(i == 2 ? 1 : 0, outcome.Status);
            parts.Insert(0, Bench.Write($"{i}.json", outcome.Output));
        }
        var merged = Bench.Run(["merge", "--format", "json", .. parts]);
        Assert.Equal((1, ""), (merged.Status, merged.Errors));
        Assert.Equal(Times().Replace(whole.GetRawText(), "") + "\n", Times().Replace(merged.Output, ""));
        Assert.Equal(Times().Replace(Bench.Run("test", file, "--format", "junit").Output, ""), Times().Replace(Bench.Run(["merge", "--format", "junit", .. parts]).Output, ""));

        Bench.Bad(2, $"merge: shard 2 of 3 is missing", "merge", parts[0], parts[2]);
        Assert.Equal((0, 1), (Bench.Run("merge", "--partial", parts[0], parts[2]).Status, Bench.Run("merge", "--partial", parts[1]).Status));
        Bench.Bad(2, $"merge: {parts[0]} and {parts[0]} are the same shard, 3 of 3", "merge", parts[0], parts[0]);
        var other = Bench.Write("o.json", Bench.Run("test", file, "--format", "json", "--shard", "1/2").Output);
        Bench.Bad(2, $"merge: {other} is a shard of another run than {parts[0]}", "merge", parts[0], other);
        var all = Bench.Write("w.json", whole.GetRawText());
        Bench.Bad(2, $"merge: {all} is the report of a whole run; shards are merged", "merge", parts[0], all);
        Bench.Bad(2, $"merge: {file}: this is no report of 'macemu test --format json'".Replace("merge: ", ""), "merge", file);
        Assert.Equal(1, Bench.Run("merge", all).Status);
    }

    [Theory]
    [InlineData("CI_NODE_INDEX=2 CI_NODE_TOTAL=4", "2")]
    [InlineData("JOB_COMPLETION_INDEX=1 JOB_COMPLETIONS=4", "2")]
    [InlineData("SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=4", "2")]
    [InlineData("SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=0", "1")]
    [InlineData("SLURM_ARRAY_TASK_ID=30 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=10 SLURM_ARRAY_TASK_STEP=10", "3")]
    [InlineData("CI_NODE_TOTAL=1", "1 2 3 4")]
    [InlineData("CI_NODE_INDEX=1 CI_NODE_TOTAL=1", "1 2 3 4")]
    [InlineData("JOB_COMPLETION_INDEX=1", "1 2 3 4")]
    public void The_shard_comes_from_the_CI_systems_variables(string variables, string expected)
    {
        foreach (var variable in variables.Split(' ')) Bench.Environment[variable.Split('=')[0]] = variable.Split('=')[1];
        var file = Scenario("skip: yes indeed\nmatrix: {os: [11, 12, 13, 14]}\nexpect: {sip: enabled}");
        Assert.Equal(expected, string.Join(' ', Report(file).Report.GetProperty("tests").EnumerateArray().Select(test => test.GetProperty("index").GetRawText())));
    }

    [Fact]
    public void Variables_that_name_no_shard_are_an_error()
    {
        Bench.Environment["CI_NODE_INDEX"] = "5";
        Bench.Environment["CI_NODE_TOTAL"] = "4";
        var file = Scenario("skip: yes indeed\nexpect: {sip: enabled}");
        Bench.Bad(2, "test: CI_NODE_INDEX=5 and CI_NODE_TOTAL=4 name no shard; --shard 1/1 leaves them aside", "test", file);
        Assert.Equal(0, Bench.Run("test", file, "--shard", "1/1").Status);
    }

    private static (int, int, int, int) Counts(XElement suite) =>
        ((int)suite.Attribute("tests")!, (int)suite.Attribute("failures")!, (int)suite.Attribute("errors")!, (int)suite.Attribute("skipped")!);

    [GeneratedRegex("\"seconds\": [0-9.E-]+|time=\"[0-9.]+\"")]
    private static partial Regex Times();
}
