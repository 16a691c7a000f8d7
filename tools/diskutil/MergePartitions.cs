using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Makes one partition of several that follow each other (dossier diskutil, 2; public listings).</summary>
internal static class MergePartitions
{
    public static int Run(Call call)
    {
        var (isForced, words) = call.Words is [var word, .. var rest] && word.Equals("force", StringComparison.OrdinalIgnoreCase) ? (true, rest) : (false, call.Words);
        if (words is not [var format, var name, var from, var to]) throw call.UsageFailure();
        var wanted = call.Wanted(format, name);
        if (wanted.Kind is not { IsFree: false } kind) throw call.UsageFailure();
        call.RequireOwner(from);
        var (first, last) = (PartitionOf(call, from), PartitionOf(call, to));
        if (first.Container is not null && !isForced) throw call.Failure(Messages.CannotMergeIntoApfs(first.Identifier));
        if (first.Disk != last.Disk || first.Offset >= last.Offset) throw call.Failure(DiskProblem.InvalidRequest);
        if (!isForced && first.Format is not { IsHfs: true })
        {
            call.Run.Console.Out(Messages.FormatInstead);
            if (call.Run.Console.ReadLine() is not { } answer || !answer.StartsWith("y", StringComparison.OrdinalIgnoreCase)) throw new MacToolHost.CommandFailedException(1);
            isForced = true;
        }
        call.Progress("Merging partitions into a new partition");
        call.Progress($"     Start partition: {first.Identifier} {first.VolumeName}".TrimEnd());
        call.Progress($"     Finish partition: {last.Identifier} {last.VolumeName}".TrimEnd());
        var disk = call.Disks.Numbered(first.Disk)!;
        call.Progress(isForced ? $"Started erase on {first.Identifier}" : $"Started partitioning on {disk.Identifier}");
        foreach (var partition in disk.Partitions.Where(partition => partition.Offset >= first.Offset && partition.Offset <= last.Offset && (isForced || partition.Slice != first.Slice)))
        {
            EraseVolume.TakeContainerOff(call, partition);
            Steps.Unmount(call, call.Disks.Find(partition.Identifier)!);
        }
        call.Progress("Merging partitions");
        var merged = Steps.Do(call, () => call.Disks.Merge(call.Disks.Find(first.Identifier)!.Partition!, call.Disks.Find(last.Identifier)!.Partition!, isForced ? wanted : null));
        call.Progress("Waiting for partitions to activate");
        if (isForced)
        {
            call.Progress($"Formatting {merged.Identifier} as {kind.UserVisible} with name {name}");
            Steps.Do(call, () => EraseVolume.MountAll(call, [merged]));
            call.Progress($"Finished erase on {merged.Identifier} ({name})");
        }
        else
        {
            call.Progress("Growing disk");
            call.Progress($"Finished partitioning on {disk.Identifier}");
        }
        return call.IsQuiet ? 0 : List.PrintOne(call, call.Disks.Numbered(first.Disk)!);
    }

    private static Partition PartitionOf(Call call, string device) =>
        call.Find(device).Partition is { Slice: > 0 } partition ? partition : throw call.Failure(DiskProblem.InvalidRequest);
}
