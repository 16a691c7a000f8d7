using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MacStateStore.SecureEnclave;

/// <summary>
/// A key under a certificate's public key, as an institutional recovery key holds the KEK: by RSA-OAEP, or on an elliptic curve by ECIES
/// (an ephemeral ECDH agreement, whose hash wraps the key by RFC 3394). A real volume's own encoding isn't public.
/// </summary>
internal static class PublicKeyWrap
{
    private const byte ByRsa = 1;
    private const byte ByCurve = 2;

    public static byte[] Wrap(X509Certificate2 certificate, byte[] key)
    {
        if (certificate.GetRSAPublicKey() is { } rsa)
            using (rsa) return [ByRsa, .. rsa.Encrypt(key, RSAEncryptionPadding.OaepSHA256)];
        using var recipient = certificate.GetECDiffieHellmanPublicKey() ?? throw new CryptographicException("the certificate's key is neither RSA nor on an elliptic curve");
        using var ephemeral = ECDiffieHellman.Create(recipient.ExportParameters(includePrivateParameters: false).Curve);
        var point = ephemeral.PublicKey.ExportSubjectPublicKeyInfo();
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)point.Length);
        return [ByCurve, .. length, .. point, .. KeyWrap.Wrap(ephemeral.DeriveKeyFromHash(recipient.PublicKey, HashAlgorithmName.SHA256), key)];
    }

    /// <summary>The key; null where the private key isn't the one that belongs to it.</summary>
    public static byte[]? Unwrap(AsymmetricAlgorithm privateKey, byte[] wrapped)
    {
        try
        {
            return (privateKey, wrapped) switch
            {
                (RSA rsa, [ByRsa, .. var content]) => rsa.Decrypt(content, RSAEncryptionPadding.OaepSHA256),
                (ECDiffieHellman curve, [ByCurve, .. var content]) => Agree(curve, content),
                _ => null,
            };
        }
        catch (CryptographicException)
        {
            return null;
        }
        catch (ArgumentException)
        {
            return null; // another curve
        }
    }

    private static byte[]? Agree(ECDiffieHellman curve, byte[] content)
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(content);
        using var ephemeral = ECDiffieHellman.Create();
        ephemeral.ImportSubjectPublicKeyInfo(content.AsSpan(2, length), out _);
        return KeyWrap.Unwrap(curve.DeriveKeyFromHash(ephemeral.PublicKey, HashAlgorithmName.SHA256), content[(2 + length)..]);
    }
}
