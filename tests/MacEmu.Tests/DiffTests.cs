using System.Text.Json;

namespace MacEmu.Tests;

public sealed class DiffTests : IDisposable
{
    private readonly Bench bench = Bench.WithAlice();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void What_happened_since_a_snapshot_is_shown_by_groups()
    {
        bench.Good("snapshot", "save", "before");
        Assert.Equal("", bench.Good("diff", "before"));
        bench.Good("login", "alice", "--password", "s3cret");
        bench.Good("network", "offline");
        bench.Good("fault", "add", "dscl");
        var outcome = bench.Run("diff");
        Assert.Equal((1, ""), (outcome.Status, outcome.Errors));
        Assert.Contains("consoleUser\n  null → alice\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("network\n  online → offline\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("faults\n  [dscl]: ", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("clock", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_machines_are_compared_as_files_and_as_JSON()
    {
        var other = Path.Combine(bench.Folder, "other.db");
        bench.Good("create", "--machine", other, "--seed", "1", "--kdf-iterations", "2", "--os", "14.5", "--setup", "alice:s3cret:Alice Other");
        bench.Good("login", "--machine", other, "alice", "--password", "s3cret");
        var outcome = bench.Run("diff", "--json", bench.Machine, other);
        Assert.Equal(1, outcome.Status);
        using var document = JsonDocument.Parse(outcome.Output);
        var name = document.RootElement.EnumerateArray().Single(item => item.GetProperty("path").GetString() == "alice.fullName");
        Assert.Equal(("users", "Alice Example", "Alice Other"), (name.GetProperty("group").GetString(), name.GetProperty("before").GetString(), name.GetProperty("after").GetString()));
        Assert.Equal("[]\n", bench.Good("diff", "--json", other, other));
    }

    [Fact]
    public void There_must_be_something_to_compare_with()
    {
        bench.Bad(2, "diff: no snapshot is saved; save one with 'macemu snapshot save NAME' before what is to be looked at, or name two machine files", "diff");
        bench.Bad(2, "diff: 'nothing' is neither a snapshot of this machine nor a file", "diff", "nothing");
        bench.Bad(78, $"machine file {bench.Write("x.db", "junk")}: it is not a machine of macemu. Name another file or make a new one with 'macemu create --force'.", "diff", Path.Combine(bench.Folder, "x.db"));
    }
}
