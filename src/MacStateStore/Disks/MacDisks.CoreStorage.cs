namespace MacStateStore.Disks;

// CoreStorage without encryption (public listings of 10.11 to 10.13).
public sealed partial class MacDisks
{
    // What CoreStorage keeps of a physical volume for itself, and what it leaves in the group.
    private const long CoreStorageMetadata = 336 * Mebibyte;
    private const long CoreStorageSpare = 18_948_096;

    /// <summary>The logical volumes by the number of their disk.</summary>
    public IEnumerable<Disk> LogicalVolumes => All.Where(disk => disk.LogicalVolume is not null);

    /// <summary>The partition that a logical volume lies on.</summary>
    public Partition StoreOf(LogicalVolume logical) => All.SelectMany(disk => disk.Partitions).First(partition => partition.Identifier == logical.Store);

    /// <summary>The bytes of a group that no logical volume takes.</summary>
    public long FreeOf(Disk logical) => Math.Max(0, StoreOf(logical.LogicalVolume!).Size - logical.Size - CoreStorageMetadata);

    /// <summary>Makes a logical volume of a partition with HFS Plus, whose content it keeps.</summary>
    /// <exception cref="DiskException">It has no such file system, is in use, or too small.</exception>
    public Disk ConvertToCoreStorage(Partition partition)
    {
        RequireHfs(partition);
        if (partition.Slice == 0) throw new DiskException(DiskProblem.InvalidRequest);
        if (partition.MountPoint is not null) throw new DiskException(DiskProblem.CannotUnmount);
        var device = Numbered(partition.Disk)!;
        var size = partition.Size - CoreStorageMetadata - CoreStorageSpare;
        if (size < Math.Max(partition.InUse, Megabyte)) throw new DiskException(DiskProblem.TooSmall);
        var number = FirstFreeDisk();
        var name = partition.VolumeName ?? "";
        DiskStore.Add(_database, device with
        {
            Number = number,
            Kind = DiskKind.Logical,
            Header = null,
            RegistryName = name,
            Content = DiskContent.Hfs,
            Size = size,
            Partitions = [partition with { Disk = number, Slice = 0, Content = DiskContent.Hfs, Offset = 0, Size = size, Name = null, Uuid = _mac.Random.Uuid(), VolumeSize = null }],
            LogicalVolume = NewLogicalVolume(partition.Identifier, name, _mac.Random),
        });
        Update(new Partition(partition.Disk, partition.Slice)
        {
            Content = DiskContent.CoreStorage,
            Offset = partition.Offset,
            Size = partition.Size,
            Name = partition.Name ?? name,
            Uuid = partition.Uuid,
        });
        return Numbered(number)!;
    }

    /// <summary>Gives a logical volume's partition its file system back, mounted where it was.</summary>
    public Partition RevertFromCoreStorage(Disk logical)
    {
        var store = StoreOf(logical.LogicalVolume!);
        var content = logical.Partitions[0];
        DiskStore.Delete(_database, logical);
        return Update(content with { Disk = store.Disk, Slice = store.Slice, Content = DiskContent.Hfs, Offset = store.Offset, Size = store.Size, Name = store.Name, Uuid = store.Uuid });
    }

    /// <summary>Deletes a logical volume that nothing is mounted from, with its group; its partition gets an empty file system.</summary>
    /// <exception cref="DiskException">It is mounted.</exception>
    public Partition DeleteFromCoreStorage(Disk logical, NewPartition wanted)
    {
        if (logical.Partitions[0].MountPoint is not null) throw new DiskException(DiskProblem.CannotUnmount);
        var store = StoreOf(logical.LogicalVolume!);
        DiskStore.Delete(_database, logical);
        Changed();
        return Format(store, wanted);
    }

    /// <summary>A logical volume on a partition, with UUIDs of its own.</summary>
    internal static LogicalVolume NewLogicalVolume(string store, string name, Storage.RandomSource random) => new(store)
    {
        GroupUuid = random.Uuid(),
        PhysicalUuid = random.Uuid(),
        FamilyUuid = random.Uuid(),
        Uuid = random.Uuid(),
        Name = name,
    };

    // The logical volumes on the partitions of a disk.
    private List<Disk> LogicalVolumesOn(Disk disk) => [.. LogicalVolumes.Where(logical => StoreOf(logical.LogicalVolume!).Disk == disk.Number)];
}
