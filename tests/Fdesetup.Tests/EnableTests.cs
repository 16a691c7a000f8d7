using System.Text.RegularExpressions;
using MacStateStore;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;

namespace Fdesetup.Tests;

public sealed partial class EnableTests
{
    private static string KeyIn(string text) => Printed().Match(text) is { Success: true } found ? found.Groups[1].Value : "";

    [Theory]
    [InlineData("10.13.6")]
    [InlineData("10.14.6")]
    [InlineData("10.15.7")]
    [InlineData("12.7")]
    [InlineData("15.1")]
    public void It_is_on_for_all_token_holders_and_the_key_that_is_printed_opens_the_volume(string os)
    {
        using var bench = new Bench(os);
        var outcome = bench.RootTypes("alice\npw-alice\n", "enable").Ends();
        Assert.Equal(Bench.AskName + Bench.AskPassword("alice"), outcome.Err);
        var key = KeyIn(outcome.Out);
        Assert.Equal($"Recovery key = '{key}'\n", outcome.Out);
        Assert.Matches("^([A-HJ-RT-Z2-9]{4}-){5}[A-HJ-RT-Z2-9]{4}$", key);
        Assert.True(bench.IsOn && bench.IsRecoveryKey(key) && bench.Unlocks("alice") && bench.Unlocks("bob"));
        Assert.False(bench.IsRecoveryKey(key.ToLowerInvariant()) || bench.IsRecoveryKey(key.Replace("-", "", StringComparison.Ordinal)) || bench.IsRecoveryKey(Bench.Key));
        bench.Root("haspersonalrecoverykey").Says("true").Ends();
        Assert.Equal(["alice", "bob"], bench.Root("list").Out.TrimEnd('\n').Split('\n').Select(line => line.Split(',')[0]));
        Assert.DoesNotContain(key, bench.Look(mac => string.Concat(mac.Journal.Read().SelectMany(row => row.Changes).Select(change => change.Before + change.After))), StringComparison.Ordinal);
    }

    [Fact]
    public void macOS_26_prints_no_key_unless_it_is_to_be_a_property_list()
    {
        using var bench = new Bench("26.0");
        bench.RootTypes("alice\npw-alice\n", "enable").Says().Ends();
        bench.Root("haspersonalrecoverykey").Says("true");
        using var other = new Bench("26.0");
        var outcome = other.RootTypes("pw-bob\n", "enable", "-user", "bob", "-outputplist").Ends();
        Assert.Equal(Bench.AskPassword("bob"), outcome.Err);
        var plist = (PlistDictionary)PropertyList.Parse(System.Text.Encoding.UTF8.GetBytes(outcome.Out));
        Assert.Equal(["EnabledDate", "EnabledUser", "HardwareUUID", "RecoveryKey", "SerialNumber"], plist.Keys);
        Assert.True(plist.TryGetString("RecoveryKey", out var key) && other.IsRecoveryKey(key));
        Assert.True(plist.TryGetString("EnabledDate", out var date));
        Assert.Matches(@"^2024-05-02 09:15:\d\d \+0000$", date);
    }

    [Fact]
    public void A_key_that_is_there_already_is_kept_and_not_told()
    {
        using var bench = new Bench(fileVault: Bench.Protected with { IsOn = false });
        bench.Root("haspersonalrecoverykey").Says("false");
        bench.RootTypes("alice\npw-alice\n", "enable").Says().Ends();
        Assert.True(bench.IsRecoveryKey(Bench.Key));
        bench.RootTypes("bob\npw-bob\n", "disable").Says("FileVault has been disabled.").Ends();
        bench.Root("list").Ends();
        Assert.True(bench.Look(mac => mac.SecureTokens.Holders.Count == 2));
        bench.RootTypes("alice\npw-alice\n", "enable", "-norecoverykey").Says().Ends();
        bench.RootTypes(Bench.Key + "\n", "validaterecovery").Says("true").Ends();
    }

    [Theory]
    [InlineData("alice", "wrong", 11, "Error: User authentication failed.")]
    [InlineData("nobody-here", "x", 11, "Error: User authentication failed.")]
    [InlineData("", "", 11, "Error: User authentication failed.")]
    [InlineData("a'b 🚀/", "x", 11, "Error: User authentication failed.")]
    [InlineData("carol", "pw-carol", 23, "Error: A problem occurred while trying to enable FileVault. (-69594)")]
    public void Whoever_can_t_open_the_volume_is_refused(string name, string password, int status, string message)
    {
        using var bench = new Bench();
        bench.RootTypes($"{name}\n{password}\n", "enable").Fails(status, Bench.AskName + Bench.AskPassword(name) + message + "\n");
        bench.RootTypes(Bench.Plist(("Username", name), ("Password", password)), "enable", "-i").Fails(status, message + "\n");
        Assert.False(bench.IsOn);
    }

    [Theory]
    [InlineData("10.14.6", false)]
    [InlineData("10.15.7", true)]
    [InlineData("14.5", true)]
    public void Where_nobody_holds_a_token_the_enabling_admin_gets_it_from_10_15_on(string os, bool granted)
    {
        // Two people whose passwords came as hashes, so that nobody has a token by now.
        using var bench = new Bench(Bench.Household(os) with { Users = [Bench.Person("alice", admin: true), Bench.Person("bob")] });
        var outcome = bench.RootTypes("alice\npw-alice\n", "enable");
        Assert.Equal(granted ? 0 : 23, outcome.Status);
        Assert.Equal(granted, bench.IsOn && bench.Unlocks("alice"));
    }

    [Fact]
    public void Further_users_are_let_in_with_their_passwords()
    {
        using var bench = new Bench(bobHasToken: false);
        var outcome = bench.RootTypes("pw-alice\npw-bob\npw-carol\n", "enable", "-user", "alice", "-usertoadd", "bob", "-usertoadd=carol").Ends();
        Assert.Equal(Bench.AskPassword("alice") + Bench.AskAdded("bob") + Bench.AskAdded("carol"), outcome.Err);
        Assert.True(bench.Unlocks("bob") && bench.Unlocks("carol"));
        using var other = new Bench(bobHasToken: false);
        var users = new PlistArray([new PlistDictionary { ["Username"] = "bob", ["Password"] = "wrong" }]);
        other.RootTypes(Bench.Plist(("Username", "alice"), ("Password", "pw-alice"), ("AdditionalUsers", users)), "enable", "-inputplist").Fails(11, "Error: User authentication failed.\n");
        other.RootTypes("pw-alice\nx\n", "enable", "-user", "alice", "-usertoadd", "nosuch").Fails(30, Bench.AskPassword("alice") + Bench.AskAdded("nosuch") + "Error: User 'nosuch' could not be found.\n");
    }

    [Fact]
    public void What_is_on_is_not_enabled_again()
    {
        using var bench = new Bench(fileVault: Bench.Protected);
        bench.RootTypes("alice\npw-alice\n", "enable").Fails(24, "Error: FileVault is already On.\n");
        bench.Root("enable", "-defer", "/var/root/key.plist").Fails(32, "Error: FileVault is already active.\n");
    }

    [Fact]
    public void A_holder_with_a_blank_password_is_in_the_way()
    {
        using var bench = new Bench(Bench.Household("14.5") with { Users = [Bench.Person("alice", admin: true, token: true), Bench.Person("bob", token: true) with { Password = "" }] });
        bench.RootTypes("alice\npw-alice\n", "enable", "-user", "alice").Ends(11); // the name was taken for the password
        bench.RootTypes("pw-alice\n", "enable", "-user", "alice").Fails(37, Bench.AskPassword("alice") + "Error: One or more users have a blank password.\n");
    }

    [Fact]
    public void A_profile_may_forbid_both_ways()
    {
        var profile = Bench.Profile("mcx", ("com.apple.MCX", new PlistDictionary { ["dontAllowFDEEnable"] = true, ["dontAllowFDEDisable"] = true }));
        IReadOnlyList<ProfileSpecification> profiles = [new ProfileSpecification(profile, null)];
        using var off = new Bench(Bench.Household("14.5") with { Profiles = profiles });
        off.RootTypes("pw-alice\n", "enable", "-user", "alice").Fails(31, Bench.AskPassword("alice") + "Error: FileVault is controlled by a management setting.\n");
        using var on = new Bench(Bench.Household("14.5", Bench.Protected) with { Profiles = profiles });
        on.RootTypes("pw-alice\n", "disable", "-user", "alice").Fails(31, Bench.AskPassword("alice") + "Error: FileVault is controlled by a management setting.\n");
    }

    [Theory]
    [InlineData("10.14.6", false, false, 0)]
    [InlineData("10.15.7", false, false, 99)]
    [InlineData("10.15.7", true, false, 0)]
    [InlineData("14.5", false, true, 0)]
    public void From_10_15_on_somebody_must_consent(string os, bool fullDiskAccess, bool consents, int status)
    {
        using var bench = new Bench(Bench.Household(os, new() { Consents = consents }) with { HasFullDiskAccess = fullDiskAccess });
        var outcome = bench.RootTypes("pw-alice\n", "enable", "-user", "alice").Ends(status);
        if (status == 99) outcome.Fails(99, Bench.AskPassword("alice") + "Error: The user did not allow FileVault to be enabled.\n");
    }

    [Fact]
    public void Without_a_recovery_system_there_is_nothing_to_unlock_with()
    {
        using var bench = new Bench("10.14.6", chip: Chip.Intel);
        bench.Do(mac => mac.Disks.DeleteVolume(mac.Disks.All.SelectMany(disk => disk.Volumes).First(volume => volume.Is("Recovery"))));
        bench.RootTypes("pw-alice\n", "enable", "-user", "alice").Fails(36, Bench.AskPassword("alice") + "Error: This computer does not support enabling FileVault.\n");
    }

    [Fact]
    public void CoreStorage_takes_the_named_users_only_and_a_restart()
    {
        using var bench = Bench.CoreStorage();
        bench.Root("list").Fails(28, "Error: FileVault is Off.\n");
        var outcome = bench.RootTypes("pw-bob\n", "enable", "-user", "bob").Ends();
        Assert.Equal("Enter the password for the user 'bob':", outcome.Err);
        var key = KeyIn(outcome.Out);
        Assert.Equal($"Recovery key = '{key}'\nPlease reboot to complete the process.\n", outcome.Out);
        bench.Root("status").Says("FileVault is Off, but will be enabled after the next restart.");
        bench.RootTypes("pw-bob\n", "enable", "-user", "bob").Ends(24);
        bench.Do(mac => mac.Power.Restart());
        Assert.StartsWith("FileVault is On.\nEncryption in progress: Percent completed = ", bench.Root("status").Out, StringComparison.Ordinal);
        bench.Root("list").Says($"bob,{bench.Uuid("bob")}");
        Assert.True(bench.Unlocks("bob") && bench.IsRecoveryKey(key) && !bench.Unlocks("alice"));
        // The recovery key alone ends it, and no name is asked for.
        var off = bench.RootTypes(key + "\n", "disable").Says("FileVault has been disabled.").Ends();
        Assert.Equal("Enter a password for '/', or the recovery key:", off.Err);
        Assert.False(bench.IsOn);
    }

    [Fact]
    public void CoreStorage_tells_its_volumes_in_the_property_list()
    {
        using var bench = Bench.CoreStorage();
        var outcome = bench.RootTypes(Bench.Plist(("Username", "alice"), ("Password", "pw-alice")), "enable", "-outputplist", "-inputplist").Ends();
        var plist = (PlistDictionary)PropertyList.Parse(System.Text.Encoding.UTF8.GetBytes(outcome.Out));
        Assert.Equal(["EnabledDate", "EnabledUser", "HardwareUUID", "LVGUUID", "LVUUID", "PVUUID", "RecoveryKey", "SerialNumber"], plist.Keys);
    }

    [Fact]
    public void CoreStorage_fails_where_the_hardware_can_t_restart_itself()
    {
        using var bench = Bench.CoreStorage(new() { SupportsAuthRestart = false });
        bench.RootTypes("pw-alice\n", "enable", "-user", "alice", "-authrestart")
            .Fails(22, "Enter the password for the user 'alice':Error: A problem occurred while trying to enable FileVault. (22)\n");
    }

    [Fact]
    public void Options_of_CoreStorage_are_none_of_APFS()
    {
        using var bench = new Bench();
        bench.RootTypes("pw-alice\n", "enable", "-user", "alice", "-forcerestart").Fails(34, "Error: This option is not supported on APFS volumes.\n");
        bench.Root("list", "-offline").Fails(34, "Error: This option is not supported on APFS volumes.\n");
    }

    [Fact]
    public void It_may_restart_by_itself_afterwards()
    {
        using var bench = new Bench();
        bench.Do(mac => mac.Sessions.Login("bob", "pw-bob"));
        var outcome = bench.RootTypes("pw-alice\n", "enable", "-user", "alice", "-authrestart").Ends();
        Assert.Contains("System is being restarted", outcome.Err, StringComparison.Ordinal);
        Assert.Null(bench.Look(mac => mac.Sessions.ConsoleUser));
        Assert.True(bench.IsOn);
    }

    [GeneratedRegex("ecovery key = '([^']+)'")]
    private static partial Regex Printed();
}
