using MacStateStore.Storage;
using MacToolHost;

namespace MacEmu;

/// <summary>Saved states of a machine.</summary>
internal static class SnapshotCommand
{
    public static Verb Define()
    {
        var save = Verb.Required("NAME", "a name for the state");
        var restore = Verb.Required("NAME", "the name it was saved under");
        var delete = Verb.Required("NAME", "the name it was saved under");
        return new Verb("snapshot", "save and restore the machine's whole state", "macemu snapshot save before-script")
        {
            new Verb("save", "save the state under a name; one of that name is replaced", "macemu snapshot save before-script", run => Save(run, run.Value(save))) { save },
            new Verb("restore", "make the machine what it was, its log included", "macemu snapshot restore before-script", run => Restore(run, run.Value(restore))) { restore },
            new Verb("list", "print the names and when they were saved", "macemu snapshot list", List),
            new Verb("delete", "delete a saved state", "macemu snapshot delete before-script", run => Delete(run, run.Value(delete))) { delete },
        };
    }

    private static int Save(Invocation run, string name)
    {
        using var mac = run.Open();
        try
        {
            mac.Snapshots.Save(name);
        }
        catch (MachineFileException error) when (error.Problem == MachineFileProblem.Unusable)
        {
            throw new MacEmuException(error.Message);
        }
        return Status.Good;
    }

    private static int Restore(Invocation run, string name)
    {
        using var mac = run.Open();
        RequireOne(mac.Snapshots, name);
        mac.Snapshots.Restore(name);
        ManagedPreferenceFiles.Write(run.Console, mac);
        FileVaultOnDisk.Write(run.Console, mac, mac.FileVault.Files.All);
        return Status.Good;
    }

    private static int List(Invocation run)
    {
        using var mac = run.Open();
        TextTable.Write(run.Console, ["NAME", "SAVED"], mac.Snapshots.List().Select(snapshot => (string[])[snapshot.Name, ClockCommand.Print(snapshot.Saved)]));
        return Status.Good;
    }

    private static int Delete(Invocation run, string name)
    {
        using var mac = run.Open();
        RequireOne(mac.Snapshots, name);
        mac.Snapshots.Delete(name);
        return Status.Good;
    }

    private static void RequireOne(Snapshots snapshots, string name)
    {
        var names = snapshots.List().Select(snapshot => snapshot.Name).ToList();
        if (!names.Contains(name))
            throw new MacEmuException($"snapshot '{name}': there is none of that name; {(names.Count == 0 ? "none is saved" : $"saved are {string.Join(", ", names)}")}");
    }
}
