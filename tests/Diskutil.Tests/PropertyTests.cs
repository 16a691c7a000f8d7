using FsCheck;
using FsCheck.Fluent;
using MacToolEmu.Tests;
using MacStateStore.Disks;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;

namespace Diskutil.Tests;

/// <summary>What must hold whatever scripts do to the disks.</summary>
public sealed class PropertyTests
{
    private static readonly string[] Targets =
        ["/", "Data", "Vault", "Work", "disk3s7", "disk3s8", "disk4", "disk4s2", "disk5", "disk5s1", "disk0s2", "disk3", "nowhere", "External", "External - Data"];

    private static Gen<string> Target => Gen.Elements(Targets);

    private static Gen<string> Name => Gen.Elements("Vault", "Work", "Data", "Two Words");

    private static Gen<string[]> Command => Gen.OneOf(
        Name.SelectMany(name => Gen.Elements<string[]>([], ["-nomount"], ["-passphrase", "pw"], ["-reserve", "300g"], ["-role", "S"], ["-role", "D", "-groupWith", "disk3s7"], ["-mountpoint", "/x"])
            .SelectMany(more => Gen.Elements("disk3", "disk5").Select(container => (string[])["apfs", "addVolume", container, "APFS", name, .. more]))),
        Gen.Elements("deleteVolume", "deleteVolumeGroup", "lockVolume", "deleteContainer", "updatePreboot").Zip(Target, (verb, target) => new[] { "apfs", verb, target }),
        Target.Zip(Gen.Elements("pw", "wrong"), (target, secret) => new[] { "apfs", "unlockVolume", target, "-passphrase", secret }),
        Target.Select(target => new[] { "apfs", "encryptVolume", target, "-user", "disk", "-passphrase", "pw" }),
        Target.Select(target => new[] { "apfs", "decryptVolume", target, "-passphrase", "pw" }),
        Target.Zip(Gen.Elements("0", "100g", "400g", "30g"), (target, size) => new[] { "apfs", "resizeContainer", target, size }),
        Target.Zip(Name, (target, name) => new[] { "apfs", "eraseVolume", target, "-name", name }),
        Target.Zip(Name, (target, name) => new[] { "rename", target, name }),
        Gen.Elements("mount", "unmount", "mountDisk", "unmountDisk", "eject").Zip(Target, (verb, target) => new[] { verb, target }),
        Target.Select(target => new[] { "unmount", "force", target }),
        Gen.Elements("APFS", "JHFS+", "free").Zip(Target, (format, target) => new[] { "eraseVolume", format, "New", target }),
        Gen.Elements("APFS", "FAT32").Zip(Target, (format, target) => new[] { "eraseDisk", format, "NEW", "GPT", target }),
        Target.Select(target => new[] { "addPartition", target, "APFS", "More", "5g" }),
        Target.Select(target => new[] { "apfs", "createContainer", target }),
        Gen.Elements("zeroDisk", "reformat", "enableJournal", "disableJournal", "verifyDisk", "repairVolume").Zip(Target, (verb, target) => new[] { verb, target }),
        Target.Zip(Gen.Elements("1g", "20g", "900g", "R"), (target, size) => new[] { "resizeVolume", target, size }),
        Target.Select(target => new[] { "splitPartition", target, "JHFS+", "Vault", "5g", "APFS", "Work", "R" }),
        Target.Zip(Target, (from, to) => new[] { "mergePartitions", "force", "JHFS+", "Work", from, to }),
        Gen.Elements("convert", "syncPatchUsers").Zip(Target, (verb, target) => new[] { "apfs", verb, target }),
        Target.Zip(Name, (target, name) => new[] { "apfs", "create", target, name }),
        Target.Zip(Gen.Elements("status", "enable"), (target, word) => new[] { "apfs", "defragment", target, word }));

    [Fact]
    public void The_disks_stay_whole_and_refusals_change_nothing()
    {
        var (done, refused) = (0, 0);
        using var template = new Bench(specification: Bench.People);
        template.On(mac => mac.Disks.AttachExternal("External"));
        Check.One(Examples.Of(30), Prop.ForAll(Arb.From(Command.ArrayOf(14)), commands =>
        {
            using var bench = new Bench(template);
            foreach (var command in commands)
            {
                var busy = bench.On(mac => mac.Disks.Places.Where(place => mac.Disks.BusyWith(place) is not null).Select(place => (place.Identifier, Uuid: place.Volume?.Uuid)).ToList());
                var outcome = bench.Root(command);
                Assert.Contains(outcome.Status, new[] { 0, 1, 78 });
                if (outcome.Status == 0) done++;
                else
                {
                    refused++;
                    Assert.DoesNotContain("internal error", outcome.Err, StringComparison.Ordinal);
                    // A wrong passphrase counts.
                    Assert.DoesNotContain(outcome.Changes, change => !outcome.Err.StartsWith("Passphrase incorrect", StringComparison.Ordinal) || !change.StartsWith("volume disk", StringComparison.Ordinal));
                }
                bench.On(mac => CheckWhole(mac.Disks));
                bench.On(mac => Assert.All(busy, place => Assert.Equal(place.Uuid, mac.Disks.Find(place.Identifier)?.Volume?.Uuid)));
            }
            CheckListings(bench);
        }));
        Assert.True(done > 60 && refused > 100, $"the lives are too dull: {done} done, {refused} refused");
    }

    private static void CheckWhole(MacDisks disks)
    {
        foreach (var container in disks.Containers)
        {
            Assert.True(container.Free >= 0, $"{container.Identifier} is too full");
            Assert.Equal(container.Size, disks.StoresOf(container).Sum(store => store.Size));
        }
        foreach (var disk in disks.All.Where(disk => disk.Kind == DiskKind.Physical))
        {
            var end = 0L;
            foreach (var partition in disk.Partitions)
            {
                Assert.True(partition.Offset >= end, $"{partition.Identifier} overlaps");
                end = partition.Offset + partition.Size;
                Assert.True(partition.Container is not { } number || disks.Numbered(number) is { Kind: DiskKind.Synthesized });
            }
            Assert.True(end <= disk.Size, $"{disk.Identifier} is too small");
        }
        AssertUnique(disks.All.SelectMany(disk => disk.Volumes).Select(volume => volume.Uuid));
        AssertUnique(disks.All.SelectMany(disk => disk.Partitions).Select(partition => partition.Uuid).OfType<string>());
        AssertUnique(disks.Places.Select(place => place.Identifier));
        AssertUnique(disks.Places.Select(place => place.MountPoint).OfType<string>());
        foreach (var (_, members) in disks.All.SelectMany(MacDisks.GroupsOf))
            foreach (var role in (string[])["System", "Data"]) Assert.True(members.Count(member => member.Is(role)) <= 1);
        Assert.All(disks.All.SelectMany(disk => disk.Volumes).Where(volume => volume.IsLocked), volume => Assert.Null(volume.MountPoint));
    }

    private static void AssertUnique(IEnumerable<string> values)
    {
        var all = values.ToList();
        Assert.Equal(all.Distinct().Count(), all.Count);
    }

    /// <summary>Property lists say what the texts say.</summary>
    private static void CheckListings(Bench bench)
    {
        var places = bench.On(mac => mac.Disks.Places.ToList());
        var all = bench.Root("list", "-plist").Good().Plist;
        Assert.Equal(places.Select(place => place.Identifier), ((PlistArray)all["AllDisks"]!).Select(Text));
        foreach (var place in places)
        {
            var text = bench.Root("info", place.Identifier).Good().Lines;
            var plist = bench.Root("info", "-plist", place.Identifier).Good().Plist;
            Agrees("Device Identifier", "DeviceIdentifier");
            Agrees("Device Node", "DeviceNode");
            Agrees("Part of Whole", "ParentWholeDisk");
            Agrees("Protocol", "BusProtocol");
            Agrees("Volume UUID", "VolumeUUID");
            Agrees("Disk / Partition UUID", "DiskUUID");
            Agrees("Name (User Visible)", "FilesystemUserVisibleName");
            Agrees("APFS Volume Group", "APFSVolumeGroupID");
            Agrees("Sealed", "Sealed");
            Assert.Equal(Value("Mount Point") ?? "", Text(plist["MountPoint"]!));
            Assert.Equal(Value("Whole") == "Yes", ((PlistBoolean)plist["WholeDisk"]!).Value);
            Assert.Equal(Value("Media OS Use Only") == "Yes", ((PlistBoolean)plist["OSInternalMedia"]!).Value);
            if (plist["FileVault"] is PlistBoolean fileVault) Assert.Equal(Value("FileVault") == "Yes", fileVault.Value);
            if (plist["Locked"] is PlistBoolean locked) Assert.Equal(Value("Locked") == "Yes", locked.Value);
            Assert.Contains($"({((PlistInteger)plist["Size"]!).Value} Bytes)", Value("Disk Size"), StringComparison.Ordinal);

            string? Value(string label) => text.FirstOrDefault(line => line.StartsWith($"   {label}:", StringComparison.Ordinal))?[(label.Length + 4)..].Trim();
            void Agrees(string label, string key) => Assert.Equal(Value(label), plist[key] is { } value ? Text(value) : null);
        }
        var containers = (PlistArray)bench.Root("apfs", "list", "-plist").Good().Plist["Containers"]!;
        var tree = bench.Root("apfs", "list").Good().Out;
        foreach (var container in containers)
        {
            var isShown = bench.On(mac => !mac.Disks.Find(Text(container["ContainerReference"]!))!.Disk.IsOsInternal);
            Assert.Equal(isShown, tree.Contains($"Container {Text(container["ContainerReference"]!)} {Text(container["APFSContainerUUID"]!)}\n", StringComparison.Ordinal));
            if (!isShown) continue;
            Assert.Contains($"{((PlistInteger)container["CapacityFree"]!).Value} B (", tree, StringComparison.Ordinal);
            foreach (var volume in (PlistArray)container["Volumes"]!)
                if (Text(volume["Name"]!) != "Update") Assert.Contains($"+-> Volume {Text(volume["DeviceIdentifier"]!)} {Text(volume["APFSVolumeUUID"]!)}\n", tree, StringComparison.Ordinal);
        }
    }

    private static string Text(PlistValue value) => ((PlistString)value).Value;

    [Theory]
    [InlineData("10.13.6", Chip.Intel)]
    [InlineData("10.15.7", Chip.T2)]
    [InlineData("11.7", Chip.Apple)]
    [InlineData("12.6", Chip.Intel)]
    [InlineData("26.0", Chip.Apple)]
    public void Listings_agree_on_every_kind_of_Mac(string os, Chip chip)
    {
        using var bench = new Bench(os, chip, Bench.People);
        bench.On(mac => CheckWhole(mac.Disks));
        CheckListings(bench);
    }

    [Fact]
    public void Information_has_every_key()
    {
        // Dossier diskutil, 3.5; the journal's keys are HFS's, the partition's offset is a partition's.
        const string keys =
            "AESHardware APFSContainerFree APFSContainerReference APFSContainerSize APFSPhysicalStores APFSSnapshot APFSSnapshotName APFSSnapshotUUID APFSVolumeGroupID "
            + "Bootable BooterDeviceIdentifier BusProtocol CanBeMadeBootable CanBeMadeBootableRequiresDestroy CapacityInUse Content DeviceBlockSize DeviceIdentifier DeviceNode "
            + "DeviceTreePath DiskUUID Ejectable EjectableMediaAutomaticUnderSoftwareControl EjectableOnly Encryption EncryptionThisVolumeProper FileVault FilesystemName "
            + "FilesystemType FilesystemUserVisibleName FreeSpace Fusion GlobalPermissionsEnabled IOKitSize IORegistryEntryName Internal Locked MacOSSystemAPFSEFIDriverVersion "
            + "MediaName MediaType MountPoint OSInternalMedia ParentWholeDisk PartitionMapPartition RAIDMaster RAIDSlice RecoveryDeviceIdentifier Removable RemovableMedia "
            + "RemovableMediaOrExternalDevice SMARTDeviceSpecificKeysMayVaryNotGuaranteed SMARTStatus Sealed Size SolidState SupportsGlobalPermissionsDisable SystemImage TotalSize "
            + "VirtualOrPhysical VolumeAllocationBlockSize VolumeName VolumeSize VolumeUUID WholeDisk Writable WritableMedia WritableVolume";
        using var bench = new Bench();
        Assert.Equal(keys.Split(' '), ((PlistDictionary)bench.Root("info", "-plist", "/").Good().Plist).Keys);
    }
}
