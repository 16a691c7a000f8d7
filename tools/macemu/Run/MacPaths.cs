using MacToolHost;

namespace MacEmu.Run;

/// <summary>Where things stand on a Mac, as data: the directories of its commands and the folders that Linux lacks.</summary>
public static class MacPaths
{
    /// <summary>A clean PATH of macOS, as scripts run by root, by an installer package or by an MDM get it.</summary>
    public const string CommandPath = "/usr/bin:/bin:/usr/sbin:/sbin";

    /// <summary>
    /// The directories of each emulator and companion. Of the files in the tools' directory, only those named here are put
    /// at the Mac's paths. macemu itself is no Mac command, but a script made for rehearsals may call it.
    /// </summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Commands { get; } = Table(
        ("/usr/bin",
            "bputil chfn chpass chsh csrutil defaults dscacheutil dscl dsmemberutil fdesetup groups id kmutil killall last log " +
            "logger login logname macemu odutil open osascript passwd plutil profiles pwpolicy security sqlite3 stat su sudo sw_vers " +
            "tccutil tmutil users uuidgen w who whoami"),
        ("/usr/sbin",
            "asr bless chown createhomedir dsconfigad dsconfigldap dseditgroup dsenableroot firmwarepasswd installer ioreg " +
            "networksetup nvram pkgutil scutil softwareupdate spctl sysadminctl sysctl system_profiler systemsetup diskutil"),
        ("/bin", "date launchctl"),
        ("/sbin", "dmesg halt md5 mount reboot shutdown umount"),
        ("/usr/libexec", "PlistBuddy mdmclient"));

    /// <summary>The Mac's folders that a Linux host lacks.</summary>
    public static IReadOnlyList<string> Folders => MachineFolder.Folders;

    /// <summary>Links that the Mac has; the other way round than there, since the host's folders are the real ones here.</summary>
    public static IReadOnlyDictionary<string, string> Links { get; } = new Dictionary<string, string>
    {
        ["/private/etc"] = "/etc",
        ["/private/tmp"] = "/tmp",
        ["/private/var"] = "/var",
    };

    private static Dictionary<string, IReadOnlyList<string>> Table(params (string Directory, string Names)[] rows) =>
        rows.SelectMany(row => row.Names.Split(' '), (row, name) => (name, row.Directory))
            .GroupBy(pair => pair.name, pair => pair.Directory)
            .ToDictionary(group => group.Key, IReadOnlyList<string> (group) => group.ToArray(), StringComparer.Ordinal);
}
