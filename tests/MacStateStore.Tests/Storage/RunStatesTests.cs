#pragma warning disable CA1416 // Emulated Macs live on Linux; Windows has no such permissions.

using MacStateStore.Storage;

namespace MacStateStore.Tests.Storage;

/// <summary>What a machine was when a run began and ended, and what commands printed.</summary>
public sealed class RunStatesTests
{
    [Fact]
    public void A_run_has_the_machine_of_before_and_after()
    {
        using var test = new TestMac();
        test.Mac.RunStates.KeepBefore("r-1");
        test.NewUser("bob");
        // A run within it tells nothing new of before.
        test.Mac.RunStates.KeepBefore("r-1");
        test.Mac.RunStates.KeepAfter("r-1");
        test.NewUser("carol");

        Assert.Equal(["bob"], Users(test.Mac.RunStates.PathAfter("r-1")!));
        Assert.Empty(Users(test.Mac.RunStates.PathBefore("r-1")!));
        Assert.Equal("r-1", test.Mac.RunStates.Newest);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(test.Mac.RunStates.PathBefore("r-1")!));

        static string[] Users(string path)
        {
            using var mac = Mac.Open(path);
            return [.. mac.Accounts.People.Select(user => user.Name)];
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a b")]
    [InlineData("ünïcode")]
    public void A_run_whose_id_is_no_file_name_is_not_kept(string run)
    {
        using var test = new TestMac();
        test.Mac.RunStates.KeepBefore(run);
        test.Mac.RunStates.KeepAfter(run);
        Assert.Equal((null, null, null), (test.Mac.RunStates.PathBefore(run), test.Mac.RunStates.PathAfter(run), test.Mac.RunStates.Newest));
        Assert.Equal([test.Path], Directory.GetFileSystemEntries(Path.GetDirectoryName(test.Path)!).Where(path => !path.EndsWith("-journal", StringComparison.Ordinal)));
    }

    [Fact]
    public void Only_the_last_runs_are_kept_and_none_of_a_huge_machine()
    {
        using var test = new TestMac();
        Assert.Null(test.Mac.RunStates.Newest);
        for (var i = 0; i < RunStates.MostRuns + 2; i++)
        {
            test.Mac.RunStates.KeepBefore($"r{i}");
            test.Mac.RunStates.KeepAfter($"r{i}");
            File.SetLastWriteTimeUtc(test.Mac.RunStates.PathBefore($"r{i}")!, DateTime.UtcNow.AddMinutes(i - 100));
        }
        Assert.Equal(2 * RunStates.MostRuns, Directory.GetFiles(RunStates.FolderOf(test.Path)).Length);
        Assert.Equal((null, null), (test.Mac.RunStates.PathBefore("r1"), test.Mac.RunStates.PathAfter("r1")));
        Assert.NotNull(test.Mac.RunStates.PathBefore("r2"));

        using (var file = File.OpenWrite(test.Path)) file.SetLength(RunStates.LargestMachine + 1);
        test.Mac.RunStates.KeepBefore("huge");
        test.Mac.RunStates.KeepAfter("huge");
        Assert.Equal((null, null), (test.Mac.RunStates.PathBefore("huge"), test.Mac.RunStates.PathAfter("huge")));
    }

    [Fact]
    public void A_folder_that_cant_be_written_only_means_that_nothing_is_kept()
    {
        using var test = new TestMac();
        File.WriteAllText(RunStates.FolderOf(test.Path), "in the way");
        test.Mac.RunStates.KeepBefore("r");
        test.Mac.RunStates.KeepAfter("r");
        Assert.Null(test.Mac.RunStates.PathBefore("r"));
    }

    [Fact]
    public void The_journal_keeps_what_was_printed()
    {
        using var test = new TestMac();
        test.Mac.End(1, printed: new Printed("ä\0b\n", 5, "no", 2));
        test.Mac.Begin(new JournalEntry("dscl", "[]", "root", "r7"));
        test.Mac.Undo();
        test.Mac.End(0, printed: new Printed("", 0, "", 0));
        var rows = test.Mac.Journal.Read();
        Assert.Equal(new Printed("ä\0b\n", 5, "no", 2), test.Mac.Journal.PrintedBy(rows[^2].Id));
        Assert.Null(test.Mac.Journal.PrintedBy(rows[^1].Id));
        Assert.Equal("r7", test.Mac.Journal.LastRun);
        Assert.Equal((false, true, false), (new Printed("", 8192, "", 4096).IsOutputCut, new Printed("", 8193, "", 0).IsOutputCut, new Printed("", 0, "", 4096).AreErrorsCut));
    }
}
