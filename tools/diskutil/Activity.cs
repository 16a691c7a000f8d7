using MacStateStore.Disks;

namespace Diskutil;

/// <summary>What DiskArbitration does, until interrupted (dossier diskutil, 12). Nothing happens here while it runs but its beginning.</summary>
internal static class Activity
{
    public static int Run(Call call)
    {
        call.Print("***Begin monitoring DiskArbitration activity");
        foreach (var place in call.Disks.Places) call.Print($"***DiskAppeared ('{place.Identifier}', DAVolumePath = {Path(place)}, DAVolumeKind = {Kind(place)}, DAVolumeName = {Quoted(place.VolumeName)}) {Time(call)}");
        call.Print($"***DAIdle (no DADiskRef) {Time(call)}");
        // Not while the machine is open: nobody else could use it.
        call.Run.Afterwards = () =>
        {
            Thread.Sleep(Timeout.Infinite);
            return 0;
        };
        return 0;
    }

    private static string Path(Place place) => Quoted(place.MountPoint is { } point ? $"file://{Uri.EscapeDataString(point).Replace("%2F", "/", StringComparison.Ordinal)}{(point == "/" ? "" : "/")}" : null);

    private static string Kind(Place place) => Quoted(place.Volume is not null ? "apfs" : place.Partition?.FileSystem);

    private static string Quoted(string? text) => $"'{text ?? "<null>"}'";

    private static string Time(Call call) => $"Time={call.Run.Mac.Clock.Now:yyyyMMdd-HH:mm:ss.ffff}";
}
