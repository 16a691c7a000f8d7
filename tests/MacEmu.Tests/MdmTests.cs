using System.Text;
using MacStateStore;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;

namespace MacEmu.Tests;

/// <summary><c>macemu mdm</c>, and the events that the bootstrap token authorizes.</summary>
public sealed class MdmTests : IDisposable
{
    private readonly List<Bench> benches = [];

    public void Dispose() => benches.ForEach(bench => bench.Dispose());

    private Bench Machine(params string[] options)
    {
        var bench = Bench.WithMachine(options);
        benches.Add(bench);
        return bench;
    }

    /// <summary>A Mac whose first user, alice, has logged in, so that the token is escrowed where it can be.</summary>
    private Bench Managed(string os = "14.5", string chip = "apple", string mdm = "ade", string token = "supported")
    {
        var bench = Machine("--os", os, "--chip", chip, "--mdm", mdm, "--bootstrap-token", token, "--setup", "alice:s3cret");
        bench.Good("login", "alice", "--password", "s3cret");
        return bench;
    }

    private static string Token(Bench bench)
    {
        var token = bench.Show().GetProperty("bootstrapToken");
        return string.Join(' ', ((string[])["supported", "created", "escrowed"]).Where(key => token.GetProperty(key).GetBoolean()));
    }

    private static bool HasToken(Bench bench, string user) => bench.Show().GetProperty("users").GetProperty(user).GetProperty("secureToken").GetBoolean();

    private static T Look<T>(Bench bench, Func<Mac, T> look)
    {
        using var mac = Mac.Open(bench.Machine);
        mac.BeginReading();
        return look(mac);
    }

    // A user as a script makes one, without a token.
    private static void Add(Bench bench, string name, bool isAdmin = false)
    {
        using var mac = Mac.Open(bench.Machine);
        mac.Begin(new MacStateStore.Storage.JournalEntry("test", "[]", "root"));
        mac.Accounts.SetFirstPassword(mac.Accounts.Create(new NewAccount(name) { IsAdmin = isAdmin }), $"pw-{name}");
        mac.End(0);
    }

    private static PlistDictionary Answer(Outcome outcome) => (PlistDictionary)PropertyList.Parse(Encoding.UTF8.GetBytes(outcome.Output));

    private static (int Status, string Answer, string? Error) Command(Bench bench, params string[] arguments)
    {
        var outcome = bench.Run(["mdm", "command", .. arguments]);
        Assert.Equal("", outcome.Errors);
        var answer = Answer(outcome);
        answer.TryGetString("Status", out var status);
        var error = answer["ErrorChain"] is PlistArray chain && ((PlistDictionary)chain[0]).TryGetString("LocalizedDescription", out var text) ? text : null;
        Assert.Equal(Look(bench, mac => mac.Machine.HardwareUuid), answer.TryGetString("UDID", out var udid) ? udid : null);
        return (outcome.Status, status!, error);
    }

    [Fact]
    public void Enrolling_and_leaving()
    {
        var bench = Machine("--os", "14.5", "--setup", "alice:s3cret");
        bench.Bad(1, "the Mac is not enrolled", "mdm", "unenroll");
        Assert.Equal("", bench.Good("mdm", "set", "bootstrap-token", "supported"));
        Assert.Equal("", Token(bench));
        bench.Good("mdm", "enroll");
        Assert.Equal("user-approved", bench.Show().GetProperty("mdm").GetProperty("enrollment").GetString());
        Assert.Equal("supported", Token(bench));
        bench.Bad(1, "the Mac is enrolled already; end that with 'macemu mdm unenroll'", "mdm", "enroll", "--ade");
        bench.Good("mdm", "unenroll");
        bench.Bad(1, "the MDM server is offline; bring it back with 'macemu mdm online'", Offline(bench, "mdm", "enroll", "--ade"));
        bench.Good("mdm", "online");
        bench.Good("mdm", "enroll", "--ade", "--supervised");
        Assert.Equal("ade", bench.Show().GetProperty("mdm").GetProperty("enrollment").GetString());
    }

    private static string[] Offline(Bench bench, params string[] then)
    {
        bench.Good("mdm", "offline");
        return then;
    }

    [Theory]
    [InlineData(2, "mdm enroll: --user-approved, --ade and --unapproved exclude each other", "enroll", "--ade", "--user-approved")]
    [InlineData(1, "macOS 14.5 enrols only with a person's approval or by Automated Device Enrolment", "enroll", "--unapproved")]
    [InlineData(2, "mdm enroll: --server takes --profile", "enroll", "--server", "https://x.example")]
    [InlineData(2, "mdm set bootstrap-token: 'yes' is not one of supported, unsupported", "set", "bootstrap-token", "yes")]
    [InlineData(2, "mdm set await-configuration: '' is not one of on, off", "set", "await-configuration", "")]
    [InlineData(2, "mdm set bootstrap-token: supported|unsupported is missing; 'macemu mdm set bootstrap-token --help' tells how it is used", "set", "bootstrap-token")]
    [InlineData(1, "there is no enrolment that waits for approval", "approve")]
    [InlineData(1, "the MDM server has no bootstrap token", "escrow", "lose")]
    [InlineData(1, "the MDM server has no bootstrap token", "escrow", "spoil")]
    [InlineData(1, "the Mac is not enrolled; do that with 'macemu mdm enroll'", "command", "SecurityInfo")]
    [InlineData(78, "not emulated: mdm command SetRecoveryLock", "command", "SetRecoveryLock")]
    [InlineData(2, "mdm command: no command 'Explode'; 'macemu mdm command --help' tells how it is used", "command", "Explode")]
    public void What_cannot_be_is_refused(int status, string line, params string[] arguments)
    {
        Machine("--os", "14.5", "--setup", "alice:s3cret").Bad(status, line, ["mdm", .. arguments]);
    }

    [Fact]
    public void A_script_s_enrolment_waits_for_approval_on_10_14()
    {
        var bench = Machine("--os", "10.14.6", "--setup", "alice:s3cret");
        bench.Good("mdm", "enroll", "--unapproved");
        Assert.Equal("unapproved", bench.Show().GetProperty("mdm").GetProperty("enrollment").GetString());
        bench.Good("mdm", "approve");
        Assert.Equal("user-approved", bench.Show().GetProperty("mdm").GetProperty("enrollment").GetString());
    }

    [Fact]
    public void The_first_login_escrows_the_token_and_later_ones_hand_out_tokens()
    {
        var bench = Machine("--os", "14.5", "--mdm", "ade", "--bootstrap-token", "supported", "--setup", "alice:s3cret");
        Assert.Equal("supported", Token(bench));
        Assert.Equal("bootstrap token: none\nrecovery key: none\n", bench.Good("mdm", "escrow", "show"));
        bench.Good("login", "alice", "--password", "s3cret");
        Assert.Equal("supported created escrowed", Token(bench));
        Assert.Matches("^bootstrap token: [A-Za-z0-9+/]{43}=\nrecovery key: none\n$", bench.Good("mdm", "escrow", "show"));
        Add(bench, "bob");
        Assert.False(HasToken(bench, "bob"));
        Assert.Equal(1, bench.Run("login", "bob", "--password", "wrong").Status);
        Assert.False(HasToken(bench, "bob"));
        bench.Good("login", "bob", "--password", "pw-bob");
        Assert.True(HasToken(bench, "bob"));
        Assert.True(bench.Show().GetProperty("users").GetProperty("bob").GetProperty("volumeOwner").GetBoolean());
        Assert.DoesNotContain(bench.Good("mdm", "escrow", "show").Split('\n')[0]["bootstrap token: ".Length..], bench.Good("log", "--json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mdm offline")]
    [InlineData("mdm escrow lose")]
    [InlineData("mdm escrow spoil")]
    [InlineData("mdm set bootstrap-token unsupported")]
    [InlineData("mdm unenroll")]
    public void Whatever_keeps_the_server_s_token_away_keeps_the_user_without_one(string trouble)
    {
        var bench = Managed();
        Add(bench, "bob");
        bench.Good(trouble.Split(' '));
        bench.Good("login", "bob", "--password", "pw-bob");
        Assert.False(HasToken(bench, "bob"));
        Assert.Equal(1, bench.Run("login", "carol", "--password", "pw-carol", "--platform-sso").Status);
        Assert.Equal(1, bench.Run("update").Status);
        Assert.Equal(1, bench.Run("kext", "approve", "EQHXZ8M8AV/com.example.driver").Status);
    }

    [Fact]
    public void A_user_with_an_empty_password_neither_escrows_nor_gets()
    {
        var bench = Machine("--os", "14.5", "--mdm", "ade", "--bootstrap-token", "supported", "--setup", "alice:");
        bench.Good("login", "alice", "--password", "");
        Assert.Equal("supported", Token(bench));
        Assert.True(HasToken(bench, "alice"));
    }

    [Theory]
    [InlineData("10.15.3", "supported created escrowed", "supported created escrowed")] // made in Setup Assistant
    [InlineData("10.15.4", "supported", "supported created escrowed")]
    [InlineData("10.15.7", "supported", "supported created escrowed")]
    [InlineData("11.0", "supported", "supported created escrowed")]
    [InlineData("26.1", "supported", "supported created escrowed")]
    public void When_it_is_made_depends_on_the_release(string os, string afterSetup, string afterLogin)
    {
        var bench = Machine("--os", os, "--mdm", "ade", "--bootstrap-token", "supported", "--setup", "alice:s3cret");
        Assert.Equal(afterSetup, Token(bench));
        bench.Good("login", "alice", "--password", "s3cret");
        Assert.Equal(afterLogin, Token(bench));
    }

    [Theory]
    [InlineData("13.6", true)]
    [InlineData("26.1", true)]
    [InlineData("12.7", false)]
    public void Platform_SSO_makes_users_from_macOS_13(string os, bool made)
    {
        var bench = Managed(os);
        var login = bench.Run("login", "carol", "--password", "pw-carol", "--platform-sso", "--full-name", "Carol C");
        Assert.Equal(made ? (0, "") : (1, $"macemu: macOS {os} makes no users by Platform SSO; macOS 13 is the first that does\n"), (login.Status, login.Errors.Replace(".0 ", " ")));
        if (!made) return;
        var carol = bench.Show().GetProperty("users").GetProperty("carol");
        Assert.Equal(("Carol C", false, true, true), (carol.GetProperty("fullName").GetString(), carol.GetProperty("admin").GetBoolean(), carol.GetProperty("secureToken").GetBoolean(), carol.GetProperty("volumeOwner").GetBoolean()));
        Assert.Equal("carol\n", bench.Good("console"));
        // From then on it is an account like any other.
        Assert.Equal(1, bench.Run("login", "carol", "--password", "wrong", "--platform-sso").Status);
        bench.Good("login", "carol", "--password", "pw-carol", "--platform-sso");
    }

    [Fact]
    public void Platform_SSO_without_a_bootstrap_token_makes_nobody()
    {
        var bench = Managed(token: "unsupported");
        bench.Bad(1, "Platform SSO makes an account only with the bootstrap token, and the Mac isn't managed by a server that takes bootstrap tokens", "login", "carol", "--password", "x", "--platform-sso");
        var early = Machine("--os", "14.5", "--mdm", "ade", "--bootstrap-token", "supported", "--setup", "alice:s3cret");
        early.Bad(1, "Platform SSO makes an account only with the bootstrap token, and no bootstrap token is escrowed", "login", "carol", "--password", "x", "--platform-sso");
        early.Bad(1, "Platform SSO makes no account with an empty password", "login", "carol", "--password", "", "--platform-sso");
        early.Bad(2, "login: 'a/b' can't be a user's name: a user's name is also that of the home folder, so it has no '/'", "login", "a/b", "--password", "x", "--platform-sso");
        early.Bad(2, "login: --full-name takes --platform-sso", "login", "alice", "--password", "x", "--full-name", "y");
    }

    [Theory]
    [InlineData("ade", "14.6", true)]
    [InlineData("ade", "14.8.7", true)]
    [InlineData("user-approved", "14.6", false)]  // MDM isn't let authorize, and 14.6 is not the newest
    [InlineData("user-approved", "14.8.9", true)] // the newest 14
    public void The_bootstrap_token_authorizes_updates_on_Apple_silicon(string mdm, string to, bool done)
    {
        var bench = Managed(mdm: mdm);
        Assert.Equal(done ? 0 : 1, bench.Run("update", "--to", to).Status);
        Assert.Equal(done ? to : "14.5", bench.Show().GetProperty("machine").GetProperty("os").GetString());
        Assert.Equal(done ? "login window\n" : "alice\n", bench.Good("console"));
    }

    [Theory]
    [InlineData("apple", "ade", "supported", "14.6", null)]
    [InlineData("apple", "ade", "unsupported", "14.6", "the Mac isn't managed by a server that takes bootstrap tokens")]
    [InlineData("apple", "user-approved", "supported", "14.6", "the Mac doesn't let MDM authorize this one")]
    [InlineData("t2", "ade", "unsupported", "14.6", null)]
    [InlineData("apple", "ade", "supported", "14.4", "which is not newer")]
    [InlineData("apple", "ade", "supported", "14.99", "There is no update to macOS 14.99.")]
    public void The_server_schedules_updates(string chip, string mdm, string token, string to, string? refusal)
    {
        var bench = Managed(chip: chip, mdm: mdm, token: token);
        var (status, said, error) = Command(bench, "ScheduleOSUpdate", "--to", to, "--action", "InstallASAP");
        Assert.Equal(refusal is null ? (0, "Acknowledged") : (1, "Error"), (status, said));
        if (refusal is not null) Assert.Contains(refusal, error, StringComparison.Ordinal);
        Assert.Equal(refusal is null ? to : "14.5", bench.Show().GetProperty("machine").GetProperty("os").GetString());
    }

    [Fact]
    public void Without_it_a_volume_owner_authorizes_be_it_a_standard_user()
    {
        var bench = Machine("--os", "14.5", "--setup", "alice:s3cret");
        const string Advice = "on Apple silicon a volume owner (--user, --password) or the bootstrap token authorizes an update";
        bench.Bad(1, $"{Advice}, and the Mac isn't managed by a server that takes bootstrap tokens", "update");
        Add(bench, "ann", isAdmin: true);
        bench.Bad(1, "ann is no volume owner, and on Apple silicon only an owner authorizes an update", "update", "--user", "ann", "--password", "pw-ann");
        Assert.Equal(1, bench.Run("update", "--user", "alice", "--password", "wrong").Status);
        Assert.Equal(1, bench.Run("update", "--user", "nobody-here", "--password", "x").Status);
        bench.Bad(2, "update: --user and --password belong together", "update", "--user", "alice");
        bench.Bad(2, "update: --to: no macOS 14.99 is known", "update", "--to", "14.99");
        bench.Bad(1, "macOS 14.5 can't be updated to 13.6, which is not newer", "update", "--to", "13.6", "--user", "alice", "--password", "s3cret");
        using (var mac = Mac.Open(bench.Machine))
        {
            mac.Begin(new MacStateStore.Storage.JournalEntry("test", "[]", "root"));
            mac.Accounts.SetFirstPassword(mac.Accounts.Create(new NewAccount("owner")), "pw-owner");
            Assert.Equal(MacStateStore.SecureEnclave.SecureTokenOutcome.Done, mac.Accounts.GrantSecureToken(mac.Directory.Find(RecordType.Users, "owner")!, "pw-owner", "alice", "s3cret"));
            mac.End(0);
        }
        bench.Good("update", "--user", "owner", "--password", "pw-owner");
        Assert.Equal("14.8.9", bench.Show().GetProperty("machine").GetProperty("os").GetString());
        bench.Bad(1, "macOS 14.8.9 is the newest of its release; name another with --to", "update", "--user", "owner", "--password", "pw-owner");
        bench.Good("update", "--to", "26.1", "--user", "alice", "--password", "s3cret");
        Assert.Equal("26.1", bench.Show().GetProperty("machine").GetProperty("os").GetString());
        Assert.Equal(1, bench.Run("login", "alice", "--password", "wrong").Status);
        bench.Good("login", "alice", "--password", "s3cret");
    }

    [Fact]
    public void On_Intel_nobody_need_authorize_and_owners_come_with_macOS_11()
    {
        var bench = Machine("--os", "10.15.7", "--chip", "t2", "--setup", "alice:s3cret");
        bench.Good("update", "--to", "11.6");
        Assert.False(bench.Show().GetProperty("users").GetProperty("alice").GetProperty("volumeOwner").GetBoolean());
        bench.Good("login", "alice", "--password", "s3cret");
        Assert.True(bench.Show().GetProperty("users").GetProperty("alice").GetProperty("volumeOwner").GetBoolean());
        Assert.True(Look(bench, mac => mac.Directory.Find(RecordType.Users, "_appinstalld") is not null));
        var old = Machine("--os", "10.15.7", "--chip", "intel", "--no-setup");
        old.Bad(1, "iMac19,1 doesn't run macOS 26.1", "update", "--to", "26.1");
    }

    [Fact]
    public void Before_anybody_has_a_token_owners_come_at_the_update_itself()
    {
        var bench = Machine("--os", "10.15.7", "--chip", "t2", "--no-setup");
        bench.Good("update", "--to", "11.6");
        bench.Good("setup", "alice", "--password", "s3cret");
        Assert.True(bench.Show().GetProperty("users").GetProperty("alice").GetProperty("volumeOwner").GetBoolean());
    }

    [Fact]
    public void Kernel_extensions_take_the_token_on_Apple_silicon()
    {
        const string Driver = "EQHXZ8M8AV/com.example.driver";
        var ade = Managed();
        ade.Good("kext", "approve", Driver);
        Assert.Equal("EQHXZ8M8AV com.example.driver mdm", Look(ade, mac => string.Join(',', mac.KernelExtensions.Approved.Select(kext => $"{kext.Team} {kext.Bundle} {kext.ApprovedBy}"))));
        Managed(mdm: "user-approved").Bad(1, "the Mac doesn't let MDM authorize kernel extensions: only Automated Device Enrolment, or a person in recoveryOS, allows that", "kext", "approve", Driver);
        Managed(token: "unsupported").Bad(1, "on Apple silicon the bootstrap token authorizes kernel extensions, and the Mac isn't managed by a server that takes bootstrap tokens", "kext", "approve", Driver);
        var alone = Machine("--os", "14.5", "--setup", "alice:s3cret");
        alone.Bad(1, "only a Mac in user-approved device management has kernel extensions approved by it; a person approves with --user and --password", "kext", "approve", Driver);
        alone.Bad(1, "the Mac's security policy allows no kernel extensions: choose Reduced Security with kernel extensions in 1TR ('macemu security-utility --mode reduced --allow-kexts')", "kext", "approve", Driver, "--user", "alice", "--password", "s3cret");
        alone.Bad(1, "no kernel extension is approved; approve one with 'macemu kext approve'", "kext", "build");
        var intel = Managed("10.15.7", "t2", token: "unsupported");
        intel.Good("kext", "approve", Driver);
        intel.Good("kext", "approve", "ABCDE12345/com.example.other", "--user", "alice", "--password", "s3cret");
        Assert.Equal(["alice", "mdm"], Look(intel, mac => mac.KernelExtensions.Approved.Select(kext => kext.ApprovedBy).ToArray()));
        Assert.Equal(1, intel.Run("kext", "approve", Driver, "--user", "alice", "--password", "wrong").Status);
        foreach (var wrong in (string[])["", "x", "EQHXZ8M8AV", "EQHXZ8M8AV/", "EQHXZ8M8A/com.x", "EQHXZ8M8AV/com x", "😀HXZ8M8AV/x", "a/b/c"])
            Assert.Equal(2, intel.Run("kext", "approve", wrong).Status);
    }

    [Theory]
    [InlineData("14.5", "apple", true)]
    [InlineData("12.6", "t2", true)]
    [InlineData("11.6", "apple", false)]
    [InlineData("12.6", "intel", false)]
    public void A_person_erases_content_and_settings(string os, string chip, bool possible)
    {
        var bench = Managed(os, chip);
        Add(bench, "ann", isAdmin: true);
        var before = Look(bench, mac => (mac.Machine.Serial, mac.System.VolumeGroup));
        bench.Bad(1, "a volume owner has to authorize Erase All Content and Settings; give --user and --password", "erase");
        Assert.Equal(1, bench.Run("erase", "--user", "ann", "--password", "pw-ann").Status);
        Assert.Equal(1, bench.Run("erase", "--user", "alice", "--password", "wrong").Status);
        Directory.CreateDirectory(bench.Machine + ".root/Users/alice/Desktop");
        Assert.Equal(possible ? 0 : 1, bench.Run("erase", "--user", "alice", "--password", "s3cret").Status);
        Assert.Equal(possible, !Directory.Exists(bench.Machine + ".root"));
        if (!possible)
        {
            Assert.True(HasToken(bench, "alice"));
            return;
        }
        var state = bench.Show();
        Assert.Empty(state.GetProperty("users").EnumerateObject());
        Assert.Equal(("none", "", os), (state.GetProperty("mdm").GetProperty("enrollment").GetString(), Token(bench), state.GetProperty("machine").GetProperty("os").GetString()));
        Assert.Equal(before, Look(bench, mac => (mac.Machine.Serial, mac.System.VolumeGroup)));
        Assert.Empty(Look(bench, mac => mac.Profiles.All));
        // The server doesn't know; and as the Mac is assigned, Setup Assistant enrols it anew.
        Assert.DoesNotContain("bootstrap token: none", bench.Good("mdm", "escrow", "show"), StringComparison.Ordinal);
        bench.Good("setup", "carol", "--password", "pw-carol");
        Assert.Equal("ade", bench.Show().GetProperty("mdm").GetProperty("enrollment").GetString());
        Assert.Contains("bootstrap token: none", bench.Good("mdm", "escrow", "show"), StringComparison.Ordinal);
        bench.Good("login", "carol", "--password", "pw-carol");
        Assert.Equal("supported created escrowed", Token(bench));
        Assert.True(bench.Show().GetProperty("users").GetProperty("carol").GetProperty("volumeOwner").GetBoolean());
    }

    [Theory]
    // With a preflight that passes every behaviour but Always keeps macOS.
    [InlineData("14.5", "apple", "supported", "Default", "Acknowledged", "erased")]
    [InlineData("14.5", "apple", "supported", "DoNotObliterate", "Acknowledged", "erased")]
    [InlineData("14.5", "apple", "supported", "ObliterateWithWarning", "Acknowledged", "erased")]
    [InlineData("14.5", "apple", "supported", "Always", "Acknowledged", "obliterated")]
    [InlineData("14.5", "t2", "unsupported", "Default", "Acknowledged", "erased")]
    // Without a bootstrap token, or without the hardware for it, it fails.
    [InlineData("14.5", "apple", "unsupported", "Default", "Error", "obliterated")]
    [InlineData("14.5", "apple", "unsupported", "DoNotObliterate", "Error", "kept")]
    [InlineData("14.5", "apple", "unsupported", "ObliterateWithWarning", "Acknowledged", "obliterated")]
    [InlineData("12.6", "intel", "supported", "DoNotObliterate", "Error", "kept")]
    [InlineData("12.6", "intel", "supported", "Default", "Error", "obliterated")]
    [InlineData("11.6", "apple", "supported", "Default", "Acknowledged", "obliterated")]
    public void EraseDevice_does_what_its_behaviour_says(string os, string chip, string token, string behavior, string answer, string end)
    {
        var bench = Managed(os, chip, token: token);
        string[] pin = chip == "intel" ? ["--pin", "123456"] : [];
        var (status, said, _) = Command(bench, ["EraseDevice", "--behavior", behavior, .. pin]);
        Assert.Equal((answer == "Error" ? 1 : 0, answer), (status, said));
        var state = bench.Show();
        Assert.Equal(end == "kept", state.GetProperty("users").TryGetProperty("alice", out _));
        Assert.Equal(end != "obliterated", state.GetProperty("boot").GetProperty("running").GetBoolean());
        if (end == "obliterated") bench.Bad(1, "macOS has been erased from this Mac; restore it with 'macemu dfu-restore'", "restart");
    }

    [Fact]
    public void An_Intel_Mac_wants_a_PIN()
    {
        var bench = Managed("12.6", "intel");
        foreach (var pin in (string[][])[[], ["--pin", "12345"], ["--pin", ""]])
            Assert.Equal((1, "Error", "The value of PIN is missing or not valid."), Command(bench, ["EraseDevice", "--behavior", "Always", .. pin]));
        Assert.True(HasToken(bench, "alice"));
    }

    [Fact]
    public void The_server_makes_a_hidden_admin_whose_password_it_changes()
    {
        var bench = Machine("--os", "14.5", "--mdm", "ade", "--bootstrap-token", "supported", "--no-setup");
        Assert.Equal((0, "Acknowledged", null), Command(bench, "AccountConfiguration", "--admin", "itadmin", "--password", "pw-it", "--full-name", "IT Admin", "--hidden", "--primary-regular"));
        var admin = bench.Show().GetProperty("users").GetProperty("itadmin");
        Assert.Equal((true, true, false, "IT Admin"), (admin.GetProperty("admin").GetBoolean(), admin.GetProperty("hidden").GetBoolean(), admin.GetProperty("secureToken").GetBoolean(), admin.GetProperty("fullName").GetString()));
        Assert.Contains(";ShadowHash;HASHLIST:<SALTED-SHA512-PBKDF2>", Look(bench, mac => mac.Directory.Find(RecordType.Users, "itadmin")!.Values(AttributeName.AuthenticationAuthority).Select(value => value.Text!).ToList()));
        Assert.DoesNotContain("pw-it", bench.Good("log", "--json"), StringComparison.Ordinal);

        bench.Good("setup", "alice", "--password", "s3cret");
        Assert.False(bench.Show().GetProperty("users").GetProperty("alice").GetProperty("admin").GetBoolean());
        Assert.True(HasToken(bench, "alice"));
        bench.Good("login", "alice", "--password", "s3cret");
        bench.Good("login", "itadmin", "--password", "pw-it");
        Assert.True(HasToken(bench, "itadmin"));

        Assert.Equal((0, "Acknowledged", null), Command(bench, "SetAutoAdminPassword", "--password", "new-it"));
        Assert.Equal(1, bench.Run("login", "itadmin", "--password", "pw-it").Status);
        bench.Good("login", "itadmin", "--password", "new-it");
        // Only a hash came, so the key stays under the old password.
        var uuid = admin.GetProperty("generatedUID").GetString()!;
        Assert.True(Look(bench, mac => mac.SecureTokens.Keys.CanUnlock(uuid, "pw-it") && !mac.SecureTokens.Keys.CanUnlock(uuid, "new-it")));
        Assert.Equal((1, "Error", $"{uuid[..^1]}X is no admin account that device management has made."), Command(bench, "SetAutoAdminPassword", "--password", "x", "--guid", uuid[..^1] + "X"));
        Assert.Equal((1, "Error", "AccountConfiguration is only allowed while an automatically enrolled Mac awaits its configuration."), Command(bench, "AccountConfiguration"));
    }

    [Theory]
    [InlineData("14.5", false)]
    [InlineData("15.1", true)]
    [InlineData("26.1", true)]
    public void From_macOS_15_the_token_is_escrowed_with_the_accounts(string os, bool early)
    {
        var bench = Machine("--os", os, "--mdm", "ade", "--bootstrap-token", "supported", "--no-setup");
        Command(bench, "AccountConfiguration", "--admin", "itadmin", "--password", "pw-it");
        Assert.Equal(early ? "supported created escrowed" : "supported", Token(bench));
        bench.Good("setup", "alice", "--password", "s3cret");
        Assert.Equal(!early, HasToken(bench, "alice"));
        bench.Good("login", "alice", "--password", "s3cret");
        Assert.True(HasToken(bench, "alice"));
        Assert.True(bench.Show().GetProperty("users").GetProperty("alice").GetProperty("volumeOwner").GetBoolean());
    }

    [Fact]
    public void Setup_Assistant_waits_and_can_be_left_without_an_account()
    {
        var bench = Machine("--os", "14.5", "--mdm", "ade", "--bootstrap-token", "supported", "--no-setup");
        bench.Good("mdm", "set", "await-configuration", "on");
        bench.Bad(1, "Setup Assistant waits for the MDM server; send 'macemu mdm command DeviceConfigured'", "setup", "alice", "--password", "s3cret");
        Assert.Equal((1, "Error", "Without AutoSetupAdminAccounts the primary account has to be an admin."), Command(bench, "AccountConfiguration", "--skip-primary"));
        Command(bench, "AccountConfiguration", "--admin", "itadmin", "--password", "pw-it", "--skip-primary");
        bench.Good("mdm", "set", "await-configuration", "off");
        bench.Bad(1, "the MDM server has Setup Assistant make no account; 'macemu mdm command DeviceConfigured' ends it without one", "setup", "alice", "--password", "s3cret");
        Command(bench, "DeviceConfigured");
        Assert.Equal((1, "Error", "The Mac does not await its configuration."), Command(bench, "DeviceConfigured"));
        bench.Bad(1, "Setup Assistant has run already on Macintosh HD; make further users with sysadminctl -addUser", "setup", "alice", "--password", "s3cret");
        // The admin's first login: nobody holds a token yet, so it gets the first, and escrows.
        bench.Good("login", "itadmin", "--password", "pw-it");
        Assert.True(HasToken(bench, "itadmin"));
        Assert.Equal("supported created escrowed", Token(bench));
    }

    [Fact]
    public void Held_back_and_then_configured_Setup_Assistant_goes_on()
    {
        var bench = Machine("--os", "14.5", "--mdm", "ade", "--no-setup");
        bench.Good("mdm", "set", "await-configuration", "on");
        Command(bench, "DeviceConfigured");
        bench.Good("setup", "alice", "--password", "s3cret");
        Assert.True(HasToken(bench, "alice"));
    }

    [Fact]
    public void Users_are_deleted_and_unlocked_on_a_supervised_Mac()
    {
        var bench = Managed();
        Add(bench, "bob");
        bench.Run("login", "bob", "--password", "wrong");
        Assert.Equal(1, FailedLogins());
        Assert.Equal((0, "Acknowledged", null), Command(bench, "UnlockUserAccount", "bob"));
        Assert.Equal(0, FailedLogins());
        Assert.Equal((1, "Error", "There is no user nobody-here."), Command(bench, "UnlockUserAccount", "nobody-here"));
        Assert.Equal((1, "Error", "There is no user root."), Command(bench, "DeleteUser", "root"));
        Assert.Equal((1, "Error", "User alice is the last admin or the last secure token user."), Command(bench, "DeleteUser", "alice"));
        bench.Good("login", "bob", "--password", "pw-bob");
        Assert.Equal((1, "Error", "User bob is logged in."), Command(bench, "DeleteUser", "bob"));
        Assert.Equal((0, "Acknowledged", null), Command(bench, "DeleteUser", "bob", "--force"));
        Assert.False(bench.Show().GetProperty("users").TryGetProperty("bob", out _));
        Assert.Equal("login window\n", bench.Good("console"));

        var unsupervised = Managed("10.15.7", "t2", "user-approved");
        Add(unsupervised, "bob");
        Assert.Equal((1, "Error", "DeleteUser is only allowed on a supervised Mac."), Command(unsupervised, "DeleteUser", "bob"));
        Assert.True(unsupervised.Show().GetProperty("users").TryGetProperty("bob", out _));

        long FailedLogins() => Look(bench, mac => ((PlistDictionary)PropertyList.Parse(mac.Directory.Find(RecordType.Users, "bob")!.Values(AttributeName.AccountPolicyData)[0].Bytes))
            .TryGetInteger("failedLoginCount", out var count) ? count : 0);
    }

    [Fact]
    public void A_command_waits_while_the_Mac_cannot_be_reached()
    {
        var bench = Managed();
        bench.Good("mdm", "offline");
        Assert.Equal("The server keeps the command until it reaches the Mac.\n", bench.Good("mdm", "command", "RestartDevice"));
        Assert.Equal("The server keeps the command until it reaches the Mac.\n", bench.Good("mdm", "command", "SecurityInfo"));
        Assert.Equal("alice\n", bench.Good("console"));
        var printed = bench.Good("mdm", "online");
        Assert.Equal(2, printed.Split("<plist ").Length - 1);
        Assert.Equal("login window\n", bench.Good("console"));
        Assert.Equal(0, Look(bench, mac => mac.MdmCommands.Waiting));
        bench.Good("shutdown");
        Assert.Equal("The server keeps the command until it reaches the Mac.\n", bench.Good("mdm", "command", "SecurityInfo"));
    }

    [Fact]
    public void The_Mac_tells_about_itself()
    {
        var bench = Managed();
        var all = (PlistDictionary)Answer(bench.Run("mdm", "command", "DeviceInformation"))["QueryResponses"]!;
        Assert.True(all.TryGetString("EACSPreflight", out var preflight) && preflight == "success");
        Assert.True(all.TryGetBoolean("IsSupervised", out var supervised) && supervised);
        Assert.Equal(all.Keys.Order(StringComparer.Ordinal), all.Keys);
        var asked = (PlistDictionary)Answer(bench.Run("mdm", "command", "DeviceInformation", "--query", "OSVersion,NoSuchKey"))["QueryResponses"]!;
        Assert.Equal(["OSVersion"], asked.Keys);
        bench.Good("mdm", "escrow", "lose");
        Assert.True(((PlistDictionary)Answer(bench.Run("mdm", "command", "DeviceInformation"))["QueryResponses"]!).TryGetString("EACSPreflight", out preflight) && preflight != "success");

        var security = (PlistDictionary)Answer(bench.Run("mdm", "command", "SecurityInfo"))["SecurityInfo"]!;
        Assert.True(security.TryGetString("BootstrapTokenAllowedForAuthentication", out var allowed) && allowed == "allowed");
        var status = (PlistDictionary)security["ManagementStatus"]!;
        Assert.True(status.TryGetBoolean("EnrolledViaDEP", out var dep) && dep);

        var old = (PlistDictionary)Answer(Managed("10.14.6", "t2").Run("mdm", "command", "DeviceInformation"))["QueryResponses"]!;
        foreach (var key in (string[])["IsSupervised", "EACSPreflight", "IsAppleSilicon"]) Assert.DoesNotContain(key, old.Keys);
        var intel = (PlistDictionary)Answer(Managed("12.6", "intel").Run("mdm", "command", "SecurityInfo"))["SecurityInfo"]!;
        Assert.True(intel.TryGetString("BootstrapTokenAllowedForAuthentication", out allowed) && allowed == "not supported");
    }

    [Fact]
    public void An_answer_is_exactly_such_a_property_list()
    {
        var bench = Machine("--os", "14.5", "--mdm", "ade", "--no-setup");
        Assert.Matches(
            """
            ^<\?xml version="1.0" encoding="UTF-8"\?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0">
            <dict>
            	<key>CommandUUID</key>
            	<string>[0-9A-F-]{36}</string>
            	<key>Status</key>
            	<string>Acknowledged</string>
            	<key>UDID</key>
            	<string>[0-9A-F-]{36}</string>
            </dict>
            </plist>
            $
            """.TrimEnd('\n'), bench.Good("mdm", "command", "RestartDevice"));
    }
}
