using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MacStateStore.SecureEnclave;

/// <summary>
/// What FileVault needs of the key hierarchy: the KEK in hand, out of a password, a recovery key or a private key, and what can be done
/// with it.
/// </summary>
public sealed partial class VolumeKeys
{
    /// <summary>The KEK, by a crypto user's secret; null where that doesn't open it.</summary>
    internal byte[]? Open(string uuid, string secret) => UnwrapKek(uuid, secret);

    /// <summary>The KEK, by the private key of an institutional recovery key; null where it doesn't fit.</summary>
    internal byte[]? OpenWith(AsymmetricAlgorithm privateKey) =>
        _database.Rows("SELECT wrapped_kek FROM crypto_user WHERE volume_group = $1 AND type = $2",
            row => PublicKeyWrap.Unwrap(privateKey, row.Blob(0)), _volumeGroup, nameof(CryptoUserType.InstitutionalRecovery)).FirstOrDefault(kek => kek is not null);

    /// <summary>The certificate of the institutional recovery key, in DER; null where there is none.</summary>
    internal byte[]? InstitutionalCertificate => _database.Scalar(
        "SELECT salt FROM crypto_user WHERE volume_group = $1 AND type = $2 AND iterations = 0", _volumeGroup, nameof(CryptoUserType.InstitutionalRecovery)) as byte[];

    /// <summary>The KEK that nobody has claimed yet; null where somebody has.</summary>
    internal byte[]? OpenUnclaimed() => _database.Scalar("SELECT unclaimed_kek FROM volume_group WHERE uuid = $1", _volumeGroup) is byte[] wrapped
        ? KeyWrap.Unwrap(HardwareWrappingKey, wrapped) : null;

    /// <summary>Hands the KEK to a crypto user, or anew to one who has it.</summary>
    internal void Hand(byte[] kek, string uuid, CryptoUserType type, string secret)
    {
        AddUser(uuid, type, secret, hint: null, kek);
        // A recovery key is nobody: the first person may still get the first token.
        if (type == CryptoUserType.LocalOpenDirectory) _database.Execute("UPDATE volume_group SET unclaimed_kek = NULL WHERE uuid = $1 AND unclaimed_kek IS NOT NULL", _volumeGroup);
    }

    /// <summary>Hands the KEK to whoever has the private key of a certificate.</summary>
    internal void Hand(byte[] kek, string uuid, X509Certificate2 certificate)
    {
        Remove(uuid);
        _database.Execute("INSERT INTO crypto_user (volume_group, uuid, type, salt, iterations, wrapped_kek) VALUES ($1, $2, $3, $4, 0, $5)",
            _volumeGroup, uuid, nameof(CryptoUserType.InstitutionalRecovery), certificate.RawData, PublicKeyWrap.Wrap(certificate, kek));
    }

    /// <summary>From now on the hardware alone gives the VEK.</summary>
    internal void Unprotect(byte[] kek)
    {
        var vek = KeyWrap.Unwrap(kek, (byte[])_database.Scalar("SELECT wrapped_vek FROM volume_group WHERE uuid = $1", _volumeGroup)!)!;
        _database.Execute("UPDATE volume_group SET open_vek = $2 WHERE uuid = $1", _volumeGroup, KeyWrap.Wrap(HardwareWrappingKey, vek));
    }

    /// <summary>
    /// A new KEK in place of the old one, held by nobody: enabling FileVault on CoreStorage begins anew. The VEK, which the hardware alone
    /// gives until then, stays.
    /// </summary>
    internal byte[] StartOver()
    {
        var vek = KeyWrap.Unwrap(HardwareWrappingKey, (byte[])_database.Scalar("SELECT open_vek FROM volume_group WHERE uuid = $1", _volumeGroup)!)!;
        var kek = _random.Bytes(KeySize);
        _database.Execute("DELETE FROM crypto_user WHERE volume_group = $1", _volumeGroup);
        _database.Execute("UPDATE volume_group SET wrapped_vek = $2, unclaimed_kek = NULL, wrapped_oik = NULL WHERE uuid = $1", _volumeGroup, KeyWrap.Wrap(kek, vek));
        return kek;
    }
}
