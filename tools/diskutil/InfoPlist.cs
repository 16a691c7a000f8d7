using MacStateStore.Disks;
using MacStateStore.PropertyLists;

namespace Diskutil;

/// <summary>All about one disk, partition or volume as a property list (dossier diskutil, 3.5).</summary>
internal static class InfoPlist
{
    public static PlistDictionary Of(Call call, Place place)
    {
        var facts = new DiskFacts(call, place);
        var (device, partition) = (facts.Device, place.Partition);
        var isOnMap = partition is { Slice: > 0 };
        var kind = facts.HasFileSystem ? facts.FileSystem : null;
        var info = new PlistDictionary
        {
            { "Bootable", facts.IsBootable },
            { "BusProtocol", device.Protocol },
            { "CanBeMadeBootable", false },
            { "CanBeMadeBootableRequiresDestroy", false },
            { "Content", facts.Content },
            { "DeviceBlockSize", (long)device.BlockSize },
            { "DeviceIdentifier", place.Identifier },
            { "DeviceNode", $"/dev/{place.Identifier}" },
            { "DeviceTreePath", device.TreePath },
            { "Ejectable", device.IsEjectable },
            { "EjectableMediaAutomaticUnderSoftwareControl", false },
            { "EjectableOnly", false },
            { "FreeSpace", facts.IsMounted && partition is not null ? (partition.VolumeSize ?? partition.Size) - partition.InUse : 0L },
            { "GlobalPermissionsEnabled", facts.HasFileSystem && facts.IsMounted && kind!.HasOwners && facts.HasOwners },
            { "IOKitSize", facts.Size },
            { "IORegistryEntryName", RegistryName(facts) },
            { "Internal", device.IsInternal },
            { "MediaName", facts.IsWhole ? device.MediaName : "" },
            { "MediaType", "Generic" },
            { "MountPoint", place.MountPoint ?? "" },
            { "OSInternalMedia", facts.IsOsInternal },
            { "ParentWholeDisk", place.Disk.Identifier },
            { "PartitionMapPartition", isOnMap },
            { "RAIDMaster", false },
            { "RAIDSlice", false },
            { "Removable", device.IsRemovable },
            { "RemovableMedia", device.IsRemovable },
            { "RemovableMediaOrExternalDevice", device.IsRemovable || !device.IsInternal },
            { "SMARTDeviceSpecificKeysMayVaryNotGuaranteed", new PlistDictionary() },
            { "SMARTStatus", device.Smart },
            { "Size", facts.Size },
            { "SupportsGlobalPermissionsDisable", kind?.HasOwners ?? false },
            { "SystemImage", false },
            { "TotalSize", facts.Size },
            { "VolumeName", place.VolumeName ?? "" },
            { "VolumeSize", facts.IsMounted && partition is not null ? partition.VolumeSize ?? partition.Size : 0L },
            { "WholeDisk", facts.IsWhole },
            { "Writable", !facts.IsMediaReadOnly && !facts.IsReadOnly },
            { "WritableMedia", !facts.IsMediaReadOnly },
            { "WritableVolume", facts.IsMounted && !facts.IsReadOnly },
        };
        if (facts.PartitionUuid is { } uuid) info.Add("DiskUUID", uuid);
        if (facts.VolumeUuid is { } volumeUuid) info.Add("VolumeUUID", volumeUuid);
        if (isOnMap) info.Add("PartitionMapPartitionOffset", partition!.Offset);
        if (partition?.JournalSize is { } journal)
        {
            info.Add("JournalOffset", partition.JournalOffset ?? 0);
            info.Add("JournalSize", journal);
        }
        if (device.IsSolidState is { } solid) info.Add("SolidState", solid);
        if (device.IsInternal) info.Add("AESHardware", device.HasAesHardware);
        // Of a partition with a file system of another kind nothing is said here.
        if (partition is null || partition.FileSystem is null) info.Add("VirtualOrPhysical", facts.IsVirtual ? "Virtual" : device.IsInternal ? "Physical" : "Unknown");
        if (kind is not null)
        {
            info.Add("FilesystemName", kind.Personality);
            info.Add("FilesystemType", kind.Bundle);
            info.Add("FilesystemUserVisibleName", kind.UserVisible);
            if (facts.IsMounted) info.Add("VolumeAllocationBlockSize", (long)facts.AllocationBlockSize);
        }
        if (place.Volume is { } volume) AddVolume(info, facts, volume);
        else if (place.Disk.Kind == DiskKind.Synthesized) AddContainer(info, facts);
        else if (partition?.Container is { } container) info.Add("APFSContainerReference", $"disk{container}");
        return info;
    }

    private static void AddContainer(PlistDictionary info, DiskFacts facts)
    {
        info.Add("APFSContainerFree", facts.Place.Disk.Free);
        info.Add("APFSContainerReference", facts.Place.Disk.Identifier);
        info.Add("APFSContainerSize", facts.Place.Disk.Size);
        info.Add("APFSPhysicalStores", new PlistArray(facts.Stores.Select(store => new PlistDictionary { { "APFSPhysicalStore", store.Identifier } })));
        info.Add("Fusion", facts.Stores.Count > 1);
    }

    private static void AddVolume(PlistDictionary info, DiskFacts facts, Volume volume)
    {
        AddContainer(info, facts);
        info.Add("APFSSnapshot", facts.Place.Snapshot is not null);
        if (facts.Place.Snapshot is { } snapshot)
        {
            info.Add("APFSSnapshotName", snapshot.Name);
            info.Add("APFSSnapshotUUID", snapshot.Uuid ?? "");
        }
        if (volume.Group is { } group) info.Add("APFSVolumeGroupID", group);
        if (facts.Booter is { } booter) info.Add("BooterDeviceIdentifier", booter.Identifier);
        if (facts.Recovery is { } recovery) info.Add("RecoveryDeviceIdentifier", recovery.Identifier);
        if (facts.EfiDriver is { } driver) info.Add("MacOSSystemAPFSEFIDriverVersion", driver);
        info.Add("CapacityInUse", volume.InUse);
        info.Add("Encryption", facts.State!.IsEncrypted);
        info.Add("EncryptionThisVolumeProper", facts.IsEncrypted);
        info.Add("FileVault", facts.State.IsFileVault);
        info.Add("Locked", facts.State.IsLocked);
        info.Add("Sealed", facts.Sealed);
    }

    private static string RegistryName(DiskFacts facts) => facts.Place switch
    {
        { Snapshot: { } snapshot } => snapshot.Name,
        { Volume: { } volume } => volume.Name,
        { Partition: { Slice: > 0 } partition } => partition.Name ?? "",
        { Disk.Kind: DiskKind.Synthesized } => "AppleAPFSMedia",
        _ => facts.Device.RegistryName,
    };
}
