using MacStateStore.SecureEnclave;

namespace MacStateStore.Disks;

public sealed partial class MacDisks
{
    private const long EmptyVolume = 20480;
    private const int MostFailedUnlocks = 10;

    /// <summary>Adds a volume to a container; it isn't mounted yet.</summary>
    /// <exception cref="DiskException">There is no room, or it can't be in that group.</exception>
    public Volume AddVolume(Disk container, NewVolume wanted)
    {
        if (wanted.Quota > 0 && wanted.Reserve > wanted.Quota) throw new DiskException(DiskProblem.InvalidRequest);
        if (container.Free < Math.Max(EmptyVolume, wanted.Reserve)) throw new DiskException(DiskProblem.CannotAddVolume);
        return Make(new Volume(container.Number, FirstFree(container.Volumes.Select(other => other.Slice))) { Reserve = wanted.Reserve, Quota = wanted.Quota }, wanted);
    }

    /// <summary>Deletes a volume that isn't mounted, with its crypto users.</summary>
    /// <exception cref="DiskException">It is mounted.</exception>
    public void DeleteVolume(Volume volume)
    {
        if (volume.MountPoint is not null || volume.Snapshots.Any(snapshot => snapshot.MountPoint is not null)) throw new DiskException(DiskProblem.CannotUnmount);
        var isLast = All.SelectMany(disk => disk.Volumes).Count(other => other.KeysUuid == volume.KeysUuid) == 1;
        DiskStore.Delete(_database, volume);
        if (LoseSystem(volume)) KeysOf(volume)?.Renew(hasOwners: false);
        else if (isLast) KeysOf(volume)?.Destroy();
        Changed();
    }

    /// <summary>Empties a volume that isn't mounted; it is another one then, of the same device.</summary>
    /// <exception cref="DiskException">It is mounted.</exception>
    public Volume EraseVolume(Volume volume, NewVolume wanted)
    {
        DeleteVolume(volume);
        return Make(new Volume(volume.Disk, volume.Slice) { Reserve = volume.Reserve, Quota = volume.Quota }, wanted);
    }

    /// <summary>Gives a volume other roles.</summary>
    /// <exception cref="DiskException">It is part of a group, whose members keep theirs.</exception>
    public void ChangeRoles(Volume volume, IReadOnlyList<string> roles)
    {
        if (volume.Group is not null) throw new DiskException(DiskProblem.InvalidRequest);
        _database.Execute("UPDATE volume SET roles = $3 WHERE disk = $1 AND slice = $2", volume.Disk, volume.Slice, string.Join(',', roles));
        Changed();
    }

    /// <summary>Sets how much a volume may hold; 0 for no limit.</summary>
    /// <exception cref="DiskException">It holds more, or more is kept for it.</exception>
    public void SetQuota(Volume volume, long quota)
    {
        if (quota > 0 && quota < volume.Taken) throw new DiskException(DiskProblem.InvalidRequest);
        _database.Execute("UPDATE volume SET quota = $3 WHERE disk = $1 AND slice = $2", volume.Disk, volume.Slice, quota);
        Changed();
    }

    /// <summary>Arms or disarms the defragmentation of a volume.</summary>
    public void SetDefragmented(Volume volume, bool isDefragmented)
    {
        _database.Execute("UPDATE volume SET defragmented = $3 WHERE disk = $1 AND slice = $2", volume.Disk, volume.Slice, isDefragmented);
        Changed();
    }

    /// <summary>Renames a volume; where it is mounted under /Volumes, it moves.</summary>
    /// <exception cref="DiskException">There is no file system.</exception>
    public void Rename(Place place, string name)
    {
        if (place.VolumeName is null) throw new DiskException(DiskProblem.InvalidRequest);
        if (place.Volume is { } volume)
        {
            if (_mac.Systems.Any(system => system.Name == volume.Name && system.VolumeGroup == volume.KeysUuid) && !volume.Is("Data"))
            {
                if (_mac.Systems.Any(system => system.Name == name && system.VolumeGroup != volume.KeysUuid)) throw new DiskException(DiskProblem.InvalidRequest);
                _database.Execute("UPDATE installed_system SET name = $2 WHERE volume_group = $1", volume.KeysUuid, name);
            }
            _database.Execute("UPDATE volume SET name = $3 WHERE disk = $1 AND slice = $2", volume.Disk, volume.Slice, name);
        }
        else _database.Execute("UPDATE partition SET volume_name = $3 WHERE disk = $1 AND slice = $2", place.Disk.Number, place.Partition!.Slice, name);
        Changed();
        if (place.Snapshot is null && place.MountPoint?.StartsWith(Volumes, StringComparison.Ordinal) == true)
        {
            var isReadOnly = place.Volume?.IsReadOnly ?? place.Partition!.IsReadOnly;
            SetMountPoint(place, null, isReadOnly);
            SetMountPoint(place, FreeMountPoint(name), isReadOnly);
        }
    }

    /// <summary>Says whether owners of files count on a mounted volume.</summary>
    /// <exception cref="DiskException">It isn't mounted.</exception>
    public void SetOwners(Place place, bool count)
    {
        if (place.MountPoint is null) throw new DiskException(DiskProblem.NeedsMountPoint);
        if (place.Volume is { } volume) _database.Execute("UPDATE volume SET owners = $3 WHERE disk = $1 AND slice = $2", volume.Disk, volume.Slice, count);
        else _database.Execute("UPDATE partition SET owners = $3 WHERE disk = $1 AND slice = $2", place.Disk.Number, place.Partition!.Slice, count);
        Changed();
    }

    /// <summary>Deletes a snapshot.</summary>
    /// <exception cref="DiskException">It is mounted.</exception>
    public void DeleteSnapshot(Volume volume, Snapshot snapshot)
    {
        if (snapshot.MountPoint is not null) throw new DiskException(DiskProblem.InvalidRequest);
        _database.Execute("DELETE FROM volume_snapshot WHERE disk = $1 AND slice = $2 AND name = $3 AND xid = $4", volume.Disk, volume.Slice, snapshot.Name, snapshot.Xid);
        Changed();
    }

    /// <summary>Encrypts a volume: from now on it takes this passphrase to read it.</summary>
    /// <exception cref="DiskException">It is encrypted already, or part of a group.</exception>
    public void EncryptForDisk(Volume volume, string passphrase)
    {
        if (KeysOf(volume) is not null) throw new DiskException(DiskProblem.InvalidRequest);
        MakeDiskUser(volume, passphrase, hint: null);
        Changed();
    }

    /// <summary>Encrypts a volume for a crypto user that it has; false where the passphrase isn't that user's.</summary>
    public bool EncryptForUser(Volume volume, string user, string passphrase)
    {
        if (KeysOf(volume) is not { } keys || !keys.CanUnlock(user, passphrase)) return false;
        keys.Protect();
        if (volume.KeysUuid == _mac.System.VolumeGroup) _mac.FileVault.BeginConversion(isEncryption: true);
        Changed();
        return true;
    }

    /// <summary>
    /// Decrypts a volume for one of its crypto users; false where its passphrase is wrong. One that stands alone loses them all, those of
    /// a group stay, as they are the users of its system.
    /// </summary>
    public bool Decrypt(Volume volume, string user, string passphrase)
    {
        if (KeysOf(volume) is not { } keys || !keys.Unprotect(user, passphrase)) return false;
        if (volume.Group is null && keys.Users.All(other => other.Type == CryptoUserType.Disk)) keys.Destroy();
        if (volume.KeysUuid == _mac.System.VolumeGroup) _mac.FileVault.BeginConversion(isEncryption: false);
        Changed();
        return true;
    }

    /// <summary>Whether so many passphrases were wrong that no more are tried until the next start.</summary>
    public static bool HasTooManyFailures(Volume volume) => volume.FailedUnlocks >= MostFailedUnlocks;

    /// <summary>The crypto user that a passphrase belongs to; null where it belongs to none.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="user">Which may be meant; any where null.</param>
    /// <param name="passphrase">The passphrase.</param>
    public string? UserWith(Volume volume, string? user, string passphrase) =>
        KeysOf(volume) is { } keys
            ? keys.Users.FirstOrDefault(each => (user is null || each.Uuid == user) && keys.CanUnlock(each.Uuid, passphrase))?.Uuid
            : null;

    /// <summary>A passphrase was wrong.</summary>
    public void CountFailure(Volume volume)
    {
        _database.Execute("UPDATE volume SET failed_unlocks = failed_unlocks + 1 WHERE disk = $1 AND slice = $2", volume.Disk, volume.Slice);
        Changed();
    }

    /// <summary>Unlocks a volume, and those of its group, whose passphrase was given.</summary>
    public void Unlock(Volume volume) => SetLocked(volume, false);

    /// <summary>Locks a volume that takes a passphrase and isn't mounted.</summary>
    /// <exception cref="DiskException">It takes none, or is mounted.</exception>
    public void Lock(Volume volume)
    {
        if (KeysOf(volume) is not { IsProtected: true }) throw new DiskException(DiskProblem.InvalidRequest);
        if (volume.MountPoint is not null) throw new DiskException(DiskProblem.CannotUnmount);
        SetLocked(volume, true);
    }

    /// <summary>Gives a crypto user another passphrase; false where the old one is wrong.</summary>
    public bool ChangePassphrase(Volume volume, string user, string old, string passphrase) =>
        KeysOf(volume) is { } keys && keys.Users.FirstOrDefault(each => each.Uuid == user) is { } known && keys.HandOn(user, old, user, known.Type, passphrase);

    /// <summary>Sets or clears a crypto user's hint.</summary>
    public void SetHint(Volume volume, string user, string? hint) => KeysOf(volume)!.SetHint(user, hint);

    // The volume at that place as it is wanted, empty.
    private Volume Make(Volume at, NewVolume wanted)
    {
        var uuid = _mac.Random.Uuid();
        var volume = at with
        {
            Uuid = uuid,
            Name = wanted.Name,
            Roles = wanted.Roles,
            InUse = EmptyVolume,
            IsCaseSensitive = wanted.IsCaseSensitive,
            Group = GroupFor(wanted, uuid),
        };
        DiskStore.Add(_database, volume);
        if (wanted.Passphrase is { } passphrase) MakeDiskUser(volume, passphrase, wanted.Hint);
        Changed();
        return volume;
    }

    private void SetLocked(Volume volume, bool isLocked)
    {
        foreach (var member in All.SelectMany(disk => disk.Volumes).Where(member => member.KeysUuid == volume.KeysUuid))
            _database.Execute("UPDATE volume SET locked = $3, failed_unlocks = 0 WHERE disk = $1 AND slice = $2", member.Disk, member.Slice, isLocked);
        Changed();
    }

    // The disk user's UUID is the volume's own.
    private void MakeDiskUser(Volume volume, string passphrase, string? hint)
    {
        var keys = new VolumeKeys(_database, _mac.Random, volume.KeysUuid);
        keys.Create(null);
        keys.Claim(volume.KeysUuid, CryptoUserType.Disk, passphrase, hint);
        keys.Protect();
    }

    // A group is one System and one Data volume, and goes by the UUID of the second.
    private string? GroupFor(NewVolume wanted, string uuid)
    {
        if (wanted.GroupWith is not { } other) return null;
        var isSystem = wanted.Roles is ["System"];
        if ((!isSystem && wanted.Roles is not ["Data"]) || !other.Is(isSystem ? "Data" : "System") || other.Group is not null || wanted.Passphrase is not null || (!isSystem && KeysOf(other) is not null))
            throw new DiskException(DiskProblem.InvalidRequest);
        var group = isSystem ? other.Uuid : uuid;
        _database.Execute("UPDATE volume SET volume_group = $3 WHERE disk = $1 AND slice = $2", other.Disk, other.Slice, group);
        return group;
    }

    // A system that lacks its System or its Data volume can't be started any more.
    private bool LoseSystem(Volume volume)
    {
        if (_mac.Systems.All(system => system.VolumeGroup != volume.KeysUuid)) return false;
        _database.Execute("UPDATE installed_system SET erased = 1 WHERE volume_group = $1", volume.KeysUuid);
        return true;
    }

    private static int FirstFree(IEnumerable<int> taken, int first = 1)
    {
        var numbers = taken.ToHashSet();
        while (numbers.Contains(first)) first++;
        return first;
    }
}
