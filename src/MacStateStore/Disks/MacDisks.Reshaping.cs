namespace MacStateStore.Disks;

// What changes partitions and keeps what is on them, or some of it.
public sealed partial class MacDisks
{
    /// <summary>The sizes that a partition with HFS Plus can be given: down to what is in use, up to the next partition.</summary>
    /// <exception cref="DiskException">It has no such file system.</exception>
    public (long Least, long Most) LimitsOf(Partition partition)
    {
        RequireHfs(partition);
        var disk = Numbered(partition.Disk)!;
        var block = (long)disk.BlockSize;
        return ((partition.InUse + block - 1) / block * block, partition.Size + GapBehind(partition));
    }

    /// <summary>The bytes of a disk that its map and what surrounds it leave for partitions.</summary>
    public static long MapSize(Disk disk) => EndOf(disk) - StartOf(disk, disk.Content);

    /// <summary>Gives a partition with HFS Plus another size; 0 for all that can be had.</summary>
    /// <exception cref="DiskException">It can't be that, or is that already.</exception>
    public Partition Resize(Partition partition, long size)
    {
        var (least, most) = LimitsOf(partition);
        var block = Numbered(partition.Disk)!.BlockSize;
        var target = (size == 0 ? most : size) / block * block;
        if (target == partition.Size) throw new DiskException(DiskProblem.SameSize);
        if (target < least || target > most) throw new DiskException(DiskProblem.CannotResizePartition);
        return Update(partition with { Size = target, VolumeSize = partition.VolumeSize is null ? null : target });
    }

    /// <summary>Makes several partitions of one, whose content is lost; the last fills what is left.</summary>
    /// <exception cref="DiskException">It is mounted, holds a container, or is too small.</exception>
    public IReadOnlyList<Partition> Split(Partition partition, IReadOnlyList<NewPartition> wanted)
    {
        DeletePartition(partition);
        return Fill(partition.Disk, partition.Offset, partition.End, wanted);
    }

    /// <summary>Makes partitions in the gap behind another; the last fills it where its size is 0.</summary>
    /// <exception cref="DiskException">The gap is too small.</exception>
    public IReadOnlyList<Partition> AddPartitions(Partition after, IReadOnlyList<NewPartition> wanted) =>
        Fill(after.Disk, after.End, after.End + GapBehind(after), wanted, stretchesLast: false);

    /// <summary>
    /// Makes one partition of a range of them. Where no format is given, the first keeps its file system, which grows; else all is lost.
    /// </summary>
    /// <exception cref="DiskException">One of them is mounted, holds a container, or the first can't grow.</exception>
    public Partition Merge(Partition first, Partition last, NewPartition? format)
    {
        if (first.Disk != last.Disk || last.Offset <= first.Offset) throw new DiskException(DiskProblem.InvalidRequest);
        if (format is null) RequireHfs(first);
        var disk = Numbered(first.Disk)!;
        foreach (var partition in disk.Partitions.Where(partition => partition.Offset >= first.Offset && partition.Offset <= last.Offset))
            if (partition.Slice != first.Slice || format is not null) DeletePartition(partition);
        return format is null ? Update(first with { Size = last.End - first.Offset })
            : Make(Numbered(first.Disk)!, format, first.Offset, last.End - first.Offset, disk.Content, first.Slice);
    }

    /// <summary>Makes a file system on a disk itself, without a map.</summary>
    /// <exception cref="DiskException">Something on it is mounted.</exception>
    public Partition FormatWhole(Disk disk, NewPartition wanted)
    {
        Wipe(disk);
        return Make(Numbered(disk.Number)!, wanted, 0, disk.Size, "", 0);
    }

    /// <summary>Overwrites a disk: there is neither a map on it nor anything else.</summary>
    /// <exception cref="DiskException">Something on it is mounted.</exception>
    public void Wipe(Disk disk)
    {
        Clear(disk);
        _database.Execute("UPDATE disk SET content = '' WHERE number = $1", disk.Number);
        Changed();
    }

    /// <summary>Makes an APFS container of a partition with HFS Plus that nothing is mounted from, and keeps what is on it.</summary>
    /// <exception cref="DiskException">It has no such file system, or is mounted.</exception>
    public Disk Convert(Partition partition)
    {
        var format = RequireHfs(partition);
        if (partition.Slice == 0) throw new DiskException(DiskProblem.InvalidRequest);
        if (partition.MountPoint is not null) throw new DiskException(DiskProblem.CannotUnmount);
        var container = NewContainer([number => new Volume(number, 1)
        {
            Uuid = _mac.Random.Uuid(),
            Name = partition.VolumeName ?? "",
            InUse = Math.Max(partition.InUse, EmptyVolume),
            IsCaseSensitive = format.IsCaseSensitive,
        }]);
        Update(new Partition(partition.Disk, partition.Slice)
        {
            Content = DiskContent.Apfs,
            Offset = partition.Offset,
            Size = partition.Size,
            Name = partition.Name,
            Uuid = partition.Uuid,
            Container = container.Number,
        });
        return Resized(container.Number);
    }

    /// <summary>Gives a file system a journal, or takes it.</summary>
    /// <exception cref="DiskException">It isn't HFS Plus, or not mounted.</exception>
    public Partition SetJournal(Partition partition, bool isJournaled)
    {
        var format = RequireHfs(partition).WithJournal(isJournaled);
        if (partition.MountPoint is null) throw new DiskException(DiskProblem.NeedsMountPoint);
        return Update(WithJournal(partition with { Personality = format.SaidPersonality }, format));
    }

    // An empty type and an empty file system may both be; another size of the volume than of the partition may not.
    private Partition Update(Partition partition)
    {
        DiskStore.Delete(_database, partition);
        DiskStore.Add(_database, partition);
        Changed();
        return partition;
    }

    private List<Partition> Fill(int disk, long start, long end, IReadOnlyList<NewPartition> wanted, bool stretchesLast = true)
    {
        var made = new List<Partition>();
        var block = Numbered(disk)!.BlockSize;
        foreach (var partition in wanted)
        {
            var isLast = partition == wanted[^1] && (stretchesLast || partition.Size == 0);
            var size = (isLast ? end - start : partition.Size) / block * block;
            if (size < Megabyte || size > end - start) throw new DiskException(DiskProblem.TooSmall);
            if (!partition.Kind!.IsFree) made.Add(Make(Numbered(disk)!, partition, start, size, Numbered(disk)!.Content));
            start += size;
        }
        return made;
    }

    private static FileSystemFormat RequireHfs(Partition partition) =>
        partition.Format is { IsHfs: true } format ? format : throw new DiskException(DiskProblem.InvalidRequest);
}
