using System.Text.Json;

namespace MacEmu.Tests;

/// <summary>The things that happen to a Mac, and their rows in the log.</summary>
public sealed class EventTests : IDisposable
{
    private readonly Bench bench = Bench.WithAlice();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void Setup_makes_the_first_admin_with_a_token()
    {
        using var mac = Bench.WithMachine("--os", "14.5", "--no-setup");
        Assert.Equal("", mac.Good("setup", "bob", "--password", "pw-b", "--full-name", "Bob B"));
        var bob = mac.Show().GetProperty("users").GetProperty("bob");
        Assert.Equal("""{"uid":501,"fullName":"Bob B","admin":true,"secureToken":true,"volumeOwner":true}""",
            $$"""{"uid":{{bob.GetProperty("uid")}},"fullName":"{{bob.GetProperty("fullName")}}","admin":{{bob.GetProperty("admin").GetRawText()}},"secureToken":{{bob.GetProperty("secureToken").GetRawText()}},"volumeOwner":{{bob.GetProperty("volumeOwner").GetRawText()}}}""");
        mac.Bad(1, "Setup Assistant has run already on Macintosh HD; make further users with sysadminctl -addUser", "setup", "carol", "--password", "x");
    }

    [Theory]
    [InlineData("", "a name is not empty")]
    [InlineData("a/b", "a user's name is also that of the home folder, so it has no '/'")]
    [InlineData("..", "a user's name is also that of the home folder, so it has no '/'")]
    [InlineData("a\nb", "a name has no control characters", "a\\nb")]
    public void Setup_refuses_names_that_cannot_be(string name, string problem, string? shown = null)
    {
        using var mac = Bench.WithMachine("--no-setup");
        mac.Bad(2, $"setup: '{shown ?? name}' can't be a user's name: {problem}", "setup", name, "--password", "x");
        mac.Bad(2, $"create: --setup: '{shown ?? name}' can't be a user's name: {problem}", "create", "--force", "--setup", $"{name}:x");
    }

    [Fact]
    public void Names_may_be_unusual()
    {
        foreach (var name in (string[])["a b", "o'neil", "\"q\"", "😀", "john.doe", "-n"])
        {
            using var mac = Bench.WithMachine("--no-setup");
            mac.Good(["setup", "--password", "pw", "--", name]);
            Assert.True(mac.Show().GetProperty("users").TryGetProperty(name, out _), name);
            Assert.Contains(name, mac.Good("show"));
        }
    }

    [Fact]
    public void A_very_long_password_works()
    {
        using var mac = Bench.WithMachine("--no-setup");
        var password = new string('p', 10_000_000);
        mac.Good("setup", "alice", "--password", password);
        mac.Good("login", "alice", "--password", password);
        Assert.Equal(1, mac.Run("login", "alice", "--password", password[1..]).Status);
    }

    [Fact]
    public void Login_and_logout_change_who_is_at_the_console()
    {
        Assert.Equal("login window\n", bench.Good("console"));
        Assert.Equal("", bench.Good("login", "alice", "--password", "s3cret"));
        Assert.Equal("alice\n", bench.Good("console"));
        Assert.Equal("alice", bench.Show().GetProperty("consoleUser").GetString());
        Assert.Equal("", bench.Good("logout"));
        Assert.Equal("login window\n", bench.Good("console"));
        bench.Bad(1, "nobody is logged in at the console; log in with 'macemu login NAME --password PASSWORD'", "logout");
    }

    [Theory]
    [InlineData("alice", "wrong")]
    [InlineData("alice", "")]
    [InlineData("nobody-here", "s3cret")]
    [InlineData("", "s3cret")]
    public void A_login_with_a_wrong_password_fails_with_1(string name, string password)
    {
        bench.Bad(1, $"login {name}: no such user or a wrong password; 'macemu show' lists the users", "login", name, "--password", password);
        Assert.Equal("login window\n", bench.Good("console"));
    }

    [Fact]
    public void A_disabled_user_does_not_log_in()
    {
        using var mac = Bench.WithMachine("--from", bench.Write("d.yml", "users: {dora: {password: pw, disabled: true}}"));
        mac.Bad(1, "login dora: the account is disabled", "login", "dora", "--password", "pw");
    }

    [Fact]
    public void Restarts_lead_into_recovery_and_back()
    {
        bench.Good("login", "alice", "--password", "s3cret");
        bench.Good("restart", "--to", "1tr");
        Assert.Equal("1tr", bench.Show().GetProperty("boot").GetProperty("environment").GetString());
        bench.Bad(1, "the Mac is in 1tr; start macOS with 'macemu restart'", "login", "alice", "--password", "s3cret");
        bench.Bad(1, "the Mac is in 1tr; start macOS with 'macemu restart'", "console");
        bench.Good("restart", "--to=recoveryos", "--system", "Macintosh HD");
        Assert.Contains("recoveryOS of Macintosh HD", bench.Good("show"));
        bench.Good("restart");
        Assert.Equal("login window\n", bench.Good("console"));
        bench.Bad(1, "no system is named Other; there is Macintosh HD", "restart", "--system", "Other");
    }

    [Fact]
    public void There_is_no_1TR_on_Intel()
    {
        using var mac = Bench.WithMachine("--os", "13.6", "--chip", "t2");
        mac.Bad(1, "1TR exists on Apple silicon only; use --to recoveryos", "restart", "--to", "1tr");
    }

    [Fact]
    public void After_a_shutdown_nothing_runs_until_a_restart()
    {
        bench.Good("shutdown");
        Assert.False(bench.Show().GetProperty("boot").GetProperty("running").GetBoolean());
        bench.Bad(78, "run: the Mac is shut down; start it with 'macemu restart'", "run", "--", "true");
        bench.Bad(1, "the Mac is shut down; start it with 'macemu restart'", "console");
        bench.Good("restart");
        Assert.Equal("login window\n", bench.Good("console"));
    }

    [Theory]
    [InlineData("90s", "2026-03-01T08:31:30Z")]
    [InlineData("5m", "2026-03-01T08:35:00Z")]
    [InlineData("2h", "2026-03-01T10:30:00Z")]
    [InlineData("3d", "2026-03-04T08:30:00Z")]
    [InlineData("1w", "2026-03-08T08:30:00Z")]
    [InlineData("1h30m", "2026-03-01T10:00:00Z")]
    [InlineData("0.5h", "2026-03-01T09:00:00Z")]
    [InlineData("PT1H30M", "2026-03-01T10:00:00Z")]
    [InlineData("P1DT1S", "2026-03-02T08:30:01Z")]
    public void The_clock_is_set_and_advanced(string duration, string then)
    {
        bench.Good("clock", "set", "2026-03-01T09:29:59+01:00");
        bench.Good("clock", "advance", duration); // a seeded clock steps by a second at each run
        Assert.Equal(then + "\n", bench.Good("clock", "show"));
        Assert.Equal(then, bench.Show().GetProperty("machine").GetProperty("clock").GetString());
    }

    [Theory]
    [InlineData("clock advance: 'soon' is not a duration like 90s, 5m, 2h, 3d, 1h30m or PT1H30M", "advance", "soon")]
    [InlineData("clock advance: '' is not a duration like 90s, 5m, 2h, 3d, 1h30m or PT1H30M", "advance", "")]
    [InlineData("clock advance: '5' is not a duration like 90s, 5m, 2h, 3d, 1h30m or PT1H30M", "advance", "5")]
    [InlineData("clock advance: '5m3' is not a duration like 90s, 5m, 2h, 3d, 1h30m or PT1H30M", "advance", "5m3")]
    [InlineData("clock advance: '５m' is not a duration like 90s, 5m, 2h, 3d, 1h30m or PT1H30M", "advance", "５m")]
    [InlineData("clock advance: '99999999999999999999d' is not a duration like 90s, 5m, 2h, 3d, 1h30m or PT1H30M", "advance", "99999999999999999999d")]
    [InlineData("clock advance: that leads beyond the year 9999", "advance", "9999999d")]
    [InlineData("clock advance: months and years differ in length; say days", "advance", "P1M")]
    [InlineData("clock set: 'yesterday' is not a time like 2026-03-01T08:30:00Z between 1970 and 9999", "set", "yesterday")]
    [InlineData("clock set: '2026-02-30' is not a time like 2026-03-01T08:30:00Z between 1970 and 9999", "set", "2026-02-30")]
    [InlineData("clock set: '1969-12-31' is not a time like 2026-03-01T08:30:00Z between 1970 and 9999", "set", "1969-12-31")]
    public void Times_that_are_none_are_refused(string line, params string[] arguments) =>
        bench.Bad(2, line, ["clock", .. arguments]);

    [Fact]
    public void Every_event_is_in_the_log_and_no_password_is()
    {
        bench.Good("login", "alice", "--password", "s3cret");
        bench.Good("logout");
        bench.Run("login", "alice", "--password=wr0ng-one");
        bench.Run("login", "alice", "--password:wr0ng-two");
        bench.Good("clock", "advance", "5m");
        bench.Good("restart");
        bench.Good("shutdown");
        bench.Good("show");
        var rows = bench.Good("log", "--json").TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            [
                """["login","alice","--password","•••"] 0""", """["logout"] 0""", """["login","alice","--password=•••"] 1""", """["login","alice","--password=•••"] 1""",
                """["clock","advance","5m"] 0""", """["restart"] 0""", """["shutdown"] 0""",
            ],
            rows.Select(row => $"{row.GetProperty("arguments").GetRawText()} {row.GetProperty("exitStatus")}"));
        Assert.All(rows, row => Assert.Equal("macemu", row.GetProperty("tool").GetString()));
        var text = bench.Good("log");
        foreach (var secret in (string[])["s3cret", "wr0ng"])
        {
            Assert.DoesNotContain(secret, text);
            Assert.DoesNotContain(secret, bench.Good("log", "--json"));
            Assert.False(File.ReadAllBytes(bench.Machine).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(secret)) >= 0, $"{secret} stands in the machine file");
        }
    }

    [Fact]
    public void The_log_tells_in_words_what_changed()
    {
        bench.Environment["MACEMU_USER"] = "alice";
        bench.Environment["MACEMU_RUN"] = "run-7";
        bench.Good("restart", "--to", "recoveryos");
        bench.Environment.Remove("MACEMU_RUN");
        bench.Good("restart", "--to", "macos");
        Assert.Equal(
            """
            2026-01-01T09:00:00Z  alice  macemu restart --to recoveryos  (exit 0)
                boot environment: macos → recoveryos
            2026-01-01T09:00:01Z  alice  macemu restart --to macos  (exit 0)
                boot environment: recoveryos → macos

            """, bench.Good("log"));
        Assert.StartsWith("2026-01-01T09:00:01Z", bench.Good("log", "--last", "1"));
        Assert.Equal("", bench.Good("log", "--last", "0"));
        Assert.StartsWith("2026-01-01T09:00:00Z  alice  macemu restart --to recoveryos", bench.Good("log", "--run", "run-7"));
        Assert.Equal(2, bench.Good("log", "--run", "run-7").TrimEnd('\n').Split('\n').Length);
        Assert.Equal("", bench.Good("log", "--run", "no-such-run"));
    }

    [Fact]
    public void Looking_leaves_no_trace()
    {
        var before = File.ReadAllBytes(bench.Machine);
        foreach (var command in (string[][])[["show"], ["show", "--json"], ["console"], ["clock", "show"], ["log"], ["snapshot", "list"], ["run", "--help"]]) bench.Good(command);
        Assert.Equal(before, File.ReadAllBytes(bench.Machine));
    }
}
