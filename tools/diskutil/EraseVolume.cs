using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Empties a volume, or deletes a partition (dossier diskutil, 9.3).</summary>
internal static class EraseVolume
{
    public static int Run(Call call)
    {
        if (call.Words is not [var format, var name, var device]) throw call.UsageFailure();
        var wanted = call.Wanted(format, name);
        call.RequireOwner(device);
        return Erase(call, call.Find(device), wanted);
    }

    /// <summary>Empties what is there and formats it as wanted.</summary>
    public static int Erase(Call call, Place place, NewPartition wanted)
    {
        var kind = wanted.Kind!;
        var old = place.VolumeName is { Length: > 0 } known ? $" ({known})" : "";
        var isWhole = place is { Volume: null, Partition: null or { Slice: 0 } };
        if ((place.Volume is not null && !kind.IsApfs) || (isWhole && (kind.IsFree || place.Disk.Content.Length > 0 || place.Disk.Kind is DiskKind.Synthesized or DiskKind.Logical)))
            throw call.Failure(DiskProblem.InvalidRequest);
        call.Progress($"Started erase on {place.Identifier}{old}");
        if (place.Volume is { } volume)
        {
            Renew(call, volume, new NewVolume(wanted.Name) { IsCaseSensitive = kind.IsCaseSensitive });
            call.Progress($"Finished erase on {volume.Identifier} ({wanted.Name})");
            return 0;
        }
        call.Progress(Messages.UnmountingDisk);
        if (place.Partition is { } content)
        {
            TakeContainerOff(call, content);
            Steps.Unmount(call, call.Disks.Find(content.Identifier)!);
        }
        var partition = place.Partition is null ? null : place.Partition with { Container = null, MountPoint = null };
        if (kind.IsFree)
        {
            Steps.Do(call, () => call.Disks.DeletePartition(partition!));
            call.Progress($"Finished erase on {place.Disk.Identifier}");
            return 0;
        }
        call.Progress("Erasing");
        var made = Steps.Do(call, () => isWhole ? call.Disks.FormatWhole(call.Disks.Numbered(place.Disk.Number)!, wanted) : call.Disks.Format(partition!, wanted));
        MountNew(call, made);
        call.Progress($"Finished erase on {made.Identifier} ({wanted.Name})");
        return 0;
    }

    public static int RunApfs(Call call)
    {
        if (Arguments.Read(call.Verb, call.Words) is not { Operands: [var device] } arguments || arguments.Value("-name") is not { Length: > 0 } name) throw call.UsageFailure();
        if (Roles.Parse(arguments.Value("-role") ?? "0") is not { } roles) throw call.UsageFailure();
        call.RequireOwner(device);
        var volume = call.FindVolume(device).Volume!;
        var group = arguments.Value("-groupWith") is { } other ? call.FindVolume(other).Volume : null;
        var passphrase = Passphrases.OfNewVolume(call, arguments);
        call.Progress($"{Messages.Started} on {volume.Identifier}");
        Renew(call, volume, new NewVolume(name)
        {
            Roles = roles,
            IsCaseSensitive = volume.IsCaseSensitive,
            GroupWith = group,
            Passphrase = passphrase,
            Hint = arguments.Value("-passphraseHint"),
        });
        call.Progress($"{Messages.Finished} on {volume.Identifier}");
        return 0;
    }

    // A volume is emptied by making another in its place.
    private static void Renew(Call call, Volume volume, NewVolume wanted)
    {
        call.Progress("Preparing to erase APFS Volume content");
        call.Progress("Checking mount state");
        call.Progress($"Erasing APFS Volume {volume.Identifier} by deleting and re-adding");
        call.Progress("Deleting APFS Volume from its APFS Container");
        var erased = DeleteVolume.Delete(call, volume, now => call.Disks.EraseVolume(now, wanted));
        call.Progress($"Preparing to add APFS Volume to APFS Container disk{volume.Disk}");
        call.Progress("Creating APFS Volume");
        call.Progress($"Created new APFS Volume {erased.Identifier}");
        call.Progress("Setting mount state");
        Steps.Do(call, () => call.Disks.Mount(call.Disks.PlaceOf(erased)));
        call.Progress("Setting volume permissions");
    }

    /// <summary>Deletes the container on a partition, if one is there.</summary>
    public static void TakeContainerOff(Call call, Partition partition)
    {
        if (partition.Container is not { } number) return;
        foreach (var volume in call.Disks.Numbered(number)!.Volumes) Steps.UnmountAll(call, volume);
        Steps.Do(call, () => call.Disks.DeleteContainer(call.Disks.Numbered(number)!));
    }

    /// <summary>Says how a new file system was made, and mounts what was made.</summary>
    public static void MountNew(Call call, Partition partition)
    {
        if (partition.Format is { IsHfs: true } format) call.Progress(Messages.Initialized(partition, format));
        Steps.Do(call, () => MountAll(call, [partition]));
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
