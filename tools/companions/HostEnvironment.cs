using MacStateStore;
using MacToolHost;
using MacToolHost.Processes;

namespace Companions;

/// <summary>What commands that start others (sudo, su, launchctl) need to know about where these run.</summary>
internal static class HostEnvironment
{
    private const string LoginPath = "/usr/bin:/bin:/usr/sbin:/sbin";

    /// <summary>Variables that are no business of the emulated Mac: where its file is, and what .NET needs to start.</summary>
    public static bool IsOurs(string name) =>
        name.StartsWith("MACEMU_", StringComparison.Ordinal) || name.StartsWith("DOTNET_", StringComparison.Ordinal);

    /// <summary>
    /// The PATH of a login. Where the Mac's commands don't stand at their places but in a folder of the PATH, that must stay.
    /// </summary>
    public static string PathOfLogin(IReadOnlyDictionary<string, string> variables)
    {
        var inNamespace = variables.ContainsKey(HostCommand.PathVariable) && !variables.ContainsKey(EmulatedUser.NoNamespaceVariable);
        return inNamespace ? LoginPath : variables.GetValueOrDefault("PATH", LoginPath);
    }

    /// <summary>A home's path: its own where it can be reached there, else where the machine's folder keeps it.</summary>
    public static string Home(Mac mac, string home)
    {
        if (!home.StartsWith('/') || Directory.Exists(home)) return home;
        var kept = MachineFolder.Locate(mac.Path, home);
        return Directory.Exists(kept) ? kept : home;
    }

    /// <summary>The program that a command means, looked for in a PATH as shells and sudo do; null where there is none.</summary>
    public static string? Find(string command, string path)
    {
        if (command.Length == 0) return null;
        if (command.Contains('/')) return IsProgram(command) ? command : null;
        return path.Split(':').Select(directory => directory.Length == 0 ? $"./{command}" : $"{directory}/{command}").FirstOrDefault(IsProgram);
    }

    /// <summary>Says which package brings a login shell that every Mac has and this host lacks.</summary>
    public static void TellMissingShell(ToolConsole console, string shell)
    {
        if (shell is "/bin/zsh" or "/bin/bash" or "/bin/tcsh" or "/bin/csh" or "/bin/ksh")
            console.ErrorLine($"macemu: this host lacks {shell}, which every Mac has (Debian: apt-get install {Path.GetFileName(shell)})");
    }

    private static bool IsProgram(string path) =>
        File.Exists(path) && (new FileInfo(path).UnixFileMode & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
}
