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
            "GetFileInfo SetFile arch base64 bputil caffeinate chflags chfn chpass chsh codesign csrutil defaults ditto dot_clean drutil du " +
            "dscacheutil dscl dsexport dsimport dsmemberutil egrep fdesetup fgrep find grep groups hdiutil head id kdestroy killall kinit klist kmutil kpasswd " +
            "last lipo log logger login logname lsappinfo macemu mdfind mdimport mdls mdutil mktemp nettop networkQuality odutil open osascript " +
            "otool passwd pbcopy pgrep pkill pbpaste pkgbuild plutil pmset powermetrics productbuild profiles pwpolicy python readlink say sc_auth screencapture sed " +
            "security sips smbutil sqlite3 stapler stat su sudo sw_vers syslog systemextensionsctl tail tccutil textutil tiutil tmutil uname uptime users " +
            "uuidgen w wdutil who whoami xargs xattr xcode-select xcodebuild xcrun xpath"),
        ("/usr/sbin",
            "asr bless chown createhomedir disktool diskutil dsconfigad dsconfigldap dseditgroup dsenableroot firmwarepasswd installer ioreg " +
            "ipconfig kextcache kextstat ktutil networksetup nvram pkgutil scutil sharing softwareupdate spctl sso_util sysadminctl " +
            "sysctl system_profiler systemkeychain systemsetup vsdbutil"),
        ("/bin", "chmod date df hostname launchctl ls ps sleep"),
        ("/sbin", "dmesg fsck_apfs halt ifconfig kextload kextunload md5 mount mount_smbfs newfs_apfs reboot shutdown umount"),
        // Where /bin and /usr/bin (or both sbin) are one on the host, its own command would be found first in the PATH.
        ("/usr/bin", "chmod date df hostname ls mount ps sleep"),
        ("/usr/sbin", "halt ifconfig reboot shutdown"),
        // On a Mac startosinstall lies in the installer's application, where a link to this one does.
        ("/usr/libexec", "PlistBuddy mdmclient security_authtrampoline startosinstall"),
        ("/usr/local/bin", JamfAgent.Command));

    /// <summary>Commands of Linux's that no Mac has: a script doesn't find them.</summary>
    public static IReadOnlyList<string> LinuxCommands { get; } =
        ("addgroup adduser apt apt-cache apt-get blkid chage chattr chcon chpasswd delgroup deluser dircolors dnf dpkg dpkg-query findmnt flock free getent " +
        "gpasswd groupadd groupdel groupmod hostid hostnamectl inotifywait insmod ip journalctl ldd localectl loginctl lsattr lsblk lscpu lsmod lspci lsusb " +
        "modprobe mountpoint namei nproc nsenter numfmt pidof pinky pstree ptx rmmod rpm runcon service setsid shuf ss stdbuf strace systemctl systemd-run tac " +
        "timedatectl timeout unshare update-rc.d useradd userdel usermod vdir watch wget yum").Split(' ');

    /// <summary>The same without commands that a Mac hasn't.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> CommandsBut(params IEnumerable<string> missing) =>
        Commands.Where(command => !missing.Contains(command.Key)).ToDictionary(StringComparer.Ordinal);

    /// <summary>The folders that are the Mac's own: those that a Linux host lacks, and those in which scripts leave things.</summary>
    public static IReadOnlyList<string> Folders { get; } =
        [.. MachineFolder.Folders, "/etc", "/opt", "/run", "/tmp", "/usr/local", "/var/folders", "/var/log", "/var/tmp"];

    /// <summary>Of these, the folders in which the host's own things are seen as well, by links: its programs need them.</summary>
    public static IReadOnlyList<string> Merged { get; } =
        ["/etc", "/etc/pam.d", "/etc/ssh", "/etc/sudoers.d", "/opt", "/run", "/usr/local", "/usr/local/bin"];

    /// <summary>Files of the host's that scripts add lines to: the Mac has copies.</summary>
    public static IReadOnlyList<string> Copied { get; } =
        ["/etc/bashrc", "/etc/hosts", "/etc/ntp.conf", "/etc/pam.d/sudo", "/etc/profile", "/etc/shells", "/etc/ssh/sshd_config", "/etc/sudoers", "/etc/zprofile", "/etc/zshrc"];

    /// <summary>Folders that anybody may write to.</summary>
    public static IReadOnlyList<string> Shared { get; } = ["/tmp", "/Users/Shared", "/var/tmp"];

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
