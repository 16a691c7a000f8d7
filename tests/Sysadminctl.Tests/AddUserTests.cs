using MacStateStore;
using MacStateStore.OpenDirectory;

namespace Sysadminctl.Tests;

/// <summary><c>-addUser</c> (dossier sysadminctl, 3.1).</summary>
public sealed class AddUserTests
{
    private const string Creating = "Creating user record…";

    [Theory]
    [InlineData("10.13", "Assigning UID: 503", "/bin/bash", "png", false)]
    [InlineData("10.14", "Assigning UID: 503", "/bin/bash", "png", false)]
    [InlineData("10.15", "Assigning UID: 503", "/bin/zsh", "png", false)]
    [InlineData("11", "Assigning UID: 503 GID: 20", "/bin/zsh", "png", true)]
    [InlineData("12.0.1", "Assigning UID: 503 GID: 20", "/bin/zsh", "png", true)]
    [InlineData("12.1", "Assigning UID: 502 GID: 20", "/bin/zsh", "png", true)]
    [InlineData("13", "Assigning UID: 502 GID: 20", "/bin/zsh", "heic", true)]
    [InlineData("26", "Assigning UID: 502 GID: 20", "/bin/zsh", "heic", true)]
    public void Root_makes_an_account_with_the_defaults_of_the_release(string os, string assigning, string shell, string pictures, bool inputSources)
    {
        using var bench = new Bench(new MachineSpecification { Os = os, Users = [Bench.Person("alice", admin: true, token: true)] });
        bench.Root("-addUser", "trainee", "-password", "TempPass123").Ends(0)
            .Says([.. Bench.Block, Creating, assigning, "Creating home directory at /Users/trainee"]);

        var account = bench.Account("trainee");
        Assert.Equal(("trainee", "/Users/trainee", shell, false, false, false), (account.FullName, account.Home, account.Shell, account.IsAdmin, account.HasSecureToken, account.IsHidden));
        Assert.True(bench.IsPassword("trainee", "TempPass123"));
        Assert.True(bench.On(mac => mac.Accounts.HasHomeFolder("/Users/trainee")));
        Assert.Equal(["20"], bench.Values("trainee", "PrimaryGroupID"));
        Assert.Equal([""], bench.Values("trainee", "AuthenticationHint"));
        Assert.Equal(["0"], bench.Values("trainee", "unlockOptions"));
        Assert.Equal(["trainee"], bench.Values("trainee", "_writers_passwd"));
        Assert.Empty(bench.Values("trainee", "_writers_realname"));
        Assert.Equal(inputSources, bench.Values("trainee", "inputSources").Count > 0);
        Assert.Equal(["********"], bench.Values("trainee", "Password"));
        Assert.EndsWith("." + pictures, Assert.Single(bench.Values("trainee", "Picture")), StringComparison.Ordinal);
        Assert.Equal(
            [";ShadowHash;HASHLIST:<SALTED-SHA512-PBKDF2,SRP-RFC5054-4096-SHA512-PBKDF2>"],
            bench.Values("trainee", "AuthenticationAuthority").Where(value => !value.StartsWith(";Kerberosv5;", StringComparison.Ordinal)));
        Assert.Equal(["1"], bench.Values("com.apple.sharepoint.group.2", "IsHidden", RecordType.Groups));
    }

    [Fact]
    public void Every_option_is_honoured_in_any_order()
    {
        using var bench = new Bench(Bench.Household("15"));
        var picture = Path.Combine(Path.GetDirectoryName(bench.Path)!, "face.jpg");
        File.WriteAllBytes(picture, [0xFF, 0xD8, 0x01, 0xFF, 0xD9]);
        bench.Root("-admin", "-shell", "/bin/sh", "-UID", "42000", "-picture", picture, "-hint", "a pet", "-adminPassword", "pw-alice",
            "-home", "/srv/svc", "-GID", "80", "", "-password", "-s3cret", "-fullName", "Svc Service", "-adminUser", "alice", "-addUser", "svc").Ends(0)
            .Says(Creating, "Assigning UID: 42000 GID: 80", "Home directory is assigned (not created!) at /srv/svc");

        var account = bench.Account("svc");
        Assert.Equal((42000, "Svc Service", "/srv/svc", "/bin/sh", true, true), (account.Uid, account.FullName, account.Home, account.Shell, account.IsAdmin, account.HasSecureToken));
        Assert.Equal(["80"], bench.Values("svc", "PrimaryGroupID"));
        Assert.Equal(["a pet"], bench.Values("svc", "AuthenticationHint"));
        Assert.Equal(["<5 bytes>"], bench.Values("svc", "JPEGPhoto"));
        Assert.Empty(bench.Values("svc", "Picture"));
        Assert.True(bench.IsPassword("svc", "-s3cret"));
        Assert.True(bench.Unlocks("svc", "-s3cret"));
        Assert.False(bench.On(mac => mac.Accounts.HasHomeFolder("/srv/svc")));
        foreach (var group in (string[])["admin", "_appserverusr", "_appserveradm"])
        {
            Assert.Contains("svc", bench.Values(group, "GroupMembership", RecordType.Groups));
            Assert.Contains(account.GeneratedUid!, bench.Values(group, "GroupMembers", RecordType.Groups));
        }
    }

    [Theory]
    [InlineData("/nowhere/face.png")]
    [InlineData("/dev/zero")]
    [InlineData("/")]
    [InlineData("/Library/User Pictures/Nature/Earth.heic")]
    public void A_picture_that_the_host_lacks_is_stood_in_for(string path)
    {
        using var bench = new Bench(Bench.Household());
        bench.Root("-addUser", "new", "-password", "1234", "-picture", path).Ends(0);
        Assert.Empty(bench.Values("new", "Picture"));
        Assert.Single(bench.Values("new", "JPEGPhoto"));
    }

    [Fact]
    public void Home_given_is_assigned_even_when_it_is_the_usual_one()
    {
        using var bench = new Bench(Bench.Household());
        var lines = bench.Root("-addUser", "svc", "-password", "1234", "-home", "/Users/svc").Ends(0).Lines;
        Assert.Equal("Home directory is assigned (not created!) at /Users/svc", lines[^1]);
        Assert.False(bench.On(mac => mac.Accounts.HasHomeFolder("/Users/svc")));
    }

    [Fact]
    public void A_home_that_is_there_is_left_as_it_is()
    {
        using var bench = new Bench(Bench.Household("15"));
        bench.Root("-deleteUser", "bob", "-keepHome").Ends(0);
        bench.Root("-addUser", "bob", "-password", "1234").Ends(0).Says(
            [.. Bench.Block, Creating, "Assigning UID: 504 GID: 20", "Creating home directory at /Users/bob", "Directory at path:/Users/bob already exists"]);
    }

    [Fact]
    public void Without_a_password_it_is_empty()
    {
        using var bench = new Bench(Bench.Household());
        bench.Root("-addUser", "new").Ends(0);
        Assert.True(bench.IsPassword("new", ""));
        Assert.Single(bench.Values("new", "ShadowHashData"));
    }

    [Fact]
    public void The_password_is_asked_for_after_the_record_line()
    {
        using var bench = new Bench(Bench.Household("15"));
        var outcome = bench.RootTypes("typed in\n", "-addUser", "new", "-password", "-").Ends(0);
        Assert.Equal([.. Bench.Block, Creating], outcome.Lines.Take(4));
        Assert.Equal("User password:Assigning UID: 505 GID: 20", outcome.Lines[4]);
        Assert.True(bench.IsPassword("new", "typed in"));
    }

    [Theory]
    [InlineData("no\n")]
    [InlineData("abc")]
    public void A_typed_password_that_the_policy_refuses_makes_no_user(string typed)
    {
        using var bench = new Bench(Bench.Household("15"));
        var outcome = bench.RootTypes(typed, "-addUser", "new", "-password", "-").Ends(0).ChangesNothing();
        Assert.Equal($"User password:{Bench.Refused5402}", outcome.Lines[^1]);
        Assert.False(bench.Exists("new"));
    }

    [Theory]
    [InlineData("10.14")]
    [InlineData("15")]
    public void A_password_that_the_policy_refuses_makes_no_user(string os)
    {
        using var bench = new Bench(Bench.Household(os));
        bench.Root("-addUser", "new", "-password", "abc").Ends(0).ChangesNothing().Says([.. Bench.Block, Bench.Refused5402]);
        bench.Root(["-addUser", "new", "-password", "abc", .. Bench.By("alice")]).Ends(0).ChangesNothing().Says(Bench.Refused5402);
        Assert.False(bench.Exists("new"));
    }

    [Fact]
    public void An_admin_user_that_is_only_being_made_is_as_good_as_none()
    {
        using var bench = new Bench(new MachineSpecification { Os = "15.3", Users = [Bench.Person("alice", admin: true, token: true)] });
        bench.Root("-adminUser", "ladmin", "-adminPassword", "X", "-addUser", "ladmin", "-fullName", "Local Admin", "-password", "X", "-admin").Ends(0).ChangesNothing().Says(
            [
                "### Error:-14090 File:/AppleInternal/Library/BuildRoots/d187755d-b9a3-11ef-83e5-aabfac210453/Library/Caches/com.apple.xbs/Sources/Admin/DSAuthenticator.m Line:94",
                .. Bench.Block, Bench.Refused5402,
            ]);
    }

    [Fact]
    public void An_existing_bare_record_is_filled_up()
    {
        using var bench = new Bench(Bench.Household("10.13.6"));
        bench.On(mac =>
        {
            var root = mac.DirectoryAs(DirectoryCaller.Root);
            root.CreateRecord(RecordType.Users, "maxi");
            root.SetValues(mac.Directory.Find(RecordType.Users, "maxi")!, AttributeName.PrimaryGroupId, ["20"]);
        });
        var outcome = bench.RootTypes("secret\n", "-keepHome", "-UID", "80", "-adminUser", "maxi", "-fullName", "Maxi (personal account)", "-addUser", "maxi", "-password", "-").Ends(0);
        Assert.Equal(
        [
            .. Bench.Block, Creating,
            "User password:### Error:-14135 File:/BuildRoot/Library/Caches/com.apple.xbs/Sources/Admin/Admin-679/DSRecord.m Line:496",
            "Assigning UID: 80", "Creating home directory at /Users/maxi",
        ], outcome.Lines);
        Assert.True(bench.IsPassword("maxi", "secret"));
        Assert.Equal(80, bench.Account("maxi").Uid);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ada")]
    public void An_existing_token_holder_keeps_everything(string? admin)
    {
        using var bench = new Bench(Bench.Household("15"));
        var lines = bench.Root(["-addUser", "alice", "-password", "takeover", "-fullName", "Mallory", .. admin is null ? [] : Bench.By(admin)]).Ends(0).ChangesNothing().Lines;
        Assert.StartsWith("### Error:-14135 ", lines[^2], StringComparison.Ordinal);
        Assert.Equal(Bench.Unlock, lines[^1]);
        Assert.True(bench.IsPassword("alice", "pw-alice"));
    }

    [Fact]
    public void An_existing_user_is_not_given_an_empty_password()
    {
        using var bench = new Bench(Bench.Household("15"));
        bench.Root("-addUser", "bob").Ends(0).ChangesNothing().Says([.. Bench.Block, Bench.Refused5402]);
    }

    [Fact]
    public void An_existing_user_keeps_its_UID_unless_another_is_given()
    {
        using var bench = new Bench(Bench.Household("15"));
        var before = bench.Account("bob");
        Assert.Contains($"Assigning UID: {before.Uid} GID: 20", bench.Root("-addUser", "BOB", "-password", "brandnew").Ends(0).Lines);
        Assert.Equal((before.Uid, before.GeneratedUid), (bench.Account("bob").Uid, bench.Account("bob").GeneratedUid));
        Assert.True(bench.IsPassword("bob", "brandnew"));
    }

    [Theory]
    [InlineData("root")]
    [InlineData("daemon")]
    [InlineData("Nobody")]
    public void Accounts_that_macOS_brings_are_kept(string name)
    {
        using var bench = new Bench(Bench.Household("15"));
        var lines = bench.Root("-addUser", name, "-password", "takeover").Ends(0).ChangesNothing().Lines;
        Assert.StartsWith("### Error:-14120 ", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("501")]
    [InlineData("0")]
    [InlineData("-2")]
    public void A_UID_in_use_makes_no_user(string uid)
    {
        using var bench = new Bench(Bench.Household());
        bench.Root("-addUser", "new", "-password", "1234", "-UID", uid).Ends(0).ChangesNothing().Says([.. Bench.Block, $"Specified UID {uid} is already in use"]);
        Assert.False(bench.Exists("new"));
    }

    [Theory]
    [InlineData("-UID", "five")]
    [InlineData("-UID", "99999999999")]
    [InlineData("-GID", "staff")]
    [InlineData("-UID", "5 0")]
    public void A_number_that_is_none_is_refused_aloud(string option, string value)
    {
        using var bench = new Bench(Bench.Household());
        var outcome = bench.Root("-addUser", "new", "-password", "1234", option, value).Ends(78).ChangesNothing();
        Assert.Equal($"macemu: not emulated: sysadminctl {option} with a value that is no number ({value})\n", outcome.Err);
    }

    [Fact]
    public void Names_over_244_bytes_make_no_user()
    {
        using var bench = new Bench(Bench.Household("26"));
        const string File = "File:/AppleInternal/Library/BuildRoots/4~B5FeugCYEZd96X3zqIDDgARflf-BD_RFQt1Gd-I/Library/Caches/com.apple.xbs/Sources/Admin/DSRecord.m Line:563";
        bench.Root("-addUser", new string('é', 122) + "x", "-password", "1234").Ends(0).ChangesNothing()
            .Says([.. Bench.Block, Creating, $"### Error:-14136 {File}", $"### Error:-14071 {File}"]);
        bench.Root("-addUser", new string('n', 10_000_000), "-password", "1234").Ends(0).ChangesNothing();
        bench.Root("-addUser", new string('é', 122), "-password", "1234").Ends(0);
        Assert.True(bench.Exists(new string('é', 122)));
    }

    [Theory]
    [InlineData("with blank")]
    [InlineData("a/b")]
    [InlineData("it's \"quoted\"")]
    [InlineData("🦊")]
    [InlineData(".hidden")]
    [InlineData("12345")]
    [InlineData("_underscore")]
    [InlineData("interactive")]
    public void Odd_names_make_ordinary_users(string name)
    {
        using var bench = new Bench(Bench.Household("15"));
        bench.Root("-addUser", name, "-password", "1234").Ends(0)
            .Says([.. Bench.Block, Creating, "Assigning UID: 505 GID: 20", $"Creating home directory at /Users/{name}"]);
        Assert.True(bench.IsPassword(name, "1234"));
        bench.Root("-deleteUser", name).Ends(0);
        Assert.False(bench.Exists(name));
    }

    [Fact]
    public void Values_of_any_size_are_kept()
    {
        using var bench = new Bench(Bench.Household());
        var (full, password) = (new string('f', 10_000_000), new string('p', 10_000_000));
        bench.Root("-addUser", "big", "-fullName", full, "-password", password).Ends(0);
        Assert.Equal(full, bench.Account("big").FullName);
        Assert.True(bench.IsPassword("big", password));
        Assert.Equal($"Secure token is DISABLED for user {full}", Assert.Single(bench.Root("-secureTokenStatus", "big").Lines));
    }

    [Fact]
    public void Empty_values_mean_the_defaults()
    {
        using var bench = new Bench(Bench.Household("15"));
        bench.Root("-addUser", "new", "-fullName", "", "-UID", "", "-GID", "", "-shell", "", "-password", "", "-hint", "", "-home", "", "-picture", "", "-adminUser", "", "-adminPassword", "").Ends(0)
            .Says([.. Bench.Block, Creating, "Assigning UID: 505 GID: 20", "Creating home directory at /Users/new"]);
        Assert.Equal(("new", "/bin/zsh"), (bench.Account("new").FullName, bench.Account("new").Shell));
        Assert.Single(bench.Values("new", "Picture"));
    }

    [Theory]
    [InlineData("11", 201, 401, "200-400")]
    [InlineData("15", 400, 450, "200-400")]
    [InlineData("26", 450, 401, "450-499")]
    [InlineData("26", 499, 500, "450-499")]
    public void Role_accounts_need_a_UID_in_the_release_s_range(string os, int good, int bad, string range)
    {
        using var bench = new Bench(Bench.Household(os));
        bench.Root("-addUser", "_ci", "-roleAccount", "-UID", $"{bad}").Ends(0).ChangesNothing().Says([.. Bench.Block, $"Role account requires specified UID in {range} range"]);
        bench.Root("-addUser", "_ci", "-roleAccount").Ends(0).ChangesNothing().Says([.. Bench.Block, $"Role account requires specified UID in {range} range"]);
        bench.Root("-addUser", "ci", "-roleAccount", "-UID", $"{good}").Ends(0).ChangesNothing().Says([.. Bench.Block, "Role account name must start with _"]);

        bench.Root("-addUser", "_ci", "-roleAccount", "-UID", $"{good}", "-admin").Ends(0)
            .Says([.. Bench.Block, Creating, $"Assigning UID: {good} GID: 20", "Home directory is assigned (not created!) at /var/empty"]);
        var account = bench.Account("_ci");
        Assert.Equal((good, "/var/empty", "/usr/bin/false", true, false), (account.Uid, account.Home, account.Shell, account.IsHidden, account.IsAdmin));
        Assert.True(bench.IsPassword("_ci", ""));
        Assert.Empty(bench.Values("_ci", "Picture"));
    }

    [Fact]
    public void Role_accounts_ignore_home_and_shell()
    {
        using var bench = new Bench(Bench.Household("26.4"));
        var lines = bench.Root("-addUser", "_ci", "-roleAccount", "-UID", "450", "-GID", "450", "-fullName", "CI", "-home", "/var/ci", "-shell", "/bin/bash").Ends(0).Lines;
        Assert.StartsWith("Home argument is ignored", lines[^1], StringComparison.Ordinal);
        Assert.EndsWith("/var/empty", lines[^1], StringComparison.Ordinal);
        Assert.Equal(("/var/empty", "/usr/bin/false"), (bench.Account("_ci").Home, bench.Account("_ci").Shell));
    }

    [Fact]
    public void Without_full_disk_access_the_record_is_made_and_the_home_is_not()
    {
        using var bench = new Bench(Bench.Household("26.6") with { HasFullDiskAccess = false });
        bench.Root("-addUser", "new", "-password", "1234", "-admin").Ends(0).Says(
        [
            .. Bench.Block, Creating, "Assigning UID: 505 GID: 20",
            "### Error:-14120 File:/AppleInternal/Library/BuildRoots/4~B5FeugCYEZd96X3zqIDDgARflf-BD_RFQt1Gd-I/Library/Caches/com.apple.xbs/Sources/Admin/DSRecord.m Line:563",
            "Creating home directory at /Users/new",
        ]);
        Assert.True(bench.Account("new").IsAdmin);
        Assert.False(bench.On(mac => mac.Accounts.HasHomeFolder("/Users/new")));
    }

    [Theory]
    [InlineData("ada", false)]   // an admin, but without a token
    [InlineData("tess", false)]  // a token, but no admin
    [InlineData("alice", true)]
    public void Only_a_token_admin_s_credentials_bring_a_token(string authorizer, bool token)
    {
        using var bench = new Bench(Bench.Household("15"));
        bench.Root(["-addUser", "new", "-password", "1234", .. Bench.By(authorizer)]).Ends(0)
            .Says(Creating, "Assigning UID: 505 GID: 20", "Creating home directory at /Users/new");
        Assert.Equal(token, bench.HasToken("new"));
        Assert.Equal(token, bench.Values("new", "AuthenticationAuthority").Contains(";SecureToken;"));
    }

    [Fact]
    public void Wrong_admin_credentials_fall_back_to_plain_root()
    {
        using var bench = new Bench(Bench.Household("15"));
        var lines = bench.Root("-addUser", "new", "-password", "1234", "-adminUser", "alice", "-adminPassword", "wrong").Ends(0).Lines;
        Assert.StartsWith("### Error:-14090 ", lines[0], StringComparison.Ordinal);
        Assert.Equal(Bench.Block, lines.Skip(1).Take(3));
        Assert.True(bench.Exists("new"));
        Assert.False(bench.HasToken("new"));
    }
}
