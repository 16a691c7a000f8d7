using MacStateStore.Disks;
using MacStateStore.Releases;

namespace Diskutil;

/// <summary>Deletes a container with all its volumes (dossier diskutil, 9.3).</summary>
internal static class DeleteContainer
{
    public static int Run(Call call)
    {
        if (Arguments.Read(call.Verb, call.Words) is not { Operands: [var device, .. var names] } arguments || names.Count > 1) throw call.UsageFailure();
        call.RequireOwner(device);
        var place = call.Find(device);
        var name = names.Count == 1 ? names[0] : null;
        // Newer releases free the partition where no name is given; older ones always make an HFS volume of it.
        var frees = name is null && call.Has(Capability.HasVolumeGroups);
        if (place.Partition is { Container: null } damaged && (DiskContent.IsApfs(damaged.Content) || (arguments.Has("-force") && damaged.FileSystem is null))) return RunDamaged(call, damaged, name);
        var container = call.FindContainer(device);
        call.Progress($"{Messages.Started} on {container.Identifier}");
        call.Progress("Deleting APFS Container with all of its APFS Volumes");
        call.Progress("Unmounting Volumes");
        foreach (var volume in container.Volumes)
        {
            call.Progress($"Unmounting Volume \"{volume.Name}\" on {volume.Identifier}");
            Steps.UnmountAll(call, volume);
        }
        call.Progress("Deleting Volumes");
        call.Progress("Deleting Container");
        var stores = Steps.Do(call, () => call.Disks.DeleteContainer(call.Disks.Numbered(container.Number)!));
        call.Progress("Wiping former APFS disks");
        call.Progress("Switching content types");
        if (!frees)
        {
            call.Progress("Reformatting former APFS disks");
            foreach (var store in stores) Reformat(call, store, name);
        }
        call.Progress($"{stores.Count} new disk{(stores.Count == 1 ? "" : "s")} created or changed due to APFS operation");
        foreach (var store in stores) call.Progress($"Disk from APFS operation: {store.Identifier}");
        call.Progress($"{Messages.Finished} on {container.Identifier}");
        if (!frees) return 0;
        foreach (var store in stores)
        {
            if (store.Slice > 0) call.Progress($"Removing {store.Identifier} from partition map");
            Steps.Do(call, () => call.Disks.DeletePartition(store));
        }
        return 0;
    }

    private static int RunDamaged(Call call, Partition partition, string? name)
    {
        call.Progress($"{Messages.Started} on {partition.Identifier}");
        call.Progress("Deleting APFS Container with all of its APFS Volumes");
        call.Progress(
            "Assuming that the APFS Container is damaged; any additional Physical Store disks which define the Container might not be found for reformatting"
            + " and might need to be handled separately");
        call.Progress("Deleting Container");
        call.Progress("Switching content types");
        call.Progress("Reformatting former APFS disk");
        Reformat(call, partition, name);
        call.Progress($"{Messages.Finished} on {partition.Identifier}");
        return 0;
    }

    private static void Reformat(Call call, Partition partition, string? name)
    {
        var wanted = new NewPartition("JHFS+", name ?? "Untitled", 0);
        EraseVolume.MountNew(call, Steps.Do(call, () => partition.Slice == 0 ? call.Disks.FormatWhole(call.Disks.Numbered(partition.Disk)!, wanted) : call.Disks.Format(partition, wanted)));
    }
}
