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
    private const string History = "PasswordHistory";
    private const int EntropySize = 128;
    private const int SaltSize = 32;
    private const int MostIterations = 10_000_000;

    /// <summary>A hash of the password with a new salt.</summary>
    /// <param name="password">The password.</param>
    /// <param name="random">Where the salt comes from.</param>
    /// <param name="iterations">The rounds.</param>
    /// <param name="before">What was there before; its hashes are kept as far as a rule wants to know them.</param>
    /// <param name="historyDepth">How many passwords are to be known, this one included.</param>
    public static byte[] Create(string password, RandomSource random, int iterations, byte[]? before = null, int historyDepth = 0)
    {
        var salt = random.Bytes(SaltSize);
        var content = new PlistDictionary
        {
            [Scheme] = new PlistDictionary
            {
                ["entropy"] = new PlistData(Entropy(password, salt, iterations)),
                ["iterations"] = new PlistInteger(iterations),
                ["salt"] = new PlistData(salt),
            },
        };
        var past = before is null || historyDepth < 2 ? [] : Hashes(before).Take(historyDepth - 1).ToList<PlistValue>();
        if (past.Count > 0) content[History] = new PlistArray(past);
        return PropertyList.ToBinary(content);
    }

    /// <summary>Whether the password is the hashed one; false also where the data is of another kind or damaged.</summary>
    public static bool Verify(byte[] shadowHashData, string password) => WasUsed(shadowHashData, password, 1);

    /// <summary>Whether the password is one of the last few, of which the hashed one is the first.</summary>
    public static bool WasUsed(byte[] shadowHashData, string password, int depth) => Hashes(shadowHashData).Take(depth).Any(hash => Verify(hash, password));

    // The current hash and those of before, latest first. macOS's own place for these isn't known.
    private static IEnumerable<PlistDictionary> Hashes(byte[] shadowHashData)
    {
        try
        {
            if (PropertyList.Parse(shadowHashData) is not PlistDictionary schemes || schemes[Scheme] is not PlistDictionary current) return [];
            return (schemes[History] as PlistArray ?? []).OfType<PlistDictionary>().Prepend(current);
        }
        catch (PropertyListException)
        {
            return [];
        }
    }

    /// <summary>Whether that is a hash that a password can be compared with.</summary>
    public static bool IsHash(byte[] shadowHashData) => Hashes(shadowHashData).FirstOrDefault() is { } hash && PartsOf(hash) is not null;

    private static bool Verify(PlistDictionary hash, string password) =>
        PartsOf(hash) is var (entropy, salt, iterations) && CryptographicOperations.FixedTimeEquals(entropy, Entropy(password, salt, iterations, entropy.Length));

    private static (byte[] Entropy, byte[] Salt, int Iterations)? PartsOf(PlistDictionary hash) =>
        hash["entropy"] is PlistData { Value.Length: > 0 } entropy && hash["salt"] is PlistData salt
        && hash["iterations"] is PlistInteger iterations && iterations.Value > 0 && iterations.Value < MostIterations
            ? (entropy.Value.ToArray(), salt.Value.ToArray(), (int)iterations.Value) : null;

    private static byte[] Entropy(string password, byte[] salt, int iterations, int size = EntropySize) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA512, size);
}
