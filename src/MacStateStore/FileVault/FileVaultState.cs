namespace MacStateStore.FileVault;

/// <summary>What a restart is to finish.</summary>
public enum PendingRestart
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>FileVault is to be turned on.</summary>
    Enable,
    /// <summary>A change is to be finished.</summary>
    Finish,
}

/// <summary>A volume that is being converted.</summary>
/// <param name="IsEncryption">Whether it is encrypted, not decrypted.</param>
/// <param name="Percent">How much of it is done.</param>
/// <param name="IsPaused">Whether it waits for mains power.</param>
public sealed record Conversion(bool IsEncryption, double Percent, bool IsPaused)
{
    // Real conversions depend on the disk and on what else the Mac does.
    internal static readonly TimeSpan Duration = TimeSpan.FromHours(2);
}

/// <summary>How FileVault stands.</summary>
/// <param name="IsOn">Whether it takes somebody's secret to read the volume.</param>
/// <param name="Conversion">The conversion that is going on; null where none is.</param>
/// <param name="Restart">What the next restart finishes.</param>
public sealed record FileVaultState(bool IsOn, Conversion? Conversion, PendingRestart Restart);

/// <summary>Who asks: a person by name and password, the recovery key, or whoever has the institutional private key.</summary>
/// <param name="Name">The name as typed; null where only a secret is given.</param>
/// <param name="Secret">The password or recovery key.</param>
public sealed record FileVaultCredential(string? Name, string Secret)
{
    /// <summary>Whether it may be anybody's password, as in an MDM server's command, which names nobody.</summary>
    public bool MayBeAnybody { get; init; }
    /// <summary>A keychain with the private key of the institutional recovery key, in its place.</summary>
    public byte[]? Keychain { get; init; }
}

/// <summary>How FileVault is to be turned on.</summary>
/// <param name="By">Who turns it on.</param>
public sealed record EnableRequest(FileVaultCredential By)
{
    /// <summary>Further users, each with the password.</summary>
    public IReadOnlyList<(string Name, string Password)> Added { get; init; } = [];
    /// <summary>The certificate of an institutional recovery key.</summary>
    public byte[]? Certificate { get; init; }
    /// <summary>Whether it gets a personal recovery key.</summary>
    public bool MakesRecoveryKey { get; init; } = true;
    /// <summary>Whether the Mac is to restart unattended afterwards.</summary>
    public bool RestartsByItself { get; init; }
}

/// <summary>What turning FileVault on came to.</summary>
/// <param name="User">The short name of who did it.</param>
/// <param name="RecoveryKey">The new personal recovery key; null where none was made.</param>
/// <param name="NeedsRestart">Whether it is on only after a restart.</param>
public sealed record EnableResult(string User, string? RecoveryKey, bool NeedsRestart);
