using System.Security.Cryptography;
using MacStateStore.Storage;

namespace MacStateStore.LocalPolicy;

/// <summary>The nonces of the Secure Storage Component; policies carry their SHA-384 hashes, so that an old policy isn't taken for a new one.</summary>
internal sealed class PolicyNonces(Database database, RandomSource random)
{
    public const string Local = "lpnh", Remote = "rpnh", Recovery = "ronh";
    private const int Size = 48;

    /// <summary>The hash of one; null where there is none.</summary>
    public byte[]? Hash(string name) => database.Scalar("SELECT value FROM nonce WHERE name = $1", name) is byte[] nonce ? SHA384.HashData(nonce) : null;

    /// <summary>Whether a hash is that of a valid nonce; during an update there are two.</summary>
    public bool IsValid(string name, ReadOnlySpan<byte> hash)
    {
        foreach (var column in (string[])["value", "former"])
            if (database.Scalar($"SELECT {column} FROM nonce WHERE name = $1", name) is byte[] nonce && SHA384.HashData(nonce).AsSpan().SequenceEqual(hash)) return true;
        return false;
    }

    /// <summary>A new nonce, in place of the one there was.</summary>
    public void Renew(string name, bool keepsFormer = false) => database.Execute(
        "INSERT INTO nonce (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET former = CASE WHEN $3 THEN value END, value = excluded.value", name, random.Bytes(Size), keepsFormer);

    /// <summary>Takes those away by which installed systems start.</summary>
    public void TakeAway() => database.Execute("UPDATE nonce SET value = NULL, former = NULL WHERE name <> $1", Recovery);

    public void ForgetFormer() => database.Execute("UPDATE nonce SET former = NULL WHERE former IS NOT NULL");
}
