namespace MacEmu.Tests;

public sealed class SnapshotTests : IDisposable
{
    private readonly Bench bench = Bench.WithAlice();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_restored_state_is_the_saved_one_with_its_log()
    {
        bench.Good("login", "alice", "--password", "s3cret");
        var (state, log) = (bench.Good("show", "--json"), bench.Good("log"));
        bench.Good("snapshot", "save", "before");
        bench.Good("logout");
        bench.Good("restart", "--to", "1tr");
        bench.Good("snapshot", "restore", "before");
        Assert.Equal((state, log), (bench.Good("show", "--json"), bench.Good("log")));
        bench.Good("logout");
        Assert.Equal("login window\n", bench.Good("console"));
    }

    [Fact]
    public void Snapshots_are_listed_replaced_and_deleted()
    {
        Assert.Equal("", bench.Good("snapshot", "list"));
        bench.Good("snapshot", "save", "b");
        bench.Good("snapshot", "save", "a 1");
        bench.Good("login", "alice", "--password", "s3cret");
        bench.Good("snapshot", "save", "b");
        Assert.Matches(@"^NAME  SAVED\na 1   \d{4}-\S+Z\nb     \d{4}-\S+Z\n$", bench.Good("snapshot", "list"));
        bench.Good("logout");
        bench.Good("snapshot", "restore", "b");
        Assert.Equal("alice\n", bench.Good("console"));
        bench.Good("snapshot", "delete", "a 1");
        bench.Bad(2, "snapshot 'a 1': there is none of that name; saved are b", "snapshot", "delete", "a 1");
        bench.Bad(2, "snapshot 'c': there is none of that name; saved are b", "snapshot", "restore", "c");
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    public void Names_that_cannot_be_files_are_refused(string name)
    {
        bench.Bad(2, $"snapshot '{name}': a name has up to 100 letters, digits, blanks, '-', '_' and '.', and doesn't begin with '.'.", "snapshot", "save", name);
        bench.Bad(2, $"snapshot '{name}': there is none of that name; none is saved", "snapshot", "restore", name);
        bench.Bad(2, $"snapshot '{name}': there is none of that name; none is saved", "snapshot", "delete", name);
        Assert.False(Directory.Exists(bench.Machine + ".snapshots"));
    }

    [Fact]
    public void A_damaged_snapshot_changes_nothing()
    {
        bench.Good("snapshot", "save", "x");
        File.WriteAllText(bench.Machine + ".snapshots/x.db", new string('x', 4096));
        var state = bench.State();
        var outcome = bench.Run("snapshot", "restore", "x");
        Assert.Equal((78, ""), (outcome.Status, outcome.Output));
        Assert.Contains("x.db", outcome.Errors);
        Assert.Equal(state, bench.State());
    }
}
