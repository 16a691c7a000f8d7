using MacStateStore.OpenDirectory;
using MacToolHost;

namespace MacEmu;

/// <summary>Takes things out of the machine: so far its local directory, as the files that a Mac keeps.</summary>
internal static class ExportCommand
{
    public static Verb Define()
    {
        var folder = Verb.Required("DIR", "the folder, such as a copy of /var/db/dslocal/nodes/Default");
        var force = Verb.Flag("--force", "write into a folder that isn't empty; files of records that are gone are removed");
        return new Verb("export", "write the local directory as a Mac's files", "macemu export dslocal ./Default")
        {
            new Verb("dslocal", "write the local directory as property lists, one per record", "macemu export dslocal ./Default",
                run => Export(run, run.Value(folder), run.Value(force)))
            {
                folder, force,
            },
        };
    }

    private static int Export(Invocation run, string folder, bool force)
    {
        if (folder.Length == 0) throw new MacEmuException("export dslocal: the folder's name is empty");
        return run.Event(mac =>
        {
            if (File.Exists(folder)) throw new MacEmuException($"export dslocal: {folder} is a file; name a folder");
            if (!force && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
                throw new MacEmuException($"export dslocal: {folder} isn't empty; use --force to write into it, or name another");
            ImportCommand.Explained("export", () => DslocalFolder.Export(mac.Directory, Path.GetFullPath(folder)), ExitStatus.CannotWrite);
        });
    }
}
