using MacToolHost;

namespace Companions;

/// <summary>
/// Commands of macOS that nobody emulates (yet): each says so and fails, so that no script passes by accident, and the run stands
/// in the journal. A name leaves the table when its command gets an executable.
/// </summary>
internal static class NotEmulatedCommands
{
    /// <summary>Their names.</summary>
    public static readonly IReadOnlySet<string> Names = new HashSet<string>(
        (
            // Directory, accounts, security.
            "dsconfigldap dsenableroot odutil kdestroy kinit klist kpasswd ktutil sso_util " +
            "security_authtrampoline sc_auth smbutil systemkeychain tccutil " +
            // Start-up, kernel, firmware, disks.
            "asr drutil firmwarepasswd fsck_apfs hdiutil kextcache kextload kextunload " +
            "mount_smbfs newfs_apfs pkgbuild productbuild " +
            "vsdbutil " +
            // Settings, hardware, network.
            "networkQuality nettop powermetrics " +
            "wdutil " +
            // Property lists, files, programs.
            "SetFile GetFileInfo codesign ditto dot_clean lipo log lsappinfo mdfind mdimport mdls mdutil " +
            "otool pbcopy pbpaste say screencapture sips stapler syslog tiutil textutil " +
            "xcodebuild xcrun")
            .Split(' '),
        StringComparer.Ordinal);

    /// <summary>What answers for one of them.</summary>
    public static Companion Companion(string name) => new(name, Run)
    {
        // What follows the verb may be a password; nobody knows which argument is.
        IsSecret = arguments => [.. arguments.Select((_, i) => i > 0)],
    };

    private static int Run(ToolRun run) => throw new NotEmulatedException(run.Arguments.Count switch
    {
        0 => run.Tool,
        1 => $"{run.Tool} {run.Arguments[0]}",
        _ => $"{run.Tool} {run.Arguments[0]} …",
    });
}
