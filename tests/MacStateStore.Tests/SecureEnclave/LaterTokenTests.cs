using MacStateStore.OpenDirectory;
using MacStateStore.SecureEnclave;

namespace MacStateStore.Tests.SecureEnclave;

/// <summary>Grants, removals and password changes once somebody holds a token (cross-check 2 and 3).</summary>
public sealed class LaterTokenTests
{
    private static TestMac WithAliceAndBob(string os = "14", bool bobIsAdmin = false) => new(new MachineSpecification
    {
        Os = os,
        Users =
        [
            new UserSpecification(new NewAccount("alice") { IsAdmin = true }) { Password = "alice-pw", HasSecureToken = true },
            new UserSpecification(new NewAccount("bob") { IsAdmin = bobIsAdmin }) { Password = "bob-pw" },
        ],
    });

    [Fact]
    public void A_token_admin_hands_a_token_on_and_it_opens_with_the_new_holders_password()
    {
        using var test = WithAliceAndBob();

        Assert.Equal(SecureTokenOutcome.Done, test.Mac.Accounts.GrantSecureToken(test.User("bob"), "bob-pw", "alice", "alice-pw"));

        var uuid = test.User("bob").Text(AttributeName.GeneratedUid)!;
        Assert.True(test.Mac.SecureTokens.Keys.CanUnlock(uuid, "bob-pw"));
        Assert.True(test.Mac.SecureTokens.Keys.CanReachOwnerIdentityKey(uuid, "bob-pw"));
        Assert.Equal(["alice", "bob"], test.Mac.SecureTokens.Holders.Select(holder => test.Mac.Directory.FindByValue(RecordType.Users, AttributeName.GeneratedUid, holder.Uuid)!.Name));
    }

    [Theory]
    [InlineData("nobody-there", "alice-pw", "bob-pw", SecureTokenOutcome.AuthorizerUnknown)]
    [InlineData("alice", "wrong", "bob-pw", SecureTokenOutcome.AuthorizerUnknown)]
    [InlineData("alice", "alice-pw", "wrong", SecureTokenOutcome.TargetPasswordWrong)]
    [InlineData("bob", "bob-pw", "bob-pw", SecureTokenOutcome.AuthorizerNotAdmin)]
    public void A_grant_is_refused_for_what_is_wrong_with_it(string authorizer, string authorizerPassword, string password, SecureTokenOutcome outcome)
    {
        using var test = WithAliceAndBob();

        Assert.Equal(outcome, test.Mac.Accounts.GrantSecureToken(test.User("bob"), password, authorizer, authorizerPassword));
        Assert.False(test.Mac.SecureTokens.Has(test.User("bob")));
    }

    [Fact]
    public void An_admin_without_a_token_can_hand_none_on_while_others_hold_one()
    {
        using var test = WithAliceAndBob(bobIsAdmin: true);

        Assert.Equal(SecureTokenOutcome.AuthorizerWithoutToken, test.Mac.Accounts.GrantSecureToken(test.User("bob"), "bob-pw", "bob", "bob-pw"));
        Assert.False(test.Mac.SecureTokens.Has(test.User("bob")));
    }

    [Theory]
    [InlineData("10.14")]
    [InlineData("14")]
    public void Where_nobody_holds_one_both_get_one(string os)
    {
        using var test = new TestMac(new MachineSpecification
        {
            Os = os,
            Users =
            [
                new UserSpecification(new NewAccount("alice") { IsAdmin = true }) { Password = "alice-pw" },
                new UserSpecification(new NewAccount("bob")) { Password = "bob-pw" },
            ],
        });

        Assert.Equal(SecureTokenOutcome.Done, test.Mac.Accounts.GrantSecureToken(test.User("bob"), "bob-pw", "alice", "alice-pw"));
        Assert.True(test.Mac.SecureTokens.Has(test.User("alice")));
        Assert.True(test.Mac.SecureTokens.Has(test.User("bob")));
    }

    [Fact]
    public void A_token_can_be_taken_away_but_not_ones_own()
    {
        using var test = WithAliceAndBob();
        test.Mac.Accounts.GrantSecureToken(test.User("bob"), "bob-pw", "alice", "alice-pw");

        Assert.Equal(SecureTokenOutcome.OwnToken, test.Mac.Accounts.RevokeSecureToken(test.User("alice"), "alice-pw", "alice", "alice-pw"));
        Assert.Equal(SecureTokenOutcome.Done, test.Mac.Accounts.RevokeSecureToken(test.User("bob"), "bob-pw", "alice", "alice-pw"));
        Assert.False(test.Mac.SecureTokens.Has(test.User("bob")));
        Assert.False(test.User("bob").Has(AttributeName.AuthenticationAuthority, ";SecureToken;"));
    }

    [Fact]
    public void A_change_with_the_old_password_takes_the_token_along()
    {
        using var test = WithAliceAndBob();
        var uuid = test.User("alice").Text(AttributeName.GeneratedUid)!;

        test.Root.ChangePassword(test.User("alice"), "alice-pw", "new-pw");

        Assert.True(test.Mac.SecureTokens.Keys.CanUnlock(uuid, "new-pw"));
        Assert.False(test.Mac.SecureTokens.Keys.CanUnlock(uuid, "alice-pw"));
    }

    [Theory]
    [InlineData("10.15")]
    [InlineData("14")]
    [InlineData("26")]
    public void A_reset_of_a_holder_is_refused_from_10_15(string os)
    {
        using var test = WithAliceAndBob(os);

        var refusal = Assert.Throws<DirectoryException>(() => test.Root.ResetPassword(test.User("alice"), "new-pw"));

        Assert.Equal(DirectoryStatus.PermissionError, refusal.Status);
        test.Root.Authenticate("alice", "alice-pw");
    }

    [Theory]
    [InlineData("10.13")]
    [InlineData("10.14")]
    public void Before_10_15_it_leaves_the_key_under_the_old_password(string os)
    {
        using var test = WithAliceAndBob(os);
        var uuid = test.User("alice").Text(AttributeName.GeneratedUid)!;

        test.Root.ResetPassword(test.User("alice"), "new-pw");

        test.Root.Authenticate("alice", "new-pw");
        Assert.True(test.Mac.SecureTokens.Keys.CanUnlock(uuid, "alice-pw"));
        Assert.False(test.Mac.SecureTokens.Keys.CanUnlock(uuid, "new-pw"));
    }

    [Fact]
    public void A_reset_through_a_token_holder_keeps_the_token_under_the_new_password()
    {
        using var test = WithAliceAndBob();
        test.Mac.Accounts.GrantSecureToken(test.User("bob"), "bob-pw", "alice", "alice-pw");

        Assert.Equal(SecureTokenOutcome.Done, test.Mac.Accounts.ResetPassword(test.User("bob"), "new-pw", test.User("alice"), "alice-pw"));
        Assert.True(test.Mac.SecureTokens.Keys.CanUnlock(test.User("bob").Text(AttributeName.GeneratedUid)!, "new-pw"));
        Assert.Equal(SecureTokenOutcome.AuthorizerWithoutToken, test.Mac.Accounts.ResetPassword(test.User("bob"), "newer-pw", null, ""));
        test.Root.Authenticate("bob", "new-pw");
    }

    [Fact]
    public void The_last_holder_and_the_last_admin_stay()
    {
        using var test = WithAliceAndBob(bobIsAdmin: true);

        Assert.False(test.Mac.Accounts.MayDelete(test.User("alice")));
        Assert.True(test.Mac.Accounts.MayDelete(test.User("bob")));
        Assert.Equal(DirectoryStatus.PermissionError, Assert.Throws<DirectoryException>(() => test.Root.DeleteRecord(test.User("alice"))).Status);
        Assert.Equal(DirectoryStatus.PermissionError,
            Assert.Throws<DirectoryException>(() => test.Root.DeleteAttribute(test.User("alice"), AttributeName.AuthenticationAuthority)).Status);
    }

    [Fact]
    public void Deleting_an_account_leaves_nothing_of_it_behind_but_the_group_of_its_share()
    {
        using var test = WithAliceAndBob(bobIsAdmin: true);
        test.Mac.Accounts.GrantSecureToken(test.User("bob"), "bob-pw", "alice", "alice-pw");
        var uuid = test.User("bob").Text(AttributeName.GeneratedUid)!;

        test.Mac.Accounts.Delete(test.User("bob"), keepHome: false);

        Assert.Null(test.Mac.Directory.Find(RecordType.Users, "bob"));
        Assert.False(test.Mac.SecureTokens.Keys.Has(uuid));
        Assert.Empty(test.Mac.Directory.Search(RecordType.Groups, AttributeName.GroupMembership, "bob"));
        Assert.Empty(test.Mac.Directory.Search(RecordType.Groups, AttributeName.GroupMembers, uuid));
        Assert.Null(test.Mac.Directory.Find(RecordType.SharePoints, "bob\u2019s Public Folder"));
        Assert.False(test.Mac.Accounts.HasHomeFolder("/Users/bob"));
        Assert.NotNull(test.Mac.Directory.Find(RecordType.Groups, "com.apple.sharepoint.group.2"));
    }

    [Fact]
    public void Deleting_the_record_alone_leaves_the_crypto_user_as_an_orphan()
    {
        using var test = WithAliceAndBob();
        test.Mac.Accounts.GrantSecureToken(test.User("bob"), "bob-pw", "alice", "alice-pw");
        var uuid = test.User("bob").Text(AttributeName.GeneratedUid)!;

        test.Root.DeleteRecord(test.User("bob"));

        Assert.True(test.Mac.SecureTokens.Keys.Has(uuid));
    }
}
