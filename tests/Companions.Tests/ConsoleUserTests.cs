using MacStateStore;

namespace Companions.Tests;

/// <summary>Who is at the console, in all the ways that scripts ask (dossier companions, 9).</summary>
public sealed class ConsoleUserTests
{
    [Fact]
    public void Somebody_is_logged_in()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, "alice\n", ""), bench.AsRoot("stat", "-f%Su", "/dev/console"));
        Assert.Equal("501\n", bench.AsRoot("stat", "-f", "%u", "/dev/console").Output);
        Assert.Equal("alice", bench.AsRoot("ls", "-l", "/dev/console").Output.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2]);
        Assert.Equal("501", bench.AsRoot("ls", "-ln", "/dev/console").Output.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2]);
        Assert.Equal("alice            console      Jan  1 09:00 \n", bench.AsRoot("who").Output);
        Assert.Equal("alice\n", bench.AsRoot("users").Output);
        var dictionary = bench.Run("root", "show State:/Users/ConsoleUser\n", "scutil").Output;
        Assert.Single(dictionary.Split('\n'), line => line.Contains("Name :", StringComparison.Ordinal));
        Assert.Contains("  Name : alice\n", dictionary, StringComparison.Ordinal);
        Assert.EndsWith("  UID : 501\n}\n", dictionary, StringComparison.Ordinal);
        Assert.Contains("      kCGSessionLongUserNameKey : Alice Example\n", dictionary, StringComparison.Ordinal);
    }

    [Fact]
    public void Old_who_has_narrow_columns()
    {
        using var bench = new Bench(Bench.Usual("12.7"));
        Assert.Equal("alice    console  Jan  1 09:00 \n", bench.AsRoot("who").Output);
    }

    [Fact]
    public void Login_window()
    {
        using var bench = new Bench(Bench.Usual() with { ConsoleUser = null });
        Assert.Equal("root\n", bench.AsRoot("stat", "-f%Su", "/dev/console").Output);
        Assert.Equal("0\n", bench.AsRoot("stat", "-f", "%u", "/dev/console").Output);
        Assert.Contains(" root  wheel ", bench.AsRoot("ls", "-l", "/dev/console").Output, StringComparison.Ordinal);
        Assert.Contains("  Name : loginwindow\n", bench.Run("root", "show State:/Users/ConsoleUser", "scutil").Output, StringComparison.Ordinal);
        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("who"));
        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("users"));
    }

    [Fact]
    public void Setup_Assistant()
    {
        using var bench = new Bench(new MachineSpecification { Seed = 1, KdfIterations = 2 });
        Assert.Equal("_mbsetupuser\n", bench.AsRoot("stat", "-f%Su", "/dev/console").Output);
        Assert.Contains("  Name : _mbsetupuser\n", bench.Run("root", "show State:/Users/ConsoleUser\nquit\n", "scutil").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void RecoveryOS()
    {
        using var bench = new Bench(Bench.Usual() with { BootEnvironment = BootState.RecoveryOS, ConsoleUser = null });
        Assert.Equal("root\n", bench.AsRoot("stat", "-f%Su", "/dev/console").Output);
        Assert.Equal("  No such key\n", bench.Run("root", "show State:/Users/ConsoleUser\n", "scutil").Output);
    }

    [Fact]
    public void Ls_is_taken_over_for_exactly_that_path()
    {
        Assert.True(Ls.IsConsole(["-l", "/dev/console"]));
        Assert.True(Ls.IsConsole(["-la", "/dev/console"]));
        foreach (var arguments in (string[][])[[], ["-l"], ["/dev/console"], ["-l", "/dev/null"], ["-l", "/dev/console", "/dev/null"], ["-lZ", "/dev/console"], ["--color", "-l", "/dev/console"], ["x", "-l", "/dev/console"]])
            Assert.False(Ls.IsConsole(arguments));
    }

    [Fact]
    public void Other_uses_are_told_apart()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(78, "", "macemu: not emulated: who -a\n"), bench.AsRoot("who", "-a"));
        Assert.Equal(78, bench.Run("root", "notify State:/Users\n", "scutil").Status);
        Assert.Equal(78, bench.AsRoot("scutil", "--renew").Status);
    }

    [Fact]
    public void Names_of_the_computer()
    {
        using var bench = new Bench();
        Assert.Equal("MacBook Air\n", bench.AsBob("scutil", "--get", "ComputerName").Output);
        Assert.Equal("MacBook-Air\n", bench.AsBob("scutil", "--get", "LocalHostName").Output);
        Assert.Equal(new Outcome(1, "HostName: not set\n", ""), bench.AsBob("scutil", "--get", "HostName"));

        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("scutil", "--set", "ComputerName", "Bob’s Büro"));
        Assert.Equal(new Outcome(0, "", ""), bench.Run("root", "mac.example.com\n", "scutil", "--set", "HostName"));
        Assert.Equal("Bob’s Büro\n", bench.AsBob("scutil", "--get", "ComputerName").Output);
        Assert.Equal("Bobs-B-ro\n", bench.AsBob("scutil", "--get", "LocalHostName").Output);
        Assert.Equal("mac.example.com\n", bench.AsBob("scutil", "--get", "HostName").Output);
        Assert.Equal(0, bench.AsRoot("scutil", "--set", "HostName", "").Status);
        Assert.Equal(1, bench.AsBob("scutil", "--get", "HostName").Status);
        Assert.Equal(78, bench.AsBob("scutil", "--set", "HostName", "x").Status);
        Assert.Equal(new Outcome(1, "", "Nonsense: unknown preference\n"), bench.AsBob("scutil", "--get", "Nonsense"));
    }
}
