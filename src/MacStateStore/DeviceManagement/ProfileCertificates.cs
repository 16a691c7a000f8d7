using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MacStateStore.PropertyLists;

namespace MacStateStore.DeviceManagement;

/// <summary>
/// The certificates that profiles bring (dossier profiles, 9 and 12). Kept apart, so that only what needs them loads the cryptography
/// behind them.
/// </summary>
public static class ProfileCertificates
{
    // The last two needn't be authorities, but they can be.
    private static readonly string[] AuthorityTypes = ["com.apple.security.root", "com.apple.security.pkcs1", "com.apple.security.pem"];

    /// <summary>
    /// The chain from a certificate to one of the anchors, or to what the host trusts; null where there is none. A time that is over is
    /// forgiven where the caller says so.
    /// </summary>
    public static X509Chain? ChainOf(X509Certificate2 certificate, IEnumerable<X509Certificate2> anchors, X509Certificate2Collection others, bool forgivesTime = false)
    {
        foreach (var mode in (X509ChainTrustMode[])[X509ChainTrustMode.CustomRootTrust, X509ChainTrustMode.System])
        {
            var chain = new X509Chain { ChainPolicy = { TrustMode = mode, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true } };
            if (forgivesTime) chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
            if (mode == X509ChainTrustMode.CustomRootTrust)
                foreach (var anchor in anchors) chain.ChainPolicy.CustomTrustStore.Add(anchor);
            chain.ChainPolicy.ExtraStore.AddRange(others);
            if (chain.Build(certificate)) return chain;
            chain.Dispose();
        }
        return null;
    }

    /// <summary>The certificates without keys that can be read.</summary>
    internal static IEnumerable<X509Certificate2> Authorities(IEnumerable<ProfilePayload> payloads) => Readable(payloads, AuthorityTypes, Certificate);

    /// <summary>The certificates with their keys that can be read.</summary>
    internal static IEnumerable<X509Certificate2> Identities(IEnumerable<ProfilePayload> payloads) => Readable(payloads, [ProfilePayload.IdentityType], Identity);

    /// <summary>The certificate of a payload without a key.</summary>
    /// <exception cref="ConfigurationProfileException">It is none.</exception>
    internal static X509Certificate2 Certificate(ProfilePayload payload) => Load(payload, content => X509CertificateLoader.LoadCertificate(content));

    /// <summary>The certificate of a payload, with its key.</summary>
    /// <exception cref="ConfigurationProfileException">It is none, or its password isn't the right one.</exception>
    internal static X509Certificate2 Identity(ProfilePayload payload)
    {
        var password = payload.Content.TryGetString("Password", out var text) ? text : "";
        var identity = Load(payload, content => X509CertificateLoader.LoadPkcs12(content, password, X509KeyStorageFlags.EphemeralKeySet));
        return identity.HasPrivateKey ? identity : throw Bad(payload, "has no private key", null);
    }

    private static IEnumerable<X509Certificate2> Readable(IEnumerable<ProfilePayload> payloads, string[] types, Func<ProfilePayload, X509Certificate2> read)
    {
        foreach (var payload in payloads)
        {
            if (!types.Contains(payload.Type)) continue;
            X509Certificate2 certificate;
            try
            {
                certificate = read(payload);
            }
            catch (ConfigurationProfileException)
            {
                continue;
            }
            yield return certificate;
        }
    }

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
