using MacStateStore.OpenDirectory;
using MacStateStore.Storage;

namespace MacStateStore.Tests.Storage;

/// <summary>A run is one transaction and one row of the journal.</summary>
public sealed class RunTests
{
    private static readonly AttributeName Shell = AttributeName.UserShell;

    [Fact]
    public void What_is_not_ended_is_not_kept()
    {
        using var test = new TestMac();
        test.Root.SetValues(test.User("root"), Shell, ["/bin/zsh"]);
        test.Mac.Dispose();

        using var mac = Mac.Open(test.Path);
        Assert.Equal("/bin/sh", mac.Directory.Find(RecordType.Users, "root")!.Text(Shell));
        Assert.Empty(mac.Journal.Read());
    }

    [Fact]
    public void Undo_keeps_the_row_of_the_journal_and_what_was_kept_before()
    {
        using var test = new TestMac();
        test.Root.SetValues(test.User("root"), Shell, ["/bin/zsh"]);
        test.Mac.KeepSoFar();
        test.Root.SetValues(test.User("daemon"), Shell, ["/bin/zsh"]);
        test.Mac.Undo();
        test.Mac.End(40);

        Assert.Equal("/bin/zsh", test.User("root").Text(Shell));
        Assert.Equal("/usr/bin/false", test.User("daemon").Text(Shell));
        var row = Assert.Single(test.Mac.Journal.Read());
        Assert.Equal(40, row.ExitStatus);
        Assert.Equal(["Users/root shell", "Users/root record_daemon_version"], row.Changes.Select(change => change.Key));
        Assert.Equal("""{"value":"/bin/sh"}""", row.Changes[0].Before);
        Assert.Equal("""{"value":"/bin/zsh"}""", row.Changes[0].After);
    }

    [Fact]
    public void While_a_run_waits_for_a_person_others_write_and_it_sees_what_they_did()
    {
        using var test = new TestMac();
        var answer = test.Mac.Pause(() =>
        {
            using var other = Mac.Open(test.Path);
            other.Begin(new JournalEntry("other", "[]", "root"));
            other.DirectoryAs(DirectoryCaller.Root).SetValues(other.Directory.Find(RecordType.Users, "root")!, Shell, ["/bin/ksh"]);
            other.End(0);
            return "typed";
        });
        Assert.Equal("typed", answer);
        Assert.Equal("/bin/ksh", test.User("root").Text(Shell));
        test.Root.SetValues(test.User("daemon"), Shell, ["/bin/zsh"]);
        test.Mac.End(0);

        var rows = test.Mac.Journal.Read();
        Assert.Equal(["test", "other"], rows.Select(row => row.Entry.Tool));
        Assert.Contains(rows[0].Changes, change => change.Key == "Users/daemon shell");
        Assert.DoesNotContain(rows[0].Changes, change => change.Key == "Users/root shell");
    }

    [Fact]
    public void Secrets_never_reach_the_record_of_changes()
    {
        using var test = new TestMac();
        var alice = test.NewUser("alice", isAdmin: true);
        test.Mac.Accounts.SetFirstPassword(alice, "Tr0ub4dor");
        test.Root.ChangePassword(alice, "Tr0ub4dor", "c0rrect-horse");
        test.Root.SetValues(alice, AttributeName.Password, ["plain-Tr0ub4dor"]);
        test.Mac.End(0);

        var all = string.Join("\n", test.Mac.Journal.Read().SelectMany(row => row.Changes).Select(change => $"{change.Key} {change.Before} {change.After}"));
        Assert.Contains(Journal.Redacted, all);
        Assert.DoesNotContain("Tr0ub4dor", all);
        Assert.DoesNotContain("c0rrect-horse", all);
        Assert.DoesNotContain(Convert.ToHexString(alice.Values(AttributeName.ShadowHashData)[0].Bytes)[..40], all);
    }

    [Fact]
    public void A_seed_makes_everything_come_out_the_same()
    {
        static string Everything(long seed)
        {
            using var test = new TestMac(new MachineSpecification { Seed = seed, Setup = new SetupUser("alice", "s3cret") });
            test.Mac.Accounts.SetFirstPassword(test.NewUser("bob"), "bob-pw");
            var records = test.Mac.Directory.Types.SelectMany(test.Mac.Directory.Records)
                .SelectMany(record => record.AllAttributes().SelectMany(a => a.Values.Select(v => $"{record.Name} {a.Name.FullName} {Convert.ToHexString(v.Bytes)}")));
            return string.Join("\n", records.Append(test.Mac.Machine.ToString()).Append(test.Mac.Clock.Now.ToString("O")));
        }

        Assert.Equal(Everything(7), Everything(7));
        Assert.NotEqual(Everything(7), Everything(8));
    }

    [Fact]
    public void A_seeded_clock_steps_and_another_runs_on()
    {
        using var seeded = new TestMac();
        var first = seeded.Mac.Clock.Now;
        seeded.Reopen();
        Assert.Equal(TimeSpan.FromSeconds(1), seeded.Mac.Clock.Now - first);
        seeded.Mac.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(TimeSpan.FromDays(2) + TimeSpan.FromSeconds(1), seeded.Mac.Clock.Now - first);

        var folder = Directory.CreateTempSubdirectory("macemu-test-").FullName;
        try
        {
            var path = Path.Combine(folder, "machine.db");
            Mac.Create(path, new MachineSpecification());
            using var running = Mac.Open(path);
            Assert.InRange(running.Clock.Now, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
            running.Clock.Set(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
            using var again = Mac.Open(path);
            Assert.Equal(2030, again.Clock.Now.Year);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_snapshot_brings_the_state_back()
    {
        using var test = new TestMac();
        test.Mac.End(0);
        test.Mac.Snapshots.Save("before");
        test.Mac.Begin(new JournalEntry("test", "[]", "root"));
        test.Root.DeleteRecord(test.User("daemon"));
        test.Mac.End(0);

        Assert.Equal(["before"], test.Mac.Snapshots.List().Select(snapshot => snapshot.Name));
        test.Mac.Snapshots.Restore("before");
        Assert.NotNull(test.User("daemon"));
        test.Mac.Snapshots.Delete("before");
        Assert.Empty(test.Mac.Snapshots.List());
        Assert.Contains("there is none of that name", Assert.Throws<MachineFileException>(() => test.Mac.Snapshots.Restore("before")).Message);
        foreach (var name in (string[])["", "../x", "a/b", ".hidden", new('x', 101)])
            Assert.Throws<MachineFileException>(() => test.Mac.Snapshots.Save(name));
    }
}
