namespace Companions;

/// <summary>The commands that tell about the system or change its settings, and those of which only BSD's forms are taken over.</summary>
internal static class SystemCommands
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Companion> All =>
    [
        // The machine, its kernel, processes and logins.
        HostName.Companion, IoReg.Companion, Last.Companion, PGrep.Companion, PGrep.Kill, Ps.Companion, SysCtl.Companion, UName.Companion, UpTime.Companion, UpTime.W,
        // Settings.
        GateKeeper.Companion, IpConfig.Companion, IpConfig.IfConfig, NetworkSetup.Companion, PmSet.Companion, Sharing.Companion, SystemExtensions.Companion, SystemSetup.Companion,
        // Packages and developer tools.
        Installer.Companion, PkgUtil.Companion, XcodeSelect.Companion,
        // Files, texts and times.
        Base64.Companion, ChFlags.Companion, ChMod.Companion, Date.Companion, Du.Companion, FindCommand.Companion, Grep.Companion, Grep.Extended, Grep.Fixed, Head.Companion, Md5.Companion, MkTemp.Companion, ReadLink.Companion, Sed.Companion, Tail.Companion, XArgs.Companion, XAttr.Companion,
    ];
}
