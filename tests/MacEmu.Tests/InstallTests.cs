namespace MacEmu.Tests;

public sealed class InstallTests : IDisposable
{
    private readonly Bench bench = new();
    private readonly string tools;
    private readonly string prefix;

    public InstallTests()
    {
        tools = Path.Combine(bench.Folder, "tools");
        prefix = Path.Combine(bench.Folder, "mac");
        Directory.CreateDirectory(tools);
        foreach (var tool in (string[])["dscl", "sysadminctl", "PlistBuddy", "date", "not-a-mac-command"]) File.WriteAllText(Path.Combine(tools, tool), "");
        bench.Environment["MACEMU_TOOLS"] = tools + "/";
    }

    public void Dispose() => bench.Dispose();

    [Fact]
    public void Links_stand_at_the_Macs_paths_and_go_away_again()
    {
        Assert.Equal($"5 links under {prefix} lead to {tools}\n", bench.Good("install", "--prefix", prefix));
        foreach (var path in (string[])["usr/bin/dscl", "usr/sbin/sysadminctl", "usr/libexec/PlistBuddy", "bin/date", "usr/bin/date"])
            Assert.Equal(Path.Combine(tools, Path.GetFileName(path)), new FileInfo(Path.Combine(prefix, path)).LinkTarget);
        Assert.Equal($"5 links under {prefix} lead to {tools}\n", bench.Good("install", "--prefix", prefix));
        Assert.Equal($"5 links under {prefix} removed\n", bench.Good("uninstall", "--prefix", prefix));
        Assert.Empty(Directory.GetFiles(prefix, "*", SearchOption.AllDirectories));
        Assert.Equal($"0 links under {prefix} removed\n", bench.Good("uninstall", "--prefix", prefix));
    }

    [Fact]
    public void Nothing_of_others_is_overwritten_or_removed()
    {
        Directory.CreateDirectory(Path.Combine(prefix, "usr/bin"));
        Directory.CreateDirectory(Path.Combine(prefix, "usr/sbin/sysadminctl"));
        Directory.CreateDirectory(Path.Combine(prefix, "usr/libexec"));
        File.WriteAllText(Path.Combine(prefix, "usr/bin/dscl"), "theirs");
        File.CreateSymbolicLink(Path.Combine(prefix, "usr/libexec/PlistBuddy"), "/nowhere");
        var outcome = bench.Run("install", "--prefix", prefix);
        Assert.Equal(1, outcome.Status);
        Assert.Equal(
            $"2 links under {prefix} lead to {tools}\nskipped {prefix}/usr/bin/dscl: something else is there\nskipped {prefix}/usr/libexec/PlistBuddy: something else is there\nskipped {prefix}/usr/sbin/sysadminctl: something else is there\n",
            outcome.Output);
        Assert.Equal($"2 links under {prefix} removed\n", bench.Good("uninstall", "--prefix", prefix));
        Assert.Equal("theirs", File.ReadAllText(Path.Combine(prefix, "usr/bin/dscl")));
        Assert.Equal("/nowhere", new FileInfo(Path.Combine(prefix, "usr/libexec/PlistBuddy")).LinkTarget);
    }

    [Fact]
    public void Links_to_tools_that_are_gone_are_removed_too()
    {
        bench.Good("install", "--prefix", prefix);
        File.Delete(Path.Combine(tools, "dscl"));
        Assert.Equal($"5 links under {prefix} removed\n", bench.Good("uninstall", "--prefix", prefix));
    }

    [Fact]
    public void Without_tools_there_is_nothing_to_install()
    {
        bench.Environment["MACEMU_TOOLS"] = bench.Folder;
        bench.Bad(78, $"install: there are no tools in {bench.Folder}; build them with 'make tools' or set MACEMU_TOOLS", "install", "--prefix", prefix);
        bench.Bad(2, "install: --prefix is empty", "install", "--prefix", "");
        bench.Bad(2, "uninstall: --prefix is empty", "uninstall", "--prefix", "");
    }
}
