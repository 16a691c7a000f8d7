using MacStateStore.OpenDirectory;
using MacStateStore.Releases;

namespace Companions.Tests;

/// <summary>passwd and pwpolicy.</summary>
public sealed class PasswordTests
{
    private static bool IsPassword(Bench bench, string user, string password)
    {
        var right = false;
        bench.Change(mac =>
        {
            try
            {
                mac.DirectoryAs(DirectoryCaller.Root).Authenticate(user, password);
                right = true;
            }
            catch (DirectoryException)
            {
                right = false;
            }
        });
        return right;
    }

    [Fact]
    public void Root_sets_a_password_without_the_old_one()
    {
        using var bench = new Bench();
        var outcome = bench.Run("root", "newpass\nnewpass\n", "passwd", "bob");
        Assert.Equal((0, "New password:Retype new password:"), (outcome.Status, outcome.Errors));
        Assert.StartsWith("Changing password for bob.\n\n################################### WARNING ###################################\n# This tool does not", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("###############################################################################\n\n", outcome.Output, StringComparison.Ordinal);
        Assert.True(IsPassword(bench, "bob", "newpass"));
        Assert.All(bench.Journal, row => Assert.DoesNotContain("newpass", row.Entry.Arguments, StringComparison.Ordinal));
    }

    [Fact]
    public void Root_is_asked_for_the_old_password_of_a_token_holder_from_13_on()
    {
        using var bench = new Bench();
        var wrong = bench.Run("root", "nope\nnewpass\nnewpass\n", "passwd", "alice");
        Assert.Equal((1, "Old password:New password:Retype new password:passwd: Credentials could not be verified, username or password is invalid.  \n"), (wrong.Status, wrong.Errors));
        Assert.True(IsPassword(bench, "alice", "pw-a"));

        Assert.Equal(0, bench.Run("root", "pw-a\nnewpass\nnewpass\n", "passwd", "alice").Status);
        Assert.True(IsPassword(bench, "alice", "newpass"));
        Assert.True(bench.Look(mac => mac.SecureTokens.Keys.CanUnlock(mac.Directory.Find(RecordType.Users, "alice")!.Text(AttributeName.GeneratedUid)!, "newpass")));
    }

    [Fact]
    public void Root_is_refused_for_a_token_holder_before_13()
    {
        using var bench = new Bench(Bench.Usual("12.7"));
        var outcome = bench.Run("root", "newpass\nnewpass\n", "passwd", "alice");
        Assert.Equal(1, outcome.Status);
        Assert.EndsWith("passwd: Operation was denied because the current credentials do not have the appropriate privileges.  \n", outcome.Errors, StringComparison.Ordinal);
        Assert.True(IsPassword(bench, "alice", "pw-a"));
    }

    [Fact]
    public void A_user_gives_the_old_password()
    {
        using var bench = new Bench();
        var outcome = bench.Run("bob", "pw-b\nnewpass\nnewpass\n", "passwd");
        Assert.Equal((0, "Old Password:New Password:Retype New Password:"), (outcome.Status, outcome.Errors));
        Assert.True(IsPassword(bench, "bob", "newpass"));
        var wrong = bench.Run("bob", "nope\nother1\nother1\n", "passwd");
        Assert.Equal(0, wrong.Status); // PAM's result is forgotten
        Assert.EndsWith("passwd: authentication token manipulation error\n", wrong.Errors, StringComparison.Ordinal);
        Assert.True(IsPassword(bench, "bob", "newpass"));
    }

    [Fact]
    public void Mismatch_and_nothing_typed()
    {
        using var bench = new Bench();
        Assert.Equal("Changing password for bob.\nMismatch; try again, EOF to quit.\nPassword unchanged.\n", bench.Run("root", "one11\ntwo22\n", "passwd", "bob").Output);
        Assert.Equal(new Outcome(0, "Changing password for bob.\nPassword unchanged.\n", "New password:"), bench.Run("root", "", "passwd", "bob"));
        Assert.True(IsPassword(bench, "bob", "pw-b"));
    }

    [Fact]
    public void Unknown_user_and_wrong_use()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, "", "passwd: Unknown user name 'nosuch'.\n"), bench.AsRoot("passwd", "nosuch"));
        Assert.Equal(1, bench.AsRoot("passwd", "a", "b").Status);
        Assert.Equal(1, bench.AsRoot("passwd", "-x").Status);
        Assert.Equal(78, bench.AsRoot("passwd", "-i", "nis", "bob").Status);
    }

    [Fact]
    public void Too_short_a_password_is_refused()
    {
        using var bench = new Bench();
        var outcome = bench.Run("root", "abc\nabc\n", "passwd", "bob");
        Assert.Equal(1, outcome.Status);
        Assert.EndsWith("passwd: The password does not meet the policy requirements.  \n", outcome.Errors, StringComparison.Ordinal);
        Assert.True(IsPassword(bench, "bob", "pw-b"));
    }

    [Theory]
    [InlineData("-")]
    [InlineData("")]
    public void An_account_is_switched_off_and_on(string dash)
    {
        using var bench = new Bench();
        var before = bench.Values(RecordType.Users, "alice", AttributeName.AuthenticationAuthority);
        Assert.Contains("Policy allows user", bench.AsBob("pwpolicy", "-u", "alice", dash + "authentication-allowed").Output, StringComparison.Ordinal);

        Assert.Equal(0, bench.AsRoot("pwpolicy", "-u", "alice", dash + "disableuser").Status);
        Assert.Contains(bench.Values(RecordType.Users, "alice", AttributeName.AuthenticationAuthority), value => value.StartsWith(";DisabledUser;;ShadowHash;", StringComparison.Ordinal));
        Assert.Equal(["alice"], bench.Members("com.apple.access_disabled"));
        Assert.StartsWith("User <alice> is not allowed to authenticate: ", bench.AsBob("pwpolicy", "-u", "alice", dash + "authentication-allowed").Output, StringComparison.Ordinal);
        Assert.False(IsPassword(bench, "alice", "pw-a"));
        Assert.True(bench.Look(mac => mac.SecureTokens.Has(mac.Directory.Find(RecordType.Users, "alice")!)));

        Assert.Equal(0, bench.AsRoot("pwpolicy", "-u", "alice", dash + "enableuser").Status);
        Assert.Equal(before, bench.Values(RecordType.Users, "alice", AttributeName.AuthenticationAuthority));
        Assert.Empty(bench.Members("com.apple.access_disabled"));
        Assert.True(IsPassword(bench, "alice", "pw-a"));
        Assert.Equal("User <alice> is not marked as disabled.\n", bench.AsRoot("pwpolicy", "-u", "alice", dash + "enableuser").Output);
    }

    [Fact]
    public void Switching_takes_root_or_an_admin()
    {
        using var bench = new Bench();
        Assert.Equal(1, bench.AsBob("pwpolicy", "-u", "alice", "-disableuser").Status);
        Assert.Equal(1, bench.AsBob("pwpolicy", "-a", "alice", "-p", "wrong", "-u", "bob", "-disableuser").Status);
        Assert.Equal(1, bench.AsBob("pwpolicy", "-a", "bob", "-p", "pw-b", "-u", "alice", "-disableuser").Status);
        Assert.Empty(bench.Members("com.apple.access_disabled"));
        Assert.Equal(0, bench.AsBob("pwpolicy", "-a", "alice", "-p", "pw-a", "-u", "bob", "-disableuser").Status);
        Assert.Equal(["bob"], bench.Members("com.apple.access_disabled"));
        Assert.All(bench.Journal, row => Assert.DoesNotContain("pw-", row.Entry.Arguments, StringComparison.Ordinal));
    }

    [Fact]
    public void Policies()
    {
        using var bench = new Bench();
        var lines = bench.AsBob("pwpolicy", "getaccountpolicies").Output.Split('\n');
        Assert.Equal("Getting global account policies", lines[0]);
        Assert.StartsWith("<?xml", lines[1], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains("policyAttributePassword matches '.{4,}+'", StringComparison.Ordinal));
        Assert.Equal("Getting account policies for user <bob>\n", bench.AsBob("pwpolicy", "-u", "bob", "-getaccountpolicies").Output);
        foreach (var arguments in (string[][])[["-setaccountpolicies", "x.plist"], ["-u", "nosuch", "-disableuser"], ["-disableuser"]])
            Assert.Equal(78, bench.AsRoot("pwpolicy", arguments).Status);
        Assert.Equal(1, bench.AsRoot("pwpolicy").Status);
    }

    [Fact]
    public void No_rule_for_the_length_before_10_14()
    {
        using var bench = new Bench(Bench.Usual("10.13.6", Chip.T2));
        Assert.Equal("Getting global account policies\n", bench.AsBob("pwpolicy", "-getaccountpolicies").Output);
    }
}
