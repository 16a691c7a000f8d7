using MacStateStore.DeviceManagement;
using MacStateStore.Lifecycle;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacStateStore.SecureEnclave;

namespace MacStateStore.Tests.DeviceManagement;

/// <summary>What <c>profiles</c> asks for about the bootstrap token, and the three facts that may disagree (dossier profiles, 8).</summary>
public sealed class BootstrapTokenTests
{
    private static TestMac Managed(string os = "14.5", EnrollmentKind kind = EnrollmentKind.Automated, Chip? chip = null, bool supports = true)
    {
        var test = new TestMac(new MachineSpecification { Os = os, Chip = chip, Setup = new SetupUser("alice", "s3cret") });
        test.Mac.MdmServer.SupportsBootstrapToken = supports;
        test.Mac.Enrollments.Enroll(kind);
        return test;
    }

    [Fact]
    public void Installing_makes_a_real_key_on_the_volume_and_escrows_it()
    {
        using var test = Managed();
        var token = test.Mac.BootstrapToken;
        Assert.True(token.IsSupported);
        Assert.Equal((false, false), (token.Exists, token.IsEscrowed));

        Assert.Equal(BootstrapTokenOutcome.Done, token.Install("alice", "s3cret"));

        var user = Assert.Single(test.Mac.SecureTokens.Keys.Users, user => user.Uuid == BootstrapToken.CryptoUserUuid);
        Assert.Equal((CryptoUserType.MDMRecovery, true), (user.Type, user.IsVolumeOwner));
        Assert.True(token.IsEscrowed);
        Assert.True(token.IsServerCopyValid);
        Assert.Equal(BootstrapTokenOutcome.Done, token.Validate("alice", "s3cret"));
        Assert.True(test.Mac.SecureTokens.Keys.CanReachOwnerIdentityKey(
            BootstrapToken.CryptoUserUuid, Convert.ToBase64String(test.Mac.MdmServer.EscrowedBootstrapToken!)));
    }

    [Fact]
    public void Installing_again_makes_a_new_one_in_place_of_the_old()
    {
        using var test = Managed();
        test.Mac.BootstrapToken.Install("alice", "s3cret");
        var old = test.Mac.MdmServer.EscrowedBootstrapToken!;
        test.Mac.BootstrapToken.Install("alice", "s3cret");
        Assert.NotEqual(old, test.Mac.MdmServer.EscrowedBootstrapToken);
        Assert.True(test.Mac.BootstrapToken.IsServerCopyValid);
        Assert.Equal(2, test.Mac.SecureTokens.Keys.Users.Count);
        test.Mac.MdmServer.EscrowedBootstrapToken = old;
        Assert.False(test.Mac.BootstrapToken.IsServerCopyValid);
    }

    [Theory]
    [InlineData("alice", "wrong", BootstrapTokenOutcome.NotAuthenticated)]
    [InlineData("alice", "", BootstrapTokenOutcome.PasswordRequired)]
    [InlineData("nobody-here", "s3cret", BootstrapTokenOutcome.NotAuthenticated)]
    [InlineData("", "s3cret", BootstrapTokenOutcome.NotAuthenticated)]
    [InlineData("standard", "pw-standard", BootstrapTokenOutcome.NotAuthenticated)]
    [InlineData("tokenless", "pw-tokenless", BootstrapTokenOutcome.NotAuthenticated)]
    public void Only_an_admin_with_a_token_may(string name, string password, BootstrapTokenOutcome expected)
    {
        using var test = Managed();
        test.Root.ResetPassword(test.NewUser("standard"), "pw-standard");
        Assert.Equal(SecureTokenOutcome.Done, test.Mac.Accounts.GrantSecureToken(test.User("standard"), "pw-standard", "alice", "s3cret"));
        test.Root.ResetPassword(test.NewUser("tokenless", isAdmin: true), "pw-tokenless");

        Assert.Equal(expected, test.Mac.BootstrapToken.Install(name, password));
        Assert.Equal(expected, test.Mac.BootstrapToken.Validate(name, password));
        Assert.Equal(expected, test.Mac.BootstrapToken.Remove(name, password));
        Assert.False(test.Mac.BootstrapToken.Exists);
    }

    [Theory]
    [InlineData("10.14.6", Chip.T2, EnrollmentKind.Automated, true, false)]
    [InlineData("10.15", Chip.T2, EnrollmentKind.Automated, true, true)]
    [InlineData("10.15.7", Chip.T2, EnrollmentKind.UserApproved, true, false)]
    [InlineData("10.15.7", Chip.T2, EnrollmentKind.Unapproved, true, false)]
    [InlineData("11.6", Chip.T2, EnrollmentKind.UserApproved, true, true)]
    [InlineData("11.6", Chip.Apple, EnrollmentKind.UserApproved, true, true)]
    [InlineData("14.5", Chip.Apple, EnrollmentKind.Automated, false, false)]
    [InlineData("26.1", Chip.Apple, EnrollmentKind.Automated, true, true)]
    public void Support_takes_the_server_supervision_and_by_release_Automated_Device_Enrolment(string os, Chip chip, EnrollmentKind kind, bool server, bool supported)
    {
        using var test = Managed(os, kind, chip, server);
        Assert.Equal(supported, test.Mac.BootstrapToken.IsSupported);
        var outcome = test.Mac.BootstrapToken.Install("alice", "s3cret");
        Assert.Equal(supported ? BootstrapTokenOutcome.Done : BootstrapTokenOutcome.NotSupported, outcome);
        Assert.Equal(supported, test.Mac.BootstrapToken.Exists);
    }

    [Fact]
    public void Without_enrolment_there_is_none()
    {
        using var test = new TestMac(new MachineSpecification { Setup = new SetupUser("alice", "s3cret") });
        test.Mac.MdmServer.SupportsBootstrapToken = true;
        Assert.Equal(BootstrapTokenOutcome.NotSupported, test.Mac.BootstrapToken.Install("alice", "s3cret"));
        Assert.Equal(BootstrapTokenOutcome.NotSupported, test.Mac.BootstrapToken.Validate("alice", "s3cret"));
        Assert.Equal(BootstrapTokenOutcome.NotSupported, test.Mac.BootstrapToken.Remove());
    }

    [Fact]
    public void A_server_that_is_away_changes_nothing()
    {
        using var test = Managed();
        test.Mac.MdmServer.IsOnline = false;
        Assert.True(test.Mac.BootstrapToken.IsSupported);
        Assert.Equal(BootstrapTokenOutcome.ServerUnreachable, test.Mac.BootstrapToken.Install("alice", "s3cret"));
        Assert.False(test.Mac.BootstrapToken.Exists);
        test.Mac.MdmServer.IsOnline = true;
        test.Mac.BootstrapToken.Install("alice", "s3cret");
        test.Mac.MdmServer.IsOnline = false;
        Assert.Equal(BootstrapTokenOutcome.ServerUnreachable, test.Mac.BootstrapToken.Validate("alice", "s3cret"));
        Assert.Equal(BootstrapTokenOutcome.ServerUnreachable, test.Mac.BootstrapToken.Remove("alice", "s3cret"));
        Assert.Equal((true, true), (test.Mac.BootstrapToken.Exists, test.Mac.BootstrapToken.IsEscrowed));
    }

    [Fact]
    public void What_the_Mac_believes_is_not_what_the_server_has()
    {
        using var test = Managed();
        test.Mac.BootstrapToken.Install("alice", "s3cret");

        test.Mac.MdmServer.EscrowedBootstrapToken = new byte[32];
        Assert.True(test.Mac.BootstrapToken.IsEscrowed);
        Assert.Equal(BootstrapTokenOutcome.DoesNotUnlock, test.Mac.BootstrapToken.Validate("alice", "s3cret"));

        test.Mac.MdmServer.EscrowedBootstrapToken = null;
        Assert.True(test.Mac.BootstrapToken.IsEscrowed);
        Assert.Equal(BootstrapTokenOutcome.ServerHasNone, test.Mac.BootstrapToken.Validate("alice", "s3cret"));
    }

    [Fact]
    public void Removing_takes_the_key_and_the_server_s_copy()
    {
        using var test = Managed();
        test.Mac.BootstrapToken.Install("alice", "s3cret");
        Assert.Equal(BootstrapTokenOutcome.Done, test.Mac.BootstrapToken.Remove());
        Assert.Equal((false, false), (test.Mac.BootstrapToken.Exists, test.Mac.BootstrapToken.IsEscrowed));
        Assert.Null(test.Mac.MdmServer.EscrowedBootstrapToken);
        Assert.True(test.Mac.SecureTokens.Has(test.User("alice")));
    }

    [Fact]
    public void The_only_key_of_a_volume_stays()
    {
        using var test = Managed();
        test.Mac.BootstrapToken.Install("alice", "s3cret");
        test.Mac.SecureTokens.Keys.Remove(test.User("alice").Text(AttributeName.GeneratedUid)!);
        Assert.Equal(BootstrapTokenOutcome.OnlyKey, test.Mac.BootstrapToken.Remove());
        Assert.True(test.Mac.BootstrapToken.Exists);
    }

    [Fact]
    public void A_change_at_the_server_is_known_here_when_it_can_be_reached()
    {
        using var test = Managed(supports: false);
        test.Mac.MdmServer.IsOnline = false;
        test.Mac.MdmServer.SupportsBootstrapToken = true;
        Assert.False(test.Mac.BootstrapToken.IsSupported);
        test.Mac.MdmServer.IsOnline = true;
        Assert.True(test.Mac.BootstrapToken.IsSupported);
        test.Mac.MdmServer.SupportsBootstrapToken = false;
        Assert.False(test.Mac.BootstrapToken.IsSupported);
    }

    [Fact]
    public void Ending_the_enrolment_leaves_the_key_and_forgets_the_rest()
    {
        using var test = Managed(kind: EnrollmentKind.UserApproved);
        test.Mac.BootstrapToken.Install("alice", "s3cret");
        test.Mac.Enrollments.Remove();
        Assert.Null(test.Mac.Enrollments.Current);
        Assert.Equal((true, false, false), (test.Mac.BootstrapToken.Exists, test.Mac.BootstrapToken.IsEscrowed, test.Mac.BootstrapToken.IsSupported));
        Assert.Null(test.Mac.MdmServer.EscrowedBootstrapToken);
        Assert.Throws<LifecycleException>(test.Mac.Enrollments.Remove);
    }

    [Fact]
    public void Secrets_never_reach_the_record_of_changes()
    {
        using var test = Managed();
        test.Mac.BootstrapToken.Install("alice", "s3cret");
        test.Mac.MdmServer.EscrowedRecoveryKey = "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ";
        var copy = test.Mac.MdmServer.EscrowedBootstrapToken!;
        test.Reopen();
        var changes = string.Concat(test.Mac.Journal.Read().SelectMany(row => row.Changes).Select(change => change.Before + change.After));
        Assert.Contains("mdm_server", string.Concat(test.Mac.Journal.Read().SelectMany(row => row.Changes).Select(change => change.Table)), StringComparison.Ordinal);
        Assert.DoesNotContain("ABCD-", changes, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexString(copy), changes, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Convert.ToBase64String(copy), changes, StringComparison.Ordinal);
    }
}
