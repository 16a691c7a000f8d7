using MacStateStore.OpenDirectory;

namespace MacEmu;

/// <summary>Brings things into the machine: so far a local directory, as the files that a Mac keeps.</summary>
internal static class ImportCommand
{
    public static Verb Define()
    {
        var folder = Verb.Required("DIR", "a folder of property lists, XML or binary, such as a copy of /var/db/dslocal/nodes/Default");
        return new Verb("import", "make the local directory what a Mac's files hold", "macemu import dslocal ./Default")
        {
            new Verb("dslocal", "make the local directory what a folder of property lists holds; records that aren't there are deleted", "macemu import dslocal ./Default",
                run => Import(run, run.Value(folder)))
            {
                folder,
            },
        };
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
