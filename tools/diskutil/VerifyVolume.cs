using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Checks a volume; emulated ones are never damaged (dossier diskutil, 11; public listings of APFS, HFS Plus, ExFAT and FAT).</summary>
internal static class VerifyVolume
{
    public static int Run(Call call) => Check(call, "verification", isRepair: false);

    public static int Repair(Call call) => Check(call, "repair", isRepair: true);

    /// <summary>What is checked of HFS Plus.</summary>
    public static IEnumerable<string> Hfs(Partition partition)
    {
        yield return partition.Format!.IsJournaled ? "Checking Journaled HFS Plus volume" : "Checking non-journaled HFS Plus Volume";
        if (partition.Format.IsCaseSensitive) yield return "Detected a case-sensitive volume";
        foreach (var what in (string[])["extents overflow file", "catalog file", "multi-linked files", "catalog hierarchy", "extended attributes file", "volume bitmap", "volume information"])
            yield return $"Checking {what}";
        yield return $"The volume {partition.VolumeName} appears to be OK";
    }

    private static int Check(Call call, string what, bool isRepair)
    {
        if (call.Words is not [var device]) throw call.UsageFailure();
        call.RequireOwner(device);
        var place = call.Find(device);
        if (place.VolumeName is null) throw call.Failure(DiskProblem.InvalidRequest);
        var subject = $"{place.Identifier} ({place.VolumeName})";
        call.Progress($"Started file system {what} on {subject}");
        if (place.MountPoint == "/" && !isRepair && place.Snapshot is { Sealed: "Yes" }) throw call.Failure(DiskProblem.VerifyFailed);
        var isLive = call.Disks.BusyWith(place) is not null;
        if (isRepair && isLive) throw call.Failure(DiskProblem.CannotUnmountForRepair);
        call.Progress(isRepair ? "Checking file system and repairing if necessary and if possible" : "Verifying file system");
        call.Progress(isLive ? "Volume could not be unmounted" : place.MountPoint is null ? "Volume is already unmounted" : "Volume was successfully unmounted");
        if (isLive) call.Progress("Using live mode");
        var mode = isRepair ? "y" : "n";
        foreach (var line in place.Volume is { } volume ? Apfs(place, volume, mode, isLive) : Other(place.Partition!, mode)) call.Progress(line);
        call.Progress("File system check exit code is 0");
        call.Progress($"Restoring the original state found as {(place.MountPoint is null ? "unmounted" : "mounted")}");
        call.Progress($"Finished file system {what} on {subject}");
        return 0;
    }

    private static IEnumerable<string> Apfs(Place place, Volume volume, string mode, bool isLive)
    {
        var raw = $"/dev/r{place.Identifier}";
        yield return $"Performing fsck_apfs -{mode} {(isLive ? "-l " : "")}-x {raw}";
        foreach (var what in (string[])["the container superblock", "the space manager", "the space manager free queue trees", "the object map", $"volume {raw}", "the APFS volume superblock", "the object map", "the snapshot metadata tree", "the snapshot metadata"])
            yield return $"Checking {what}";
        for (var i = 0; i < volume.Snapshots.Count; i++) yield return $"Checking snapshot {i + 1} of {volume.Snapshots.Count} ({volume.Snapshots[i].Name})";
        yield return "Checking the fsroot tree";
        yield return "Checking the extent ref tree";
        yield return "Verifying volume object map space";
        yield return "Verifying allocated space";
        yield return $"The volume {raw} appears to be OK";
    }

    private static IEnumerable<string> Other(Partition partition, string mode)
    {
        var raw = $"/dev/r{partition.Identifier}";
        switch (partition.FileSystem)
        {
            case "msdos":
                yield return $"Performing fsck_msdos -{mode} {raw}";
                yield return $"** {raw}";
                yield return "** Phase 1 - Preparing FAT";
                yield return "** Phase 2 - Checking Directories";
                yield return "** Phase 3 - Checking for Orphan Clusters";
                break;
            case "exfat":
                yield return $"Performing fsck_exfat -{mode} -x {raw}";
                foreach (var what in (string[])["volume", "main boot region", "system files"]) yield return $"Checking {what}";
                yield return $"Volume name is {partition.VolumeName}";
                foreach (var what in (string[])["upper case translation table", "file system hierarchy", "active bitmap"]) yield return $"Checking {what}";
                yield return "Rechecking main boot region";
                yield return "Rechecking alternate boot region";
                yield return $"The volume {partition.VolumeName} appears to be OK";
                break;
            case "hfs":
                yield return $"Performing fsck_hfs -f{mode} -x {raw}";
                foreach (var line in Hfs(partition)) yield return line;
                break;
            default:
                throw new MacToolHost.NotEmulatedException($"the check of a volume of kind {partition.FileSystem}");
        }
    }
}
