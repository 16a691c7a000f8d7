using MacStateStore.Storage;

namespace MacStateStore.Disks;

/// <summary>Disks as rows, there and back.</summary>
internal static class DiskStore
{
    /// <summary>All disks by number.</summary>
    public static IReadOnlyList<Disk> Read(Database database)
    {
        var uses = database.Rows("SELECT disk, slice, pid, process FROM volume_use ORDER BY rowid",
            row => (row.Int(0), row.Int(1), Use: new VolumeUse(row.Int(2), row.Text(3)))).ToLookup(row => (row.Item1, row.Item2), row => row.Use);
        var snapshots = database.Rows(
            "SELECT disk, slice, number, uuid, name, xid, mount_point, usual_mount_point, sealed, purgeable, limits_shrink FROM volume_snapshot ORDER BY disk, slice, position",
            row => (row.Int(0), row.Int(1), Snapshot: new Snapshot(row.Text(4))
            {
                Number = row.IsNull(2) ? null : row.Int(2),
                Uuid = row.TextOrNull(3),
                Xid = row.Text(5),
                MountPoint = row.TextOrNull(6),
                UsualMountPoint = row.TextOrNull(7),
                Sealed = row.Text(8),
                IsPurgeable = row.Bool(9),
                LimitsShrink = row.Bool(10),
            })).ToLookup(row => (row.Item1, row.Item2), row => row.Snapshot);
        var volumes = database.Rows(
            """
            SELECT disk, slice, uuid, name, roles, in_use, reserve, quota, mount_point, usual_mount_point, case_sensitive, sealed, os_internal, encrypted,
              file_vault, locked, failed_unlocks, volume_group, read_only, owners, defragmented FROM volume ORDER BY disk, slice
            """,
            row => new Volume(row.Int(0), row.Int(1))
            {
                Uuid = row.Text(2),
                Name = row.Text(3),
                Roles = row.Text(4).Split(',', StringSplitOptions.RemoveEmptyEntries),
                InUse = row.Long(5),
                Reserve = row.Long(6),
                Quota = row.Long(7),
                MountPoint = row.TextOrNull(8),
                UsualMountPoint = row.TextOrNull(9),
                IsCaseSensitive = row.Bool(10),
                Sealed = row.Text(11),
                IsOsInternal = row.Bool(12),
                IsEncryptedBySystem = row.Bool(13),
                IsFileVaultBySystem = row.Bool(14),
                IsLocked = row.Bool(15),
                FailedUnlocks = row.Int(16),
                Group = row.TextOrNull(17),
                IsReadOnly = row.Bool(18),
                HasOwners = row.Bool(19),
                IsDefragmented = row.Bool(20),
                Snapshots = [.. snapshots[(row.Int(0), row.Int(1))]],
                Uses = [.. uses[(row.Int(0), row.Int(1))]],
            }).ToLookup(volume => volume.Disk);
        var partitions = database.Rows(
            """
            SELECT disk, slice, content, offset, size, name, uuid, container, file_system, volume_name, volume_uuid, in_use, mount_point, read_only, owners,
              volume_size, allocation_block, journal_offset, journal_size, personality FROM partition ORDER BY disk, offset, slice
            """,
            row => new Partition(row.Int(0), row.Int(1))
            {
                Content = row.Text(2),
                Offset = row.Long(3),
                Size = row.Long(4),
                Name = row.TextOrNull(5),
                Uuid = row.TextOrNull(6),
                Container = row.IsNull(7) ? null : row.Int(7),
                FileSystem = row.TextOrNull(8),
                VolumeName = row.TextOrNull(9),
                VolumeUuid = row.TextOrNull(10),
                InUse = row.Long(11),
                MountPoint = row.TextOrNull(12),
                IsReadOnly = row.Bool(13),
                HasOwners = row.Bool(14),
                VolumeSize = row.IsNull(15) ? null : row.Long(15),
                AllocationBlockSize = row.Int(16),
                JournalOffset = row.IsNull(17) ? null : row.Long(17),
                JournalSize = row.IsNull(18) ? null : row.Long(18),
                Personality = row.TextOrNull(19),
                Uses = [.. uses[(row.Int(0), row.Int(1))]],
            }).ToLookup(partition => partition.Disk);
        var disks = database.Rows(
            """
            SELECT number, kind, header, internal, protocol, media_name, registry_name, content, size, block_size, solid_state, smart, aes, removable,
              ejectable, os_internal, container_uuid, overhead, tree_path FROM disk ORDER BY number
            """,
            row => new Disk(row.Int(0), Enum.Parse<DiskKind>(row.Text(1)))
            {
                Header = row.TextOrNull(2),
                IsInternal = row.Bool(3),
                Protocol = row.Text(4),
                MediaName = row.Text(5),
                RegistryName = row.Text(6),
                Content = row.Text(7),
                Size = row.Long(8),
                BlockSize = row.Int(9),
                IsSolidState = row.IsNull(10) ? null : row.Bool(10),
                Smart = row.Text(11),
                HasAesHardware = row.Bool(12),
                IsRemovable = row.Bool(13),
                IsEjectable = row.Bool(14),
                IsOsInternal = row.Bool(15),
                ContainerUuid = row.TextOrNull(16),
                Overhead = row.Long(17),
                TreePath = row.Text(18),
                Partitions = [.. partitions[row.Int(0)]],
                Volumes = [.. volumes[row.Int(0)]],
            });
        return disks.Any(disk => disk.Kind == DiskKind.Logical) ? [.. disks.Select(disk => disk with { LogicalVolume = LogicalVolumeOf(database, disk) })] : disks;
    }

    private static LogicalVolume? LogicalVolumeOf(Database database, Disk disk) => database.Rows(
        "SELECT store, group_uuid, physical_uuid, family_uuid, uuid, name FROM logical_volume WHERE disk = $1",
        row => new LogicalVolume(row.Text(0)) { GroupUuid = row.Text(1), PhysicalUuid = row.Text(2), FamilyUuid = row.Text(3), Uuid = row.Text(4), Name = row.Text(5) },
        disk.Number).FirstOrDefault();

    public static void Add(Database database, Disk disk)
    {
        database.Execute(
            """
            INSERT INTO disk (number, kind, header, internal, protocol, media_name, registry_name, content, size, block_size, solid_state, smart, aes,
              removable, ejectable, os_internal, container_uuid, overhead, tree_path)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            """,
            disk.Number, disk.Kind.ToString(), disk.Header, disk.IsInternal, disk.Protocol, disk.MediaName, disk.RegistryName, disk.Content, disk.Size,
            disk.BlockSize, disk.IsSolidState is { } solid ? solid : null, disk.Smart, disk.HasAesHardware, disk.IsRemovable, disk.IsEjectable, disk.IsOsInternal,
            disk.ContainerUuid, disk.Overhead, disk.TreePath);
        foreach (var partition in disk.Partitions) Add(database, partition);
        foreach (var volume in disk.Volumes) Add(database, volume);
        if (disk.LogicalVolume is { } logical)
            database.Execute("INSERT INTO logical_volume (disk, store, group_uuid, physical_uuid, family_uuid, uuid, name) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                disk.Number, logical.Store, logical.GroupUuid, logical.PhysicalUuid, logical.FamilyUuid, logical.Uuid, logical.Name);
    }

    public static void Add(Database database, Partition partition)
    {
        database.Execute(
            """
            INSERT INTO partition (disk, slice, content, offset, size, name, uuid, container, file_system, volume_name, volume_uuid, in_use, mount_point,
              read_only, owners, volume_size, allocation_block, journal_offset, journal_size, personality)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
            """,
            partition.Disk, partition.Slice, partition.Content, partition.Offset, partition.Size, partition.Name, partition.Uuid,
            partition.Container is { } container ? container : null, partition.FileSystem, partition.VolumeName, partition.VolumeUuid, partition.InUse,
            partition.MountPoint, partition.IsReadOnly, partition.HasOwners, partition.VolumeSize is { } size ? size : null,
            partition.AllocationBlockSize, partition.JournalOffset is { } offset ? offset : null, partition.JournalSize is { } journal ? journal : null,
            partition.Personality);
        AddUses(database, partition.Disk, partition.Slice, partition.Uses);
    }

    public static void Add(Database database, Volume volume)
    {
        database.Execute(
            """
            INSERT INTO volume (disk, slice, uuid, name, roles, in_use, reserve, quota, mount_point, usual_mount_point, case_sensitive, sealed, os_internal,
              encrypted, file_vault, locked, volume_group, read_only, owners, defragmented)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
            """,
            volume.Disk, volume.Slice, volume.Uuid, volume.Name, string.Join(',', volume.Roles), volume.InUse, volume.Reserve, volume.Quota, volume.MountPoint,
            volume.UsualMountPoint, volume.IsCaseSensitive, volume.Sealed, volume.IsOsInternal, volume.IsEncryptedBySystem, volume.IsFileVaultBySystem,
            volume.IsLocked, volume.Group, volume.IsReadOnly, volume.HasOwners, volume.IsDefragmented);
        for (var i = 0; i < volume.Snapshots.Count; i++)
        {
            var snapshot = volume.Snapshots[i];
            database.Execute(
                """
                INSERT INTO volume_snapshot (disk, slice, position, number, uuid, name, xid, mount_point, usual_mount_point, sealed, purgeable, limits_shrink)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                """,
                volume.Disk, volume.Slice, i, snapshot.Number is { } number ? number : null, snapshot.Uuid, snapshot.Name, snapshot.Xid, snapshot.MountPoint,
                snapshot.UsualMountPoint, snapshot.Sealed, snapshot.IsPurgeable, snapshot.LimitsShrink);
        }
        AddUses(database, volume.Disk, volume.Slice, volume.Uses);
    }

    /// <summary>Deletes a volume with its snapshots and the marks of who uses it.</summary>
    public static void Delete(Database database, Volume volume)
    {
        database.Execute("DELETE FROM volume_snapshot WHERE disk = $1 AND slice = $2", volume.Disk, volume.Slice);
        database.Execute("DELETE FROM volume_use WHERE disk = $1 AND slice = $2", volume.Disk, volume.Slice);
        database.Execute("DELETE FROM volume WHERE disk = $1 AND slice = $2", volume.Disk, volume.Slice);
    }

    public static void Delete(Database database, Partition partition)
    {
        database.Execute("DELETE FROM volume_use WHERE disk = $1 AND slice = $2", partition.Disk, partition.Slice);
        database.Execute("DELETE FROM partition WHERE disk = $1 AND slice = $2", partition.Disk, partition.Slice);
    }

    /// <summary>Deletes a whole disk with all on it, but not the containers on its partitions.</summary>
    public static void Delete(Database database, Disk disk)
    {
        foreach (var volume in disk.Volumes) Delete(database, volume);
        foreach (var partition in disk.Partitions) Delete(database, partition);
        if (disk.LogicalVolume is not null) database.Execute("DELETE FROM logical_volume WHERE disk = $1", disk.Number);
        database.Execute("DELETE FROM disk WHERE number = $1", disk.Number);
    }

    private static void AddUses(Database database, int disk, int slice, IReadOnlyList<VolumeUse> uses)
    {
        foreach (var (pid, process) in uses)
            database.Execute("INSERT INTO volume_use (disk, slice, pid, process) VALUES ($1, $2, $3, $4)", disk, slice, pid, process);
    }
}
