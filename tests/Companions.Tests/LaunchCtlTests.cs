using MacToolHost;

namespace Companions.Tests;

public sealed class LaunchCtlTests
{
    private const string Label = "com.example.job";

    private static string Put(Bench bench, string path, string extra = "<key>RunAtLoad</key><true/>", string label = Label)
    {
        var place = MachineFolder.Locate(bench.Machine, path);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.WriteAllText(place, $"<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>Label</key><string>{label}</string><key>ProgramArguments</key><array><string>/usr/local/bin/job</string><string>-d</string></array>{extra}</dict></plist>");
        Bench.Protect(place, 0b110_100_100);
        return path;
    }

    private static string Daemon(Bench bench, string extra = "<key>RunAtLoad</key><true/>") => Put(bench, $"/Library/LaunchDaemons/{Label}.plist", extra);

    [Fact]
    public void A_daemon_from_bootstrap_to_bootout()
    {
        using var bench = new Bench();
        var path = Daemon(bench);
        Assert.Equal(new Outcome(113, "", $"Could not find service \"{Label}\" in domain for port\n"), Call(bench, "root", "list", Label));
        Assert.Equal(new Outcome(0, "", ""), Call(bench, "root", "bootstrap", "system", path));
        Assert.Matches($"(?m)^\\d+\t0\t{Label}$", Call(bench, "root", "list").Output);
        Assert.DoesNotContain(Label, Call(bench, "alice", "list").Output, StringComparison.Ordinal);
        var shown = Call(bench, "root", "print", $"system/{Label}").Output;
        Assert.StartsWith($"system/{Label} = {{\n\tactive count = 1\n\tpath = {path}\n\ttype = LaunchDaemon\n\tstate = running\n", shown, StringComparison.Ordinal);
        Assert.Contains("\targuments = {\n\t\t/usr/local/bin/job\n\t\t-d\n\t}\n", shown, StringComparison.Ordinal);
        Assert.Contains("\"ProgramArguments\" = (\n\t\t\"/usr/local/bin/job\";\n\t\t\"-d\";\n\t);\n};\n", Call(bench, "root", "list", Label).Output, StringComparison.Ordinal);
        Assert.Equal(new Outcome(5, "", "Bootstrap failed: 5: Input/output error\n"), Call(bench, "root", "bootstrap", "system", path));
        Assert.Equal(new Outcome(0, "", ""), Call(bench, "root", "bootout", $"system/{Label}"));
        Assert.Equal(new Outcome(3, "", "Boot-out failed: 3: No such process\n"), Call(bench, "root", "bootout", $"system/{Label}"));
        Assert.Equal(new Outcome(5, "", "Boot-out failed: 5: Input/output error\n"), Call(bench, "root", "bootout", "system", path));
        Assert.Equal(new Outcome(113, "", $"Bad request.\nCould not find service \"{Label}\" in domain for system\n"), Call(bench, "root", "print", $"system/{Label}"));
        Assert.Empty(bench.Look(mac => mac.LaunchJobs.All));
    }

    [Fact]
    public void The_old_verbs_end_well_whatever_they_say()
    {
        using var bench = new Bench();
        var path = Daemon(bench);
        const string hint = "Try running `launchctl {0}` as root for richer errors.\n";
        Assert.Equal(new Outcome(0, "", "Unload failed: 5: Input/output error\n" + string.Format(null, hint, "bootout")), Call(bench, "root", "unload", path));
        Assert.Equal(new Outcome(0, "", ""), Call(bench, "root", "load", "-w", path));
        Assert.Equal(new Outcome(0, "", "Load failed: 5: Input/output error\n" + string.Format(null, hint, "bootstrap")), Call(bench, "root", "load", path));
        Assert.Equal(new Outcome(0, "", ""), Call(bench, "root", "unload", "-w", path));
        Assert.Contains($"\t\t\"{Label}\" => disabled\n", Call(bench, "root", "print-disabled", "system").Output, StringComparison.Ordinal);
        Assert.Equal("Load failed: 5: Input/output error\n" + string.Format(null, hint, "bootstrap"), Call(bench, "root", "load", path).Errors); // it is disabled
        Assert.Equal(new Outcome(0, "", ""), Call(bench, "root", "enable", $"system/{Label}"));
        Assert.Equal(new Outcome(0, "", ""), Call(bench, "root", "load", path));
        Assert.Equal(new Outcome(0, "", ""), Call(bench, "root", "remove", Label));
        Assert.Equal(new Outcome(3, "", ""), Call(bench, "root", "stop", Label));
        Assert.Equal(1, Call(bench, "root", "load").Status);
    }

    [Fact]
    public void Older_systems_say_it_otherwise()
    {
        using var bench = new Bench(Bench.Usual("10.15.7", MacStateStore.Releases.Chip.T2));
        var path = Daemon(bench);
        Assert.Equal(new Outcome(0, "", $"{path}: Could not find specified service\n"), Call(bench, "root", "unload", path));
        Assert.Equal(new Outcome(0, "", ""), Call(bench, "root", "load", path));
        Assert.Equal(new Outcome(0, "", $"{path}: service already loaded\n"), Call(bench, "root", "load", path));
        Assert.Equal(new Outcome(1, "", "/none.plist: No such file or directory\n"), Call(bench, "root", "load", "/none.plist"));
        Assert.Equal("Could not find service \"none\" in domain for system\n", Call(bench, "root", "print", "system/none").Errors);
        Assert.Contains("=> true\n", Call(bench, "root", "print-disabled", "system").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Agents_belong_to_the_session_at_the_screen()
    {
        using var bench = new Bench();
        var path = Put(bench, $"/Library/LaunchAgents/{Label}.plist");
        Assert.Equal(new Outcome(0, "", ""), Call(bench, "alice", "bootstrap", "gui/501", path));
        Assert.Contains(Label, Call(bench, "alice", "list").Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Label, Call(bench, "root", "list").Output, StringComparison.Ordinal);
        Assert.Equal(new Outcome(1, "", "Boot-out failed: 1: Operation not permitted\n"), Call(bench, "bob", "bootout", $"gui/501/{Label}"));
        Assert.Equal(new Outcome(125, "", "Bootstrap failed: 125: Domain does not support specified action\n"), Call(bench, "root", "bootstrap", "gui/505", path)); // bob isn't logged in
        Assert.Equal(new Outcome(113, "", "Bad request.\nCould not find domain for user gui: 505\n"), Call(bench, "root", "print", "gui/505"));
        Assert.StartsWith("gui/501 = {\n\ttype = login\n", Call(bench, "root", "print", "gui/501").Output, StringComparison.Ordinal);
        Assert.Equal(new Outcome(0, "", "Warning: Expecting a LaunchDaemons path since the command was ran as root. Got LaunchAgents instead.\n`launchctl bootstrap` is a recommended alternative.\n"), Call(bench, "root", "load", path));
        Assert.Equal("Aqua\n", Call(bench, "alice", "managername").Output);
        Assert.Equal("Background\n", Call(bench, "bob", "managername").Output);
        Assert.Equal("System\n", Call(bench, "root", "managername").Output);
        Assert.Equal("501\n", Call(bench, "alice", "manageruid").Output);
        bench.Change(mac => mac.Sessions.Logout());
        Assert.Equal(["system"], bench.Look(mac => mac.LaunchJobs.All.Select(job => job.Domain).ToList()));
    }

    [Fact]
    public void Asuser_leads_into_the_session()
    {
        using var bench = new Bench();
        Assert.Equal("Aqua\n", Start(bench, "root", "asuser", "501", Path.Combine(AppContext.BaseDirectory, "companions"), "launchctl", "managername").Output);
    }

    [Fact]
    public void Kickstart_and_kill()
    {
        using var bench = new Bench();
        Call(bench, "root", "bootstrap", "system", Daemon(bench, ""));
        Assert.Null(bench.Look(mac => mac.LaunchJobs.Find("system", Label)!.Pid));
        Assert.Equal(new Outcome(3, "", "No process to signal.\n"), Call(bench, "root", "kill", "TERM", $"system/{Label}"));
        Assert.Matches(@"^service spawned with pid: \d+\n$", Call(bench, "root", "kickstart", "-kp", $"system/{Label}").Output);
        var first = bench.Look(mac => mac.LaunchJobs.Find("system", Label)!.Pid);
        Assert.Equal(0, Call(bench, "root", "kickstart", $"system/{Label}").Status);
        Assert.Equal(first, bench.Look(mac => mac.LaunchJobs.Find("system", Label)!.Pid));
        Assert.Equal(0, Call(bench, "root", "kickstart", "-k", $"system/{Label}").Status);
        Assert.NotEqual(first, bench.Look(mac => mac.LaunchJobs.Find("system", Label)!.Pid));
        Assert.Equal(0, Call(bench, "root", "kill", "SIGKILL", $"system/{Label}").Status);
        Assert.Null(bench.Look(mac => mac.LaunchJobs.Find("system", Label)!.Pid));
        Assert.Equal(new Outcome(1, "", $"Could not kickstart service \"{Label}\": 1: Operation not permitted\n"), Call(bench, "alice", "kickstart", "-k", $"system/{Label}"));
        Assert.Equal(new Outcome(1, "", "Could not kickstart service \"com.apple.audio.coreaudiod\": 1: Operation not permitted\n"), Call(bench, "root", "kickstart", "-k", "system/com.apple.audio.coreaudiod"));
        Assert.Equal(113, Call(bench, "root", "kickstart", "system/none").Status);
    }

    [Theory]
    [InlineData(64, "bootstrap", "nowhere", "/x")]
    [InlineData(64, "bootout")]
    [InlineData(64, "bootout", "--wait", "system/x")]
    [InlineData(64, "enable", "system")]
    [InlineData(64, "nonsense")]
    [InlineData(64)]
    [InlineData(78, "limit")]
    [InlineData(5, "bootstrap", "system", "/none.plist")]
    [InlineData(5, "bootstrap", "system", "/etc/hosts")]
    [InlineData(150, "bootout", "system/com.apple.opendirectoryd")]
    public void Refuses(int status, params string[] arguments)
    {
        using var bench = new Bench();
        var outcome = Call(bench, "root", arguments);
        Assert.Equal((status, ""), (outcome.Status, outcome.Output));
        Assert.NotEqual("", outcome.Errors);
        Assert.Empty(bench.Look(mac => mac.LaunchJobs.All));
    }

    [Fact]
    public void A_list_that_others_may_write_is_refused()
    {
        using var bench = new Bench();
        var path = Daemon(bench);
        Bench.Protect(MachineFolder.Locate(bench.Machine, path), 0b110_110_110);
        Assert.Equal(new Outcome(122, "", "Bootstrap failed: 122: Path had bad ownership/permissions\n"), Call(bench, "root", "bootstrap", "system", path));
    }

    [Fact]
    public void Remote_login_is_a_job_too()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, "", ""), Call(bench, "root", "load", "-w", "/System/Library/LaunchDaemons/ssh.plist"));
        Assert.Equal("Remote Login: On\n", bench.AsRoot("systemsetup", "-getremotelogin").Output);
        Assert.Equal(0, bench.AsRoot("systemsetup", "-f", "-setremotelogin", "off").Status);
        Assert.Equal("Remote Login: Off\n", bench.AsRoot("systemsetup", "-getremotelogin").Output);
    }

    [Fact]
    public void Variables_of_a_session()
    {
        using var bench = new Bench();
        Assert.Equal(0, Call(bench, "alice", "setenv", "COLOUR", "blue").Status);
        Assert.Equal("blue\n", Call(bench, "alice", "getenv", "COLOUR").Output);
        Assert.Equal("", Call(bench, "root", "getenv", "COLOUR").Output);
        Assert.Equal(0, Call(bench, "alice", "unsetenv", "COLOUR").Status);
        Assert.Equal("", Call(bench, "alice", "getenv", "COLOUR").Output);
        Assert.DoesNotContain("blue", string.Concat(bench.Journal.Select(row => row.Entry.Arguments)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_loads_what_lies_in_the_folders()
    {
        using var bench = new Bench();
        Daemon(bench);
        Put(bench, "/Library/LaunchDaemons/off.plist", "<key>Disabled</key><true/>", "com.example.off");
        Call(bench, "root", "bootstrap", "system", Put(bench, "/Library/Other/passing.plist", label: "com.example.passing"));
        bench.Change(mac =>
        {
            mac.Power.Restart();
            LaunchPlist.Follow(mac);
        });
        Assert.Equal([("system", Label)], bench.Look(mac => mac.LaunchJobs.All.Select(job => (job.Domain, job.Label)).ToList()));
        Put(bench, "/Users/bob/Library/LaunchAgents/agent.plist", label: "com.example.agent");
        bench.Change(mac =>
        {
            mac.Sessions.Login("bob", "pw-b");
            LaunchPlist.Follow(mac);
        });
        Assert.Contains(("gui/505", "com.example.agent"), bench.Look(mac => mac.LaunchJobs.All.Select(job => (job.Domain, job.Label)).ToList()));
    }

    // In process, but for asuser.
    private static Outcome Call(Bench bench, string user, params string[] arguments) => bench.InProcess(user, "", "launchctl", arguments);

    private static Outcome Start(Bench bench, string user, params string[] arguments) => bench.Start(user, "", ["launchctl", .. arguments]);
}
