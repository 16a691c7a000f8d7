namespace Scripts.Tests;

/// <summary>`macemu coverage --usage`: the forms of a table are tried, each on a Mac of its own.</summary>
public sealed class UsageCoverageTests
{
    [SkippableFact]
    public void Forms_are_tried_and_counted()
    {
        using var rehearsal = new Rehearsal("{}");
        File.WriteAllText(Path.Combine(rehearsal.Folder, "usage.tsv"),
            "full\tdscl\tdscl . -list /Users\t1\t1\t6\n" +
            "full\tprofiles\tprofiles renew -type enrollment\t1\t1\t3\n" +
            "companion\tmacOS-only\tsw_vers\t1\t1\t4\ncompanion-form\tsw_vers\tsw_vers -productVersion\t1\t1\t4\n" +
            "companion\tmacOS-only\tmdfind\t1\t1\t2\ncompanion-form\tmdfind\tmdfind -name x\t1\t1\t2\n" +
            "companion\tmacOS-only\tnosuchcommand\t1\t1\t5\n");

        var ended = rehearsal.Run("macemu", "coverage", "--usage", "usage.tsv");
        Assert.Equal((0, ""), (ended.Status, ended.Error));
        Assert.StartsWith("65.0 % of 20 calls are served\n", ended.Output, StringComparison.Ordinal);
        Assert.Matches(@"\nnosuchcommand +5 +0\.0 %\n", ended.Output);
        Assert.Matches(@"\nmdfind +2 +0\.0 %\n", ended.Output);
        Assert.Matches(@"\ndscl +6 +100\.0 %\n", ended.Output);
    }
}
