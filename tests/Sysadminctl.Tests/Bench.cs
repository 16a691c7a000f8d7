using System.Text;
using System.Text.RegularExpressions;
using MacStateStore;
using MacStateStore.OpenDirectory;
using MacToolEmu.Tests;

namespace Sysadminctl.Tests;

/// <summary>What one call printed, ended with and changed.</summary>
/// <param name="Status">The exit status.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Err">Standard error.</param>
/// <param name="Changes">The changed rows, without the book of failed logins.</param>
public sealed partial record Outcome(int Status, string Out, string Err, IReadOnlyList<string> Changes)
{
    /// <summary>The lines of standard error without NSLog's prefix.</summary>
    public IReadOnlyList<string> Lines => Err.Length == 0 ? [] : [.. Err.TrimEnd('\n').Split('\n').Select(line => Prefix().Replace(line, ""))];

    /// <summary>How many NSLog calls there were.</summary>
    public int Logged => Prefix().Count(Err);

    /// <summary>Exactly these lines on standard error, each an NSLog call, nothing on standard output.</summary>
    public Outcome Says(params IReadOnlyList<string> lines)
    {
        Assert.Equal(lines, Lines);
        Assert.Equal(lines.Count, Logged);
        Assert.Equal("", Out);
        return this;
    }

    public Outcome Ends(int status)
    {
        Assert.Equal(status, Status);
        return this;
    }

    public Outcome ChangesNothing()
    {
        Assert.Empty(Changes);
        return this;
    }

    [GeneratedRegex(@"(?<![^\n:])\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{3} sysadminctl\[\d+:\d+\] ")]
    private static partial Regex Prefix();
}

/// <summary>A Mac in a folder of its own, and sysadminctl on it.</summary>
public sealed class Bench : ToolBench
{
    public const string Dashes = "----------------------------";
    public const string NoCredentials = "No clear text password or interactive option was specified (adduser, change/reset password will not allow user to use FDE) !";
    public const string Unlock = "Operation is not permitted without secure token unlock.";
    public const string NotRoot = "sysadminctl should be run as root, or in interactive mode! (Error Domain=NSOSStatusErrorDomain Code=-60007 "
        + "\"errAuthorizationInteractionNotAllowed: The authorization was denied since no user interaction was possible. \")";
    public const string Refused5402 = "New account password error.  (5402)";

    public Bench(MachineSpecification? specification = null) : base(SysadminctlTool.Tool, specification ?? new MachineSpecification())
    {
    }

    /// <summary>A Mac that begins as another one is now.</summary>
    public Bench(Bench other) : base(other)
    {
    }

    /// <summary>The 3 lines of root without usable admin credentials.</summary>
    public static IReadOnlyList<string> Block { get; } = [Dashes, NoCredentials, Dashes];

    /// <summary>alice: admin with a token. tess: standard with a token. ada: admin without. bob: standard without.</summary>
    public static MachineSpecification Household(string? os = null) => new()
    {
        Os = os,
        Users = [Person("alice", "Alice Example", admin: true, token: true), Person("tess", token: true), Person("ada", admin: true), Person("bob", "Bob Builder")],
    };

    /// <summary>A person whose password is pw- and the name.</summary>
    public static UserSpecification Person(string name, string? fullName = null, bool admin = false, bool token = false) =>
        new(new NewAccount(name) { FullName = fullName, IsAdmin = admin }) { Password = $"pw-{name}", HasSecureToken = token };

    /// <summary>The options that name an admin with its password.</summary>
    public static string[] By(string admin) => ["-adminUser", admin, "-adminPassword", $"pw-{admin}"];

    public Outcome Root(params IReadOnlyList<string> arguments) => Run("root", "", arguments);

    public Outcome RootTypes(string input, params IReadOnlyList<string> arguments) => Run("root", input, arguments);

    public Outcome As(string user, params IReadOnlyList<string> arguments) => Run(user, "", arguments);

    public Outcome Run(string user, string input, IReadOnlyList<string> arguments)
    {
        var (status, output, errors, row) = Call(user, Encoding.UTF8.GetBytes(input), arguments);
        return new Outcome(status, output, errors, ChangesOf(row));
    }

    public bool Exists(string user) => On(mac => mac.Directory.FindByValue(RecordType.Users, AttributeName.RecordName, user) is not null);

    public bool HasToken(string user) => Account(user).HasSecureToken;

    public UserAccount Account(string user) => On(mac => mac.Accounts.Describe(mac.Directory.FindByValue(RecordType.Users, AttributeName.RecordName, user)!));

    /// <summary>The values of a user's (or other record's) attribute.</summary>
    public IReadOnlyList<string> Values(string record, string attribute, RecordType? type = null) => On(mac =>
        mac.Directory.FindByValue(type ?? RecordType.Users, AttributeName.RecordName, record)!.Values(AttributeName.Parse(attribute)).Select(value => value.ToString()).ToList());

    public bool IsPassword(string user, string password) => On(mac =>
    {
        try
        {
            mac.DirectoryAs(DirectoryCaller.Root).Authenticate(user, password);
            return true;
        }
        catch (DirectoryException)
        {
            return false;
        }
    });

    /// <summary>Whether a user's token opens the volume with a password.</summary>
    public bool Unlocks(string user, string password) => On(mac =>
        mac.SecureTokens.Keys.CanUnlock(mac.Directory.Find(RecordType.Users, user)!.Text(AttributeName.GeneratedUid)!.ToUpperInvariant(), password));
}
