using System.Security.Cryptography;
using MacStateStore.Storage;

namespace MacStateStore.LocalPolicy;

/// <summary>The nonces of the Secure Storage Component; policies carry their SHA-384 hashes, so that an old policy isn't taken for a new one. The hashes are kept as well: who only looks needs no cryptography.</summary>
internal sealed class PolicyNonces(Database database, RandomSource random)
{
    public const string Local = "lpnh", Remote = "rpnh", Recovery = "ronh";
    private const int Size = 48;

    /// <summary>The hash of one; null where there is none.</summary>
    public byte[]? Hash(string name) => database.Scalar("SELECT hash FROM nonce WHERE name = $1", name) as byte[];

    /// <summary>Whether a hash is that of a valid nonce; during an update there are two.</summary>
    public bool IsValid(string name, ReadOnlySpan<byte> hash) => database.Scalar("SELECT 1 FROM nonce WHERE name = $1 AND (hash = $2 OR former_hash = $2)", name, hash.ToArray()) is not null;

    /// <summary>A new nonce, in place of the one there was.</summary>
    public void Renew(string name, bool keepsFormer = false)
    {
        var nonce = random.Bytes(Size);
        database.Execute(
            """
            INSERT INTO nonce (name, value, hash) VALUES ($1, $2, $3)
            ON CONFLICT (name) DO UPDATE SET former_hash = CASE WHEN $4 THEN hash END, value = excluded.value, hash = excluded.hash
            """,
            name, nonce, SHA384.HashData(nonce), keepsFormer);
    }

    /// <summary>Takes those away by which installed systems start.</summary>
    public void TakeAway() => database.Execute("UPDATE nonce SET value = NULL, hash = NULL, former_hash = NULL WHERE name <> $1", Recovery);

    public void ForgetFormer() => database.Execute("UPDATE nonce SET former_hash = NULL WHERE former_hash IS NOT NULL");
}
