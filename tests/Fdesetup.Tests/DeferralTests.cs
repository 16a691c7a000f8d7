using MacStateStore.DeviceManagement;
using MacStateStore.FileVault;
using MacStateStore.PropertyLists;

namespace Fdesetup.Tests;

public sealed class DeferralTests
{
    private static readonly ConfigurationProfile Deferring = Bench.Profile("fv", ("com.apple.MCX.FileVault2", new PlistDictionary { ["Enable"] = "On", ["Defer"] = true }));

    [Fact]
    public void Nothing_is_configured_at_first()
    {
        using var bench = new Bench();
        bench.Root("showdeferralinfo").Says("Not found.").Ends(20);
        Assert.False(File.Exists(bench.Place(DeferredEnablement.FilePath)));
    }

    [Fact]
    public void It_takes_no_password_and_waits_for_the_named_user()
    {
        using var bench = new Bench();
        bench.Root("enable", "-user", "bob", "-defer", "/var/root/key.plist", "-forceatlogin", "3", "-dontaskatlogout").Says().Ends();
        bench.Root("status").Says("FileVault is Off.", "Deferred enablement appears to be active for user 'bob'.");
        bench.Root("isactive").Says("false").Ends(1);
        bench.Root("showdeferralinfo").Says(
            "{", "    Defer = 1;", "    DeferDontAskAtUserLogout = 1;", "    DeferForceAtUserLoginMaxBypassAttempts = 3;", "    OutputPath = \"/var/root/key.plist\";",
            "    ShowRecoveryKey = 1;", "    Usernames =     (", "        bob", "    );", "}").Ends();
        var file = (PlistDictionary)PropertyList.Parse(File.ReadAllBytes(bench.Place(DeferredEnablement.FilePath)));
        Assert.Equal(bench.Look(mac => mac.FileVault.Deferral.Settings), file["FileVault"]);
        bench.Root("disable").Says().Ends();
        bench.Root("showdeferralinfo").Says("Not found.").Ends(20);
        Assert.False(File.Exists(bench.Place(DeferredEnablement.FilePath)));
    }

    [Fact]
    public void Without_a_name_it_is_for_who_is_at_the_console_or_comes_next()
    {
        using var bench = new Bench();
        bench.Root("enable", "-defer", "/var/root/key.plist").Ends();
        bench.Root("status").Says("FileVault is Off.", "Deferred enablement appears to be active.");
        Assert.EndsWith("    Usernames =     (\n    );\n}\n", bench.Root("showdeferralinfo").Out, StringComparison.Ordinal);
        bench.Do(mac => mac.Sessions.Login("bob", "pw-bob"));
        bench.Root("status").Says("FileVault is Off.", "Deferred enablement appears to be active for user 'bob'.");
        bench.Root("enable", "-defer", "/var/root/key.plist").Ends();
        Assert.Equal("bob", bench.Look(mac => mac.FileVault.Deferral.Current!.User));
    }

    [Theory]
    [InlineData("nosuch")]
    [InlineData("")]
    public void It_needs_a_user_that_there_is(string name)
    {
        using var bench = new Bench();
        bench.Root("enable", "-defer", "/var/root/key.plist", "-user", name).Fails(11, "Error: User authentication failed.\n");
    }

    [Fact]
    public void The_password_completes_it_and_the_key_goes_into_the_file()
    {
        using var bench = new Bench();
        bench.Root("enable", "-user", "bob", "-defer", "/var/db/some/key.plist").Ends();
        var result = bench.Look(mac => mac.FileVault.Deferral.Complete("bob", "pw-bob"));
        Assert.True(bench.IsOn && bench.IsRecoveryKey(result.RecoveryKey!));
        bench.Root("showdeferralinfo").Ends(20);
        var place = bench.Place("/var/db/some/key.plist");
        var file = (PlistDictionary)PropertyList.Parse(File.ReadAllBytes(place));
        Assert.Equal(["EnabledDate", "EnabledUser", "HardwareUUID", "RecoveryKey", "SerialNumber"], file.Keys);
        Assert.True(file.TryGetString("RecoveryKey", out var key) && key == result.RecoveryKey);
        Assert.Equal(2024, File.GetLastWriteTimeUtc(place).Year);
#pragma warning disable CA1416 // The tests run where the emulator does.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(place));
#pragma warning restore CA1416
        // The configuration's file stays, as scripts have come to expect.
        Assert.True(File.Exists(bench.Place(DeferredEnablement.FilePath)));
    }

    [Fact]
    public void A_profile_configures_it_and_takes_it_away_with_itself()
    {
        using var bench = new Bench(Bench.Household("14.5") with { Mdm = new() { Enrollment = EnrollmentKind.Automated } });
        bench.Do(mac => mac.Profiles.Install(Deferring, null, ProfileOrigin.Management));
        bench.Root("showdeferralinfo").Says("{", "    Defer = 1;", "    OutputPath = \"/var/db/ConfigurationProfiles/fdesetup.plist\";", $"    ProfileUUID = \"{Bench.ProfileUuid}\";",
            "    ShowRecoveryKey = 1;", "    Usernames =     (", "    );", "}").Ends();
        bench.Do(mac => mac.Profiles.Remove(mac.Profiles.Find("fv", null)!, ProfileOrigin.Management, isAdmin: true));
        bench.Root("showdeferralinfo").Ends(20);
    }

    [Theory]
    [InlineData("10.14.6", true)]
    [InlineData("10.15.7", false)]
    public void From_10_15_on_such_a_profile_comes_from_approved_management_only(string os, bool allowed)
    {
        using var bench = new Bench(os);
        void Install() => bench.Do(mac => mac.Profiles.Install(Deferring, null, ProfileOrigin.Command));
        if (allowed) Install();
        else Assert.Equal(ConfigurationProfileProblem.NeedsApprovedManagement, Assert.Throws<ConfigurationProfileException>(Install).Problem);
        Assert.Equal(allowed, bench.Look(mac => mac.FileVault.Deferral.Current) is not null);
    }

    [Theory]
    [InlineData("alice", "pw-alice", true)]
    [InlineData("alice", "wrong", false)]
    [InlineData(null, null, false)]
    public void A_profile_with_credentials_turns_it_on_at_once(string? name, string? password, bool succeeds)
    {
        var content = new PlistDictionary { ["Enable"] = "On" };
        if (name is not null) (content["Username"], content["Password"]) = (name, password!);
        using var bench = new Bench(Bench.Household("14.5") with { Mdm = new() { Enrollment = EnrollmentKind.Automated }, HasFullDiskAccess = false });
        void Install() => bench.Do(mac => mac.Profiles.Install(Bench.Profile("fv", ("com.apple.MCX.FileVault2", content)), null, ProfileOrigin.Management));
        if (succeeds) Install();
        else Assert.Throws<ConfigurationProfileException>(Install);
        Assert.Equal(succeeds, bench.IsOn);
        Assert.Equal(succeeds, File.Exists(bench.Place(DeferredEnablement.ProfileOutputPath)));
    }
}
