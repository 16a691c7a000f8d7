namespace MacStateStore.Disks;

public sealed partial class MacDisks
{
    /// <summary>
    /// A start mounts what it mounts: macOS its own volumes at their places and others under /Volumes, recoveryOS the system and its data
    /// under /Volumes. What takes a passphrase stays locked, but for the started system, which its user unlocks.
    /// </summary>
    internal void MountAtStart(string environment)
    {
        var isMacOS = environment == BootState.MacOS;
        var started = _mac.System.VolumeGroup;
        _database.Execute("UPDATE volume SET mount_point = NULL, failed_unlocks = 0");
        _database.Execute("UPDATE volume_snapshot SET mount_point = NULL");
        _database.Execute("UPDATE partition SET mount_point = NULL");
        _database.Execute("DELETE FROM volume_use");
        Changed();
        foreach (var place in Places.Where(place => place.Volume is not null && place.Snapshot is null).ToList())
        {
            var volume = place.Volume!;
            var isLocked = StateOf(volume).IsFileVault && KeysOf(volume) is not null && !(isMacOS && volume.KeysUuid == started);
            if (isLocked != volume.IsLocked) _database.Execute("UPDATE volume SET locked = $3 WHERE disk = $1 AND slice = $2", volume.Disk, volume.Slice, isLocked);
            var isOrdinary = volume.Roles.Count == 0 || volume.Is("System") || volume.Is("Data");
            // What another system mounts for itself lies under /Volumes here.
            var isAnothers = volume.Group is { } group && group != started && _mac.Systems.Any(system => system.VolumeGroup == group);
            var point = isMacOS && !isAnothers && volume.UsualMountPoint is { } usual && !usual.StartsWith(Volumes, StringComparison.Ordinal) ? usual
                : isLocked || !isOrdinary || (isMacOS && !isAnothers && volume.Snapshots.Any(snapshot => snapshot.UsualMountPoint is not null)) ? null
                : FreeMountPoint(volume.Name);
            if (point is not null) SetMountPoint(place, point);
            if (isMacOS && !isAnothers)
                _database.Execute("UPDATE volume_snapshot SET mount_point = usual_mount_point WHERE disk = $1 AND slice = $2", volume.Disk, volume.Slice);
            Changed();
        }
        foreach (var place in Places.Where(place => place.Partition is { FileSystem: not null }).ToList())
        {
            var partition = place.Partition!;
            if (isMacOS && IsRoot(place)) SetMountPoint(place, "/");
            else if (partition.Content is not (DiskContent.Efi or "Apple_Boot")) SetMountPoint(place, FreeMountPoint(partition.VolumeName ?? ""));
        }
        // That a start mounts what it always mounts is no news.
        _database.Execute("DELETE FROM change WHERE journal_id = (SELECT journal_id FROM current_run) AND table_name IN ('volume', 'volume_snapshot', 'partition')");
    }

    // Of a system that lies on no APFS volume only the name tells.
    private bool IsRoot(Place place) => place.Disk.IsInternal && place.Partition is { Format.IsHfs: true } && place.VolumeName == _mac.System.Name
        && All.SelectMany(disk => disk.Volumes).All(volume => volume.KeysUuid != _mac.System.VolumeGroup);

    /// <summary>Mounts a volume.</summary>
    /// <param name="place">The volume.</param>
    /// <param name="point">Where; under /Volumes where null.</param>
    /// <param name="readOnly">Whether for reading only.</param>
    /// <returns>Where it is mounted.</returns>
    /// <exception cref="DiskException">It is locked, mounted elsewhere, or has nothing to mount; or the place is taken.</exception>
    public string Mount(Place place, string? point = null, bool readOnly = false)
    {
        if (place.Volume is { IsLocked: true } || place.VolumeName is null) throw new DiskException(DiskProblem.CannotMount);
        if (place.MountPoint is { } already) return point is null || point == already ? already : throw new DiskException(DiskProblem.CannotMount);
        if (point is not null && Places.Any(other => other.MountPoint == point)) throw new DiskException(DiskProblem.CannotMount);
        var at = point ?? (place.Volume is { UsualMountPoint: { } usual } && Places.All(other => other.MountPoint != usual) && _mac.Boot.Environment == BootState.MacOS
            ? usual : FreeMountPoint(place.VolumeName));
        SetMountPoint(place, at, readOnly || place.Volume is { Sealed: "Yes" });
        return at;
    }

    /// <summary>Unmounts a volume.</summary>
    /// <param name="place">The volume.</param>
    /// <param name="force">Whether open files don't matter.</param>
    /// <exception cref="DiskException">Somebody uses it.</exception>
    public void Unmount(Place place, bool force = false)
    {
        if (place.MountPoint is null) return;
        if (BusyWith(place) is { } use && (!force || use.Pid == 0)) throw new DiskException(DiskProblem.CannotUnmount);
        SetMountPoint(place, null);
        if (place.Snapshot is null)
            _database.Execute("DELETE FROM volume_use WHERE disk = $1 AND slice = $2", place.Disk.Number, place.Volume?.Slice ?? place.Partition!.Slice);
        Changed();
    }

    private void SetMountPoint(Place place, string? point, bool readOnly = false)
    {
        if (place.Snapshot is { } snapshot)
            _database.Execute("UPDATE volume_snapshot SET mount_point = $4 WHERE disk = $1 AND slice = $2 AND number = $3", place.Disk.Number, place.Volume!.Slice, snapshot.Number, point);
        else if (place.Volume is { } volume)
            _database.Execute("UPDATE volume SET mount_point = $3, read_only = $4 WHERE disk = $1 AND slice = $2", volume.Disk, volume.Slice, point, readOnly);
        else
            _database.Execute("UPDATE partition SET mount_point = $3, read_only = $4 WHERE disk = $1 AND slice = $2", place.Disk.Number, place.Partition!.Slice, point, readOnly);
        Changed();
    }
}
