using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Unmounts a volume, or all of a disk (dossier diskutil, 11).</summary>
internal static class Unmount
{
    public static int Run(Call call)
    {
        var (isForced, device) = Read(call);
        if (call.Disks.Find(device) is not { } place) throw call.Failure($"Failed to find disk {device}");
        if (place.MountPoint is null) throw call.Failure($"{place.Identifier} was already unmounted");
        var name = place.VolumeName;
        if (Refusal(call, place, isForced) is { } refusal) throw call.Failure(refusal);
        call.Progress($"Volume {name} on {place.Identifier} {(isForced ? "force-unmounted" : "unmounted")}");
        return 0;
    }

    public static int RunDisk(Call call)
    {
        var (isForced, device) = Read(call);
        var disk = call.Find(device).Disk;
        foreach (var place in call.Disks.MountedOn(disk).ToList())
            if (Refusal(call, place, isForced) is { } refusal)
            {
                call.Run.Console.ErrorLine(refusal);
                throw call.Failure($"Unmount of {disk.Identifier} failed: at least one volume could not be unmounted");
            }
        call.Progress(isForced ? $"Forced unmount of all volumes on {disk.Identifier} was successful" : $"Unmount of all volumes on {disk.Identifier} was successful");
        return 0;
    }

    /// <summary>Unmounts; gives what to say where somebody uses the volume.</summary>
    public static string? Refusal(Call call, Place place, bool isForced)
    {
        try
        {
            call.Disks.Unmount(place, isForced);
            return null;
        }
        catch (DiskException)
        {
            var use = call.Disks.BusyWith(place)!;
            return $"Volume {place.VolumeName} on {place.Identifier} failed to unmount: dissented by PID {use.Pid} ({use.Process})\nDissenter parent PPID 1 (/sbin/launchd)";
        }
    }

    private static (bool IsForced, string Device) Read(Call call) => call.Words switch
    {
        [var word, var device] when word.Equals("force", StringComparison.OrdinalIgnoreCase) => (true, device),
        [var device] => (false, device),
        _ => throw call.UsageFailure(),
    };
}
