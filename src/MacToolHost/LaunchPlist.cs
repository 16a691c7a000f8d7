using MacStateStore.Lifecycle;
using MacStateStore.PropertyLists;

namespace MacToolHost;

/// <summary>What the property list of a job says.</summary>
/// <param name="Label">The job's name.</param>
/// <param name="Program">What it runs; empty where only arguments say it.</param>
/// <param name="Arguments">The program's arguments.</param>
/// <param name="Runs">Whether it is started whenever it is loaded.</param>
/// <param name="Disabled">Whether it is loaded only by force.</param>
public sealed record LaunchPlist(string Label, string Program, IReadOnlyList<string> Arguments, bool Runs, bool Disabled)
{
    /// <summary>Where macOS keeps its own jobs.</summary>
    public const string SystemFolder = "/System/Library/Launch";

    // Services that come with macOS and don't run unless somebody wants them to: file and label.
    private static readonly (string File, string Label)[] Optional =
    [
        ("ssh", "com.openssh.sshd"), ("com.apple.screensharing", "com.apple.screensharing"), ("com.apple.smbd", "com.apple.smbd"), ("com.apple.AppleFileServer", "com.apple.AppleFileServer"),
        ("com.apple.eppc", "com.apple.AEServer"), ("com.apple.nfsd", "com.apple.nfsd"), ("ftp", "com.apple.ftpd"), ("tftp", "com.apple.tftpd"), ("telnet", "com.apple.telnetd"), ("finger", "com.apple.fingerd"),
        ("com.apple.uucp", "com.apple.uucp"), ("org.apache.httpd", "org.apache.httpd"), ("com.apple.auditd", "com.apple.auditd"), ("com.apple.locate", "com.apple.locate"), ("com.apple.newsyslog", "com.apple.newsyslog"),
        ("com.apple.RemoteDesktop", "com.apple.RemoteDesktop.agent"), ("com.apple.atrun", "com.apple.atrun"),
    ];

    /// <summary>Reads a file; null where there is none, or it is no job's.</summary>
    /// <param name="machine">The machine's file.</param>
    /// <param name="path">The list's path on the Mac.</param>
    public static LaunchPlist? Read(string machine, string path)
    {
        var place = MachineFolder.Locate(machine, path);
        try
        {
            if (!File.Exists(place)) return OfSystem(path);
            if (PropertyList.Parse(File.ReadAllBytes(place)) is not PlistDictionary plist || plist["Label"] is not PlistString { Value.Length: > 0 } label) return null;
            var arguments = (plist["ProgramArguments"] as PlistArray)?.OfType<PlistString>().Select(argument => argument.Value).ToList() ?? [];
            var program = (plist["Program"] as PlistString)?.Value ?? "";
            if (program.Length == 0 && arguments.Count == 0) return null;
            var runs = plist["RunAtLoad"] is PlistBoolean { Value: true } || plist["KeepAlive"] is PlistBoolean { Value: true } or PlistDictionary;
            return new(label.Value, program, arguments, runs, plist["Disabled"] is PlistBoolean { Value: true });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or PropertyListException)
        {
            return null;
        }
    }

    /// <summary>Whether others than its owner could change a daemon's list, which launchd then refuses.</summary>
    public static bool IsOpenToOthers(string machine, string path)
    {
        var place = MachineFolder.Locate(machine, path);
        return !OperatingSystem.IsWindows() && File.Exists(place) && (File.GetUnixFileMode(place) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0;
    }

    /// <summary>The job that the list makes.</summary>
    public LaunchJob In(string domain, string path) => new(domain, Label, path, Program, Arguments, Runs, null);

    /// <summary>
    /// A Mac that has just started loads what lies in the folders of daemons, and the agents of whoever has just logged in.
    /// </summary>
    public static void Follow(MacStateStore.Mac mac)
    {
        if (mac.Power.HasStarted) LoadAll(mac, LaunchJobs.System, "/Library/LaunchDaemons");
        foreach (var user in mac.Sessions.Begun.Distinct())
        {
            if (mac.Directory.Find(MacStateStore.OpenDirectory.RecordType.Users, user) is not { } record || record.Text(MacStateStore.OpenDirectory.AttributeName.UniqueId) is not { } uid) continue;
            LoadAll(mac, LaunchJobs.DomainOf(uid), "/Library/LaunchAgents");
            if (record.Text(MacStateStore.OpenDirectory.AttributeName.HomeDirectory) is { } home) LoadAll(mac, LaunchJobs.DomainOf(uid), $"{home}/Library/LaunchAgents");
        }
    }

    private static void LoadAll(MacStateStore.Mac mac, string domain, string folder)
    {
        var place = MachineFolder.Locate(mac.Path, folder);
        if (!Directory.Exists(place)) return;
        foreach (var file in Directory.EnumerateFiles(place, "*.plist").Order(StringComparer.Ordinal))
        {
            var path = $"{folder}/{Path.GetFileName(file)}";
            if (Read(mac.Path, path) is not { } plist || (mac.LaunchJobs.Override(domain, plist.Label) ?? plist.Disabled) || mac.LaunchJobs.Find(domain, plist.Label) is not null) continue;
            if (domain == LaunchJobs.System && IsOpenToOthers(mac.Path, path)) continue;
            mac.LaunchJobs.Load(plist.In(domain, path));
        }
    }

    // macOS's own lists aren't on the emulated disk; those that scripts turn on and off are known.
    private static LaunchPlist? OfSystem(string path)
    {
        if (!path.StartsWith(SystemFolder, StringComparison.Ordinal)) return null;
        var name = Path.GetFileNameWithoutExtension(path);
        var known = Array.Find(Optional, row => row.File == name || row.Label == name);
        return known.Label is null ? null : new(known.Label, $"/usr/libexec/{known.Label}", [], Runs: false, Disabled: true);
    }
}
