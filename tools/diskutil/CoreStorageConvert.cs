namespace Diskutil;

/// <summary>Puts a partition with HFS Plus under CoreStorage, or takes it from there; its content stays (public listings of 10.10 to 10.13).</summary>
internal static class CoreStorageConvert
{
    public static int Run(Call call)
    {
        if (Arguments.Read(call.Verb, call.Words) is not { Operands: [var device] } arguments) throw call.UsageFailure();
        if (arguments.Has("-passphrase") || arguments.Has("-stdinpassphrase")) throw new MacToolHost.NotEmulatedException("diskutil coreStorage convert with a passphrase");
        call.RequireOwner(device);
        var place = call.Find(device);
        if (place.Partition is not { Slice: > 0, Format.IsHfs: true } partition) throw call.Failure(MacStateStore.Disks.DiskProblem.InvalidRequest);
        var subject = $"{partition.Identifier} {partition.VolumeName}";
        call.Progress($"{Messages.StartedCoreStorage} on {subject}");
        call.Progress("Resizing disk to fit Core Storage headers");
        call.Progress("Creating Core Storage Logical Volume Group");
        if (place.MountPoint == "/") call.Progress("Reviewing boot support loaders");
        call.Progress($"Attempting to unmount {partition.Identifier}");
        Steps.Unmount(call, place);
        call.Progress($"Switching {partition.Identifier} to Core Storage");
        var disk = Steps.Do(call, () => call.Disks.ConvertToCoreStorage(call.Disks.Find(partition.Identifier)!.Partition!));
        call.Progress("Waiting for Logical Volume to appear");
        call.Progress("Mounting Logical Volume");
        Steps.Do(call, () => call.Disks.Mount(call.Disks.Find(disk.Identifier)!));
        var logical = disk.LogicalVolume!;
        call.Progress($"Core Storage LVG UUID: {logical.GroupUuid}");
        call.Progress($"Core Storage PV UUID: {logical.PhysicalUuid}");
        call.Progress($"Core Storage LV UUID: {logical.Uuid}");
        call.Progress($"Core Storage disk: {disk.Identifier}");
        call.Progress($"{Messages.FinishedCoreStorage} on {subject}");
        return 0;
    }

    public static int Revert(Call call)
    {
        if (Arguments.Read(call.Verb, call.Words) is not { Operands: [var name] }) throw call.UsageFailure();
        call.RequireOwner(name);
        var disk = CoreStoragePart.FindLogicalVolume(call, name);
        var subject = $"{disk.Identifier} {disk.Partitions[0].VolumeName}";
        call.Progress($"{Messages.StartedCoreStorage} on {subject}");
        call.Progress("Switching partition from Core Storage type to original type");
        call.Progress("Reclaiming space formerly used by Core Storage metadata");
        var partition = Steps.Do(call, () => call.Disks.RevertFromCoreStorage(disk));
        if (partition.MountPoint == "/") call.Progress("Even though the disk is now fully reverted, you should reboot soon to re-mount your reverted disk from the actual original partition");
        call.Progress("Removing Physical Volume");
        call.Progress("Destroying Logical Volume Group");
        call.Progress("Remounting former Physical Volume as normal disk");
        call.Progress($"Core Storage LV UUID: {disk.LogicalVolume!.Uuid}");
        call.Progress($"Core Storage disk: {partition.Identifier}");
        call.Progress($"{Messages.FinishedCoreStorage} on {subject}");
        return 0;
    }

    /// <summary>Deletes a group with its logical volume; its partition gets an empty file system.</summary>
    public static int Delete(Call call)
    {
        if (call.Words is not [var name]) throw call.UsageFailure();
        call.RequireOwner(name);
        if (CoreStoragePart.Find(call, name) is not { Role: "LVG" or "LV" } part) throw call.NotFound(name);
        call.Progress(Messages.StartedCoreStorage);
        Steps.Unmount(call, call.Disks.Find(part.Disk.Identifier)!);
        call.Progress("Destroying Logical Volume Group");
        call.Progress($"Erasing {part.Logical.Store}");
        var partition = Steps.Do(call, () => call.Disks.DeleteFromCoreStorage(call.Disks.Numbered(part.Disk.Number)!, new MacStateStore.Disks.NewPartition("JHFS+", "Untitled", 0)));
        EraseVolume.MountNew(call, partition);
        call.Progress(Messages.FinishedCoreStorage);
        return 0;
    }

    /// <summary>Unlocks a logical volume, which here is never locked.</summary>
    public static int Unlock(Call call)
    {
        if (Arguments.Read(call.Verb, call.Words) is not { Operands: [var name] }) throw call.UsageFailure();
        var disk = CoreStoragePart.FindLogicalVolume(call, name);
        throw call.Failure($"{disk.LogicalVolume!.Uuid} is already unlocked and is attached as {disk.Identifier}");
    }
}
