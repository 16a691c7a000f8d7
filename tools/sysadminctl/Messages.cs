using System.Globalization;

namespace Sysadminctl;

/// <summary>
/// What sysadminctl says, as on a Mac (dossier sysadminctl, 1 to 3). Texts marked "unseen" stand in for ones that nobody has
/// recorded (docs/fidelity.md).
/// </summary>
internal static class Messages
{
    public const string UsageNotes =
        """
        Pass '-' instead of password in commands above to request prompt.
        '-adminPassword' used mostly for scripted operation. Use '-' or 'interactive' to get the authentication string interactively. This preferred for security reasons
        """;
    public const string UsageRoleAccounts = "*Role accounts require name starting with _ and UID in 200-400 range.";

    public const string Dashes = "----------------------------";
    public const string NoAdminCredentials =
        "No clear text password or interactive option was specified (adduser, change/reset password will not allow user to use FDE) !";

    public const string Done = "- Done!";
    public const string NewPasswordRefused = "New account password error.  (5402)";
    public const string NeedsTokenUnlock = "Operation is not permitted without secure token unlock.";
    public const string OwnToken = "User cannot disable their own SEP credential";

    public const string CreatingUser = "Creating user record…";
    public const string RoleNameNeedsUnderscore = "Role account name must start with _"; // unseen

    public const string AskUserPassword = "User password:";
    public const string AskNewPassword = "New password:";
    public const string AskOldPassword = "Old password:"; // unseen

    public const string PasswordRequired = "Password is required!";

    public const string AutologinOff = "Automatic login is OFF.";
    public const string AutologinLocked = "Automatic login is disabled because FileVault is enabled.";
    public const string AutologinForbidden = "Automatic login is disabled by your system administrator.";
    public const string AutologinWouldOpenPurchases =
        "Automatic login can not be set because because TouchID, Apple Pay or App Store purchases are enabled (use -force flag to override)";
    public const string AutologinPasswordNotKept = "SACSetAutoLoginPassword error:22";

    /// <summary>Nobody could be asked: no console session, or nobody at it who is an admin.</summary>
    public static readonly string NoInteraction = NotAuthorized(-60007,
        "errAuthorizationInteractionNotAllowed: The authorization was denied since no user interaction was possible. ");
    /// <summary>Somebody was asked and didn't know the password; unseen.</summary>
    public static readonly string InteractionCanceled = NotAuthorized(-60006,
        "errAuthorizationCanceled: The authorization was cancelled by the user. ");

    public static readonly string AuthorizerNotAdmin = TokenError(5101,
        "Authentication server refused operation because the current credentials are not authorized for the requested operation.");
    /// <summary>Unseen here; the sentence is OpenDirectory's own for this number.</summary>
    public static readonly string TokenPasswordWrong = TokenError(5000, "Credentials could not be verified, username or password is invalid.");

    public static string AskPassword(string fullName) => $"Enter password for {fullName} :";

    public static string UnknownUser(string name) => $"Unknown user {name}";

    public static string TokenStatus(bool isEnabled, string fullName) => $"Secure token is {(isEnabled ? "ENABLED" : "DISABLED")} for user {fullName}";

    public static string AssigningUid(int uid) => $"Assigning UID: {Text(uid)}";

    public static string AssigningUidAndGid(int uid, int gid) => $"Assigning UID: {Text(uid)} GID: {Text(gid)}";

    public static string UidInUse(int uid) => $"Specified UID {Text(uid)} is already in use"; // unseen

    public static string RoleUidOutside(int first, int last) => $"Role account requires specified UID in {Text(first)}-{Text(last)} range";

    public static string CreatingHome(string path) => $"Creating home directory at {path}";

    public static string HomeExists(string path) => $"Directory at path:{path} already exists";

    public static string HomeAssigned(string path) => $"Home directory is assigned (not created!) at {path}";

    /// <summary>Beginning and end are seen, the middle is not.</summary>
    public static string RoleHomeIgnored(string path) => $"Home argument is ignored, home directory of a role account is {path}";

    public static string UserNotFound(string name) => $"User {name} not found"; // unseen; clients look for "not found"

    public static string CannotBeDeleted(string name) =>
        $"User {name} can not be deleted (it's either last admin user or last secure token user neither of which can be deleted)";

    public static string KillingProcesses(int uid) => $"Killing all processes for UID {Text(uid)}";

    public static string RemovingHome(string name, string home) => $"Removing {name}'s home at {home}";

    public static string SecurelyRemovingHome(string name, string home) => $"Securely removing {name}'s home at {home}";

    public static string DeletingShare(string name) => $"Deleting Public share point for {name}";

    public static string DeletingRecord(string name) => $"Deleting record for {name}";

    public static string DisablingBackToMyMac(int uid) =>
        $"AOSKit INFO: Disabling BTMM for user, no zone found for uid={Text(uid)}, usersToZones: (null)";

    public static string ResettingPassword(string name) => $"resetting password for {name}."; // unseen

    public static string ChangingPassword(string name) => $"Attempting to change password for {name}."; // unseen

    public static string AutologinUser(string name) => $"Automatic login user: {name}";

    public static string ScreenLock(string delay) => delay switch
    {
        "immediate" => "screenLock delay is immediate",
        "off" => "screenLock is off",
        _ => $"screenLock delay is {delay} seconds",
    };

    public static string UnknownState(string verb, string state) => $"Unknown state for {verb} ({state})";

    public static string SmbGuestAccess(bool isOn) => $"SMB guest access {Enabled(isOn)}";

    public static string AfpGuestAccess(bool isOn) => $"AFP guest access {Enabled(isOn)}"; // unseen

    public static string GuestAccount(bool isOn) => $"Guest account {Enabled(isOn)}"; // only the last word is seen

    public static string AutomaticTime(bool isOn) => $"Automatic time {Enabled(isOn)}"; // only the last word is seen

    public static string CoreStorageEncrypted(bool isOn) => $"Boot volume CS FDE: {(isOn ? "YES" : "NO")}";

    public static string ApfsEncrypted(bool isOn) => $"Boot volume APFS FDE: {(isOn ? "YES" : "NO")}";

    /// <summary>An error of the SystemAdministration framework (dossier sysadminctl, 1.2).</summary>
    public static string FrameworkError(int status, string file, int line) => $"### Error:{Text(status)} File:{file} Line:{Text(line)}";

    private static string NotAuthorized(int code, string text) =>
        $"sysadminctl should be run as root, or in interactive mode! (Error Domain=NSOSStatusErrorDomain Code={Text(code)} \"{text}\")";

    private static string TokenError(int code, string text) =>
        $"setSecureTokenAuthorizationEnabled error Error Domain=com.apple.OpenDirectory Code={Text(code)} \"{text}\" "
        + $"UserInfo={{NSLocalizedDescription={text}, NSLocalizedFailureReason={text}}}";

    private static string Enabled(bool isOn) => isOn ? "enabled" : "disabled";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
