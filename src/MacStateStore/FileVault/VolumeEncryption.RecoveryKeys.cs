using MacStateStore.Releases;
using MacStateStore.SecureEnclave;

namespace MacStateStore.FileVault;

public sealed partial class VolumeEncryption
{
    // With APFS the recovery key itself may ask for another, but in the first release (dossier fdesetup, 9).
    private bool RecoveryKeyChangesItself => IsCoreStorage || Os.Has(Capability.FdesetupTakesRecoveryKey);

    /// <summary>Makes a new personal recovery key in place of any there was; the old one no longer opens anything.</summary>
    /// <param name="by">Who asks for it.</param>
    /// <returns>The new key.</returns>
    /// <exception cref="FileVaultException">They may not.</exception>
    public string ChangePersonalKey(FileVaultCredential by)
    {
        try
        {
            return NewRecoveryKey(Open(by, RecoveryKeyChangesItself));
        }
        catch (FileVaultException refused) when (refused.Problem != FileVaultProblem.Off && !IsCoreStorage && Os.Has(Capability.FdesetupDropsRecoveryKeyOnFailure))
        {
            // The first releases have lost the old key by then (dossier fdesetup, 12.5).
            Keys.Remove(RecoveryKey.CryptoUserUuid);
            _mac.KeepSoFar();
            throw;
        }
    }

    /// <summary>Gives the volume an institutional recovery key, in place of any there was.</summary>
    /// <param name="by">Who asks for it.</param>
    /// <param name="file">The certificate, or a keychain with it.</param>
    /// <exception cref="FileVaultException">They may not, or there is no certificate.</exception>
    public void ChangeInstitutionalKey(FileVaultCredential by, byte[] file)
    {
        if (_mac.Machine.Chip == Chip.Apple) throw new FileVaultException(FileVaultProblem.NotOnApfs);
        using var certificate = MasterKeychain.CertificateIn(file);
        Keys.Hand(Open(by, RecoveryKeyChangesItself), InstitutionalUuid, certificate);
    }

    /// <summary>Takes a recovery key away.</summary>
    /// <param name="by">Who asks for that.</param>
    /// <param name="institutional">Which.</param>
    /// <exception cref="FileVaultException">They may not, or there is none.</exception>
    public void RemoveKey(FileVaultCredential by, bool institutional)
    {
        if (institutional && _mac.Machine.Chip == Chip.Apple) throw new FileVaultException(FileVaultProblem.NotOnApfs);
        var uuid = institutional ? InstitutionalUuid : RecoveryKey.CryptoUserUuid;
        Open(by, RecoveryKeyChangesItself);
        if (!Keys.Has(uuid)) throw new FileVaultException(FileVaultProblem.NoSuchKey);
        Keys.Remove(uuid);
        if (!institutional) Escrow.Forget();
    }


    private string NewRecoveryKey(byte[] kek)
    {
        var key = RecoveryKey.Create(_mac.Random);
        Keys.Hand(kek, RecoveryKey.CryptoUserUuid, CryptoUserType.PersonalRecovery, key);
        Escrow.Take(key);
        return key;
    }
}
