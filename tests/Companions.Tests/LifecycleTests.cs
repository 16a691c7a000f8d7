namespace Companions.Tests;

/// <summary>shutdown, reboot, halt, killall, createhomedir.</summary>
public sealed class LifecycleTests
{
    [Theory]
    [InlineData("Shutdown NOW!\n", "shutdown", "-r", "now")]
    [InlineData("Shutdown at Thu Jan  1 09:05:01 2026.\n", "shutdown", "-r", "+5", "the", "message")]
    [InlineData("Shutdown at Thu Jan  1 23:30:00 2026.\n", "shutdown", "-r", "2330")]
    [InlineData("", "reboot")]
    public void Restart_ends_the_session(string output, string command, params string[] arguments)
    {
        using var bench = new Bench();
        var outcome = bench.AsRoot(command, arguments);
        Assert.Equal(new Outcome(0, output, ""), outcome);
        Assert.True(bench.Look(mac => mac.Boot.IsRunning));
        Assert.Null(bench.Look(mac => mac.Sessions.ConsoleUser));
    }

    [Theory]
    [InlineData("shutdown", "-h", "now")]
    [InlineData("halt")]
    public void Off_is_off(string command, params string[] arguments)
    {
        using var bench = new Bench();
        Assert.Equal(0, bench.AsRoot(command, arguments).Status);
        Assert.False(bench.Look(mac => mac.Boot.IsRunning));
        Assert.Equal(78, bench.AsRoot("id").Status);
    }

    [Theory]
    [InlineData("shutdown: NOT super-user\n", "bob", "shutdown", "-r", "now")]
    [InlineData("reboot: Operation not permitted\n", "bob", "reboot")]
    [InlineData("halt: Operation not permitted\n", "alice", "halt")]
    [InlineData("usage: shutdown [-] ", "root", "shutdown")]
    [InlineData("usage: shutdown [-] ", "root", "shutdown", "-r")]
    [InlineData("shutdown: illegal option -- x\n", "root", "shutdown", "-x", "now")]
    [InlineData("shutdown: bad time format\n", "root", "shutdown", "-r", "soon")]
    [InlineData("shutdown: bad time format\n", "root", "shutdown", "-r", "+x")]
    [InlineData("shutdown: bad time format\n", "root", "shutdown", "-r", "2575")]
    [InlineData("shutdown: incompatible switches", "root", "shutdown", "-h", "-r", "now")]
    [InlineData("usage: reboot", "root", "reboot", "now")]
    public void Refused_and_the_session_goes_on(string start, string user, string command, params string[] arguments)
    {
        using var bench = new Bench();
        var outcome = bench.Run(user, "", command, arguments);
        Assert.Equal((1, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith(start, outcome.Errors, StringComparison.Ordinal);
        Assert.Equal("alice", bench.Look(mac => mac.Sessions.ConsoleUser));
    }

    [Fact]
    public void Sleeping_is_not_emulated()
    {
        using var bench = new Bench();
        Assert.Equal(78, bench.AsRoot("shutdown", "-s", "now").Status);
        Assert.Equal(78, bench.AsRoot("shutdown", "-k", "now").Status);
    }

    [Fact]
    public void Killall_knows_what_runs_on_a_Mac()
    {
        using var bench = new Bench();
        foreach (var name in (string[])["opendirectoryd", "cfprefsd", "Finder", "Dock", "SystemUIServer"])
            Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("killall", name));
        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("killall", "-HUP", "mDNSResponder"));
        Assert.Equal(new Outcome(0, "", ""), bench.AsAlice("killall", "-9", "Finder", "cfprefsd"));
        Assert.Equal("alice", bench.Look(mac => mac.Sessions.ConsoleUser));
        Assert.All(bench.Journal, row => Assert.Empty(row.Changes));
    }

    [Fact]
    public void Killall_finds_no_others()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(1, "", "No matching processes were found\n"), bench.AsRoot("killall", "dotnet"));
        Assert.Equal(new Outcome(1, "", "No matching processes were found\n"), bench.AsRoot("killall", "DirectoryService")); // gone since 10.7
        Assert.Equal(new Outcome(1, "", "No matching processes belonging to you were found\n"), bench.AsAlice("killall", "opendirectoryd"));
        Assert.Equal(new Outcome(1, "", "No matching processes belonging to you were found\n"), bench.AsBob("killall", "Finder"));
        Assert.Equal(new Outcome(1, "", ""), bench.AsRoot("killall", "-q", "nosuch"));
        bench.Change(mac => mac.Sessions.Logout());
        Assert.Equal(1, bench.AsRoot("killall", "Finder").Status);
        Assert.Equal(0, bench.AsRoot("killall", "loginwindow").Status);
    }

    [Fact]
    public void Killing_loginwindow_logs_out()
    {
        using var bench = new Bench();
        Assert.Equal(1, bench.AsBob("killall", "loginwindow").Status);
        Assert.Equal(0, bench.AsRoot("killall", "-HUP", "loginwindow").Status);
        Assert.Null(bench.Look(mac => mac.Sessions.ConsoleUser));
    }

    [Fact]
    public void Wrong_use_of_killall()
    {
        using var bench = new Bench();
        Assert.StartsWith("usage: killall", bench.AsRoot("killall").Errors, StringComparison.Ordinal);
        Assert.Equal(1, bench.AsRoot("killall", "-HUP").Status);
        Assert.Equal(78, bench.AsRoot("killall", "-l").Status);
    }

    [Fact]
    public void Homes_are_made_once()
    {
        using var bench = new Bench();
        bench.Change(mac => mac.Accounts.Create(new MacStateStore.OpenDirectory.NewAccount("testbox")));
        Assert.Equal(new Outcome(0, "creating home directories for (MacBook-Air.local)\ncreated (/Users/testbox)\n", ""), bench.AsRoot("createhomedir", "-c", "-u", "testbox"));
        Assert.True(bench.Look(mac => mac.Accounts.HasHomeFolder("/Users/testbox")));
        Assert.True(Directory.Exists($"{bench.Machine}.root/Users/testbox/Public/Drop Box"));
        Assert.Equal(new Outcome(0, "creating home directories for (MacBook-Air.local)\n", ""), bench.AsRoot("createhomedir", "-cu", "testbox"));
        Assert.Equal(0, bench.AsRoot("createhomedir", "-c", "-u", "nosuch").Status);
        Assert.Equal(1, bench.AsRoot("createhomedir").Status);
        Assert.Equal(1, bench.AsRoot("createhomedir", "-Z").Status);
        Assert.Equal(78, bench.AsBob("createhomedir", "-c", "-u", "testbox").Status);
    }

    [Fact]
    public void A_home_cannot_lead_out_of_the_machines_folder()
    {
        using var bench = new Bench();
        bench.Change(mac => mac.Accounts.Create(new MacStateStore.OpenDirectory.NewAccount("evil") { Home = "/Users/../../../../tmp/companions-evil-home" }));
        Assert.Equal(0, bench.AsRoot("createhomedir", "-c", "-u", "evil").Status);
        Assert.False(Directory.Exists("/tmp/companions-evil-home"));
    }
}
