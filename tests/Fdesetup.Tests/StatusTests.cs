using Diskutil;
using MacStateStore.FileVault;
using MacStateStore.Releases;

namespace Fdesetup.Tests;

public sealed class StatusTests
{
    [Theory]
    [InlineData(true, "FileVault is On.", "true", 0)]
    [InlineData(false, "FileVault is Off.", "false", 1)]
    public void On_and_off_are_told_to_anybody(bool isOn, string headline, string answer, int status)
    {
        using var bench = new Bench(fileVault: new() { IsOn = isOn });
        bench.As("carol", "status").Says(headline).Ends().ChangesNothing();
        bench.As("carol", "isactive").Says(answer).Ends(status).ChangesNothing();
        bench.As("carol", "status", "-extended").Says(headline, "Volume is APFS.").Ends();
        var verbose = bench.As("carol", "status", "--verbose").Says(headline).Ends();
        Assert.Equal("fdesetup: device path = /\n", verbose.Err);
    }

    [Theory]
    [InlineData(PendingRestart.Enable, false, "FileVault is Off, but will be enabled after the next restart.", 2)]
    [InlineData(PendingRestart.Finish, true, "FileVault is On, but needs to be restarted to finish.", 0)]
    [InlineData(PendingRestart.Finish, false, "FileVault is Off, but needs to be restarted to finish.", 2)]
    public void What_waits_for_a_restart_is_told_until_there_is_one(PendingRestart pending, bool isOn, string headline, int active)
    {
        using var bench = new Bench(fileVault: new() { IsOn = isOn, Restart = pending });
        bench.Root("status").Says(headline).Ends();
        bench.Root("isactive").Says(active == 0 ? "true" : "false").Ends(active);
        bench.Do(mac => mac.Power.Restart());
        bench.Root("status").Says(isOn || pending == PendingRestart.Enable ? "FileVault is On." : "FileVault is Off.");
    }

    [Fact]
    public void Without_T2_a_volume_is_converted_for_hours_by_the_Macs_clock()
    {
        using var bench = new Bench("14.5", chip: Chip.Intel);
        bench.RootTypes("alice\npw-alice\n", "enable").Ends();
        var before = bench.Root("status").Out;
        Assert.Matches(@"^FileVault is On\.\nEncryption in progress: Percent completed = 0\.\d\d\n$", before);
        bench.Root("isactive").Says("true").Ends(0);
        bench.Pass(TimeSpan.FromHours(1));
        Assert.Matches(@"^FileVault is On\.\nEncryption in progress: Percent completed = 50\.\d\d\n$", bench.Root("status").Out);
        // Half of it is decrypted in half the time.
        bench.RootTypes("alice\npw-alice\n", "disable").Says("FileVault has been disabled.").Ends();
        Assert.Matches(@"^FileVault is Off\.\nDecryption in progress: Percent completed = (49|50)\.\d\d\n$", bench.Root("status").Out);
        bench.Root("isactive").Says("false").Ends(2);
        bench.Pass(TimeSpan.FromMinutes(59));
        Assert.Contains("Decryption in progress", bench.Root("status").Out, StringComparison.Ordinal);
        bench.Pass(TimeSpan.FromMinutes(2));
        bench.Root("status").Says("FileVault is Off.");
        bench.Root("isactive").Says("false").Ends(1);
    }

    [Theory]
    [InlineData(Chip.Apple)]
    [InlineData(Chip.T2)]
    public void With_a_Secure_Enclave_it_is_on_and_off_at_once(Chip chip)
    {
        using var bench = new Bench("14.5", chip: chip);
        bench.RootTypes("alice\npw-alice\n", "enable").Ends();
        bench.Root("status").Says("FileVault is On.");
        bench.RootTypes("alice\npw-alice\n", "disable").Ends();
        bench.Root("status").Says("FileVault is Off.");
    }

    [Theory]
    [InlineData(Chip.Intel, "\nEncryption in progress: Percent completed = 0", "\nDecryption in progress: Percent completed = 0")]
    [InlineData(Chip.Apple, "\n", "\n")]
    public void What_diskutil_turns_on_and_off_is_FileVault_too(Chip chip, string encrypting, string decrypting)
    {
        using var bench = new Bench("14.5", chip: chip);
        string[] who = ["/", "-user", bench.Uuid("alice"), "-passphrase", "pw-alice"];
        bench.Run(DiskutilTool.Tool, "root", Stream.Null, ["apfs", "encryptVolume", .. who]).Ends();
        Assert.StartsWith("FileVault is On." + encrypting, bench.Root("status").Out, StringComparison.Ordinal);
        bench.Pass(TimeSpan.FromHours(3));
        bench.Root("status").Says("FileVault is On.");
        bench.Run(DiskutilTool.Tool, "root", Stream.Null, ["apfs", "decryptVolume", .. who]).Ends();
        Assert.StartsWith("FileVault is Off." + decrypting, bench.Root("status").Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 12.345, true, "FileVault is On.", "Encryption in progress: Pending")]
    [InlineData(false, 10, false, "FileVault is Off.", "Decryption in progress: Percent completed = 10.00")]
    [InlineData(true, 42.17, false, "FileVault is On.", "Encryption in progress: Percent completed = 42.17")]
    public void A_described_conversion_goes_on_from_there(bool isEncryption, double percent, bool isPaused, string headline, string progress)
    {
        using var bench = new Bench("14.5", new() { IsOn = isEncryption, Conversion = new Conversion(isEncryption, percent, isPaused) }, Chip.Intel);
        // A second or so of the seeded clock may have passed.
        var lines = bench.Root("status").Out.Split('\n');
        Assert.Equal((headline, progress[..^1]), (lines[0], lines[1][..(progress.Length - 1)]));
        bench.Pass(TimeSpan.FromHours(3));
        Assert.Equal(isPaused, bench.Root("status").Out.Contains("Pending", StringComparison.Ordinal));
    }

    [Fact]
    public void A_master_keychain_is_told_of_wherever_it_came_from()
    {
        using var bench = new Bench(fileVault: Bench.Protected);
        bench.Root("status").Says("FileVault is On.");
        bench.FileOf([1, 2, 3], MasterKeychain.Path);
        bench.Root("status").Says("FileVault is On.", "FileVault master keychain appears to be installed.").ChangesNothing();
        bench.Root("hasinstitutionalrecoverykey").Says("false").Ends();
    }

    [Fact]
    public void What_only_root_may_do_nobody_else_does()
    {
        using var bench = new Bench(fileVault: Bench.Protected);
        foreach (var verb in (string[])["list", "enable", "disable", "add", "remove", "sync", "changerecovery", "removerecovery", "authrestart", "haspersonalrecoverykey",
            "hasinstitutionalrecoverykey", "usingrecoverykey", "validaterecovery", "showdeferralinfo"])
            bench.As("alice", verb).Fails(14, "Error: This command must be run as root.\n");
        bench.As("carol", "supportsauthrestart").Says("true").Ends();
        Assert.StartsWith("usage: fdesetup verb [options]\n", bench.As("carol", "help").Ends().Out, StringComparison.Ordinal);
        Assert.Equal((78, "macemu: not emulated: fdesetup version\n"), (bench.As("carol", "version").Status, bench.As("carol", "version").Err));
    }

    [Theory]
    [InlineData(13, "Error: Unknown command 'nosuch'.\n", "nosuch")]
    [InlineData(13, "Error: Unknown command ''.\n", "")]
    [InlineData(12, "Error: Unknown option '-u'.\n", "enable", "-u", "x")]
    [InlineData(12, "Error: Unknown option '-password'.\n", "list", "alice", "-password", "s3cret")]
    [InlineData(12, "Error: Unknown option '-showrecoverykey'.\n", "enable", "-defer", "/tmp/x", "-showrecoverykey")]
    [InlineData(12, "Error: Unknown option '-inputplist'.\n", "enable", "-inputplist=yes")]
    [InlineData(12, "Error: The option '-user' requires a value.\n", "enable", "-user")]
    [InlineData(12, "Error: -personal or -institutional must be specified.\n", "changerecovery")]
    [InlineData(12, "Error: -personal or -institutional must be specified.\n", "removerecovery")]
    [InlineData(12, "Error: A user must be specified.\n", "add")]
    [InlineData(12, "Error: A user must be specified.\n", "remove")]
    [InlineData(12, "Error: This option requires -defer.\n", "enable", "-forceatlogin", "1")]
    [InlineData(12, "Error: A number was expected.\n", "enable", "-defer", "/tmp/x", "-forceatlogin", "often")]
    [InlineData(12, "Error: A number was expected.\n", "authrestart", "-delayminutes", "-2")]
    [InlineData(12, "Error: -keychain and -certificate cannot be used together.\n", "enable", "-keychain", "-certificate", "x")]
    public void Words_that_mean_nothing_are_refused(int status, string message, params string[] arguments)
    {
        using var bench = new Bench();
        bench.Root(arguments).Fails(status, message);
        Assert.DoesNotContain("s3cret", bench.JournalLine, StringComparison.Ordinal);
    }

    [Fact]
    public void No_words_at_all_bring_the_help()
    {
        using var bench = new Bench();
        var outcome = bench.Root().Ends(14);
        Assert.StartsWith("usage: fdesetup", outcome.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("STATUS")]
    [InlineData("status", "-verb")]
    [InlineData("status", "--v")]
    [InlineData("status", "stray")]
    [InlineData("status", "--", "-nosuch")]
    public void Verbs_take_any_case_and_options_any_unique_beginning(params string[] arguments)
    {
        using var bench = new Bench();
        if (arguments[^1] == "-nosuch") bench.Root(arguments).Ends(12);
        else bench.Root(arguments).Says("FileVault is Off.").Ends();
    }
}
