using System.Text.RegularExpressions;
using MacStateStore.PropertyLists;
using MacStateStore.SecureEnclave;

namespace Deployment.Tests;

/// <summary>
/// Every command that Apple Platform Deployment names in "Use secure token, bootstrap token, and volume ownership in deployments", in a state
/// where it makes sense, with the outcome that the text claims.
/// </summary>
public sealed partial class AppleDocumentTests : IDisposable
{
    private const string Tag = ";DisabledTags;SecureToken";

    private static readonly string[] Replayed =
    [
        "sudo dscl . -append /Users/<user name> AuthenticationAuthority \";DisabledTags;SecureToken\"",
        "dscl . -search /Users GeneratedUID <GUID>",
        "sudo diskutil apfs listUsers /",
        "sudo fdesetup list -extended",
        "sudo profiles install -type bootstraptoken",
        "sudo profiles remove -type bootstraptoken",
        "sudo profiles status -type bootstraptoken",
        "sudo profiles validate -type bootstraptoken",
        "sysadminctl -h",
    ];

    private readonly List<Fleet> _fleets = [];

    public static TheoryData<string> FromCatalina => [.. new[] { "10.15.7", "11.7.10", "12.7.6", "13.7.8", "14.8.7", "15.7.2", "26.1" }];

    public static TheoryData<string> FromBigSur => [.. new[] { "11.7.10", "12.7.6", "13.7.8", "14.8.7", "15.7.2", "26.1" }];

    public void Dispose() => _fleets.ForEach(fleet => fleet.Dispose());

    [SkippableFact]
    public void No_command_of_the_text_is_left_out()
    {
        var text = Path.Combine(Root(AppContext.BaseDirectory), "../shared/reference/seeds/secure-token-bootstrap-token-volume-ownership.txt");
        Skip.IfNot(File.Exists(text), $"{text} is absent");
        var commands = Commands().Matches(File.ReadAllText(text)).Select(match => match.Groups[1].Value.Trim()).ToHashSet();
        Assert.Equal(Replayed.Order(), commands.Order());
    }

    /// <summary>
    /// "You can also use the following command to see user names and GUIDs together": the rows of diskutil in the same order, whether
    /// FileVault is on or off.
    /// </summary>
    [Theory]
    [MemberData(nameof(FromCatalina))]
    public void Fdesetup_lists_the_owners_with_their_names(string os)
    {
        foreach (var isOn in (bool[])[false, true])
        {
            var mac = Managed(os);
            mac.Good("macemu", "login", "alice", "--password", "s3cret");
            if (isOn) Assert.Equal(0, mac.Run("s3cret\n", ["fdesetup", "enable", "-user", "alice"]).Status);
            var users = mac.Look(open => open.SecureTokens.Keys.Users);
            Assert.Equal(isOn ? 3 : 2, users.Count);
            string[] types = ["OS User", "Bootstrap Token", "Personal Recovery Record"];
            Assert.Equal(
                ["ESCROW  UUID                                                                     TYPE USER",
                    .. users.Select((user, i) => $"        {user.Uuid}{types[i],41}{(i == 0 ? " alice" : "")}")],
                mac.Good("fdesetup", "list", "-extended").TrimEnd('\n').Split('\n'));
            Assert.Equal(users.Select(user => user.Uuid),
                mac.Good("diskutil", "apfs", "listUsers", "/").Split('\n').Where(line => line.StartsWith("+-- ", StringComparison.Ordinal)).Select(line => line[4..]));
        }
    }

    /// <summary>"To prevent this from happening, add ;DisabledTags;SecureToken to the programmatically created user's AuthenticationAuthority attribute before setting the user's password".</summary>
    [Theory]
    [MemberData(nameof(FromBigSur))]
    public void The_tag_before_the_password_keeps_the_first_token(string os)
    {
        foreach (var tagged in (bool[])[true, false])
        {
            var mac = Mac("--os", os, "--no-setup");
            mac.Good("dscl", ".", "-create", "/Users/itadmin");
            mac.Good("dscl", ".", "-create", "/Users/itadmin", "UniqueID", "480");
            mac.Good("dscl", ".", "-create", "/Users/itadmin", "GeneratedUID", "480A0000-0000-4000-8000-000000000480");
            if (tagged) Assert.Equal("", mac.Good("dscl", ".", "-append", "/Users/itadmin", "AuthenticationAuthority", Tag));
            mac.Good("dscl", ".", "-passwd", "/Users/itadmin", "pw-itadmin");
            // "setting the initial password for the very first user on the Mac results in that user being granted a secure token"
            Assert.Equal(!tagged, HasToken(mac, "itadmin"));
            mac.Good("macemu", "setup", "alice", "--password", "s3cret");
            Assert.Equal(tagged, HasToken(mac, "alice"));
        }
    }

    /// <summary>"The GUIDs listed in the diskutil command output of type 'Local Open Directory User' map back to GeneratedUID attributes of user records".</summary>
    [Theory]
    [MemberData(nameof(FromBigSur))]
    public void A_crypto_user_s_GUID_finds_its_user(string os)
    {
        var mac = Managed(os);
        mac.Good("macemu", "login", "alice", "--password", "s3cret");
        var users = mac.Look(open => open.SecureTokens.Keys.Users);
        // "Both the first user to be granted a secure token and the bootstrap token become volume owners".
        Assert.Equal([CryptoUserType.LocalOpenDirectory, CryptoUserType.MDMRecovery], users.Select(user => user.Type));
        Assert.All(users, user => Assert.True(user.IsVolumeOwner));
        Assert.Equal($"alice\t\tGeneratedUID = (\n    \"{users[0].Uuid}\"\n)\n", mac.Good("dscl", ".", "-search", "/Users", "GeneratedUID", users[0].Uuid));
        Assert.Equal("", mac.Good("dscl", ".", "-search", "/Users", "GeneratedUID", users[1].Uuid));
        var device = mac.Good("diskutil", "apfs", "listUsers", "/").Split('\n')[0];
        Assert.Matches(@"^Cryptographic users for disk\d+s\d+(s\d+)? \(2 found\)$", device);
        Assert.Equal(
            $"""
            {device}
            |
            +-- {users[0].Uuid}
            |   Type: Local Open Directory User
            |   Volume Owner: Yes
            |
            +-- {users[1].Uuid}
                Type: MDM Bootstrap Token External Key
                Volume Owner: Yes

            """, mac.Good("diskutil", "apfs", "listUsers", "/"));
    }

    /// <summary>
    /// "This command generates a new bootstrap token and escrows it to the MDM solution. This command requires existing secure token administrator
    /// information to initially generate the bootstrap token and the MDM solution must support the feature."
    /// </summary>
    [Theory]
    [MemberData(nameof(FromCatalina))]
    public void Profiles_install_generates_and_escrows(string os)
    {
        string[] install = ["profiles", "install", "-type", "bootstraptoken"];
        var unsupported = Mac("--os", os, "--mdm", "ade", "--setup", "alice:s3cret");
        Assert.NotEqual(0, unsupported.Run("alice\ns3cret\n", install).Status);
        Assert.Equal((false, false), State(unsupported));

        var mac = Managed(os);
        mac.Good("sysadminctl", "-addUser", "tokenless", "-password", "pw-tokenless", "-admin");
        mac.Good("sysadminctl", "-addUser", "standard", "-password", "pw-standard", "-adminUser", "alice", "-adminPassword", "s3cret");
        foreach (var typed in (string[])["alice\nwrong\n", "alice\n\n", "nobody-here\nx\n", "tokenless\npw-tokenless\n", "standard\npw-standard\n", ""])
        {
            Assert.NotEqual(0, mac.Run(typed, install).Status);
            Assert.Equal((false, false), State(mac));
        }
        var made = mac.Run("alice\ns3cret\n", install);
        Assert.Equal(0, made.Status);
        Assert.EndsWith("profiles: Bootstrap Token escrowed\n", made.Output, StringComparison.Ordinal);
        Assert.Equal((true, true), State(mac));
        Assert.True(mac.Look(open => open.BootstrapToken.IsServerCopyValid));
    }

    /// <summary>"Removes the existing bootstrap token on the Mac and the MDM solution."</summary>
    [Theory]
    [MemberData(nameof(FromCatalina))]
    public void Profiles_remove_takes_it_from_both(string os)
    {
        var mac = Managed(os);
        mac.Good("macemu", "login", "alice", "--password", "s3cret");
        Assert.Equal((true, true), State(mac));
        Assert.Equal(0, mac.Run("alice\ns3cret\n", ["profiles", "remove", "-type", "bootstraptoken"]).Status);
        Assert.Equal((false, false), State(mac));
        Assert.Null(mac.Look(open => open.MdmServer.EscrowedBootstrapToken));
    }

    /// <summary>"Reports back whether the MDM solution supports the bootstrap token feature, and what the current state of the bootstrap token is on the Mac."</summary>
    [Theory]
    [MemberData(nameof(FromCatalina))]
    public void Profiles_status_reports_support_and_state(string os)
    {
        var mac = Managed(os);
        string[] status = ["profiles", "status", "-type", "bootstraptoken"];
        Assert.Equal("profiles: Bootstrap Token supported on server: YES\nprofiles: Bootstrap Token escrowed to server: NO\n", mac.Good(status));
        // "a bootstrap token is generated and escrowed to MDM on the first login by any user who is secure token enabled"
        mac.Good("macemu", "login", "alice", "--password", "s3cret");
        Assert.Equal("profiles: Bootstrap Token supported on server: YES\nprofiles: Bootstrap Token escrowed to server: YES\n", mac.Good(status));
        mac.Good("macemu", "mdm", "set", "bootstrap-token", "unsupported");
        Assert.StartsWith("profiles: Bootstrap Token supported on server: NO\n", mac.Good(status), StringComparison.Ordinal);
    }

    /// <summary>The same is said of validate, which asks the server itself.</summary>
    [Theory]
    [MemberData(nameof(FromCatalina))]
    public void Profiles_validate_reports_whether_it_works(string os)
    {
        var mac = Managed(os);
        string[] validate = ["profiles", "validate", "-type", "bootstraptoken"];
        Assert.NotEqual(0, mac.Run("alice\ns3cret\n", validate).Status);
        mac.Good("macemu", "login", "alice", "--password", "s3cret");
        var valid = mac.Run("alice\ns3cret\n", validate);
        Assert.Equal(0, valid.Status);
        Assert.EndsWith("profiles: Bootstrap Token validated.\n", valid.Output, StringComparison.Ordinal);
        mac.Good("macemu", "mdm", "escrow", "spoil");
        Assert.Contains("(err = -69594)", mac.Run("alice\ns3cret\n", validate).Output, StringComparison.Ordinal);
    }

    /// <summary>"Use sysadminctl -h for additional usage instructions."</summary>
    [Theory]
    [MemberData(nameof(FromCatalina))]
    public void Sysadminctl_h_instructs(string os)
    {
        var usage = Mac("--os", os, "--no-setup").Run("sysadminctl", "-h");
        Assert.Equal((0, ""), (usage.Status, usage.Output));
        Assert.Contains("Usage: sysadminctl", usage.Error, StringComparison.Ordinal);
        Assert.Contains("-secureTokenOn <user name>", usage.Error, StringComparison.Ordinal);
    }

    /// <summary>"for those users to be enabled for secure token, current secure token–enabled administrator credentials are required … directly with the -adminUser and -adminPassword flags".</summary>
    [Theory]
    [MemberData(nameof(FromCatalina))]
    public void Sysadminctl_takes_a_token_admin_s_credentials(string os)
    {
        var mac = Managed(os);
        mac.Good("sysadminctl", "-addUser", "plain", "-password", "pw-plain");
        mac.Good("sysadminctl", "-addUser", "bob", "-password", "pw-bob", "-adminUser", "alice", "-adminPassword", "s3cret");
        Assert.False(HasToken(mac, "plain"));
        Assert.True(HasToken(mac, "bob"));
        // "Changing the secure token status of a user using sysadminctl always requires the user name and password of an existing secure token–enabled administrator".
        mac.Good("sysadminctl", "-secureTokenOn", "plain", "-password", "pw-plain");
        Assert.False(HasToken(mac, "plain"));
        mac.Good("sysadminctl", "-secureTokenOn", "plain", "-password", "pw-plain", "-adminUser", "alice", "-adminPassword", "s3cret");
        Assert.True(HasToken(mac, "plain"));
        mac.Good("sysadminctl", "-secureTokenOff", "plain", "-password", "pw-plain", "-adminUser", "alice", "-adminPassword", "s3cret");
        Assert.False(HasToken(mac, "plain"));
        // "prevent the deletion of the last administrator or secure token–enabled user on a Mac"
        mac.Good("sysadminctl", "-deleteUser", "alice");
        Assert.True(HasToken(mac, "alice"));
    }

    /// <summary>"If not granted a secure token at time of creation, in macOS 11 or later, a local user logging in to a Mac computer is granted a secure token during login if a bootstrap token is available".</summary>
    [Theory]
    [MemberData(nameof(FromBigSur))]
    public void A_login_grants_where_a_bootstrap_token_is_available(string os)
    {
        foreach (var available in (bool[])[true, false])
        {
            var mac = available ? Managed(os) : Mac("--os", os, "--setup", "alice:s3cret");
            mac.Good("macemu", "login", "alice", "--password", "s3cret");
            mac.Good("sysadminctl", "-addUser", "bob", "-password", "pw-bob");
            mac.Good("macemu", "login", "bob", "--password", "pw-bob");
            Assert.Equal(available, HasToken(mac, "bob"));
            // "the bootstrap token … grants volume ownership status to additional accounts as it grants them secure tokens"
            Assert.Equal(available, mac.Look(open => open.Accounts.People.Single(user => user.Name == "bob").IsVolumeOwner));
        }
    }

    /// <summary>"On a Mac computer with Apple silicon, the bootstrap token … can be used to: Authorize the installation of software updates."</summary>
    [Theory]
    [InlineData("11.6", "11.7.10")]
    [InlineData("14.5", "14.6")]
    public void It_authorizes_updates(string os, string to)
    {
        foreach (var available in (bool[])[true, false])
        {
            var mac = available ? Managed(os) : Mac("--os", os, "--setup", "alice:s3cret");
            mac.Good("macemu", "login", "alice", "--password", "s3cret");
            Assert.Equal(available ? 0 : 1, mac.Run("macemu", "update", "--to", to).Status);
            Assert.Equal(available ? to : os, mac.Look(open => open.System.Version.ToString()));
        }
    }

    /// <summary>"Silently authorize an Erase All Content and Settings MDM command (macOS 12.0.1 or later)."</summary>
    [Theory]
    [InlineData("11.7.10", false)]
    [InlineData("12.7.6", true)]
    [InlineData("26.1", true)]
    public void It_authorizes_erasing(string os, bool possible)
    {
        var mac = Managed(os);
        mac.Good("macemu", "login", "alice", "--password", "s3cret");
        var answer = (PlistDictionary)PropertyList.Parse(System.Text.Encoding.UTF8.GetBytes(mac.Run("macemu", "mdm", "command", "EraseDevice", "--behavior", "DoNotObliterate").Output));
        Assert.Equal(possible ? "Acknowledged" : "Error", answer.TryGetString("Status", out var status) ? status : null);
        Assert.Equal(possible, mac.Look(open => open.Accounts.People.Count == 0 && open.Boot.IsRunning));
    }

    /// <summary>"Create new users when they first log in with Platform SSO (macOS 13 or later)."</summary>
    [Theory]
    [InlineData("12.7.6", false)]
    [InlineData("13.7.8", true)]
    [InlineData("26.1", true)]
    public void It_makes_users_of_Platform_SSO(string os, bool possible)
    {
        var mac = Managed(os);
        mac.Good("macemu", "login", "alice", "--password", "s3cret");
        Assert.Equal(possible ? 0 : 1, mac.Run("macemu", "login", "carol", "--password", "pw-carol", "--platform-sso").Status);
        Assert.Equal(possible, mac.Look(open => open.Accounts.People.Any(user => user is { Name: "carol", HasSecureToken: true })));
    }

    /// <summary>"authorizing software updates is allowed by standard users and only requires ownership"</summary>
    [Fact]
    public void A_standard_user_who_owns_the_volume_authorizes_an_update()
    {
        var mac = Mac("--os", "14.5", "--setup", "alice:s3cret");
        mac.Good("sysadminctl", "-addUser", "bob", "-password", "pw-bob", "-adminUser", "alice", "-adminPassword", "s3cret");
        mac.Good("macemu", "update", "--user", "bob", "--password", "pw-bob");
        Assert.Equal("14.8.9", mac.Look(open => open.System.Version.ToString()));
    }

    private Fleet Mac(params string[] create)
    {
        var fleet = new Fleet(create);
        _fleets.Add(fleet);
        return fleet;
    }

    private Fleet Managed(string os) => Mac("--os", os, "--mdm", "ade", "--bootstrap-token", "supported", "--setup", "alice:s3cret");

    private static (bool Exists, bool IsEscrowed) State(Fleet fleet) => fleet.Look(mac => (mac.BootstrapToken.Exists, mac.BootstrapToken.IsEscrowed));

    private static bool HasToken(Fleet fleet, string user) => fleet.Look(mac => mac.Accounts.People.SingleOrDefault(person => person.Name == user) is { HasSecureToken: true });

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "MacToolEmu.sln")) ? folder : Root(Path.GetDirectoryName(folder)!);

    // Commands stand on lines of their own, after a full stop where a line end was lost, or inside a sentence that says to use one.
    [GeneratedRegex(@"(?:^|\.|Use )((?:sudo )?(?:dscl|diskutil|fdesetup|profiles|sysadminctl) (?:-h|(?!command-line)[^\n]+))", RegexOptions.Multiline)]
    private static partial Regex Commands();
}
