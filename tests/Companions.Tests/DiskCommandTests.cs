namespace Companions.Tests;

/// <summary>Small commands that show the emulated disks.</summary>
public sealed class DiskCommandTests
{
    [Fact]
    public void Df_shows_the_emulated_volumes()
    {
        using var bench = new Bench();
        var lines = bench.AsBob("df").Output.Split('\n');
        Assert.Equal("Filesystem     512-blocks     Used Available Capacity iused      ifree %iused  Mounted on", lines[0]);
        Assert.Equal("/dev/disk3s1s1  965595304 24539848 840063200     3%  191717 4200316000    0%   /", lines[1]);
        Assert.Equal("devfs                 400      400         0   100%       0          0  100%   /dev", lines[2]);
        Assert.Equal(lines.Length - 2, bench.Look(mac => mac.Disks.Places.Count(place => place.MountPoint is not null) + 1));
        Assert.EndsWith("/System/Volumes/Data\n", bench.AsBob("df", "-P", "-k", "/tmp").Output, StringComparison.Ordinal);
        var missing = bench.AsBob("df", "/nowhere");
        Assert.Equal((1, "", "df: /nowhere: No such file or directory\n"), (missing.Status, missing.Output, missing.Errors));
        Assert.Equal(64, bench.AsBob("df", "-x").Status);
        Assert.Equal(78, bench.AsBob("df", "-T", "apfs").Status);
    }

    [Fact]
    public void Mount_and_others_tell_of_them()
    {
        using var bench = new Bench();
        bench.Change(mac => mac.Disks.AttachExternal("Other"));
        var mounts = bench.AsBob("mount").Output.Split('\n');
        Assert.Equal("/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)", mounts[0]);
        Assert.Contains("/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)", mounts);
        Assert.Contains("/dev/disk5s1 on /Volumes/Other - Data (apfs, local, nodev, nosuid, journaled)", mounts);
        Assert.Equal(78, bench.AsRoot("mount", "-uw", "/").Status);
        Assert.StartsWith("Snapshots for disk /:\ncom.apple.os.update-", bench.AsBob("tmutil", "listlocalsnapshots", "/").Output, StringComparison.Ordinal);
        Assert.Equal(78, bench.AsBob("tmutil", "startbackup").Status);
        Assert.Equal("/dev/disk3s1\n", bench.AsRoot("bless", "--info", "--getBoot").Output);
        Assert.Equal(78, bench.AsRoot("bless", "--mount", "/", "--bootefi").Status);
        var storage = bench.AsBob("system_profiler", "SPStorageDataType").Output;
        Assert.Contains("\n    Data:\n\n      Free: 430.11 GB (430,112,358,400 bytes)\n      Capacity: 494.38 GB (494,384,795,648 bytes)\n      Mount Point: /System/Volumes/Data\n", storage, StringComparison.Ordinal);
        Assert.Contains("      BSD Name: disk5s1\n", storage, StringComparison.Ordinal);
    }

    [Fact]
    public void Disktool_only_points_to_diskutil()
    {
        using var bench = new Bench();
        var answer = bench.AsBob("disktool", "apfs");
        Assert.Equal((1, "", "diskutil: please use diskutil(8) instead of disktool\ndiskutil: did not recognize \"disktool apfs\"\n"), (answer.Status, answer.Output, answer.Errors));
    }
}
