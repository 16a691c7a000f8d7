using MacStateStore;
using MacStateStore.Boot;
using MacStateStore.Releases;
using PolicyTests;

namespace Csrutil.Tests;

public sealed class CsrutilTests
{
    private const string Enabled = "System Integrity Protection status: enabled.\n";
    private const string Disabled = "System Integrity Protection status: disabled.\n";
    private const string NeedsRecovery = "csrutil: failed to modify system integrity configuration. This tool needs to be executed from the Recovery OS.";
    private const string NotInPolicy = "csrutil: failed to set system integrity configuration in boot policy";
    private const string Restart = "Restart the machine for the changes to take effect.\n";

    [Fact]
    public void Disabling_in_1TR_counts_after_the_restart()
    {
        using var bench = Bench(environment: BootState.OneTrueRecovery, specification: PolicyBench.One);
        var done = bench.Run("disable", "y", PolicyBench.Password).Good();
        Assert.Equal("Turning off System Integrity Protection requires modifying system security.\n\nSystem Integrity Protection is off.\n" + Restart, done.Out);
        Assert.Equal("Allow booting unsigned operating systems and any kernel extensions for OS \"Macintosh HD\"? [y/n]: Enter password for user alice:", done.Err);
        Assert.Equal("sip0=7f sip2 sip3 smb0 smb1", bench.Settings);
        bench.Run("status").Says(Disabled); // recoveryOS tells of the policy
        Assert.Null(bench.Restart());
        bench.Run("status").Says(Disabled);
        bench.Run("authenticated-root").Says("Authenticated Root status: enabled\n");
        bench.Run("disable").Fails(NeedsRecovery);
        bench.Restart(BootState.OneTrueRecovery);
        Assert.Contains("System Integrity Protection is already off.\n", bench.Run("disable").Good().Out);
    }

    [Fact]
    public void Enabling_raises_to_Full_or_keeps_the_mode()
    {
        using var bench = Bench(environment: BootState.OneTrueRecovery);
        bench.Run("disable", "y", "alice", PolicyBench.Password).Good();
        bench.Run("enable", "n", "alice", PolicyBench.Password).Good();
        Assert.Equal("smb0 smb1", bench.Settings);
        bench.On(mac => mac.IsOnline = false);
        bench.Run("enable", "y", "alice", PolicyBench.Password).Fails(NotInPolicy);
        bench.On(mac => mac.IsOnline = true);
        var raised = bench.Run("enable", "y", "alice", PolicyBench.Password).Good();
        Assert.StartsWith("Turning on System Integrity Protection allows increased system security.\n", raised.Out);
        Assert.EndsWith("System Integrity Protection is on.\n" + Restart, raised.Out);
        Assert.Contains("Raise security level to full boot security for OS \"Macintosh HD\"? [y/n]: ", raised.Err);
        Assert.Equal("", bench.Settings);
    }

    [Theory]
    [InlineData("enable --without debug", "sip0=4 smb0 smb1")]
    [InlineData("enable --without kext", "sip0=1 smb0 smb1")]
    [InlineData("enable --without nvram", "sip0=40 sip3 smb0 smb1")]
    [InlineData("enable --without fs --without debug --without nvram", "sip0=46 sip3 smb0 smb1")]
    [InlineData("enable --without debug --without dtrace", "sip0=24 sip2 smb0 smb1")]
    [InlineData("disable --with kext --with dtrace --with basesystem", "sip0=5e sip2 sip3 smb0 smb1")]
    public void A_part_of_it_can_be_left_out(string line, string settings)
    {
        using var bench = Bench(environment: BootState.OneTrueRecovery);
        var done = bench.Run(line, "y", "alice", PolicyBench.Password).Good();
        Assert.StartsWith("csrutil: requesting an unsupported configuration. This is likely to break in the future and leave your machine in an unknown state.\n", done.Err);
        Assert.Equal(settings, bench.Settings);
    }

    [Theory]
    [InlineData("", "alice", "s3cret", "aborted")]
    [InlineData("n", "alice", "s3cret", "aborted")]
    [InlineData("y", "alice", "wrong", "csrutil: failed to set credential: Authentication failure.")]
    [InlineData("y", "nobody-here", "s3cret", "csrutil: failed to set credential: Authentication failure.")]
    [InlineData("y", "nora", "s3cret", "csrutil: failed to set credential: Authentication failure.")] // an admin who owns nothing
    [InlineData("y", "tess", "s3cret", "csrutil: failed to authenticate: no administrator")]
    public void Only_an_admin_who_is_an_owner_turns_it_off(string answer, string user, string password, string message)
    {
        using var bench = Bench(environment: BootState.OneTrueRecovery);
        bench.Run("disable", answer, user, password).Fails(message);
        Assert.Equal("", bench.Settings);
    }

    [Fact]
    public void Ordinary_recoveryOS_loosens_nothing()
    {
        using var bench = Bench(environment: BootState.RecoveryOS);
        bench.Run("disable", "y", "alice", PolicyBench.Password).Fails(NotInPolicy);
        bench.Run("authenticated-root disable", "y", "alice", PolicyBench.Password).Fails(NotInPolicy);
        Assert.Equal("", bench.Settings);
    }

    [Fact]
    public void Authenticated_root_needs_FileVault_off()
    {
        using var bench = Bench(environment: BootState.OneTrueRecovery, specification: PolicyBench.One with { FileVault = new() { IsOn = true } });
        bench.Run("authenticated-root disable", "y", PolicyBench.Password).Fails("csrutil: Authenticated Root cannot be disabled while FileVault is enabled.");
        using var open = Bench(environment: BootState.OneTrueRecovery, specification: PolicyBench.One);
        open.Run("authenticated-root disable", "y", PolicyBench.Password).Good();
        Assert.Equal("sip1 smb0 smb1", open.Settings);
        open.Run("authenticated-root status").Says("Authenticated Root status: disabled\n");
        open.Restart();
        Assert.Contains("\tAuthenticated Root Requirement: disabled\n", open.Run("status").Out);
        open.Restart(BootState.OneTrueRecovery);
        open.Run("authenticated-root enable", PolicyBench.Password).Good();
        Assert.Equal("smb0 smb1", open.Settings);
    }

    [Fact]
    public void Research_guests_are_a_bit_of_their_own()
    {
        using var bench = Bench("15.1", environment: BootState.OneTrueRecovery);
        bench.Run("allow-research-guests").Says("Allow Research Guests status: disabled\n");
        bench.Run("allow-research-guests enable", "y", "alice", PolicyBench.Password).Good();
        bench.Run("allow-research-guests status").Says("Allow Research Guests status: enabled\n");
        bench.Run("status").Says(Enabled);
        bench.Run("allow-research-guests disable", "alice", PolicyBench.Password).Good();
        Assert.Equal("smb0 smb1", bench.Settings);
        using var older = Bench("14.5");
        Assert.StartsWith("csrutil: invalid command allow-research-guests\nusage: csrutil <command>\n", older.Run("allow-research-guests status").Err);
    }

    [Fact]
    public void A_virtual_Mac_does_it_from_macOS()
    {
        using var bench = Bench(model: "VirtualMac2,1");
        var done = bench.Run("disable", "y", "alice", PolicyBench.Password).Good();
        Assert.EndsWith("Authorized user: Password        : ", done.Err);
        bench.Run("status").Says(Enabled); // still the running kernel's
        bench.Restart();
        bench.Run("status").Says(Disabled);
    }

    [Theory]
    [InlineData("10.15.7", 0x77u, "disabled System Integrity Protection. Please restart the machine for the changes to take effect.\n")]
    [InlineData("12.7", 0x7Fu, "disabled System Integrity Protection.\nRestart the machine for the changes to take effect.\n")]
    public void Intel_keeps_it_in_NVRAM(string os, uint bits, string text)
    {
        using var bench = Bench(os, Chip.T2);
        bench.Run("disable").Fails(NeedsRecovery);
        bench.Restart(BootState.RecoveryOS);
        bench.Run("disable").Says("Successfully " + text);
        Assert.Equal(BitConverter.GetBytes(bits), bench.On(mac => mac.Nvram[Nvram.IntegrityVariable]));
        bench.Run("status").Says(Enabled);
        bench.Restart();
        bench.Run("status").Says(Disabled);
        Assert.Equal(0, bench.Run("clear").Good().Status);
        bench.Run("status").Says(Disabled);
        bench.Restart();
        bench.Run("status").Says(Enabled);
        Assert.Null(bench.On(mac => mac.Nvram[Nvram.IntegrityVariable]));
    }

    [Fact]
    public void Intel_keeps_authenticated_root_apart()
    {
        using var bench = Bench("12.7", Chip.T2, BootState.RecoveryOS);
        bench.Run("authenticated-root disable").Says("Successfully disabled Authenticated Root. Restart the machine for the changes to take effect.\n");
        bench.Run("disable").Good();
        Assert.Equal(0x87Fu, BitConverter.ToUInt32(bench.On(mac => mac.Nvram[Nvram.IntegrityVariable])!));
        bench.Run("enable").Good();
        bench.Restart();
        bench.Run("status").Says(Enabled);
        bench.Run("authenticated-root").Says("Authenticated Root status: disabled\n");
    }

    [Theory]
    [InlineData(0x67u, true)]
    [InlineData(0x6Fu, true)]
    [InlineData(0x77u, true)]
    [InlineData(0x26Fu, true)]
    [InlineData(0xA6Fu, true)]
    [InlineData(0x3E7u, false)]
    [InlineData(0x03u, false)]
    [InlineData(0x107u, false)]
    public void What_counts_as_disabled(uint bits, bool isDisabled)
    {
        using var bench = Bench("12.7", Chip.Intel);
        bench.On(mac => mac.Nvram.Integrity = new SystemIntegrity(bits));
        bench.Restart();
        var status = bench.Run("status").Good().Out;
        Assert.Equal(isDisabled ? "System Integrity Protection status: disabled." : "System Integrity Protection status: unknown (Custom Configuration).", status.Split('\n')[0]);
        if (!isDisabled)
        {
            Assert.StartsWith("\nConfiguration:\n\tApple Internal: disabled\n\tKext Signing: disabled\n\tFilesystem Protections: disabled\n", status[(status.IndexOf('\n') + 1)..]);
            Assert.Equal(7, status.Split('\n').Count(line => line.StartsWith('\t')));
        }
    }

    [Fact]
    public void NetBoot_addresses_are_listed()
    {
        using var bench = Bench("10.15.7", Chip.Intel, BootState.RecoveryOS);
        bench.Run("netboot list").Says("");
        bench.Run("netboot add 10.0.0.7").Says("");
        bench.Run("netboot add 10.0.0.8").Says("");
        bench.Run("netboot list").Says("10.0.0.7\n10.0.0.8\n");
        bench.Run("netboot remove 10.0.0.7").Says("");
        bench.Run("netboot list").Says("10.0.0.8\n");
        foreach (var wrong in (string[])["::1", "10.1", "x"]) bench.Run($"netboot add {wrong}").Fails($"csrutil: invalid address {wrong}");
        bench.Restart();
        bench.Run("netboot add 10.0.0.9").Fails(NeedsRecovery);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("enable --without")]
    [InlineData("enable --without everything")]
    [InlineData("enable --with kext")]
    [InlineData("disable now")]
    [InlineData("authenticated-root maybe")]
    [InlineData("netboot")]
    [InlineData("netboot add")]
    public void Wrong_words_give_the_usage(string line)
    {
        using var bench = Bench(environment: BootState.OneTrueRecovery);
        var failed = bench.Run(line);
        Assert.Equal((1, ""), (failed.Status, failed.Out));
        Assert.Contains("usage: csrutil <command>\nModify the System Integrity Protection configuration.", failed.Err);
        Assert.Equal("", bench.Settings);
    }

    [Fact]
    public void Report_says_nothing()
    {
        using var bench = Bench();
        bench.Run("report").Says("");
        bench.Run("report now").Fails("");
    }

    [Fact]
    public void Clear_on_Intel_takes_root()
    {
        using var bench = Bench("12.7", Chip.T2, specification: PolicyBench.People with { Security = new() { Nvram = new Dictionary<string, byte[]> { [Nvram.IntegrityVariable] = [0x7F, 0, 0, 0] } } });
        Assert.Equal(new Outcome(1, "", NeedsRecovery + "\n"), bench.RunAs("alice", ["clear"]));
        Assert.NotNull(bench.On(mac => mac.Nvram[Nvram.IntegrityVariable]));
        Assert.Equal(0, bench.Run("clear").Status);
        Assert.Null(bench.On(mac => mac.Nvram[Nvram.IntegrityVariable]));
    }

    private static PolicyBench Bench(string os = "14.5", Chip? chip = null, string environment = BootState.MacOS, MachineSpecification? specification = null, string? model = null) =>
        new(CsrutilTool.Tool, os, chip, environment, specification, model);
}
