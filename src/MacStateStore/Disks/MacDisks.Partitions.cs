namespace MacStateStore.Disks;

public sealed partial class MacDisks
{
    private const long Megabyte = 1_000_000;
    private const int EfiSlice = 1;
    private const long Mebibyte = 1L << 20;
    private const long JournalPer = 100L << 30;
    private const long JournalUnit = 8 * Mebibyte;
    private const int UsualBlock = 4096;
    private const long LargestInSmallBlocks = 2L << 40;

    /// <summary>The volumes and partitions of a disk that are mounted, and of the containers on it.</summary>
    public IEnumerable<Place> MountedOn(Disk disk)
    {
        var upon = ContainersOn(disk).Concat(LogicalVolumesOn(disk)).Append(disk).Select(each => each.Number).ToHashSet();
        return Places.Where(place => place.MountPoint is not null && upon.Contains(place.Disk.Number));
    }

    /// <summary>Deletes what is on a disk and makes a new map with partitions on it.</summary>
    /// <exception cref="DiskException">Something on it is mounted, or it is too small.</exception>
    public Disk Repartition(Disk disk, string scheme, IReadOnlyList<NewPartition> wanted)
    {
        Clear(disk);
        _database.Execute("UPDATE disk SET content = $2 WHERE number = $1", disk.Number, scheme);
        Changed();
        var block = disk.BlockSize;
        var start = StartOf(disk, scheme);
        if (scheme == DiskContent.GuidMap && disk.Size >= 1000 * Megabyte)
        {
            var efi = block == 4096 ? 314572800L : 209715200L;
            DiskStore.Add(_database, new Partition(disk.Number, EfiSlice)
            {
                Content = DiskContent.Efi,
                Offset = start,
                Size = efi,
                Name = "EFI System Partition",
                Uuid = _mac.Random.Uuid(),
                FileSystem = "msdos",
                VolumeName = "EFI",
                VolumeUuid = "0E239BC6-F960-3107-89CF-1C97F78BB46B",
            });
            start += efi;
        }
        var end = EndOf(disk);
        if (wanted.Any(partition => partition.Size > disk.Size)) throw new DiskException(DiskProblem.TooSmall);
        var unsized = wanted.Count(partition => partition.Size == 0);
        var left = end - start - wanted.Sum(partition => partition.Size);
        if (left < 0 || (unsized > 0 && left / unsized < Megabyte)) throw new DiskException(DiskProblem.TooSmall);
        foreach (var partition in wanted)
        {
            var size = (partition.Size == 0 ? left / unsized : partition.Size) / block * block;
            if (!partition.Kind!.IsFree) Make(Numbered(disk.Number)!, partition, start, size, scheme);
            start += size;
        }
        return Numbered(disk.Number)!;
    }

    /// <summary>Makes a partition in the gap behind another.</summary>
    /// <exception cref="DiskException">There is no gap, or it is too small.</exception>
    public Partition AddPartition(Partition after, NewPartition wanted) => AddPartitions(after, [wanted])[0];

    /// <summary>Deletes a partition that nothing is mounted from.</summary>
    /// <exception cref="DiskException">Something is, or it holds a container.</exception>
    public void DeletePartition(Partition partition)
    {
        if (partition.Container is not null || LogicalVolumes.Any(logical => logical.LogicalVolume!.Store == partition.Identifier)) throw new DiskException(DiskProblem.InvalidRequest);
        if (partition.MountPoint is not null) throw new DiskException(DiskProblem.CannotUnmount);
        DiskStore.Delete(_database, partition);
        Changed();
    }

    /// <summary>Makes a new file system on a partition that nothing is mounted from.</summary>
    /// <exception cref="DiskException">Something is, or it holds a container.</exception>
    public Partition Format(Partition partition, NewPartition wanted)
    {
        DeletePartition(partition);
        var disk = Numbered(partition.Disk)!;
        return Make(disk, wanted, partition.Offset, partition.Size, disk.Content, partition.Slice);
    }

    /// <summary>Makes a container of whole disks or partitions, whose content is lost.</summary>
    /// <exception cref="DiskException">Something on one is mounted, or is a container's already.</exception>
    public Disk CreateContainer(IReadOnlyList<Place> stores)
    {
        foreach (var store in stores)
            if (store.Volume is not null || store.Disk.Kind is DiskKind.Synthesized or DiskKind.Logical || store.Partition is { Container: not null, Slice: > 0 })
                throw new DiskException(DiskProblem.InvalidRequest);
        var container = NewContainer([]);
        foreach (var store in stores)
        {
            if (store.Partition is { Slice: > 0 } partition)
            {
                DeletePartition(partition);
                DiskStore.Add(_database, new Partition(partition.Disk, partition.Slice)
                {
                    Content = DiskContent.Apfs,
                    Offset = partition.Offset,
                    Size = partition.Size,
                    Uuid = partition.Uuid,
                    Container = container.Number,
                });
            }
            else
            {
                Clear(store.Disk);
                _database.Execute("UPDATE disk SET content = '' WHERE number = $1", store.Disk.Number);
                DiskStore.Add(_database, new Partition(store.Disk.Number, 0) { Content = DiskContent.Apfs, Size = store.Disk.Size, Container = container.Number });
            }
            Changed();
        }
        return Resized(container.Number);
    }

    /// <summary>Deletes a container none of whose volumes is mounted; its partitions stay, without content.</summary>
    /// <returns>The partitions.</returns>
    /// <exception cref="DiskException">A volume is mounted.</exception>
    public IReadOnlyList<Partition> DeleteContainer(Disk container)
    {
        foreach (var volume in container.Volumes) DeleteVolume(volume);
        var stores = StoresOf(container);
        _database.Execute("UPDATE partition SET container = NULL WHERE container = $1", container.Number);
        _database.Execute("DELETE FROM disk WHERE number = $1", container.Number);
        Changed();
        return [.. stores.Select(store => store with { Container = null })];
    }

    /// <summary>The least size that a container can be given.</summary>
    public static long SmallestSize(Disk container) => container.Size - container.Free;

    /// <summary>The bytes that HFS Plus takes for the journal of a volume: 8 MiB for each 100 GiB begun (recorded for 22 GB and 931 GB).</summary>
    public static long JournalSize(long volume) => JournalUnit * (volume / JournalPer + 1);

    // Behind the bitmap of its blocks and two more (recorded for 5 TB).
    private static long JournalOffset(long volume, long block) => (volume / block / 8 / block + 3) * block;

    /// <summary>How far a container's store could grow.</summary>
    public long LargestSize(Disk container) => container.Size + (StoresOf(container) is [var store] && store.Slice > 0 ? GapBehind(store) : 0);

    /// <summary>Gives a container and the one partition that it lies on another size; 0 for all that can be had.</summary>
    /// <exception cref="DiskException">It can't be that.</exception>
    public Disk ResizeContainer(Disk container, long size)
    {
        if (StoresOf(container) is not [{ Slice: > 0 } store]) throw new DiskException(DiskProblem.InvalidRequest);
        if (container.Volumes.Any(volume => volume.IsLocked)) throw new DiskException(DiskProblem.Locked);
        var target = (size == 0 ? LargestSize(container) : size) / 4096 * 4096;
        if (target == container.Size) throw new DiskException(DiskProblem.SameSize);
        if (target < SmallestSize(container)) throw new DiskException(DiskProblem.ResizeFailed);
        if (target > LargestSize(container)) throw new DiskException(DiskProblem.TooSmall);
        _database.Execute("UPDATE partition SET size = $3 WHERE disk = $1 AND slice = $2", store.Disk, store.Slice, target);
        return Resized(container.Number);
    }

    /// <summary>Takes a disk away, as ejecting or unplugging it does. Nothing on it is mounted any more.</summary>
    /// <exception cref="DiskException">Something on it is.</exception>
    public void Remove(Disk disk)
    {
        if (MountedOn(disk).Any()) throw new DiskException(DiskProblem.CannotUnmount);
        foreach (var container in ContainersOn(disk))
        {
            foreach (var volume in container.Volumes) DeleteVolume(volume);
            DiskStore.Delete(_database, Numbered(container.Number)!);
            Changed();
        }
        foreach (var logical in LogicalVolumesOn(disk)) DiskStore.Delete(_database, logical);
        DiskStore.Delete(_database, Numbered(disk.Number)!);
        Changed();
    }

    /// <summary>Connects an external disk with a macOS of its own.</summary>
    public Disk AttachExternal(string name)
    {
        var number = FirstFreeDisk();
        var synthesized = FirstFree(All.Select(disk => disk.Number).Append(number), 0);
        var group = _mac.Random.Uuid();
        new SecureEnclave.VolumeKeys(_database, _mac.Random, group).Create(null);
        var layout = new DefaultLayouts(_mac.Random, _mac.System.Version, _mac.Machine.Chip).MakeExternal(number, synthesized, name, group);
        foreach (var disk in layout.Disks) DiskStore.Add(_database, disk);
        Changed();
        return Numbered(number)!;
    }

    /// <summary>Attaches a disk image with one APFS volume, which is mounted.</summary>
    public Disk AttachImage(string name, long size)
    {
        var disk = new Disk(FirstFreeDisk(), DiskKind.Image)
        {
            Protocol = "Disk Image",
            MediaName = "Disk Image",
            RegistryName = "Apple Disk Image Media",
            Size = size,
            IsEjectable = true,
        };
        DiskStore.Add(_database, disk);
        Changed();
        var made = Repartition(disk, DiskContent.GuidMap, [new NewPartition("APFS", name, 0)]);
        foreach (var volume in ContainersOn(made).SelectMany(container => container.Volumes)) Mount(PlaceOf(volume));
        return made;
    }

    /// <summary>Connects an external disk with nothing on it.</summary>
    public Disk AttachBlank(long size)
    {
        var disk = new Disk(FirstFreeDisk(), DiskKind.Physical) { MediaName = "USB Disk", RegistryName = "USB Disk Media", Size = size, IsEjectable = true };
        DiskStore.Add(_database, disk);
        Changed();
        return Numbered(disk.Number)!;
    }

    /// <summary>The containers that lie on a disk.</summary>
    public IReadOnlyList<Disk> ContainersOn(Disk disk) =>
        [.. disk.Partitions.Select(partition => partition.Container).OfType<int>().Distinct().Select(number => Numbered(number)!)];

    private int FirstFreeDisk() => FirstFree(All.Select(disk => disk.Number), 0);

    private static long StartOf(Disk disk, string scheme) => scheme != DiskContent.GuidMap ? Mebibyte : (disk.BlockSize == 4096 ? 6L : 40L) * disk.BlockSize;

    private static long EndOf(Disk disk) => disk.Size - (disk.BlockSize == 4096 ? 5 : 40) * (long)disk.BlockSize;

    private long GapBehind(Partition partition)
    {
        var disk = Numbered(partition.Disk)!;
        var end = partition.End;
        var next = disk.Partitions.Where(other => other.Offset >= end && other.Slice != partition.Slice).Select(other => other.Offset).DefaultIfEmpty(EndOf(disk)).Min();
        return Math.Max(0, next - end);
    }

    // All containers and partitions of a disk go.
    private void Clear(Disk disk)
    {
        if (MountedOn(disk).Any()) throw new DiskException(DiskProblem.CannotUnmount);
        foreach (var container in ContainersOn(disk)) DeleteContainer(container);
        foreach (var logical in LogicalVolumesOn(disk)) DiskStore.Delete(_database, logical);
        foreach (var partition in Numbered(disk.Number)!.Partitions) DiskStore.Delete(_database, partition);
        Changed();
    }

    private Partition Make(Disk disk, NewPartition wanted, long offset, long size, string scheme, int? slice = null)
    {
        var format = wanted.Kind!;
        var partition = new Partition(disk.Number, slice ?? FirstFree(disk.Partitions.Select(other => other.Slice)))
        {
            Content = scheme == DiskContent.MbrMap ? DiskContent.OnMbrMap(format) : format.Content,
            Offset = offset,
            Size = size,
            Uuid = scheme == DiskContent.GuidMap ? _mac.Random.Uuid() : null,
        };
        if (format.IsApfs)
        {
            var container = NewContainer([number =>
                new Volume(number, 1) { Uuid = _mac.Random.Uuid(), Name = wanted.Name, InUse = EmptyVolume, IsCaseSensitive = format.IsCaseSensitive }]);
            partition = partition with { Container = container.Number };
            DiskStore.Add(_database, partition);
            Resized(container.Number);
        }
        else
        {
            partition = WithFileSystem(partition, format, wanted.Name);
            DiskStore.Add(_database, partition);
        }
        Changed();
        return partition;
    }

    private Partition WithFileSystem(Partition partition, FileSystemFormat format, string name) => WithJournal(partition with
    {
        FileSystem = format.Bundle,
        Personality = format.SaidPersonality,
        VolumeName = format.Bundle is "msdos" ? name.ToUpperInvariant() : name,
        VolumeUuid = _mac.Random.Uuid(),
        InUse = Math.Min(partition.Size / 100, 20 * Megabyte),
        AllocationBlockSize = format.IsHfs && partition.Size > LargestInSmallBlocks ? 2 * UsualBlock : UsualBlock,
    }, format);

    private static Partition WithJournal(Partition partition, FileSystemFormat format) => partition with
    {
        JournalOffset = format.IsJournaled ? JournalOffset(partition.Size, partition.AllocationBlockSize) : null,
        JournalSize = format.IsJournaled ? JournalSize(partition.Size) : null,
    };

    private Disk NewContainer(IReadOnlyList<Func<int, Volume>> volumes)
    {
        var number = FirstFreeDisk();
        DiskStore.Add(_database, new Disk(number, DiskKind.Synthesized)
        {
            Content = DiskContent.Container,
            ContainerUuid = _mac.Random.Uuid(),
            Volumes = [.. volumes.Select(make => make(number))],
        });
        Changed();
        return Numbered(number)!;
    }

    // A container is as big as its stores together.
    private Disk Resized(int number)
    {
        _database.Execute("UPDATE disk SET size = (SELECT coalesce(sum(size), 0) FROM partition WHERE container = $1) WHERE number = $1", number);
        Changed();
        return Numbered(number)!;
    }
}
