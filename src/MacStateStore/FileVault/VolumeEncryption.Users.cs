using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacStateStore.SecureEnclave;

namespace MacStateStore.FileVault;

public sealed partial class VolumeEncryption
{
    /// <summary>Lets further users unlock the Mac, which with APFS gives them a secure token; one who could already does so with the password of now.</summary>
    /// <param name="by">Somebody who unlocks it.</param>
    /// <param name="users">The users with their passwords.</param>
    /// <exception cref="FileVaultException">One of them can't be added.</exception>
    public void Add(FileVaultCredential by, IReadOnlyList<(string Name, string Password)> users)
    {
        RequireOn();
        var records = users.Select(user => (Record: Named(user.Name), user.Password)).ToList();
        byte[] kek;
        try
        {
            kek = Open(by, takesRecoveryKey: IsCoreStorage);
        }
        catch (FileVaultException refused) when (!IsCoreStorage && refused.Problem != FileVaultProblem.Off)
        {
            throw new FileVaultException(FileVaultProblem.CannotAdd, by.Name);
        }
        // All of them before the first is let in: a wrong password counts as tried, and keeps what was done until then.
        if (records.Any(user => UuidOf(user.Record) is null || user.Password.Length == 0 || _mac.Accounts.Verify(user.Record.Name, user.Password) is null))
            throw new FileVaultException(FileVaultProblem.CannotAdd);
        foreach (var (record, password) in records)
        {
            _mac.SecureTokens.Hand(kek, record, password);
            _database.Execute("DELETE FROM file_vault_removed WHERE volume_group = $1 AND uuid = $2", VolumeGroup, UuidOf(record));
        }
    }

    /// <summary>
    /// Takes the way in from somebody, by UUID or by name. In early releases only FileVault forgets a person, whose secure token stays
    /// (cross-check 7).
    /// </summary>
    /// <exception cref="FileVaultException">There is no such user, or no other person would be left.</exception>
    public void Remove(string? uuid, string? name)
    {
        RequireOn();
        var wanted = uuid?.ToUpperInvariant() ?? (_mac.Directory.Find(RecordType.Users, name!) is { } named ? UuidOf(named) : null);
        var found = CryptoUsers.FirstOrDefault(user => user.Uuid == wanted && !IsRemoved(user.Uuid)) ?? throw new FileVaultException(FileVaultProblem.NoSuchUser, name);
        if (found.Type == CryptoUserType.LocalOpenDirectory && NobodyUnlocksBut(found.Uuid) && (People.Count == 1 || RecordOf(found.Uuid) is not null))
            throw new FileVaultException(FileVaultProblem.LastUser, name);
        var record = RecordOf(found.Uuid);
        if (record is not null && !IsCoreStorage && Os.Has(Capability.FdesetupRemoveKeepsSecureToken))
        {
            _database.Execute("INSERT INTO file_vault_removed (volume_group, uuid) VALUES ($1, $2)", VolumeGroup, found.Uuid);
            return;
        }
        Keys.Remove(found.Uuid);
        if (record is not null) _mac.SecureTokens.Drop(record);
    }

    /// <summary>
    /// Whether a user is the last person who unlocks the Mac, so that the record must stay ("would cause removal of last unlock record",
    /// dossier dscl, 7). In early releases others may hold secure tokens and yet be no FileVault users.
    /// </summary>
    public bool IsLastUnlocker(DirectoryRecord user) =>
        IsOn && UuidOf(user) is { } uuid && NobodyUnlocksBut(uuid) && People.Any(person => person.User.Uuid == uuid);

    private bool NobodyUnlocksBut(string uuid) => People.All(person => person.User.Uuid == uuid || person.Record is null);

    /// <summary>Forgets the users whose record is gone; adds nobody.</summary>
    public void Synchronise()
    {
        foreach (var (user, record) in People)
            if (record is null) Keys.Remove(user.Uuid);
    }

    /// <summary>The KEK, by whoever asks.</summary>
    /// <param name="by">Who.</param>
    /// <param name="takesRecoveryKey">Whether the personal recovery key may stand in for a person.</param>
    /// <exception cref="FileVaultException">Their secret doesn't open the volume.</exception>
    private byte[] Open(FileVaultCredential by, bool takesRecoveryKey)
    {
        RequireOn();
        if (by.Keychain is { } keychain)
        {
            using var key = MasterKeychain.PrivateKeyIn(keychain);
            return (key is null ? null : Keys.OpenWith(key)) ?? throw new FileVaultException(FileVaultProblem.NotAuthenticated);
        }
        if (RecoveryKey.IsWellFormed(by.Secret) && Keys.Open(RecoveryKey.CryptoUserUuid, by.Secret) is { } recovered)
            return takesRecoveryKey ? recovered : throw new FileVaultException(FileVaultProblem.RecoveryKeyRefused);
        // CoreStorage asks for no name: any user's password will do.
        if (IsCoreStorage || by.MayBeAnybody)
            return CryptoUsers.Select(user => Keys.Open(user.Uuid, by.Secret)).FirstOrDefault(kek => kek is not null) ?? throw new FileVaultException(FileVaultProblem.NotAuthenticated);
        var user = _mac.Accounts.Verify(by.Name ?? _mac.Sessions.ConsoleUser ?? "", by.Secret) ?? throw new FileVaultException(FileVaultProblem.NotAuthenticated);
        return UuidOf(user) is { } uuid && !IsRemoved(uuid) && Keys.Open(uuid, by.Secret) is { } kek ? kek : throw new FileVaultException(FileVaultProblem.VolumeRefuses, user.Name);
    }

    private void RequireOn()
    {
        if (!IsOn) throw new FileVaultException(FileVaultProblem.Off);
    }
}
