using MacStateStore;
using MacStateStore.Disks;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;

namespace Diskutil.Tests;

/// <summary>CoreStorage: what lists and descriptions say, and what becomes of a partition (public listings of 10.11 to 10.13).</summary>
public sealed class CoreStorageTests
{
    private const long Room = 64_000_000_000;

    private static Bench HighSierra() => new("10.13.6", Chip.Intel, new MachineSpecification { DiskLayoutName = DefaultLayouts.CoreStorage });

    private static LogicalVolume Logical(Bench bench) => bench.On(mac => mac.Disks.LogicalVolumes.Single().LogicalVolume!);

    [Fact]
    public void A_group_is_listed_as_a_tree()
    {
        using var bench = HighSierra();
        var logical = Logical(bench);
        bench.Root("cs", "list").Says(
            "CoreStorage logical volume groups (1 found)", "|", $"+-- Logical Volume Group {logical.GroupUuid}", "    =========================================================",
            "    Name:         Macintosh HD", "    Status:       Online", "    Size:         499418034176 B (499.4 GB)", "    Free Space:   0 B (0 B)", "    |",
            $"    +-< Physical Volume {logical.PhysicalUuid}", "    |   ----------------------------------------------------", "    |   Index:    0", "    |   Disk:     disk0s2",
            "    |   Status:   Online", "    |   Size:     499418034176 B (499.4 GB)", "    |", $"    +-> Logical Volume Family {logical.FamilyUuid}",
            "        ----------------------------------------------------------", "        Encryption Type:         None", "        |", $"        +-> Logical Volume {logical.Uuid}",
            "            ---------------------------------------------------", "            Disk:                  disk1", "            Status:                Online",
            "            Size (Total):          499082489856 B (499.1 GB)", "            Revertible:            Yes (no decryption required)",
            "            LV Name:               Macintosh HD", "            Volume Name:           Macintosh HD", "            Content Hint:          Apple_HFS");
        Assert.Equal(["                                 Logical Volume on disk0s2", $"                                 {logical.Uuid}", "                                 Unencrypted", ""],
            bench.Root("list", "disk1").Good().Lines.TakeLast(4));
        Assert.Equal(["   This disk is a Core Storage Logical Volume (LV).  Core Storage Information:", $"   LV UUID:                   {logical.Uuid}",
            $"   LVF UUID:                  {logical.FamilyUuid}", $"   LVG UUID:                  {logical.GroupUuid}", $"   PV UUID (disk):            {logical.PhysicalUuid} (disk0s2)",
            "   Fusion Drive:              No", "   Encrypted:                 No", ""], bench.Root("info", "/").Good().Lines.TakeLast(8));
        bench.Root("coreStorage", "info", logical.GroupUuid).Says("Core Storage Properties:", "   Role:                       Logical Volume Group (LVG)",
            $"   UUID:                       {logical.GroupUuid}", "   LVG Name:                   Macintosh HD", "   LVG Version:                1", "   LVG Size:                   499418034176 B",
            "   LVG Free Space:             0 B", "   LVG Status:                 Online", "   LVG Sparse:                 No", "   Fusion Drive:               No");
        Assert.Contains($"   Parent LVG UUID:            {logical.GroupUuid}", bench.Root("cs", "info", "disk1").Good().Lines);
        Assert.Equal(bench.Root("cs", "info", "disk1").Out, bench.Root("cs", "info", "/").Good().Out);
        bench.Root("cs", "info", "disk0s1").Refuses("disk0s1 is not a CoreStorage disk");
        Assert.Equal(1, bench.Root("cs", "info", "nowhere").Status);
        bench.Root("cs", "unlockVolume", logical.Uuid, "-passphrase", "x").Refuses($"{logical.Uuid} is already unlocked and is attached as disk1");
        Assert.Equal(78, bench.Root("cs", "encryptVolume", logical.Uuid).Status);
    }

    [Fact]
    public void Property_lists_name_the_parts_and_what_they_belong_to()
    {
        using var bench = HighSierra();
        var logical = Logical(bench);
        var group = ((PlistArray)bench.Root("cs", "list", "-plist").Good().Plist["CoreStorageLogicalVolumeGroups"]!).Single();
        var family = ((PlistArray)group["CoreStorageLogicalVolumeFamilies"]!).Single();
        Assert.Equal([logical.GroupUuid, logical.FamilyUuid, logical.Uuid, logical.PhysicalUuid], new[]
        {
            group, family, ((PlistArray)family["CoreStorageLogicalVolumes"]!).Single(), ((PlistArray)group["CoreStoragePhysicalVolumes"]!).Single(),
        }.Select(part => ((PlistString)part["CoreStorageUUID"]!).Value));
        foreach (var (uuid, role, keys) in ((string, string, string)[])[
            (logical.GroupUuid, "LVG", "CoreStorageLogicalVolumeGroupFreeSpace CoreStorageLogicalVolumeGroupFusionDrive CoreStorageLogicalVolumeGroupName CoreStorageLogicalVolumeGroupSequence"
                + " CoreStorageLogicalVolumeGroupSize CoreStorageLogicalVolumeGroupSparse CoreStorageLogicalVolumeGroupStatus CoreStorageLogicalVolumeGroupVersion CoreStorageRole"
                + " CoreStorageRoleUserVisibleName CoreStorageUUID"),
            (logical.FamilyUuid, "LVF", "CoreStorageLogicalVolumeFamilyEncryptionStatus CoreStorageLogicalVolumeFamilyEncryptionType CoreStorageRole CoreStorageRoleUserVisibleName"
                + " CoreStorageUUID MemberOfCoreStorageLogicalVolumeGroup"),
            (logical.PhysicalUuid, "PV", "CoreStoragePhysicalVolumeIndex CoreStoragePhysicalVolumeSize CoreStoragePhysicalVolumeStatus CoreStorageRole CoreStorageRoleUserVisibleName"
                + " CoreStorageUUID DeviceIdentifier MemberOfCoreStorageLogicalVolumeGroup")])
        {
            var info = (PlistDictionary)bench.Root("cs", "info", "-plist", uuid).Good().Plist;
            Assert.Equal((role, keys), (((PlistString)info["CoreStorageRole"]!).Value, string.Join(' ', info.Keys)));
        }
        using var none = new Bench();
        Assert.Equal(new PlistDictionary(), none.Root("cs", "list", "-plist").Good().Plist);
        none.Root("cs", "list", logical.GroupUuid).Refuses($"Could not find disk: {logical.GroupUuid}");
    }

    [Fact]
    public void The_started_volume_is_reverted_where_it_is()
    {
        using var bench = HighSierra();
        var logical = Logical(bench);
        bench.Root("cs", "delete", logical.GroupUuid).Refuses("Error: -69888: Couldn't unmount disk");
        bench.Root("cs", "revert", "/").Says("Started CoreStorage operation on disk1 Macintosh HD", "Switching partition from Core Storage type to original type",
            "Reclaiming space formerly used by Core Storage metadata",
            "Even though the disk is now fully reverted, you should reboot soon to re-mount your reverted disk from the actual original partition", "Removing Physical Volume",
            "Destroying Logical Volume Group", "Remounting former Physical Volume as normal disk", $"Core Storage LV UUID: {logical.Uuid}", "Core Storage disk: disk0s2",
            "Finished CoreStorage operation on disk1 Macintosh HD");
        bench.Root("cs", "list").Says("No CoreStorage logical volume groups found");
        Assert.Equal("/", bench.On(mac => mac.Disks.Find("disk0s2")!.MountPoint));
        bench.On(mac => mac.Power.Restart());
        Assert.Equal("/", bench.On(mac => mac.Disks.Find("disk0s2")!.MountPoint));
        bench.Root("cs", "revert", "disk0s2").Refuses("disk0s2 is not a CoreStorage disk");
    }

    [Fact]
    public void A_partition_goes_under_core_storage_and_comes_back_or_is_emptied()
    {
        using var bench = new Bench("10.13.6", Chip.Intel);
        bench.On(mac => mac.Disks.AttachBlank(Room));
        var disk = bench.On(mac => mac.Disks.All[^1].Identifier);
        bench.Root("eraseDisk", "JHFS+", "BLACK", disk).Good();
        var before = bench.On(mac => mac.Disks.Find("BLACK")!.Partition!);
        var converted = bench.Root("cs", "convert", "BLACK").Good();
        var logical = Logical(bench);
        Assert.Equal([$"Core Storage LVG UUID: {logical.GroupUuid}", $"Core Storage PV UUID: {logical.PhysicalUuid}", $"Core Storage LV UUID: {logical.Uuid}"], converted.Lines.SkipLast(2).TakeLast(3));
        Assert.Equal("/Volumes/BLACK", bench.On(mac => mac.Disks.Find("BLACK")!.MountPoint));
        Assert.Equal(before.Size - 352321536 - 18948096, bench.On(mac => mac.Disks.Find("BLACK")!.Disk.Size));
        bench.Root("eraseVolume", "free", "free", $"{disk}s2").Refuses("Error: -69886: Invalid request");
        bench.Root("cs", "revert", logical.Uuid).Good();
        Assert.Equal(before, bench.On(mac => mac.Disks.Find("BLACK")!.Partition!) with { Uses = before.Uses, Name = before.Name });
        bench.Root("cs", "convert", "BLACK").Good();
        var group = Logical(bench).GroupUuid;
        bench.Root("cs", "delete", group).Says("Started CoreStorage operation", "Destroying Logical Volume Group", $"Erasing {disk}s2",
            $"Initialized /dev/r{disk}s2 as a 59 GB case-insensitive HFS Plus volume with a 8192k journal", "Mounting disk", "Finished CoreStorage operation");
        Assert.Equal("/Volumes/Untitled", bench.On(mac => mac.Disks.Find($"{disk}s2")!.MountPoint));
        bench.Root("cs", "convert", "Untitled").Good();
        bench.Root("eraseDisk", "APFS", "Again", disk).Good();
        Assert.Empty(bench.On(mac => mac.Disks.LogicalVolumes.ToList()));
        bench.Root("cs", "convert", "Again").Refuses("Error: -69886: Invalid request");
    }
}
