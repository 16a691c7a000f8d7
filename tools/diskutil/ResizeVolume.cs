using MacStateStore.Disks;
using MacStateStore.PropertyLists;

namespace Diskutil;

/// <summary>
/// Gives a partition with HFS Plus another size, perhaps with further partitions behind it (public listings of 10.11 and later; the
/// limits' wording is from memory).
/// </summary>
internal static class ResizeVolume
{
    public static int Run(Call call)
    {
        if (call.Others is not [var device, var what, .. var more]) throw call.UsageFailure();
        var isLimits = what.Equals("limits", StringComparison.OrdinalIgnoreCase);
        var isMapSize = what.Equals("mapsize", StringComparison.OrdinalIgnoreCase);
        if (isLimits || isMapSize)
        {
            if (more.Count > 0) throw call.UsageFailure();
            var asked = call.Find(device);
            return isLimits ? Limits(call, PartitionOf(call, asked)) : MapSize(call, call.Disks.DeviceOf(asked.Disk) ?? asked.Disk);
        }
        if (call.WantsPlist) throw call.UsageFailure();
        var wanted = PartitionDisk.Wanted(call, more, 0);
        call.RequireOwner(device);
        var place = call.Find(device);
        var partition = PartitionOf(call, place);
        var size = Sizes.Parse(what, partition.Size) ?? throw call.UsageFailure();
        wanted = PartitionDisk.Wanted(call, more, place.Disk.Size);
        call.Progress(size == 0 ? "Resizing to full size (fit to fill)" : $"Resizing to {size} bytes");
        call.Progress($"Started partitioning on {partition.Identifier} {partition.VolumeName}");
        call.Progress("Verifying the disk");
        call.Progress("Verifying file system");
        foreach (var line in VerifyVolume.Hfs(partition)) call.Progress(line);
        call.Progress("File system check exit code is 0");
        call.Progress("Resizing");
        var resized = Steps.Do(call, () => call.Disks.Resize(partition, size));
        call.Progress(resized.Size < partition.Size ? "Shrinking file system" : "Growing file system");
        call.Progress("Modifying partition map");
        if (wanted.Count > 0)
        {
            var made = Steps.Do(call, () => call.Disks.AddPartitions(resized, wanted));
            PartitionDisk.FormatAll(call, made, wanted);
        }
        call.Progress($"Finished partitioning on {partition.Identifier} {partition.VolumeName}");
        return call.IsQuiet ? 0 : List.PrintOne(call, call.Disks.Numbered(partition.Disk)!);
    }

    // A container is resized by its own verb, which a Mac names instead of doing it.
    private static Partition PartitionOf(Call call, Place place)
    {
        if (place.Volume is not null || place.Partition?.Container is not null) throw new MacToolHost.NotEmulatedException($"diskutil resizeVolume of {place.Identifier}, which is APFS's (apfs resizeContainer does it)");
        return place.Partition is { Slice: > 0, Format.IsHfs: true } partition ? partition : throw call.Failure(DiskProblem.CannotResizePartition);
    }

    private static int Limits(Call call, Partition partition)
    {
        var (least, most) = call.Disks.LimitsOf(partition);
        if (call.WantsPlist) return call.Print(new PlistDictionary { { "CurrentSize", partition.Size }, { "MaximumSize", most }, { "MinimumSize", least } });
        call.Print($"Resize limits for partition {partition.Identifier} ({partition.VolumeName}):");
        call.Print($"  Current partition size on map:                  {Sizes.InBytes(partition.Size)}");
        call.Print($"  Minimum (constrained by file/snapshot usage):   {Sizes.InBytes(least)}");
        call.Print($"  Maximum (constrained by partition map space):   {Sizes.InBytes(most)}");
        return 0;
    }

    private static int MapSize(Call call, Disk disk)
    {
        var size = MacDisks.MapSize(disk);
        return call.WantsPlist ? call.Print(new PlistDictionary { { "MapSize", size } }) : call.Print([$"The partition map of {disk.Identifier} has room for {Sizes.InBytes(size)}"]);
    }
}
