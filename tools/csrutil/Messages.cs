using MacStateStore.LocalPolicy;

namespace Csrutil;

/// <summary>
/// What csrutil says, as on a Mac (dossier csrutil, 4 to 9). What stands in for texts that nobody has recorded is in docs/fidelity.md.
/// </summary>
internal static class Messages
{
    public const string NeedsRecovery = "csrutil: failed to modify system integrity configuration. This tool needs to be executed from the Recovery OS.";
    public const string Unsupported = "csrutil: requesting an unsupported configuration. This is likely to break in the future and leave your machine in an unknown state.";
    public const string Likely = "This is an unsupported configuration, likely to break in the future and leave your machine in an unknown state.";
    public const string NoInstallations = "No macOS installations found";
    public const string Several = "This computer has several macOS installations:"; // its words: guess
    public const string TurningOff = "Turning off System Integrity Protection requires modifying system security.";
    public const string TurningOn = "Turning on System Integrity Protection allows increased system security.";
    public const string TurningOffRoot = "Turning off Authenticated Root requires modifying system security."; // unseen
    public const string TurningOnGuests = "Allowing research guests requires modifying system security."; // unseen
    public const string Aborted = "aborted";
    public const string AskUser = "Authorized user: ";
    public const string AskPassword = "Password        : ";
    public const string RestartMachine = "Restart the machine for the changes to take effect.";
    public const string NotInPolicy = "csrutil: failed to set system integrity configuration in boot policy";
    public const string FileVaultIsOn = "csrutil: Authenticated Root cannot be disabled while FileVault is enabled."; // unseen

    public static string InvalidCommand(string word) => $"csrutil: invalid command {word}";

    public static string Pick(int count) => $"Pick a macOS installation (1..{count}): ";

    public static string AskAllow(string system) => $"Allow booting unsigned operating systems and any kernel extensions for OS \"{system}\"? [y/n]: ";

    public static string AskRaise(string system) => $"Raise security level to full boot security for OS \"{system}\"? [y/n]: ";

    public static string AskPasswordOf(string user) => $"Enter password for user {user}:";

    public static string IsNow(string what, bool on) => $"{what} is {(on ? "on" : "off")}.";

    public static string IsAlready(string what, bool on) => $"{what} is already {(on ? "on" : "off")}."; // after "already": guess

    public static string StatusOf(string what, bool on) => $"{what} status: {(on ? "enabled" : "disabled")}";

    public static string InvalidAddress(string text) => $"csrutil: invalid address {text}"; // unseen

    /// <summary>Why a policy isn't changed.</summary>
    public static string Of(PolicyProblem problem, string system) => problem switch
    {
        PolicyProblem.UserNotFound or PolicyProblem.PasswordRejected => "csrutil: failed to set credential: Authentication failure.", // words after the first colon: guess
        PolicyProblem.OwnerRequired => "csrutil: failed to authenticate: no administrator", // likewise
        PolicyProblem.FileVault => FileVaultIsOn,
        PolicyProblem.Image => $"csrutil: Failed to update security configuration for \"{system}\": Manifest verification failed",
        _ => NotInPolicy,
    };
}
