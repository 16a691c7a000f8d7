using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Fdesetup.Tests;

/// <summary>Certificates whose private keys are at hand, made once.</summary>
internal static class Certificates
{
    private static readonly Lazy<RSA> RsaKey = new(() => RSA.Create(2048));
    private static readonly ECDsa CurveKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static X509Certificate2 Rsa { get; } = new CertificateRequest("CN=IRK", RsaKey.Value, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90));

    public static X509Certificate2 Curve { get; } = new CertificateRequest("CN=IRK", CurveKey, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90));

    /// <summary>A keychain with the private key, as PEM text.</summary>
    public static byte[] KeychainOf(X509Certificate2 certificate) => System.Text.Encoding.ASCII.GetBytes(
        certificate.ExportCertificatePem() + "\n" + (certificate == Rsa ? RsaKey.Value.ExportPkcs8PrivateKeyPem() : CurveKey.ExportECPrivateKeyPem()) + "\n");
}
