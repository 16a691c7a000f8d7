using System.Security.Cryptography.X509Certificates;
using MacStateStore.DeviceManagement;

namespace MacStateStore.Credentials;

/// <summary>The certificates in keychains. Kept apart, so that only what needs them loads the cryptography behind them.</summary>
public static class KeychainCertificates
{
    /// <summary>The certificates in the System keychain, which profiles have brought; other keychains have none.</summary>
    public static IReadOnlyList<X509Certificate2> In(Mac mac, string keychain) =>
        keychain == KeychainStore.SystemKeychain ? [.. ProfileCertificates.Authorities(mac.Profiles.OfMac), .. Identities(mac, keychain)] : [];

    /// <summary>Those of them that have a private key.</summary>
    public static IReadOnlyList<X509Certificate2> Identities(Mac mac, string keychain) =>
        keychain == KeychainStore.SystemKeychain ? [.. ProfileCertificates.Identities(mac.Profiles.OfMac)] : [];

    /// <summary>What a signed message says, whoever signed it; null where it isn't signed, or not well.</summary>
    public static byte[]? SignedContent(byte[] message)
    {
        try
        {
            return CmsContent.Verified(message, []).Content;
        }
        catch (ConfigurationProfileException)
        {
            return null;
        }
    }
}
