namespace Companions.Tests;

public sealed class StatTests
{
    [Theory]
    [InlineData("%z", "5")]
    [InlineData("%Lp", "640")]
    [InlineData("%OLp", "640")]
    [InlineData("%p", "100640")]
    [InlineData("%#p", "0100640")]
    [InlineData("%Sp", "-rw-r----- ")]
    [InlineData("%SMp", "r--")]
    [InlineData("%Mp%Lp", "0640")]
    [InlineData("%m", "1700000000")]
    [InlineData("%Fm", "1700000000.000000000")]
    [InlineData("%HT", "Regular File")]
    [InlineData("%T", "")]
    [InlineData("%l %@ 100%%", "1 1 100%")]
    [InlineData("[%6z] [%-6z] [%06z]", "[     5] [5     ] [000005]")]
    [InlineData("%.3HT", "Reg")]
    [InlineData("a%tb%nc", "a\tb\nc")]
    [InlineData("plain", "plain")]
    public void Formats(string format, string expected)
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, expected + "\n", ""), bench.AsBob("stat", "-f", format, FileOf(bench)));
        Assert.Equal(new Outcome(0, expected, ""), bench.AsBob("stat", "-nf", format, FileOf(bench)));
    }

    [Fact]
    public void Times_by_a_format_of_their_own()
    {
        using var bench = new Bench();
        var file = FileOf(bench);
        Assert.Equal("1700000000\n", bench.AsBob("stat", "-f", "%Sm", "-t", "%s", file).Output);
        var local = DateTimeOffset.FromUnixTimeSeconds(1700000000).ToLocalTime();
        Assert.Equal($"{local:yyyy-MM-dd HH:mm:ss}\n", bench.AsBob("stat", "-f", "%Sm", "-t", "%Y-%m-%d %H:%M:%S", file).Output);
        Assert.Equal($"{local:MMM} {local.Day,2} {local:HH:mm:ss yyyy}\n", bench.AsBob("stat", "-f%Sm", file).Output);
    }

    [Fact]
    public void Names_come_from_the_emulated_directory()
    {
        using var bench = new Bench();
        var uid = bench.AsBob("stat", "-f", "%u", FileOf(bench)).Output.Trim();
        var name = bench.AsBob("id", "-un", uid);
        Assert.Equal(name.Status == 0 ? name.Output : uid + "\n", bench.AsBob("stat", "-f", "%Su", FileOf(bench)).Output);
        Assert.All(bench.Journal, row => Assert.Empty(row.Changes));
    }

    [Fact]
    public void Links_and_directories()
    {
        using var bench = new Bench();
        var link = Path.Combine(bench.Folder, "link");
        File.CreateSymbolicLink(link, FileOf(bench));
        Assert.Equal($"Symbolic Link {FileOf(bench)}\n", bench.AsBob("stat", "-f", "%HT %Y", link).Output);
        Assert.Equal("Regular File\n", bench.AsBob("stat", "-L", "-f", "%HT", link).Output);
        Assert.Equal("Directory /\n", bench.AsBob("stat", "-f", "%HT %T", bench.Folder).Output);
    }

    [Fact]
    public void A_missing_file_does_not_stop_the_others()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(1, "5\n", "stat: /no such: stat: No such file or directory\n"), bench.AsBob("stat", "-f", "%z", "/no such", FileOf(bench)));
        Assert.Equal(new Outcome(1, "", ""), bench.AsBob("stat", "-q", "-f", "%z", "/no such"));
        Assert.Equal(new Outcome(78, "", "macemu: not emulated: stat -f %q\n"), bench.AsBob("stat", "-f", "%q", FileOf(bench)));
    }

    [Fact]
    public void Needs_a_machine_only_for_names_and_the_console()
    {
        Assert.False(Stat.NeedsMachine(["-f", "%z %u", "/tmp"]));
        Assert.True(Stat.NeedsMachine(["-f", "%u", "/dev/console"]));
        Assert.True(Stat.NeedsMachine(["-f%Sg", "/tmp"]));
    }

    [Fact]
    public void Other_forms_are_left_to_the_host()
    {
        foreach (var arguments in (string[][])[["-c", "%a", "/tmp"], ["--format=%a", "/tmp"], ["-f", "--format=%T", "/"]])
            Assert.False(Stat.IsBsd(arguments));
        Assert.True(Stat.IsBsd(["-f", "%a", "/tmp"]));
        Assert.True(Stat.IsBsd(["-nf%a", "--", "/tmp"]));
    }

    private static string FileOf(Bench bench)
    {
        var path = Path.Combine(bench.Folder, "file");
        if (File.Exists(path)) return path;
        File.WriteAllText(path, "hello");
        System.Diagnostics.Process.Start("chmod", ["640", path]).WaitForExit();
        File.SetLastWriteTimeUtc(path, DateTimeOffset.FromUnixTimeSeconds(1700000000).UtcDateTime);
        return path;
    }
}
