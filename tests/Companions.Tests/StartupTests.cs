using MacStateStore.Releases;

namespace Companions.Tests;

/// <summary>The commands that choose what starts, and how.</summary>
public sealed class StartupTests
{
    private const string Owner = "Bootability failed Error Domain=BYErrorDomain Code=103 \"Owner authentication is required\" UserInfo={BYErrorHint=LocalAuthenticationRequired, NSLocalizedDescription=Owner authentication is required}\n";

    [Fact]
    public void Bless_chooses_for_an_owner_only()
    {
        using var bench = new Bench();
        Assert.Equal((1, "", "Bootability failed Error Domain=BYServiceErrorDomain Code=602 \"(null)\"\n"), Ended(bench.AsRoot("bless", "--setBoot", "--device", "/dev/disk2s9")));
        Assert.Equal((1, "", Owner), Ended(bench.AsRoot("bless", "--setBoot", "--mount", "/")));
        Assert.Equal(78, bench.AsRoot("bless", "--setBoot", "--mount", "/", "--nextonly").Status);
        Assert.Equal(78, bench.AsRoot("bless", "--folder", "/System").Status);
        Assert.Equal(78, bench.AsBob("bless", "--setBoot", "--mount", "/").Status);
    }

    [Fact]
    public void Kmutil_needs_recoveryOS_and_does_nothing_else()
    {
        using var bench = new Bench();
        Assert.Equal((1, "", "configure-boot must be run from macOS Recovery\n"), Ended(bench.AsRoot("kmutil", "configure-boot", "-c", "x", "-v", "/Volumes/X")));
        Assert.Equal((78, "", "macemu: not emulated: kmutil trigger-panic-medic\n"), Ended(bench.AsRoot("kmutil", "trigger-panic-medic", "--volume-root", "/Volumes/X")));
        Assert.Equal(78, bench.AsRoot("kmutil").Status);
    }

    private const string NvramUsage = "nvram [-x] [-p] [-f filename] [-d name] [-c] name[=value] ...\n";

    [Fact]
    public void Nvram_does_one_thing_after_another()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, "b\t%01\nb\t%01\n", ""), bench.AsRoot("nvram", "a=1", "b=%01", "-d", "a", "b", "-p"));
        Assert.Equal(new Outcome(1, "c\t3\n", "nvram: Error getting variable - 'd': (iokit/common) data was not found\n"), bench.AsRoot("nvram", "c=3", "c", "d", "e=5"));
        Assert.Null(bench.Look(mac => mac.Nvram["c"])); // a failed command changes nothing
        foreach (var (arguments, problem) in ((string[], string)[])[(["-h"], "no such option as -h"), (["-d"], "missing name"), (["-f"], "missing filename"), ([], "no arguments"), (["--"], "no such option as --")])
        {
            var usage = bench.AsRoot("nvram", arguments);
            Assert.Equal((1, $"nvram: (usage: {problem})\n"), (usage.Status, usage.Errors));
            Assert.StartsWith(NvramUsage, usage.Output);
        }
    }

    [Fact]
    public void Nvram_reads_and_prints_files()
    {
        using var bench = new Bench();
        var file = Path.Combine(bench.Folder, "variables");
        File.WriteAllText(file, "# ours\none\tfirst value\n\ntwo %02%03\n");
        Assert.Equal(new Outcome(0, "one\tfirst value\ntwo\t%02%03\n", ""), bench.AsRoot("nvram", "-f", file, "-p"));
        var xml = bench.AsRoot("nvram", "-xp").Output;
        Assert.Contains("<key>two</key>\n\t<data>\n\tAgM=\n\t</data>\n", xml);
        Assert.Contains("<key>two</key>", bench.AsBob("nvram", "-x", "two").Output);
        Assert.DoesNotContain("one", bench.AsBob("nvram", "-x", "two").Output);
        File.WriteAllText(file, xml.Replace("two", "three", StringComparison.Ordinal));
        Assert.Equal(0, bench.AsRoot("nvram", "-x", "-f", file).Status);
        Assert.Equal([2, 3], bench.Look(mac => mac.Nvram["three"])!);
        Assert.Equal(new Outcome(1, "", "nvram: Error setting variable - 'one': (iokit/common) privilege violation\n"), bench.AsBob("nvram", "-x", "-f", file));
        Assert.Equal(new Outcome(1, "", "nvram: Couldn't open file - '/nowhere'\n"), bench.AsRoot("nvram", "-f", "/nowhere"));
        File.WriteAllText(file, "one %zz\n");
        Assert.Equal(new Outcome(1, "", "nvram: Error setting variable - 'one': (iokit/common) invalid argument\n"), bench.AsRoot("nvram", "-f", file));
        Assert.Equal(new Outcome(1, "", "nvram: Error parsing XML file\n"), bench.AsRoot("nvram", "-x", "-f", file));
    }

    [Fact]
    public void Nvram_clears_what_it_may()
    {
        using var bench = new Bench(Bench.Usual("12.7", Chip.T2) with { Security = new() { Nvram = new Dictionary<string, byte[]> { ["x"] = [1], ["boot-args"] = [(byte)'-', (byte)'v'] } } });
        Assert.Contains("<key>boot-args</key>\n\t<string>-v</string>", bench.AsBob("nvram", "-x", "-p").Output);
        Assert.Equal(
            new Outcome(0, "", "nvram: Error clearing firmware variable boot-args: (iokit/common) privilege violation\n\nnvram: Error clearing firmware variable x: (iokit/common) privilege violation\n\n"),
            bench.AsBob("nvram", "-c"));
        Assert.Equal(new Outcome(0, "", "nvram: Error clearing firmware variable boot-args: (iokit/common) not permitted\n\n"), bench.AsRoot("nvram", "-c"));
        Assert.Equal(["boot-args"], bench.Look(mac => mac.Nvram.All.Select(variable => variable.Name)));
        bench.Change(mac => mac.Power.Restart(MacStateStore.BootState.RecoveryOS));
        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("nvram", "-c"));
        Assert.Empty(bench.Look(mac => mac.Nvram.All));
    }

    [Theory]
    [InlineData("--info", "--getboot")]
    [InlineData("--info", "--getBoot")]
    [InlineData("-getBoot")]
    public void Bless_names_the_boot_device(params string[] arguments)
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, "/dev/disk3s1\n", ""), bench.AsBob("bless", arguments));
    }

    [Fact]
    public void The_T2_says_how_strict_it_is()
    {
        const string Policy = "94B73556-2197-4702-82A8-3E1337DAFBFB:AppleSecureBootPolicy";
        using var bench = new Bench(Bench.Usual("12.7", Chip.T2));
        Assert.Equal(new Outcome(0, $"{Policy}\t%02\n", ""), bench.AsBob("nvram", Policy));
        Assert.Equal(new Outcome(1, "", $"nvram: Error setting variable - '{Policy}': (iokit/common) not permitted\n"), bench.AsRoot("nvram", Policy + "=%00"));
        bench.Change(mac =>
        {
            mac.Power.Restart(MacStateStore.BootState.RecoveryOS);
            mac.StartupSecurity.Change("alice", "pw-a", MacStateStore.Boot.SecureBootLevel.Medium, null);
            mac.Power.Restart();
        });
        Assert.Equal($"{Policy}\t%01\n", bench.AsBob("nvram", Policy).Output);
        using var apple = new Bench();
        Assert.Equal(1, apple.AsBob("nvram", Policy).Status);
    }

    [Fact]
    public void Kextstat_lists_what_is_loaded()
    {
        const string Head = "Index Refs Address            Size       Wired      Name (Version) UUID <Linked Against>\n";
        using var bench = new Bench(Bench.Usual("14.5", Chip.T2));
        bench.Change(mac =>
        {
            mac.KernelExtensions.ApproveByUser("EQHXZ8M8AV", "com.example.driver", "alice", "pw-a");
            mac.KernelExtensions.ApproveByUser("EQHXZ8M8AV", "com.example.other", "alice", "pw-a");
        });
        Assert.DoesNotContain("com.example", bench.AsBob("kextstat").Output);
        bench.Change(mac => mac.KernelExtensions.Build());
        var all = bench.AsBob("kextstat");
        Assert.StartsWith("Executing: /usr/bin/kmutil showloaded\n" + Head + "    1  142 0                  0          0          com.apple.kpi.bsd (23.5.0) ", all.Output);
        Assert.Equal("No variant specified, falling back to release\n", all.Errors);
        Assert.Matches("    9    0 0                  0          0          com\\.example\\.driver \\(1\\.0\\) [-0-9A-F]{36} <6 5 3 1>\n   10    0 ", all.Output);
        var one = bench.AsRoot("kextstat", "-l", "-b", "com.example.other").Output.Split('\n');
        Assert.Equal("Executing: /usr/bin/kmutil showloaded --list-only --bundle-identifier com.example.other", one[0]);
        Assert.Equal(3, one.Length);
        Assert.Contains("com.example.other (", one[1]);
        Assert.Equal(2, bench.AsRoot("kmutil", "showloaded", "--collection", "aux", "--list-only").Output.Count(c => c == '\n'));
        Assert.Equal(2, bench.AsRoot("kextstat", "-kl").Output.Count(c => c == '\n') - 1);
        Assert.Equal((0, Head), (bench.AsRoot("kmutil", "showloaded", "-b", "none").Status, bench.AsRoot("kmutil", "showloaded", "-b", "none").Output));
        foreach (var arguments in (string[][])[["kextstat", "-a"], ["kextstat", "-b"], ["kmutil", "showloaded", "--show", "all"], ["kmutil", "load", "-b", "x"]])
            Assert.Equal(78, bench.AsRoot(arguments[0], arguments[1..]).Status);
        using var old = new Bench(Bench.Usual("10.14.6", Chip.T2));
        Assert.StartsWith(Head, old.AsBob("kextstat").Output);
        Assert.Equal(78, old.AsBob("kmutil", "showloaded").Status);
    }

    private static (int, string, string) Ended(Outcome outcome) => (outcome.Status, outcome.Output, outcome.Errors);
}
