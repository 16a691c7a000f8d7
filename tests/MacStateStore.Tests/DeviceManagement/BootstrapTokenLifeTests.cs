using MacStateStore.DeviceManagement;
using MacStateStore.Lifecycle;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;

namespace MacStateStore.Tests.DeviceManagement;

/// <summary>What of the bootstrap token's life the table of docs/secure-token-matrix.md doesn't show (cross-check 4).</summary>
public sealed class BootstrapTokenLifeTests
{
    private static TestMac Managed(string os, Chip? chip = null)
    {
        var test = new TestMac(new MachineSpecification { Os = os, Chip = chip, Setup = new SetupUser("alice", "s3cret"), Mdm = new MdmSpecification { Enrollment = EnrollmentKind.Automated, ServerTakesBootstrapToken = true } });
        test.Mac.Sessions.Login("alice", "s3cret");
        Assert.True(test.Mac.BootstrapToken.IsServerCopyValid);
        return test;
    }

    [Theory]
    [InlineData("10.15.7", true, true)]
    [InlineData("10.15.7", false, false)]
    [InlineData("11.6", false, true)]
    public void On_10_15_it_serves_mobile_accounts(string os, bool isMobile, bool granted)
    {
        using var test = Managed(os, Chip.T2);
        var bob = test.NewUser("bob");
        test.Root.ResetPassword(bob, "pw-bob");
        if (isMobile) test.Root.AppendValues(bob, AttributeName.AuthenticationAuthority, [";LocalCachedUser;/Active Directory/CORP/All Domains:bob:11111111-2222-4333-8444-555555555555"]);
        test.Mac.Sessions.Login("bob", "pw-bob");
        Assert.Equal(granted, test.Mac.SecureTokens.Has(bob));
        Assert.Equal(granted, test.Mac.SecureTokens.Keys.CanUnlock(bob.Text(AttributeName.GeneratedUid)!, "pw-bob"));
        Assert.Equal(granted, bob.Has(AttributeName.AuthenticationAuthority, ";SecureToken;"));
    }

    [Fact]
    public void The_tag_does_not_stop_it()
    {
        using var test = Managed("14.5");
        var bob = test.NewUser("bob");
        test.Root.AppendValues(bob, AttributeName.AuthenticationAuthority, [";DisabledTags;SecureToken"]);
        test.Root.ResetPassword(bob, "pw-bob");
        test.Mac.Sessions.Login("bob", "pw-bob");
        Assert.True(test.Mac.SecureTokens.Has(bob));
    }

    [Fact]
    public void Authenticating_is_not_logging_in_at_the_screen()
    {
        using var test = Managed("14.5");
        var bob = test.NewUser("bob");
        test.Root.ResetPassword(bob, "pw-bob");
        test.Root.Authenticate("bob", "pw-bob"); // su, ssh, dscl -authonly
        Assert.False(test.Mac.SecureTokens.Has(bob));
    }

    [Fact]
    public void A_holder_whose_key_is_stale_escrows_nothing()
    {
        using var test = new TestMac(new MachineSpecification { Os = "14.5", Setup = new SetupUser("alice", "s3cret"), Mdm = new MdmSpecification { Enrollment = EnrollmentKind.Automated, ServerTakesBootstrapToken = true } });
        test.Mac.Accounts.SetHash(test.User("alice"), test.Mac.MdmCommands.HashOf("other").Value.ToArray());
        test.Mac.Sessions.Login("alice", "other");
        Assert.Equal((false, false), (test.Mac.BootstrapToken.Exists, test.Mac.BootstrapToken.IsEscrowed));
    }

    [Fact]
    public void Enrolled_anew_the_next_login_makes_a_new_one()
    {
        using var test = Managed("14.5");
        var old = test.Mac.MdmServer.EscrowedBootstrapToken!;
        test.Mac.Enrollments.Remove();
        Assert.Null(test.Mac.MdmServer.EscrowedBootstrapToken);
        test.Mac.Enrollments.Enroll(EnrollmentKind.UserApproved);
        Assert.Equal((true, false), (test.Mac.BootstrapToken.Exists, test.Mac.BootstrapToken.IsEscrowed));
        test.Mac.Sessions.Login("alice", "s3cret");
        Assert.True(test.Mac.BootstrapToken.IsServerCopyValid);
        Assert.NotEqual(old, test.Mac.MdmServer.EscrowedBootstrapToken);
        Assert.Equal(2, test.Mac.SecureTokens.Keys.Users.Count);
    }

    [Fact]
    public void Unenrolled_while_the_server_is_away_it_keeps_its_copy_until_the_Mac_is_a_new_device_to_it()
    {
        using var test = Managed("14.5");
        test.Mac.MdmServer.IsOnline = false;
        test.Mac.Enrollments.Remove();
        Assert.NotNull(test.Mac.MdmServer.EscrowedBootstrapToken);
        test.Mac.MdmServer.IsOnline = true;
        test.Mac.Enrollments.Enroll(EnrollmentKind.Automated);
        Assert.Null(test.Mac.MdmServer.EscrowedBootstrapToken);
    }

    [Theory]
    [InlineData(Chip.Apple, true)]
    [InlineData(Chip.T2, true)]
    public void Erasing_content_keeps_the_Owner_Identity_Key_where_the_authorizer_reaches_it(Chip chip, bool kept)
    {
        using var test = Managed("14.5", chip);
        test.Mac.Erasure.ByUser("alice", "s3cret");
        Assert.True(test.Mac.SecureTokens.Keys.IsUnclaimed);
        Assert.Empty(test.Mac.SecureTokens.Keys.Users);
        test.Mac.Power.SetUp("carol", "pw-carol", null);
        var carol = Assert.Single(test.Mac.Accounts.People);
        Assert.Equal((true, kept), (carol.HasSecureToken, carol.IsVolumeOwner));
        test.Reopen();
        Assert.DoesNotContain(test.Mac.Journal.Read()[0].Changes, change => change.Table == "owner_identity_key");
        Assert.Throws<LifecycleException>(() => test.Mac.Erasure.ByUser("carol", "wrong"));
    }

    [Fact]
    public void Obliterated_the_Mac_has_other_owners_and_does_not_start()
    {
        using var test = Managed("14.5");
        var answer = test.Mac.MdmCommands.Send(new PlistDictionary { { "RequestType", "EraseDevice" }, { "ObliterationBehavior", "Always" } });
        Assert.True(answer!.TryGetString("Status", out var status) && status == "Acknowledged");
        Assert.False(test.Mac.Boot.IsRunning);
        Assert.True(test.Mac.System.IsErased);
        Assert.Throws<LifecycleException>(() => test.Mac.Power.Restart());
        Assert.Throws<LifecycleException>(() => test.Mac.Power.Restart(BootState.RecoveryOS));
        test.Reopen();
        Assert.Contains(test.Mac.Journal.Read()[0].Changes, change => change.Table == "owner_identity_key");
    }

    [Fact]
    public void A_user_who_is_no_owner_does_not_erase()
    {
        using var test = Managed("14.5");
        test.Root.ResetPassword(test.NewUser("ann", isAdmin: true), "pw-ann");
        Assert.Throws<LifecycleException>(() => test.Mac.Erasure.ByUser("ann", "pw-ann"));
        Assert.Equal(2, test.Mac.Accounts.People.Count);
    }

    [Fact]
    public void A_broken_request_is_answered_with_an_error()
    {
        using var test = Managed("14.5");
        foreach (var request in (PlistDictionary[])
            [
                [], new() { { "RequestType", 5 } }, new() { { "RequestType", "" } }, new() { { "RequestType", "Explode" } },
                new() { { "RequestType", "DeleteUser" } }, new() { { "RequestType", "DeleteUser" }, { "UserName", 501 } },
                new() { { "RequestType", "SetAutoAdminPassword" }, { "GUID", "x" }, { "passwordHash", new PlistData(new byte[] { 1, 2, 3 }) } },
                new() { { "RequestType", "SetAutoAdminPassword" }, { "GUID", "x" }, { "passwordHash", "no bytes" } },
                new() { { "RequestType", "EraseDevice" }, { "ObliterationBehavior", "Sometimes" } },
                new() { { "RequestType", "AccountConfiguration" }, { "AutoSetupAdminAccounts", new PlistArray([new PlistString("x")]) } },
            ])
        {
            var answer = test.Mac.MdmCommands.Answer(request, "11111111-2222-4333-8444-555555555555");
            Assert.True(answer.TryGetString("Status", out var status) && status == "Error");
            Assert.IsType<PlistArray>(answer["ErrorChain"]);
        }
        Assert.Equal(["alice"], test.Mac.Accounts.People.Select(user => user.Name));
    }

    [Fact]
    public void AccountConfiguration_takes_a_hash_that_can_be_compared_with()
    {
        using var test = new TestMac(new MachineSpecification { Os = "15.1", Mdm = new MdmSpecification { Enrollment = EnrollmentKind.Automated, ServerTakesBootstrapToken = true } });
        foreach (var admin in (PlistDictionary[])
            [
                [], new() { { "shortName", "" } }, new() { { "shortName", "it" } }, new() { { "shortName", "it" }, { "passwordHash", new PlistData(PropertyList.ToBinary(new PlistDictionary())) } },
            ])
        {
            var answer = test.Mac.MdmCommands.Send(new() { { "RequestType", "AccountConfiguration" }, { "AutoSetupAdminAccounts", new PlistArray([admin]) } });
            Assert.True(answer!.TryGetString("Status", out var status) && status == "Error");
        }
        Assert.Empty(test.Mac.Accounts.People);
        Assert.False(test.Mac.BootstrapToken.Exists);
    }
}
