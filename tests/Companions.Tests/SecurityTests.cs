using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Companions.Tests;

public sealed class SecurityTests : IDisposable
{
    private const string NotFound = "security: SecKeychainSearchCopyNext: The specified item could not be found in the keychain.\n";
    private const string Login = "/Users/alice/Library/Keychains/login.keychain-db";

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    private Outcome Security(params string[] arguments) => _bench.AsAlice("security", arguments);

    [Fact]
    public void A_password_is_kept_found_and_deleted()
    {
        Assert.Equal(new Outcome(44, "", NotFound), Security("find-generic-password", "-s", "wifi"));
        Assert.Equal(new Outcome(0, "", ""), Security("add-generic-password", "-a", "alice", "-s", "wifi", "-w", "hush hush", "-j", "für \\"));
        Assert.Equal(new Outcome(0, "hush hush\n", ""), Security("find-generic-password", "-ws", "wifi"));
        var shown = Security("find-generic-password", "-a", "alice", "-g");
        Assert.Equal((0, "password: \"hush hush\"\n"), (shown.Status, shown.Errors));
        Assert.Matches(
            "^keychain: \"" + Login + "\"\nversion: 512\nclass: \"genp\"\nattributes:\n    0x00000007 <blob>=\"wifi\"\n    0x00000008 <blob>=<NULL>\n    \"acct\"<blob>=\"alice\"\n" +
            "    \"cdat\"<timedate>=0x[0-9A-F]{32}  \"\\d{14}Z\\\\000\"\n    \"crtr\"<uint32>=<NULL>\n    \"cusi\"<sint32>=<NULL>\n    \"desc\"<blob>=<NULL>\n    \"gena\"<blob>=<NULL>\n" +
            "    \"icmt\"<blob>=0x66C3BC72205C  \"f\\\\303\\\\274r \\\\134\"\n    \"invi\"<sint32>=<NULL>\n    \"mdat\"<timedate>=.*\n    \"nega\"<sint32>=<NULL>\n    \"prot\"<blob>=<NULL>\n    \"scrp\"<sint32>=<NULL>\n" +
            "    \"svce\"<blob>=\"wifi\"\n    \"type\"<uint32>=<NULL>\n$", shown.Output);
        Assert.Equal(new Outcome(45, "", "security: SecKeychainItemCreateFromContent (<default>): The specified item already exists in the keychain.\n"), Security("add-generic-password", "-a", "alice", "-s", "wifi", "-w", "x"));
        Assert.Equal(0, Security("add-generic-password", "-a", "alice", "-s", "wifi", "-Uw", "ß").Status);
        Assert.Equal("c39f\n", Security("find-generic-password", "-w", "-l", "wifi").Output);
        Assert.Equal(44, _bench.AsBob("security", "find-generic-password", "-s", "wifi").Status);
        Assert.Equal(44, Security("find-internet-password", "-s", "wifi").Status);
        var gone = Security("delete-generic-password", "-l", "wifi");
        Assert.Equal((0, "password has been deleted.\n"), (gone.Status, gone.Errors));
        Assert.StartsWith($"keychain: \"{Login}\"\n", gone.Output, StringComparison.Ordinal);
        Assert.Equal(new Outcome(44, "", NotFound), Security("delete-generic-password", "-l", "wifi"));
        Assert.DoesNotContain(_bench.Journal, row => row.Entry.Arguments.Contains("hush", StringComparison.Ordinal) || row.Entry.Arguments.Contains('ß', StringComparison.Ordinal) || row.Changes.Any(change => $"{change.Before}{change.After}".Contains("hush", StringComparison.Ordinal)));
    }

    [Fact]
    public void Passwords_of_servers_and_typed_ones()
    {
        Assert.Equal(new Outcome(44, "", NotFound), Security("delete-internet-password", "-s", "msoCredentialSchemeADAL"));
        Assert.Equal(0, Security("add-internet-password", "-a", "a", "-s", "host", "-w", "p").Status);
        Assert.Contains("class: \"inet\"\n", Security("find-internet-password", "-s", "host").Output, StringComparison.Ordinal);
        Assert.Equal(0, Security("delete-internet-password", "-s", "host").Status);
        Assert.Equal(new Outcome(0, "", "password data for new item: retype password for new item: "), _bench.Run("alice", "typed\ntyped\n", "security", "add-generic-password", "-a", "a", "-s", "s", "-w"));
        Assert.Equal("typed\n", Security("find-generic-password", "-s", "s", "-w").Output);
        Assert.Equal(1, _bench.Run("alice", "one\nother\n", "security", "add-generic-password", "-a", "b", "-s", "s", "-w").Status);
        Assert.Equal(44, Security("find-generic-password", "-a", "b").Status);
    }

    [Fact]
    public void The_Macs_keychain_is_roots()
    {
        const string system = "/Library/Keychains/System.keychain";
        Assert.Equal(195, Security("add-generic-password", "-a", "a", "-s", "s", "-w", "p", system).Status);
        Assert.Equal(0, _bench.AsRoot("security", "add-generic-password", "-a", "a", "-s", "s", "-w", "p", system).Status);
        Assert.Equal("p\n", Security("find-generic-password", "-s", "s", "-w", system).Output);
        Assert.Equal($"    \"{system}\"\n", _bench.AsRoot("security", "list-keychains").Output);
        Assert.Equal($"    \"{Login}\"\n    \"{system}\"\n", Security("list-keychains", "-d", "user").Output);
        Assert.Equal($"    \"{Login}\"\n", Security("default-keychain").Output);
        Assert.Equal($"    \"{Login}\"\n", Security("login-keychain").Output);
        Assert.Equal(50, Security("add-generic-password", "-a", "a", "-s", "s", "-w", "p", "/tmp/none.keychain").Status);
    }

    [Fact]
    public void Keychains_are_made_locked_and_removed()
    {
        Assert.Equal(0, Security("create-keychain", "-p", "kc", "build.keychain").Status);
        Assert.Equal(48, Security("create-keychain", "-p", "kc", "build.keychain").Status);
        Assert.Equal(0, Security("default-keychain", "-s", "build.keychain").Status);
        Assert.Equal(0, Security("list-keychains", "-s", "build.keychain", "login.keychain").Status);
        Assert.Equal($"    \"/Users/alice/Library/Keychains/build.keychain-db\"\n    \"{Login}\"\n", Security("list-keychains").Output);
        Assert.Equal(0, Security("add-generic-password", "-a", "a", "-s", "s", "-w", "p").Status);
        Assert.Equal(0, Security("lock-keychain", "build.keychain").Status);
        Assert.Equal(36, Security("find-generic-password", "-s", "s", "-w").Status);
        Assert.Equal(new Outcome(51, "", "security: SecKeychainUnlock build.keychain: The user name or passphrase you entered is not correct.\n"), Security("unlock-keychain", "-p", "wrong", "build.keychain"));
        Assert.Equal(0, Security("unlock-keychain", "-p", "kc", "build.keychain").Status);
        Assert.Equal("p\n", Security("find-generic-password", "-s", "s", "-w").Output);
        Assert.Equal(0, Security("delete-keychain", "build.keychain").Status);
        Assert.Equal(44, Security("find-generic-password", "-s", "s", "-w").Status);
        Assert.Equal($"    \"{Login}\"\n", Security("default-keychain").Output);
        Assert.Equal(50, Security("delete-keychain", "build.keychain").Status);
    }

    [Fact]
    public void A_login_keychain_has_the_login_password_until_it_gets_another()
    {
        Assert.Equal(0, Security("unlock-keychain", "-p", "pw-a", Login).Status);
        Assert.Equal(51, Security("unlock-keychain", "-p", "pw-b").Status);
        Assert.Equal(new Outcome(51, "", "security: SecKeychainChangePassword: The user name or passphrase you entered is not correct.\n"), Security("set-keychain-password", "-o", "other", "-p", "x"));
        Assert.Equal(0, _bench.AsRoot("security", "set-keychain-password", "-o", "pw-a", "-p", "new one", "/Users/alice/Library/Keychains/login.keychain").Status);
        Assert.Equal(51, Security("set-keychain-password", "-o", "pw-a", "-p", "x").Status);
        Assert.Equal((51, 0), (Security("unlock-keychain", "-p", "pw-a").Status, Security("unlock-keychain", "-p", "new one").Status));
        Assert.DoesNotContain(_bench.Journal, row => row.Entry.Arguments.Contains("new one", StringComparison.Ordinal));
    }

    [Fact]
    public void Rights_are_read_and_written()
    {
        var read = Security("authorizationdb", "read", "system.preferences");
        Assert.Equal((0, "YES (0)\n"), (read.Status, read.Errors));
        Assert.Contains("\t<key>group</key>\n\t<string>admin</string>\n", read.Output, StringComparison.Ordinal);
        Assert.Equal(new Outcome(255, "", "NO (-60005)\n"), Security("authorizationdb", "read", "no.such.right"));
        Assert.Equal(new Outcome(255, "", "NO (-60007)\n"), Security("authorizationdb", "write", "system.preferences", "allow"));
        Assert.Equal(new Outcome(0, "", "YES (0)\n"), _bench.Run("root", read.Output.Replace(">admin<", ">everyone<", StringComparison.Ordinal), "security", "authorizationdb", "write", "system.preferences"));
        Assert.Contains("<string>everyone</string>", Security("authorizationdb", "read", "system.preferences").Output, StringComparison.Ordinal);
        Assert.Equal(0, _bench.AsRoot("security", "authorizationdb", "write", "system.preferences.datetime", "allow").Status);
        Assert.Contains("<key>rule</key>\n\t<array>\n\t\t<string>allow</string>\n", Security("authorizationdb", "read", "system.preferences.datetime").Output, StringComparison.Ordinal);
        Assert.Equal(0, _bench.AsRoot("security", "authorizationdb", "remove", "system.preferences.datetime").Status);
        Assert.Equal(255, Security("authorizationdb", "read", "system.preferences.datetime").Status);
        Assert.Equal(new Outcome(255, "", "Unable to read the right definition\n"), _bench.Run("root", "none", "security", "authorizationdb", "write", "system.preferences"));
        Assert.Equal("loginwindow:login\n", _bench.Run("alice", Security("authorizationdb", "read", "system.login.console").Output, "PlistBuddy", "-c", "Print :mechanisms:2", "/dev/stdin").Output);
    }

    [Fact]
    public void Certificates_come_with_profiles()
    {
        Assert.Equal(new Outcome(44, "", NotFound), Security("find-certificate", "-c", "Example Root"));
        Assert.Equal(new Outcome(0, "", ""), Security("find-certificate", "-a", "-p"));
        Assert.EndsWith("     0 valid identities found\n", Security("find-identity", "-v", "-p", "codesigning").Output, StringComparison.Ordinal);
        Assert.Equal(new Outcome(1, "", "Unable to delete certificate matching \"x\"\n"), Security("delete-certificate", "-c", "x"));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=Example Root", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(50));
        _bench.Change(mac => mac.Profiles.Install(
            MacStateStore.DeviceManagement.ConfigurationProfileFile.Read(System.Text.Encoding.UTF8.GetBytes(
                $"""
                <plist version="1.0"><dict><key>PayloadType</key><string>Configuration</string><key>PayloadVersion</key><integer>1</integer><key>PayloadIdentifier</key><string>com.example.root</string><key>PayloadUUID</key><string>9B4B2A6C-31A5-4F52-8C57-0C1B5C2F3A01</string>
                <key>PayloadScope</key><string>System</string><key>PayloadContent</key><array><dict><key>PayloadType</key><string>com.apple.security.root</string><key>PayloadVersion</key><integer>1</integer><key>PayloadIdentifier</key><string>com.example.root.1</string>
                <key>PayloadUUID</key><string>9B4B2A6C-31A5-4F52-8C57-0C1B5C2F3A02</string><key>PayloadContent</key><data>{Convert.ToBase64String(certificate.RawData)}</data></dict></array></dict></plist>
                """)), null, MacStateStore.DeviceManagement.ProfileOrigin.Person));
        Assert.Equal(certificate.ExportCertificatePem() + "\n", Security("find-certificate", "-c", "example root", "-p").Output);
        var shown = Security("find-certificate", "-a", "-Z", "/Library/Keychains/System.keychain").Output;
        Assert.StartsWith($"SHA-256 hash: {certificate.GetCertHashString(HashAlgorithmName.SHA256)}\nSHA-1 hash: {certificate.Thumbprint}\nkeychain: \"/Library/Keychains/System.keychain\"\nversion: 256\nclass: 0x80001000 \nattributes:\n    \"alis\"<blob>=\"Example Root\"\n", shown, StringComparison.Ordinal);
        Assert.Equal(78, Security("delete-certificate", "-Z", certificate.Thumbprint).Status);
        var signed = new SignedCms(new ContentInfo("<plist/>"u8.ToArray()));
        signed.ComputeSignature(new CmsSigner(certificate));
        var path = Path.Combine(_bench.Folder, "a.mobileconfig");
        File.WriteAllBytes(path, signed.Encode());
        Assert.Equal(new Outcome(0, "<plist/>", ""), Security("cms", "-D", "-i", path));
        File.WriteAllText(path, "no envelope");
        Assert.Equal(new Outcome(1, "", "security: failed to decode message\n"), Security("cms", "-D", "-i", path));
    }

    [Theory]
    [InlineData("dump-keychain")]
    [InlineData("add-trusted-cert", "-d", "x")]
    [InlineData("import", "x.p12", "-P", "hush")]
    [InlineData("-i")]
    [InlineData]
    public void Other_commands_are_refused(params string[] arguments)
    {
        Assert.Equal(78, Security(arguments).Status);
        Assert.DoesNotContain("hush", _bench.Journal[^1].Entry.Arguments, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("find-generic-password", "-Q")]
    [InlineData("delete-generic-password")]
    [InlineData("add-generic-password", "-a", "x", "-w", "y")]
    [InlineData("create-keychain")]
    [InlineData("authorizationdb", "read")]
    [InlineData("list-keychains", "-d", "nobody")]
    public void Wrong_use_is_told(params string[] arguments)
    {
        var outcome = Security(arguments);
        Assert.Equal((2, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith($"Usage: {arguments[0]} ", outcome.Errors, StringComparison.Ordinal);
    }
}
