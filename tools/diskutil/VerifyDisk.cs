using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Checks the map of a disk and what is on it; emulated ones are never damaged (lines from memory).</summary>
internal static class VerifyDisk
{
    public static int Run(Call call) => Check(call, "verification");

    public static int Repair(Call call) => Check(call, "repair");

    private static int Check(Call call, string what)
    {
        if (call.Words is not [var device]) throw call.UsageFailure();
        call.RequireOwner(device);
        var disk = call.Find(device).Disk;
        if (disk.Kind is DiskKind.Synthesized or DiskKind.Logical || disk.Content.Length == 0) throw call.Failure(DiskProblem.InvalidRequest);
        call.Progress($"Started partition map {what} on {disk.Identifier}");
        call.Progress("Checking prerequisites");
        call.Progress("Checking the partition list");
        if (what == "repair") call.Progress("Adjusting partition map to fit whole disk as required");
        if (disk.Content == DiskContent.GuidMap)
        {
            call.Progress("Checking for an EFI system partition");
            if (disk.Partitions.FirstOrDefault(partition => partition.Content == DiskContent.Efi) is { } efi)
            {
                call.Progress("Checking the EFI system partition's size");
                call.Progress("Checking the EFI system partition's file system");
                if (efi.MountPoint is null) call.Progress("Checking the EFI system partition's folder content");
            }
        }
        call.Progress("Checking all HFS data partition loader spaces");
        foreach (var booter in disk.Partitions.Where(partition => partition.Content == "Apple_Boot")) call.Progress($"Checking booter partition {booter.Identifier}");
        call.Progress("Checking Core Storage Physical Volume partitions");
        foreach (var container in call.Disks.ContainersOn(disk))
        {
            var store = call.Disks.StoresOf(container)[0];
            call.Progress("Checking storage system");
            foreach (var line in Storage(call.Disks, store, what == "repair")) call.Progress(line);
        }
        call.Progress("The partition map appears to be OK");
        call.Progress($"Finished partition map {what} on {disk.Identifier}");
        return 0;
    }

    /// <summary>The check of a container by one of its stores.</summary>
    public static IEnumerable<string> Storage(MacDisks disks, Partition store, bool isRepair = false)
    {
        var volumes = disks.Numbered(store.Container!.Value)!.Volumes;
        var isLive = volumes.Any(volume => disks.BusyWith(disks.PlaceOf(volume)) is not null || volume.Snapshots.Any(snapshot => snapshot.MountPoint is not null));
        if (isLive) yield return "Using live mode";
        yield return isLive ? $"Performing fsck_apfs -{(isRepair ? "y" : "n")} -x -l /dev/{store.Identifier}" : $"Performing fsck_apfs -{(isRepair ? "y" : "n")} -x /dev/{store.Identifier}";
        foreach (var what in (string[])["the container superblock", "the EFI jumpstart record", "the space manager", "the object map"]) yield return $"Checking {what}";
        foreach (var volume in volumes)
            foreach (var what in (string[])["the APFS volume superblock", "the object map", "the fsroot tree", "the snapshot metadata tree", "the extent ref tree", "the snapshots"])
                yield return $"Checking {what}";
        yield return "Verifying allocated space";
        yield return $"The volume /dev/{store.Identifier} appears to be OK";
        yield return "Storage system check exit code is 0";
    }
}
