using System.Text;
using MacStateStore;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;

namespace Companions.Tests;

/// <summary>pwpolicy's account policies, and what they do to passwords and logins.</summary>
public sealed class AccountPolicyTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Policies_of_the_node_are_set_shown_and_cleared()
    {
        var file = Content("policyAttributePassword matches '.{8,}+'");
        Assert.Equal(new Outcome(0, "Setting global account policies\n", ""), _bench.AsRoot("pwpolicy", "-setaccountpolicies", file));
        var shown = _bench.AsBob("pwpolicy", "-getaccountpolicies");
        Assert.StartsWith("Getting global account policies\n<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", shown.Output, StringComparison.Ordinal);
        Assert.Contains("\t\t\t<string>policyAttributePassword matches '.{8,}+'</string>\n", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("{4,}", shown.Output, StringComparison.Ordinal);

        Assert.EndsWith("passwd: The password does not meet the policy requirements.  \n", Passwd("seven77").Errors, StringComparison.Ordinal);
        Assert.Equal(0, Passwd("eight888").Status);

        Assert.Equal(new Outcome(0, "Clearing global account policies\n", ""), _bench.AsRoot("pwpolicy", "-clearaccountpolicies"));
        Assert.Equal("Getting global account policies\n", _bench.AsBob("pwpolicy", "-getaccountpolicies").Output);
        Assert.Equal(0, Passwd("x").Status); // the rule that macOS comes with is gone too
    }

    [Fact]
    public void Policies_of_a_user_are_the_users_alone_and_stand_beside_the_logins()
    {
        Assert.Equal(new Outcome(0, "Setting account policies for user <bob>\n", ""), _bench.AsRoot("pwpolicy", "-u", "bob", "setaccountpolicies", Content("policyAttributePassword matches '[a-z]*'")));
        Assert.Contains("[a-z]*", _bench.AsBob("pwpolicy", "-u", "bob", "-getaccountpolicies").Output, StringComparison.Ordinal);
        Assert.Equal("Getting account policies for user <alice>\n", _bench.AsBob("pwpolicy", "-u", "alice", "-getaccountpolicies").Output);
        var book = Book("bob");
        Assert.True(book["passwordLastSetTime"] is PlistReal && book["policyCategoryPasswordContent"] is PlistArray);
        Assert.Equal(1, Passwd("UPPER").Status);
        Assert.Equal(1, Passwd("abc").Status); // the node's rule counts as well
        Assert.Equal(0, Passwd("lower").Status);
        Assert.Equal(new Outcome(0, "Clearing account policies for user <bob>\n", ""), _bench.AsRoot("pwpolicy", "-u", "bob", "clearaccountpolicies"));
        Assert.True(Book("bob")["passwordLastSetTime"] is PlistReal && Book("bob")["policyCategoryPasswordContent"] is null);
        Assert.Equal(0, Passwd("UPPER").Status);
    }

    [Fact]
    public void Failed_logins_lock_an_account_until_the_time_is_over()
    {
        var file = Policies("policyCategoryAuthentication",
            "(policyAttributeFailedAuthentications &lt; policyAttributeMaximumFailedAuthentications) OR (policyAttributeCurrentTime &gt; (policyAttributeLastFailedAuthenticationTime + autoEnableInSeconds))",
            "lock", "<key>autoEnableInSeconds</key><integer>300</integer><key>policyAttributeMaximumFailedAuthentications</key><integer>2</integer>");
        Assert.Equal(0, _bench.AsRoot("pwpolicy", "-setaccountpolicies", file).Status);
        Assert.Equal(DirectoryStatus.AuthFailed, Login("bob", "no"));
        Assert.Equal("Policy allows user <bob> to authenticate\n", _bench.AsBob("pwpolicy", "-u", "bob", "authentication-allowed").Output);
        Assert.Equal(DirectoryStatus.AuthFailed, Login("bob", "no"));
        Assert.Equal("User <bob> is not allowed to authenticate: Failed global policy \"lock\"\n", _bench.AsBob("pwpolicy", "-u", "bob", "authentication-allowed").Output);
        Assert.Equal(DirectoryStatus.AccountDisabled, Login("bob", "pw-b"));
        Assert.Equal(0, Login("alice", "pw-a"));
        _bench.Change(mac => mac.Clock.Advance(TimeSpan.FromSeconds(310)));
        Assert.Equal(0, Login("bob", "pw-b"));
        Assert.Equal(0L, Book("bob").TryGetInteger("failedLoginCount", out var count) ? count : -1);
    }

    [Fact]
    public void A_password_that_is_too_old_lets_nobody_in_but_can_be_changed()
    {
        var file = Policies("policyCategoryPasswordChange", "policyAttributeCurrentTime &gt; policyAttributeLastPasswordChangeTime + (policyAttributeExpiresEveryNDays * 24 * 60 * 60)",
            "age", "<key>policyAttributeExpiresEveryNDays</key><integer>30</integer>");
        Assert.Equal(0, _bench.AsRoot("pwpolicy", "-u", "bob", "-setaccountpolicies", file).Status);
        Assert.Equal(0, Login("bob", "pw-b"));
        _bench.Change(mac => mac.Clock.Advance(TimeSpan.FromDays(31)));
        Assert.Equal(DirectoryStatus.NewPasswordRequired, Login("bob", "pw-b"));
        Assert.Equal(DirectoryStatus.AuthFailed, Login("bob", "wrong"));
        Assert.Equal(0, Login("alice", "pw-a"));
        Assert.Equal(0, _bench.Run("bob", "pw-b\nnewpass\nnewpass\n", "passwd").Status);
        Assert.Equal(0, Login("bob", "newpass"));
    }

    [Theory]
    [InlineData("policyAttributePassword matches '.{8,}+'", "12345678", "1234567")]
    [InlineData("policyAttributePassword matches '.{4,6}'", "123456", "1234567")]
    [InlineData("policyAttributePassword matches '(.*[0-9].*){2,}+'", "a1b2c", "a1b")]
    [InlineData("policyAttributePassword matches '^(?=.*[a-z])(?=.*[A-Z])(?=.*[^a-zA-Z0-9]).{5,}$'", "aB-12", "aB012")]
    [InlineData("policyAttributePassword matches[c] 'secret'", "SECRET", "secrets")]
    [InlineData("NOT policyAttributePassword MATCHES '.*pass.*'", "sesame", "mypassword")]
    [InlineData("policyAttributePassword matches '.*[[:punct:]].*' and policyAttributePassword.length >= least", "a.bcd", "a.bc")]
    [InlineData("policyAttributePassword matches 'a*+a' || policyAttributePassword == 'open'", "open", "aaaa")]
    [InlineData("policyAttributePassword matches '(a|ab)++' or policyAttributePassword matches 'x{3}'", "xxx", "ab")]
    [InlineData(@"policyAttributePassword matches '[^\\d]{2,}\\.txt'", "ab.txt", "abxtxt")]
    [InlineData("policyAttributePassword != policyAttributeRecordName", "bobby", "bob")]
    [InlineData("policyAttributePassword matches '.{3}'", "😀😀😀", "😀a")]
    [InlineData("(least + 1) * 2 - 2 == 10 && policyAttributePassword matches '.+'", "any", "")]
    public void Rules_hold_or_not(string rule, string good, string bad)
    {
        Assert.Equal(0, _bench.AsRoot("pwpolicy", "-setaccountpolicies", Content(Escaped(rule), "<key>least</key><integer>5</integer>")).Status);
        Assert.Equal((0, DirectoryStatus.PasswordQualityCheckFailed), (Set(good), Set(bad)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("policyAttributePassword")]
    [InlineData("policyAttributePassword matches '['")]
    [InlineData("policyAttributePassword matches '[a-z&&[^b]]'")]
    [InlineData("policyAttributePassword matches '[a-z--b]'")]
    [InlineData("policyAttributePassword matches '(a'")]
    [InlineData("policyAttributePassword matches 'a)'")]
    [InlineData("policyAttributePassword matches '*'")]
    [InlineData("policyAttributePassword matches 'a{,3}'")]
    [InlineData("policyAttributePassword matches 'a{3,2}'")]
    [InlineData(@"policyAttributePassword matches '\\h+'")]
    [InlineData(@"policyAttributePassword matches '\d+'")]
    [InlineData("policyAttributePassword matches '(?x) a'")]
    [InlineData("policyAttributePassword matches '.{4,}+")]
    [InlineData("policyAttributePassword matches 3")]
    [InlineData("policyAttributePassword like 'a*'")]
    [InlineData("none policyAttributePasswordHashes in policyAttributePasswordHistory")] // without its depth
    [InlineData("none policyAttributePassword in policyAttributePasswordHistory")]
    [InlineData("policyAttributeCurrentDayOfWeek == 1")]
    [InlineData("policyAttributePassword < 'a'")]
    [InlineData("unknownParameter > 3")]
    [InlineData("1 < 2 or 3")]
    [InlineData("1 < 2 trailing")]
    [InlineData("(1 < 2")]
    public void What_cannot_be_evaluated_is_refused_when_it_is_set(string rule)
    {
        var outcome = _bench.AsRoot("pwpolicy", "-setaccountpolicies", Content(Escaped(rule)));
        Assert.Equal((78, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith("macemu: not emulated: the ", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("{4,}+", _bench.AsBob("pwpolicy", "-getaccountpolicies").Output, StringComparison.Ordinal);
        Assert.Equal(78, _bench.AsRoot("pwpolicy", "-u", "bob", "-setaccountpolicies", Content(Escaped(rule))).Status);
        Assert.Null(Book("bob")["policyCategoryPasswordContent"]);
    }

    [Theory]
    [InlineData("policyCategoryOther", "1 &lt; 2")]
    [InlineData("policyCategoryAuthentication", "policyAttributePassword matches '.*'")]
    public void Wrong_categories_are_refused(string category, string rule) =>
        Assert.Equal(78, _bench.AsRoot("pwpolicy", "-setaccountpolicies", Policies(category, rule, "x", "")).Status);

    [Theory]
    [InlineData("<plist><array/></plist>")]
    [InlineData("not a plist")]
    [InlineData("")]
    [InlineData("<dict><key>policyCategoryPasswordContent</key><string>x</string></dict>")]
    [InlineData("<dict><key>policyCategoryPasswordContent</key><array><string>x</string></array></dict>")]
    [InlineData("<dict><key>policyCategoryPasswordContent</key><array><dict/></array></dict>")]
    [InlineData("<dict><key>policyCategoryPasswordContent</key><array><dict><key>policyContent</key><string>1 == 1</string><key>policyWhen</key><true/></dict></array></dict>")]
    public void A_file_that_holds_no_policies_is_refused(string text)
    {
        var outcome = _bench.AsRoot("pwpolicy", "-setaccountpolicies", Write(text));
        Assert.Equal((78, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith("macemu: not emulated: ", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("{4,}+", _bench.AsBob("pwpolicy", "-getaccountpolicies").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Setting_and_clearing_take_root_or_an_admin()
    {
        var file = Content("policyAttributePassword matches '.{8,}'");
        foreach (var refused in (Outcome[])
            [_bench.Run("bob", "pw-b\n", "pwpolicy", "-setaccountpolicies", file), _bench.Run("alice", "wrong\n", "pwpolicy", "-clearaccountpolicies"), _bench.AsBob("pwpolicy", "-a", "bob", "-p", "pw-b", "-u", "bob", "-setaccountpolicies", file)])
        {
            Assert.Equal((1, ""), (refused.Status, refused.Output));
            Assert.Contains("Need either root privileges or valid authenticator\n", refused.Errors, StringComparison.Ordinal);
        }
        Assert.Contains("{4,}+", _bench.AsBob("pwpolicy", "-getaccountpolicies").Output, StringComparison.Ordinal);
        Assert.Equal(new Outcome(0, "Clearing global account policies\n", "Password for authenticator alice:"), _bench.Run("alice", "pw-a\n", "pwpolicy", "-clearaccountpolicies"));
        Assert.Equal(0, _bench.AsBob("pwpolicy", "-a", "alice", "-p", "pw-a", "-setaccountpolicies", file).Status);
        Assert.Equal(78, _bench.AsRoot("pwpolicy", "-setaccountpolicies", "/nonexistent").Status);
        Assert.Equal(1, _bench.AsRoot("pwpolicy", "-setaccountpolicies").Status);
    }

    [Fact]
    public void A_rule_that_was_written_past_pwpolicy_is_never_passed_over()
    {
        _bench.Change(mac => mac.DirectoryAs(DirectoryCaller.Root).SetValues(
            mac.Directory.Find(RecordType.Users, "bob")!, AttributeName.AccountPolicyData,
            ["<plist><dict><key>policyCategoryPasswordContent</key><array><dict><key>policyContent</key><string>magic</string></dict></array></dict></plist>"]));
        var outcome = Passwd("newpass");
        Assert.Equal((78, true), (outcome.Status, outcome.Errors.Contains("macemu: not emulated: the rule 'magic'", StringComparison.Ordinal)));
        Assert.Equal(0, Login("bob", "pw-b"));
    }

    private Outcome Passwd(string password) => _bench.Run("root", $"{password}\n{password}\n", "passwd", "bob");

    private int Login(string user, string password) => Try(mac => mac.DirectoryAs(DirectoryCaller.Root).Authenticate(user, password));

    private int Set(string password) => Try(mac => mac.DirectoryAs(DirectoryCaller.Root).ResetPassword(mac.Directory.Find(RecordType.Users, "bob")!, password));

    private int Try(Action<Mac> action)
    {
        var status = 0;
        _bench.Change(mac =>
        {
            try
            {
                action(mac);
            }
            catch (DirectoryException error)
            {
                status = error.Status;
            }
        });
        return status;
    }

    private PlistDictionary Book(string user) =>
        (PlistDictionary)PropertyList.Parse(Encoding.UTF8.GetBytes(_bench.Values(RecordType.Users, user, AttributeName.AccountPolicyData)[0]));

    private string Content(string rule, string parameters = "") => Policies("policyCategoryPasswordContent", rule, "com.example.rule", parameters);

    private string Policies(string category, string rule, string identifier, string parameters) => Write(
        $"<dict><key>{category}</key><array><dict><key>policyContent</key><string>{rule}</string><key>policyIdentifier</key><string>{identifier}</string><key>policyParameters</key><dict>{parameters}</dict></dict></array></dict>\n");

    private string Write(string text)
    {
        var path = Path.Combine(_bench.Folder, "policies.plist");
        File.WriteAllText(path, text);
        return path;
    }

    private static string Escaped(string rule) => rule.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
