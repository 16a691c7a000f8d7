using MacStateStore.Disks;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;

namespace Diskutil.Tests;

/// <summary>Verbs for partitions and whole disks: what they say, and what is so afterwards.</summary>
public sealed class PartitionTests
{
    private const long Room = 64_000_000_000;

    private static Bench WithBlankDisk(params string[] partitions)
    {
        var bench = new Bench();
        bench.On(mac => mac.Disks.AttachBlank(Room));
        if (partitions.Length > 0) bench.Root(["partitionDisk", "disk4", "GPT", .. partitions]).Good();
        return bench;
    }

    private static Partition PartitionOn(Bench bench, string device) => bench.On(mac => mac.Disks.Find(device)!.Partition!);

    [Fact]
    public void A_volume_shrinks_and_grows_and_keeps_what_is_on_it()
    {
        using var bench = WithBlankDisk("JHFS+", "Work", "0");
        var before = PartitionOn(bench, "disk4s2");
        bench.Root("resizeVolume", "Work", "limits").Says(
            "Resize limits for partition disk4s2 (Work):", "  Current partition size on map:                  63.8 GB (63790243840 Bytes)",
            "  Minimum (constrained by file/snapshot usage):   20.0 MB (20000256 Bytes)", "  Maximum (constrained by partition map space):   63.8 GB (63790243840 Bytes)");
        bench.Root("resizeVolume", "disk4s2", "4g").Says(
            "Resizing to 4000000000 bytes", "Started partitioning on disk4s2 Work", "Verifying the disk", "Verifying file system", "Checking Journaled HFS Plus volume",
            "Checking extents overflow file", "Checking catalog file", "Checking multi-linked files", "Checking catalog hierarchy", "Checking extended attributes file",
            "Checking volume bitmap", "Checking volume information", "The volume Work appears to be OK", "File system check exit code is 0", "Resizing", "Shrinking file system",
            "Modifying partition map", "Finished partitioning on disk4s2 Work", "/dev/disk4 (external, physical):",
            "   #:                       TYPE NAME                    SIZE       IDENTIFIER", "   0:      GUID_partition_scheme                        *64.0 GB    disk4",
            "   1:                        EFI EFI                     209.7 MB   disk4s1", "   2:                  Apple_HFS Work                    4.0 GB     disk4s2",
            "                    (free space)                         59.8 GB    -", "");
        var after = PartitionOn(bench, "disk4s2");
        Assert.Equal(before with { Size = after.Size }, after with { Uses = before.Uses });
        bench.Root("resizeVolume", "disk4s2", "4000000000").Refuses("Error: -69743: The new size must be different than the existing size");
        bench.Root("resizeVolume", "disk4s2", "1k").Refuses("Error: -69859: The partition cannot be resized (try reducing the amount of change in the size of the partition)");
        bench.Root("resizeVolume", "disk4s2", "1t").Refuses("Error: -69859: The partition cannot be resized (try reducing the amount of change in the size of the partition)");
        bench.Root("quiet", "resizeVolume", "disk4s2", "10g", "ExFAT", "Other", "20g", "MS-DOS", "Small", "R").Says();
        Assert.Equal([209715200, 10_000_000_000, 20_000_000_000, 33_790_243_840], bench.On(mac => mac.Disks.Numbered(4)!.Partitions.Select(partition => partition.Size / 512 * 512).ToList()));
        bench.Root("resizeVolume", "disk4s2", "R").Refuses("Error: -69743: The new size must be different than the existing size");
        bench.Root("resizeVolume", "Other", "limits").Refuses("Error: -69859: The partition cannot be resized (try reducing the amount of change in the size of the partition)");
        Assert.Equal(["CurrentSize", "MaximumSize", "MinimumSize"], ((PlistDictionary)bench.Root("resizeVolume", "disk4s2", "limits", "-plist").Good().Plist).Keys);
        Assert.Equal(new PlistInteger(63_999_959_040), bench.Root("resizeVolume", "disk4s2", "mapsize", "-plist").Good().Plist["MapSize"]);
        Assert.Equal(78, bench.Root("resizeVolume", "disk0s2", "limits").Status);
    }

    [Fact]
    public void A_partition_is_split_and_its_parts_merged()
    {
        using var bench = WithBlankDisk("JHFS+", "starky", "0");
        var split = bench.Root("splitPartition", "disk4s2", "2", "MS-DOS", "f01", "3g", "JHFS+", "F02", "3g").Good();
        Assert.Equal(["Started partitioning on disk4s2 starky", "Splitting"], split.Lines.Take(2));
        // The last part fills what is left.
        Assert.Equal([("F01", 3_000_000_000L), ("F02", 60_790_243_840L)], bench.On(mac => mac.Disks.Numbered(4)!.Partitions.Skip(1).Select(partition => (partition.VolumeName!, partition.Size)).ToList()));
        var asked = bench.RootTypes("n\n", "mergePartitions", "JHFS+", "All", "disk4s2", "disk4s3");
        Assert.Equal((1, "The chosen disk does not support resizing, do you wish to format instead? (y/N) "), (asked.Status, asked.Out));
        Assert.Empty(asked.Changes);
        bench.RootTypes("y\n", "mergePartitions", "JHFS+", "All", "disk4s2", "disk4s3").Good();
        Assert.Equal(["All"], bench.On(mac => mac.Disks.Numbered(4)!.Partitions.Skip(1).Select(partition => partition.VolumeName!).ToList()));
        bench.Root("splitPartition", "All", "JHFS+", "One", "20g", "APFS", "Two", "20g", "ExFAT", "Three", "R").Good();
        bench.Root("mergePartitions", "ExFAT", "Ignored", "disk4s2", "disk4s4").Good();
        var merged = PartitionOn(bench, "disk4s2");
        Assert.Equal(("One", "/Volumes/One", 63_790_243_840L), (merged.VolumeName, merged.MountPoint, merged.Size));
        Assert.Null(bench.On(mac => mac.Disks.Find("Two")));
        bench.Root("splitPartition", "disk4s2", "3", "JHFS+", "X", "R").Refuses(Usage("splitPartition"));
        bench.Root("splitPartition", "disk4s2", "JHFS+", "X", "99g", "JHFS+", "Y", "R").Refuses("Error: -69519: The target disk is too small for this operation, or a gap is required in your partition map which is missing or too small, which is often caused by an attempt to grow a partition beyond the beginning of another partition or beyond the end of partition map usable space");
        bench.Root("splitPartition", "disk4s2", "Nonsense", "X", "R").Refuses(Usage("splitPartition"));
    }

    private static string Usage(string verb)
    {
        using var bench = new Bench();
        return bench.Root(verb).Err.TrimEnd('\n');
    }

    [Fact]
    public void A_journal_comes_and_goes()
    {
        using var bench = WithBlankDisk("JHFSX", "Work", "0");
        Assert.Contains("   File System Personality:   Case-sensitive Journaled HFS+", bench.Root("info", "Work").Good().Lines);
        // As on a Mac with a volume of 15.7 GB, this one's bitmap of blocks is bigger.
        Assert.Contains("   Journal:                   Journal size 8192 KB at offset 0x1de000", bench.Root("info", "Work").Good().Lines);
        bench.Root("disableJournal", "Work").Says("Journaling has been disabled for volume Work on disk4s2");
        bench.Root("disableJournal", "Work").Refuses("Journaling is already disabled for volume Work on disk4s2");
        Assert.Contains("   File System Personality:   Case-sensitive HFS+", bench.Root("info", "Work").Good().Lines);
        Assert.Null(((PlistDictionary)bench.Root("info", "-plist", "Work").Good().Plist)["JournalSize"]);
        bench.Root("enableJournal", "/Volumes/Work").Says("Journaling has been enabled for volume Work on disk4s2");
        Assert.Equal(new PlistInteger(8L << 20), ((PlistDictionary)bench.Root("info", "-plist", "Work").Good().Plist)["JournalSize"]);
        bench.Root("unmount", "Work").Good();
        bench.Root("disableJournal", "disk4s2").Refuses("Error: -69854: A disk with a mount point is required");
        Assert.Equal(78, bench.Root("moveJournal", "external", "disk4s1", "disk4s2").Status);
    }

    [Theory]
    [InlineData("zeroDisk disk4")]
    [InlineData("zeroDisk short disk4")]
    [InlineData("randomDisk disk4")]
    [InlineData("randomDisk 2 disk4")]
    [InlineData("secureErase 0 disk4")]
    public void A_disk_is_overwritten(string line)
    {
        using var bench = WithBlankDisk("APFS", "Work", "20g", "ExFAT", "Cards", "R");
        bench.Root(line.Split(' ')).Says("Started erase on disk4", "Finished erase on disk4");
        bench.Root("list", "disk4").Says("/dev/disk4 (external, physical):", "   #:                       TYPE NAME                    SIZE       IDENTIFIER", "   0:                                                   *64.0 GB    disk4", "");
        Assert.Null(bench.On(mac => mac.Disks.Find("Work")));
        bench.Root("secureErase", "7", "disk4").Refuses(Usage("secureErase"));
        // A disk without a map takes a file system itself.
        bench.Root("eraseVolume", "HFS+", "RAM Disk", "disk4").Says(
            "Started erase on disk4", "Unmounting disk", "Erasing", "Initialized /dev/rdisk4 as a 59 GB case-insensitive HFS Plus volume", "Mounting disk", "Finished erase on disk4 (RAM Disk)");
        bench.Root("secureErase", "freespace", "0", "RAM Disk").Says("Started erase on disk4 (RAM Disk)", "Creating a temporary file", "Securely erasing a file",
            "Creating a secondary temporary file", "Mounting disk", "Finished erase on disk4 (RAM Disk)");
        Assert.Equal("/Volumes/RAM Disk", bench.On(mac => mac.Disks.Find("disk4")!.MountPoint));
    }

    [Fact]
    public void Reformatting_keeps_name_and_kind()
    {
        using var bench = WithBlankDisk("JHFSX", "Work", "20g", "Case-sensitive APFS", "Wide", "R");
        var before = PartitionOn(bench, "disk4s2");
        bench.Root("reformat", "Work").Says("Started erase on disk4s2 (Work)", "Unmounting disk", "Erasing",
            "Initialized /dev/rdisk4s2 as a 18 GB case-sensitive HFS Plus volume with a 8192k journal", "Mounting disk", "Finished erase on disk4s2 (Work)");
        var after = PartitionOn(bench, "disk4s2");
        Assert.NotEqual(before.VolumeUuid, after.VolumeUuid);
        Assert.Equal((before.Offset, before.Size, before.Personality), (after.Offset, after.Size, after.Personality));
        var old = bench.On(mac => mac.Disks.Find("Wide")!.Volume!.Uuid);
        bench.Root("reformat", "Wide").Says("Started erase on disk5s1 (Wide)", "Preparing to erase APFS Volume content", "Checking mount state",
            "Erasing APFS Volume disk5s1 by deleting and re-adding", "Deleting APFS Volume from its APFS Container", "Unmounting disk5s1", $"Erasing any xART session referenced by {old}",
            "Deleting Volume", "Removing any Preboot and Recovery Directories", "Preparing to add APFS Volume to APFS Container disk5", "Creating APFS Volume",
            "Created new APFS Volume disk5s1", "Setting mount state", "Setting volume permissions", "Finished erase on disk5s1 (Wide)");
        Assert.True(bench.On(mac => mac.Disks.Find("Wide")!.Volume!.IsCaseSensitive));
    }

    [Fact]
    public void Hfs_becomes_apfs()
    {
        using var bench = WithBlankDisk("JHFS+", "Work", "0");
        var partition = PartitionOn(bench, "disk4s2");
        var trial = bench.Root("apfs", "convert", "Work", "-dryrun").Good();
        Assert.Empty(trial.Changes);
        bench.Root("apfs", "convert", "Work").Good();
        var volume = bench.On(mac => mac.Disks.Find("Work")!.Volume!);
        Assert.Equal(("disk5s1", partition.InUse, "/Volumes/Work"), (volume.Identifier, volume.InUse, volume.MountPoint));
        Assert.Equal((DiskContent.Apfs, partition.Size, partition.Uuid), bench.On(mac => mac.Disks.Find("disk4s2")!.Partition!) is var store ? (store.Content, store.Size, store.Uuid) : default);
    }

    [Fact]
    public void A_container_is_made_with_a_volume()
    {
        using var bench = WithBlankDisk();
        bench.Root("apfs", "create", "disk4", "Work").Says("Creating container with disk4", "Started APFS operation on disk4", "Creating a new empty APFS Container", "Unmounting Volumes",
            "Switching disk4 to APFS", "Creating APFS Container", "Created new APFS Container disk5", "Preparing to add APFS Volume to APFS Container disk5", "Creating APFS Volume",
            "Created new APFS Volume disk5s1", "Mounting disk", "Setting volume permissions", "Disk from APFS operation: disk5s1", "Finished APFS operation on disk5");
        bench.Root("apfs", "resizeContainer", "disk5", "20g").Refuses("Error: -69886: Invalid request");
        bench.Root("apfs", "deleteContainer", "disk5", "Again").Good();
        Assert.Equal(("Again", "hfs"), bench.On(mac => mac.Disks.Find("disk4")!.Partition!) is var whole ? (whole.VolumeName, whole.FileSystem) : default);
    }

    [Fact]
    public void A_container_gives_room_to_partitions_behind_it()
    {
        using var bench = WithBlankDisk("APFS", "Work", "0");
        bench.Root("apfs", "resizeContainer", "disk5", "limits").Says("Resize limits for APFS Physical Store partition disk4s2:",
            "  Current Physical Store partition size on map:   63.8 GB (63790243840 Bytes)", "  Minimum (constrained by file/snapshot usage):   20.5 KB (20480 Bytes)",
            "  Recommended minimum (if used with macOS):       20.5 KB (20480 Bytes)", "  Maximum (constrained by partition map space):   63.8 GB (63790243840 Bytes)");
        bench.Root("apfs", "resizeContainer", "disk5", "20g", "JHFS+", "One", "10g", "ExFAT", "Two", "0").Good();
        Assert.Equal(["/Volumes/One", "/Volumes/Two"], bench.On(mac => mac.Disks.Numbered(4)!.Partitions.Skip(2).Select(partition => partition.MountPoint!).ToList()));
        bench.Root("apfs", "resizeContainer", "disk5", "10g", "JHFS+", "Three", "90g").Refuses("Error: -69519: The target disk is too small for this operation, or a gap is required in your partition map which is missing or too small, which is often caused by an attempt to grow a partition beyond the beginning of another partition or beyond the end of partition map usable space");
    }

    [Fact]
    public void Quotas_and_defragmentation_are_kept()
    {
        using var bench = new Bench("15.1");
        bench.Root("apfs", "addVolume", "disk3", "APFS", "Work", "-reserve", "1g").Good();
        bench.Root("apfs", "setQuota", "Work", "5g").Good();
        Assert.Contains("    |   Capacity Quota:            5000000000 B (5.0 GB)", bench.Root("apfs", "list").Good().Lines.Select(line => line.StartsWith("        ", StringComparison.Ordinal) ? "    |   " + line[8..] : line));
        bench.Root("apfs", "setQuota", "Work", "1k").Refuses("Error: -69886: Invalid request");
        bench.Root("apfs", "setQuota", "Work", "0").Good();
        bench.Root("apfs", "defragment", "Work", "status").Says("Automatic defragmentation of APFS Volume disk3s7 is disabled");
        bench.Root("apfs", "defragment", "Work", "enable").Says("Automatic defragmentation of APFS Volume disk3s7 is enabled");
        bench.Root("apfs", "defragment", "Work", "status").Says("Automatic defragmentation of APFS Volume disk3s7 is enabled");
        using var newer = new Bench("26.0");
        newer.Root("apfs", "setQuota", "disk3s5", "1t").Refuses("diskutil: did not recognize APFS verb \"setQuota\"; type \"diskutil apfs\" for a list");
    }

    [Fact]
    public void Checks_find_nothing()
    {
        using var bench = WithBlankDisk("ExFAT", "T7", "20g", "MS-DOS FAT32", "Cards", "R");
        bench.Root("verifyVolume", "T7").Says("Started file system verification on disk4s2 (T7)", "Verifying file system", "Volume was successfully unmounted", "Performing fsck_exfat -n -x /dev/rdisk4s2",
            "Checking volume", "Checking main boot region", "Checking system files", "Volume name is T7", "Checking upper case translation table", "Checking file system hierarchy",
            "Checking active bitmap", "Rechecking main boot region", "Rechecking alternate boot region", "The volume T7 appears to be OK", "File system check exit code is 0",
            "Restoring the original state found as mounted", "Finished file system verification on disk4s2 (T7)");
        Assert.Contains("Performing fsck_msdos -y /dev/rdisk4s3", bench.Root("repairVolume", "CARDS").Good().Lines);
        Assert.Contains("Using live mode", bench.Root("verifyVolume", "Data").Good().Lines);
        Assert.Equal("Finished partition map verification on disk0", bench.Root("verifyDisk", "disk0").Good().Lines[^1]);
        Assert.Equal("Finished partition map repair on disk4", bench.Root("repairDisk", "disk4").Good().Lines[^1]);
        Assert.Empty(bench.Root("repairDisk", "disk4").Changes);
        bench.Root("appleRAID", "list").Says("No AppleRAID sets found");
        bench.Root("ar", "list", "nonsense").Refuses("Could not find disk: nonsense");
    }

    [Theory]
    [InlineData("10.13.6", Chip.Intel, "APFS")]
    [InlineData("14.5", Chip.Apple, "Case-sensitive APFS")]
    public void File_systems_are_listed(string os, Chip chip, string first)
    {
        using var bench = new Bench(os, chip);
        var lines = bench.Root("listFilesystems").Good().Lines;
        Assert.Equal("Formattable file systems", lines[0]);
        Assert.Equal("PERSONALITY                     USER VISIBLE NAME                               ", lines[7]);
        Assert.Equal(first.PadRight(32) + (first == "APFS" ? "APFS" : "APFS (Case-sensitive)").PadRight(48), lines[9]);
        Assert.Equal(["  (or) JHFSX", "Journaled HFS+                  Mac OS Extended (Journaled)                     ", "  (or) JHFS+"], lines.TakeLast(3));
        // What the text lists, the property list does, and every name of it formats.
        var personalities = ((PlistArray)bench.Root("listFilesystems", "-plist").Good().Plist).Select(entry => ((PlistString)entry["Personality"]!).Value).ToList();
        Assert.Equal(lines.Skip(9).Where(line => !line.StartsWith("  (or)", StringComparison.Ordinal)).Select(line => line[..32].Trim()), personalities);
        bench.On(mac => mac.Disks.AttachBlank(Room));
        var blank = bench.On(mac => mac.Disks.All[^1].Identifier);
        foreach (var word in personalities.Concat(lines.Where(line => line.StartsWith("  (or)", StringComparison.Ordinal)).Select(line => line[7..].ToLowerInvariant())))
            bench.Root("eraseDisk", word, "Some Name", blank).Good();
    }

    [Fact]
    public void A_volume_with_users_is_encrypted_for_one_of_them()
    {
        using var bench = new Bench(specification: Bench.People);
        var alice = bench.Users("/")[0];
        bench.Root("apfs", "encryptVolume", "/", "-user", alice, "-passphrase", "wrong").Refuses("Passphrase incorrect or user does not exist");
        bench.Root("apfs", "encryptVolume", "/", "-user", alice, "-passphrase", "pw-alice").Good();
        Assert.Contains("    |   FileVault:                 Yes (Unlocked)", bench.Root("apfs", "list").Good().Lines);
        Assert.Equal(2, bench.Users("/").Count);
        bench.Root("apfs", "encryptVolume", "/", "-user", alice, "-passphrase", "pw-alice").Refuses("Error: -69886: Invalid request");
        bench.Root("apfs", "decryptVolume", "/", "-user", alice, "-passphrase", "pw-alice").Good();
        Assert.Equal(2, bench.Users("/").Count);
    }

    [Fact]
    public void All_disks_are_described_as_property_lists_one_after_another()
    {
        using var bench = new Bench();
        var all = bench.Root("info", "-plist", "-all").Good().Out;
        Assert.Equal(string.Concat(bench.On(mac => mac.Disks.Places.Select(place => place.Identifier).ToList()).Select(device => bench.Root("info", "-plist", device).Good().Out)), all);
    }
}
