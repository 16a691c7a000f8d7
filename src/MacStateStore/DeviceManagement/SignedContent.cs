using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace MacStateStore.DeviceManagement;

/// <summary>
/// What a CMS SignedData envelope holds, once its signature is verified. Whether anybody trusts the signer is not asked: an emulated
/// Mac has no certificates of its own. Kept apart, so that only a signed file loads the cryptography behind it.
/// </summary>
internal static class SignedContent
{
    private const string Data = "1.2.840.113549.1.7.1";

    /// <exception cref="ConfigurationProfileException">It isn't signed, or not well.</exception>
    public static byte[] Open(ReadOnlySpan<byte> file)
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
        return envelope.ContentInfo.Content;
    }

    private static ConfigurationProfileException Bad(string message, Exception? cause = null) => new(ConfigurationProfileProblem.BadSignature, message, cause);
}
