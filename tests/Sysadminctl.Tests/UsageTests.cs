namespace Sysadminctl.Tests;

/// <summary>The usage text of each release (dossier sysadminctl, 2).</summary>
public sealed class UsageTests
{
    private const string Who = "-adminUser <administrator user name> -adminPassword <administrator password>)";
    private const string AddUserTail = "[-hint <user hint>] [-home <full path to home>] [-admin]";

    private static readonly string[] Common =
    [
        "\t-guestAccount <on || off || status>",
        "\t-afpGuestAccess <on || off || status>",
        "\t-smbGuestAccess <on || off || status>",
        "\t-automaticTime <on || off || status>",
        "\t-filesystem status",
    ];

    private static readonly string[] Notes =
    [
        "",
        "Pass '-' instead of password in commands above to request prompt.",
        "'-adminPassword' used mostly for scripted operation. Use '-' or 'interactive' to get the authentication string interactively. This preferred for security reasons",
    ];

    private static readonly string[] RoleNote = ["", "*Role accounts require name starting with _ and UID in 200-400 range."];

    public static TheoryData<string> Releases => [.. new[] { "10.13", "10.14", "10.15", "11", "12", "13", "14", "15", "26" }];

    [Theory]
    [MemberData(nameof(Releases))]
    public void Each_release_has_its_own(string os)
    {
        using var bench = new Bench(Bench.Household(os));
        var outcome = bench.Root().Ends(0).ChangesNothing();
        Assert.Equal(Expected(os), outcome.Lines);
        Assert.Equal(1, outcome.Logged); // one NSLog call
        Assert.Equal("", outcome.Out);
    }

    [Theory]
    [InlineData("-h")]
    [InlineData("-gatekeeper", "status")]
    [InlineData("--help")]
    [InlineData("")]
    [InlineData("bob")]
    [InlineData("-SecureTokenStatus", "bob")]
    [InlineData("-secureTokenStatus", "bob", "-h")]
    [InlineData("-deleteUser", "bob", "--keepHome")]
    [InlineData("-deleteUser", "bob", "keepHome")]
    [InlineData("-deleteUser")]
    [InlineData("-deleteUser", "")]
    [InlineData("-deleteUser", "-keepHome")]
    [InlineData("-addUser", "-dash", "-password", "1234")]
    [InlineData("-secureTokenStatus", "-dash")]
    [InlineData("-addUser", "new", "-password")]
    [InlineData("-addUser", "new", "-password", "-admin")]
    [InlineData("-addUser", "new", "-fullName", "New", "Person")]
    [InlineData("-resetPasswordFor", "bob")]
    [InlineData("-resetPasswordFor", "bob", "-password", "abcd")]
    [InlineData("-newPassword", "abcd")]
    [InlineData("-oldPassword", "abcd")]
    [InlineData("-secureTokenOn", "bob")]
    [InlineData("interactive")]
    public void Words_that_make_no_sense_get_it_and_change_nothing(params string[] arguments)
    {
        using var bench = new Bench(Bench.Household("15"));
        Assert.Equal(Expected("15"), bench.Root(arguments).Ends(0).ChangesNothing().Lines);
    }

    [Theory]
    [InlineData("10.14", "-addUser", "new", "-shell", "/bin/sh")]
    [InlineData("10.15", "-addUser", "new", "-GID", "20")]
    [InlineData("10.15", "-addUser", "_new", "-roleAccount", "-UID", "300")]
    [InlineData("10.14", "-screenLock", "immediate", "-password", "x")]
    [InlineData("12", "-autologin", "status")]
    public void Words_of_later_releases_are_unknown(string os, params string[] arguments)
    {
        using var bench = new Bench(Bench.Household(os));
        Assert.Equal(Expected(os), bench.Root(arguments).Ends(0).ChangesNothing().Lines);
    }

    [Theory]
    [InlineData("15", "-secureTokenOn", "bob", "-password", "pw-bob", "-secureTokenStatus", "bob")]
    [InlineData("15", "-addUser", "new", "-deleteUser", "bob")]
    public void What_is_not_emulated_says_so(string os, params string[] arguments)
    {
        using var bench = new Bench(Bench.Household(os));
        var outcome = bench.Root(arguments).Ends(78).ChangesNothing();
        Assert.StartsWith("macemu: not emulated: sysadminctl ", outcome.Err, StringComparison.Ordinal);
    }

    private static List<string> Expected(string os)
    {
        var release = Version.Parse(os.Contains('.') ? os : os + ".0");
        var (shell, roles, autologin) = (release >= new Version(10, 15), release.Major >= 11, release.Major >= 13);
        return
        [
            "Usage: sysadminctl",
            $"\t-deleteUser <user name> [-secure || -keepHome] (interactive || {Who}",
            "\t-newPassword <new password> -oldPassword <old password> [-passwordHint <password hint>]",
            $"\t-resetPasswordFor <local user name> -newPassword <new password> [-passwordHint <password hint>] (interactive] || {Who}",
            "\t-addUser <user name> [-fullName <full name>] [-UID <user ID>] "
                + (roles ? "[-GID <group ID>] " : "") + (shell ? "[-shell <path to shell>] " : "") + "[-password <user password>] " + AddUserTail
                + (roles ? " [-roleAccount]" : "") + $" [-picture <full path to user image>] (interactive] || {Who}",
            "\t-secureTokenStatus <user name>",
            $"\t-secureTokenOn <user name> -password <password> (interactive || {Who}",
            $"\t-secureTokenOff <user name> -password <password> (interactive || {Who}",
            .. autologin ? new[] { $"\t-autologin set -userName <user name> [-password <user password>] || off || status (interactive || {Who}" } : [],
            .. Common,
            .. !shell ? [] : new[] { autologin ? "\t-screenLock <status || immediate || off || seconds> -password <password>" : "\t-screenLock <immediate || off> -password <password>" },
            .. Notes,
            .. roles ? RoleNote : [],
        ];
    }
}
