using MacStateStore;
using MacStateStore.PropertyLists;

namespace Diskutil.Tests;

/// <summary>Verbs that change disks: what they say, and what is so afterwards.</summary>
public sealed class ChangeTests
{
    [Fact]
    public void A_volume_is_added_mounted_renamed_and_deleted()
    {
        using var bench = new Bench();
        var free = bench.On(mac => mac.Disks.Numbered(3)!.Free);
        bench.Root("apfs", "addVolume", "disk0s2", "apfs", "Work", "-reserve", "10g", "-quota", "20g").Says(
            "Will export new APFS Volume \"Work\" from APFS Container Reference disk3", "Started APFS operation on disk3", "Preparing to add APFS Volume to APFS Container disk3",
            "Creating APFS Volume", "Created new APFS Volume disk3s7", "Mounting disk", "Setting volume permissions", "Disk from APFS operation: disk3s7", "Finished APFS operation on disk3");
        Assert.Equal(free - 10_000_000_000, bench.On(mac => mac.Disks.Numbered(3)!.Free));
        Assert.Equal("/Volumes/Work", bench.On(mac => mac.Disks.Find("Work")!.MountPoint));
        bench.Root("apfs", "addVolume", "disk3", "APFS", "Work").Good();
        Assert.Equal("/Volumes/Work 1", bench.On(mac => mac.Disks.Find("disk3s8")!.MountPoint));
        bench.Root("rename", "Work", "Play").Says("Volume on disk3s7 renamed to Play");
        Assert.Equal("/Volumes/Play", bench.On(mac => mac.Disks.Find("disk3s7")!.MountPoint));
        bench.Root("unmount", "Play").Says("Volume Play on disk3s7 unmounted");
        bench.Root("unmount", "Play").Refuses("disk3s7 was already unmounted");
        bench.Root("mount", "disk3s7").Says("Volume Play on disk3s7 mounted");
        bench.Root("quiet", "apfs", "deleteVolume", "Play").Says();
        bench.Root("apfs", "deleteVolume", "disk3s8").Good();
        Assert.Equal(free, bench.On(mac => mac.Disks.Numbered(3)!.Free));
        // A deleted volume's number is given again.
        Assert.Contains("Created new APFS Volume disk3s7", bench.Root("apfs", "createVolume", "disk3", "APFSX", "Next", "-nomount").Good().Lines);
    }

    [Fact]
    public void What_macos_runs_from_stays()
    {
        using var bench = new Bench(specification: Bench.People);
        foreach (var name in (string[])["/", "Data", "disk3s2", "VM"])
        {
            var refused = bench.Root("apfs", "deleteVolume", name);
            Assert.Equal((1, "Error: -69888: Couldn't unmount disk\n"), (refused.Status, refused.Err));
            Assert.EndsWith("couldn't be unmounted because it is in use by process 0 (kernel)\n", refused.Out, StringComparison.Ordinal);
            Assert.Empty(refused.Changes);
        }
        bench.Root("unmount", "/").Refuses("Volume Macintosh HD on disk3s1s1 failed to unmount: dissented by PID 0 (kernel)\nDissenter parent PPID 1 (/sbin/launchd)");
        bench.Root("unmount", "force", "/").Refuses("Volume Macintosh HD on disk3s1s1 failed to unmount: dissented by PID 0 (kernel)\nDissenter parent PPID 1 (/sbin/launchd)");
        bench.Root("eraseDisk", "APFS", "X", "disk0").Refuses("Error: -69888: Couldn't unmount disk");
        bench.Root("apfs", "deleteContainer", "disk3").Refuses("Error: -69888: Couldn't unmount disk");
        bench.Root("apfs", "eraseVolume", "Data", "-name", "X").Refuses("Error: -69888: Couldn't unmount disk");
        bench.Root("apfs", "deleteVolumeGroup", "/").Refuses("Error: -69888: Couldn't unmount disk");
    }

    [Theory]
    [InlineData("apfs deleteVolume disk3s5")]
    [InlineData("apfs deleteVolumeGroup disk3s1")]
    [InlineData("apfs eraseVolume disk3s5 -name Data")]
    [InlineData("apfs deleteContainer disk3")]
    public void A_system_that_is_not_started_can_be_lost(string line)
    {
        using var bench = new Bench(specification: Bench.People);
        bench.On(mac => mac.Power.Restart("recoveryos"));
        bench.Root(line.Split(' ')).Good();
        var error = Assert.Throws<MacStateStore.Lifecycle.LifecycleException>(() => bench.On(mac => mac.Power.Restart()));
        Assert.StartsWith("macOS has been erased from this Mac", error.Message, StringComparison.Ordinal);
        // Nobody can open what is gone.
        Assert.Empty(bench.On(mac => mac.SecureTokens.Keys.Users.ToList()));
    }

    [Fact]
    public void A_passphrase_locks_and_unlocks()
    {
        using var bench = new Bench();
        bench.Root("apfs", "addVolume", "disk3", "APFS", "Vault").Good();
        var uuid = bench.On(mac => mac.Disks.Find("Vault")!.Volume!.Uuid);
        bench.RootTypes("first\n", "apfs", "encryptVolume", "Vault", "-user", "disk", "-stdinpassphrase").Says(
            "Encrypting with the new \"Disk\" crypto user on disk3s7", "The new \"Disk\" user will be the only one who has initial access to disk3s7",
            $"The new APFS crypto user UUID will be {uuid}", "Encryption has likely completed due to AES hardware; see \"diskutil apfs list\"");
        bench.Root("apfs", "unlockVolume", "Vault", "-passphrase", "first").Refuses("Error unlocking APFS Volume: The given APFS Volume is not locked (-69589)");
        bench.Root("apfs", "lockVolume", "Vault").Good();
        Assert.Contains("FileVault:                 Yes (Locked)", bench.Root("apfs", "list").Good().Out, StringComparison.Ordinal);
        bench.Root("mount", "Vault").Refuses("Volume on disk3s7 failed to mount");
        bench.Root("apfs", "changePassphrase", "Vault", "-user", "disk", "-oldPassphrase", "wrong", "-newPassphrase", "second").Refuses("Passphrase incorrect or user does not exist");
        bench.Root("apfs", "changePassphrase", "Vault", "-user", uuid, "-oldPassphrase", "first", "-newPassphrase", "second").Good();
        var wrong = bench.Root("apfs", "unlockVolume", "Vault", "-passphrase", "first");
        Assert.Equal((1, "Passphrase incorrect or user does not exist\n"), (wrong.Status, wrong.Err));
        bench.Root("apfs", "unlockVolume", "Vault", "-user", "Disk", "-passphrase", "second", "-nomount").Says(
            "Unlocking the \"Disk\" cryptographic user on APFS Volume disk3s7", "Unlocked but did not mount APFS Volume");
        bench.Root("apfs", "setPassphraseHint", "Vault", "-user", "disk", "-hint", "dog").Good();
        Assert.Contains("    Hint: dog", bench.Root("apfs", "listUsers", "Vault").Lines);
        bench.Root("apfs", "decryptVolume", "Vault", "-passphrase", "first").Refuses("Passphrase incorrect or user does not exist");
        bench.Root("apfs", "decryptVolume", "Vault", "-passphrase", "second").Good();
        bench.Root("apfs", "listUsers", "Vault").Says("No cryptographic users for disk3s7");
    }

    [Fact]
    public void Too_many_wrong_passphrases_end_it_until_the_next_start()
    {
        using var bench = new Bench();
        bench.Root("apfs", "addVolume", "disk3", "APFS", "Vault", "-passphrase", "right").Good();
        bench.Root("apfs", "lockVolume", "Vault").Good();
        for (var i = 0; i < 10; i++) Assert.Equal("Passphrase incorrect or user does not exist\n", bench.Root("apfs", "unlockVolume", "Vault", "-passphrase", "wrong").Err);
        Assert.Equal("Too many recent unlock attempts; unlocking disabled\n", bench.Root("apfs", "unlockVolume", "Vault", "-passphrase", "right").Err);
        bench.On(mac => mac.Power.Restart());
        Assert.EndsWith("Unlocked and mounted APFS Volume\n", bench.Root("apfs", "unlockVolume", "Vault", "-passphrase", "right").Good().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Passphrases_do_not_reach_the_journal()
    {
        using var bench = new Bench();
        bench.Root("apfs", "addVolume", "disk3", "APFS", "Vault", "-PASSPHRASE", "s3cret-1").Good();
        bench.Root("apfs", "changePassphrase", "Vault", "-user", "disk", "-oldPassphrase", "s3cret-1", "-newPassphrase", "s3cret-2").Good();
        using var mac = Mac.Open(bench.Path);
        foreach (var row in mac.Journal.Read(2))
        {
            Assert.DoesNotContain("s3cret", row.Entry.Arguments, StringComparison.Ordinal);
            Assert.Contains("•••", row.Entry.Arguments, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("s3cret", string.Concat(mac.Journal.Read(2).SelectMany(row => row.Changes).Select(change => change.Before + change.After)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_blank_disk_is_partitioned_and_ejected()
    {
        using var bench = new Bench();
        bench.On(mac => mac.Disks.AttachBlank(64_000_000_000));
        bench.Root("partitionDisk", "disk4", "2", "GPT", "JHFS+", "One", "10g", "APFS", "Two", "R").Good();
        Assert.Equal(["/dev/disk4 (external, physical):", "   #:                       TYPE NAME                    SIZE       IDENTIFIER",
            "   0:      GUID_partition_scheme                        *64.0 GB    disk4", "   1:                        EFI EFI                     209.7 MB   disk4s1",
            "   2:                  Apple_HFS One                     10.0 GB    disk4s2", "   3:                 Apple_APFS Container disk5         53.8 GB    disk4s3", ""],
            bench.Root("list", "disk4").Good().Lines);
        Assert.Equal("/Volumes/Two", bench.On(mac => mac.Disks.Find("disk5s1")!.MountPoint));
        bench.Root("apfs", "resizeContainer", "disk5", "20g").Good();
        bench.Root("addPartition", "disk4s3", "ExFAT", "Three", "0").Good();
        bench.Root("apfs", "resizeContainer", "disk5", "30g").Refuses($"Error: -69519: The target disk is too small for this operation, or a gap is required in your partition map which is missing or too small, which is often caused by an attempt to grow a partition beyond the beginning of another partition or beyond the end of partition map usable space");
        bench.Root("eraseVolume", "free", "free", "disk4s4").Says("Started erase on disk4s4 (Three)", "Unmounting disk", "Finished erase on disk4");
        bench.Root("apfs", "resizeContainer", "disk5", "0").Good();
        bench.Root("eject", "disk5s1").Says("Disk disk4 ejected");
        Assert.Equal([0, 1, 2, 3], bench.On(mac => mac.Disks.All.Select(disk => disk.Number).ToList()));
        bench.Root("eject", "disk0").Refuses("Volume iSCPreboot on disk1s1 failed to unmount: dissented by PID 0 (kernel)\nDissenter parent PPID 1 (/sbin/launchd)");
    }

    [Fact]
    public void A_group_is_one_system_and_one_data_volume()
    {
        using var bench = new Bench();
        bench.On(mac => mac.Disks.AttachBlank(64_000_000_000));
        bench.Root("eraseDisk", "APFS", "Data", "disk4").Good();
        bench.Root("apfs", "changeVolumeRole", "disk5s1", "D").Good();
        bench.Root("apfs", "addVolume", "disk5", "APFS", "Sys", "-role", "S", "-groupWith", "disk5s1").Good();
        bench.Root("apfs", "addVolume", "disk5", "APFS", "Sys2", "-role", "S", "-groupWith", "disk5s1").Refuses("Error: -69886: Invalid request");
        bench.Root("apfs", "addVolume", "disk5", "APFS", "D2", "-role", "D", "-sibling", "disk5s2").Refuses("Error: -69886: Invalid request");
        bench.Root("apfs", "changeVolumeRole", "disk5s1", "clear").Refuses("Error: -69886: Invalid request");
        var groups = (PlistArray)((PlistArray)bench.Root("apfs", "listVolumeGroups", "disk5", "-plist").Good().Plist["Containers"]!)[0]["VolumeGroups"]!;
        Assert.Equal(2, ((PlistArray)groups[0]["Volumes"]!).Count);
        var group = bench.On(mac => mac.Disks.Find("disk5s1")!.Volume!.Uuid);
        bench.Root("apfs", "deleteVolumeGroup", group).Good();
        Assert.Empty(bench.On(mac => mac.Disks.Numbered(5)!.Volumes.ToList()));
    }

    [Fact]
    public void Built_in_disks_are_changed_by_admins_others_by_who_sits_at_the_mac()
    {
        using var bench = new Bench(specification: Bench.People with { ConsoleUser = "bob" });
        bench.On(mac => mac.Disks.AttachBlank(64_000_000_000));
        foreach (var line in (string[])["apfs addVolume disk3 APFS X", "eraseDisk APFS X disk0", "rename / X", "zeroDisk disk0", "resizeVolume disk0s2 1g", "apfs deleteVolume Data", "verifyVolume /", "apfs updatePreboot /"])
            bench.Run("bob", "", line.Split(' ')).Refuses("Error: -69863: Insufficient privileges");
        bench.Run("alice", "", "apfs", "updatePreboot", "/").Refuses("Error: -69863: Insufficient privileges");
        bench.Run("alice", "", "apfs", "addVolume", "disk3", "APFS", "X", "-mountpoint", "/x").Refuses("Error: -69863: Insufficient privileges");
        bench.Run("alice", "", "apfs", "addVolume", "disk3", "APFS", "X", "-passphrase", "pw").Good();
        bench.Root("apfs", "lockVolume", "X").Good();
        bench.Run("alice", "", "apfs", "unlockVolume", "X", "-passphrase", "pw", "-mountpoint", "/x").Refuses("Error unlocking APFS Volume: Insufficient privileges (-69863)");
        bench.Run("tess", "", "eraseDisk", "APFS", "Mine", "disk4").Refuses("Error: -69863: Insufficient privileges");
        bench.Run("bob", "", "eraseDisk", "APFS", "Mine", "disk4").Good();
        bench.Run("bob", "", "apfs", "addVolume", "disk5", "APFS", "More").Good();
        bench.Run("bob", "", "apfs", "deleteVolume", "nowhere").Refuses("Could not find disk: nowhere");
    }

    public static TheoryData<string> NotEmulated => [.. Verbs.All.Where(verb => !verb.IsEmulated).Select(verb => verb.FullName)];

    [Theory]
    [MemberData(nameof(NotEmulated))]
    public void What_is_not_emulated_says_so(string verb)
    {
        using var bench = new Bench("26.0");
        var refused = bench.Root([.. verb.Split(' '), "disk3"]);
        Assert.Equal((78, "", $"macemu: not emulated: diskutil {verb}\n"), (refused.Status, refused.Out, refused.Err));
    }

    [Theory]
    [InlineData("nonsense", "diskutil: did not recognize verb \"nonsense\"; type \"diskutil\" for a list")]
    [InlineData("image", "diskutil: did not recognize verb \"image\"; type \"diskutil\" for a list")]
    [InlineData("apfs nonsense", "diskutil: did not recognize APFS verb \"nonsense\"; type \"diskutil apfs\" for a list")]
    [InlineData("apfs addVolume disk3 HFS+ X", null)]
    [InlineData("apfs addVolume disk3 APFS", null)]
    [InlineData("apfs addVolume disk3 APFS X -bogus", null)]
    [InlineData("apfs addVolume disk3 APFS X -quota lots", null)]
    [InlineData("apfs addVolume disk3 APFS X -role Q", null)]
    [InlineData("apfs addVolume disk0 APFS X", "disk0 is not an APFS Container")]
    [InlineData("apfs addVolume disk3 APFS X -reserve 900t", "Error: -69624: Unable to add a new APFS Volume to an APFS Container")]
    [InlineData("apfs deleteVolume nowhere", "Could not find disk: nowhere")]
    [InlineData("apfs list nowhere", "Could not find disk: nowhere")]
    [InlineData("apfs listSnapshots disk3s3", "Error: -69854: A disk with a mount point is required")]
    [InlineData("apfs listSnapshots disk3", "disk3 is not an APFS Volume")]
    [InlineData("apfs addVolume disk3 APFS X -quota -5g", null)]
    [InlineData("apfs addVolume disk3 APFS X -quota 50%%", null)]
    [InlineData("apfs addVolume disk3 APFS X -reserve 999999999999999999999t", null)]
    [InlineData("apfs addVolume disk3 APFS X -reserve 1..5g", null)]
    [InlineData("apfs addVolume disk3 APFS X -reserve 494384795648", "Error: -69624: Unable to add a new APFS Volume to an APFS Container")]
    [InlineData("apfs addVolume disk3 APFS X -reserve 2g -quota 1g", "Error: -69886: Invalid request")]
    [InlineData("eraseVolume JHFS+ X Data", "Error: -69886: Invalid request")]
    [InlineData("eraseVolume free free disk3s2", "Error: -69886: Invalid request")]
    [InlineData("eraseVolume APFS X disk0", "Error: -69886: Invalid request")]
    [InlineData("enableJournal Data", "Error: -69886: Invalid request")]
    [InlineData("resizeVolume disk0 limits", "Error: -69859: The partition cannot be resized (try reducing the amount of change in the size of the partition)")]
    [InlineData("splitPartition disk0 APFS X 0", "Error: -69886: Invalid request")]
    [InlineData("splitPartition disk0s2 APFS X 0", "Error: -69888: Couldn't unmount disk")]
    [InlineData("mergePartitions APFS X disk0s2 disk0s3", "You cannot merge disks into an APFS Physical Store\nInstead, you can delete the partitions following the APFS Physical Store by\nusing \"diskutil eraseVolume free n <disk>\" for all such partitions, and\nthen by growing the corresponding APFS Container by its APFS Physical Store\nto fill the gap by using \"diskutil apfs resizeContainer disk0s2 0\"")]
    [InlineData("mergePartitions force APFS X disk0s3 disk0s2", "Error: -69886: Invalid request")]
    [InlineData("zeroDisk disk0s2", "Error: -69886: Invalid request")]
    [InlineData("zeroDisk disk0", "Error: -69888: Couldn't unmount disk")]
    [InlineData("secureErase 0 disk0", "Error: -69888: Couldn't unmount disk")]
    [InlineData("secureErase freespace 0 /", "Erasing freespace only works on mounted and writable volumes")]
    [InlineData("secureErase freespace 0 disk3s3", "Erasing freespace only works on mounted and writable volumes")]
    [InlineData("eraseOptical quick disk0", "Error: -69886: Invalid request")]
    [InlineData("verifyDisk disk3", "Error: -69886: Invalid request")]
    [InlineData("verifyDisk nowhere", "Could not find disk: nowhere")]
    [InlineData("repairVolume /", "Error: -69673: Unable to unmount volume for repair")]
    [InlineData("reformat Data", "Error: -69888: Couldn't unmount disk")]
    [InlineData("reformat disk0s2", "Error: -69886: Invalid request")]
    [InlineData("resetFusion", "This operation requires one internal solid-state and one internal rotational disk device")]
    [InlineData("resetUserPermissions Data 501", "Error: -69886: Invalid request")]
    [InlineData("resetUserPermissions / 4711", "Error: -69841: Unable to reset user permissions")]
    [InlineData("apfs convert disk0s2", "disk0s2 is not an HFS Volume")]
    [InlineData("apfs create disk3 X", "Error: -69888: Couldn't unmount disk")]
    [InlineData("apfs create disk0s2 X", "Error: -69886: Invalid request")]
    [InlineData("apfs syncPatchUsers disk3s2", "Error: -69886: Invalid request")]
    [InlineData("apfs defragment nowhere status", "Could not find disk: nowhere")]
    [InlineData("apfs encryptVolume Data -user disk -passphrase x", "Passphrase incorrect or user does not exist")]
    [InlineData("apfs encryptVolume / -user FFFFEEEE-DDDD-CCCC-BBBB-AAAA00000000 -passphrase x", "Passphrase incorrect or user does not exist")]
    [InlineData("apfs resizeContainer disk3 20g APFS X 470g", "Error: -69606: A problem occurred while resizing APFS Container structures")]
    [InlineData("apfs resizeContainer disk3 1k", "Error: -69606: A problem occurred while resizing APFS Container structures")]
    [InlineData("apfs resizeContainer disk3 494384795648", "Error: -69743: The new size must be different than the existing size")]
    [InlineData("mount nowhere", "Failed to find disk nowhere")]
    [InlineData("verifyVolume /", "Error: -69845: File system verify or repair failed")]
    [InlineData("list nowhere", "Could not find disk: nowhere")]
    [InlineData("list external -plist", "Could not find disk for -plist")]
    [InlineData("cs info disk3s1", "disk3s1 is not a CoreStorage disk")]
    public void Mistakes(string line, string? error)
    {
        using var bench = new Bench(specification: Bench.People);
        var refused = bench.Root(line.Split(' '));
        Assert.Equal(1, refused.Status);
        Assert.Empty(refused.Changes);
        if (error is null) Assert.StartsWith("Usage:  diskutil apfs addVolume", refused.Err, StringComparison.Ordinal);
        else Assert.Equal(error + "\n", refused.Err);
    }

    [Theory]
    [InlineData("eraseDisk JHFS+ %noformat% disk0")]
    [InlineData("eraseVolume APFS %noformat% disk0s2")]
    [InlineData("addPartition disk0s2 ExFAT %noformat% 1g")]
    public void A_partition_without_a_file_system_is_told_loudly(string line)
    {
        using var bench = new Bench();
        var words = line.Split(' ');
        Assert.Equal((78, $"macemu: not emulated: diskutil {words[0]} with %noformat%\n"), bench.Root(words) is var refused ? (refused.Status, refused.Err) : default);
    }

    [Fact]
    public void Huge_and_odd_words_are_only_names()
    {
        using var bench = new Bench();
        var huge = new string('x', 10_000_000);
        Assert.Equal(1, bench.Root("info", huge).Status);
        Assert.Equal(1, bench.Root("apfs", "deleteVolume", huge).Status);
        bench.Root("apfs", "addVolume", "disk3", "APFS", "a/b '🍏'").Good();
        Assert.Equal("/Volumes/a:b '🍏'", bench.On(mac => mac.Disks.Find("a/b '🍏'")!.MountPoint));
        bench.Root("info", "a/b '🍏'").Good();
    }
}
