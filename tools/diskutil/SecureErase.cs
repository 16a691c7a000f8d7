namespace Diskutil;

/// <summary>Overwrites a disk, or what a volume doesn't use, as often as a level says (public listings).</summary>
internal static class SecureErase
{
    private static readonly string[] Levels = ["0", "1", "2", "3", "4"];

    public static int Run(Call call)
    {
        var (isFreeSpace, words) = call.Words is [var first, .. var rest] && first.Equals("freespace", StringComparison.OrdinalIgnoreCase) ? (true, rest) : (false, call.Words);
        if (words is not [var level, var device] || !Levels.Contains(level)) throw call.UsageFailure();
        if (!isFreeSpace) return ZeroDisk.Wipe(call, device);
        call.RequireOwner(device);
        var place = call.Find(device);
        var isWritable = place.MountPoint is not null && place.Snapshot is null && place.Volume is not { IsReadOnly: true } && place.Partition is not { IsReadOnly: true };
        if (!isWritable) throw call.Failure("Erasing freespace only works on mounted and writable volumes");
        call.Progress($"Started erase on {place.Identifier} ({place.VolumeName})");
        call.Progress("Creating a temporary file");
        call.Progress("Securely erasing a file");
        call.Progress("Creating a secondary temporary file");
        call.Progress(Messages.MountingDisk);
        call.Progress($"Finished erase on {place.Identifier} ({place.VolumeName})");
        return 0;
    }
}
