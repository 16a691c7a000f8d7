using MacStateStore;
using MacStateStore.OpenDirectory;

namespace Sysadminctl.Tests;

/// <summary><c>-secureTokenStatus</c>, <c>-secureTokenOn</c>, <c>-secureTokenOff</c> (dossier sysadminctl, 3.5 and 3.6; cross-check 2).</summary>
public sealed class SecureTokenTests
{
    private const string NotAdmin = "setSecureTokenAuthorizationEnabled error Error Domain=com.apple.OpenDirectory Code=5101 "
        + "\"Authentication server refused operation because the current credentials are not authorized for the requested operation.\" "
        + "UserInfo={NSLocalizedDescription=Authentication server refused operation because the current credentials are not authorized for the requested operation., "
        + "NSLocalizedFailureReason=Authentication server refused operation because the current credentials are not authorized for the requested operation.}";

    private const string WrongPassword = "setSecureTokenAuthorizationEnabled error Error Domain=com.apple.OpenDirectory Code=5000 "
        + "\"Credentials could not be verified, username or password is invalid.\" "
        + "UserInfo={NSLocalizedDescription=Credentials could not be verified, username or password is invalid., "
        + "NSLocalizedFailureReason=Credentials could not be verified, username or password is invalid.}";

    [Theory]
    [InlineData("alice", "Secure token is ENABLED for user Alice Example")]
    [InlineData("Alice Example", "Secure token is ENABLED for user Alice Example")]
    [InlineData("tess", "Secure token is ENABLED for user tess")]
    [InlineData("bob", "Secure token is DISABLED for user Bob Builder")]
    [InlineData("root", "Secure token is DISABLED for user System Administrator")]
    [InlineData("nosuchuser", "Unknown user nosuchuser")]
    [InlineData("' OR 1=1 --", "Unknown user ' OR 1=1 --")]
    public void Anybody_may_ask(string name, string answer)
    {
        using var bench = new Bench(Bench.Household("15"));
        bench.As("bob", "-secureTokenStatus", name).Ends(0).ChangesNothing().Says(answer);
        bench.As("bob", "interactive", "-secureTokenStatus", name).Ends(0).ChangesNothing().Says(answer);
        bench.As("bob", "-adminUser", "", "-adminPassword", "", "-secureTokenStatus", name).Ends(0).ChangesNothing().Says(answer);
    }

    [Fact]
    public void The_answer_follows_the_key_and_not_the_mark()
    {
        using var bench = new Bench(Bench.Household());
        bench.On(mac => mac.DirectoryAs(DirectoryCaller.Root).AppendValues(mac.Directory.Find(RecordType.Users, "bob")!, AttributeName.AuthenticationAuthority, [";SecureToken;"]));
        bench.Root("-secureTokenStatus", "bob").Says("Secure token is DISABLED for user Bob Builder");
    }

    [Fact]
    public void Wrong_credentials_are_reported_and_the_question_answered()
    {
        using var bench = new Bench(Bench.Household("10.13.2"));
        bench.Root("-adminUser", "alice", "-adminPassword", "null", "-secureTokenStatus", "tess").Ends(0).ChangesNothing().Says(
            "### Error:-14090 File:/BuildRoot/Library/Caches/com.apple.xbs/Sources/Admin/Admin-674/DSAuthenticator.m Line:94", "Secure token is ENABLED for user tess");
        bench.Root(["-secureTokenStatus", "tess", .. Bench.By("alice")]).Ends(0).Says("Secure token is ENABLED for user tess");
    }

    [Fact]
    public void Early_High_Sierra_answers_root_and_callers_who_name_an_admin_be_it_an_empty_one()
    {
        using var bench = new Bench(Bench.Household("10.13.3"));
        bench.As("bob", "-secureTokenStatus", "tess").Ends(255).ChangesNothing().Says(Bench.NotRoot);
        bench.Root("-secureTokenStatus", "tess").Ends(0).Says("Secure token is ENABLED for user tess");
        bench.As("bob", "-secureTokenStatus", "tess", "-adminUser", "", "-adminPassword", "").Ends(0).Says("Secure token is ENABLED for user tess");
        using var later = new Bench(Bench.Household("10.13.4"));
        later.As("bob", "-secureTokenStatus", "tess").Ends(0).Says("Secure token is ENABLED for user tess");
    }

    [Theory]
    [InlineData("root")]
    [InlineData("alice")]
    [InlineData("bob")]
    public void A_token_admin_grants(string caller)
    {
        using var bench = new Bench(Bench.Household("15"));
        var hash = bench.On(mac => mac.Directory.Find(RecordType.Users, "bob")!.Values(AttributeName.ShadowHashData)[0]);
        bench.As(caller, ["-secureTokenOn", "bob", "-password", "pw-bob", .. Bench.By("alice")]).Ends(0).Says("- Done!");
        Assert.True(bench.Unlocks("bob", "pw-bob"));
        Assert.Contains(";SecureToken;", bench.Values("bob", "AuthenticationAuthority"));
        Assert.True(bench.Account("bob").IsVolumeOwner);
        Assert.True(bench.IsPassword("bob", "pw-bob"));
        Assert.NotEqual(hash, bench.On(mac => mac.Directory.Find(RecordType.Users, "bob")!.Values(AttributeName.ShadowHashData)[0])); // hashed anew
    }

    [Fact]
    public void Granting_again_is_accepted()
    {
        using var bench = new Bench(Bench.Household());
        bench.Root(["-secureTokenOn", "tess", "-password", "pw-tess", .. Bench.By("alice")]).Ends(0).Says("- Done!");
        Assert.True(bench.Unlocks("tess", "pw-tess"));
        Assert.Single(bench.Values("tess", "AuthenticationAuthority"), ";SecureToken;");
    }

    [Theory]
    [InlineData("-secureTokenOn", "bob")]
    [InlineData("-secureTokenOff", "tess")]
    public void Refusals_come_in_order(string verb, string user)
    {
        using var bench = new Bench(Bench.Household("26"));
        bench.Root(verb, "nosuchuser", "-password", "x").Ends(0).ChangesNothing().Says("Unknown user nosuchuser");
        bench.Root(verb, user, "-password", $"pw-{user}").Ends(0).ChangesNothing().Says(Bench.Unlock);
        bench.As("alice", verb, user, "-password", $"pw-{user}").Ends(255).ChangesNothing().Says(Bench.NotRoot);
        var wrong = bench.Root(verb, user, "-password", $"pw-{user}", "-adminUser", "alice", "-adminPassword", "x").Ends(0).ChangesNothing().Lines;
        Assert.StartsWith("### Error:-14090 ", wrong[0], StringComparison.Ordinal);
        Assert.Equal([Bench.Unlock], wrong.Skip(1));
        bench.Root([verb, user, "-password", "x", .. Bench.By("bob")]).Ends(0).ChangesNothing().Says(NotAdmin);   // before the token
        bench.Root([verb, user, "-password", "x", .. Bench.By("tess")]).Ends(0).ChangesNothing().Says(NotAdmin);
        bench.Root([verb, user, "-password", "x", .. Bench.By("ada")]).Ends(0).ChangesNothing().Says(Bench.Unlock); // before the user's password
        bench.Root([verb, user, "-password", "x", .. Bench.By("alice")]).Ends(0).ChangesNothing().Says(WrongPassword);
        Assert.Equal(user == "tess", bench.HasToken(user));
    }

    [Fact]
    public void A_token_admin_takes_away()
    {
        using var bench = new Bench(Bench.Household());
        bench.As("alice", ["-secureTokenOff", "tess", "-password", "pw-tess", .. Bench.By("alice")]).Ends(0).Says("- Done!");
        Assert.False(bench.HasToken("tess"));
        Assert.DoesNotContain(";SecureToken;", bench.Values("tess", "AuthenticationAuthority"));
        Assert.True(bench.IsPassword("tess", "pw-tess"));
    }

    [Fact]
    public void Nobody_takes_away_the_own()
    {
        using var bench = new Bench(Bench.Household());
        bench.Root(["-secureTokenOff", "alice", "-password", "pw-alice", .. Bench.By("alice")]).Ends(0).ChangesNothing().Says("User cannot disable their own SEP credential");
        Assert.True(bench.HasToken("alice"));
    }

    [Theory]
    [InlineData("10.14")]
    [InlineData("14")]
    public void While_nobody_holds_one_the_admin_and_the_user_both_get_it(string os)
    {
        using var bench = new Bench(new MachineSpecification { Os = os, Users = [Bench.Person("ada", admin: true), Bench.Person("bob")] });
        bench.Root(["-secureTokenOn", "bob", "-password", "pw-bob", .. Bench.By("ada")]).Ends(0).Says("- Done!");
        Assert.True(bench.Unlocks("ada", "pw-ada"));
        Assert.True(bench.Unlocks("bob", "pw-bob"));
    }

    [Fact]
    public void A_holder_who_is_admin_for_a_while_may_grant_and_keeps_its_token_afterwards()
    {
        using var bench = new Bench(Bench.Household());
        Membership("tess", isMember: true);
        bench.Root(["-secureTokenOn", "bob", "-password", "pw-bob", .. Bench.By("tess")]).Says("- Done!");
        Membership("tess", isMember: false);
        Assert.True(bench.Unlocks("tess", "pw-tess"));
        Assert.False(bench.Account("tess").IsAdmin);

        void Membership(string user, bool isMember) => bench.On(mac =>
        {
            var (root, admin) = (mac.DirectoryAs(DirectoryCaller.Root), mac.Directory.Find(RecordType.Groups, "admin")!);
            if (isMember) root.MergeValues(admin, AttributeName.GroupMembership, [user]);
            else root.DeleteValues(admin, AttributeName.GroupMembership, [user]);
        });
    }

    [Fact]
    public void The_admin_s_password_is_asked_for_first()
    {
        using var bench = new Bench(Bench.Household());
        var outcome = bench.RootTypes("pw-alice\npw-bob\n", "-secureTokenOn", "bob", "-password", "-", "-adminUser", "alice", "-adminPassword", "-").Ends(0);
        Assert.StartsWith("Enter password for Alice Example :Enter password for Bob Builder :", outcome.Err, StringComparison.Ordinal);
        Assert.EndsWith("] - Done!\n", outcome.Err, StringComparison.Ordinal);
        Assert.True(bench.Unlocks("bob", "pw-bob"));
    }

    [Fact]
    public void An_unknown_admin_is_asked_for_by_the_name_given()
    {
        using var bench = new Bench(Bench.Household());
        var outcome = bench.RootTypes("x\n", "-secureTokenOn", "bob", "-password", "pw-bob", "-adminUser", "nobodyhere", "-adminPassword", "-").Ends(0).ChangesNothing();
        Assert.StartsWith("Enter password for nobodyhere :", outcome.Err, StringComparison.Ordinal);
        Assert.Equal(Bench.Unlock, outcome.Lines[^1]);
    }

    [Fact]
    public void Disabled_tags_do_not_stop_a_grant()
    {
        using var bench = new Bench(new MachineSpecification
        {
            Users = [Bench.Person("alice", admin: true, token: true), Bench.Person("bob") with { DisabledTags = ["SecureToken"] }],
        });
        bench.Root(["-secureTokenOn", "bob", "-password", "pw-bob", .. Bench.By("alice")]).Says("- Done!");
        Assert.True(bench.HasToken("bob"));
    }

    [Fact]
    public void Users_without_any_password_get_none()
    {
        using var bench = new Bench(new MachineSpecification { Users = [Bench.Person("alice", admin: true, token: true), new UserSpecification(new NewAccount("hollow"))] });
        bench.Root(["-secureTokenOn", "hollow", "-password", "", .. Bench.By("alice")]).Ends(0).ChangesNothing().Says(WrongPassword);
    }
}
