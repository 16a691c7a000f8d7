using System.Globalization;
using MacToolHost;

namespace Scripts.Tests;

/// <summary>
/// Real admin scripts, unmodified, under `macemu run`: each in a state and to the outcome that the README beside them names. They are
/// other people's and kept outside the project; without them these tests are skipped.
/// </summary>
public abstract class ScriptTests
{
    private const double Promised = 0.85;

    protected static TheoryData<string> CasesOf(bool odd) => [.. ScriptCases.All.Where(item => item.Row % 2 == (odd ? 1 : 0)).Select(item => item.ToString())];

    protected static void Check(string name)
    {
        var item = ScriptCases.All.Single(item => item.ToString() == name);
        foreach (var program in item.Needs) Skip.If(HostLacks(program), $"this host lacks {program}");
        var original = Path.Combine(Rehearsal.Scripts, item.Script);
        Skip.IfNot(File.Exists(original), $"{original} is absent");

        var host = Listing();
        using var rehearsal = new Rehearsal(item.Mac);
        foreach (var (file, text) in item.Files) File.WriteAllText(Path.Combine(rehearsal.Folder, file), text);
        var script = original;
        if (item.FilledIn.Count > 0)
        {
            script = Path.Combine(rehearsal.Folder, "filled-in.sh");
            File.WriteAllText(script, item.FilledIn.Aggregate(File.ReadAllText(original), (text, fill) => text.Replace(fill.Placeholder, fill.Value, StringComparison.Ordinal)));
        }
        if (item.Before.Length > 0) Assert.Equal(0, rehearsal.Bash(item.Before, script).Status);

        var ended = rehearsal.RunAs("root", "macemu", ["run", .. item.Options, script, .. item.Arguments], item.Input);
        // Nothing but the machine's folder and the current directory has changed.
        Assert.Equal(host, Listing());
        if (item.NotEmulated is { } missing)
        {
            Assert.True(ended.Status == ExitStatus.NotEmulated, $"{missing} is emulated by now: the row can go on.\n{ended}");
            Assert.Contains($"macemu: run: not emulated: {missing}", ended.Error, StringComparison.Ordinal);
            return;
        }
        Assert.True(item.Status == ended.Status, ended.ToString());
        Assert.Matches($"^(?:{item.Output})$", ended.Output);
        Assert.Matches($"^(?:{item.Error})$", ended.Error);
        if (item.After.Length > 0) Assert.Matches($"^(?:{item.Found})$", rehearsal.Bash(item.After + "", script).Output);
    }

    protected static void CheckShare()
    {
        Assert.Equal(Enumerable.Range(1, 30), ScriptCases.All.Select(item => item.Row).Distinct().Order());
        var missed = ScriptCases.All.Where(item => item.NotEmulated is not null).Select(item => item.Row).Distinct().ToList();
        Assert.True(1 - missed.Count / 30.0 >= Promised, string.Create(CultureInfo.InvariantCulture, $"rows that don't reach their outcome: {string.Join(", ", missed)}"));
    }

    private static string[] Listing() =>
        [.. new[] { "/", "/bin", "/etc", "/etc/ssh", "/home", "/Library", "/opt", "/root", "/sbin", "/usr/bin", "/usr/libexec", "/usr/local", "/usr/local/bin", "/usr/sbin", "/Users", "/var", "/var/db" }
            .Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFileSystemEntries(folder)).Select(path => $"{path} {(Directory.Exists(path) ? "" : File.GetLastWriteTimeUtc(path).Ticks)}").Order(StringComparer.Ordinal)];

    private static bool HostLacks(string program) => !new[] { "/usr/bin/", "/bin/" }.Any(folder => File.Exists(folder + program));
}

/// <summary>The odd rows. Two classes, so that two run beside each other.</summary>
public sealed class OddScriptTests : ScriptTests
{
    public static TheoryData<string> Cases => CasesOf(odd: true);

    [SkippableTheory, MemberData(nameof(Cases))]
    public void A_script_reaches_its_outcome(string name) => Check(name);

    [Fact]
    public void Of_all_rows_the_promised_share_does() => CheckShare();
}

/// <summary>The even rows.</summary>
public sealed class EvenScriptTests : ScriptTests
{
    public static TheoryData<string> Cases => CasesOf(odd: false);

    [SkippableTheory, MemberData(nameof(Cases))]
    public void A_script_reaches_its_outcome(string name) => Check(name);
}
