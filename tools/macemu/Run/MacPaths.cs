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
            "GetFileInfo SetFile arch bputil caffeinate chflags chfn chpass chsh codesign csrutil defaults ditto dot_clean drutil " +
            "dscacheutil dscl dsexport dsimport dsmemberutil fdesetup groups hdiutil id kdestroy killall kinit klist kmutil kpasswd " +
            "last lipo log logger login logname lsappinfo macemu mdfind mdimport mdls mdutil nettop networkQuality odutil open osascript " +
            "otool passwd pbcopy pbpaste pkgbuild plutil pmset powermetrics productbuild profiles pwpolicy say sc_auth screencapture " +
            "security sips smbutil sqlite3 stapler stat su sudo sw_vers syslog systemextensionsctl tccutil textutil tiutil tmutil users " +
            "uuidgen w wdutil who whoami xattr xcode-select xcodebuild xcrun xpath"),
        ("/usr/sbin",
            "asr bless chown createhomedir disktool diskutil dsconfigad dsconfigldap dseditgroup dsenableroot firmwarepasswd installer ioreg " +
            "ipconfig kextcache kextstat ktutil networksetup nvram pkgutil scutil sharing softwareupdate spctl sso_util sysadminctl " +
            "sysctl system_profiler systemkeychain systemsetup vsdbutil"),
        ("/bin", "date df launchctl ls"),
        ("/sbin", "dmesg fsck_apfs halt kextload kextunload md5 mount mount_smbfs newfs_apfs reboot shutdown umount"),
        // Where /bin and /usr/bin (or both sbin) are one on the host, its own command would be found first in the PATH.
        ("/usr/bin", "df ls mount"),
        ("/usr/sbin", "halt reboot shutdown"),
        ("/usr/libexec", "PlistBuddy mdmclient security_authtrampoline"),
        ("/usr/local/bin", JamfAgent.Command));

    /// <summary>The same on a Mac without Jamf's agent.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> CommandsWithoutJamf =>
        Commands.Where(command => command.Key != JamfAgent.Command).ToDictionary(StringComparer.Ordinal);

    /// <summary>The Mac's folders that a Linux host lacks.</summary>
    public static IReadOnlyList<string> Folders => MachineFolder.Folders;

    /// <summary>Where the local directory keeps its records.</summary>
    public const string DirectoryFiles = "/var/db/dslocal";

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
