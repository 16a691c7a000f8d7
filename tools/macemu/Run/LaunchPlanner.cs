using MacToolHost;
using MacToolHost.Processes;

namespace MacEmu.Run;

/// <summary>Works out what to start: the interpreter and the environment, with and without a namespace.</summary>
internal sealed class LaunchPlanner(ScriptEnvironment environment)
{
    private readonly bool keepsWorkingDirectory = NamespaceLayout.KeepsWorkingDirectory(environment);

    /// <summary>Terminal and language, which scripts run by hand have on a Mac as well.</summary>
    private static readonly string[] Kept = ["TERM", "COLORTERM", "COLUMNS", "LINES", "LANG", "TZ", "NO_COLOR"];

    /// <summary>A command, or a program that needs no interpreter.</summary>
    internal Launch Command(IReadOnlyList<string> arguments, bool inNamespace)
    {
        string program = arguments[0];
        if (!inNamespace)
            program = ToolAt(program) ?? program;
        return new Launch(program, arguments, Variables(inNamespace), WorkingDirectory(inNamespace));
    }

    /// <summary>A script read by its interpreter, or (where it is null) an interpreter with other arguments.</summary>
    internal Launch Script(Interpreter interpreter, string? script, IEnumerable<string> arguments, bool inNamespace)
    {
        // An emulator as interpreter (osascript): inside it stands where the tools are bound.
        string program = interpreter.Path!;
        if (inNamespace && Path.GetDirectoryName(program) == environment.ToolsDirectory)
            program = $"{NamespaceLayout.Tools}/{Path.GetFileName(program)}";
        IEnumerable<string> path = script is null ? [] : [inNamespace && Path.IsPathRooted(script) ? Visible(script) : script];
        return new Launch(
            program, [.. interpreter.Arguments, .. path, .. arguments], Variables(inNamespace), WorkingDirectory(inNamespace));
    }

    private string WorkingDirectory(bool inNamespace)
    {
        string directory = Path.GetFullPath(environment.WorkingDirectory ?? Environment.CurrentDirectory);
        return inNamespace ? Visible(directory) : directory;
    }

    private Dictionary<string, string> Variables(bool inNamespace)
    {
        Dictionary<string, string> caller = ProcessImage.InheritedEnvironment;
        Dictionary<string, string> variables = environment.KeepEnvironment ? caller : Clean(caller, inNamespace);

        string path = inNamespace ? MacPaths.CommandPath : environment.ToolsDirectory + ":" + MacPaths.CommandPath;
        variables["PATH"] = environment.KeepEnvironment && caller.TryGetValue("PATH", out string? callerPath)
            ? JoinPath(inNamespace ? MacPaths.CommandPath : environment.ToolsDirectory, callerPath)
            : path;
        variables[EmulatedUser.NameVariable] = environment.UserName;
        if (environment.MachineFile is { } machine)
            variables["MACEMU_MACHINE"] = inNamespace ? VisibleMachine(Path.GetFullPath(machine)) : Path.GetFullPath(machine);
        if (inNamespace)
        {
            variables[HostCommand.PathVariable] = NamespaceLayout.HostCommandPath();
            variables.Remove(AccountFiles.FolderVariable);
            if (environment.PasswdText is not null && environment.GroupText is not null && variables.TryGetValue("MACEMU_MACHINE", out string? visible))
            {
                variables[AccountFiles.FolderVariable] = NamespaceLayout.Hidden;
                variables[AccountFiles.MachineVariable] = visible;
            }
        }
        else
            variables[EmulatedUser.NoNamespaceVariable] = MacNamespace.AlreadyNoticed;
        foreach ((string name, string value) in environment.Variables)
            variables[name] = value;
        return variables;
    }

    /// <summary>What a Mac's login gives, and nothing that only the host knows.</summary>
    private Dictionary<string, string> Clean(Dictionary<string, string> caller, bool inNamespace)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in caller)
        {
            if (Kept.Contains(name) || name.StartsWith("LC_", StringComparison.Ordinal) || name.StartsWith("MACEMU_", StringComparison.Ordinal))
                variables[name] = value;
        }
        variables["TMPDIR"] = inNamespace ? "/tmp/" : caller.GetValueOrDefault("TMPDIR", "/tmp/");
        variables["USER"] = environment.UserName;
        variables["LOGNAME"] = environment.UserName;
        variables["SHELL"] = environment.LoginShell;
        // Without a namespace the Mac's homes aren't at their paths, but in the machine's own folder.
        variables["HOME"] = inNamespace ? environment.HomeDirectory : environment.MachineFolder + environment.HomeDirectory;
        return variables;
    }

    /// <summary>A host path as the script sees it: a folder of the Mac may stand where the host has one of the same name.</summary>
    private string Visible(string path)
    {
        if (keepsWorkingDirectory && NamespaceLayout.IsBelow(path, environment.WorkingDirectory))
            return path;
        return environment.Folders.Any(folder => NamespaceLayout.IsBelow(path, folder)) ? HostPath.After(path) : path;
    }

    /// <summary>The machine's file is written, so it has a name in the current directory or in its own folder's second place.</summary>
    private string VisibleMachine(string path) => keepsWorkingDirectory && NamespaceLayout.IsBelow(path, environment.WorkingDirectory)
        ? path : $"{NamespaceLayout.Machine}/{Path.GetFileName(path)}";

    /// <summary>The emulator for a Mac's absolute path, for commands that are given as such where nothing stands there.</summary>
    private string? ToolAt(string path)
    {
        string name = Path.GetFileName(path);
        string tool = Path.Combine(environment.ToolsDirectory, name);
        bool standsThere = environment.CommandDirectories.TryGetValue(name, out IReadOnlyList<string>? directories)
            && directories.Contains(Path.GetDirectoryName(path)) && File.Exists(tool);
        return standsThere ? tool : null;
    }

    private static string JoinPath(string first, string second) =>
        string.Join(':', first.Split(':').Concat(second.Split(':')).Distinct());
}
