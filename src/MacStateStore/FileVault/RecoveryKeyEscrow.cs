using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MacStateStore.DeviceManagement;
using MacStateStore.PropertyLists;
using MacStateStore.Storage;

namespace MacStateStore.FileVault;

/// <summary>
/// Where a new personal recovery key goes: encrypted to the certificate that a profile names, into a file that the MDM server asks for
/// (dossier fdesetup, 11). Without such a profile nobody but the caller gets it.
/// </summary>
public sealed class RecoveryKeyEscrow
{
    /// <summary>The file with the encrypted key.</summary>
    public const string FilePath = "/var/db/FileVaultPRK.dat";

    private const string Aes256 = "2.16.840.1.101.3.4.1.42";

    private readonly Mac _mac;
    private readonly Database _database;

    internal RecoveryKeyEscrow(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>Whether the key of now has been escrowed.</summary>
    public bool HasKey => _database.Number("SELECT key_escrowed FROM file_vault WHERE volume_group = $1", VolumeGroup) == 1;

    /// <summary>The escrowed key, as CMS; null where there is none.</summary>
    public byte[]? SealedKey => HasKey ? _database.Scalar("SELECT escrowed_key FROM file_vault WHERE volume_group = $1", VolumeGroup) as byte[] : null;

    /// <summary>Encrypts a text to a certificate, as CMS.</summary>
    /// <exception cref="CryptographicException">The certificate's key can't do that.</exception>
    public static byte[] Seal(string text, X509Certificate2 certificate)
    {
        var envelope = new EnvelopedCms(new ContentInfo(Encoding.UTF8.GetBytes(text)), new AlgorithmIdentifier(new Oid(Aes256)));
        envelope.Encrypt(new CmsRecipient(certificate));
        return envelope.Encode();
    }

    /// <summary>There is a new key.</summary>
    internal void Take(string key)
    {
        Forget();
        using var certificate = Certificate();
        if (certificate is null) return;
        var sealedKey = Seal(key, certificate);
        _mac.FileVault.Files.Write(FilePath, sealedKey);
        _database.Execute(
            "INSERT INTO file_vault (volume_group, key_escrowed, escrowed_key) VALUES ($1, 1, $2) ON CONFLICT (volume_group) DO UPDATE SET key_escrowed = 1, escrowed_key = excluded.escrowed_key",
            VolumeGroup, sealedKey);
        // The server asks for it sooner or later, and has the private key.
        if (_mac.Enrollments.Current is not null && _mac.MdmServer.IsOnline) _mac.MdmServer.EscrowedRecoveryKey = key;
    }

    /// <summary>The key of before is none any more.</summary>
    internal void Forget() => _database.Execute("UPDATE file_vault SET key_escrowed = 0 WHERE volume_group = $1 AND key_escrowed", VolumeGroup);

    private string VolumeGroup => _mac.System.VolumeGroup;

    // The certificate is in another payload, of the same profile as a rule.
    private X509Certificate2? Certificate()
    {
        if (_mac.Profiles.Payloads(ProfilePayload.RecoveryKeyEscrowType) is not [.., var escrow] || !escrow.Content.TryGetString("EncryptCertPayloadUUID", out var uuid)) return null;
        var payload = _mac.Profiles.Of(null).SelectMany(installed => installed.Profile.Payloads).FirstOrDefault(payload => payload.Uuid.Equals(uuid, StringComparison.OrdinalIgnoreCase));
        if (payload?.Content["PayloadContent"] is not PlistData content) return null;
        try
        {
            var certificate = MasterKeychain.CertificateIn(content.Value.Span);
            using var rsa = certificate.GetRSAPublicKey();
            return rsa is null ? null : certificate; // CMS agrees with no other keys here
        }
        catch (FileVaultException)
        {
            return null;
        }
    }
}
