using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Erases a whole disk and makes one volume on it (dossier diskutil, 9.3).</summary>
internal static class EraseDisk
{
    public static int Run(Call call)
    {
        if (call.Words.Count is not (3 or 4)) throw call.UsageFailure();
        var (format, name, device) = (call.Words[0], call.Words[1], call.Words[^1]);
        var wanted = call.Wanted(format, name);
        var scheme = call.Words.Count == 4 ? SchemeOf(call.Words[2]) : DiskContent.GuidMap;
        if (scheme is null) throw call.UsageFailure();
        call.RequireOwner(device);
        var disk = WholeDisk(call, device);
        call.Progress($"Started erase on {disk.Identifier}");
        UnmountAll(call, disk);
        call.Progress("Creating the partition map");
        var made = Steps.Do(call, () => call.Disks.Repartition(call.Disks.Numbered(disk.Number)!, scheme, [wanted]));
        call.Progress("Waiting for partitions to activate");
        if (made.Partitions.FirstOrDefault(partition => partition.Content != DiskContent.Efi) is { } partition)
        {
            call.Progress($"Formatting {partition.Identifier} as {wanted.Kind!.UserVisible} with name {name}");
            EraseVolume.MountNew(call, partition);
        }
        call.Progress($"Finished erase on {disk.Identifier}");
        return 0;
    }

    /// <summary>A partition scheme as typed; null for anything else.</summary>
    public static string? SchemeOf(string word) => word.ToUpperInvariant() switch
    {
        "GPT" or "GPTFORMAT" => DiskContent.GuidMap,
        "MBR" or "MBRFORMAT" => DiskContent.MbrMap,
        "APM" or "APMFORMAT" => DiskContent.AppleMap,
        _ => null,
    };

    /// <summary>The device that an argument names, itself no part of another.</summary>
    public static Disk WholeDisk(Call call, string device)
    {
        var place = call.Find(device);
        var disk = place.Volume is not null ? call.Disks.DeviceOf(place.Disk) ?? place.Disk : place.Disk;
        return disk.Kind is DiskKind.Synthesized or DiskKind.Logical ? throw call.Failure(DiskProblem.InvalidRequest) : disk;
    }

    /// <summary>Unmounts all on a disk.</summary>
    public static void UnmountAll(Call call, Disk disk)
    {
        call.Progress(Messages.UnmountingDisk);
        foreach (var place in call.Disks.MountedOn(disk).ToList()) Steps.Do(call, () => call.Disks.Unmount(place));
    }
}
