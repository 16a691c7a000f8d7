namespace MacStateStore.SecureEnclave;

/// <summary>The kinds of crypto users, under the names that <c>diskutil apfs listUsers -plist</c> prints (cross-check 5).</summary>
public enum CryptoUserType
{
    /// <summary>A person with an account; the UUID is the record's GeneratedUID.</summary>
    LocalOpenDirectory,
    /// <summary>The personal recovery key of FileVault.</summary>
    PersonalRecovery,
    /// <summary>The institutional recovery key of FileVault.</summary>
    InstitutionalRecovery,
    /// <summary>The bootstrap token, kept for the MDM server.</summary>
    MDMRecovery,
    /// <summary>The iCloud recovery user.</summary>
    iCloudRecovery,
    /// <summary>The key that unlocks for iCloud recovery.</summary>
    iCloudRecoveryExternalKey,
    /// <summary>The user that an installer hands ownership to.</summary>
    InstallUser,
    /// <summary>A volume's own passphrase.</summary>
    Disk,
}

/// <summary>Somebody or something that can unwrap a volume group's key encryption key: one wrapped KEK.</summary>
/// <param name="Uuid">Which, in upper case; of a person the GeneratedUID.</param>
/// <param name="Type">What it is.</param>
/// <param name="Hint">Its passphrase hint; null without one.</param>
/// <param name="IsVolumeOwner">Whether the Owner Identity Key in force can be reached with it.</param>
public sealed record CryptoUser(string Uuid, CryptoUserType Type, string? Hint, bool IsVolumeOwner);
