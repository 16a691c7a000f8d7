namespace MacEmu.Tests;

/// <summary>Disks in descriptions, and disks that are plugged in and pulled out.</summary>
public sealed class DiskTests
{
    [Theory]
    [InlineData("apple-silicon", "14.5", "apple")]
    [InlineData("intel-t2", "11.7", "t2")]
    [InlineData("intel-t2", "10.13.6", "intel")]
    [InlineData("intel-corestorage", "10.13.6", "intel")]
    [InlineData("no-system", "10.15.7", "intel")]
    public void What_disk_list_prints_makes_the_same_disks_again(string layout, string os, string chip)
    {
        using var bench = Bench.WithMachine("--os", os, "--chip", chip);
        bench.Write("layout.yaml", $"disks: {layout}\nusers: {{alice: {{password: pw, admin: true, secureToken: true}}}}");
        bench.Good("create", "--force", "--seed", "1", "--os", os, "--chip", chip, "--from", Path.Combine(bench.Folder, "layout.yaml"));
        bench.Good("disk", "attach", "--layout", "blank", "64GB");
        var disks = bench.Good("disk", "list", "--json");
        bench.Good("create", "--force", "--seed", "2", "--os", os, "--chip", chip, "--from", bench.Write("disks.json", disks));
        Assert.Equal(disks, bench.Good("disk", "list", "--json"));
    }

    [Fact]
    public void Disks_are_plugged_in_and_pulled_out()
    {
        using var bench = Bench.WithAlice();
        var before = bench.Good("disk", "list");
        Assert.Equal("/dev/disk4\n", bench.Good("disk", "attach", "--layout", "blank", "64GB"));
        Assert.Equal("/dev/disk5\n", bench.Good("disk", "attach"));
        Assert.Contains("/Volumes/External - Data", bench.Good("disk", "list"), StringComparison.Ordinal);
        var image = bench.Write("Tools.dmg", "not really one");
        Assert.Equal("/dev/disk7\n", bench.Good("disk", "attach", "--layout", "image", image));
        Assert.Contains("/Volumes/Tools\n", bench.Good("disk", "list"), StringComparison.Ordinal);
        foreach (var disk in (string[])["disk4", "disk5", "disk7"]) bench.Good("disk", "detach", disk);
        Assert.Equal(before, bench.Good("disk", "list"));
    }

    [Fact]
    public void What_can_not_be()
    {
        using var bench = Bench.WithAlice();
        bench.Bad(2, "disk attach: --layout blank needs a size, such as 64GB", "disk", "attach", "--layout", "blank");
        bench.Bad(2, "disk attach: '64 parsecs' is not a size from 10MB to 1000TB, such as 64GB", "disk", "attach", "--layout", "blank", "64 parsecs");
        bench.Bad(2, "disk attach: there is no file nowhere.dmg", "disk", "attach", "--layout", "image", "nowhere.dmg");
        bench.Bad(2, "disk attach: --layout image needs the image's file", "disk", "attach", "--layout", "image");
        bench.Bad(2, "disk detach: disk0 is built in", "disk", "detach", "disk0");
        bench.Bad(2, "disk detach: there is no whole disk disk3; there is disk0", "disk", "detach", "disk3");
        bench.Bad(2, "disk detach: there is no whole disk nonsense; there is disk0", "disk", "detach", "nonsense");
    }

    [Theory]
    [InlineData("disks: blue", "1:8: disks: must be one of apple-silicon, intel-t2, intel-corestorage, no-system, is 'blue'")]
    [InlineData("disks: {disks: [{device: disk0, bogus: 1}]}", "1:33: unknown key 'bogus' in disks.disks[0]")]
    [InlineData("disks: [{device: disk0s1}]", "1:18: disks[0].device: must be a whole disk like disk0, is 'disk0s1'")]
    [InlineData("disks: [{device: disk0}, {device: disk0}]", "1:26: disks[1]: disk0 is there twice")]
    [InlineData("disks: [{device: disk1, kind: synthesized, containerUUID: 11111111-2222-3333-4444-555555555555}]", "1:9: disks[0]: disk1 has no physical store: a partition's apfsContainer, or physicalStores")]
    [InlineData("disks: [{device: disk0, partitions: [{device: disk0s1, apfsContainer: disk7}]}]", "1:9: disks[0]: disk0s1: there is no synthesized disk7")]
    [InlineData("disks: [{device: disk0, partitions: [{device: disk1s1}]}]", "1:9: disks[0]: disk1s1 is no partition of disk0")]
    [InlineData("disks: [{device: disk0, size: -1}]", "1:31: disks[0].size: must be a number of bytes, is '-1'")]
    [InlineData("disks: [{device: disk0, filesystem: hfs, personality: Nonsense}]", "1:53: disks[0].personality: must be a personality that diskutil listFilesystems names, is 'Nonsense'")]
    [InlineData("disks: [{device: disk0, kind: logical, coreStorage: {store: disk7s1}}]", "1:9: disks[0]: disk0: there is no partition 'disk7s1' of type Apple_CoreStorage")]
    [InlineData("cryptoUsers: [{uuid: x}]", "1:15: cryptoUsers[0]: lacks type")]
    [InlineData("cryptoUsers: [{uuid: x, type: Disk}]", "1:22: cryptoUsers[0].uuid: must be a UUID (8-4-4-4-12 hex digits), is 'x'")]
    public void A_mistake_is_told_with_its_place(string description, string problem)
    {
        using var bench = new Bench();
        var file = bench.Write("mac.yaml", description);
        var outcome = bench.Run("create", "--machine", bench.Machine, "--from", file);
        Assert.Equal((2, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith($"macemu: {file}:{problem}", outcome.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(bench.Machine));
    }

    [Fact]
    public void FileVault_is_what_the_keys_say()
    {
        using var bench = Bench.WithMachine();
        bench.Good("create", "--force", "--seed", "1", "--from", bench.Write("mac.yaml", "fileVault: on\nusers: {alice: {password: pw, admin: true, secureToken: true}}"));
        Assert.Equal("on", bench.Show().GetProperty("fileVault").GetString());
        Assert.Contains("FileVault on;", bench.Good("show"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_description_has_the_disks()
    {
        using var bench = Bench.WithAlice();
        bench.Good("disk", "attach", "--layout", "blank", "64GB");
        var full = System.Text.Json.JsonDocument.Parse(bench.Run("show", "--json", "--full").Output).RootElement;
        Assert.Equal(5, full.GetProperty("disks").GetProperty("disks").GetArrayLength());
        Assert.Equal("LocalOpenDirectory", full.GetProperty("cryptoUsers")[0].GetProperty("type").GetString());
    }
}
