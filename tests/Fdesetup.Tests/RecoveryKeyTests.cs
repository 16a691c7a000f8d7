using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using MacStateStore.DeviceManagement;
using MacStateStore.FileVault;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;

namespace Fdesetup.Tests;

public sealed class RecoveryKeyTests
{
    private static string As(string? name, string password) => name is null ? Bench.Plist(("Password", password)) : Bench.Plist(("Username", name), ("Password", password));

    [Theory]
    [InlineData("10.13.6")]
    [InlineData("14.5")]
    [InlineData("26.0")]
    public void A_new_personal_key_takes_the_place_of_the_old_one(string os)
    {
        using var bench = new Bench(os, Bench.Protected);
        var outcome = bench.RootTypes("bob\npw-bob\n", "changerecovery", "-personal").Ends();
        Assert.Equal(Bench.AskName + Bench.AskPassword("bob"), outcome.Err);
        var key = outcome.Out.Split('\'')[1];
        Assert.Equal($"New personal recovery key = '{key}'\n", outcome.Out);
        Assert.True(bench.IsRecoveryKey(key) && !bench.IsRecoveryKey(Bench.Key));
        bench.RootTypes(As(null, key), "validaterecovery", "-inputplist").Says("true").Ends(0);
        bench.RootTypes(As(null, Bench.Key), "validaterecovery", "-inputplist").Says("false").Ends(11);
    }

    [Fact]
    public void The_new_key_may_come_as_a_property_list_or_not_at_all()
    {
        using var bench = new Bench(fileVault: Bench.Protected);
        var told = bench.RootTypes(As("alice", "pw-alice"), "changerecovery", "-personal", "-inputplist", "-outputplist").Ends();
        var plist = (PlistDictionary)PropertyList.Parse(System.Text.Encoding.UTF8.GetBytes(told.Out));
        Assert.Equal(["Change", "EnabledDate", "HardwareUUID", "RecoveryKey", "SerialNumber"], plist.Keys);
        Assert.True(plist.TryGetString("RecoveryKey", out var key) && bench.IsRecoveryKey(key));
        var silent = bench.RootTypes(As("alice", "pw-alice"), "changerecovery", "-norecoverykey", "-verbose", "-personal", "-inputplist").Says().Ends();
        Assert.Equal("fdesetup: auth info dictionary path = stdin\nfdesetup: do not return recovery key\nfdesetup: use personal recovery key\nfdesetup: device path = /\n", silent.Err);
        Assert.False(bench.IsRecoveryKey(key));
    }

    [Theory]
    [InlineData("10.13.6", 136, "Error: Unable to change key\n")]
    [InlineData("10.14.6", 0, "")]
    [InlineData("14.5", 0, "")]
    public void The_key_itself_may_ask_for_another_from_10_14_on(string os, int status, string message)
    {
        using var bench = new Bench(os, Bench.Protected);
        var outcome = bench.RootTypes(As(null, Bench.Key), "changerecovery", "-personal", "-inputplist").Ends(status);
        Assert.Equal(message, outcome.Err);
        Assert.Equal(status != 0, bench.IsRecoveryKey(Bench.Key));
    }

    [Theory]
    [InlineData("14.5", "alice", "wrong", 11, "Error: Unable to unlock or authenticate to FileVault.\n")]
    [InlineData("14.5", null, "pw-alice", 11, "Error: Unable to unlock or authenticate to FileVault.\n")]
    [InlineData("14.5", "carol", "pw-carol", 99, "Error: Unable to change key.\nError: User could not be authenticated.\n")]
    [InlineData("10.14.6", "carol", "pw-carol", 136, "Error: Unable to change key\n")]
    public void Whoever_can_t_open_the_volume_gets_no_key(string os, string? name, string password, int status, string message)
    {
        using var bench = new Bench(os, Bench.Protected);
        bench.RootTypes(As(name, password), "changerecovery", "-personal", "-inputplist").Fails(status, message);
        Assert.True(bench.IsRecoveryKey(Bench.Key));
        Assert.DoesNotContain(password, bench.JournalLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_name_it_is_about_the_console_user()
    {
        using var bench = new Bench(fileVault: Bench.Protected);
        bench.Do(mac => mac.Sessions.Login("bob", "pw-bob"));
        bench.RootTypes(As(null, "pw-bob"), "changerecovery", "-personal", "-inputplist").Ends();
    }

    [Fact]
    public void A_key_that_is_removed_opens_nothing()
    {
        using var bench = new Bench(fileVault: Bench.Protected);
        bench.RootTypes(As("carol", "pw-carol"), "removerecovery", "-personal", "-inputplist").Fails(27, "Error: Unable to remove recovery key.\n");
        bench.RootTypes(As("alice", "wrong"), "removerecovery", "-personal", "-inputplist").Fails(11, "Error: Unable to unlock or authenticate to FileVault.\n");
        bench.RootTypes(As(null, Bench.Key), "removerecovery", "-personal", "-inputplist").Says().Ends();
        bench.Root("haspersonalrecoverykey").Says("false").Ends();
        Assert.False(bench.IsRecoveryKey(Bench.Key));
        bench.RootTypes("alice\npw-alice\n", "removerecovery", "-personal").Fails(27, Bench.AskName + Bench.AskPassword("alice") + "Error: Unable to remove recovery key.\n");
        bench.RootTypes("x\n", "removerecovery", "-institutional", "-user", "alice").Fails(34, Bench.AskPassword("alice") + "Error: This option is not supported on APFS volumes.\n");
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void The_private_key_of_an_institutional_key_opens_the_volume(bool rsa, bool pem)
    {
        var certificate = rsa ? Certificates.Rsa : Certificates.Curve;
        using var bench = new Bench("14.5", chip: Chip.T2);
        var file = bench.FileOf(pem ? System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()) : certificate.RawData, "/var/root/irk.cer");
        bench.RootTypes("pw-alice\n", "enable", "-user", "alice", "-certificate", file).Ends();
        bench.Root("hasinstitutionalrecoverykey").Says("true").Ends();
        Assert.True(File.Exists(bench.Place(MasterKeychain.Path)));
        bench.Root("status").Says("FileVault is On.", "FileVault master keychain appears to be installed.");
        // The keychain on the Mac has no private key; whoever keeps that one has the way in.
        bench.Root("changerecovery", "-personal", "-key", MasterKeychain.Path).Fails(11, "Error: Unable to unlock or authenticate to FileVault.\n");
        var kept = bench.FileOf(Certificates.KeychainOf(certificate), "/var/root/private.keychain");
        var other = bench.FileOf(Certificates.KeychainOf(rsa ? Certificates.Curve : Certificates.Rsa), "/var/root/other.keychain");
        bench.Root("changerecovery", "-personal", "-key", other).Fails(11, "Error: Unable to unlock or authenticate to FileVault.\n");
        var changed = bench.Root("changerecovery", "-personal", "-key", kept).Ends();
        Assert.True(bench.IsRecoveryKey(changed.Out.Split('\'')[1]));
        bench.RootTypes(Bench.Plist(("KeychainPath", kept)), "removerecovery", "-institutional", "-inputplist").Says().Ends();
        bench.Root("hasinstitutionalrecoverykey").Says("false");
        bench.Root("changerecovery", "-personal", "-key", kept).Ends(11);
    }

    [Fact]
    public void The_institutional_key_may_come_from_the_master_keychain()
    {
        using var bench = new Bench(Bench.Household("14.5", new() { HasMasterKeychain = true }, Chip.T2));
        bench.RootTypes("pw-alice\n", "enable", "-user", "alice").Fails(18, "Error: The FileVault master keychain was found unexpectedly.\n");
        bench.RootTypes("pw-alice\n", "enable", "-user", "alice", "-keychain").Ends();
        bench.Root("hasinstitutionalrecoverykey", "-device", "/").Says("true").Ends();
        bench.FileOf([0, 1, 2], MasterKeychain.Path);
        bench.RootTypes("pw-alice\n", "changerecovery", "-institutional", "-keychain", "-user", "alice").Fails(26, Bench.AskPassword("alice") + "Error: Unable to change key.\n");
    }

    [Fact]
    public void A_keychain_of_macOS_gives_its_certificate()
    {
        using var bench = new Bench("14.5", chip: Chip.T2);
        bench.FileOf([.. "kych"u8, 0x30, 0x82, 0x00, 0x01, 0x30, .. new byte[50], .. Certificates.Rsa.RawData, .. new byte[99]], MasterKeychain.Path);
        bench.RootTypes("pw-alice\n", "enable", "-user", "alice", "-keychain").Ends();
        Assert.Equal(Certificates.Rsa.RawData, bench.Look(mac => mac.FileVault.InstitutionalCertificate));
    }

    [Theory]
    [InlineData("-keychain", null, 21, "Error: A problem occurred while trying to enable FileVault. (21)\n")]
    [InlineData("-certificate", "/nosuch.cer", 21, "Error: The file '/nosuch.cer' could not be read.\n")]
    [InlineData("-certificate", "", 21, "Error: The file '' could not be read.\n")]
    public void Without_a_certificate_there_is_no_institutional_key(string option, string? value, int status, string message)
    {
        using var bench = new Bench("14.5", chip: Chip.T2);
        bench.RootTypes("pw-alice\n", ["enable", "-user", "alice", option, .. value is null ? [] : new[] { value }]).Fails(status, message);
        var junk = bench.FileOf("no certificate"u8.ToArray(), "/var/root/junk.cer");
        bench.RootTypes("pw-alice\n", "enable", "-user", "alice", "-certificate", junk)
            .Fails(21, Bench.AskPassword("alice") + "Error: A problem occurred while trying to enable FileVault. (21)\n");
    }

    [Fact]
    public void A_keychain_that_can_t_be_moved_away_stops_it()
    {
        using var bench = new Bench("14.5", chip: Chip.T2);
        var file = bench.FileOf(Certificates.Rsa.RawData, "/var/root/irk.cer");
        Directory.CreateDirectory(bench.Place(MasterKeychain.Path));
        bench.RootTypes("pw-alice\n", "enable", "-user", "alice", "-certificate", file).Fails(19, Bench.AskPassword("alice") + "Error: The FileVault master keychain could not be replaced.\n");
        Assert.False(bench.IsOn);
    }

    [Fact]
    public void Apple_silicon_has_no_institutional_keys()
    {
        using var bench = new Bench();
        var file = bench.FileOf(Certificates.Rsa.RawData, "/var/root/irk.cer");
        bench.RootTypes("pw-alice\n", "enable", "-user", "alice", "-certificate", file).Fails(34, Bench.AskPassword("alice") + "Error: This option is not supported on APFS volumes.\n");
    }

    [Theory]
    [InlineData("/", 0, "true")]
    [InlineData("/dev/disk3s5", 0, "true")]
    [InlineData("disk0s1", 29, "false")]
    [InlineData("nosuch/🚀", 29, "false")]
    [InlineData("", 29, "false")]
    public void Of_other_devices_nothing_is_known(string device, int status, string answer)
    {
        using var bench = new Bench(fileVault: Bench.Protected);
        bench.Root("haspersonalrecoverykey", "-device", device).Says(answer).Ends(status);
    }

    [Fact]
    public void Only_CoreStorage_knows_whether_the_recovery_key_unlocked_the_start()
    {
        using var apfs = new Bench(fileVault: Bench.Protected);
        apfs.Root("usingrecoverykey").Fails(33, "This command is not supported on APFS volumes.\n");
        using var bench = Bench.CoreStorage(Bench.Protected);
        bench.Root("usingrecoverykey").Says("false").Ends();
        bench.Do(mac =>
        {
            var uuid = mac.FileVault.UnlockerBy(Bench.Key, null);
            mac.Power.Restart();
            mac.FileVault.Unlocked(uuid);
        });
        bench.Root("usingrecoverykey").Says("true").Ends();
        // An authenticated restart with it doesn't count.
        var outcome = bench.RootTypes(Bench.Key + "\n", "authrestart").Ends();
        Assert.Equal("Enter a password for '/', or the recovery key:System is being restarted\n", outcome.Err);
        bench.Root("usingrecoverykey").Says("false").Ends();
        bench.Root("status", "-extended").Ends(78);
    }

    [Fact]
    public void CoreStorage_tells_the_hash_of_the_institutional_public_key()
    {
        using var bench = Bench.CoreStorage(Bench.Protected with { HasInstitutionalKey = true, InstitutionalCertificate = Certificates.Rsa.RawData });
        bench.Root("hasinstitutionalrecoverykey").Says("true");
        var hash = bench.Root("hasinstitutionalrecoverykey", "-device", "/").Ends().Out;
#pragma warning disable CA5350
        Assert.Equal(Convert.ToHexString(System.Security.Cryptography.SHA1.HashData(Certificates.Rsa.PublicKey.EncodedKeyValue.RawData)) + "\n", hash);
#pragma warning restore CA5350
        bench.RootTypes("wrong\n", "changerecovery", "-personal").Fails(11, "Enter a password for '/', or the recovery key:Error: Unable to unlock FileVault.\n");
    }

    [Fact]
    public void A_profile_has_each_new_key_escrowed_and_the_file_is_newer_each_time()
    {
        var profile = Bench.Profile("escrow",
            ("com.apple.security.FDERecoveryKeyEscrow", new PlistDictionary { ["Location"] = "the help desk", ["EncryptCertPayloadUUID"] = Bench.PayloadUuid(1) }),
            ("com.apple.security.pkcs1", new PlistDictionary { ["PayloadContent"] = new PlistData(Certificates.Rsa.RawData) }));
        using var bench = new Bench(Bench.Household("14.5", Bench.Protected) with
        {
            Profiles = [new MacStateStore.ProfileSpecification(profile, null)],
            Mdm = new() { Enrollment = EnrollmentKind.Automated },
        });
        Assert.False(File.Exists(bench.Place(RecoveryKeyEscrow.FilePath)));
        var times = new List<DateTime>();
        for (var i = 0; i < 2; i++)
        {
            var key = bench.RootTypes(As("alice", "pw-alice"), "changerecovery", "-personal", "-inputplist").Ends().Out.Split('\'')[1];
            var envelope = new EnvelopedCms();
            envelope.Decode(File.ReadAllBytes(bench.Place(RecoveryKeyEscrow.FilePath)));
            envelope.Decrypt(new X509Certificate2Collection(Certificates.Rsa));
            Assert.Equal(key, System.Text.Encoding.UTF8.GetString(envelope.ContentInfo.Content));
            Assert.Equal(key, bench.Look(mac => mac.MdmServer.EscrowedRecoveryKey));
            times.Add(File.GetLastWriteTimeUtc(bench.Place(RecoveryKeyEscrow.FilePath)));
        }
        Assert.True(times[1] > times[0] && times[0].Year == 2024);
        Assert.Contains("YES     EBC6C064-0000-11AA-AA11-00306543ECAC                 Personal Recovery Record\n", bench.Root("list", "-extended").Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("5", true)]
    [InlineData("-1", false)]
    public void An_authenticated_restart_unlocks_itself_once(string delay, bool restarts)
    {
        using var bench = new Bench(fileVault: Bench.Protected);
        bench.Do(mac => mac.Sessions.Login("bob", "pw-bob"));
        var outcome = bench.RootTypes(As("bob", "pw-bob"), "authrestart", "-delayminutes", delay, "-inputplist").Says().Ends();
        Assert.Equal(restarts ? "System is being restarted\n" : "", outcome.Err);
        Assert.Equal((restarts ? null : "bob", !restarts), bench.Look(mac => (mac.Sessions.ConsoleUser, mac.FileVault.UnlocksNextStart)));
        if (!restarts) bench.Do(mac => mac.Power.Restart());
        Assert.Equal(bench.Uuid("bob"), bench.Look(mac => mac.FileVault.UnlockedBy));
        bench.Do(mac => mac.Power.Restart());
        Assert.Null(bench.Look(mac => mac.FileVault.UnlockedBy));
    }

    [Fact]
    public void An_authenticated_restart_is_not_for_everybody()
    {
        using var bench = new Bench(fileVault: Bench.Protected);
        bench.RootTypes(As("bob", "wrong"), "authrestart", "-inputplist").Fails(11, "Error: User authentication failed.\n");
        bench.RootTypes(As("carol", "pw-carol"), "authrestart", "-inputplist").Fails(11, "Error: User authentication failed.\n");
        bench.RootTypes(As(null, Bench.Key), "authrestart", "-inputplist").Fails(11, "Error: User authentication failed.\n");
        using var old = new Bench(fileVault: Bench.Protected with { SupportsAuthRestart = false });
        old.As("carol", "supportsauthrestart").Says("false").Ends();
        old.RootTypes(As("bob", "pw-bob"), "authrestart", "-inputplist").Fails(36, "Error: Authenticated restart is not supported on this system.\n");
    }
}
