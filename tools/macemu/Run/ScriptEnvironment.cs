namespace MacEmu.Run;

/// <summary>What a script finds around it: the tools, the machine, the user it runs as.</summary>
public sealed record ScriptEnvironment
{
    /// <summary>The directory with the emulators' executables and links.</summary>
    public required string ToolsDirectory { get; init; }

    /// <summary>The machine file, or null; beside it, in `FILE.root/`, lie the folders that only a Mac has.</summary>
    public string? MachineFile { get; init; }

    /// <summary>The emulated user's name.</summary>
    public string UserName { get; init; } = "root";

    /// <summary>The user ID that the script sees as its own.</summary>
    public uint UserId { get; init; }

    /// <summary>The group ID that the script sees as its own.</summary>
    public uint GroupId { get; init; }

    /// <summary>The emulated user's home.</summary>
    public string HomeDirectory { get; init; } = "/var/root";

    /// <summary>The emulated user's login shell.</summary>
    public string LoginShell { get; init; } = "/bin/sh";

    /// <summary>What stands in for /etc/passwd, or null for the host's own.</summary>
    public string? PasswdText { get; init; }

    /// <summary>What stands in for /etc/group, or null for the host's own.</summary>
    public string? GroupText { get; init; }

    /// <summary>Whether the script gets the caller's environment (with the Mac's PATH before the caller's) instead of a clean one.</summary>
    public bool KeepEnvironment { get; init; }

    /// <summary>Variables to set beside the usual ones, the run's ID for instance.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the script starts; null for the caller's current directory.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The shell to run the script with (a name or a path) instead of the one its first line names.</summary>
    public string? Shell { get; init; }

    /// <summary>The directories in which each tool stands on a Mac.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> CommandDirectories { get; init; } = MacPaths.Commands;

    /// <summary>The Mac's folders that the script is to find, kept in the machine's own folder.</summary>
    public IReadOnlyList<string> Folders { get; init; } = MacPaths.Folders;

    /// <summary>The folder that holds what belongs to this Mac alone, or null where there is no machine file.</summary>
    public string? MachineFolder => MachineFile is null ? null : MacToolHost.MachineFolder.Of(MachineFile);
}
