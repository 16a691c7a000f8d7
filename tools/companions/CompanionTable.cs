namespace Companions;

/// <summary>Every command that this executable answers for.</summary>
internal static class CompanionTable
{
    private static IReadOnlyList<Companion> Emulated => field ??=
    [
        Arch.Companion, Base64.Companion, Bless.Companion, Caffeinate.Companion, CreateHomeDir.Companion, Date.Companion, Defaults.Companion, Df.Companion, DiskTool.Companion, DsCacheUtil.Companion, DsConfigAd.Companion,
        DsEditGroup.Companion, DsExport.Companion, DsImport.Companion, DsMemberUtil.Companion, Du.Companion, FindCommand.Companion, HostName.Companion, Id.Companion, Id.Groups, Id.WhoAmI, IpConfig.Companion, IoReg.Companion, IpConfig.IfConfig, KillAll.Companion, KmUtil.Companion, Last.Companion, LaunchCtl.Companion,
        Logger.Companion, LogName.Companion, Ls.Companion, Md5.Companion, MdmClient.Companion, MkTemp.Companion, MountCommand.Companion, NetworkSetup.Companion, NvramTool.Companion, Open.Companion, Passwd.Companion, PGrep.Companion, PGrep.Kill, PmSet.Companion, Ps.Companion, PwPolicy.Companion, ReadLink.Companion, ScUtil.Companion, Sed.Companion, Shutdown.Companion,
        Shutdown.Halt, Shutdown.Reboot, Stat.Companion, Su.Companion, Sudo.Companion, SwVers.Companion, SysCtl.Companion, SystemProfiler.Companion, SystemSetup.Companion, Tail.Companion, TmUtil.Companion,
        UName.Companion, UpTime.Companion, UpTime.W,
        UuidGen.Companion, Who.Companion, Who.Users, XArgs.Companion, PassedOn.Chown,
    ];

    /// <summary>The names, sorted.</summary>
    public static IEnumerable<string> Names =>
        Emulated.Select(companion => companion.Name).Concat(NotEmulatedCommands.Names).Order(StringComparer.Ordinal);

    /// <summary>The command of that name; null where it isn't ours.</summary>
    public static Companion? Find(string name) =>
        Emulated.FirstOrDefault(companion => companion.Name == name)
        ?? (NotEmulatedCommands.Names.Contains(name) ? NotEmulatedCommands.Companion(name) : null);
}
