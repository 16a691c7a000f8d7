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

    // All forms take a minute; those that are used often show as well what no longer works.
    [SkippableFact]
    public void Of_what_scripts_call_often_at_least_nine_tenths_are_served()
    {
        var table = Path.GetFullPath(Path.Combine(Rehearsal.Scripts, "../reference/usage-in-the-wild.tsv"));
        Skip.IfNot(File.Exists(table), $"{table} is absent");
        using var rehearsal = new Rehearsal("{}");
        File.WriteAllLines(Path.Combine(rehearsal.Folder, "often.tsv"), File.ReadLines(table).Where(line => line.Split('\t') is [var kind, _, _, _, var repositories, var calls, ..]
            && (kind == "companion" || (kind == "full" && int.TryParse(calls, out var count) && count >= 10) || (kind == "companion-form" && int.TryParse(repositories, out var users) && users >= 5))));

        var ended = rehearsal.Run("macemu", "coverage", "--usage", "often.tsv");
        Assert.Equal((0, ""), (ended.Status, ended.Error));
        var share = double.Parse(ended.Output[..ended.Output.IndexOf(' ', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(share >= 90, ended.Output);
    }
}
