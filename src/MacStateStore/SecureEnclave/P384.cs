using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using MacStateStore.Storage;

namespace MacStateStore.SecureEnclave;

/// <summary>
/// Keys on the curve P-384 and signatures with SHA-384, as everything about LocalPolicy uses them. Signatures are deterministic
/// (RFC 6979), so that a machine made with a seed signs the same each time.
/// </summary>
public static class P384
{
    /// <summary>Bytes of a private scalar.</summary>
    public const int ScalarSize = 48;

    // The order of the curve (SEC 2, 2.5.1).
    private static readonly BigInteger Order = BigInteger.Parse(
        "0FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973", System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A new private scalar.</summary>
    internal static byte[] NewScalar(RandomSource random)
    {
        var scalar = random.Bytes(ScalarSize);
        scalar[0] &= 0x7F; // below the order of the curve, which begins with ones
        return scalar;
    }

    /// <summary>The public key of a scalar, as X.509 has it (SubjectPublicKeyInfo).</summary>
    internal static byte[] PublicKey(byte[] scalar)
    {
        using var key = KeyOf(scalar);
        return key.ExportSubjectPublicKeyInfo();
    }

    /// <summary>Signs data: ECDSA over SHA-384, in DER.</summary>
    internal static byte[] Sign(byte[] scalar, ReadOnlySpan<byte> data)
    {
        var hash = SHA384.HashData(data);
        var (d, z) = (Read(scalar), Read(hash));
        foreach (var candidate in Nonces(scalar, hash))
        {
            var k = Read(candidate);
            if (k.IsZero || k >= Order) continue;
            using var point = KeyOf(candidate);
            var r = Read(point.ExportParameters(includePrivateParameters: false).Q.X!) % Order;
            var s = BigInteger.ModPow(k, Order - 2, Order) * (z + r * d) % Order;
            if (r.IsZero || s.IsZero) continue;
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteInteger(r);
                writer.WriteInteger(s);
            }
            return writer.Encode();
        }
        throw new CryptographicException("no signature"); // can't happen: the nonces never end
    }

    /// <summary>Whether a signature is that of a public key over the data.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(publicKey, out _);
            return key.KeySize == ScalarSize * 8 && key.VerifyData(data, signature, HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static ECDsa KeyOf(byte[] scalar) => ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP384, D = scalar });

    private static BigInteger Read(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    // RFC 6979, 3.2, with HMAC-SHA-384, whose size is that of the order.
    private static IEnumerable<byte[]> Nonces(byte[] scalar, byte[] hash)
    {
        var reduced = new byte[ScalarSize];
        (Read(hash) % Order).TryWriteBytes(reduced, out var written, isUnsigned: true, isBigEndian: true);
        if (written < ScalarSize) reduced = [.. new byte[ScalarSize - written], .. reduced.AsSpan(0, written)];
        var value = new byte[ScalarSize];
        value.AsSpan().Fill(1);
        var key = new byte[ScalarSize];
        foreach (byte step in (ReadOnlySpan<byte>)[0, 1])
        {
            key = HMACSHA384.HashData(key, (byte[])[.. value, step, .. scalar, .. reduced]);
            value = HMACSHA384.HashData(key, value);
        }
        while (true)
        {
            value = HMACSHA384.HashData(key, value);
            yield return value;
            key = HMACSHA384.HashData(key, (byte[])[.. value, 0]);
            value = HMACSHA384.HashData(key, value);
        }
    }
}
