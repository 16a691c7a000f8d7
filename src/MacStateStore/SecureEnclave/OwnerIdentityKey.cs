using System.Security.Cryptography;
using MacStateStore.Storage;

namespace MacStateStore.SecureEnclave;

/// <summary>
/// The Owner Identity Key (OIK): a P-384 key pair that the Secure Enclave makes when macOS is first set up. Its private half lies
/// only under the KEKs of volume groups; whoever reaches it owns the volume (Apple Platform Security, "Contents of a LocalPolicy file").
/// </summary>
internal static class OwnerIdentityKey
{
    /// <summary>Bytes of the private scalar on P-384.</summary>
    public const int PrivateKeySize = 48;

    /// <summary>Makes a new OIK, which takes the place of any earlier one, and gives its private scalar.</summary>
    public static byte[] Create(Database database, RandomSource random)
    {
        var scalar = random.Bytes(PrivateKeySize);
        scalar[0] &= 0x7F; // below the order of the curve, which begins with ones
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP384, D = scalar });
        database.Execute("INSERT INTO owner_identity_key (public_key) VALUES ($1)", key.ExportSubjectPublicKeyInfo());
        return scalar;
    }
}
