using MacStateStore.LocalPolicy;

namespace Bputil;

/// <summary>
/// What bputil says, as on a Mac (dossier bputil, 4 to 6). What stands in for texts that nobody has recorded is in docs/fidelity.md.
/// </summary>
internal static class Messages
{
    public const string NotOnIntel = "bputil is not yet supported on this platform.";
    public const string NotRoot = "The tool requires running as root";
    public const string AskUser = "Authorized user: ";
    public const string AskNumber = "Please enter the number of the OS: "; // unseen
    public const string InProgress = "Local policy update is in progress, please wait...";
    public const string CurrentPolicy = "Current local policy:";

    public const string Stray = "bputil: an argument follows that no option takes"; // unseen

    public static string AskPassword(string user) => $"Please enter password for user {user}: ";

    public static string PolicyOf(string volumeGroup) => $"Local policy for volume group {volumeGroup}:";

    public static string OperatingOn(string volumeGroup) => $"Operating on Volume Group UUID {volumeGroup}";

    public static string CannotGet(string volumeGroup) => $"Can't get local policy for Volume Group UUID {volumeGroup}";

    public static string CannotDisplay(string volumeGroup) => $"Failed to display local policy for volume group {volumeGroup}";

    public static string NoSuchGroup(string volumeGroup) => $"bputil: no OS with Volume Group UUID {volumeGroup} was found"; // unseen

    // Ours, not bputil's: what a Mac logs with -l nobody has recorded.
    public const string NoLog = "macemu: note: the log lines of bputil -l are not emulated; all else is";

    public static string UnknownOption(string word) => $"bputil: unrecognized option `{word}'"; // as getopt_long has it

    public static string LacksValue(string word) => $"bputil: option requires an argument -- {word}";

    public static string Together(string option, string other) => $"bputil: {option} can only be used together with {other}"; // unseen

    public static string Contradiction(string option, string other) => $"bputil: {option} and {other} are mutually exclusive"; // unseen

    /// <summary>The credentials aren't taken.</summary>
    public static string Rejected(PolicyProblem problem)
    {
        const string Outer = "bputil: failed to set credential: Error Domain=com.apple.LocalAuthentication Code=-1 \"Password rejected (3)\" UserInfo={NSDebugDescription=Password rejected (3), NSLocalizedDescription=Authentication failure.";
        return problem == PolicyProblem.UserNotFound
            ? Outer + $", NSUnderlyingError={Address} {{Error Domain=com.apple.LocalAuthentication Code=-1 \"User not found\" UserInfo={{NSDebugDescription=User not found, NSLocalizedDescription=Authentication failure.}}}}}}"
            : Outer + "}"; // of a wrong password nobody has recorded the end
    }

    /// <summary>The update of a policy failed.</summary>
    public static string Failed(string target, PolicyProblem problem) => $"Boot objects update failed for {target}: {ErrorOf(problem)}";

    // The pointer is that of a recorded one; nobody compares it.
    private const string Address = "0x6000027e4090";

    private static string ErrorOf(PolicyProblem problem) => problem switch
    {
        PolicyProblem.BootMode => Inner(401, "Failed to create local policy", "AP boot mode (11)", 11),
        PolicyProblem.Pairing => Inner(401, "Failed to create local policy", "pairing (17)", 17),
        PolicyProblem.Image => Inner(401, "Failed to create local policy", "image4 (6)", 6),
        PolicyProblem.Network => "Error Domain=BYErrorDomain Code=102 \"Can't continue because you are not connected to the Internet\" UserInfo={BYErrorHint=NetworkRequired, BYPersonalizationType=os, NSLocalizedDescription=Can't continue because you are not connected to the Internet, "
            + $"NSUnderlyingError={Address} {{Error Domain=AuthInstallErrorDomain Code=11 \"(null)\"}}}}",
        PolicyProblem.FileVault => "Error Domain=BYErrorDomain Code=401 \"Failed to create local policy\" UserInfo={NSLocalizedDescription=Failed to create local policy, NSLocalizedFailureReason=SSV cannot be disabled while FileVault is enabled}", // unseen
        _ => "Error Domain=BYErrorDomain Code=103 \"Owner authentication is required\" UserInfo={BYErrorHint=LocalAuthenticationRequired, NSLocalizedDescription=Owner authentication is required}",
    };

    private static string Inner(int code, string text, string name, int number) =>
        $"Error Domain=BYErrorDomain Code={code} \"{text}\" UserInfo={{NSLocalizedDescription={text}, NSUnderlyingError={Address} "
        + $"{{Error Domain=com.apple.bootpolicy Code={number} \"{name}\" UserInfo={{NSLocalizedDescription={name}}}}}}}";
}
