using Companions.SoftwareUpdates;

namespace Companions;

/// <summary>Every command that this executable answers for.</summary>
internal static class CompanionTable
{
    private static IReadOnlyList<Companion> Emulated => field ??=
    [
        Arch.Companion, Bless.Companion, Caffeinate.Companion, CreateHomeDir.Companion, Defaults.Companion, Df.Companion, DiskTool.Companion, DsCacheUtil.Companion, DsConfigAd.Companion,
        DsEditGroup.Companion, DsExport.Companion, DsImport.Companion, DsMemberUtil.Companion, Id.Companion, Id.Groups, Id.WhoAmI, KillAll.Companion, LoadedKexts.KextStat, KmUtil.Companion, LaunchCtl.Companion,
        Logger.Companion, LogName.Companion, Ls.Companion, MdmClient.Companion, MountCommand.Companion, NvramTool.Companion, Open.Companion, OsaScript.Companion, Passwd.Companion, PlistBuddy.Companion, PlUtil.Companion, PwPolicy.Companion, Python.Companion, ScUtil.Companion, Security.Companion, Shutdown.Companion,
        Shutdown.Halt, Shutdown.Reboot, Sleep.Companion, SoftwareUpdateTool.Companion, StartOsInstall.Companion, Stat.Companion, Su.Companion, Sudo.Companion, SwVers.Companion, SystemProfiler.Companion, TmUtil.Companion,
        UuidGen.Companion, Who.Companion, Who.Users, PassedOn.Chown, XPath.Companion, Jamf.Companion, Jamf.Helper, .. SystemCommands.All,
    ];

    /// <summary>The names, sorted.</summary>
    public static IEnumerable<string> Names =>
        Emulated.Select(companion => companion.Name).Concat(NotEmulatedCommands.Names).Order(StringComparer.Ordinal);

    /// <summary>The command of that name; null where it isn't ours.</summary>
    public static Companion? Find(string name) =>
        Emulated.FirstOrDefault(companion => companion.Name == name)
        ?? (NotEmulatedCommands.Names.Contains(name) ? NotEmulatedCommands.Companion(name) : null);
}
