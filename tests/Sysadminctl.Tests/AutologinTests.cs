#pragma warning disable CA1416 // Emulated Macs live on Linux; Windows has no such permissions.

using System.Text;
using MacStateStore.DeviceManagement;
using MacStateStore.PropertyLists;

namespace Sysadminctl.Tests;

/// <summary><c>-autologin</c> (dossier sysadminctl, 3.7).</summary>
public sealed class AutologinTests
{
    private static Bench AtConsole(string? user = "alice") => new(Bench.Household("14") with { ConsoleUser = user });

    [Fact]
    public void Set_says_nothing_and_keeps_the_password_hidden()
    {
        using var bench = AtConsole();
        bench.As("bob", "-autologin", "status").Ends(0).Says("Automatic login is OFF.").ChangesNothing();
        bench.Root("-autologin", "set", "-userName", "bob", "-password", "pw-bob").Ends(0).Says();
        bench.As("bob", "-autologin", "status").Ends(0).Says("Automatic login user: bob").ChangesNothing();
        var file = $"{bench.Path}.root/etc/kcpassword";
        // pw-bob and six NUL, each XOR 7D 89 52 23 D2 BC DD EA A3 B9 1F 7D
        Assert.Equal("0DFE7F41BDDEDDEAA3B91F7D", Convert.ToHexString(File.ReadAllBytes(file)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        bench.Root("-autologin", "set", "-userName", "alice", "-password", "pw-alice").Ends(0).Says();
        bench.As("bob", "-autologin", "status").Says("Automatic login user: alice");
        bench.Root("-autologin", "off").Ends(0).Says();
        bench.As("bob", "-autologin", "status").Says("Automatic login is OFF.");
        Assert.False(File.Exists(file));
        bench.Root("-autologin", "off").Ends(0).Says();
    }

    [Fact]
    public void A_password_of_twelve_characters_takes_two_blocks()
    {
        using var bench = AtConsole();
        bench.Root("-resetPasswordFor", "bob", "-newPassword", "abcdefghijkl");
        bench.Root("-autologin", "set", "-userName", "bob", "-password", "abcdefghijkl").Ends(0).Says();
        var hidden = File.ReadAllBytes($"{bench.Path}.root/etc/kcpassword");
        byte[] key = [0x7D, 0x89, 0x52, 0x23, 0xD2, 0xBC, 0xDD, 0xEA, 0xA3, 0xB9, 0x1F];
        Assert.Equal("abcdefghijkl" + new string('\0', 12), Encoding.ASCII.GetString([.. hidden.Select((b, i) => (byte)(b ^ key[i % 11]))]));
    }

    [Fact]
    public void It_asks_for_a_password()
    {
        using var bench = AtConsole();
        var outcome = bench.RootTypes("pw-bob\n", "-autologin", "set", "-userName", "bob", "-password", "-");
        Assert.Equal((0, "Enter password for Bob Builder :"), (outcome.Status, outcome.Err));
        bench.As("bob", "-autologin", "status").Says("Automatic login user: bob");
    }

    [Fact]
    public void Without_a_session_at_the_screen_the_password_is_not_kept()
    {
        using var bench = AtConsole(null);
        var outcome = bench.Root("-autologin", "set", "-userName", "bob", "-password", "pw-bob").Ends(0);
        Assert.Equal("SACSetAutoLoginPassword error:22\n", outcome.Err);
        bench.As("bob", "-autologin", "status").Ends(0).Says("Automatic login is OFF.");
        Assert.False(File.Exists($"{bench.Path}.root/etc/kcpassword"));
        Assert.Equal("bob", bench.On(mac => mac.HostSettings["autologin"]));
    }

    [Fact]
    public void Wrong_words_and_people_change_nothing()
    {
        using var bench = AtConsole();
        bench.Root("-autologin", "set", "-userName", "bob").Ends(0).Says().ChangesNothing(); // without a password: nothing
        bench.Root("-autologin", "set", "-userName", "nobody-here", "-password", "x").Ends(0).Says("Unknown user nobody-here").ChangesNothing();
        Assert.StartsWith("### Error:-14090 ", Assert.Single(bench.Root("-autologin", "set", "-userName", "bob", "-password", "wrong").Ends(0).ChangesNothing().Lines), StringComparison.Ordinal);
        bench.As("bob", "-autologin", "set", "-userName", "bob", "-password", "pw-bob").Ends(255).Says(Bench.NotRoot).ChangesNothing();
        bench.As("bob", "-autologin", "off").Ends(255).Says(Bench.NotRoot).ChangesNothing();
        Assert.StartsWith("Usage:", bench.Root("-autologin", "set", "-password", "x").Ends(0).ChangesNothing().Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Usage:", bench.Root("-autologin", "maybe").Ends(0).ChangesNothing().Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Usage:", bench.Root("-autologin").Ends(0).ChangesNothing().Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Purchases_are_protected_unless_forced()
    {
        using var bench = new Bench(Bench.Household("26") with { ConsoleUser = "alice", HostSettings = new Dictionary<string, string> { ["purchaseProtection"] = "true" } });
        bench.Root("-autologin", "set", "-userName", "bob", "-password", "pw-bob").Ends(0).ChangesNothing()
            .Says("Automatic login can not be set because because TouchID, Apple Pay or App Store purchases are enabled (use -force flag to override)");
        bench.Root("-autologin", "set", "-userName", "bob", "-password", "pw-bob", "-force").Ends(0).Says();
        bench.Root("-autologin", "status").Says("Automatic login user: bob");
    }

    [Fact]
    public void Management_can_forbid_it()
    {
        using var bench = AtConsole();
        bench.Root("-autologin", "set", "-userName", "bob", "-password", "pw-bob").Ends(0);
        bench.On(mac => mac.Profiles.Install(ConfigurationProfileFile.Of(new PlistDictionary
        {
            { "PayloadIdentifier", "org.example.login" }, { "PayloadUUID", "11111111-2222-4333-8444-555555555555" }, { "PayloadType", "Configuration" }, { "PayloadVersion", 1 },
            {
                "PayloadContent", new PlistArray(
                [
                    new PlistDictionary
                    {
                        { "PayloadIdentifier", "org.example.login.1" }, { "PayloadUUID", "11111111-2222-4333-8444-666666666666" }, { "PayloadType", "com.apple.loginwindow" },
                        { "PayloadVersion", 1 }, { "com.apple.login.mcx.DisableAutoLoginClient", true },
                    },
                ])
            },
        }), user: null, ProfileOrigin.Person));
        bench.As("bob", "-autologin", "status").Ends(0).Says("Automatic login is disabled by your system administrator.");
        bench.Root("-autologin", "set", "-userName", "alice", "-password", "pw-alice").Ends(0).Says("Automatic login is disabled by your system administrator.").ChangesNothing();
    }

    [Fact]
    public void Its_password_is_no_secret_to_the_journal_only()
    {
        using var bench = AtConsole();
        bench.Root("-autologin", "set", "-userName", "bob", "-password", "pw-bob");
        Assert.DoesNotContain("pw-bob", bench.On(mac => string.Concat(mac.Journal.Read().Select(row => row.Entry.Arguments + string.Concat(row.Changes.Select(change => change.Before + change.After))))), StringComparison.Ordinal);
    }
}
