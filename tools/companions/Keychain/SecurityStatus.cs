using MacToolHost;

namespace Companions;

/// <summary>What the Security framework refuses, by its numbers (source: Apple's published Security project).</summary>
internal static class SecurityStatus
{
    public const int WriteDenied = -61;
    public const int AuthorizationFailed = -25293;
    public const int NoSuchKeychain = -25294;
    public const int DuplicateKeychain = -25296;
    public const int DuplicateItem = -25299;
    public const int ItemNotFound = -25300;
    public const int InteractionNotAllowed = -25308;

    private static readonly Dictionary<int, string> Texts = new()
    {
        [WriteDenied] = "Write permissions error.",
        [AuthorizationFailed] = "The user name or passphrase you entered is not correct.",
        [NoSuchKeychain] = "The specified keychain could not be found.",
        [DuplicateKeychain] = "A keychain with the same name already exists.",
        [DuplicateItem] = "The specified item already exists in the keychain.",
        [ItemNotFound] = "The specified item could not be found in the keychain.",
        [InteractionNotAllowed] = "User interaction is not allowed.",
    };

    /// <summary>Says what failed and why; gives the exit status, which is what the system keeps of the number.</summary>
    public static int Fail(ToolRun run, string what, int status)
    {
        run.Console.ErrorLine($"security: {what}: {Texts[status]}");
        return status & 0xFF;
    }
}
