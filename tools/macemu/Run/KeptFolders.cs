#pragma warning disable CA1416 // Emulated Macs live on Linux; Windows has no such permissions.

namespace MacEmu.Run;

/// <summary>The folders of the Mac that outlive the run, in the machine's own folder.</summary>
internal static class KeptFolders
{
    private const UnixFileMode Anybody = (UnixFileMode)0b1_111_111_111;

    /// <summary>Makes those that aren't there, and the links to what the host has beside.</summary>
    internal static void Make(ScriptEnvironment environment)
    {
        if (environment.MachineFolder is not { } kept)
            return;
        try
        {
            foreach (string folder in environment.Folders.Concat(MacPaths.Merged).Concat(MacPaths.Shared))
                Directory.CreateDirectory(kept + folder);
            foreach (string folder in MacPaths.Shared)
                if (File.GetUnixFileMode(kept + folder) != Anybody)
                    File.SetUnixFileMode(kept + folder, Anybody);
            if (environment.Folders.Any(folder => NamespaceLayout.IsBelow(environment.HomeDirectory, folder)))
                Directory.CreateDirectory(kept + environment.HomeDirectory);
            foreach (string folder in MacPaths.Merged)
                Link(kept, folder);
            LinkTools(environment, kept);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A machine in a read-only place: its folders are then the run's own, empty and gone afterwards.
        }
    }

    /// <summary>Tools that stand in a folder of the Mac's own are links there; one that this Mac hasn't (any more) is gone.</summary>
    private static void LinkTools(ScriptEnvironment environment, string kept)
    {
        foreach ((string name, IReadOnlyList<string> directories) in MacPaths.Commands)
        {
            foreach (string directory in directories.Where(directory => IsKept(environment, directory)))
            {
                var link = new FileInfo($"{kept}{directory}/{name}");
                string tool = $"{NamespaceLayout.Tools}/{name}";
                bool isThere = link.LinkTarget == tool;
                bool isWanted = environment.CommandDirectories.ContainsKey(name) && File.Exists($"{environment.ToolsDirectory}/{name}");
                if (isThere && !isWanted)
                    link.Delete();
                if (isThere || !isWanted || link.Exists)
                    continue;
                Directory.CreateDirectory(kept + directory);
                link.CreateAsSymbolicLink(tool);
            }
        }
    }

    /// <summary>Whether a directory of commands is part of a folder that the machine keeps.</summary>
    internal static bool IsKept(ScriptEnvironment environment, string directory) =>
        environment.MachineFolder is not null && environment.Folders.Any(folder => NamespaceLayout.IsBelow(directory, folder));

    private static void Link(string kept, string folder)
    {
        if (!Directory.Exists(folder))
            return;
        HashSet<string> present = [.. Names(kept + folder)];
        foreach (string name in Names(folder).Where(name => !present.Contains(name)))
        {
            string path = $"{folder}/{name}";
            if (MacPaths.Copied.Contains(path) && IsReadable(path))
                File.Copy(path, kept + path);
            else
                File.CreateSymbolicLink(kept + path, HostPath.Outermost + path);
        }
    }

    private static bool IsReadable(string path) => File.Exists(path) && NativeMethods.Access(path, NativeMethods.AccessRead) == 0;

    private static IEnumerable<string> Names(string folder) => Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)!);
}
