namespace MacEmu.Tests;

/// <summary><c>macemu create</c> and its options.</summary>
public sealed class CreateTests : IDisposable
{
    private readonly Bench bench = new();

    public CreateTests() => bench.Environment["MACEMU_MACHINE"] = bench.Machine;

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_new_Mac_is_reported_in_one_line()
    {
        Assert.Equal($"{bench.Machine}: Mac14,2 with macOS 14.5 (23F79)\n", bench.Good("create", "--os", "14.5"));
        Assert.False(bench.Show().GetProperty("users").EnumerateObject().Any());
        Assert.Contains("Setup Assistant has not run", bench.Good("show"));
    }

    [Fact]
    public void A_seed_makes_everything_come_out_the_same()
    {
        string Make(params string[] more)
        {
            bench.Good(["create", "--force", "--kdf-iterations", "2", "--setup", "alice:pw", .. more]);
            return bench.Good("show", "--json");
        }
        Assert.Equal(Make("--seed", "7"), Make("--seed", "7"));
        Assert.NotEqual(Make("--seed", "7"), Make("--seed", "8"));
        Assert.NotEqual(Make(), Make());
    }

    [Theory]
    [InlineData("apple", "14.5", "Mac14,2")]
    [InlineData("t2", "14.5", "MacBookPro16,1")]
    [InlineData("intel", "13.6", "iMac19,1")]
    public void The_chip_chooses_a_model(string chip, string os, string model)
    {
        bench.Good("create", "--chip", chip, "--os", os);
        var machine = bench.Show().GetProperty("machine");
        Assert.Equal((model, chip, os), (machine.GetProperty("model").GetString(), machine.GetProperty("chip").GetString(), machine.GetProperty("os").GetString()));
    }

    [Theory]
    [InlineData("alice:s3cret", "alice", "s3cret", "alice")]
    [InlineData("alice:s3cret:Alice Example", "alice", "s3cret", "Alice Example")]
    [InlineData("alice::Alice: the first", "alice", "", "Alice: the first")]
    [InlineData("alice:s3cret:", "alice", "s3cret", "alice")]
    public void Setup_takes_name_password_and_full_name(string text, string name, string password, string fullName)
    {
        bench.Good("create", "--setup", text);
        Assert.Equal(fullName, bench.Show().GetProperty("users").GetProperty(name).GetProperty("fullName").GetString());
        bench.Good("login", name, "--password", password);
    }

    [Theory]
    [InlineData("create: --os: no macOS 12.99 is known; the releases are 10.13, 10.14, 10.15, 11, 12, 13, 14, 15, 26, each with its patch levels", "--os", "12.99")]
    [InlineData("create: --os: no macOS  is known; the releases are 10.13, 10.14, 10.15, 11, 12, 13, 14, 15, 26, each with its patch levels", "--os", "")]
    [InlineData("create: --model: no Mac model Mac99,1 is known; models look like Mac14,2", "--model", "Mac99,1")]
    [InlineData("create: --chip: no Mac with Apple silicon runs macOS 10.15.7", "--chip", "apple", "--os", "10.15.7")]
    [InlineData("create: --chip: Mac14,2 is Apple silicon, not a T2 chip", "--model", "Mac14,2", "--chip", "t2")]
    [InlineData("create: --os: Mac14,2 doesn't run macOS 11.0 (it runs 12.4 to the newest)", "--model", "Mac14,2", "--os", "11.0")]
    [InlineData("create: --setup takes NAME:PASSWORD or NAME:PASSWORD:FULL NAME", "--setup", "alice")]
    [InlineData("create: --setup: a user root exists already; choose another name", "--setup", "root:pw")]
    [InlineData("create: --setup and --no-setup contradict each other", "--setup", "a:b", "--no-setup")]
    [InlineData("create: --seed: '1.5' is not a whole number", "--seed", "1.5")]
    [InlineData("create: --seed: '99999999999999999999' is not a whole number", "--seed", "99999999999999999999")]
    [InlineData("create: --kdf-iterations: '0' is not a number from 1 to 9999999", "--kdf-iterations", "0")]
    [InlineData("create: --kdf-iterations: '10000000' is not a number from 1 to 9999999", "--kdf-iterations", "10000000")]
    public void Impossible_Macs_are_refused_and_leave_no_file(string line, params string[] options)
    {
        bench.Bad(2, line, ["create", .. options]);
        Assert.Empty(Directory.GetFiles(bench.Folder));
    }

    [Fact]
    public void Their_default_values_are_fine() => bench.Good("create", "--mdm", "none", "--bootstrap-token", "unsupported");

    [Fact]
    public void An_existing_machine_is_replaced_by_force_only()
    {
        bench.Good("create", "--os", "14.5");
        Directory.CreateDirectory(bench.Machine + ".root/Library");
        bench.Bad(74, $"machine file {bench.Machine}: it exists already. Use --force to replace it, or name another.", "create", "--os", "13.6");
        Assert.Contains("macOS 14.5 ", bench.Good("show"));
        Assert.True(Directory.Exists(bench.Machine + ".root/Library"));
        bench.Bad(2, "create: --os: no macOS 1.0 is known; the releases are 10.13, 10.14, 10.15, 11, 12, 13, 14, 15, 26, each with its patch levels", "create", "--force", "--os", "1.0");
        bench.Good("create", "--force", "--os", "13.6");
        Assert.Contains("macOS 13.6 ", bench.Good("show"));
        Assert.False(Directory.Exists(bench.Machine + ".root"));
    }

    [Fact]
    public void Places_that_cannot_be_written_give_74()
    {
        var outcome = bench.Run("create", "--machine", "/proc/x/machine.db");
        Assert.Equal((74, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith("macemu: machine file /proc/x/machine.db: it can't be written (", outcome.Errors);
        bench.Bad(74, $"create: {bench.Folder} is a directory; name a file", "create", "--force", "--machine", bench.Folder);
    }

    [Fact]
    public void Options_win_over_the_file()
    {
        var file = bench.Write("mac.yml",
            """
            machine: {os: 14.5, build: 23F79, model: "Mac14,2", chip: apple, setup: {user: bob, password: pw}}
            """);
        bench.Good("create", "--from", file);
        Assert.Contains("bob", bench.Good("show"));
        bench.Good("create", "--force", "--from", file, "--os", "13.6", "--chip", "t2", "--setup", "alice:pw");
        var shown = bench.Good("show");
        Assert.StartsWith("MacBookPro16,1 (Intel with T2)", shown);
        Assert.Contains("macOS 13.6 (22G120)", shown);
        Assert.Contains("\nalice ", shown);
        Assert.DoesNotContain("bob", shown);
        bench.Good("create", "--force", "--from", file, "--no-setup", "--model", "MacBookAir10,1");
        Assert.Contains("Setup Assistant has not run", bench.Good("show"));
        Assert.StartsWith("MacBookAir10,1", bench.Good("show"));
        bench.Good("create", "--force", "--from", file, "--os", "14.5");
        Assert.Contains("(23F79)", bench.Good("show"));
    }
}
