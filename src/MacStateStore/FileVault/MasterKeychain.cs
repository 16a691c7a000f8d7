using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MacStateStore.FileVault;

/// <summary>
/// The keychain of the institutional recovery key. Of a real one only the certificate can be read, which lies in it as it is; those made
/// here are PEM text, with the private key where it is known.
/// </summary>
public static class MasterKeychain
{
    /// <summary>Where macOS looks for it.</summary>
    public const string Path = "/Library/Keychains/FileVaultMaster.keychain";

    /// <summary>The certificate in a keychain, a PEM or a DER file.</summary>
    /// <exception cref="FileVaultException">There is none with a key that could wrap another.</exception>
    public static X509Certificate2 CertificateIn(ReadOnlySpan<byte> file)
    {
        foreach (var candidate in Candidates(file.ToArray()))
        {
            try
            {
                var certificate = X509CertificateLoader.LoadCertificate(candidate);
                using AsymmetricAlgorithm? rsa = certificate.GetRSAPublicKey();
                using AsymmetricAlgorithm? curve = rsa is null ? certificate.GetECDiffieHellmanPublicKey() : null;
                if (rsa is not null || curve is not null) return certificate;
                certificate.Dispose();
            }
            catch (CryptographicException)
            {
                // Something else that begins as a certificate does.
            }
        }
        throw new FileVaultException(FileVaultProblem.BadCertificate);
    }

    /// <summary>A keychain as it is made for a certificate.</summary>
    public static byte[] For(byte[] certificate) => Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", certificate) + "\n");

    /// <summary>The private key in a keychain; null where it has none that can be read.</summary>
    internal static AsymmetricAlgorithm? PrivateKeyIn(byte[] file)
    {
        foreach (var make in (Func<AsymmetricAlgorithm>[])[RSA.Create, ECDiffieHellman.Create])
        {
            var key = make();
            foreach (var (label, content) in Pem(file))
            {
                try
                {
                    if (label == "PRIVATE KEY") key.ImportPkcs8PrivateKey(content, out _);
                    else if (label == "RSA PRIVATE KEY" && key is RSA rsa) rsa.ImportRSAPrivateKey(content, out _);
                    else if (label == "EC PRIVATE KEY" && key is ECDiffieHellman curve) curve.ImportECPrivateKey(content, out _);
                    else continue;
                    return key;
                }
                catch (CryptographicException)
                {
                    // Of the other kind.
                }
            }
            key.Dispose();
        }
        return null;
    }

    private static IEnumerable<byte[]> Candidates(byte[] file)
    {
        foreach (var (label, content) in Pem(file))
            if (label is "CERTIFICATE" or "X509 CERTIFICATE") yield return content;
        // DER: a SEQUENCE whose length takes two bytes, which is what certificates are.
        for (var at = 0; at + 4 < file.Length; at++)
            if (file[at] == 0x30 && file[at + 1] == 0x82 && file[at + 4] == 0x30 && 4 + (file[at + 2] << 8 | file[at + 3]) is var length && at + length <= file.Length)
                yield return file[at..(at + length)];
    }

    private static List<(string Label, byte[] Content)> Pem(byte[] file)
    {
        var found = new List<(string, byte[])>();
        var text = Encoding.Latin1.GetString(file).AsSpan();
        while (PemEncoding.TryFind(text, out var fields))
        {
            found.Add((text[fields.Label].ToString(), Convert.FromBase64String(text[fields.Base64Data].ToString())));
            text = text[fields.Location.End..];
        }
        return found;
    }
}
