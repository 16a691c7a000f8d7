using MacStateStore.OpenDirectory;
using MacStateStore.Releases;

namespace MacStateStore.Tests.SecureEnclave;

/// <summary>Who gets the first secure token, by release (cross-check 1; Apple Platform Deployment).</summary>
public sealed class FirstTokenTests
{
    private static readonly string[] AllReleases = ["10.13", "10.14", "10.15", "11", "12", "13", "14", "15", "26"];

    public static TheoryData<string> Releases => [.. AllReleases];

    public static TheoryData<string> FromBigSur => [.. AllReleases[3..]];

    [Theory]
    [MemberData(nameof(Releases))]
    public void Setup_Assistants_user_holds_the_token_in_every_release(string os)
    {
        using var test = new TestMac(new MachineSpecification { Os = os, Setup = new SetupUser("alice", "s3cret") });

        var uuid = test.User("alice").Text(AttributeName.GeneratedUid)!;
        Assert.True(test.Mac.SecureTokens.Has(test.User("alice")));
        Assert.True(test.Mac.SecureTokens.Keys.CanUnlock(uuid, "s3cret"));
        Assert.False(test.Mac.SecureTokens.Keys.CanUnlock(uuid, "wrong"));
        Assert.True(test.User("alice").Has(AttributeName.AuthenticationAuthority, ";SecureToken;"));
        Assert.Equal([uuid], test.Mac.SecureTokens.Keys.Users.Select(user => user.Uuid));
    }

    [Theory]
    [MemberData(nameof(FromBigSur))]
    public void From_macOS_11_the_first_password_set_in_the_clear_brings_it(string os)
    {
        using var test = new TestMac(new MachineSpecification { Os = os });
        var first = test.NewUser("first");
        var second = test.NewUser("second");

        test.Root.ResetPassword(first, "pass-1");
        test.Root.ResetPassword(second, "pass-2");

        Assert.True(test.Mac.SecureTokens.Has(first));
        Assert.False(test.Mac.SecureTokens.Has(second));
    }

    [Theory]
    [MemberData(nameof(FromBigSur))]
    public void DisabledTags_set_before_the_password_keep_it_for_the_next(string os)
    {
        using var test = new TestMac(new MachineSpecification { Os = os });
        var itadmin = test.NewUser("itadmin");
        test.Root.AppendValues(itadmin, AttributeName.AuthenticationAuthority, [";DisabledTags;SecureToken"]);

        test.Root.ResetPassword(itadmin, "it-pass");
        Assert.False(test.Mac.SecureTokens.Has(itadmin));
        test.Root.Authenticate("itadmin", "it-pass");
        Assert.False(test.Mac.SecureTokens.Has(itadmin));

        test.Mac.Power.SetUp("alice", "s3cret", null);
        Assert.True(test.Mac.SecureTokens.Has(test.User("alice")));
        Assert.True(itadmin.Has(AttributeName.AuthenticationAuthority, ";DisabledTags;SecureToken"));
    }

    [Fact]
    public void Without_the_tag_the_admin_that_a_script_makes_takes_it_from_the_person()
    {
        using var test = new TestMac(new MachineSpecification { Os = "14" });
        test.Root.ResetPassword(test.NewUser("itadmin"), "it-pass");

        test.Mac.Power.SetUp("alice", "s3cret", null);

        Assert.True(test.Mac.SecureTokens.Has(test.User("itadmin")));
        Assert.False(test.Mac.SecureTokens.Has(test.User("alice")));
    }

    [Fact]
    public void Taking_the_tag_away_and_setting_the_password_anew_brings_it()
    {
        using var test = new TestMac(new MachineSpecification { Os = "14" });
        var itadmin = test.NewUser("itadmin");
        test.Root.AppendValues(itadmin, AttributeName.AuthenticationAuthority, [";DisabledTags;SecureToken"]);
        test.Root.ResetPassword(itadmin, "it-pass");

        test.Root.DeleteValues(itadmin, AttributeName.AuthenticationAuthority, [";DisabledTags;SecureToken"]);
        test.Root.ResetPassword(itadmin, "it-pass");

        Assert.True(test.Mac.SecureTokens.Has(itadmin));
    }

    [Theory]
    [InlineData("10.13")]
    [InlineData("10.14")]
    [InlineData("10.15")]
    public void Before_macOS_11_a_tag_stops_nothing(string os)
    {
        using var test = new TestMac(new MachineSpecification { Os = os });
        var admin = test.NewUser("itadmin", isAdmin: true);
        test.Root.AppendValues(admin, AttributeName.AuthenticationAuthority, [";DisabledTags;SecureToken"]);
        test.Root.ResetPassword(admin, "it-pass");
        Assert.False(test.Mac.SecureTokens.Has(admin));

        test.Root.Authenticate("itadmin", "it-pass");

        Assert.True(test.Mac.SecureTokens.Has(admin));
    }

    [Theory]
    [InlineData("10.13", 501, true)]
    [InlineData("10.14", 501, true)]
    [InlineData("10.14", 499, false)]
    [InlineData("10.15", 501, false)]
    public void A_standard_user_gets_it_by_authenticating_only_up_to_10_14_and_from_UID_500(string os, int uid, bool granted)
    {
        using var test = new TestMac(new MachineSpecification { Os = os });
        var bob = test.NewUser("bob", uid: uid);
        test.Root.ResetPassword(bob, "pass-b");

        test.Root.Authenticate("bob", "pass-b");

        Assert.Equal(granted, test.Mac.SecureTokens.Has(bob));
    }

    [Theory]
    [InlineData("10.13", false)]
    [InlineData("10.14", false)]
    [InlineData("10.15", true)]
    public void Of_several_people_nobody_gets_it_up_to_10_14_but_an_admin_does_on_10_15(string os, bool granted)
    {
        using var test = new TestMac(new MachineSpecification { Os = os });
        var alice = test.NewUser("alice", isAdmin: true);
        test.Root.ResetPassword(alice, "pass-a");
        test.NewUser("bob");

        test.Root.Authenticate("alice", "pass-a");

        Assert.Equal(granted, test.Mac.SecureTokens.Has(alice));
    }

    [Theory]
    [InlineData(Chip.Apple, "14", true)]
    [InlineData(Chip.T2, "14", true)]
    [InlineData(Chip.T2, "10.15", false)]
    [InlineData(Chip.Intel, "14", false)]
    public void A_holder_owns_the_volume_where_there_is_an_Owner_Identity_Key(Chip chip, string os, bool owns)
    {
        using var test = new TestMac(new MachineSpecification { Os = os, Chip = chip, Setup = new SetupUser("alice", "s3cret") });

        var alice = Assert.Single(test.Mac.Accounts.People);
        Assert.True(alice.HasSecureToken);
        Assert.Equal(owns, alice.IsVolumeOwner);
        Assert.Equal(owns, test.Mac.SecureTokens.Keys.CanReachOwnerIdentityKey(alice.GeneratedUid!, "s3cret"));
        Assert.False(test.Mac.SecureTokens.Keys.CanReachOwnerIdentityKey(alice.GeneratedUid!, "wrong"));
    }
}
