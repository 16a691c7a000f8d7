using System.Globalization;
using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Makes a new map with several partitions (dossier diskutil, 2).</summary>
internal static class PartitionDisk
{
    public static int Run(Call call)
    {
        if (call.Words is not [var device, .. var rest]) throw call.UsageFailure();
        var words = Counted(call, rest, out var scheme);
        if (words.Count == 0) throw call.UsageFailure();
        Wanted(call, words, 0);
        call.RequireOwner(device);
        var disk = EraseDisk.WholeDisk(call, device);
        var wanted = Wanted(call, words, disk.Size);
        call.Progress($"Started partitioning on {disk.Identifier}");
        EraseDisk.UnmountAll(call, disk);
        call.Progress("Creating the partition map");
        var made = Steps.Do(call, () => call.Disks.Repartition(call.Disks.Numbered(disk.Number)!, scheme ?? DiskContent.GuidMap, wanted));
        call.Progress("Waiting for partitions to activate");
        FormatAll(call, [.. made.Partitions.Where(partition => partition.Content != DiskContent.Efi)], wanted);
        call.Progress($"Finished partitioning on {disk.Identifier}");
        if (call.IsQuiet) return 0;
        return List.PrintOne(call, call.Disks.Numbered(disk.Number)!);
    }

    /// <summary>The words of partitions without their number, which may stand before them, and without a scheme.</summary>
    public static List<string> Counted(Call call, List<string> words) => Counted(call, words, out _);

    /// <summary>Partitions as three words each: format, name and size.</summary>
    /// <param name="call">The call.</param>
    /// <param name="words">The words.</param>
    /// <param name="whole">What a part of it, such as 50%, is a part of.</param>
    public static IReadOnlyList<NewPartition> Wanted(Call call, List<string> words, long whole)
    {
        if (words.Count % 3 != 0) throw call.UsageFailure();
        return [.. words.Chunk(3).Select(three => call.Wanted(three[0], three[1], Sizes.Parse(three[2], whole) ?? throw call.UsageFailure()))];
    }

    /// <summary>Says how partitions were formatted, and mounts them.</summary>
    public static void FormatAll(Call call, IReadOnlyList<Partition> made, IReadOnlyList<NewPartition> wanted)
    {
        foreach (var (partition, each) in made.Zip(wanted.Where(partition => !partition.Kind!.IsFree)))
        {
            call.Progress($"Formatting {partition.Identifier} as {each.Kind!.UserVisible} with name {each.Name}");
            EraseVolume.MountNew(call, partition);
        }
    }

    private static List<string> Counted(Call call, List<string> words, out string? scheme)
    {
        int? count = words.Count > 0 && int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (count is not null) words = [.. words.Skip(1)];
        scheme = words.Count > 0 ? EraseDisk.SchemeOf(words[0]) : null;
        if (scheme is not null) words = [.. words.Skip(1)];
        return count is { } said && said != words.Count / 3 ? throw call.UsageFailure() : words;
    }
}
