using MacStateStore.Lifecycle;

namespace Sysadminctl.Tests;

/// <summary>The switches of the host and what FileVault says (dossier sysadminctl, 3.9 and 3.10).</summary>
public sealed class HostSwitchTests
{
    public static TheoryData<string, string, HostSwitch, bool> Switches => new()
    {
        { "-guestAccount", "Guest account", HostSwitch.GuestAccount, false },
        { "-smbGuestAccess", "SMB guest access", HostSwitch.SmbGuestAccess, false },
        { "-afpGuestAccess", "AFP guest access", HostSwitch.AfpGuestAccess, false },
        { "-automaticTime", "Automatic time", HostSwitch.AutomaticTime, true },
    };

    [Theory]
    [MemberData(nameof(Switches))]
    public void Anybody_asks_and_an_admin_sets(string verb, string name, HostSwitch which, bool first)
    {
        foreach (var os in (string[])["10.13", "14", "26"])
        {
            using var bench = new Bench(Bench.Household(os));
            bench.As("bob", verb, "status").Ends(0).Says($"{name} {(first ? "enabled" : "disabled")}").ChangesNothing();
            bench.Root(verb, first ? "off" : "on").Ends(0).Says();
            Assert.Equal(!first, bench.On(mac => mac.Settings.IsOn(which)));
            bench.As("bob", verb, "status").Ends(0).Says($"{name} {(first ? "disabled" : "enabled")}");
            bench.As("bob", verb, first ? "on" : "off").Ends(255).Says(Bench.NotRoot).ChangesNothing();
            bench.As("bob", [verb, first ? "on" : "off", .. Bench.By("tess")]).Ends(255).Says(Bench.NotRoot).ChangesNothing();
            bench.As("bob", [verb, first ? "on" : "off", .. Bench.By("ada")]).Ends(0).Says();
            Assert.Equal(first, bench.On(mac => mac.Settings.IsOn(which)));
        }
    }

    [Theory]
    [InlineData("-guestAccount", "guestAccount")]
    [InlineData("-smbGuestAccess", "smbGuestAccess")]
    [InlineData("-afpGuestAccess", "afpGuestAccess")]
    [InlineData("-automaticTime", "automaticTime")]
    [InlineData("-filesystem", "filesystem")]
    public void Another_word_is_no_state(string verb, string name)
    {
        using var bench = new Bench(Bench.Household("14"));
        foreach (var state in (string[])["maybe", "ON", "1", "a b", "/", "😀"])
            bench.Root(verb, state).Ends(0).Says($"Unknown state for {name} ({state})").ChangesNothing();
        Assert.StartsWith("Usage: sysadminctl", bench.Root(verb).Ends(0).ChangesNothing().Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Usage: sysadminctl", bench.Root(verb, "").Ends(0).ChangesNothing().Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_guest_account_comes_and_goes_with_its_record()
    {
        using var bench = new Bench(Bench.Household("14"));
        Assert.False(bench.Exists("Guest"));
        bench.Root("-guestAccount", "on");
        Assert.Equal(["201"], bench.Values("Guest", "UniqueID"));
        bench.Root("-guestAccount", "on").Ends(0).Says();
        Assert.DoesNotContain(bench.On(mac => mac.Accounts.People), user => user.Name == "Guest");
        bench.Root("-guestAccount", "off");
        Assert.False(bench.Exists("Guest"));
        bench.Root("-guestAccount", "off").Ends(0).Says();
    }

    [Theory]
    [InlineData(false, "NO")]
    [InlineData(true, "YES")]
    public void The_file_system_is_encrypted_where_FileVault_is_on(bool fileVault, string said)
    {
        using var bench = new Bench(Bench.Household("10.15") with { FileVault = new() { IsOn = fileVault } });
        bench.Root("-filesystem", "status").Ends(0).Says("Boot volume CS FDE: NO", $"Boot volume APFS FDE: {said}").ChangesNothing();
    }

    [Fact]
    public void FileVault_forbids_automatic_login()
    {
        using var bench = new Bench(Bench.Household("26.1") with { FileVault = new() { IsOn = true } });
        bench.Root("-autologin", "status").Ends(0).Says("Automatic login is disabled because FileVault is enabled.").ChangesNothing();
        bench.Root("-autologin", "set", "-userName", "alice", "-password", "alice-pw").Ends(0).Says("Automatic login is disabled because FileVault is enabled.").ChangesNothing();
    }
}
