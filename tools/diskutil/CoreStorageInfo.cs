using MacStateStore.Disks;
using MacStateStore.PropertyLists;

namespace Diskutil;

/// <summary>All about one part of CoreStorage (public listings of 10.9 to 10.13; of physical volumes and families only the keys are public).</summary>
internal static class CoreStorageInfo
{
    private const string Online = "Online";

    public static int Run(Call call)
    {
        if (call.Others is not [var name]) throw call.UsageFailure();
        if (CoreStoragePart.Find(call, name) is not { } part)
        {
            call.Find(name);
            throw call.Failure(Messages.NotCoreStorage(name));
        }
        var store = call.Disks.StoreOf(part.Logical);
        if (call.WantsPlist) return call.Print(Plist(call, part, store));
        call.Print("Core Storage Properties:");
        return call.Print(Lines(call, part, store).Select(line => $"   {line.Label + ":",-28}{line.Value}"));
    }

    private static IEnumerable<(string Label, string? Value)> Lines(Call call, CoreStoragePart part, Partition store)
    {
        var (logical, disk) = (part.Logical, part.Disk);
        yield return ("Role", $"{part.Name} ({part.Role})");
        yield return ("UUID", part.Uuid);
        if (part.Role == "LV") yield return ("Parent LVF UUID", logical.FamilyUuid);
        if (part.Role != "LVG") yield return ("Parent LVG UUID", logical.GroupUuid);
        switch (part.Role)
        {
            case "LVG":
                yield return ("LVG Name", logical.Name);
                yield return ("LVG Version", "1");
                yield return ("LVG Size", $"{store.Size} B");
                yield return ("LVG Free Space", $"{call.Disks.FreeOf(disk)} B");
                yield return ("LVG Status", Online);
                yield return ("LVG Sparse", "No");
                yield return ("Fusion Drive", "No");
                break;
            case "PV":
                yield return ("Device Identifier", store.Identifier);
                yield return ("PV Size", $"{store.Size} B");
                yield return ("PV Status", Online);
                break;
            case "LVF":
                yield return ("Encryption Type", "None");
                break;
            default:
                yield return ("Device Identifier", disk.Identifier);
                yield return ("LV Status", Online);
                yield return ("Conversion State", "NoConversion");
                yield return ("Content Hint", disk.Content);
                yield return ("LV Name", logical.Name);
                yield return ("Volume Name", disk.Partitions[0].VolumeName);
                yield return ("LV Size", $"{disk.Size} B");
                break;
        }
    }

    private static PlistDictionary Plist(Call call, CoreStoragePart part, Partition store)
    {
        var (logical, disk) = (part.Logical, part.Disk);
        var info = part.Role switch
        {
            "LVG" => new PlistDictionary
            {
                { "CoreStorageLogicalVolumeGroupFreeSpace", call.Disks.FreeOf(disk) }, { "CoreStorageLogicalVolumeGroupFusionDrive", false },
                { "CoreStorageLogicalVolumeGroupName", logical.Name }, { "CoreStorageLogicalVolumeGroupSequence", 1L }, { "CoreStorageLogicalVolumeGroupSize", store.Size },
                { "CoreStorageLogicalVolumeGroupSparse", false }, { "CoreStorageLogicalVolumeGroupStatus", Online }, { "CoreStorageLogicalVolumeGroupVersion", 1L },
            },
            "PV" => new PlistDictionary
            {
                { "CoreStoragePhysicalVolumeIndex", 0L }, { "CoreStoragePhysicalVolumeSize", store.Size }, { "CoreStoragePhysicalVolumeStatus", Online }, { "DeviceIdentifier", store.Identifier },
            },
            "LVF" => new PlistDictionary
            {
                { "CoreStorageLogicalVolumeFamilyEncryptionStatus", "Unlocked" }, { "CoreStorageLogicalVolumeFamilyEncryptionType", "None" },
            },
            _ => new PlistDictionary
            {
                { "CoreStorageLogicalVolumeContentHint", disk.Content }, { "CoreStorageLogicalVolumeConversionState", "NoConversion" }, { "CoreStorageLogicalVolumeName", logical.Name },
                { "CoreStorageLogicalVolumeSequence", 4L }, { "CoreStorageLogicalVolumeSize", disk.Size }, { "CoreStorageLogicalVolumeStatus", Online },
                { "CoreStorageLogicalVolumeVersion", 65536L }, { "DesignatedCoreStoragePhysicalVolume", logical.PhysicalUuid },
                { "DesignatedCoreStoragePhysicalVolumeDeviceIdentifier", store.Identifier }, { "DeviceIdentifier", disk.Identifier },
                { "MemberOfCoreStorageLogicalVolumeFamily", logical.FamilyUuid }, { "VolumeName", disk.Partitions[0].VolumeName ?? "" },
            },
        };
        info.Add("CoreStorageRole", part.Role);
        info.Add("CoreStorageRoleUserVisibleName", part.Name);
        info.Add("CoreStorageUUID", part.Uuid);
        if (part.Role != "LVG") info.Add("MemberOfCoreStorageLogicalVolumeGroup", logical.GroupUuid);
        return info;
    }
}
