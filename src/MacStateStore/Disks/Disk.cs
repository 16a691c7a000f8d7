namespace MacStateStore.Disks;

/// <summary>What a whole disk is.</summary>
public enum DiskKind
{
    /// <summary>A device.</summary>
    Physical,
    /// <summary>A disk image.</summary>
    Image,
    /// <summary>What APFS makes of a container.</summary>
    Synthesized,
    /// <summary>A logical volume of CoreStorage.</summary>
    Logical,
}

/// <summary>A whole disk (dossier diskutil, 3 to 5 and 14).</summary>
/// <param name="Number">The N of diskN.</param>
/// <param name="Kind">What it is.</param>
public sealed record Disk(int Number, DiskKind Kind)
{
    /// <summary>What lists call it where that isn't what follows from the rest.</summary>
    public string? Header { get; init; }
    /// <summary>Whether it is built in.</summary>
    public bool IsInternal { get; init; }
    /// <summary>How it is connected.</summary>
    public string Protocol { get; init; } = "USB";
    /// <summary>What the maker calls it.</summary>
    public string MediaName { get; init; } = "";
    /// <summary>Its name in the I/O registry.</summary>
    public string RegistryName { get; init; } = "";
    /// <summary>The scheme of its partition map; empty without one.</summary>
    public string Content { get; init; } = "";
    /// <summary>Bytes; of a synthesized disk the container's ceiling.</summary>
    public long Size { get; init; }
    /// <summary>Bytes of a block.</summary>
    public int BlockSize { get; init; } = 512;
    /// <summary>Whether it has no moving parts; null where it doesn't tell.</summary>
    public bool? IsSolidState { get; init; }
    /// <summary>What its self-monitoring says.</summary>
    public string Smart { get; init; } = "Not Supported";
    /// <summary>Whether the hardware encrypts.</summary>
    public bool HasAesHardware { get; init; }
    /// <summary>Whether the medium can be taken out.</summary>
    public bool IsRemovable { get; init; }
    /// <summary>Whether it can be ejected.</summary>
    public bool IsEjectable { get; init; }
    /// <summary>Whether macOS keeps it to itself, so that lists leave it out.</summary>
    public bool IsOsInternal { get; init; }
    /// <summary>Its place in the device tree.</summary>
    public string TreePath { get; init; } = "";
    /// <summary>The UUID of a synthesized disk's container.</summary>
    public string? ContainerUuid { get; init; }
    /// <summary>Bytes of a container that are in use by no volume.</summary>
    public long Overhead { get; init; }
    /// <summary>What CoreStorage knows of it, where it is a logical volume.</summary>
    public LogicalVolume? LogicalVolume { get; init; }
    /// <summary>The partitions by offset; one of slice 0 where there is a file system or store but no map.</summary>
    public IReadOnlyList<Partition> Partitions { get; init; } = [];
    /// <summary>The volumes of a container by slice.</summary>
    public IReadOnlyList<Volume> Volumes { get; init; } = [];

    /// <summary>diskN.</summary>
    public string Identifier => $"disk{Number}";

    /// <summary>What a container has left.</summary>
    public long Free => Size - Overhead - Volumes.Sum(volume => volume.Taken);
}

/// <summary>A partition, and the file system or container on it.</summary>
/// <param name="Disk">The N of diskNsS.</param>
/// <param name="Slice">The S; 0 where it is the whole disk.</param>
public sealed record Partition(int Disk, int Slice)
{
    /// <summary>The type as lists name it, such as Apple_APFS.</summary>
    public string Content { get; init; } = "";
    /// <summary>Where it begins, in bytes.</summary>
    public long Offset { get; init; }
    /// <summary>Bytes.</summary>
    public long Size { get; init; }
    /// <summary>Its name in the map.</summary>
    public string? Name { get; init; }
    /// <summary>Its UUID in the map.</summary>
    public string? Uuid { get; init; }
    /// <summary>The number of the synthesized disk whose physical store it is.</summary>
    public int? Container { get; init; }
    /// <summary>The kind of file system (hfs, msdos, exfat, ntfs); null for none.</summary>
    public string? FileSystem { get; init; }
    /// <summary>Its variant where the kind doesn't say it, such as Case-sensitive HFS+.</summary>
    public string? Personality { get; init; }
    /// <summary>The file system's name.</summary>
    public string? VolumeName { get; init; }
    /// <summary>The file system's UUID.</summary>
    public string? VolumeUuid { get; init; }
    /// <summary>The bytes of the file system where they are not the partition's.</summary>
    public long? VolumeSize { get; init; }
    /// <summary>Bytes in use.</summary>
    public long InUse { get; init; }
    /// <summary>Where it is mounted.</summary>
    public string? MountPoint { get; init; }
    /// <summary>Whether it is mounted for reading only.</summary>
    public bool IsReadOnly { get; init; }
    /// <summary>Whether owners of files count.</summary>
    public bool HasOwners { get; init; }
    /// <summary>Bytes of an allocation block.</summary>
    public int AllocationBlockSize { get; init; } = 4096;
    /// <summary>Where the journal begins; null without one.</summary>
    public long? JournalOffset { get; init; }
    /// <summary>Bytes of the journal; null without one.</summary>
    public long? JournalSize { get; init; }
    /// <summary>Processes with open files on it.</summary>
    public IReadOnlyList<VolumeUse> Uses { get; init; } = [];

    /// <summary>The format of its file system; null without one.</summary>
    public FileSystemFormat? Format => FileSystem is null ? null : FileSystemFormat.Of(FileSystem, Personality);

    /// <summary>Where it ends, in bytes.</summary>
    public long End => Offset + Size;

    /// <summary>diskNsS, or diskN.</summary>
    public string Identifier => Slice == 0 ? $"disk{Disk}" : $"disk{Disk}s{Slice}";
}

/// <summary>An APFS volume.</summary>
/// <param name="Disk">The N of diskNsS.</param>
/// <param name="Slice">The S.</param>
public sealed record Volume(int Disk, int Slice)
{
    /// <summary>Its UUID.</summary>
    public string Uuid { get; init; } = "";
    /// <summary>Its name; may be empty.</summary>
    public string Name { get; init; } = "";
    /// <summary>Its roles, such as System.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];
    /// <summary>Bytes in use.</summary>
    public long InUse { get; init; }
    /// <summary>Bytes kept for it.</summary>
    public long Reserve { get; init; }
    /// <summary>Bytes that it may not exceed; 0 for no limit.</summary>
    public long Quota { get; init; }
    /// <summary>Where it is mounted.</summary>
    public string? MountPoint { get; init; }
    /// <summary>Where a start of macOS mounts it.</summary>
    public string? UsualMountPoint { get; init; }
    /// <summary>Whether capitals count in its file names.</summary>
    public bool IsCaseSensitive { get; init; }
    /// <summary>Yes, No or Broken.</summary>
    public string Sealed { get; init; } = "No";
    /// <summary>Whether macOS keeps it to itself, so that lists leave it out.</summary>
    public bool IsOsInternal { get; init; }
    /// <summary>Whether it is encrypted with a key of macOS's own.</summary>
    public bool IsEncryptedBySystem { get; init; }
    /// <summary>Whether it counts as protected although it has no crypto users of its own.</summary>
    public bool IsFileVaultBySystem { get; init; }
    /// <summary>Whether it is locked.</summary>
    public bool IsLocked { get; init; }
    /// <summary>Wrong passphrases since it was last unlocked.</summary>
    public int FailedUnlocks { get; init; }
    /// <summary>The UUID of its volume group.</summary>
    public string? Group { get; init; }
    /// <summary>Whether it is mounted for reading only.</summary>
    public bool IsReadOnly { get; init; }
    /// <summary>Whether owners of files count.</summary>
    public bool HasOwners { get; init; } = true;
    /// <summary>Whether it is to be defragmented in the background.</summary>
    public bool IsDefragmented { get; init; }
    /// <summary>Its snapshots, oldest first.</summary>
    public IReadOnlyList<Snapshot> Snapshots { get; init; } = [];
    /// <summary>Processes with open files on it.</summary>
    public IReadOnlyList<VolumeUse> Uses { get; init; } = [];

    /// <summary>diskNsS.</summary>
    public string Identifier => $"disk{Disk}s{Slice}";

    /// <summary>What it takes of its container.</summary>
    public long Taken => Math.Max(InUse, Reserve);

    /// <summary>Under which UUID its crypto users are kept.</summary>
    public string KeysUuid => Group ?? Uuid;

    /// <summary>Whether it has a role.</summary>
    public bool Is(string role) => Roles.Contains(role);
}

/// <summary>A snapshot of an APFS volume.</summary>
/// <param name="Name">Its name.</param>
public sealed record Snapshot(string Name)
{
    /// <summary>The last number of its device; null without one.</summary>
    public int? Number { get; init; }
    /// <summary>Its UUID.</summary>
    public string? Uuid { get; init; }
    /// <summary>Its transaction.</summary>
    public string Xid { get; init; } = "0";
    /// <summary>Where it is mounted.</summary>
    public string? MountPoint { get; init; }
    /// <summary>Where a start of macOS mounts it.</summary>
    public string? UsualMountPoint { get; init; }
    /// <summary>Yes, No or Broken.</summary>
    public string Sealed { get; init; } = "No";
    /// <summary>Whether macOS may delete it for room.</summary>
    public bool IsPurgeable { get; init; }
    /// <summary>Whether the container can't be made smaller because of it.</summary>
    public bool LimitsShrink { get; init; }
}

/// <summary>A process with open files on a volume.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="Process">Its name.</param>
public sealed record VolumeUse(int Pid, string Process);

/// <summary>What an argument that names a disk leads to.</summary>
/// <param name="Disk">The whole disk.</param>
public sealed record Place(Disk Disk)
{
    /// <summary>The partition, where it is one.</summary>
    public Partition? Partition { get; init; }
    /// <summary>The volume, where it is one or a snapshot of one.</summary>
    public Volume? Volume { get; init; }
    /// <summary>The snapshot, where it is one.</summary>
    public Snapshot? Snapshot { get; init; }

    /// <summary>The device without /dev/.</summary>
    public string Identifier => Snapshot is not null ? $"{Volume!.Identifier}s{Snapshot.Number}" : Volume?.Identifier ?? Partition?.Identifier ?? Disk.Identifier;

    /// <summary>Where it is mounted.</summary>
    public string? MountPoint => Snapshot is not null ? Snapshot.MountPoint : Volume is not null ? Volume.MountPoint : Partition?.MountPoint;

    /// <summary>The name of the volume on it.</summary>
    public string? VolumeName => Volume?.Name ?? Partition?.VolumeName;
}
