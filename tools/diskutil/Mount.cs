using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Mounts a volume, or all of a disk (dossier diskutil, 11).</summary>
internal static class Mount
{
    public static int Run(Call call)
    {
        if (Arguments.Read(call.Verb, call.Words) is not { } arguments) throw call.UsageFailure();
        var isReadOnly = arguments.Operands.Count > 0 && arguments.Operands[0].Equals("readOnly", StringComparison.OrdinalIgnoreCase);
        if (arguments.Operands.Skip(isReadOnly ? 1 : 0).ToList() is not [var device]) throw call.UsageFailure();
        if (call.Disks.Find(device) is not { } place) throw call.Failure($"Failed to find disk {device}");
        try
        {
            call.Disks.Mount(place, arguments.Value("-mountPoint"), isReadOnly);
        }
        catch (DiskException)
        {
            throw call.Failure($"Volume on {place.Identifier} failed to mount");
        }
        call.Progress($"Volume {place.VolumeName} on {device} mounted");
        return 0;
    }

    public static int RunDisk(Call call)
    {
        if (call.Words is not [var device]) throw call.UsageFailure();
        var disk = call.Find(device).Disk;
        var numbers = call.Disks.ContainersOn(disk).Select(container => container.Number).Append(disk.Number).ToList();
        foreach (var place in call.Disks.Places.Where(place => numbers.Contains(place.Disk.Number) && place is { MountPoint: null, Snapshot: null }).ToList())
        {
            if (place.Volume is { } volume ? volume.IsLocked || (volume.Roles.Count > 0 && !volume.Is("System") && !volume.Is("Data")) : place.Partition is not { FileSystem: not null, Content: not DiskContent.Efi })
                continue;
            Steps.Do(call, () => call.Disks.Mount(place));
        }
        call.Progress("Volume(s) mounted successfully");
        return 0;
    }
}
