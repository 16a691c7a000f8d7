using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace MacStateStore.DeviceManagement;

/// <summary>
/// What CMS envelopes hold: one that is signed, once its signature is verified, and one that is encrypted for an identity of the Mac. Kept
/// apart, so that only such a file loads the cryptography behind it.
/// </summary>
internal static class CmsContent
{
    private const string Data = "1.2.840.113549.1.7.1";

    /// <param name="file">The envelope.</param>
    /// <param name="anchors">Who may vouch for a signer, besides those whom the host trusts.</param>
    /// <returns>What is signed, and whether somebody vouches for every signer.</returns>
    /// <exception cref="ConfigurationProfileException">It isn't signed, or not well.</exception>
    public static (byte[] Content, bool IsTrusted) Verified(ReadOnlySpan<byte> file, IReadOnlyCollection<X509Certificate2> anchors)
    {
        var envelope = new SignedCms();
        try
        {
            envelope.Decode(file);
        }
        catch (CryptographicException error)
        {
            throw Bad("the profile claims to be signed, but is no CMS SignedData", error);
        }
        if (envelope.Detached || envelope.ContentInfo.Content.Length == 0) throw Bad("the profile's signature has no content beside it");
        if (envelope.ContentInfo.ContentType.Value != Data) throw Bad($"the signed profile's content is of type {envelope.ContentInfo.ContentType.Value}, not plain data");
        if (envelope.SignerInfos.Count == 0) throw Bad("the profile claims to be signed, but nobody has signed it");
        try
        {
            envelope.CheckSignature(verifySignatureOnly: true);
        }
        catch (CryptographicException error)
        {
            throw Bad("the profile's signature doesn't match its content", error);
        }
        return (envelope.ContentInfo.Content, envelope.SignerInfos.Cast<SignerInfo>().All(signer => IsTrusted(signer.Certificate, envelope.Certificates, anchors)));
    }

    /// <summary>What is encrypted for one of the identities; null where it is for none of them.</summary>
    /// <exception cref="ConfigurationProfileException">Nothing is encrypted there.</exception>
    public static byte[]? Decrypted(byte[] encrypted, IEnumerable<X509Certificate2> identities)
    {
        var envelope = new EnvelopedCms();
        try
        {
            envelope.Decode(encrypted);
        }
        catch (CryptographicException error)
        {
            throw new ConfigurationProfileException(ConfigurationProfileProblem.Malformed, "the profile's EncryptedPayloadContent is no CMS EnvelopedData", error);
        }
        foreach (var key in identities.Select(identity => identity.GetRSAPrivateKey()).OfType<RSA>())
            foreach (var recipient in envelope.RecipientInfos)
                try
                {
                    envelope.Decrypt(recipient, key);
                    return envelope.ContentInfo.Content;
                }
                catch (CryptographicException)
                {
                    // It is for somebody else.
                }
        return null;
    }

    // A profile that was signed in time stays good.
    private static bool IsTrusted(X509Certificate2? signer, X509Certificate2Collection others, IReadOnlyCollection<X509Certificate2> anchors)
    {
        if (signer is null) return false;
        using var chain = ProfileCertificates.ChainOf(signer, anchors, others, forgivesTime: true);
        return chain is not null;
    }

    private static ConfigurationProfileException Bad(string message, Exception? cause = null) => new(ConfigurationProfileProblem.BadSignature, message, cause);
}
