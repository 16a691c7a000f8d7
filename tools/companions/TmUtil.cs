using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary><c>tmutil listlocalsnapshots</c> (memory); everything else of Time Machine isn't emulated.</summary>
internal static class TmUtil
{
    public static readonly Companion Companion = new("tmutil", Run);

    private static int Run(ToolRun run)
    {
        if (run.Arguments is not ["listlocalsnapshots", var point] || run.Mac.Disks.Places.FirstOrDefault(place => place.MountPoint == point) is not { Volume: { } volume } place)
            throw new NotEmulatedException($"tmutil {string.Join(' ', run.Arguments)}".TrimEnd());
        if (run.Mac.System.Version.Has(Capability.HasSealedSystem)) run.Console.OutLine($"Snapshots for disk {point}:");
        else if (run.Mac.System.Version.Has(Capability.HasVolumeGroups)) run.Console.OutLine($"Snapshots for volume group containing disk {point}:");
        // A system and its data have theirs together.
        var members = volume.Group is { } group && point == "/" ? place.Disk.Volumes.Where(each => each.Group == group) : [volume];
        foreach (var snapshot in members.SelectMany(each => each.Snapshots)) run.Console.OutLine(snapshot.Name);
        return 0;
    }
}
