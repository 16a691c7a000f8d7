using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using MacStateStore;
using MacStateStore.FileVault;

namespace MacEmu.Tests;

/// <summary>FileVault as macemu describes, shows and plays it.</summary>
public sealed class FileVaultTests : IDisposable
{
    private const string Key = "ABCD-EFGH-JKLM-NPQR-TUVW-XYZ2";
    private const string Users = "users: {alice: {password: pw, admin: true, secureToken: true}, bob: {password: pw-bob}}\n";

    private readonly Bench bench = new();

    public FileVaultTests() => bench.Environment["MACEMU_MACHINE"] = bench.Machine;

    public void Dispose() => bench.Dispose();

    private void Make(string description, params string[] options) =>
        bench.Good(["create", "--seed", "1", "--kdf-iterations", "1", "--force", "--from", bench.Write("mac.yaml", description), .. options]);

    private T Look<T>(Func<Mac, T> look)
    {
        using var mac = Mac.Open(bench.Machine);
        return look(mac);
    }

    [Fact]
    public void A_Mac_may_be_made_with_FileVault_on_and_its_recovery_key_is_told_once()
    {
        var made = bench.Good("create", "--seed", "1", "--kdf-iterations", "1", "--filevault", "--setup", "alice:pw");
        Assert.Matches(@"\nrecovery key: ([A-Z2-9]{4}-){5}[A-Z2-9]{4}\n$", made);
        var key = made.Split("recovery key: ")[1].TrimEnd();
        Assert.True(Look(mac => mac.FileVault.IsOn && mac.FileVault.IsRecoveryKey(key)));
        Assert.Contains("FileVault on;", bench.Good("show"), StringComparison.Ordinal);
        // Nobody has set it up: the first person still gets the first token.
        bench.Good("create", "--force", "--seed", "1", "--kdf-iterations", "1", "--filevault", "--no-setup");
        bench.Good("setup", "alice", "--password", "pw");
        Assert.True(Look(mac => mac.Accounts.People[0].HasSecureToken));
    }

    [Theory]
    [InlineData("fileVault: on\nrecoveryKeys: {personal: true}", "on", true, false)]
    [InlineData("fileVault: off\nrecoveryKeys: {personal: true}", "off", false, false)]
    [InlineData("fileVault: {state: encrypting, percent: 12.5}\nmachine: {os: '14.5', chip: intel}\nrecoveryKeys: {institutional: true}", "encrypting", false, true)]
    [InlineData("fileVault: {paused: true, percent: 3, state: decrypting}\nmachine: {os: '14.5', chip: intel}", "decrypting", false, false)]
    [InlineData("fileVault: {state: off, restartPending: true}\nauthRestartSupported: false\npermissions: {fileVault: true}", "off", false, false)]
    [InlineData("fileVault: {state: off, restartPending: enable}", "off", false, false)]
    [InlineData("deferral: {active: true, user: bob, path: /var/root/k.plist, forceAtLogin: 3, dontAskAtLogout: true, showRecoveryKey: false, recoveryKey: false}\nfileVaultMasterKeychain: true", "off", false, false)]
    public void A_described_state_is_shown_and_comes_out_again(string description, string state, bool personal, bool institutional)
    {
        Make(Users + description);
        var shown = bench.Show();
        Assert.Equal(state, shown.GetProperty("fileVault").GetString());
        Assert.Equal((personal, institutional), (shown.GetProperty("recoveryKeys").GetProperty("personal").GetBoolean(), shown.GetProperty("recoveryKeys").GetProperty("institutional").GetBoolean()));
        var full = Full();
        foreach (var (name, password) in new[] { ("alice", "pw"), ("bob", "pw-bob") }) full["users"]![name]!["password"] = password;
        bench.Run("create", "--force", "--seed", "1", "--kdf-iterations", "1", "--from", bench.Write("again.json", full.ToJsonString()));
        var again = Full();
        foreach (var key in (string[])["fileVault", "recoveryKeys", "deferral", "authRestartSupported", "fileVaultMasterKeychain", "permissions"])
            Assert.Equal(full[key]?.ToJsonString(), again[key]?.ToJsonString());
    }

    private JsonNode Full() => JsonNode.Parse(bench.Run("show", "--json", "--full").Output)!;

    [Theory]
    [InlineData("fileVault: {state: on, percent: 5}", "takes the state encrypting or decrypting")]
    [InlineData("fileVault: {state: encrypting, percent: 100}", "must be a number from 0 to below 100, is '100'")]
    [InlineData("fileVault: {state: blue}", "must be one of off, on, encrypting, decrypting, is 'blue'")]
    [InlineData("recoveryKeys: {personal: abcd}", "must be true, false or a recovery key like ABCD-EFGH-JKLM-NPQR-TUVW-XYZ2")]
    [InlineData("recoveryKeys: {institutional: nosuch.pem}", "it can't be read")]
    [InlineData("machine: {os: '14.5', chip: intel}\nrecoveryKeys: {institutional: mac.yaml}", "this is no certificate")]
    [InlineData("recoveryKeys: {institutional: true}", "Apple silicon has no institutional recovery keys")]
    [InlineData("deferral: {active: true, path: here}", "must be an absolute path, is 'here'")]
    [InlineData("deferral: {active: true, user: nobody-here}", "there is no user nobody-here")]
    [InlineData("deferral: {active: false, user: bob}", "what isn't active has nothing else to it")]
    [InlineData("deferral: {active: true, forceAtLogin: -5}", "must be a number from 0 to 9999, is '-5'")]
    [InlineData("fileVault: on\ndeferral: {active: true}", "FileVault is on already")]
    public void What_can_t_be_is_refused_with_its_place(string description, string problem)
    {
        var outcome = bench.Run("create", "--from", bench.Write("mac.yaml", Users + description));
        Assert.Equal(2, outcome.Status);
        Assert.Matches(@"mac\.yaml:\d+:\d+: ", outcome.Errors);
        Assert.Contains(problem, outcome.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(bench.Machine));
    }

    [Fact]
    public void An_institutional_key_is_the_certificate_s()
    {
        using var rsa = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=IRK", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90));
        bench.Write("irk.pem", certificate.ExportCertificatePem());
        Make(Users + "machine: {chip: t2}\nfileVault: on\nrecoveryKeys: {institutional: irk.pem}");
        Assert.Equal(certificate.RawData, Look(mac => mac.FileVault.InstitutionalCertificate));
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", (string)Full()["recoveryKeys"]!["institutional"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_logout_completes_what_was_deferred()
    {
        Make(Users + "deferral: {active: true, path: /var/root/key.plist}");
        Assert.True(File.Exists(bench.Machine + ".root/Library/Preferences/com.apple.fdesetup.plist"));
        bench.Good("login", "alice", "--password", "pw");
        Assert.Equal("alice", bench.Show().GetProperty("deferral").GetProperty("user").GetString());
        // Nobody answers, which is as good as no; then the wrong password; then yes.
        Assert.Equal(0, bench.Run("logout").Status);
        bench.Good("login", "alice", "--password", "pw");
        bench.Bad(1, "logout: FileVault was not turned on for alice (wrong password); nothing was changed", "logout", "--defer-answer", "yes", "--password", "wrong");
        bench.Good("logout", "--defer-answer", "no");
        bench.Good("login", "alice", "--password", "pw");
        var done = bench.Good("logout", "--defer-answer", "yes", "--password", "pw");
        Assert.StartsWith("FileVault is on; the recovery key is ", done, StringComparison.Ordinal);
        var key = done.Split(" is ")[^1].TrimEnd();
        Assert.True(Look(mac => mac.FileVault.IsRecoveryKey(key)));
        var file = new FileInfo(bench.Machine + ".root/var/root/key.plist");
        Assert.Contains($"<string>{key}</string>", File.ReadAllText(file.FullName), StringComparison.Ordinal);
        Assert.Equal(Look(mac => mac.FileVault.Files.All.First(each => each.Path == "/var/root/key.plist").Modified.UtcDateTime), file.LastWriteTimeUtc);
        Assert.False(bench.Show().GetProperty("deferral").GetProperty("active").GetBoolean());
    }

    [Fact]
    public void A_login_that_asks_may_be_passed_by_so_often_and_no_more()
    {
        Make(Users + "deferral: {active: true, user: alice, path: /var/root/key.plist, forceAtLogin: 2, dontAskAtLogout: true, showRecoveryKey: false}");
        for (var left = 2; left > 0; left--)
        {
            Assert.Equal(left, Look(mac => mac.FileVault.Deferral.Current!.Bypasses));
            Assert.Equal(0, bench.RunWith("n\n", "login", "alice", "--password", "pw").Status);
            bench.Good("logout");
        }
        bench.Bad(1, "FileVault must be turned on at this login, alice can't pass by any more", "login", "alice", "--password", "pw", "--defer-answer", "no");
        bench.Good("login", "bob", "--password", "pw-bob"); // it isn't about him
        Assert.Equal("FileVault is on\n", bench.Good("login", "alice", "--password", "pw", "--defer-answer", "yes"));
        Assert.Equal("on", bench.Show().GetProperty("fileVault").GetString());
    }

    [Fact]
    public void Before_the_start_only_the_volume_s_own_secrets_count()
    {
        Make(Users + $"fileVault: on\nrecoveryKeys: {{personal: {Key}}}");
        bench.Bad(1, "this is not the password that unlocks the Mac for alice (one that was reset is not)", "restart", "--unlock-with", "alice", "--password", "wrong");
        bench.Bad(1, "bob can't unlock the Mac; alice can, and the recovery key", "restart", "--unlock-with", "bob", "--password", "pw-bob");
        bench.Bad(1, "this is not the recovery key (a person needs --password)", "restart", "--unlock-with", "ABCD-EFGH-JKLM-NPQR-TUVW-XYZ3");
        bench.Bad(2, "restart: --password takes --unlock-with", "restart", "--password", "pw");
        bench.Good("restart", "--unlock-with", "alice", "--password", "pw");
        Assert.Equal("alice", bench.Show().GetProperty("consoleUser").GetString());
        bench.Good("restart", "--unlock-with", Key);
        Assert.Equal((null, RecoveryKey.CryptoUserUuid), Look(mac => (mac.Sessions.ConsoleUser, mac.FileVault.UnlockedBy)));
        Assert.DoesNotContain(Key, bench.Good("log"), StringComparison.Ordinal);
        Make(Users);
        bench.Bad(1, "FileVault is off, so nobody has to unlock the Mac", "restart", "--unlock-with", "alice", "--password", "pw");
    }

    [Fact]
    public void A_password_that_was_reset_without_the_old_one_is_not_FileVault_s()
    {
        Make("machine: {os: 10.14.6}\n" + Users + "fileVault: on\nrecoveryKeys: {personal: true}");
        using (var mac = Mac.Open(bench.Machine))
        {
            mac.Begin(new MacStateStore.Storage.JournalEntry("test", "[]", "root"));
            mac.DirectoryAs(MacStateStore.OpenDirectory.DirectoryCaller.Root).ResetPassword(mac.Directory.Find(MacStateStore.OpenDirectory.RecordType.Users, "alice")!, "newer");
            mac.End(0);
        }
        bench.Bad(1, "this is not the password that unlocks the Mac for alice (one that was reset is not)", "restart", "--unlock-with", "alice", "--password", "newer");
        bench.Good("restart", "--unlock-with", "alice", "--password", "pw");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, bench.Show().GetProperty("consoleUser").ValueKind); // the login window wants the newer one
        bench.Good("login", "alice", "--password", "newer");
    }

    [Fact]
    public void A_server_has_the_recovery_key_replaced()
    {
        Make(Users + $"fileVault: on\nrecoveryKeys: {{personal: {Key}}}\nmdm: {{enrollment: ade}}");
        bench.Bad(1, "the server holds no recovery key; give --password", "mdm", "command", "RotateFileVaultKey");
        Assert.Contains("<string>Error</string>", bench.Run("mdm", "command", "RotateFileVaultKey", "--password", "wrong").Output, StringComparison.Ordinal);
        Assert.Contains("<key>EncryptedNewRecoveryKey</key>", bench.Good("mdm", "command", "RotateFileVaultKey", "--password", "pw"), StringComparison.Ordinal);
        string Escrowed() => bench.Good("mdm", "escrow", "show").Split("recovery key: ")[1].TrimEnd();
        var first = Escrowed();
        Assert.True(Look(mac => mac.FileVault.IsRecoveryKey(first) && !mac.FileVault.IsRecoveryKey(Key)));
        bench.Good("mdm", "command", "RotateFileVaultKey"); // with the key that it holds by now
        Assert.True(Look(mac => !mac.FileVault.IsRecoveryKey(first)));
        Assert.NotEqual(first, Escrowed());
        Assert.Contains("<key>FDE_HasPersonalRecoveryKey</key>\n\t\t<true/>", bench.Good("mdm", "command", "SecurityInfo"), StringComparison.Ordinal);
        Assert.Contains("FileVault refused the command (NotOnApfs).", bench.Run("mdm", "command", "RotateFileVaultKey", "--institutional", bench.Write("x.pem", "x"), "--password", "pw").Output, StringComparison.Ordinal);
    }
}
