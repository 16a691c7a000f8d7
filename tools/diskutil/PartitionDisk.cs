using System.Globalization;
using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Makes a new map with several partitions (dossier diskutil, 2).</summary>
internal static class PartitionDisk
{
    public static int Run(Call call)
    {
        var words = call.Words.ToList();
        if (words.Count < 4) throw call.UsageFailure();
        var device = words[0];
        words.RemoveAt(0);
        int? count = int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (count is not null) words.RemoveAt(0);
        var scheme = EraseDisk.SchemeOf(words[0]);
        if (scheme is not null) words.RemoveAt(0);
        if (words.Count == 0 || words.Count % 3 != 0 || (count is { } said && said != words.Count / 3)) throw call.UsageFailure();
        call.RequireAdmin();
        var disk = EraseDisk.WholeDisk(call, device);
        var wanted = new List<NewPartition>();
        for (var i = 0; i < words.Count; i += 3)
        {
            var partition = new NewPartition(words[i], words[i + 1], Sizes.Parse(words[i + 2], disk.Size) ?? throw call.UsageFailure());
            if (!partition.IsKnown) throw call.UsageFailure();
            wanted.Add(partition);
        }
        call.Progress($"Started partitioning on {disk.Identifier}");
        EraseDisk.UnmountAll(call, disk);
        call.Progress("Creating the partition map");
        var made = Steps.Do(call, () => call.Disks.Repartition(call.Disks.Numbered(disk.Number)!, scheme ?? DiskContent.GuidMap, wanted));
        call.Progress("Waiting for partitions to activate");
        foreach (var (partition, index) in made.Partitions.Where(partition => partition.Content != DiskContent.Efi).Select((partition, index) => (partition, index)))
        {
            var each = wanted.Where(partition => !partition.IsFree).ElementAt(index);
            call.Progress($"Formatting {partition.Identifier} as {each.Personality} with name {each.Name}");
            Steps.Do(call, () => EraseVolume.MountAll(call, [partition]));
        }
        call.Progress($"Finished partitioning on {disk.Identifier}");
        if (call.IsQuiet) return 0;
        return List.PrintOne(call, call.Disks.Numbered(disk.Number)!);
    }
}
