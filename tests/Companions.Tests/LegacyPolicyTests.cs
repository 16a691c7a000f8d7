using MacStateStore.OpenDirectory;

namespace Companions.Tests;

/// <summary>pwpolicy's old verbs, the history of passwords, and hours.</summary>
public sealed class LegacyPolicyTests : IDisposable
{
    private const string Global =
        "usingHistory=0 canModifyPasswordforSelf=1 usingExpirationDate=0 usingHardExpirationDate=0 requiresAlpha=0 requiresNumeric=0 expirationDateGMT=12/31/69 "
        + "hardExpireDateGMT=12/31/69 maxMinutesUntilChangePassword=0 maxMinutesUntilDisabled=0 maxMinutesOfNonUse=0 maxFailedLoginAttempts=0 minChars=0 maxChars=0 "
        + "passwordCannotBeName=0 requiresMixedCase=0 requiresSymbol=0 newPasswordRequired=0 minutesUntilFailedLoginReset=0 notGuessablePattern=0\n";

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Global_policies_in_the_old_words_are_kept_as_account_policies()
    {
        Assert.Equal(new Outcome(0, Global, ""), _bench.AsBob("pwpolicy", "-getglobalpolicy"));
        Assert.Equal(new Outcome(0, "", ""), _bench.AsRoot("pwpolicy", "-n", "/Local/Default", "-setglobalpolicy", "minChars=8 requiresNumeric=1 usingHistory=3 maxFailedLoginAttempts=5 minutesUntilFailedLoginReset=15"));
        Assert.Equal(Global.Replace("minChars=0", "minChars=8", StringComparison.Ordinal).Replace("requiresNumeric=0", "requiresNumeric=1", StringComparison.Ordinal)
            .Replace("usingHistory=0", "usingHistory=3", StringComparison.Ordinal).Replace("Attempts=0", "Attempts=5", StringComparison.Ordinal).Replace("Reset=0", "Reset=15", StringComparison.Ordinal),
            _bench.AsBob("pwpolicy", "getglobalpolicy", "-n", "/Local/Default").Output);
        var policies = _bench.AsBob("pwpolicy", "-getaccountpolicies").Output;
        foreach (var line in (string[])
            ["<string>com.apple.policy.legacy.requiresNumeric</string>", "<string>policyAttributePassword matches '(.*[0-9].*){1,}+'</string>", "<key>minimumLength</key>", "<integer>8</integer>",
            "<string>none policyAttributePasswordHashes in policyAttributePasswordHistory</string>", "<key>autoEnableInSeconds</key>", "<integer>900</integer>", "com.apple.defaultpasswordpolicy"])
            Assert.Contains(line, policies, StringComparison.Ordinal);

        Assert.Equal(1, Passwd("short1").Status);
        Assert.Equal(1, Passwd("longenough").Status);
        Assert.Equal(0, Passwd("longenough1").Status);
        // What isn't named stays; a zero takes a policy away.
        _bench.AsRoot("pwpolicy", "-setglobalpolicy", "minChars=0 requiresNumeric=0 usingHistory=0");
        Assert.Contains(" maxFailedLoginAttempts=5 minChars=0 ", _bench.AsBob("pwpolicy", "-getglobalpolicy").Output, StringComparison.Ordinal);
        Assert.Equal(0, Passwd("tiny").Status);
    }

    [Fact]
    public void A_users_policies_are_the_users_alone()
    {
        Assert.Equal(new Outcome(0, "Setting policy for bob\n", ""), _bench.AsRoot("pwpolicy", "-u", "bob", "-setpolicy", "maxChars=6 passwordCannotBeName=1"));
        var shown = _bench.AsBob("pwpolicy", "-u", "bob", "-getpolicy").Output;
        Assert.StartsWith("Getting policy for bob /Local/Default\n\nisDisabled=0 isAdminUser=0 newPasswordRequired=0 usingHistory=0 ", shown, StringComparison.Ordinal);
        Assert.Contains(" maxChars=6 passwordCannotBeName=1 ", shown, StringComparison.Ordinal);
        Assert.Contains(" maxChars=0 ", _bench.AsBob("pwpolicy", "-u", "alice", "-getpolicy").Output, StringComparison.Ordinal);
        Assert.Equal(1, Passwd("sevench").Status);

        Assert.Equal(0, _bench.AsRoot("pwpolicy", "-u", "bob", "-setpolicy", "isDisabled=1").Status);
        Assert.Contains("\n\nisDisabled=1 ", _bench.AsBob("pwpolicy", "-u", "bob", "-getpolicy").Output, StringComparison.Ordinal);
        Assert.Equal(DirectoryStatus.AccountDisabled, Login("pw-b"));
        Assert.Equal(0, _bench.AsRoot("pwpolicy", "-u", "bob", "-setpolicy", "isDisabled=0").Status);
        Assert.Equal(new Outcome(0, "", ""), _bench.AsRoot("pwpolicy", "-u", "bob", "-setpolicyglobal"));
        Assert.Contains(" maxChars=0 ", _bench.AsBob("pwpolicy", "-u", "bob", "-getpolicy").Output, StringComparison.Ordinal);
        Assert.Equal(0, Passwd("sevench").Status);
    }

    [Fact]
    public void A_new_password_is_required_once()
    {
        Assert.Equal(0, _bench.AsRoot("pwpolicy", "-u", "bob", "-setpolicy", "newPasswordRequired=1").Status);
        Assert.Contains(" newPasswordRequired=1 ", _bench.AsBob("pwpolicy", "-u", "bob", "-getpolicy").Output, StringComparison.Ordinal);
        Assert.Equal(DirectoryStatus.NewPasswordRequired, Login("pw-b"));
        _bench.Change(mac => mac.Clock.Advance(TimeSpan.FromSeconds(2)));
        Assert.Equal(0, Passwd("pw-b2").Status);
        Assert.Equal(0, Login("pw-b2"));
        Assert.Contains(" newPasswordRequired=0 ", _bench.AsBob("pwpolicy", "-u", "bob", "-getpolicy").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Dates_lock_and_expire()
    {
        Assert.Equal(0, _bench.AsRoot("pwpolicy", "-u", "bob", "-setpolicy", "usingHardExpirationDate=1 hardExpireDateGMT=01/31/99").Status);
        Assert.Contains(" hardExpireDateGMT=01/31/99 ", _bench.AsBob("pwpolicy", "-u", "bob", "-getpolicy").Output, StringComparison.Ordinal);
        Assert.Equal(DirectoryStatus.AccountDisabled, Login("pw-b"));
        Assert.Equal(0, _bench.AsRoot("pwpolicy", "-u", "bob", "-setpolicy", "usingHardExpirationDate=0 usingExpirationDate=1").Status);
        Assert.Equal(0, Login("pw-b")); // without a date it never comes
        Assert.Contains(" expirationDateGMT=12/31/69 ", _bench.AsBob("pwpolicy", "-u", "bob", "-getpolicy").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("minChars")]
    [InlineData("minChars=")]
    [InlineData("minChars=-1")]
    [InlineData("minChars=99999999999")]
    [InlineData("unknown=1")]
    [InlineData("canModifyPasswordforSelf=0")]
    [InlineData("maxMinutesOfNonUse=30")]
    [InlineData("minutesUntilFailedLoginReset=5")]
    [InlineData("hardExpireDateGMT=12/31/27")]
    [InlineData("usingExpirationDate=1 expirationDateGMT=31.12.2027")]
    [InlineData("minChars=8 isDisabled=1")]
    public void Old_words_that_cannot_be_emulated_are_refused_as_a_whole(string line)
    {
        var outcome = _bench.AsRoot("pwpolicy", "-setglobalpolicy", line);
        Assert.Equal((78, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith("macemu: not emulated: ", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(Global, _bench.AsBob("pwpolicy", "-getglobalpolicy").Output);
    }

    [Fact]
    public void Wrong_uses_and_callers()
    {
        foreach (var arguments in (string[][])[["-getpolicy"], ["-setglobalpolicy"], ["-u", "bob", "-setpolicy"], ["-gethashtypes"], ["-u", "bob", "-sethashtypes", "SMB-NT"], ["-u", "bob", "-sethashtypes", "SMB-NT", "maybe"]])
            Assert.Equal((1, ""), (_bench.AsRoot("pwpolicy", arguments) is var outcome ? outcome.Status : 0, outcome.Output));
        var refused = _bench.Run("bob", "pw-b\n", "pwpolicy", "-setglobalpolicy", "minChars=1");
        Assert.Equal(1, refused.Status);
        Assert.Contains("Need either root privileges or valid authenticator\n", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, _bench.AsBob("pwpolicy", "-a", "alice", "-p", "pw-a", "-setglobalpolicy", "minChars=6").Status);
        Assert.Contains("minChars=6", _bench.AsBob("pwpolicy", "-getglobalpolicy").Output, StringComparison.Ordinal);
        Assert.Equal(78, _bench.AsRoot("pwpolicy", "-c", "mac-1", "-getpolicy").Status);
        Assert.Equal(78, _bench.AsRoot("pwpolicy", "-u", "bob", "--get-effective-policy").Status);
    }

    [Fact]
    public void Passwords_of_before_cannot_come_again()
    {
        Assert.Equal(0, _bench.AsRoot("pwpolicy", "-setglobalpolicy", "usingHistory=3").Status);
        Assert.Equal(1, Passwd("pw-b").Status); // the current one
        foreach (var next in (string[])["one-1", "two-2"]) Assert.Equal(0, Passwd(next).Status);
        foreach (var known in (string[])["pw-b", "one-1", "two-2"]) Assert.Equal(1, Passwd(known).Status);
        Assert.Equal(0, Passwd("three-3").Status);
        Assert.Equal(0, Passwd("pw-b").Status); // three are remembered, this was the fourth
        // An administrator may set any.
        Assert.Equal(0, _bench.AsRoot("pwpolicy", "-u", "bob", "-setpassword", "three-3").Status);
        _bench.Change(mac => Assert.Equal("bob", mac.DirectoryAs(DirectoryCaller.Root).Authenticate("bob", "three-3").Name));
        Assert.DoesNotContain("three-3", string.Concat(_bench.Journal.Select(row => row.Entry.Arguments)), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_rule_nothing_is_remembered()
    {
        Assert.Equal(0, Passwd("other-1").Status);
        var hash = _bench.Look(mac => mac.Directory.Find(RecordType.Users, "bob")!.Values(AttributeName.ShadowHashData)[0].Bytes);
        Assert.Single((MacStateStore.PropertyLists.PlistDictionary)MacStateStore.PropertyLists.PropertyList.Parse(hash));
        Assert.Equal(0, Passwd("pw-b").Status);
    }

    [Fact]
    public void Young_passwords_are_kept_by_their_users_and_not_by_administrators()
    {
        var file = Path.Combine(_bench.Folder, "age.plist");
        File.WriteAllText(file, "<dict><key>policyCategoryPasswordContent</key><array><dict><key>policyContent</key><string>policyAttributeLastPasswordChangeTime &lt; policyAttributeCurrentTime - (policyAttributeMinimumLifetimeHours * 60 * 60)</string>"
            + "<key>policyIdentifier</key><string>age</string><key>policyParameters</key><dict><key>policyAttributeMinimumLifetimeHours</key><integer>24</integer></dict></dict></array></dict>");
        Assert.Equal(0, _bench.AsRoot("pwpolicy", "-setaccountpolicies", file).Status);
        Assert.Equal(1, Passwd("early-1").Status);
        Assert.Equal(0, _bench.AsRoot("pwpolicy", "-u", "bob", "-setpassword", "pw-b").Status);
        _bench.Change(mac => mac.Clock.Advance(TimeSpan.FromHours(25)));
        Assert.Equal(0, Passwd("early-1").Status);
    }

    [Fact]
    public void Hours_are_kept()
    {
        var file = Path.Combine(_bench.Folder, "hours.plist");
        File.WriteAllText(file, "<dict><key>policyCategoryAuthentication</key><array><dict><key>policyContent</key><string>policyAttributeCurrentTimeOfDay &gt;= 800 and policyAttributeCurrentTimeOfDay &lt; 1730</string>"
            + "<key>policyIdentifier</key><string>hours</string></dict></array></dict>");
        Assert.Equal(0, _bench.AsRoot("pwpolicy", "-u", "bob", "-setaccountpolicies", file).Status);
        foreach (var (hour, minute, status) in ((int, int, int)[])[(7, 59, DirectoryStatus.AccountDisabled), (8, 0, 0), (17, 29, 0), (17, 30, DirectoryStatus.AccountDisabled), (0, 0, DirectoryStatus.AccountDisabled)])
        {
            _bench.Change(mac => mac.Clock.Set(new DateTimeOffset(2026, 3, 2, hour, minute, 5, TimeSpan.Zero)));
            Assert.Equal(status, Login("pw-b"));
        }
    }

    [Fact]
    public void Passwords_are_set_in_the_old_way()
    {
        Assert.Equal(new Outcome(0, "Setting password for bob\n", ""), _bench.AsRoot("pwpolicy", "-u", "bob", "-setpassword", "new-1"));
        Assert.Equal(0, Login("new-1"));
        Assert.Equal(new Outcome(0, "Setting password for bob\n", "Enter new password for bob:Verify new password:"), _bench.Run("root", "new-2\nnew-2\n", "pwpolicy", "-u", "bob", "-setpassword"));
        Assert.Equal(0, Login("new-2"));
        Assert.Equal((75, "Setting password for bob\nPassword mismatch.\n"), (_bench.Run("root", "a\nb\n", "pwpolicy", "-u", "bob", "-setpassword") is var no ? no.Status : 0, no.Output));
        Assert.Equal(0, _bench.Run("bob", "", "pwpolicy", "-p", "new-2", "-u", "bob", "-setpassword", "new-3").Status);
        Assert.Equal(0, _bench.AsBob("pwpolicy", "-a", "alice", "-p", "pw-a", "-u", "bob", "-setpassword", "new-4").Status);
        Assert.Equal(0, Login("new-4"));
        Assert.Equal(78, _bench.AsRoot("pwpolicy", "-u", "alice", "-setpassword", "new-5").Status); // a token holder's isn't reset
        Assert.Equal(1, _bench.AsBob("pwpolicy", "-a", "alice", "-p", "wrong", "-u", "bob", "-setpassword", "new-6").Status);
        Assert.Equal(0, Login("new-4"));
        Assert.All(_bench.Journal, row => Assert.DoesNotContain("new-", row.Entry.Arguments, StringComparison.Ordinal));
    }

    [Fact]
    public void Kinds_of_hashes_are_listed_and_edited()
    {
        Assert.Equal(new Outcome(0, "Getting hash types for user bob\n\nSALTED-SHA512-PBKDF2\nSRP-RFC5054-4096-SHA512-PBKDF2\n", ""), _bench.AsBob("pwpolicy", "-u", "bob", "-gethashtypes"));
        Assert.Equal(new Outcome(0, "Setting hash types for user bob\n", ""), _bench.AsRoot("pwpolicy", "-u", "bob", "-sethashtypes", "SMB-NT", "on", "SRP-RFC5054-4096-SHA512-PBKDF2", "off"));
        Assert.Contains(";ShadowHash;HASHLIST:<SALTED-SHA512-PBKDF2,SMB-NT>", _bench.Values(RecordType.Users, "bob", AttributeName.AuthenticationAuthority));
        Assert.Equal(78, _bench.AsRoot("pwpolicy", "-u", "bob", "-sethashtypes", "ROT13", "on").Status);
        Assert.Equal(78, _bench.AsRoot("pwpolicy", "-u", "root", "-gethashtypes").Status);
    }

    private Outcome Passwd(string password) => _bench.Run("bob", $"{_current}\n{password}\n{password}\n", "passwd") is var outcome && Succeeded(outcome, password) ? outcome with { Status = 0 } : outcome with { Status = 1 };

    private string _current = "pw-b";

    // PAM's failures end with 0; what tells is whether the password is the new one.
    private bool Succeeded(Outcome outcome, string password)
    {
        if (outcome.Errors.Contains("authentication token manipulation error", StringComparison.Ordinal)) return false;
        _current = password;
        return true;
    }

    private int Login(string password)
    {
        var status = 0;
        _bench.Change(mac =>
        {
            try
            {
                mac.DirectoryAs(DirectoryCaller.Root).Authenticate("bob", password);
            }
            catch (DirectoryException error)
            {
                status = error.Status;
            }
        });
        return status;
    }
}
