using MacStateStore.DeviceManagement;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;

namespace Profiles.Tests;

/// <summary>What <c>com.apple.mobiledevice.passwordpolicy</c> does to passwords and logins, by whatever tool.</summary>
public sealed class PasswordPolicyTests
{
    private static Bench With(params (string Key, PlistValue Value)[] settings) =>
        new("14.5", null, Make.Installed(Make.Profile("org.example.passwords", Make.Payload("com.apple.mobiledevice.passwordpolicy", settings))));

    private static bool Accepts(Bench bench, string password, string user = "bob") =>
        bench.On(mac => mac.Accounts.WouldAccept(password, user, mac.Directory.Find(RecordType.Users, user)));

    public static TheoryData<string, PlistValue, string, string> Rules => new()
    {
        { "minLength", 8, "eight888", "seven77" },
        { "minComplexChars", 2, "a!b!", "a!bb" },
        { "requireAlphanumeric", true, "abc1", "abcd" },
        { "requireAlphanumeric", true, "1abc", "1234" },
        { "allowSimple", false, "pw-x9y", "pw-abc" },
        { "allowSimple", false, "pw-xx9", "pw-999" },
        { "allowSimple", false, "pw-1-2", "pw-321" },
        { "customRegex", new PlistDictionary { ["passwordContentRegex"] = "^(?=.*[A-Z])(?=.*[a-z]).*$" }, "aBcd", "abcd" },
        { "customRegex", new PlistDictionary { ["passwordContentRegex"] = "[^']+\\d" }, "abc1", "ab'1" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Each_rule_accepts_and_refuses(string key, PlistValue value, string good, string bad)
    {
        using var bench = With((key, value));
        Assert.True(Accepts(bench, good));
        Assert.False(Accepts(bench, bad));
        Assert.False(Accepts(bench, bad, "nobody-yet"));
        bench.On(mac => mac.Profiles.Remove(mac.Profiles.All[0], ProfileOrigin.Command, isAdmin: true));
        Assert.True(Accepts(bench, bad));
    }

    [Theory]
    [InlineData("minLength", 0)]
    [InlineData("pinHistory", 0)]
    [InlineData("minComplexChars", -1)]
    public void Zero_asks_for_nothing(string key, int value)
    {
        using var bench = With((key, value));
        Assert.True(Accepts(bench, "abcd"));
    }

    [Fact]
    public void Setting_a_password_obeys()
    {
        using var bench = With(("minLength", 8));
        bench.On(mac =>
        {
            var bob = mac.Directory.Find(RecordType.Users, "bob")!;
            var session = mac.DirectoryAs(DirectoryCaller.Root);
            Assert.Equal(DirectoryStatus.PasswordQualityCheckFailed, Assert.Throws<DirectoryException>(() => session.ResetPassword(bob, "seven77")).Status);
            session.ResetPassword(bob, "eight888");
        });
    }

    [Fact]
    public void A_users_profile_binds_that_user()
    {
        using var bench = new Bench("14.5", null, Make.Installed(Make.Profile("org.example.passwords", Make.Payload("com.apple.mobiledevice.passwordpolicy", ("minLength", 8))), "bob"));
        Assert.False(Accepts(bench, "seven77"));
        Assert.True(Accepts(bench, "seven77", "alice"));
    }

    [Fact]
    public void Former_passwords_are_remembered()
    {
        using var bench = With(("pinHistory", 2));
        bench.On(mac =>
        {
            var bob = mac.Directory.Find(RecordType.Users, "bob")!;
            var session = mac.DirectoryAs(DirectoryCaller.Root);
            Assert.Throws<DirectoryException>(() => session.ChangePassword(bob, "pw-bob", "pw-bob"));
            session.ChangePassword(bob, "pw-bob", "second");
            Assert.Throws<DirectoryException>(() => session.ChangePassword(bob, "second", "pw-bob"));
            session.ChangePassword(bob, "second", "third");
            session.ChangePassword(bob, "third", "pw-bob");
            session.ResetPassword(bob, "third"); // an admin isn't bound by it
        });
    }

    [Fact]
    public void Too_many_failures_lock_out_for_a_while()
    {
        using var bench = With(("maxFailedAttempts", 2), ("minutesUntilFailedLoginReset", 15));
        for (var i = 0; i < 2; i++) Assert.Equal(DirectoryStatus.AuthFailed, Login(bench, "wrong"));
        Assert.Equal(DirectoryStatus.AccountDisabled, Login(bench, "pw-bob"));
        bench.On(mac => mac.Clock.Advance(TimeSpan.FromMinutes(16)));
        Assert.Null(Login(bench, "pw-bob"));
    }

    [Fact]
    public void Old_passwords_have_to_be_changed()
    {
        using var bench = With(("maxPINAgeInDays", 30));
        Assert.Null(Login(bench, "pw-bob"));
        bench.On(mac => mac.Clock.Advance(TimeSpan.FromDays(31)));
        Assert.Equal(DirectoryStatus.NewPasswordRequired, Login(bench, "pw-bob"));
    }

    [Fact]
    public void A_change_can_be_asked_for_once()
    {
        using var bench = new Bench("10.15.7");
        bench.On(mac => mac.Clock.Advance(TimeSpan.FromDays(1)));
        bench.Root("install", "-path", bench.FileOf(Make.Profile("org.example.passwords", Make.Payload("com.apple.mobiledevice.passwordpolicy", ("changeAtNextAuth", true))))).Ends(0);
        Assert.Equal(DirectoryStatus.NewPasswordRequired, Login(bench, "pw-bob"));
        bench.On(mac => mac.Clock.Advance(TimeSpan.FromDays(1)));
        bench.On(mac => mac.DirectoryAs(DirectoryCaller.Root).ChangePassword(mac.Directory.Find(RecordType.Users, "bob")!, "pw-bob", "new-bob"));
        Assert.Null(Login(bench, "new-bob"));
    }

    [Fact]
    public void The_policies_show_them_beside_the_Macs_own()
    {
        using var bench = With(("minLength", 15), ("pinHistory", 5), ("requireAlphanumeric", true), ("maxFailedAttempts", 3), ("minutesUntilFailedLoginReset", 15), ("maxPINAgeInDays", 60));
        var policies = bench.On(mac => mac.DirectoryAs(DirectoryCaller.Root).AccountPoliciesOf(null));
        var text = System.Text.Encoding.UTF8.GetString(PropertyList.ToXml(policies));
        foreach (var part in (string[])[
            "policyAttributePassword matches '.{4,}+'", "policyAttributePassword matches '.{15,}'", ":requireAlphanumeric</string>", "<key>policyAttributePasswordHistoryDepth</key>\n\t\t\t\t<integer>5</integer>",
            "<key>policyAttributeMaximumFailedAuthentications</key>\n\t\t\t\t<integer>3</integer>", "<key>autoEnableInSeconds</key>\n\t\t\t\t<integer>900</integer>",
            "<key>policyAttributeExpiresEveryNDays</key>\n\t\t\t\t<integer>60</integer>", "ProfilePayload:11111111-2222-3333-4444-555555555555:minLength"])
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    private static int? Login(Bench bench, string password) => bench.On(mac =>
    {
        try
        {
            mac.DirectoryAs(DirectoryCaller.Root).Authenticate("bob", password);
            return (int?)null;
        }
        catch (DirectoryException error)
        {
            return error.Status;
        }
    });
}
