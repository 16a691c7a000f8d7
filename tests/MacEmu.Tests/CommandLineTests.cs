namespace MacEmu.Tests;

/// <summary>What macemu does with command lines as such.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly Bench bench = Bench.WithAlice();

    private static readonly string[] AllCommands =
    [
        "create", "show", "setup", "login", "logout", "console", "restart", "shutdown", "clock", "clock show", "clock set", "clock advance", "run", "coverage", "log", "report",
        "snapshot", "snapshot save", "snapshot restore", "snapshot list", "snapshot delete", "diff", "verify", "export", "export dslocal", "import", "import dslocal", "install", "uninstall", "completions",
        "update", "erase", "kext", "kext approve", "kext build", "kext list", "mdm", "mdm enroll", "mdm unenroll", "mdm approve", "mdm set", "mdm set bootstrap-token", "mdm set await-configuration",
        "mdm online", "mdm offline", "mdm escrow", "mdm escrow show", "mdm escrow lose", "mdm escrow spoil", "mdm command", "mdm command AccountConfiguration",
        "mdm command DeviceConfigured", "mdm command SetAutoAdminPassword", "mdm command DeleteUser", "mdm command UnlockUserAccount", "mdm command EraseDevice", "mdm command ScheduleOSUpdate",
        "mdm command RestartDevice", "mdm command ShutDownDevice", "mdm command DeviceInformation", "mdm command SecurityInfo", "mdm command ProfileList",
        "mdm push-profile", "mdm remove-profile", "profile", "profile approve", "profile waiting", "rsr", "install-os", "dfu-restore", "find-my", "find-my off", "find-my on", "find-my lost",
        "network", "network online", "network offline", "policy", "policy show", "policy verify", "security-utility", "export certificates", "test", "merge", "fault", "fault add", "fault list", "fault clear",
        "dialog", "dialog answer", "dialog cancel", "dialog list", "dialog clear", "replay", "manual",
    ];

    public static TheoryData<string> Commands => [.. AllCommands];

    public void Dispose() => bench.Dispose();

    [Theory, MemberData(nameof(Commands))]
    public void Every_command_has_help_with_an_example(string command)
    {
        var help = bench.Good([.. command.Split(' '), "--help"]);
        Assert.StartsWith($"Usage: macemu {command}", help);
        Assert.Contains("--machine FILE", help);
        Assert.Contains("\nExample:\n  ", help);
        Assert.Equal(help, bench.Good([.. command.Split(' '), "-h"]));
    }

    [Fact]
    public void The_main_help_lists_every_command()
    {
        var help = bench.Good("--help");
        var list = help[help.IndexOf("Commands:", StringComparison.Ordinal)..help.IndexOf("Options:", StringComparison.Ordinal)];
        foreach (var command in AllCommands.Where(name => !name.Contains(' '))) Assert.Contains($"\n  {command} ", list);
    }

    [Fact]
    public void The_version_is_told() => Assert.Matches(@"^macemu \d+\.\d+\.\d+\n$", bench.Good("--version"));

    [Theory]
    [InlineData("no command given; 'macemu --help' tells how it is used")]
    [InlineData("no command 'shwo'; 'macemu --help' tells how it is used", "shwo")]
    [InlineData("no command ''; 'macemu --help' tells how it is used", "")]
    [InlineData("no option --bogus; 'macemu --help' tells how it is used", "--bogus")]
    [InlineData("show: no option --jsn; 'macemu show --help' tells how it is used", "show", "--jsn")]
    [InlineData("login: no option --bogus; 'macemu login --help' tells how it is used", "login", "--bogus", "--password", "x")]
    [InlineData("show: one argument too many: 'alice'; 'macemu show --help' tells how it is used", "show", "alice")]
    [InlineData("show: one argument too many: '😀'; 'macemu show --help' tells how it is used", "show", "😀")]
    [InlineData("clock: say what to do: show, set, advance; 'macemu clock --help' tells how it is used", "clock")]
    [InlineData("clock: no command 'stop'; 'macemu clock --help' tells how it is used", "clock", "stop")]
    [InlineData("login: --password PASSWORD is missing; 'macemu login --help' tells how it is used", "login", "alice")]
    [InlineData("login: NAME is missing; 'macemu login --help' tells how it is used", "login", "--password", "x")]
    [InlineData("login: --password needs a value (PASSWORD); 'macemu login --help' tells how it is used", "login", "alice", "--password")]
    [InlineData("login: --password is given twice; 'macemu login --help' tells how it is used", "login", "alice", "--password", "a", "--password", "b")]
    [InlineData("restart: --to: 'windows' is not one of macos, recoveryos, 1tr; 'macemu restart --help' tells how it is used", "restart", "--to", "windows")]
    [InlineData("snapshot save: NAME is missing; 'macemu snapshot save --help' tells how it is used", "snapshot", "save")]
    [InlineData("completions: 'tcsh' is not one of bash, zsh, fish", "completions", "tcsh")]
    [InlineData("log: --last: 'many' is not a number", "log", "--last", "many")]
    [InlineData("log: --last: '-1' is not a number", "log", "--last", "-1")]
    [InlineData("--machine: the file's name is empty", "show", "--machine", "")]
    public void Wrong_command_lines_are_usage_errors(string line, params string[] arguments) => bench.Bad(2, line, arguments);

    [Fact]
    public void Secret_values_may_look_like_anything()
    {
        foreach (var password in (string[])["-x", "--json", "@file", "a=b:c", "", "😀 'q\""])
        {
            using var mac = Bench.WithMachine();
            mac.Good("setup", "alice", "--password", password);
            mac.Good("login", "alice", $"--password={password}");
            Assert.Equal("alice\n", mac.Good("console"));
        }
    }

    [Fact]
    public void A_machine_option_goes_before_the_environment()
    {
        var other = Path.Combine(bench.Folder, "other.db");
        bench.Good("--machine", other, "create", "--os", "13.6", "--no-setup");
        Assert.Contains("macOS 13.6 ", bench.Good("show", "--machine", other));
        Assert.Contains("macOS 13.6 ", bench.Good($"--machine={other}", "show"));
        Assert.Contains("macOS 14.5 ", bench.Good("show"));
    }

    [Fact]
    public void A_missing_machine_is_an_error_unless_it_is_the_default_one()
    {
        var outcome = bench.Run("show", "--machine", "/nowhere/x.db");
        Assert.Equal((78, ""), (outcome.Status, outcome.Output));
        Assert.Equal("macemu: machine file /nowhere/x.db: there is no such file. Make one with 'macemu create --machine /nowhere/x.db'.\n", outcome.Errors);

        using var fresh = new Bench();
        Assert.Contains("Setup Assistant has not run", fresh.Good("show"));
        Assert.True(File.Exists(Path.Combine(fresh.Folder, ".local/state/macemu/machine.db")));
        fresh.Environment["XDG_STATE_HOME"] = Path.Combine(fresh.Folder, "state");
        fresh.Good("console");
        Assert.True(File.Exists(Path.Combine(fresh.Folder, "state/macemu/machine.db")));
    }

    [Fact]
    public void A_file_that_is_no_machine_is_left_alone()
    {
        var path = bench.Write("text.db", new string('x', 500));
        foreach (var command in (string[][])[["show"], ["setup", "a", "--password", "b"], ["snapshot", "save", "x"], ["log"]])
        {
            var outcome = bench.Run([.. command, "--machine", path]);
            Assert.Equal((78, ""), (outcome.Status, outcome.Output));
            Assert.Single(outcome.Errors.TrimEnd('\n').Split('\n'));
        }
        Assert.Equal(new string('x', 500), File.ReadAllText(path));
    }
}
