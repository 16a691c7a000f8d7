using MacStateStore.FileVault;

namespace Fdesetup;

/// <summary>What is said where something is refused, and the exit status.</summary>
/// <param name="Status">The exit status.</param>
/// <param name="Lines">The lines on standard error.</param>
internal sealed record Refusal(int Status, params string[] Lines);

/// <summary>
/// What fdesetup says, as on a Mac (dossier fdesetup). Texts marked "unseen" stand in for ones that nobody has recorded
/// (docs/fidelity.md).
/// </summary>
internal static class Messages
{
    public const string On = "FileVault is On.";
    public const string Off = "FileVault is Off.";
    public const string OnUntilRestart = "FileVault is On, but needs to be restarted to finish.";
    public const string OffUntilRestart = "FileVault is Off, but needs to be restarted to finish.";
    public const string OnAfterRestart = "FileVault is Off, but will be enabled after the next restart.";
    public const string MasterKeychain = "FileVault master keychain appears to be installed.";
    public const string Deferred = "Deferred enablement appears to be active.";
    public const string VolumeIsApfs = "Volume is APFS."; // unseen but for its three words

    public const string ListHeading = "ESCROW  UUID";
    public const string NoDeferral = "Not found.";
    public const string Disabled = "FileVault has been disabled.";
    public const string PleaseReboot = "Please reboot to complete the process.";
    public const string Restarting = "System is being restarted"; // perhaps not the whole line

    public const string AskName = "Enter the user name:";
    public const string AskAnySecret = "Enter a password for '/', or the recovery key:";
    public const string AskRecoveryKey = "Enter the current recovery key:";

    public const string AuthInfoFromInput = "auth info dictionary path = stdin";
    public const string DoNotReturnKey = "do not return recovery key";
    public const string UsePersonalKey = "use personal recovery key";
    public const string UseInstitutionalKey = "use institutional recovery key"; // unseen
    public const string DevicePath = "device path = /";
    public const string Escrowing = "Escrowing recovery key...";

    // Numbers of DiskManagement in round brackets.
    private const int DoesNotUnlock = -69594;
    private const int CannotAddUser = -69578;

    public static readonly Refusal NeedsRoot = new(Status.BadCommand, "Error: This command must be run as root."); // unseen
    public static readonly Refusal NothingToDefer = new(Status.BadParameter, "Error: This option requires -defer."); // unseen
    public static readonly Refusal NotANumber = new(Status.BadParameter, "Error: A number was expected."); // unseen
    public static readonly Refusal KeyTypeMissing = new(Status.BadParameter, "Error: -personal or -institutional must be specified."); // unseen
    public static readonly Refusal KeychainOrCertificate = new(Status.BadParameter, "Error: -keychain and -certificate cannot be used together."); // unseen
    public static readonly Refusal UserMissing = new(Status.BadParameter, "Error: A user must be specified."); // unseen
    public static readonly Refusal NotOnApfs = new(Status.NotOnApfs, "Error: This option is not supported on APFS volumes."); // unseen
    public static readonly Refusal CommandNotOnApfs = new(Status.NotOnFileSystem, "This command is not supported on APFS volumes.");
    public static readonly Refusal UnexpectedKeychain = new(Status.UnexpectedKeychain, "Error: The FileVault master keychain was found unexpectedly."); // unseen
    public static readonly Refusal CannotMoveKeychain = new(Status.KeychainError, "Error: The FileVault master keychain could not be replaced."); // unseen
    public static readonly Refusal CannotEnableKeychain = new(Status.CannotEnableKeychain, Problem(Status.CannotEnableKeychain));
    public static readonly Refusal CannotEnableVolume = new(Status.CannotEnableVolume, Problem(DoesNotUnlock));
    public static readonly Refusal CannotDisable = new(Status.CannotDisable, $"FileVault was not disabled ({DoesNotUnlock}).");
    public static readonly Refusal CannotUseKeychain = new(Status.CannotChangeKey, "Error: Unable to change key."); // unseen with this status
    public static readonly Refusal CannotRemoveKey = new(Status.CannotRemoveKey, "Error: Unable to remove recovery key."); // unseen
    public static readonly Refusal WasOff = new(Status.IsOff, "Error: FileVault is Off."); // unseen
    public static readonly Refusal CannotUnlock = new(Status.NotAuthenticated, "Error: Unable to unlock or authenticate to FileVault.");
    public static readonly Refusal CannotUnlockCoreStorage = new(Status.NotAuthenticated, "Error: Unable to unlock FileVault.");
    public static readonly Refusal CannotChangeKey = new(Status.InternalError, "Error: Unable to change key.", "Error: User could not be authenticated.");
    public static readonly Refusal CannotChangeKeyEarly = new(Status.Refused, "Error: Unable to change key");

    public static Refusal UnknownVerb(string typed) => new(Status.UnknownCommand, $"Error: Unknown command '{typed}'."); // unseen

    public static Refusal UnknownOption(string typed) => new(Status.BadParameter, $"Error: Unknown option '{typed}'."); // unseen

    public static Refusal LacksValue(string option) => new(Status.BadParameter, $"Error: The option '-{option}' requires a value."); // unseen

    public static Refusal BadInput(string what) => new(Status.BadInput, $"Error: {what}."); // unseen

    /// <summary>What is usually said to a refusal; a verb may know better.</summary>
    public static Refusal Of(FileVaultException error, bool isCoreStorage) => error.Problem switch
    {
        FileVaultProblem.Off => new(Status.NotAvailable, "Error: FileVault is Off."), // unseen
        FileVaultProblem.AlreadyOn => new(Status.AlreadyEnabled, "Error: FileVault is already On."), // unseen
        FileVaultProblem.AlreadyActive => new(Status.AlreadyActive, "Error: FileVault is already active."), // unseen
        FileVaultProblem.Forbidden => new(Status.Forbidden, "Error: FileVault is controlled by a management setting."), // unseen
        FileVaultProblem.NoConsent => new(Status.InternalError, "Error: The user did not allow FileVault to be enabled."), // unseen
        FileVaultProblem.NoRecoverySystem => new(Status.NotSupported, "Error: This computer does not support enabling FileVault."), // unseen
        FileVaultProblem.NoAuthRestart => new(Status.NotSupported, "Error: Authenticated restart is not supported on this system."), // unseen
        FileVaultProblem.UnusableKeychain or FileVaultProblem.BadCertificate => CannotEnableKeychain,
        FileVaultProblem.UnexpectedKeychain => UnexpectedKeychain,
        FileVaultProblem.CoreStorageFailed => new(Status.CannotEnableCoreStorage, Problem(Status.CannotEnableCoreStorage)),
        FileVaultProblem.BlankPassword => new(Status.BlankPassword, "Error: One or more users have a blank password."), // unseen
        FileVaultProblem.NoRecord => new(Status.NoRecord, $"Error: User '{error.User}' could not be found."), // unseen
        FileVaultProblem.CannotAdd => new(Status.CannotAdd, $"Error: user could not be added ({CannotAddUser}).", "Error: Unable to add one or more users to FileVault."),
        FileVaultProblem.NoSuchUser => new(Status.CannotRemoveUser, "Error: The user is not a FileVault user."), // unseen
        FileVaultProblem.LastUser => new(Status.CannotRemoveUser, "Error: The last FileVault user cannot be removed."), // unseen
        FileVaultProblem.NoSuchKey => CannotRemoveKey,
        FileVaultProblem.NotOnApfs => NotOnApfs,
        _ when isCoreStorage => CannotUnlockCoreStorage,
        _ => new(Status.NotAuthenticated, "Error: User authentication failed."),
    };

    public static string AskPassword(string name, bool isCoreStorage) => $"Enter the password for {(isCoreStorage ? "the " : "")}user '{name}':";

    public static string AskAddedPassword(string name) => $"Enter the password for the added user '{name}':";

    public static string Trace(string text) => $"fdesetup: {text}";

    public static string Progress(Conversion conversion) =>
        $"{(conversion.IsEncryption ? "Encryption" : "Decryption")} in progress: {(conversion.IsPaused ? "Pending" : FormattableString.Invariant($"Percent completed = {Math.Floor(conversion.Percent * 100) / 100:0.00}"))}";

    public static string DeferredFor(string user) => $"Deferred enablement appears to be active for user '{user}'.";

    public static string RecoveryKey(string key) => $"Recovery key = '{key}'";

    public static string NewRecoveryKey(string key) => $"New personal recovery key = '{key}'";

    public static string Adding(string user) => $"Adding user '{user}' to existing FileVault";

    public static string UserNotAuthenticated(string? user) => $"OD user '{user}' could not be authenticated.";

    public static string CannotRead(string path) => $"Error: The file '{path}' could not be read."; // unseen

    private static string Problem(int number) => $"Error: A problem occurred while trying to enable FileVault. ({number})";
}
