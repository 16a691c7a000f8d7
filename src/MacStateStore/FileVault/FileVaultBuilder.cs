using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacStateStore.SecureEnclave;
using MacStateStore.Storage;

namespace MacStateStore.FileVault;

/// <summary>Brings FileVault into a described state, and describes the one it is in.</summary>
internal static class FileVaultBuilder
{
    private const string VirtualMachine = "VirtualMac";

    /// <summary>What belongs to the hardware, before anything else.</summary>
    public static void MakeSupport(Database database, FileVaultSpecification wanted, HardwareModel model) => database.Execute(
        "INSERT INTO file_vault_support (id, auth_restart, consent) VALUES (1, $1, $2)",
        wanted.SupportsAuthRestart ?? UsuallySupportsAuthRestart(model.Identifier), wanted.Consents);

    /// <summary>The recovery keys, made with the KEK of somebody whose password is known.</summary>
    public static string? MakeRecoveryKeys(Mac mac, FileVaultSpecification wanted, (DirectoryRecord User, string Password)? holder)
    {
        if (wanted.HasInstitutionalKey && mac.Machine.Chip == Chip.Apple) throw new SpecificationException("recoveryKeys.institutional", "Apple silicon has no institutional recovery keys");
        if (!wanted.HasPersonalKey && !wanted.HasInstitutionalKey) return null;
        var keys = mac.SecureTokens.Keys;
        var kek = holder is (var user, var password) ? keys.Open(user.Text(AttributeName.GeneratedUid)!.ToUpperInvariant(), password) : keys.OpenUnclaimed();
        if (kek is null) throw new SpecificationException("recoveryKeys", "recovery keys take a user with a password and a secure token");
        var key = wanted.HasPersonalKey ? wanted.PersonalKey ?? RecoveryKey.Create(mac.Random) : null;
        if (key is not null) keys.Hand(kek, RecoveryKey.CryptoUserUuid, CryptoUserType.PersonalRecovery, key);
        if (wanted.HasInstitutionalKey)
        {
            try
            {
                using var certificate = wanted.InstitutionalCertificate is { } said ? MasterKeychain.CertificateIn(said) : Unknown();
                keys.Hand(kek, VolumeEncryption.InstitutionalUuid, certificate);
            }
            catch (FileVaultException)
            {
                throw new SpecificationException("recoveryKeys.institutional", "this is no certificate with an RSA key or one on an elliptic curve");
            }
        }
        return key;
    }

    /// <summary>The rest, once disks and sessions are there.</summary>
    public static void Finish(Mac mac, FileVaultSpecification wanted)
    {
        var fileVault = mac.FileVault;
        fileVault.Describe(wanted);
        if (wanted.HasMasterKeychain) fileVault.Files.Write(MasterKeychain.Path, MasterKeychain.For(wanted.InstitutionalCertificate is { } file ? CertificateOf(file) : Unknown().RawData));
        if (wanted.Deferral is not { } deferral) return;
        if (deferral.User is { } user && mac.Directory.Find(RecordType.Users, user) is null) throw new SpecificationException("deferral.user", $"there is no user {user}");
        if (wanted.IsOn) throw new SpecificationException("deferral", "FileVault is on already");
        fileVault.Deferral.Store(deferral);
    }

    /// <summary>What would make FileVault so again, the keys themselves left out.</summary>
    public static FileVaultSpecification Describe(Mac mac)
    {
        var fileVault = mac.FileVault;
        var state = fileVault.State;
        return new()
        {
            IsOn = state.IsOn,
            Conversion = state.Conversion,
            Restart = state.Restart,
            HasPersonalKey = mac.SecureTokens.Keys.Has(RecoveryKey.CryptoUserUuid),
            HasInstitutionalKey = mac.SecureTokens.Keys.Has(VolumeEncryption.InstitutionalUuid),
            InstitutionalCertificate = fileVault.InstitutionalCertificate,
            Deferral = fileVault.Deferral.Current,
            SupportsAuthRestart = fileVault.SupportsAuthRestart == UsuallySupportsAuthRestart(mac.Machine.Model) ? null : fileVault.SupportsAuthRestart,
            Consents = fileVault.HasConsent,
        };
    }

    private static bool UsuallySupportsAuthRestart(string model) => !model.StartsWith(VirtualMachine, StringComparison.Ordinal);

    private static byte[] CertificateOf(byte[] file)
    {
        using var certificate = MasterKeychain.CertificateIn(file);
        return certificate.RawData;
    }

    // Somebody made it, kept the private key, and isn't here.
    private static X509Certificate2 Unknown()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=FileVault Recovery Key", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2049, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
