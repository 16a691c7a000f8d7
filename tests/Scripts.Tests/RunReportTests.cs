namespace Scripts.Tests;

/// <summary>What `macemu run` tells beside the script's own output: --trace, --strict and --loose, --jamf.</summary>
public sealed class RunReportTests
{
    private const string WithAlice = "{machine: {os: '14.5'}, users: {alice: {admin: true, password: alice-pw, secureToken: true}}, consoleUser: alice, hostSettings: {computerName: Desk}}";

    private const string Script =
        "#!/bin/bash\nsysadminctl -addUser bob -password s3cret-b 2>/dev/null\nmdfind -name x 2>/dev/null || true\nid -u alice\n";

    [SkippableTheory]
    [InlineData("--strict", 78)]
    [InlineData("--loose", 0)]
    public void A_trace_is_a_table_of_calls(string strictness, int status)
    {
        using var rehearsal = new Rehearsal(WithAlice);
        File.WriteAllText(Path.Combine(rehearsal.Folder, "s.sh"), Script);
        var ended = rehearsal.Run("macemu", "run", strictness, "--trace", "s.sh");
        Assert.Equal((status, "501\n"), (ended.Status, ended.Output));
        Assert.Contains("macemu: run: 3 calls, 1 changed the Mac, 1 not emulated\nstatus  changes  call\n", ended.Error, StringComparison.Ordinal);
        Assert.Matches(@"\n     0 +[1-9]\d*  sysadminctl -addUser bob -password •••\n", ended.Error);
        Assert.Matches(@"\n    78 +0  mdfind .*← not emulated\n", ended.Error);
        Assert.Matches(@"\n     0 +0  id -u alice\n", ended.Error);
        Assert.DoesNotContain("s3cret-b", ended.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Jamfs_parameters_come_and_an_extension_attribute_is_shown_as_such()
    {
        using var rehearsal = new Rehearsal(WithAlice);
        File.WriteAllText(Path.Combine(rehearsal.Folder, "s.sh"), "#!/bin/bash\necho \"<result>$1|$2|$3|$4|$5</result>\"\n");
        Assert.Equal(new Ended(0, "<result>/|Desk|alice|four|five 5</result>\n", "Extension attribute: /|Desk|alice|four|five 5\n"),
            rehearsal.Run("macemu", "run", "--jamf", "s.sh", "--", "four", "five 5"));
    }
}
