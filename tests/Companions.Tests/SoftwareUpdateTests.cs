using Companions.SoftwareUpdates;
using MacStateStore.Releases;

namespace Companions.Tests;

/// <summary>softwareupdate and startosinstall, as far as what they install and who may say so.</summary>
public sealed class SoftwareUpdateTests
{
    private const string Head = "Software Update Tool\n\nFinding available software\n";
    private const string License =
        "By using the agreetolicense option, you are agreeing that you have run this tool with the license only option and have read and agreed to the terms.\n"
        + "If you do not agree, press CTRL-C and cancel this process immediately.\n";

    // Labels, titles and units as public listings have them; sizes are made up.
    [Theory]
    [InlineData("10.13.2", "   * macOS High Sierra 10.13.6 Update- \n\tmacOS High Sierra 10.13.6 Update ( ), {0}K [recommended] [restart]\n")]
    [InlineData("10.14.1", "   * macOS 10.14.6 Update- \n\tmacOS 10.14.6 Update ( ), {0}K [recommended] [restart]\n")]
    [InlineData("12.3", "* Label: macOS Monterey 12.7.6-21H1320\n\tTitle: macOS Monterey 12.7.6, Version: 12.7.6, Size: {0}K, Recommended: YES, Action: restart, \n")]
    [InlineData("13.0", "* Label: macOS Ventura 13.7.8-22H730\n\tTitle: macOS Ventura 13.7.8, Version: 13.7.8, Size: {0}KiB, Recommended: YES, Action: restart, \n")]
    public void The_newest_version_of_the_release_is_listed(string os, string listing)
    {
        using var bench = new Bench(Bench.Usual(os));
        var size = bench.Look(mac => AvailableUpdate.For(mac)!.Size);
        foreach (var option in (string[])["-l", "--list"])
        {
            Assert.Equal(new Outcome(0, Head + "Software Update found the following new or updated software:\n" + string.Format(listing, size), ""), bench.AsBob("softwareupdate", option));
        }
        Assert.InRange(size, 1_200_000, 3_600_000);
    }

    [Fact]
    public void Catalina_has_the_new_layout_and_a_blank_for_the_version()
    {
        using var bench = new Bench(Bench.Usual("10.15.1"));
        var newest = bench.Look(mac => mac.SoftwareUpdate.Offered!.Version);
        Assert.StartsWith(
            $"{Head}Software Update found the following new or updated software:\n* Label: macOS Catalina {newest} Update- \n\tTitle: macOS Catalina {newest} Update, Version:  , Size: ",
            bench.AsBob("softwareupdate", "-l").Output);
    }

    [Fact]
    public void What_Apple_offers_can_be_said()
    {
        using var bench = new Bench(Bench.Usual("15.3"));
        bench.Change(mac => mac.HostSettings["offeredUpdate"] = "15.4");
        Assert.Contains("\n* Label: macOS Sequoia 15.4-24E248\n\tTitle: macOS Sequoia 15.4, Version: 15.4, ", bench.AsBob("softwareupdate", "-l").Output);
        foreach (var older in (string[])["15.3", "15.2", "none", "99.9"])
        {
            bench.Change(mac => mac.HostSettings["offeredUpdate"] = older);
            Assert.Equal("No new software available.\n", bench.AsBob("softwareupdate", "-l").Errors);
        }
    }

    [Fact]
    public void Where_nothing_is_new_standard_error_says_so()
    {
        using var bench = new Bench(Bench.Usual("12.7.6"));
        Assert.Equal(new Outcome(0, Head, "No new software available.\n"), bench.AsBob("softwareupdate", "--list", "--no-scan"));
        Assert.Equal(new Outcome(0, Head, "No updates are available.\n"), bench.AsRoot("softwareupdate", "-i", "-a"));
        bench.Change(mac => mac.IsOnline = false);
        Assert.Equal(new Outcome(1, Head, "Can’t connect to the Apple Software Update server because you are not connected to the Internet.\n"), bench.AsBob("softwareupdate", "-l"));
    }

    [Fact]
    public void An_owner_authorizes_and_the_Mac_restarts_into_the_update()
    {
        using var bench = new Bench(Bench.Usual("14.5"));
        var update = bench.Look(mac => AvailableUpdate.For(mac)!);
        Assert.Equal(new Outcome(0, $"{Head}Downloading {update.Title}\nDownloaded: {update.Title}\nRestarting...\n", ""),
            bench.Run("root", "pw-a\n", "softwareupdate", "-i", update.Label, "-R", "--agree-to-license", "--user", "alice", "--stdinpass"));
        Assert.Equal((update.Release.Version, null), bench.Look(mac => (mac.System.Version, mac.Sessions.ConsoleUser)));
        Assert.Equal("Display Name                                       Version    Date                  \n------------                                       -------    ----                  \n",
            string.Concat(bench.AsBob("softwareupdate", "--history").Output.Split('\n').Take(2).Select(line => line + "\n")));
        Assert.Matches($@"^{update.Title,-50} {update.Release.Version,-10} \d\d/\d\d/\d{{4}}, \d\d:\d\d:\d\d  $", bench.AsBob("softwareupdate", "--history", "--all").Output.Split('\n')[2]);
    }

    [Fact]
    public void Without_restart_the_next_start_installs_it()
    {
        using var bench = new Bench(Bench.Usual("14.5"));
        var update = bench.Look(mac => AvailableUpdate.For(mac)!);
        Assert.Equal(new Outcome(0, $"{Head}Downloading {update.Title}\nDownloaded: {update.Title}\n", "Password:"), bench.Run("alice", "pw-a\n", "softwareupdate", "-ia"));
        Assert.Equal(MacOSVersion.Parse("14.5"), bench.Look(mac => mac.System.Version));
        Assert.Equal(0, bench.AsRoot("shutdown", "-r", "now").Status);
        Assert.Equal((update.Release.Version, update.Release.Build), bench.Look(mac => (mac.System.Version, mac.System.Build)));
        Assert.Equal([update.Title], bench.Look(mac => mac.SoftwareUpdate.History.Select(installed => installed.Name)));
    }

    [Theory]
    [InlineData("bob", "pw-b")] // no owner
    [InlineData("alice", "wrong")]
    [InlineData("nobody here", "pw-a")]
    [InlineData("", "")]
    public void Nobody_but_an_owner_authorizes(string user, string password)
    {
        using var bench = new Bench(Bench.Usual("14.5"));
        var update = bench.Look(mac => AvailableUpdate.For(mac)!);
        Assert.Equal(new Outcome(1, $"{Head}Downloading {update.Title}\nDownloaded: {update.Title}\n", "Failed to authenticate\n"),
            bench.Run("root", password + "\n", "softwareupdate", "--install", update.Label, "--restart", "--user", user, "--stdinpass"));
        Assert.Equal((MacOSVersion.Parse("14.5"), "alice"), bench.Look(mac => (mac.System.Version, mac.Sessions.ConsoleUser)));
        Assert.Equal(0, bench.AsRoot("shutdown", "-r", "now").Status);
        Assert.Equal(MacOSVersion.Parse("14.5"), bench.Look(mac => mac.System.Version));
    }

    [Fact]
    public void An_unknown_label_is_said_and_is_no_failure()
    {
        using var bench = new Bench(Bench.Usual("14.5"));
        Assert.Equal(new Outcome(0, Head, "no-such-9: No such update\nNo updates are available.\n"), bench.AsRoot("softwareupdate", "-i", "no-such-9"));
        Assert.Equal(new Outcome(0, Head, "No updates are available.\n"), bench.AsRoot("softwareupdate", "-i", "-a", "--safari-only"));
        Assert.Empty(bench.Look(mac => mac.SoftwareUpdate.History));
    }

    [Fact]
    public void On_Intel_root_needs_nobody()
    {
        using var bench = new Bench(Bench.Usual("10.14.1", Chip.T2));
        Assert.Equal(
            new Outcome(0, $"{Head}\nDownloading macOS 10.14.6 Update\nDownloaded macOS 10.14.6 Update\nInstalling macOS 10.14.6 Update\nDone with macOS 10.14.6 Update\nDone.\n"
                + "\nYou have installed one or more updates that requires that you restart your\ncomputer.  Please restart immediately.\n", ""),
            bench.AsRoot("softwareupdate", "-i", "-r"));
        Assert.Equal(MacOSVersion.Parse("10.14.1"), bench.Look(mac => mac.System.Version));
        Assert.Equal(0, bench.AsRoot("softwareupdate", "-i", "-a", "--restart").Status);
        Assert.Equal(MacOSVersion.Parse("10.14.6"), bench.Look(mac => mac.System.Version));
    }

    [Fact]
    public void Early_Big_Sur_wants_no_root()
    {
        using var bench = new Bench(Bench.Usual("11.0.1"));
        Assert.Equal(new Outcome(1, "", "Using softwareupdate to install updates on Apple Silicon should not be run with sudo\n"), bench.AsRoot("softwareupdate", "-i"));
        Assert.Equal(0, bench.Run("alice", "pw-a\n", "softwareupdate", "-i", "-a", "-R").Status);
        Assert.Equal(MacOSVersion.Parse("11.7.11"), bench.Look(mac => mac.System.Version));
    }

    [Fact]
    public void A_wrong_option_explains_and_ends_well()
    {
        using var bench = new Bench(Bench.Usual("14.5"));
        var wrong = bench.AsRoot("softwareupdate", "-i", "--label", "x");
        Assert.Equal((0, ""), (wrong.Status, wrong.Output));
        Assert.StartsWith("softwareupdate: unrecognized option `--label'\nusage: softwareupdate <cmd> [<args> ...]\n\n** Manage Updates:\n\t-l | --list\t\t", wrong.Errors);
        Assert.StartsWith("softwareupdate: invalid option -- z\n", bench.AsRoot("softwareupdate", "-z").Errors);
        Assert.StartsWith("softwareupdate: option `--user' requires an argument\n", bench.AsRoot("softwareupdate", "-i", "--user").Errors);
        Assert.StartsWith("usage: softwareupdate", bench.AsRoot("softwareupdate", "--help").Output);
        using var old = new Bench(Bench.Usual("10.13.2"));
        Assert.StartsWith("softwareupdate: unrecognized option `--restart'\nusage: softwareupdate <cmd> [<args> ...]\n\n** Catalog Management:", old.AsRoot("softwareupdate", "-i", "-a", "-R").Errors);
    }

    [Theory]
    [InlineData("--fetch-full-installer", "--full-installer-version", "14.5")]
    [InlineData("--list-full-installers")]
    [InlineData("--background")]
    [InlineData("--schedule", "maybe")]
    [InlineData("-a")]
    [InlineData("no verb")]
    public void What_is_missing_is_said(params string[] arguments)
    {
        using var bench = new Bench();
        var outcome = bench.AsRoot("softwareupdate", arguments);
        Assert.Equal((78, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith("macemu: not emulated: softwareupdate ", outcome.Errors);
    }

    [Fact]
    public void RecoveryOS_has_none()
    {
        using var bench = new Bench();
        bench.Change(mac => mac.Power.Restart(MacStateStore.BootState.RecoveryOS));
        Assert.Equal(new Outcome(78, "", "macemu: not emulated: softwareupdate in recoveryOS\n"), bench.AsRoot("softwareupdate", "-l"));
    }

    [Fact]
    public void A_start_that_fails_is_told()
    {
        using var bench = new Bench();
        bench.Change(mac => mac.FindMy.Set(MacStateStore.Lifecycle.FindMyState.Lost));
        var restarted = bench.AsRoot("shutdown", "-r", "now");
        Assert.Equal((0, "Shutdown NOW!\n"), (restarted.Status, restarted.Output));
        Assert.Equal("macemu: note: the Mac is marked as lost in Find My: its systems don't start until it is found ('macemu find-my on'); the Mac is in recoveryOS\n", restarted.Errors);
        Assert.StartsWith("the Mac is marked as lost", bench.Look(mac => mac.Power.Problem));
        Assert.Contains(bench.Journal[^1].Changes, change => change.Table == "boot" && change.After!.Contains("marked as lost", StringComparison.Ordinal));
        bench.Change(mac => mac.FindMy.Set(MacStateStore.Lifecycle.FindMyState.Off));
        bench.Change(mac => mac.Power.Restart());
        Assert.Null(bench.Look(mac => mac.Power.Problem));
    }

    [Fact]
    public void The_schedule_is_on_until_root_turns_it_off()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, "Automatic checking for updates is turned on\n", ""), bench.AsBob("softwareupdate", "--schedule"));
        Assert.Equal(78, bench.AsBob("softwareupdate", "--schedule", "off").Status);
        Assert.Equal(new Outcome(0, "Automatic checking for updates is turned off\n", ""), bench.AsRoot("softwareupdate", "--schedule", "off"));
        Assert.Equal(new Outcome(0, "Automatic checking for updates is turned off\n", ""), bench.AsBob("softwareupdate", "--schedule"));
    }

    [Fact]
    public void Rosetta_lets_Intel_programs_run()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(1, "", "arch: posix_spawnp: /bin/true: Bad CPU type in executable\n"), bench.Run("alice", "", "arch", "-x86_64", "/bin/true"));
        Assert.Equal(1, bench.Run("alice", "no\n", "softwareupdate", "--install-rosetta").Status);
        Assert.Null(bench.Look(mac => mac.HostSettings["rosetta"]));
        var installed = bench.AsRoot("softwareupdate", "--install-rosetta", "--agree-to-license");
        Assert.Equal((0, License + "Install of Rosetta 2 finished successfully\n"), (installed.Status, installed.Output));
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} softwareupdate\[\d+:\d+\] Package Authoring Error: \S+: Package reference com\.apple\.pkg\.RosettaUpdateAuto is missing installKBytes attribute\n$", installed.Errors);
        Assert.True(File.Exists(bench.Machine + ".root/Library/Apple/usr/share/rosetta/rosetta"));
        Assert.Equal(0, bench.Run("alice", "", "arch", "-x86_64", "/bin/true").Status);
        using var intel = new Bench(Bench.Usual("14.5", Chip.T2));
        Assert.Equal(new Outcome(1, "Installing Rosetta 2 on this system is not supported.\n", ""), intel.AsRoot("softwareupdate", "--install-rosetta", "--agree-to-license"));
    }

    [Fact]
    public void Startosinstall_takes_an_owner_who_is_an_admin()
    {
        using var bench = new Bench(Bench.Usual("13.5"));
        Assert.Equal(new Outcome(7, License, "Error: failed to authorize for installation. Provide a password with --stdinpass or --passprompt.\n"), bench.AsRoot("startosinstall", "--agreetolicense", "--nointeraction"));
        foreach (var (name, password) in ((string, string)[])[("bob", "pw-b"), ("alice", "wrong"), ("nobody", "pw-a")])
            Assert.Equal(new Outcome(7, License, "Error: could not get authorization...\n"),
                bench.Run("root", password + "\n", "startosinstall", "--agreetolicense", "--eraseinstall", "--user", name, "--stdinpass"));
        Assert.Equal(78, bench.Run("root", "pw-a\n", "startosinstall", "--agreetolicense", "--eraseinstall", "--user", "alice", "--stdinpass").Status);
        Assert.Equal(78, bench.AsRoot("startosinstall", "--license").Status);
        Assert.Equal(78, bench.AsBob("startosinstall", "--agreetolicense").Status);
        Assert.Equal(MacOSVersion.Parse("13.5"), bench.Look(mac => mac.System.Version));

        var done = bench.Run("root", "pw-a\n", "startosinstall", "--agreetolicense", "--forcequitapps", "--rebootdelay", "5", "--user", "alice", "--passprompt");
        Assert.Equal((0, "Password:"), (done.Status, done.Errors));
        Assert.StartsWith(License + "Preparing to run macOS Installer...\nPreparing: 0.0%\n", done.Output);
        Assert.EndsWith("Preparing: 100.0%\nRestarting...\n", done.Output);
        Assert.Equal(MacOSRelease.Newest.Version, bench.Look(mac => mac.System.Version));
    }

    [Theory]
    [InlineData("/Applications/Install macOS Sonoma.app/Contents/Resources/startosinstall", "14.")]
    [InlineData("/Volumes/X/Install macOS Big Sur.app/Contents/Resources/startosinstall", "11.")]
    [InlineData("/Applications/Install macOS Nowhere.app/Contents/Resources/startosinstall", null)]
    [InlineData("startosinstall", "26.")]
    public void The_application_says_which_macOS_it_installs(string path, string? begins)
    {
        using var bench = new Bench();
        var target = bench.Look(mac => StartOsInstall.Target(mac, path));
        if (begins is null) Assert.Null(target);
        else Assert.StartsWith(begins, $"{target!.Version}");
    }
}
