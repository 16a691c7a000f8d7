using MacStateStore.DeviceManagement;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;

namespace MacStateStore.FileVault;

public sealed partial class VolumeEncryption
{
    /// <summary>
    /// Turns FileVault on: from now on the volume's key lies under the keys of its crypto users only. With APFS those are all who hold a
    /// secure token; on CoreStorage those who are named, and only after a restart (dossier fdesetup, 6).
    /// </summary>
    /// <param name="request">By whom, and how.</param>
    /// <param name="needsConsent">Whether somebody has to consent, as where a script asks for it.</param>
    /// <exception cref="FileVaultException">It can't be turned on so.</exception>
    public EnableResult Enable(EnableRequest request, bool needsConsent = true)
    {
        RequireAllowed(needsConsent);
        if (request.Certificate is not null && _mac.Machine.Chip == Chip.Apple) throw new FileVaultException(FileVaultProblem.NotOnApfs);
        using var certificate = request.Certificate is { } file ? MasterKeychain.CertificateIn(file) : null;
        if (IsCoreStorage && request.RestartsByItself && !SupportsAuthRestart) throw new FileVaultException(FileVaultProblem.CoreStorageFailed);
        var user = _mac.Accounts.Verify(request.By.Name ?? "", request.By.Secret) ?? throw new FileVaultException(FileVaultProblem.NotAuthenticated);
        var added = request.Added.Select(other => (User: Named(other.Name), other.Password)).ToList();
        foreach (var (other, password) in added)
            if (_mac.Accounts.Verify(other.Name, password) is null) throw new FileVaultException(FileVaultProblem.NotAuthenticated, other.Name);
        if (request.By.Secret.Length == 0 || added.Any(other => other.Password.Length == 0) || HasBlankPasswords) throw new FileVaultException(FileVaultProblem.BlankPassword);
        var kek = IsCoreStorage ? Keys.StartOver() : KekOfEnabler(user, request.By.Secret);
        if (IsCoreStorage) _mac.SecureTokens.Hand(kek, user, request.By.Secret);
        foreach (var (other, password) in added) _mac.SecureTokens.Hand(kek, other, password);
        var recoveryKey = request.MakesRecoveryKey && !Keys.Has(RecoveryKey.CryptoUserUuid) ? NewRecoveryKey(kek) : null;
        if (certificate is not null) Keys.Hand(kek, InstitutionalUuid, certificate);
        if (IsCoreStorage) Set("restart = 'enable', conversion = NULL");
        else TurnOn();
        Deferral.End();
        return new EnableResult(user.Name, recoveryKey, IsCoreStorage);
    }

    /// <summary>Turns FileVault off: from now on the hardware alone gives the volume's key. Tokens and recovery keys stay (cross-check 7).</summary>
    /// <exception cref="FileVaultException">It may not be turned off so.</exception>
    public void Disable(FileVaultCredential by)
    {
        if (Forbids("dontAllowFDEDisable")) throw new FileVaultException(FileVaultProblem.Forbidden);
        var kek = Open(by, takesRecoveryKey: IsCoreStorage);
        Keys.Unprotect(kek);
        BeginConversion(isEncryption: false);
        if (IsCoreStorage) Set("restart = NULL");
    }

    /// <summary>Whether FileVault can't be asked anything just now, since it is being turned on or off.</summary>
    public bool IsBusy => State is { Conversion.IsEncryption: false } or { Restart: not PendingRestart.None };

    private void TurnOn()
    {
        Keys.Protect();
        BeginConversion(isEncryption: true);
    }

    /// <summary>The volume's key depends on the users' secrets now, or no longer, by fdesetup or diskutil: what is on the disk follows.</summary>
    internal void BeginConversion(bool isEncryption)
    {
        if (IsInstant) Set(isEncryption ? "conversion = NULL" : "conversion = NULL, restart = NULL, key_escrowed = 0");
        else if (isEncryption) Convert("encrypting");
        else Convert("decrypting", 100 - (State.Conversion is { IsEncryption: true } half ? half.Percent : 100));
    }

    private void RequireAllowed(bool needsConsent)
    {
        if (Forbids("dontAllowFDEEnable")) throw new FileVaultException(FileVaultProblem.Forbidden);
        if (IsOn || State.Restart == PendingRestart.Enable) throw new FileVaultException(FileVaultProblem.AlreadyOn);
        if (!HasRecoverySystem) throw new FileVaultException(FileVaultProblem.NoRecoverySystem);
        if (needsConsent && Os.Has(Capability.FdesetupEnableNeedsConsent) && !_mac.Machine.HasFullDiskAccess && !HasConsent) throw new FileVaultException(FileVaultProblem.NoConsent);
    }

    // Who holds no token is let in only where nobody does (cross-check 1).
    private byte[] KekOfEnabler(DirectoryRecord user, string password)
    {
        if (UuidOf(user) is not { } uuid) throw new FileVaultException(FileVaultProblem.VolumeRefuses);
        if (Keys.Open(uuid, password) is { } kek) return kek;
        if (!Os.Has(Capability.FdesetupEnableGrantsSecureToken) || !(Memberships.IsAdmin(_mac.Directory, user) || AuthenticationAuthorities.IsMobile(user))
            || Keys.OpenUnclaimed() is not { } unclaimed)
            throw new FileVaultException(FileVaultProblem.VolumeRefuses);
        _mac.SecureTokens.Hand(unclaimed, user, password);
        return unclaimed;
    }

    private bool HasBlankPasswords => !IsCoreStorage && _mac.SecureTokens.Holders.Any(holder => Keys.CanUnlock(holder.Uuid, ""));

    // The small system that asks for the password before macOS is there.
    private bool HasRecoverySystem => _mac.Disks.All.Any(disk =>
        disk.Volumes.Any(volume => volume.Is("Recovery")) || disk.Partitions.Any(partition => partition.Content == "Apple_Boot"));

    private bool Forbids(string key) => _mac.ManagedPreferences.Of(ProfilePayload.FileVaultOptionsType, user: null) is { } settings && settings.TryGetBoolean(key, out var forbids) && forbids;

    private DirectoryRecord Named(string name) => _mac.Directory.Find(RecordType.Users, name) ?? throw new FileVaultException(FileVaultProblem.NoRecord, name);
}
