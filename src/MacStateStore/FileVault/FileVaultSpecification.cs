namespace MacStateStore.FileVault;

/// <summary>FileVault as it is to be on a Mac that is made.</summary>
public sealed record FileVaultSpecification
{
    /// <summary>Whether it is on.</summary>
    public bool IsOn { get; init; }
    /// <summary>The conversion that is going on.</summary>
    public Conversion? Conversion { get; init; }
    /// <summary>What the next restart finishes.</summary>
    public PendingRestart Restart { get; init; }
    /// <summary>Whether there is a personal recovery key.</summary>
    public bool HasPersonalKey { get; init; }
    /// <summary>The personal recovery key; a random one where null.</summary>
    public string? PersonalKey { get; init; }
    /// <summary>Whether there is an institutional recovery key.</summary>
    public bool HasInstitutionalKey { get; init; }
    /// <summary>Its certificate; one whose private key nobody has where null.</summary>
    public byte[]? InstitutionalCertificate { get; init; }
    /// <summary>Enabling that waits for a user's password.</summary>
    public Deferral? Deferral { get; init; }
    /// <summary>Whether the Mac can restart and unlock itself; as its model can where null.</summary>
    public bool? SupportsAuthRestart { get; init; }
    /// <summary>Whether there is a FileVaultMaster keychain.</summary>
    public bool HasMasterKeychain { get; init; }
    /// <summary>Whether somebody answers OK where macOS asks before fdesetup turns FileVault on.</summary>
    public bool Consents { get; init; }
}
