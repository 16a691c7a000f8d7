using MacStateStore.Disks;
using MacToolHost;

namespace Companions;

/// <summary>What is mounted on the emulated Mac, in the form of macOS's mount(8) (memory).</summary>
internal static class MountCommand
{
    public static readonly Companion Companion = new("mount", Run) { IsLinuxs = IsLinuxs };

    // Uses that only Linux knows.
    private static bool IsLinuxs(IReadOnlyList<string> arguments) => arguments.Any(argument =>
        argument.StartsWith("--", StringComparison.Ordinal) || argument is "tmpfs" or "proc" or "sysfs" or "overlay" or "ext4" || argument.Contains("bind", StringComparison.Ordinal));

    private static int Run(ToolRun run)
    {
        if (run.Arguments is not ([] or ["-v"] or ["-t", "apfs"])) throw new NotEmulatedException($"mount {string.Join(' ', run.Arguments)}");
        var mounted = run.Mac.Disks.Places.Where(place => place.MountPoint is not null && (run.Arguments.Count < 2 || place.Volume is not null)).OrderBy(place => place.MountPoint == "/" ? 0 : 1);
        var isFirst = true;
        foreach (var place in mounted)
        {
            run.Console.OutLine($"/dev/{place.Identifier} on {place.MountPoint} ({string.Join(", ", Flags(place))})");
            if (isFirst && run.Arguments.Count < 2) run.Console.OutLine("devfs on /dev (devfs, local, nobrowse)");
            isFirst = false;
        }
        return 0;
    }

    private static IEnumerable<string> Flags(Place place)
    {
        var isSystems = place.MountPoint!.StartsWith("/System/Volumes/", StringComparison.Ordinal) || place.MountPoint == "/private/var/vm";
        yield return place.Volume is not null ? "apfs" : place.Partition!.FileSystem!;
        if (place.Snapshot is { Sealed: "Yes" }) yield return "sealed";
        yield return "local";
        if (place.Snapshot is not null || place.Volume is { IsReadOnly: true } || place.Partition is { IsReadOnly: true }) yield return "read-only";
        if (place.MountPoint.StartsWith("/Volumes/", StringComparison.Ordinal))
        {
            yield return "nodev";
            yield return "nosuid";
        }
        var isForMachine = place.Volume is { } volume && (volume.Is("VM") || volume.Is("xART"));
        if (isForMachine) yield return "noexec";
        if (place.Volume is not null || place.Partition!.Format is { IsJournaled: true }) yield return "journaled";
        if (isForMachine) yield return "noatime";
        if (isSystems) yield return "nobrowse";
        if (!(place.Volume?.HasOwners ?? place.Partition!.HasOwners)) yield return "noowners";
    }
}
