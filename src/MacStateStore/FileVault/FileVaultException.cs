namespace MacStateStore.FileVault;

/// <summary>Why FileVault refuses something; each has its own exit status in fdesetup (dossier fdesetup, 3).</summary>
public enum FileVaultProblem
{
    /// <summary>The user is unknown, the password wrong, or the recovery key or private key not the volume's.</summary>
    NotAuthenticated,
    /// <summary>The user is who they say, but their password doesn't open the volume.</summary>
    VolumeRefuses,
    /// <summary>A recovery key was given where only a person's password is taken.</summary>
    RecoveryKeyRefused,
    /// <summary>FileVault is on already.</summary>
    AlreadyOn,
    /// <summary>FileVault is on, so that nothing can be deferred.</summary>
    AlreadyActive,
    /// <summary>FileVault is off.</summary>
    Off,
    /// <summary>A configuration profile forbids it.</summary>
    Forbidden,
    /// <summary>Nobody consented to turning FileVault on.</summary>
    NoConsent,
    /// <summary>The Mac can't have FileVault, as it has nothing to start it from.</summary>
    NoRecoverySystem,
    /// <summary>The hardware can't restart by itself.</summary>
    NoAuthRestart,
    /// <summary>There is a FileVaultMaster keychain that nobody spoke of.</summary>
    UnexpectedKeychain,
    /// <summary>The FileVaultMaster keychain has no certificate, or there is none.</summary>
    UnusableKeychain,
    /// <summary>CoreStorage can't do it.</summary>
    CoreStorageFailed,
    /// <summary>Somebody who could unlock the Mac has an empty password.</summary>
    BlankPassword,
    /// <summary>The user to be added has no record.</summary>
    NoRecord,
    /// <summary>The user to be added has another password.</summary>
    CannotAdd,
    /// <summary>There is no such user among those of FileVault.</summary>
    NoSuchUser,
    /// <summary>Nobody would be left.</summary>
    LastUser,
    /// <summary>There is no such recovery key.</summary>
    NoSuchKey,
    /// <summary>Not with APFS, or not on this hardware.</summary>
    NotOnApfs,
    /// <summary>What should be a certificate is none.</summary>
    BadCertificate,
}

/// <summary>FileVault refuses something.</summary>
/// <param name="problem">Why.</param>
/// <param name="user">Whom it is about, where it is about one of several.</param>
public sealed class FileVaultException(FileVaultProblem problem, string? user = null) : Exception($"FileVault: {problem}")
{
    /// <summary>Why.</summary>
    public FileVaultProblem Problem { get; } = problem;

    /// <summary>Whom it is about, where it is about one of several.</summary>
    public string? User { get; } = user;
}
