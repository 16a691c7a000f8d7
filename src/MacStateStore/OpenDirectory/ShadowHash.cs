using System.Security.Cryptography;
using System.Text;
using MacStateStore.PropertyLists;
using MacStateStore.Storage;

namespace MacStateStore.OpenDirectory;

/// <summary>
/// The value of ShadowHashData: a binary property list with a salted PBKDF2-HMAC-SHA512 hash of 128 bytes (dossier dscl, 12.6).
/// </summary>
internal static class ShadowHash
{
    private const string Scheme = "SALTED-SHA512-PBKDF2";
    private const int EntropySize = 128;
    private const int SaltSize = 32;
    private const int MostIterations = 10_000_000;

    /// <summary>A hash of the password with a new salt.</summary>
    public static byte[] Create(string password, RandomSource random, int iterations)
    {
        var salt = random.Bytes(SaltSize);
        return PropertyList.ToBinary(new PlistDictionary
        {
            [Scheme] = new PlistDictionary
            {
                ["entropy"] = new PlistData(Entropy(password, salt, iterations)),
                ["iterations"] = new PlistInteger(iterations),
                ["salt"] = new PlistData(salt),
            },
        });
    }

    /// <summary>Whether the password is the hashed one; false also where the data is of another kind or damaged.</summary>
    public static bool Verify(byte[] shadowHashData, string password) =>
        PartsOf(shadowHashData) is var (entropy, salt, iterations) && CryptographicOperations.FixedTimeEquals(entropy, Entropy(password, salt, iterations, entropy.Length));

    /// <summary>Whether that is a hash that a password can be compared with.</summary>
    public static bool IsHash(byte[] shadowHashData) => PartsOf(shadowHashData) is not null;

    private static (byte[] Entropy, byte[] Salt, int Iterations)? PartsOf(byte[] shadowHashData)
    {
        try
        {
            return PropertyList.Parse(shadowHashData) is PlistDictionary schemes && schemes[Scheme] is PlistDictionary hash && hash["entropy"] is PlistData { Value.Length: > 0 } entropy && hash["salt"] is PlistData salt
                && hash["iterations"] is PlistInteger iterations && iterations.Value > 0 && iterations.Value < MostIterations
                    ? (entropy.Value.ToArray(), salt.Value.ToArray(), (int)iterations.Value) : null;
        }
        catch (PropertyListException)
        {
            return null;
        }
    }

    private static byte[] Entropy(string password, byte[] salt, int iterations, int size = EntropySize) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA512, size);
}
