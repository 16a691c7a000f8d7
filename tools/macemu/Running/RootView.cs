using MacEmu.Run;
using MacStateStore;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;
using MacStateStore.Storage;
using MacToolHost;

namespace MacEmu;

/// <summary>What a script finds in the Mac's folders before anybody has put something there: homes, volumes, the system's version.</summary>
internal static class RootView
{
    private const string SetupDone = "/var/db/.AppleSetupDone";
    private const string SystemVersion = "/System/Library/CoreServices/SystemVersion.plist";

    private static readonly string[] Folders =
    [
        "/Applications/Utilities", "/Library/Application Support", "/Library/Caches", "/Library/Keychains", "/Library/LaunchAgents", "/Library/LaunchDaemons", "/Library/Logs",
        "/Library/Preferences", "/Library/PrivilegedHelperTools", "/Library/Updates", "/Library/User Pictures", "/System/Library/CoreServices", "/System/Library/LaunchAgents",
        "/System/Library/LaunchDaemons", "/Users/Shared", "/Volumes", "/var/db/receipts", "/var/root/Library/Preferences",
    ];

    /// <summary>Brings the machine's folder up to date.</summary>
    public static void Make(Invocation run, Mac mac)
    {
        var root = MachineFolder.Of(run.Machine.Path);
        try
        {
            foreach (var folder in Folders) Directory.CreateDirectory(root + folder);
            HomeFolder.MakeParent(root + "/Users");
            MakeHomes(mac);
            MakeVolumes(mac, root);
            WriteVersion(mac, root + SystemVersion);
            if (JamfAgent.IsOn(mac)) LinkJamfHelper(root + JamfAgent.Helper);
            if (mac.System.IsSetUp && !File.Exists(root + SetupDone)) File.WriteAllBytes(root + SetupDone, []);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A machine in a read-only place has no folders of its own.
        }
        ShowDirectory(run, mac);
    }

    // The script's `cd ~alice` is to work for whoever has a home by now.
    private static void MakeHomes(Mac mac)
    {
        foreach (var home in mac.Accounts.HomeFolders)
            if (home.StartsWith("/Users/", StringComparison.Ordinal)) HomeFolder.Make(mac, home);
    }

    private static void LinkJamfHelper(string path)
    {
        if (Path.Exists(path) || new FileInfo(path).LinkTarget is not null) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, $"{NamespaceLayout.Tools}/{Path.GetFileName(JamfAgent.Helper)}");
    }

    private static void MakeVolumes(Mac mac, string root)
    {
        foreach (var place in mac.Disks.Places)
        {
            if (place.MountPoint is "/" && place.Volume is { } system && !system.Name.Contains('/', StringComparison.Ordinal) && !Path.Exists($"{root}/Volumes/{system.Name}"))
                File.CreateSymbolicLink($"{root}/Volumes/{system.Name}", "/");
            if (place.MountPoint is { } path && path.StartsWith("/Volumes/", StringComparison.Ordinal)) Directory.CreateDirectory(MachineFolder.Locate(mac.Path, path));
        }
    }

    // The keys that scripts read; the file holds more on newer releases (memory).
    private static void WriteVersion(Mac mac, string path)
    {
        var (version, build) = (mac.System.Version, mac.System.Build);
        var document = PropertyList.ToXml(new PlistDictionary
        {
            ["ProductBuildVersion"] = build,
            ["ProductCopyright"] = $"1983-{mac.Clock.Now.Year} Apple Inc.",
            ["ProductName"] = version.Has(Capability.NamedMacOS) ? "macOS" : "Mac OS X",
            ["ProductUserVisibleVersion"] = $"{version}",
            ["ProductVersion"] = $"{version}",
        });
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(document)) return;
        File.WriteAllBytes(path, document);
    }

    // The record files that a script may look at. Nobody writes meanwhile, or this view could fall behind that change for good.
    private static void ShowDirectory(Invocation run, Mac mac)
    {
        if (MachineFolder.ViewOfDirectory(mac).IsFresh) return;
        try
        {
            using var alone = run.Open();
            alone.BeginReadingAlone();
            MachineFolder.ViewOfDirectory(alone).Refresh();
        }
        catch (Exception error) when (error is IOException or MachineFileException)
        {
            // A machine in a read-only place has none; who looks for the files finds nothing.
        }
    }
}
