using MacStateStore.Lifecycle;
using MacStateStore.OpenDirectory;

namespace MacStateStore.FileVault;

/// <summary>What happens before macOS is there: somebody unlocks the volume.</summary>
public sealed partial class VolumeEncryption
{
    /// <summary>Whom the screen before the start offers: the names of people, in the order in which they came.</summary>
    public IReadOnlyList<string> Unlockers => [.. People.Select(person => person.Record?.Name).OfType<string>()];

    /// <summary>Finds who unlocks the volume before the start: a person with the password that the volume knows, or the recovery key.</summary>
    /// <param name="who">The short name, or the recovery key.</param>
    /// <param name="password">The person's password; null with a recovery key.</param>
    /// <returns>The UUID of the crypto user.</returns>
    /// <exception cref="LifecycleException">The volume isn't locked, or that doesn't open it.</exception>
    public string UnlockerBy(string who, string? password)
    {
        if (!IsOn) throw new LifecycleException("FileVault is off, so nobody has to unlock the Mac");
        if (password is null && IsRecoveryKey(who)) return RecoveryKey.CryptoUserUuid;
        var person = password is null ? default : People.FirstOrDefault(each => each.Record?.Name == who);
        if (person.User is { } user && Keys.CanUnlock(user.Uuid, password!)) return user.Uuid;
        var known = string.Join(", ", Unlockers);
        throw new LifecycleException(password is null ? "this is not the recovery key (a person needs --password)"
            : person.User is null ? $"{who} can't unlock the Mac; {(known.Length > 0 ? $"{known} can" : "nobody can")}{(HasPersonalRecoveryKey ? ", and the recovery key" : "")}"
            : $"this is not the password that unlocks the Mac for {who} (one that was reset is not)");
    }

    /// <summary>Somebody has unlocked the start that just was.</summary>
    public void Unlocked(string uuid) => Set("unlocked_by = $2", uuid);

    /// <summary>The next start unlocks itself, on behalf of somebody who could (dossier fdesetup, 12.7).</summary>
    /// <exception cref="FileVaultException">The hardware can't, or they can't.</exception>
    public void UnlockNextStart(FileVaultCredential by)
    {
        RequireAuthRestart();
        Open(by, takesRecoveryKey: IsCoreStorage);
        // After such a start the Mac doesn't count as unlocked by the recovery key, even if that was typed (dossier fdesetup, 5.5).
        Set("next_unlock = $2", (by.Name is { } name ? _mac.Directory.Find(RecordType.Users, name) : null) is { } user ? UuidOf(user) : "");
    }

    /// <summary>Refuses what a Mac can't do that has to be unlocked by hand, or needs no unlocking.</summary>
    /// <exception cref="FileVaultException">The hardware can't, or FileVault is off.</exception>
    public void RequireAuthRestart()
    {
        if (!SupportsAuthRestart) throw new FileVaultException(FileVaultProblem.NoAuthRestart);
        RequireOn();
    }

    /// <summary>Whether the next start unlocks itself.</summary>
    public bool UnlocksNextStart => _database.Text("SELECT next_unlock FROM file_vault WHERE volume_group = $1", VolumeGroup) is not null;

    /// <summary>macOS has started: what waited for that is done, and the key kept for it is used up.</summary>
    internal void Started()
    {
        if (State.Restart == PendingRestart.Enable) TurnOn();
        _database.Execute("UPDATE file_vault SET restart = NULL, unlocked_by = next_unlock, next_unlock = NULL WHERE volume_group = $1", VolumeGroup);
    }
}
