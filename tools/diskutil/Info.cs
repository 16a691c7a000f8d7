using MacStateStore.Disks;
using MacStateStore.Releases;

namespace Diskutil;

/// <summary>All about one disk, partition or volume (dossier diskutil, 3.4).</summary>
internal static class Info
{
    private const int LabelWidth = 27;
    private const string NoFileSystem = "Not applicable (no file system)";
    private const string NotMounted = "Not applicable (not mounted)";

    public static int Run(Call call)
    {
        if (Arguments.Read(call.Verb, call.Words) is not { } arguments || arguments.Operands.Count != (arguments.Has("-all") ? 0 : 1)) throw call.UsageFailure();
        if (arguments.Has("-all"))
        {
            foreach (var each in call.Disks.Places)
            {
                if (call.WantsPlist)
                {
                    call.Print(InfoPlist.Of(call, each));
                    continue;
                }
                call.Print(Text(call, each));
                call.Print("**********");
                call.Print();
            }
            return 0;
        }
        var place = call.Find(arguments.Operands[0]);
        return call.WantsPlist ? call.Print(InfoPlist.Of(call, place)) : call.Print(Text(call, place));
    }

    /// <summary>The lines of a place.</summary>
    public static IEnumerable<string> Text(Call call, Place place)
    {
        var facts = new DiskFacts(call, place);
        yield return Line("Device Identifier", place.Identifier);
        yield return Line("Device Node", $"/dev/{place.Identifier}");
        yield return Line("Whole", YesNo(facts.IsWhole));
        yield return Line("Part of Whole", place.Disk.Identifier);
        if (facts.IsWhole) yield return Line("Device / Media Name", facts.Device.MediaName);
        yield return "";
        foreach (var line in FileSystem(facts)) yield return line;
        yield return Line("OS Can Be Installed", YesNo(facts.CanHoldSystem));
        if (facts.Booter is { } booter) yield return Line("Booter Disk", booter.Identifier);
        if (facts.Recovery is { } recovery) yield return Line("Recovery Disk", recovery.Identifier);
        yield return Line("Media Type", "Generic");
        yield return Line("Protocol", facts.Device.Protocol);
        yield return Line("SMART Status", facts.Device.Smart);
        if (facts.VolumeUuid is { } volumeUuid) yield return Line("Volume UUID", volumeUuid);
        if (facts.PartitionUuid is { } uuid) yield return Line("Disk / Partition UUID", uuid);
        if (place.Partition is { Slice: > 0 } offset)
            yield return Line("Partition Offset", $"{offset.Offset} Bytes ({offset.Offset / facts.Device.BlockSize} {facts.Device.BlockSize}-Byte-Device-Blocks)");
        yield return "";
        yield return Line("Disk Size", Sizes.Exact(facts.Size));
        yield return Line("Device Block Size", $"{facts.Device.BlockSize} Bytes");
        yield return "";
        foreach (var line in Space(call, facts)) yield return line;
        foreach (var line in ReadOnly(call, facts)) yield return line;
        yield return "";
        yield return Line("Device Location", facts.Device.IsInternal ? "Internal" : "External");
        yield return Line("Removable Media", facts.Device.IsRemovable ? "Removable" : "Fixed");
        if (facts.Device.IsRemovable) yield return Line("Media Removal", "Software-Activated");
        yield return "";
        yield return Line("Solid State", facts.Device.IsSolidState is { } solid ? YesNo(solid) : "Info not available");
        if (facts.IsWhole) yield return Line("Virtual", YesNo(facts.IsVirtual));
        if (facts.Device.IsInternal) yield return Line("Hardware AES Support", YesNo(facts.Device.HasAesHardware));
        yield return "";
        foreach (var line in Apfs(call, facts)) yield return line;
    }

    private static IEnumerable<string> FileSystem(DiskFacts facts)
    {
        var place = facts.Place;
        if (!facts.HasFileSystem)
        {
            yield return Line("Volume Name", NoFileSystem);
            yield return Line("Mounted", NoFileSystem);
            yield return Line("File System", "None");
            yield return "";
            yield return facts.IsWhole ? Line("Content (IOContent)", facts.Content) : Line("Partition Type", facts.Content);
            yield break;
        }
        yield return Line("Volume Name", place.VolumeName ?? "");
        yield return Line("Mounted", YesNo(facts.IsMounted));
        if (facts.IsMounted) yield return Line("Mount Point", place.MountPoint!);
        yield return "";
        yield return facts.IsWhole ? Line("Content (IOContent)", facts.Content) : Line("Partition Type", facts.Content);
        var kind = facts.FileSystem;
        yield return Line("File System Personality", kind.Personality);
        yield return Line("Type (Bundle)", kind.Bundle);
        yield return Line("Name (User Visible)", kind.UserVisible);
        if (facts.IsMounted && place.Partition is { JournalSize: { } journal } journaled)
            yield return Line("Journal", $"Journal size {journal / 1024} KB at offset 0x{journaled.JournalOffset ?? 0:x}");
        yield return kind.HasOwners ? Line("Owners", facts.IsMounted && facts.HasOwners ? "Enabled" : "Disabled") : "";
        yield return "";
    }

    private static IEnumerable<string> Space(Call call, DiskFacts facts)
    {
        if (facts.Place.Volume is { } volume)
        {
            if (call.Has(Capability.DiskutilShowsVolumeUsedSpace)) yield return Line("Volume Used Space", Sizes.Exact(volume.InUse));
            yield return Line("Container Total Space", Sizes.Exact(facts.Place.Disk.Size));
            yield return Line("Container Free Space", Sizes.Exact(facts.Place.Disk.Free));
        }
        else if (facts.HasFileSystem && facts.IsMounted)
        {
            var partition = facts.Place.Partition!;
            var total = partition.VolumeSize ?? partition.Size;
            yield return Line("Volume Total Space", Sizes.Exact(total));
            yield return Line("Volume Used Space", $"{Sizes.Exact(partition.InUse)} ({Sizes.Percent(partition.InUse, total)})");
            yield return Line("Volume Free Space", $"{Sizes.Exact(total - partition.InUse)} ({Sizes.Percent(total - partition.InUse, total)})");
        }
        else yield break;
        if (facts.IsMounted) yield return Line("Allocation Block Size", $"{facts.AllocationBlockSize} Bytes");
        yield return "";
    }

    private static IEnumerable<string> ReadOnly(Call call, DiskFacts facts)
    {
        var saysMedia = call.Has(Capability.DiskutilSaysMediaReadOnly);
        if (saysMedia) yield return Line("Media OS Use Only", YesNo(facts.IsOsInternal));
        yield return Line(saysMedia ? "Media Read-Only" : "Read-Only Media", YesNo(facts.IsMediaReadOnly));
        yield return Line(saysMedia ? "Volume Read-Only" : "Read-Only Volume", !facts.HasFileSystem ? NoFileSystem : !facts.IsMounted ? NotMounted
            : !facts.IsReadOnly ? "No" : saysMedia ? "Yes (read-only mount flag set)" : "Yes");
    }

    private static IEnumerable<string> Apfs(Call call, DiskFacts facts)
    {
        var place = facts.Place;
        if (place.Volume is not { } volume)
        {
            if (place.Disk.Kind == DiskKind.Synthesized)
            {
                yield return "   This disk is an APFS Container.  APFS Information:";
                foreach (var store in facts.Stores) yield return Line("APFS Physical Store", store.Identifier);
                yield return Line("Fusion Drive", YesNo(facts.Stores.Count > 1));
                yield return "";
            }
            else if (place.Partition?.Container is { } container)
            {
                yield return "   This disk is an APFS Physical Store.  APFS Information:";
                yield return Line("APFS Container", $"disk{container}");
                yield return "";
            }
            else if (CoreStoragePart.Find(call, place.Identifier) is { } part)
            {
                var logical = part.Logical;
                yield return $"   This disk is a Core Storage {part.Name} ({part.Role}).  Core Storage Information:";
                if (part.Role == "LV")
                {
                    yield return Line("LV UUID", logical.Uuid);
                    yield return Line("LVF UUID", logical.FamilyUuid);
                }
                yield return Line("LVG UUID", logical.GroupUuid);
                yield return Line("PV UUID (disk)", $"{logical.PhysicalUuid} ({logical.Store})");
                yield return Line("Fusion Drive", "No");
                if (part.Role == "LV") yield return Line("Encrypted", "No");
                yield return "";
            }
            yield break;
        }
        yield return $"   This disk is an APFS Volume{(place.Snapshot is null ? "" : " Snapshot")}.  APFS Information:";
        if (place.Snapshot is { } snapshot)
        {
            yield return Line("APFS Snapshot Name", snapshot.Name);
            yield return Line("APFS Snapshot UUID", snapshot.Uuid ?? "");
        }
        yield return Line("APFS Container", place.Disk.Identifier);
        foreach (var store in facts.Stores) yield return Line("APFS Physical Store", store.Identifier);
        yield return Line("Fusion Drive", YesNo(facts.Stores.Count > 1));
        if (volume.Group is { } group) yield return Line("APFS Volume Group", group);
        if (facts.EfiDriver is { } driver) yield return Line("EFI Driver In macOS", $"{driver}");
        if (!facts.IsEncryptionUnsaid) yield return Line("Encrypted", YesNo(facts.IsEncrypted));
        yield return Line("FileVault", YesNo(facts.State!.IsFileVault));
        if (facts.HasSeals) yield return Line("Sealed", facts.Sealed);
        yield return Line("Locked", YesNo(facts.State.IsLocked));
        yield return "";
        if (volume.Snapshots.Count == 0 || !call.Has(Capability.DiskutilInfoListsSnapshots)) yield break;
        yield return "   APFS Snapshots are defined upon this APFS Volume.  Snapshot list:";
        foreach (var each in volume.Snapshots)
        {
            yield return Line("Snapshot UUID", each.Uuid ?? "");
            yield return Line("Name", each.Name);
            yield return Line("XID", each.Xid);
        }
        yield return "";
    }

    private static string Line(string label, string value) => $"   {(label + ":").PadRight(LabelWidth)}{value}".TrimEnd();

    private static string YesNo(bool value) => value ? "Yes" : "No";
}
