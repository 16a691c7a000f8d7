using MacStateStore;
using MacStateStore.OpenDirectory;

namespace Dscl.Tests;

/// <summary>dscl's passwd, auth and authonly (dossier dscl, section 8; cross-check 1 and 3).</summary>
public sealed class PasswdTests : IDisposable
{
    private const string OldPrompt = "Permission denied. Please enter user's old password:";

    private static readonly Outcome WrongPassword = Outcome.Failed(-14090, "eDSAuthFailed", 10, "passwd: DS error: eDSAuthFailed\n");
    private static readonly Outcome NotAuthenticated = Outcome.Failed(-14090, "eDSAuthFailed", 10,
        "Authentication for node /Local/Default failed. (-14090, eDSAuthFailed)\n");

    private readonly TestMachine _mac = new();

    public void Dispose() => _mac.Dispose();

    [Fact]
    public void Root_resets_a_password_without_the_old_one()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-passwd", "/Users/bob", "newpass"));
        Assert.True(_mac.IsPassword("bob", "newpass"));
        Assert.False(_mac.IsPassword("bob", "bobpw"));
    }

    [Fact]
    public void Without_a_password_it_asks_once()
    {
        Assert.Equal(new Outcome("", "New Password: ", 0), _mac.Typing("typed-one\n", ".", "-passwd", "/Users/bob"));
        Assert.True(_mac.IsPassword("bob", "typed-one"));
    }

    [Fact]
    public void Of_a_token_holder_the_old_one_is_asked_for()
    {
        Assert.Equal(new Outcome("", OldPrompt, 0), _mac.Typing("alicepw\n", ".", "-passwd", "/Users/alice", "newpass"));
        Assert.True(_mac.IsPassword("alice", "newpass"));
        Assert.True(_mac.With(mac => mac.SecureTokens.Keys.CanUnlock(mac.Directory.Find(RecordType.Users, "alice")!.Text(AttributeName.GeneratedUid)!, "newpass")));
        Assert.Equal(new Outcome("", "New Password: " + OldPrompt, 0), _mac.Typing("newest\nnewpass\n", ".", "-passwd", "/Users/alice"));
        Assert.True(_mac.IsPassword("alice", "newest"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("wrong\n")]
    public void With_a_wrong_answer_or_none_the_password_stays(string input)
    {
        Assert.Equal(WrongPassword with { Error = OldPrompt + WrongPassword.Error }, _mac.Typing(input, ".", "-passwd", "/Users/alice", "newpass"));
        Assert.False(_mac.IsPassword("alice", "newpass"));
        Assert.True(_mac.IsPassword("alice", "alicepw"));
    }

    [Fact]
    public void With_the_old_password_it_is_changed_at_once()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-passwd", "/Users/alice", "alicepw", "newpass"));
        Assert.True(_mac.IsPassword("alice", "newpass"));
        Assert.True(_mac.HasToken("alice"));
        Assert.Equal(WrongPassword, _mac.Dscl(".", "-passwd", "/Users/alice", "alicepw", "other"));
        Assert.Equal(Outcome.Silent, _mac.As("bob", ".", "-passwd", "/Users/bob", "bobpw", "mine"));
        Assert.True(_mac.IsPassword("bob", "mine"));
    }

    [Fact]
    public void Those_who_may_not_reset_are_asked_even_for_their_own()
    {
        Assert.Equal(WrongPassword with { Error = OldPrompt + WrongPassword.Error }, _mac.As("bob", ".", "-passwd", "/Users/bob", "newpass"));
        Assert.Equal(new Outcome("", OldPrompt, 0), _mac.Run("bob", "bobpw\n", ".", "-passwd", "/Users/bob", "newpass"));
        Assert.True(_mac.IsPassword("bob", "newpass"));
        Assert.Equal(Outcome.Silent, _mac.As("bob", "-u", "alice", "-P", "alicepw", ".", "-passwd", "/Users/bob", "again"));
    }

    [Fact]
    public void A_wrong_old_password_is_counted_though_nothing_else_is_kept()
    {
        _mac.Dscl(".", "-passwd", "/Users/bob", "wrong", "newpass");
        _mac.Dscl(".", "-authonly", "bob", "wrong");
        Assert.Contains("<key>failedLoginCount</key>\n\t<integer>2</integer>", _mac.OfUser("bob", "accountPolicyData")![0], StringComparison.Ordinal);
        Assert.True(_mac.IsPassword("bob", "bobpw"));
        Assert.Contains("<key>failedLoginCount</key>\n\t<integer>0</integer>", _mac.OfUser("bob", "accountPolicyData")![0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_wrong_password_makes_the_record_of_failures_and_nothing_else()
    {
        var before = _mac.EverythingButFailureCounts();
        Assert.Empty(_mac.Values(RecordType.Users, "root", "accountPolicyData")!);
        Assert.NotEqual(0, _mac.As("bob", ".", "-passwd", "/Users/root", "wrong", "newpass").Status);
        Assert.Contains("failedLoginCount", Assert.Single(_mac.Values(RecordType.Users, "root", "accountPolicyData")!), StringComparison.Ordinal);
        Assert.Equal(before, _mac.EverythingButFailureCounts());
    }

    [Fact]
    public void Too_short_a_password_is_refused()
    {
        var refused = Outcome.Failed(-14165, "eDSAuthPasswordQualityCheckFailed", 85, "passwd: DS error: eDSAuthPasswordQualityCheckFailed\n");
        Assert.Equal(refused, _mac.Unchanged(".", "-passwd", "/Users/bob", "abc"));
        Assert.Equal(refused, _mac.Unchanged(".", "-passwd", "/Users/bob", ""));
        Assert.Equal(refused, _mac.Unchanged(".", "-passwd", "/Users/alice", "alicepw", "abc"));
    }

    [Fact]
    public void Only_users_have_passwords()
    {
        Assert.Equal(Outcome.InvalidPath("passwd"), _mac.Unchanged(".", "-passwd", "/Users/nosuch", "newpass"));
        Assert.Equal(Outcome.Failed(-14130, "eDSInvalidRecordType", 50, "passwd: DS error: eDSInvalidRecordType\n"), _mac.Unchanged(".", "-passwd", "/Groups/staff", "newpass"));
        Assert.Equal(Outcome.Failed(-14130, "eDSInvalidRecordType", 50, "passwd: DS error: eDSInvalidRecordType\n"), _mac.Unchanged(".", "-passwd", "/Users", "newpass"));
    }

    [Theory]
    [InlineData]
    [InlineData("/Users/bob", "bobpw", "newpass", "more")]
    public void Too_few_or_too_many_words_fail_without_a_word(params string[] words) =>
        Assert.Equal(Outcome.Failed(-14090, "eDSAuthFailed", 10), _mac.Unchanged([".", "-passwd", .. words]));

    [Fact]
    public void A_first_password_brings_authorities_and_from_11_on_the_first_token()
    {
        using var mac = new TestMachine(new MachineSpecification { Os = "14.5", Seed = 1, KdfIterations = 2 });
        mac.Dscl(".", "-create", "/Users/carol", "UniqueID", "501");
        Assert.Equal(Outcome.Silent, mac.Dscl(".", "-passwd", "/Users/carol", "carolpw"));
        var authorities = mac.OfUser("carol", "AuthenticationAuthority")!;
        Assert.Equal(";ShadowHash;HASHLIST:<SALTED-SHA512-PBKDF2,SRP-RFC5054-4096-SHA512-PBKDF2>", authorities[0]);
        Assert.StartsWith(";Kerberosv5;;carol@LKDC:SHA1.", authorities[1], StringComparison.Ordinal);
        Assert.Equal(";SecureToken;", authorities[2]);
        Assert.Equal(["carol"], mac.OfUser("carol", "_writers_passwd")!);
        Assert.True(mac.HasToken("carol"));
    }

    [Fact]
    public void A_disabled_tag_keeps_the_first_token_away()
    {
        using var mac = new TestMachine(new MachineSpecification { Os = "14.5", Seed = 1, KdfIterations = 2 });
        mac.Dscl(".", "-create", "/Users/carol", "AuthenticationAuthority", ";DisabledTags;SecureToken");
        mac.Dscl(".", "-passwd", "/Users/carol", "carolpw");
        Assert.False(mac.HasToken("carol"));
        mac.Dscl(".", "-create", "/Users/dave");
        mac.Dscl(".", "-passwd", "/Users/dave", "davepw");
        Assert.True(mac.HasToken("dave"));
    }

    [Fact]
    public void Before_10_15_a_token_holders_password_is_reset_and_the_key_stays_behind()
    {
        using var mac = new TestMachine(TestMachine.Specification with { Os = "10.14" });
        Assert.Equal(Outcome.Silent, mac.Dscl(".", "-passwd", "/Users/alice", "newpass"));
        Assert.True(mac.IsPassword("alice", "newpass"));
        Assert.True(mac.With(m => m.SecureTokens.Keys.CanUnlock(m.Directory.Find(RecordType.Users, "alice")!.Text(AttributeName.GeneratedUid)!, "alicepw")));
    }

    [Fact]
    public void On_10_15_authonly_of_an_admin_brings_the_first_token()
    {
        using var mac = new TestMachine(new MachineSpecification
        {
            Os = "10.15",
            Seed = 1,
            KdfIterations = 2,
            Users = [new(new NewAccount("carol")) { Password = "carolpw" }, new(new NewAccount("dave") { IsAdmin = true }) { Password = "davepw" }],
        });
        Assert.Equal(Outcome.Silent, mac.Dscl(".", "-authonly", "carol", "carolpw"));
        Assert.False(mac.HasToken("carol"));
        Assert.Equal(Outcome.Silent, mac.Dscl(".", "-authonly", "dave", "davepw"));
        Assert.True(mac.HasToken("dave"));
    }

    [Theory]
    [InlineData("-authonly")]
    [InlineData("-auth")]
    [InlineData("su")]
    public void The_right_password_is_silent_and_a_wrong_one_is_said_on_standard_output(string verb)
    {
        Assert.Equal(Outcome.Silent, _mac.As("bob", ".", verb, "alice", "alicepw"));
        Assert.Equal(NotAuthenticated, _mac.As("bob", ".", verb, "alice", "wrong"));
        Assert.Equal(NotAuthenticated, _mac.Dscl(".", verb, "nosuch", "x"));
        Assert.Equal(NotAuthenticated, _mac.Dscl(".", verb, "root", ""));
    }

    [Fact]
    public void A_password_that_was_not_given_is_asked_for()
    {
        Assert.Equal(new Outcome("", "Password: ", 0), _mac.Typing("alicepw\n", ".", "-authonly", "alice"));
        Assert.Equal(NotAuthenticated with { Error = "Password: " + NotAuthenticated.Error }, _mac.Typing("", ".", "-authonly", "alice"));
    }

    [Fact]
    public void The_node_is_named_as_it_was_opened()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl("/Search", "-authonly", "alice", "alicepw"));
        Assert.Equal(NotAuthenticated with { Out = "Authentication for node /Search failed. (-14090, eDSAuthFailed)\n" }, _mac.Dscl("/Search", "-authonly", "alice", "x"));
        Assert.Equal(NotAuthenticated with { Out = "Authentication for node No Node failed. (-14090, eDSAuthFailed)\n" }, _mac.Dscl("localhost", "-authonly", "alice", "alicepw"));
    }

    [Theory]
    [InlineData(";DisabledUser;")]
    [InlineData("DisabledUser")]
    public void A_disabled_user_is_refused_with_its_own_status(string mark)
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-append", "/Users/bob", "AuthenticationAuthority", mark));
        Assert.Equal(Outcome.Failed(-14167, "eDSAuthAccountDisabled", 87, "Authentication for node /Local/Default failed. (-14167, eDSAuthAccountDisabled)\n"),
            _mac.Dscl(".", "-authonly", "bob", "bobpw"));
    }
}
