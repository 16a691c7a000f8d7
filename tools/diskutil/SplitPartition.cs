using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Makes several partitions of one, whose content is lost (dossier diskutil, 2; public listings).</summary>
internal static class SplitPartition
{
    public static int Run(Call call)
    {
        if (call.Words is not [var device, .. var rest]) throw call.UsageFailure();
        var words = PartitionDisk.Counted(call, rest);
        if (words.Count == 0) throw call.UsageFailure();
        PartitionDisk.Wanted(call, words, 0);
        call.RequireOwner(device);
        var place = call.Find(device);
        if (place.Partition is not { Slice: > 0 } partition) throw call.Failure(DiskProblem.InvalidRequest);
        var wanted = PartitionDisk.Wanted(call, words, partition.Size);
        call.Progress($"Started partitioning on {partition.Identifier} {partition.VolumeName}".TrimEnd());
        EraseVolume.TakeContainerOff(call, partition);
        Steps.Unmount(call, call.Disks.Find(partition.Identifier)!);
        call.Progress("Splitting");
        var made = Steps.Do(call, () => call.Disks.Split(partition with { Container = null, MountPoint = null }, wanted));
        call.Progress("Waiting for partitions to activate");
        PartitionDisk.FormatAll(call, made, wanted);
        call.Progress($"Finished partitioning on {partition.Identifier} {partition.VolumeName}".TrimEnd());
        return call.IsQuiet ? 0 : List.PrintOne(call, call.Disks.Numbered(partition.Disk)!);
    }
}
