using MacStateStore.Storage;

namespace MacStateStore.OpenDirectory;

/// <summary>The hashes of users' former passwords, for policies that forbid using one again.</summary>
internal sealed class PasswordHistory(Database database)
{
    private const int Kept = 50;

    /// <summary>Remembers the hash that a new one is about to replace.</summary>
    public void Remember(DirectoryRecord user)
    {
        if (user.Text(AttributeName.GeneratedUid) is not { } uuid || user.Values(AttributeName.ShadowHashData) is not [var hash, ..]) return;
        database.Execute("INSERT INTO former_password (user_uuid, hash) VALUES ($1, $2)", uuid, hash.Bytes);
        database.Execute(
            "DELETE FROM former_password WHERE user_uuid = $1 AND id NOT IN (SELECT id FROM former_password WHERE user_uuid = $1 ORDER BY id DESC LIMIT $2)", uuid, Kept);
    }

    /// <summary>Whether a password is the present one or among the last that a user had.</summary>
    public bool Has(DirectoryRecord user, string password, int depth)
    {
        if (depth < 1 || user.Text(AttributeName.GeneratedUid) is not { } uuid) return false;
        if (DirectorySession.IsPassword(user, password)) return true;
        return database.Rows("SELECT hash FROM former_password WHERE user_uuid = $1 ORDER BY id DESC LIMIT $2", row => row.Blob(0), uuid, depth - 1)
            .Any(hash => ShadowHash.Verify(hash, password));
    }
}
