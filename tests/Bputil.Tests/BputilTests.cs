using MacStateStore;
using MacStateStore.Disks;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacStateStore.SecureEnclave;
using PolicyTests;

namespace Bputil.Tests;

public sealed class BputilTests
{
    private const string By = "-u alice -p s3cret";
    private const string BootMode = "Error Domain=com.apple.bootpolicy Code=11 \"AP boot mode (11)\"";
    private const string Pairing = "Error Domain=com.apple.bootpolicy Code=17 \"pairing (17)\"";

    [Fact]
    public void A_policy_is_shown_in_fixed_columns()
    {
        using var bench = Bench("14.3");
        var lines = bench.Run("-d").Good().Out.Split('\n');
        Assert.Equal("", lines[0]);
        Assert.Equal("This utility is not meant for normal users or even sysadmins.", lines[1]);
        Assert.Equal("Use at your own risk!", lines[7]);
        Assert.Equal(["", "Current local policy:", "OS environment:", "OS Type                                       : macOS", "OS Pairing Status                             : Not Paired"], lines[8..13]);
        Assert.StartsWith("Local Policy Nonce Hash                 (lpnh): ", lines[13]);
        Assert.Equal(["", "Local policy:", "Pairing Integrity                             : Valid", "Signature Type                                : BAA"], lines[16..20]);
        var rest = string.Join('\n', lines[21..]);
        foreach (var line in (string[])
        [
            "Board ID                                (BORD): 0x28", "Chip ID                                 (CHIP): 0x8112", "Certificate Epoch                       (CEPO): 0x1",
            "Security Mode                           (CSEC): 1", "Local Boot                              (lobo): 1", "OS Version                              (love): 23.4.56.0.0,0",
            "Cryptex1 Generation                     (stng): 1", "User Authorized Kext List Hash          (auxp): absent", "CustomKC or fuOS Image4 Hash            (coih): absent",
            "Security Mode:               Full       (smb0): absent", "3rd Party Kexts Status:      Disabled   (smb2): absent", "User-allowed MDM Control:    Disabled   (smb3): absent",
            "DEP-allowed MDM Control:     Disabled   (smb4): absent", "SIP Status:                  Enabled    (sip0): absent", "Signed System Volume Status: Enabled    (sip1): absent",
            "Kernel CTRR Status:          Enabled    (sip2): absent", "Boot Args Filtering Status:  Enabled    (sip3): absent",
        ])
            Assert.Contains(line + "\n", rest);
        Assert.Equal(49, lines.Length);
    }

    [Fact]
    public void What_was_loosened_is_shown()
    {
        using var bench = Bench(environment: BootState.OneTrueRecovery);
        bench.Run($"-nkmcas {By}").Good();
        var shown = bench.Run("-d").Good().Out;
        foreach (var line in (string[])
        [
            "OS Type                                       : one true recoveryOS", "OS Pairing Status                             : Paired",
            "Security Mode:               Permissive (smb0 && smb1): 1", "3rd Party Kexts Status:      Enabled    (smb2): 1", "Signed System Volume Status: Disabled   (sip1): 1",
        ])
            Assert.Contains(line + "\n", shown);
        bench.Run($"-g {By}").Good();
        Assert.Contains("Security Mode:               Reduced    (smb0): 1\n", bench.Run("-d").Out);
    }

    [Fact]
    public void Logging_changes_nothing_else()
    {
        const string Note = "macemu: note: the log lines of bputil -l are not emulated; all else is\n";
        using var bench = Bench(environment: BootState.OneTrueRecovery);
        var plain = bench.Run("-d").Good();
        Assert.Equal(plain with { Err = Note }, bench.Run("-l -d"));
        Assert.StartsWith(Note, bench.Run($"-ln {By}").Good().Err);
        Assert.Equal("smb0 smb1", bench.Settings);
        Assert.DoesNotContain(Note, bench.RunAs("alice", ["-l", "-d"]).Err);
        bench.Run("-l").Fails("NOTE: SSV cannot be disabled while FileVault is enabled");
    }

    [Fact]
    public void A_key_of_an_earlier_installation_is_nobodys()
    {
        const string Uuid = "11111111-2222-3333-4444-555555555555";
        var alice = new UserSpecification(new NewAccount("alice") { IsAdmin = true, GeneratedUid = Uuid }) { Password = PolicyBench.Password };
        var specification = new MachineSpecification
        {
            Users = [alice],
            CryptoUsers = [new CryptoUserSpecification(Uuid, CryptoUserType.LocalOpenDirectory) { IsVolumeOwner = true }],
        };
        using var bench = Bench(environment: BootState.OneTrueRecovery, specification: specification);
        var failed = bench.Run("-n", PolicyBench.Password);
        Assert.Equal(1, failed.Status);
        Assert.Contains("Please enter password for user alice: bputil: failed to set credential: Error Domain=com.apple.LocalAuthentication Code=-1 \"Password rejected (3)\" ", failed.Err);
        Assert.Contains("\"User not found\"", failed.Err);
        Assert.Equal("", bench.Settings);
    }

    [Theory]
    [InlineData("11.7", "Current OS environment: macOS\n", "OS Pairing Status")]
    [InlineData("12.7", "OS Pairing Status ", "Cryptex1")]
    [InlineData("13.0", "Cryptex1 Generation", "Current OS environment")]
    public void Each_release_shows_what_it_knows(string os, string shown, string notShown)
    {
        using var bench = Bench(os);
        var text = bench.Run("-d").Good().Out;
        Assert.Contains(shown, text);
        Assert.DoesNotContain(notShown, text);
    }

    [Fact]
    public void JSON_comes_after_a_line_of_its_own()
    {
        using var bench = Bench();
        var text = bench.Run("-d -j").Good().Out;
        Assert.StartsWith("Operating on Volume Group UUID ", text);
        var json = System.Text.Json.JsonDocument.Parse(text[text.IndexOf('\n')..]).RootElement.EnumerateObject().Single();
        Assert.Equal(bench.On(mac => mac.System.VolumeGroup), json.Name);
        Assert.Equal("full", json.Value.GetProperty("security_mode").GetString());
        Assert.Equal(96, json.Value.GetProperty("lpnh").GetString()!.Length);
        Assert.False(json.Value.GetProperty("smb0").GetBoolean());
        Assert.False(json.Value.TryGetProperty("auxp", out _));
        Assert.Equal(json.Value.EnumerateObject().Select(item => item.Name).Order(StringComparer.Ordinal), json.Value.EnumerateObject().Select(item => item.Name));
        bench.Run("-j -f").Fails("NOTE: SSV cannot be disabled while FileVault is enabled");
    }

    [Theory]
    [InlineData("-g", "smb0")]
    [InlineData("-gk", "smb0 smb2")]
    [InlineData("--reduced-security --enable-mdm", "smb0 smb3")]
    [InlineData("-n", "smb0 smb1")]
    [InlineData("-nkcas", "sip1 sip2 sip3 smb0 smb1 smb2")]
    [InlineData("-k", "smb0 smb2")]
    [InlineData("-m", "smb0 smb3")]
    [InlineData("-c", "sip2 smb0 smb1")]
    [InlineData("-a", "sip3 smb0 smb1")]
    [InlineData("--disable-ssv", "sip1 smb0 smb1")]
    public void In_1TR_everything_can_be_loosened(string options, string settings)
    {
        using var bench = Bench(environment: BootState.OneTrueRecovery);
        Assert.EndsWith("Local policy update is in progress, please wait...\n", bench.Run($"{options} {By}").Good().Out);
        Assert.Equal(settings, bench.Settings);
        Assert.Null(bench.Restart());
    }

    [Fact]
    public void Flags_keep_what_is_there_and_modes_begin_anew()
    {
        using var bench = Bench(environment: BootState.OneTrueRecovery);
        bench.Run($"-k {By}").Good();
        bench.Run($"-a {By}").Good();
        Assert.Equal("sip3 smb0 smb1 smb2", bench.Settings);
        bench.Run($"-gm {By}").Good();
        Assert.Equal("smb0 smb3", bench.Settings);
        bench.Restart();
        bench.Run($"-f {By}").Good(); // from macOS, too
        Assert.Equal("", bench.Settings);
    }

    [Theory]
    [InlineData(BootState.MacOS, "-g", BootMode)]
    [InlineData(BootState.MacOS, "-k", BootMode)]
    [InlineData(BootState.RecoveryOS, "-n", BootMode)]
    [InlineData(BootState.RecoveryOS, "-gk", BootMode)]
    public void Elsewhere_it_is_refused_after_the_password(string environment, string options, string error)
    {
        using var bench = Bench(environment: environment);
        var failed = bench.Run($"{options} {By}");
        Assert.Equal(1, failed.Status);
        Assert.Contains(error, failed.Err);
        Assert.StartsWith("Boot objects update failed for ", failed.Err);
        Assert.Contains("Error Domain=BYErrorDomain Code=401 \"Failed to create local policy\" UserInfo={NSLocalizedDescription=Failed to create local policy, NSUnderlyingError=0x", failed.Err);
        Assert.Equal("", bench.Settings);
        bench.Run($"{options} -u alice -p wrong").Fails("NSLocalizedDescription=Authentication failure.}");
    }

    [Fact]
    public void Ordinary_recoveryOS_reduces()
    {
        using var bench = Bench(environment: BootState.RecoveryOS);
        bench.Run($"-g {By}").Good();
        Assert.Equal("smb0", bench.Settings);
        Assert.Contains("OS Type                                       : ordinary recoveryOS\n", bench.Run("-d").Out);
    }

    [Theory]
    [InlineData("alice", "wrong", "Error Domain=com.apple.LocalAuthentication Code=-1 \"Password rejected (3)\"")]
    [InlineData("nobody-here", "s3cret", "Error Domain=com.apple.LocalAuthentication Code=-1 \"User not found\"")]
    [InlineData("nora", "s3cret", "\"User not found\"")] // an admin who owns nothing
    [InlineData("tess", "s3cret", "Error Domain=BYErrorDomain Code=103 \"Owner authentication is required\"")] // an owner who is no admin
    public void It_takes_an_admin_who_is_an_owner(string user, string password, string error)
    {
        using var bench = Bench(environment: BootState.OneTrueRecovery);
        var failed = bench.Run("-n", user, password);
        Assert.Equal(1, failed.Status);
        Assert.StartsWith($"Authorized user: Please enter password for user {user}: ", failed.Err);
        Assert.Contains(error, failed.Err);
        Assert.Equal("", bench.Settings);
    }

    [Fact]
    public void A_single_owner_is_asked_for_the_password_only()
    {
        using var bench = Bench(environment: BootState.OneTrueRecovery, specification: PolicyBench.One);
        Assert.Equal("Please enter password for user alice: ", bench.Run("-n", PolicyBench.Password).Good().Err);
    }

    [Fact]
    public void Full_Security_needs_the_network()
    {
        using var bench = Bench();
        bench.On(mac => mac.IsOnline = false);
        Assert.Contains("Code=102 \"Can't continue because you are not connected to the Internet\" UserInfo={BYErrorHint=NetworkRequired, BYPersonalizationType=os", bench.Run($"-f {By}").Err);
    }

    [Fact]
    public void The_seal_stays_while_FileVault_is_on()
    {
        using var bench = Bench(environment: BootState.OneTrueRecovery, specification: PolicyBench.People with { FileVault = new() { IsOn = true } });
        Assert.Contains("SSV cannot be disabled while FileVault is enabled", bench.Run($"-s {By}").Err);
        Assert.Equal("", bench.Settings);
        bench.Run($"-c {By}").Good();
    }

    [Fact]
    public void Without_its_policy_a_system_does_not_start()
    {
        using var bench = Bench(environment: BootState.RecoveryOS);
        var group = bench.On(mac => mac.System.VolumeGroup);
        bench.Run("-r 00000000-0000-0000-0000-000000000000").Fails("bputil: no OS with Volume Group UUID 00000000-0000-0000-0000-000000000000 was found");
        bench.Run($"-r {group}").Good();
        Assert.Contains("has no LocalPolicy", bench.Restart());
        Assert.EndsWith($"Can't get local policy for Volume Group UUID {group}\nFailed to display local policy for volume group {group}\n", bench.Run("-e").Out);
        Assert.Equal(1, bench.Run("-e").Status);
        bench.Run($"-g {By}").Good(); // an owner makes one again
        Assert.Null(bench.Restart());
        Assert.Contains(BootMode, bench.Run($"-r {group}").Err);
    }

    [Theory]
    [InlineData("12.7", "-j -d")]
    [InlineData("11.7", "-e")]
    [InlineData("15.1", "-z")]
    [InlineData("14.5", "--remove-policy X")]
    [InlineData("14.5", "")]
    [InlineData("14.5", "-d word")]
    [InlineData("14.5", "-u alice -n")]
    [InlineData("14.5", "-p s3cret -n")]
    [InlineData("14.5", "-fk")]
    [InlineData("14.5", "-gn")]
    [InlineData("14.5", "-v")]
    public void Wrong_options_give_the_usage(string os, string line)
    {
        using var bench = Bench(os, environment: BootState.OneTrueRecovery);
        var failed = bench.Run(line);
        Assert.Equal(1, failed.Status);
        Assert.Contains("    -d, --display-policy\n", failed.Err);
        Assert.Equal("", bench.Settings);
    }

    [Fact]
    public void It_runs_as_root_only_and_not_on_Intel()
    {
        using var bench = Bench();
        bench.RunAs("alice", ["-d"]).Fails("The tool requires running as root");
        using var intel = Bench(chip: Chip.T2);
        intel.Run("-d").Fails("bputil is not yet supported on this platform.");
    }

    [Fact]
    public void The_password_stays_out_of_the_journal()
    {
        using var bench = Bench();
        foreach (var line in (string[])["-n -u alice -p s3cret", "-n -u alice -ps3cret", "-n -u alice --password=s3cret", "-n s3cret", "-np s3cret -u alice"]) bench.Run(line);
        foreach (var entry in bench.On(mac => mac.Journal.Read(10)))
            Assert.DoesNotContain("s3cret", entry.Entry.Arguments);
    }

    private static PolicyBench Bench(string os = "14.5", Chip? chip = null, string environment = BootState.MacOS, MachineSpecification? specification = null) =>
        new(BputilTool.Tool, os, chip, environment, specification);
}
