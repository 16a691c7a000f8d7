using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MacStateStore.PropertyLists;

namespace MacStateStore.DeviceManagement;

/// <summary>
/// The certificates that profiles bring (dossier profiles, 9 and 12). Kept apart, so that only what needs them loads the cryptography
/// behind them.
/// </summary>
internal static class ProfileCertificates
{
    // The last two needn't be authorities, but they can be.
    private static readonly string[] AuthorityTypes = ["com.apple.security.root", "com.apple.security.pkcs1", "com.apple.security.pem"];

    /// <summary>The certificates without keys.</summary>
    public static IEnumerable<X509Certificate2> In(IEnumerable<ProfilePayload> payloads) => payloads.Where(payload => AuthorityTypes.Contains(payload.Type)).Select(Certificate);

    /// <summary>The certificate of a payload without a key.</summary>
    /// <exception cref="ConfigurationProfileException">It is none.</exception>
    public static X509Certificate2 Certificate(ProfilePayload payload) => Load(payload, content => X509CertificateLoader.LoadCertificate(content));

    /// <summary>The certificate of a payload, with its key.</summary>
    /// <exception cref="ConfigurationProfileException">It is none, or its password isn't the right one.</exception>
    public static X509Certificate2 Identity(ProfilePayload payload)
    {
        var password = payload.Content.TryGetString("Password", out var text) ? text : "";
        var identity = Load(payload, content => X509CertificateLoader.LoadPkcs12(content, password, X509KeyStorageFlags.EphemeralKeySet));
        return identity.HasPrivateKey ? identity : throw Bad(payload, "has no private key", null);
    }

    /// <summary>Every certificate that installed profiles have brought, and whether it is an identity, as CertificateList tells them.</summary>
    public static IEnumerable<(X509Certificate2 Certificate, bool IsIdentity)> All(IEnumerable<ProfilePayload> payloads) => payloads
        .Where(payload => payload.Type == ProfilePayload.IdentityType || AuthorityTypes.Contains(payload.Type))
        .Select(payload => payload.Type == ProfilePayload.IdentityType ? (Identity(payload), true) : (Certificate(payload), false));

    private static X509Certificate2 Load(ProfilePayload payload, Func<byte[], X509Certificate2> load)
    {
        if (payload.Content["PayloadContent"] is not PlistData content) throw Bad(payload, "has no PayloadContent", null);
        try
        {
            return load(content.Value.ToArray());
        }
        catch (CryptographicException error)
        {
            throw Bad(payload, "can't be read: its content is damaged, or its password another", error);
        }
    }

    private static ConfigurationProfileException Bad(ProfilePayload payload, string what, Exception? cause) =>
        new(ConfigurationProfileProblem.Malformed, $"the payload {payload.Type} ({payload.Uuid}) {what}", cause);
}
