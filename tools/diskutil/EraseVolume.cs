using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Empties a volume, or deletes a partition (dossier diskutil, 9.3).</summary>
internal static class EraseVolume
{
    public static int Run(Call call)
    {
        if (call.Words is not [var format, var name, var device]) throw call.UsageFailure();
        var wanted = new NewPartition(format, name, 0);
        if (!wanted.IsKnown || name.Length == 0) throw call.UsageFailure();
        call.RequireAdmin();
        var place = call.Find(device);
        if (place.Volume is null && place.Partition is null) throw call.Failure(DiskProblem.InvalidRequest);
        var old = place.VolumeName is { Length: > 0 } known ? $" ({known})" : "";
        call.Progress($"Started erase on {place.Identifier}{old}");
        call.Progress(Messages.UnmountingDisk);
        if (place.Volume is { } volume)
        {
            if (!wanted.IsApfs) throw call.Failure(DiskProblem.InvalidRequest);
            Steps.UnmountAll(call, volume);
            call.Progress($"Erasing APFS Volume {volume.Identifier}");
            var erased = Steps.Do(call, () => call.Disks.EraseVolume(call.Disks.PlaceOf(volume).Volume!, new NewVolume(name) { IsCaseSensitive = wanted.IsCaseSensitive }));
            call.Progress(Messages.MountingDisk);
            Steps.Do(call, () => call.Disks.Mount(call.Disks.PlaceOf(erased)));
            call.Progress($"Finished erase on {erased.Identifier} ({name})");
            return 0;
        }
        Steps.Unmount(call, place);
        var partition = place.Partition! with { MountPoint = null };
        if (partition.Slice == 0) throw call.Failure(DiskProblem.InvalidRequest);
        if (wanted.IsFree)
        {
            Steps.Do(call, () => Clear(call, partition));
            call.Progress($"Finished erase on {place.Disk.Identifier}");
            return 0;
        }
        call.Progress($"Formatting {partition.Identifier} as {wanted.Personality} with name {name}");
        Steps.Do(call, () => Format(call, partition, wanted));
        call.Progress($"Finished erase on {partition.Identifier} ({name})");
        return 0;
    }

    public static int RunApfs(Call call)
    {
        if (Arguments.Read(call.Verb, call.Words) is not { Operands: [var device] } arguments || arguments.Value("-name") is not { Length: > 0 } name) throw call.UsageFailure();
        if (Roles.Parse(arguments.Value("-role") ?? "0") is not { } roles) throw call.UsageFailure();
        call.RequireAdmin();
        var volume = call.FindVolume(device).Volume!;
        var group = arguments.Value("-groupWith") is { } other ? call.FindVolume(other).Volume : null;
        var passphrase = Passphrases.OfNewVolume(call, arguments);
        call.Progress($"{Messages.Started} on {volume.Identifier}");
        call.Progress("Erasing contents of APFS Volume");
        Steps.UnmountAll(call, volume);
        var erased = Steps.Do(call, () => call.Disks.EraseVolume(call.Disks.PlaceOf(volume).Volume!, new NewVolume(name)
        {
            Roles = roles,
            IsCaseSensitive = volume.IsCaseSensitive,
            GroupWith = group,
            Passphrase = passphrase,
            Hint = arguments.Value("-passphraseHint"),
        }));
        call.Progress(Messages.MountingDisk);
        Steps.Do(call, () => call.Disks.Mount(call.Disks.PlaceOf(erased)));
        call.Progress($"{Messages.Finished} on {volume.Identifier}");
        return 0;
    }

    /// <summary>Takes a container off a partition and deletes that.</summary>
    public static void Clear(Call call, Partition partition)
    {
        if (partition.Container is { } number)
        {
            foreach (var volume in call.Disks.Numbered(number)!.Volumes) Steps.UnmountAll(call, volume);
            call.Disks.DeleteContainer(call.Disks.Numbered(number)!);
        }
        call.Disks.DeletePartition(partition with { Container = null });
    }

    /// <summary>Makes a file system on a partition, whatever is on it, and mounts it.</summary>
    public static void Format(Call call, Partition partition, NewPartition wanted)
    {
        if (partition.Container is { } number)
        {
            foreach (var volume in call.Disks.Numbered(number)!.Volumes) Steps.UnmountAll(call, volume);
            call.Disks.DeleteContainer(call.Disks.Numbered(number)!);
        }
        MountAll(call, [call.Disks.Format(partition with { Container = null }, wanted)]);
    }

    /// <summary>Mounts what was made.</summary>
    public static void MountAll(Call call, IReadOnlyList<Partition> partitions)
    {
        call.Progress(Messages.MountingDisk);
        foreach (var partition in partitions)
            if (partition.Container is { } number)
                foreach (var volume in call.Disks.Numbered(number)!.Volumes) call.Disks.Mount(call.Disks.PlaceOf(volume));
            else if (partition is { FileSystem: not null, Content: not DiskContent.Efi }) call.Disks.Mount(call.Disks.Find(partition.Identifier)!);
    }
}
