namespace MacEmu.Run;

/// <summary>
/// Works out the new root. Only what Linux lacks or what must differ is made; everything else is the host's own
/// directory, bound at its place and read-only. What can be written is the machine's own folder and the current directory. A directory that needs a new name in it (the root always does, /usr where it has no
/// libexec, /var for /var/root) is made anew and filled with what the host has in it.
/// </summary>
internal sealed class NamespaceLayout
{
    /// <summary>The one directory that neither a Mac nor a Linux has.</summary>
    internal const string Hidden = "/.macemu";

    /// <summary>Where the emulators' own directory is bound, reachable also where the host's permissions would forbid it.</summary>
    internal const string Tools = Hidden + "/tools";

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    /// <summary>The folder in which the machine's file lies, wherever that is on the host.</summary>
    internal const string Machine = Hidden + "/machine";

    private const string WorkingDirectory = Hidden + "/work";

    /// <summary>What no Mac script changes by its name, and what must not be read-only: terminals, user namespaces.</summary>
    private static readonly string[] Kernels = ["/dev", "/proc", "/sys"];

    private static readonly string[] HostCommandDirectories =
        ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    private readonly ScriptEnvironment environment;
    private readonly List<Step> steps = [];
    private readonly HashSet<string> composed = ["/"];
    private readonly SortedDictionary<string, Step> additions = new(StringComparer.Ordinal);

    private NamespaceLayout(ScriptEnvironment environment) => this.environment = environment;

    /// <summary>The steps, in the order in which they have to be done.</summary>
    /// <param name="environment">What the script is to find.</param>
    internal static IReadOnlyList<Step> Plan(ScriptEnvironment environment)
    {
        var layout = new NamespaceLayout(environment);
        layout.AddWritable();
        layout.AddCommands();
        layout.AddFolders();
        layout.AddWorkingDirectory();
        foreach (string path in layout.additions.Keys.ToArray())
            layout.MakeRoomFor(path);
        layout.Compose("/");
        layout.steps.AddRange(layout.additions.Values);
        layout.ProtectDirectory();
        layout.AddAccounts();
        return layout.steps;
    }

    /// <summary>The host's directories of commands as they are reached from inside, for MACEMU_HOST_PATH.</summary>
    internal static string HostCommandPath()
    {
        // In a run within a run the usual directories hold emulators already: the host's are those that the outer run names.
        string? outer = Environment.GetEnvironmentVariable(MacToolHost.Processes.HostCommand.PathVariable);
        IEnumerable<string> directories = outer is not null && outer.Contains(HostPath.Root)
            ? outer.Split(':')
            : HostCommandDirectories;
        return string.Join(':', directories.Where(Directory.Exists).Select(HostPath.After).Distinct());
    }

    /// <summary>
    /// Whether the current directory is at its own place inside: not where it holds what a Mac has another of (the root, /usr …).
    /// </summary>
    internal static bool KeepsWorkingDirectory(ScriptEnvironment environment)
    {
        string directory = environment.WorkingDirectory!;
        IEnumerable<string> commands = environment.CommandDirectories.Values.SelectMany(places => places).Where(place => !KeptFolders.IsKept(environment, place));
        return directory != "/" && !MacPaths.Merged.Contains(directory)
            && !commands.Concat(Kernels).Any(path => IsBelow(path, directory))
            && !environment.Folders.Concat(MacPaths.Links.Keys).Any(path => path != directory && IsBelow(path, directory));
    }

    /// <summary>Whether a host path is the current directory or below it.</summary>
    internal static bool IsBelow(string path, string? directory) => directory is not null && (path == directory || path.StartsWith(directory + "/", StringComparison.Ordinal));

    /// <summary>
    /// What is to be written is taken from the host before all of it becomes read-only. In a run within a run the links that the machine's
    /// folder holds still lead to the host itself.
    /// </summary>
    private void AddWritable()
    {
        steps.Add(new Step(StepKind.Link, HostPath.Outermost, Path.Exists(HostPath.Outermost) ? "outer" + HostPath.Outermost : "outer"));
        steps.Add(new Step(StepKind.Directory, Tools, HostPath.After(environment.ToolsDirectory)));
        if (environment.MachineFile is { } machine)
            steps.Add(new Step(StepKind.Directory, Machine, HostPath.After(Path.GetDirectoryName(Path.GetFullPath(machine))!)));
        if (KeepsWorkingDirectory(environment))
            steps.Add(new Step(StepKind.Directory, WorkingDirectory, HostPath.After(environment.WorkingDirectory!)));
        foreach (string path in Kernels.Where(Directory.Exists))
            steps.Add(new Step(StepKind.Directory, path, HostPath.After(path)));
        steps.Add(new Step(StepKind.AllReadOnly, HostPath.Root));
    }

    private void AddWorkingDirectory()
    {
        if (KeepsWorkingDirectory(environment))
            additions[environment.WorkingDirectory!] = new Step(StepKind.Directory, environment.WorkingDirectory!, WorkingDirectory);
    }

    /// <summary>Links to the tools in one directory per directory of the Mac, each to be merged with the host's.</summary>
    private void AddCommands()
    {
        var links = new Dictionary<string, string>(StringComparer.Ordinal);
        // macOS's sh is bash in its POSIX mode, which bash enters when it is called sh. Where the host has one in /usr/bin
        // too (as /bin and /usr/bin are one there), that one would be found first in PATH.
        foreach (string directory in new[] { "/bin", "/usr/bin" })
        {
            if (File.Exists(directory + "/bash") && File.Exists(directory + "/sh"))
                links[directory + "/sh"] = "bash";
        }
        foreach (string file in Directory.EnumerateFiles(environment.ToolsDirectory))
        {
            string name = Path.GetFileName(file);
            // A link may lead to where the Mac has a folder of its own, such as /tmp.
            string tool = HostPath.Real(file) is { } real && !IsBelow(real, HostPath.Real(environment.ToolsDirectory)) ? HostPath.After(real) : $"{Tools}/{name}";
            foreach (string directory in environment.CommandDirectories.GetValueOrDefault(name, []).Where(directory => !KeptFolders.IsKept(environment, directory)))
                links[$"{directory}/{name}"] = tool;
        }
        foreach (IGrouping<string, KeyValuePair<string, string>> group in links.GroupBy(link => Path.GetDirectoryName(link.Key)!))
        {
            string source = Hidden + "/commands" + group.Key;
            steps.Add(new Step(StepKind.Folder, source));
            steps.AddRange(group.Select(link => new Step(StepKind.Link, $"{source}/{Path.GetFileName(link.Key)}", link.Value)));
            bool hostHasIt = Directory.Exists(group.Key);
            additions[group.Key] = hostHasIt
                ? new Step(StepKind.Merge, group.Key, $"{source}:{HostPath.After(group.Key)}")
                : new Step(StepKind.Directory, group.Key, source);
            if (hostHasIt)
                steps.AddRange(MacPaths.LinuxCommands.Where(name => File.Exists($"{group.Key}/{name}")).Select(name => new Step(StepKind.Hide, $"{source}/{name}")));
        }
    }

    private void AddFolders()
    {
        foreach (string folder in environment.Folders)
        {
            bool isKept = environment.MachineFolder is { } kept && Directory.Exists(kept + folder);
            if (!isKept && MacPaths.Merged.Contains(folder))
                continue;
            additions[folder] = isKept
                ? new Step(StepKind.Directory, folder, $"{Machine}/{Path.GetFileName(environment.MachineFolder)}{folder}")
                : new Step(StepKind.Folder, folder);
        }
        foreach ((string path, string target) in MacPaths.Links)
            additions[path] = new Step(StepKind.Link, path, target);
    }

    /// <summary>
    /// The directory's record files are a view: what a script wrote there, the directory wouldn't know. The tools write them where the
    /// machine's folder lies on the host.
    /// </summary>
    private void ProtectDirectory()
    {
        if (environment.MachineFolder is { } kept && Directory.Exists(kept + MacPaths.DirectoryFiles) && additions.Keys.Any(folder => MacPaths.DirectoryFiles.StartsWith(folder + "/", StringComparison.Ordinal)))
            steps.Add(new Step(StepKind.ReadOnly, MacPaths.DirectoryFiles));
    }

    /// <summary>Files are covered as they are, which needs no new name.</summary>
    private void AddAccounts()
    {
        foreach ((string path, string? text) in new[] { ("/etc/passwd", environment.PasswdText), ("/etc/group", environment.GroupText) })
        {
            if (text is null || !File.Exists(path))
                continue;
            string source = Hidden + "/" + Path.GetFileName(path);
            steps.Add(new Step(StepKind.Text, source, text));
            steps.Add(new Step(StepKind.Cover, path, source));
        }
    }

    /// <summary>Sees that a path can be mounted on: either the host has a plain directory there, or its parent becomes ours.</summary>
    private void MakeRoomFor(string path)
    {
        if (path == "/" || (additions[path].Kind != StepKind.Link && HostPath.IsPlainDirectory(path)))
            return;
        // Below one of the Mac's folders that is no place of the host's.
        if (additions.Keys.Any(folder => path.StartsWith(folder + "/", StringComparison.Ordinal)))
            return;
        for (string parent = Path.GetDirectoryName(path)!; composed.Add(parent); parent = Path.GetDirectoryName(parent)!)
        {
        }
    }

    /// <summary>Makes one directory of ours and puts the host's entries into it.</summary>
    private void Compose(string directory)
    {
        if (directory != "/")
            steps.Add(new Step(StepKind.Folder, directory));
        string prefix = directory == "/" ? "/" : directory + "/";
        if (Directory.Exists(directory))
        {
            foreach (FileSystemInfo entry in new DirectoryInfo(directory).EnumerateFileSystemInfos("*", Everything))
            {
                string path = prefix + entry.Name;
                if (path != Hidden && !Kernels.Contains(path) && !composed.Contains(path) && !additions.ContainsKey(path))
                    AddHostEntry(entry, path);
            }
        }
        foreach (string child in composed.Where(path => path != "/" && Path.GetDirectoryName(path) == directory).ToArray())
            Compose(child);
        // A merge needs a directory to be mounted on; the other additions make their own.
        foreach (Step addition in additions.Values)
        {
            if (addition.Kind == StepKind.Merge && Path.GetDirectoryName(addition.Path) == directory)
                steps.Add(new Step(StepKind.Folder, addition.Path));
        }
    }

    private void AddHostEntry(FileSystemInfo entry, string path)
    {
        if (entry.LinkTarget is { } target)
            steps.Add(new Step(StepKind.Link, path, target));
        else if (entry is DirectoryInfo)
            steps.Add(new Step(StepKind.Directory, path, HostPath.After(path)));
        else
            steps.Add(new Step(StepKind.File, path, HostPath.After(path)));
    }
}
