using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Makes a partition in the gap behind another (dossier diskutil, 2).</summary>
internal static class AddPartition
{
    public static int Run(Call call)
    {
        if (call.Words is not [var device, var format, var name, var sizeText]) throw call.UsageFailure();
        var size = Sizes.Parse(sizeText, 0) ?? throw call.UsageFailure();
        var wanted = call.Wanted(format, name, size);
        if (wanted.Kind is not { IsFree: false } kind) throw call.UsageFailure();
        call.RequireOwner(device);
        var place = call.Find(device);
        if (place.Partition is not { Slice: > 0 } after) throw call.Failure(DiskProblem.InvalidRequest);
        if (kind.IsApfs) call.Progress($"The new partition to be added will be of a filesystem personality of APFS {format} APFS {DiskContent.GuidOf(DiskContent.Apfs)}");
        call.Progress($"The new partition will be added following {after.Identifier}");
        call.Progress($"Started partitioning on {place.Disk.Identifier}");
        var partition = Steps.Do(call, () => call.Disks.AddPartition(after, wanted));
        call.Progress("Modifying partition map");
        call.Progress("Waiting for partitions to activate");
        call.Progress($"Formatting {partition.Identifier} as {kind.UserVisible} with name {name}");
        EraseVolume.MountNew(call, partition);
        call.Progress($"Finished partitioning on {place.Disk.Identifier}");
        if (call.IsQuiet) return 0;
        return List.PrintOne(call, call.Disks.Numbered(place.Disk.Number)!);
    }
}
