using MacStateStore.Disks;
using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary>Local snapshots, and that no Time Machine disk is set (memory); everything else of Time Machine isn't emulated.</summary>
internal static class TmUtil
{
    public static readonly Companion Companion = new("tmutil", Run);

    private static int Run(ToolRun run)
    {
        switch (run.Arguments)
        {
            case ["listlocalsnapshots", var point] when Find(run, point) is { } place:
                return ListLocal(run, place, point);
            case ["listlocalsnapshotdates"] or ["listlocalsnapshotdates", "/"]:
                run.Console.OutLine("Snapshot dates for all disks:");
                return 0;
            case ["destinationinfo"]:
                run.Console.OutLine("tmutil: No destinations configured.");
                return 0;
            case ["latestbackup"] or ["listbackups"] or ["machinedirectory"]:
                run.Console.ErrorLine(run.Arguments[0] == "machinedirectory" ? "Failed to mount backup destination, error: Error Domain=com.apple.backupd.ErrorDomain Code=18 \"No destinations configured\"" : "No machine directory found for host.");
                return 1;
            case ["status"]:
                run.Console.Out("Backup session status:\n{\n    ClientID = \"com.apple.backupd\";\n    Percent = \"-1\";\n    Running = 0;\n}\n");
                return 0;
            case ["currentphase"]:
                run.Console.OutLine("BackupNotRunning");
                return 0;
            case ["disable" or "enable"]:
                if (!run.IsRoot)
                {
                    run.Console.ErrorLine($"tmutil: {run.Arguments[0]} requires root privileges.");
                    return 1;
                }
                run.Mac.HostSettings["timeMachine.automatic"] = run.Arguments[0] == "enable" ? "on" : null;
                return 0;
            default:
                throw new NotEmulatedException($"tmutil {string.Join(' ', run.Arguments)}".TrimEnd());
        }
    }

    private static Place? Find(ToolRun run, string point) => run.Mac.Disks.Places.FirstOrDefault(place => place.MountPoint == point && place.Volume is not null);

    private static int ListLocal(ToolRun run, Place place, string point)
    {
        var volume = place.Volume!;
        if (run.Mac.System.Version.Has(Capability.HasSealedSystem)) run.Console.OutLine($"Snapshots for disk {point}:");
        else if (run.Mac.System.Version.Has(Capability.HasVolumeGroups)) run.Console.OutLine($"Snapshots for volume group containing disk {point}:");
        // A system and its data have theirs together.
        var members = volume.Group is { } group && point == "/" ? place.Disk.Volumes.Where(each => each.Group == group) : [volume];
        foreach (var snapshot in members.SelectMany(each => each.Snapshots)) run.Console.OutLine(snapshot.Name);
        return 0;
    }
}
