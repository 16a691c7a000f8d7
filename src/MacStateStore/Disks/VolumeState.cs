namespace MacStateStore.Disks;

/// <summary>How a volume is protected, as follows from its keys.</summary>
/// <param name="HasCryptoKeys">Whether it has a key hierarchy with crypto users.</param>
/// <param name="IsFileVault">Whether it takes a crypto user to read it.</param>
/// <param name="IsEncryptedAtRest">Whether the hardware encrypts it although it takes no crypto user to read it.</param>
/// <param name="IsLocked">Whether nobody has unlocked it since the start.</param>
public sealed record VolumeState(bool HasCryptoKeys, bool IsFileVault, bool IsEncryptedAtRest, bool IsLocked)
{
    /// <summary>Whether what lies on the disk is encrypted.</summary>
    public bool IsEncrypted => IsFileVault || IsEncryptedAtRest;
}
