using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MacStateStore.FileVault;
using MacStateStore.PropertyLists;

namespace MacStateStore.DeviceManagement;

/// <summary>RotateFileVaultKey: an MDM server has a recovery key replaced (Apple's device-management schema; dossier fdesetup, 11).</summary>
internal static class FileVaultCommands
{
    /// <summary>Replaces the key; the answer has a personal one, encrypted to the server.</summary>
    /// <exception cref="FileVaultException">What the request has to unlock with doesn't, or a certificate is none.</exception>
    public static PlistDictionary Rotate(Mac mac, PlistDictionary request)
    {
        var by = request["FileVaultUnlock"] is PlistDictionary unlock ? Credential(unlock) : throw new FileVaultException(FileVaultProblem.NotAuthenticated);
        if (!request.TryGetString("KeyType", out var type) || type is not ("personal" or "institutional")) throw new FileVaultException(FileVaultProblem.NoSuchKey);
        if (type == "institutional")
        {
            mac.FileVault.ChangeInstitutionalKey(by, Data(request, "NewCertificate"));
            return [];
        }
        using var reply = MasterKeychain.CertificateIn(Data(request, "ReplyEncryptionCertificate"));
        var key = mac.FileVault.ChangePersonalKey(by);
        mac.MdmServer.EscrowedRecoveryKey = key;
        return new() { { "RotateResult", new PlistDictionary { ["EncryptedNewRecoveryKey"] = new PlistData(Sealed(key, reply)) } } };
    }

    private static byte[] Sealed(string key, X509Certificate2 certificate)
    {
        try
        {
            return RecoveryKeyEscrow.Seal(key, certificate);
        }
        catch (CryptographicException)
        {
            throw new FileVaultException(FileVaultProblem.BadCertificate);
        }
    }

    private static FileVaultCredential Credential(PlistDictionary unlock)
    {
        if (unlock.TryGetString("Password", out var password)) return new FileVaultCredential(null, password) { MayBeAnybody = true };
        unlock.TryGetString("PrivateKeyExportPassword", out var exportPassword);
        try
        {
            using var identity = X509CertificateLoader.LoadPkcs12(Data(unlock, "PrivateKeyExport"), exportPassword, X509KeyStorageFlags.Exportable);
            using AsymmetricAlgorithm? key = (AsymmetricAlgorithm?)identity.GetRSAPrivateKey() ?? identity.GetECDiffieHellmanPrivateKey();
            return new FileVaultCredential(null, "") { Keychain = Encoding.ASCII.GetBytes(key?.ExportPkcs8PrivateKeyPem() ?? "") };
        }
        catch (CryptographicException)
        {
            throw new FileVaultException(FileVaultProblem.NotAuthenticated);
        }
    }

    private static byte[] Data(PlistDictionary content, string key) => content[key] is PlistData data ? data.Value.ToArray() : throw new FileVaultException(FileVaultProblem.BadCertificate);
}
