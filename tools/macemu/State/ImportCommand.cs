using MacStateStore.OpenDirectory;

namespace MacEmu;

/// <summary>Brings things into the machine: all of it from an archive, or a local directory as the files that a Mac keeps.</summary>
internal static class ImportCommand
{
    public static Verb Define()
    {
        var folder = Verb.Required("DIR", "a folder of property lists, XML or binary, such as a copy of /var/db/dslocal/nodes/Default");
        var archive = Verb.Optional("FILE", "an archive that 'macemu export' wrote");
        var force = Verb.Flag("--force", "replace the machine that is there, its snapshots and its files");
        return new Verb("import", "make a machine of an archive, or its local directory of a Mac's files", "macemu import mac.tar.gz", run => Archive(run, run.Said(archive), run.Value(force)))
        {
            archive, force,
            new Verb("dslocal", "make the local directory what a folder of property lists holds; records that aren't there are deleted", "macemu import dslocal ./Default",
                run => Import(run, run.Value(folder)))
            {
                folder,
            },
        };
    }

    private static int Archive(Invocation run, string? file, bool force)
    {
        if (string.IsNullOrEmpty(file)) throw new MacEmuException("import: name the archive to read, such as mac.tar.gz");
        if (!File.Exists(file)) throw new MacEmuException($"import: {file}: there is no such file");
        if (!force && File.Exists(run.Machine.Path)) throw new MacEmuException($"import: machine file {run.Machine.Path}: it exists already. Use --force to replace it, or name another with --machine");
        MachineArchive.Read(Path.GetFullPath(file), run.Machine.Path);
        return Status.Good;
    }

    private static int Import(Invocation run, string folder)
    {
        if (folder.Length == 0) throw new MacEmuException("import dslocal: the folder's name is empty");
        return run.Event(mac => Explained("import", () => DslocalFolder.Import(Path.GetFullPath(folder), mac.Directory), Status.CheckFailed));
    }

    /// <summary>Turns a folder's problem into a line of macemu's.</summary>
    public static void Explained(string verb, Func<int> work, int exitStatus)
    {
        try
        {
            work();
        }
        catch (DslocalException error)
        {
            throw new MacEmuException($"{verb} dslocal: {error.Message}", exitStatus);
        }
    }
}
