using System.Globalization;

namespace Diskutil;

/// <summary>Overwrites a disk with zeros or at random (public listings; the bar that a terminal shows is left out).</summary>
internal static class ZeroDisk
{
    private const int MostPasses = 1000;

    public static int Run(Call call)
    {
        var words = WithoutWord(call.Words, "force");
        words = WithoutWord(words, "short");
        return words is [var device] ? Wipe(call, device) : throw call.UsageFailure();
    }

    public static int RunRandom(Call call)
    {
        var words = call.Words;
        if (words is [var times, .. var rest] && rest.Count > 0)
        {
            if (!int.TryParse(times, NumberStyles.None, CultureInfo.InvariantCulture, out var passes) || passes is < 1 or > MostPasses) throw call.UsageFailure();
            words = rest;
        }
        return words is [var device] ? Wipe(call, device) : throw call.UsageFailure();
    }

    /// <summary>Unmounts all of a disk, or of a partition, and takes what is on it away.</summary>
    public static int Wipe(Call call, string device)
    {
        call.RequireOwner(device);
        var place = call.Find(device);
        if (place.Volume is not null || place.Partition is { Slice: > 0 }) throw call.Failure(MacStateStore.Disks.DiskProblem.InvalidRequest);
        var disk = EraseDisk.WholeDisk(call, device);
        foreach (var mounted in call.Disks.MountedOn(disk).ToList()) Steps.Unmount(call, mounted);
        call.Progress($"Started erase on {disk.Identifier}");
        Steps.Do(call, () => call.Disks.Wipe(call.Disks.Numbered(disk.Number)!));
        call.Progress($"Finished erase on {disk.Identifier}");
        return 0;
    }

    private static List<string> WithoutWord(List<string> words, string word) =>
        words is [var first, .. var rest] && first.Equals(word, StringComparison.OrdinalIgnoreCase) ? rest : words;
}
