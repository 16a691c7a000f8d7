using MacStateStore.PropertyLists;

namespace MacStateStore.Credentials;

/// <summary>The rights that scripts change, as a new Mac has them (memory of /System/Library/Security/authorization.plist).</summary>
internal static class DefaultAuthorizationRights
{
    private const double Created = 700000000;

    // Panes of the settings: the right's last part, and how its comment names it.
    private static readonly (string Name, string Pane)[] Panes =
    [
        ("", "the System Preferences application"), (".accounts", "the Users & Groups preference pane"), (".datetime", "the Date & Time preference pane"),
        (".energysaver", "the Energy Saver preference pane"), (".network", "the Network preference pane"), (".parental-controls", "the Parental Controls preference pane"),
        (".printing", "the Printing preference pane"), (".security", "the Security preference pane"), (".sharing", "the Sharing preference pane"),
        (".softwareupdate", "the Software Update preference pane"), (".startupdisk", "the Startup Disk preference pane"), (".timemachine", "the Time Machine preference pane"),
    ];

    private static readonly string[] Administrators =
        ["system.install.apple-software", "system.install.software", "system.privilege.admin", "system.services.systemconfiguration.network", "com.apple.DiskManagement.", "system.services.directory.configure"];

    private static readonly string[] LoginMechanisms =
    [
        "builtin:prelogin", "builtin:policy-banner", "loginwindow:login", "builtin:login-begin", "builtin:reset-password,privileged", "loginwindow:FDESupport,privileged",
        "builtin:forward-login,privileged", "builtin:auto-login,privileged", "builtin:authenticate,privileged", "PKINITMechanism:auth,privileged", "builtin:login-success",
        "loginwindow:success", "HomeDirMechanism:login,privileged", "HomeDirMechanism:status", "MCXMechanism:login", "CryptoTokenKit:login", "loginwindow:done",
    ];

    private static readonly string[] AuthenticationMechanisms = ["builtin:authenticate", "builtin:reset-password,privileged", "builtin:authenticate,privileged", "PKINITMechanism:auth,privileged"];

    /// <summary>The definition of a right; null where a new Mac has none of that name, or none that is known here.</summary>
    public static PlistDictionary? Find(string name)
    {
        const string preferences = "system.preferences";
        if (name.StartsWith(preferences, StringComparison.Ordinal) && Panes.FirstOrDefault(pane => pane.Name == name[preferences.Length..]).Pane is { } pane)
            return Admin($"Checked by the Admin framework when making changes to {pane}.", int.MaxValue, isShared: true, allowsRoot: true);
        if (Administrators.Contains(name)) return Admin("Checked when an administrator is needed.", 300, isShared: false, allowsRoot: true);
        return name switch
        {
            "system.print.operator" or "system.print.admin" => Member("_lpoperator", "Checked by CUPS."),
            "system.login.screensaver" => Rule("authenticate-session-owner-or-admin", "The owner or any administrator can unlock the screensaver."),
            "system.login.console" => Mechanisms(LoginMechanisms, "Login mechanism based rule.  Not for general use, yet."),
            "authenticate" => Mechanisms(AuthenticationMechanisms, "Authenticate the user."),
            "allow" => Plain("allow", "Anyone may do it."),
            "deny" => Plain("deny", "Nobody may do it."),
            "authenticate-admin" => Admin("Authenticate as an administrator.", 0, isShared: true, allowsRoot: false),
            "authenticate-session-owner-or-admin" => new PlistDictionary(Admin("Authenticate either as the owner of the session or as an administrator.", 0, isShared: false, allowsRoot: false)) { ["session-owner"] = true },
            "is-admin" => new PlistDictionary(Admin("Verify that the user is an administrator.", 0, isShared: true, allowsRoot: false)) { ["authenticate-user"] = false },
            _ => null,
        };
    }

    private static PlistDictionary Admin(string comment, int timeout, bool isShared, bool allowsRoot) => Of("user", comment, new PlistDictionary
    {
        ["allow-root"] = allowsRoot,
        ["authenticate-user"] = true,
        ["group"] = "admin",
        ["session-owner"] = false,
        ["shared"] = isShared,
        ["timeout"] = (long)timeout,
        ["tries"] = 10000L,
    });

    private static PlistDictionary Member(string group, string comment) =>
        new(Admin(comment, int.MaxValue, isShared: true, allowsRoot: true)) { ["group"] = group, ["authenticate-user"] = false };

    private static PlistDictionary Rule(string rule, string comment) => Of("rule", comment, new PlistDictionary { ["rule"] = new PlistArray([rule]) });

    private static PlistDictionary Mechanisms(string[] mechanisms, string comment) => Of("evaluate-mechanisms", comment, new PlistDictionary
    {
        ["mechanisms"] = new PlistArray(mechanisms.Select(mechanism => new PlistString(mechanism))),
        ["shared"] = true,
        ["tries"] = 10000L,
    });

    private static PlistDictionary Plain(string kind, string comment) => Of(kind, comment, []);

    private static PlistDictionary Of(string kind, string comment, PlistDictionary rest) =>
        new(rest) { ["class"] = kind, ["comment"] = comment, ["created"] = Created, ["modified"] = Created, ["version"] = 0L };
}
