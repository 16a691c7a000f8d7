using MacStateStore.Releases;

namespace Sysadminctl;

/// <summary>A word that begins with a dash, and the value that follows it.</summary>
/// <param name="Name">The word, dash included.</param>
/// <param name="Value">What the usage text says of the value, such as <c>&lt;user name&gt;</c>; null for a word that stands alone.</param>
public sealed record Option(string Name, string? Value = null)
{
    /// <summary>Whether the value is a password.</summary>
    public bool IsSecret { get; init; }
    /// <summary>What a release must have to know the word; null for every release.</summary>
    public Capability? Since { get; init; }
    /// <summary>The capability whose coming ended this form of the word; null while it lasts.</summary>
    public Capability? Until { get; init; }

    /// <summary>Whether a release knows the word.</summary>
    public bool IsKnownTo(MacOSVersion os) => (Since is not { } since || os.Has(since)) && (Until is not { } until || !os.Has(until));

    internal string Usage => Value is null ? Name : $"{Name} {Value}";
}

/// <summary>Options that stand together in a verb's usage line; of several choices one is to be given.</summary>
/// <param name="IsRequired">Whether one must be given.</param>
/// <param name="Choices">The options.</param>
public sealed record OptionGroup(bool IsRequired, params IReadOnlyList<Option> Choices);

/// <summary>What sysadminctl is asked to do.</summary>
/// <param name="Word">The verb's own word; its value is what the verb works on.</param>
/// <param name="Groups">Its options in the order of the usage text.</param>
public sealed record Verb(Option Word, params IReadOnlyList<OptionGroup> Groups)
{
    /// <summary>How the usage line begins to say who may do it; null where it says nothing.</summary>
    public string? Authorization { get; init; }
    /// <summary>Options that no usage line shows.</summary>
    public IReadOnlyList<Option> Unlisted { get; init; } = [];
    /// <summary>An option that the verb itself asks for, or complains about, where it is missing.</summary>
    public Option? AsksFor { get; init; }

    internal Func<Call, int> Run { get; init; } = Usage.Print;

    internal IEnumerable<Option> Options => Groups.SelectMany(group => group.Choices).Concat(Unlisted);

    internal IEnumerable<Option> Required(MacOSVersion os) =>
        Groups.Where(group => group.IsRequired).SelectMany(group => group.Choices).Where(option => option.IsKnownTo(os)).Prepend(Word);
}

/// <summary>
/// Every verb and option of sysadminctl with the releases that have it: parsing, usage text and the choice of what the journal must
/// not see come from this table (dossier sysadminctl, 2). Any option may stand with any verb, in any order.
/// </summary>
public static class Grammar
{
    internal const string Help = "-h";
    internal const string Interactive = "interactive";
    /// <summary>The value that asks for a password at the terminal.</summary>
    internal const string Prompt = "-";

    internal static readonly Option AdminUser = new("-adminUser", "<administrator user name>");
    internal static readonly Option AdminPassword = new("-adminPassword", "<administrator password>") { IsSecret = true };

    // The odd bracket of the second is the tool's own.
    private const string Plain = "(interactive";
    private const string Odd = "(interactive]";
    private const string OnOffStatus = "<on || off || status>";

    private static readonly Option Password = new("-password", "<password>") { IsSecret = true };
    private static readonly Option NewPasswordOption = new("-newPassword", "<new password>") { IsSecret = true };
    private static readonly Option PasswordHint = new("-passwordHint", "<password hint>");

    /// <summary>All verbs in the order of the usage text.</summary>
    public static IReadOnlyList<Verb> Verbs { get; } =
    [
        new(new("-deleteUser", "<user name>"), new OptionGroup(false, new Option("-secure"), new Option("-keepHome"))) { Authorization = Plain, Run = DeleteUser.Run },
        new(NewPasswordOption, Required(new("-oldPassword", "<old password>") { IsSecret = true }), Optional(PasswordHint)) { Run = NewPassword.Run },
        new(new("-resetPasswordFor", "<local user name>"), Required(NewPasswordOption), Optional(PasswordHint))
        {
            Authorization = Odd,
            Run = ResetPasswordFor.Run,
        },
        new(new("-addUser", "<user name>"),
            Optional(new("-fullName", "<full name>")),
            Optional(new("-UID", "<user ID>")),
            Optional(new("-GID", "<group ID>") { Since = Capability.HasRoleAccounts }),
            Optional(new("-shell", "<path to shell>") { Since = Capability.SysadminctlTakesShell }),
            Optional(new("-password", "<user password>") { IsSecret = true }),
            Optional(new("-hint", "<user hint>")),
            Optional(new("-home", "<full path to home>")),
            Optional(new("-admin")),
            Optional(new("-roleAccount") { Since = Capability.HasRoleAccounts }),
            Optional(new("-picture", "<full path to user image>")))
        {
            Authorization = Odd,
            Run = AddUser.Run,
        },
        new(new("-secureTokenStatus", "<user name>")) { Run = SecureTokenStatus.Run },
        new(new("-secureTokenOn", "<user name>"), Required(Password)) { Authorization = Plain, Run = SecureTokenOn.Run },
        new(new("-secureTokenOff", "<user name>"), Required(Password)) { Authorization = Plain, Run = SecureTokenOff.Run },
        new(new("-autologin", "set -userName <user name> [-password <user password>] || off || status") { Since = Capability.SysadminctlHasAutologin })
        {
            Authorization = Plain,
            Unlisted = [new("-userName", "<user name>") { Since = Capability.SysadminctlHasAutologin }, Password, new("-force")],
            AsksFor = Password,
            Run = Autologin.Run,
        },
        new(new("-guestAccount", OnOffStatus)) { Run = HostSwitches.GuestAccount },
        new(new("-afpGuestAccess", OnOffStatus)) { Run = HostSwitches.AfpGuestAccess },
        new(new("-smbGuestAccess", OnOffStatus)) { Run = HostSwitches.SmbGuestAccess },
        new(new("-automaticTime", OnOffStatus)) { Run = HostSwitches.AutomaticTime },
        new(new("-filesystem", "status")) { Run = FileSystem.Run },
        new(new("-screenLock", "<immediate || off>") { Since = Capability.SysadminctlTakesShell, Until = Capability.SysadminctlHasAutologin }, Required(Password))
        {
            AsksFor = Password,
            Run = ScreenLock.Run,
        },
        new(new("-screenLock", "<status || immediate || off || seconds>") { Since = Capability.SysadminctlHasAutologin }, Required(Password))
        {
            AsksFor = Password,
            Run = ScreenLock.Run,
        },
    ];

    private static readonly Dictionary<string, List<Option>> Words = Verbs
        .SelectMany(verb => verb.Options.Prepend(verb.Word))
        .Concat([AdminUser, AdminPassword, new Option(Help)])
        .GroupBy(option => option.Name, StringComparer.Ordinal)
        .ToDictionary(forms => forms.Key, forms => forms.ToList(), StringComparer.Ordinal);

    /// <summary>The option of that name in whichever release; null where none has it.</summary>
    internal static Option? Find(string word) => Words.TryGetValue(word, out var forms) ? forms[0] : null;

    /// <summary>Whether a release knows an option of that name.</summary>
    internal static bool IsKnownTo(MacOSVersion os, string word) => Words.TryGetValue(word, out var forms) && forms.Exists(form => form.IsKnownTo(os));

    private static OptionGroup Optional(Option option) => new(false, option);

    private static OptionGroup Required(Option option) => new(true, option);
}
