using System.Globalization;
using MacStateStore.Disks;
using MacStateStore.SecureEnclave;

namespace MacEmu.Description;

/// <summary>
/// Reads the disks of a description: a layout's name, or a layout written out (design section 6), down to volumes, snapshots and crypto
/// users. Each table lists the keys of one mapping.
/// </summary>
internal static class DiskDescription
{
    private sealed record LayoutDraft(DiskLayout Layout, IReadOnlyList<DiskDraft> Disks);

    private sealed record DiskDraft(DocumentNode Node)
    {
        public Disk Disk { get; init; } = new(-1, DiskKind.Physical);
        public Partition Whole { get; init; } = new(-1, 0);
        public IReadOnlyList<Partition> Partitions { get; init; } = [];
        public IReadOnlyList<VolumeDraft> Volumes { get; init; } = [];
        public IReadOnlyList<DocumentNode> Stores { get; init; } = [];
        public long? Free { get; init; }
    }

    private sealed record VolumeDraft(DocumentNode Node)
    {
        public Volume Volume { get; init; } = new(-1, -1);
        public bool IsFileVault { get; init; }
        public bool IsEncrypted { get; init; }
        public IReadOnlyList<CryptoUserSpecification> CryptoUsers { get; init; } = [];
    }

    private static readonly Dictionary<string, Func<VolumeUse, DocumentNode, VolumeUse>> UseKeys = new()
    {
        ["pid"] = (use, node) => use with { Pid = node.AsNumber() },
        ["process"] = (use, node) => use with { Process = node.AsName() },
    };

    private static readonly Dictionary<string, Func<CryptoUserSpecification, DocumentNode, CryptoUserSpecification>> CryptoUserKeys = new()
    {
        ["uuid"] = (user, node) => user with { Uuid = node.AsUuid() },
        ["type"] = (user, node) => user with { Type = Enum.Parse<CryptoUserType>(node.AsOneOf(Enum.GetNames<CryptoUserType>())) },
        ["hint"] = (user, node) => user with { Hint = node.AsTextOrNull() },
        ["volumeOwner"] = (user, node) => user with { IsVolumeOwner = node.AsBoolean() },
        ["typeText"] = Ignored,
        ["account"] = Ignored,
    };

    private static readonly Dictionary<string, Func<Snapshot, DocumentNode, Snapshot>> SnapshotKeys = new()
    {
        ["device"] = (snapshot, node) => snapshot with { Number = node.IsNull ? null : Device(node).Snapshot ?? throw node.Expected("a snapshot like disk3s1s1") },
        ["uuid"] = (snapshot, node) => snapshot with { Uuid = node.IsNull ? null : node.AsUuid() },
        ["name"] = (snapshot, node) => snapshot with { Name = node.AsName() },
        ["xid"] = (snapshot, node) => snapshot with { Xid = ulong.TryParse(node.AsText(), NumberStyles.None, CultureInfo.InvariantCulture, out _) ? node.AsText() : throw node.Expected("a number") },
        ["mountPoint"] = (snapshot, node) => snapshot with { MountPoint = MountPoint(node), UsualMountPoint = MountPoint(node) },
        ["sealed"] = (snapshot, node) => snapshot with { Sealed = node.AsOneOf("Yes", "No", "Broken") },
        ["purgeable"] = (snapshot, node) => snapshot with { IsPurgeable = node.AsBoolean() },
        ["limitsContainerShrink"] = (snapshot, node) => snapshot with { LimitsShrink = node.AsBoolean() },
        ["note"] = Ignored,
    };

    private static readonly Dictionary<string, Func<VolumeDraft, DocumentNode, VolumeDraft>> VolumeKeys = new()
    {
        ["device"] = (draft, node) => node.IsNull ? draft
            : Device(node) is (var disk, > 0 and var slice, null) ? draft with { Volume = draft.Volume with { Disk = disk, Slice = slice } } : throw node.Expected("a volume like disk3s1"),
        ["name"] = (draft, node) => draft with { Volume = draft.Volume with { Name = node.AsTextOrNull() ?? "" } },
        ["roles"] = (draft, node) => draft with { Volume = draft.Volume with { Roles = [.. node.AsList().Select(item => item.AsName())] } },
        ["capacityInUse"] = (draft, node) => draft with { Volume = draft.Volume with { InUse = Bytes(node) } },
        ["capacityReserve"] = (draft, node) => draft with { Volume = draft.Volume with { Reserve = Bytes(node) } },
        ["capacityQuota"] = (draft, node) => draft with { Volume = draft.Volume with { Quota = Bytes(node) } },
        ["uuid"] = (draft, node) => draft with { Volume = draft.Volume with { Uuid = node.AsUuid() } },
        ["mountPoint"] = (draft, node) => draft with { Volume = draft.Volume with { MountPoint = MountPoint(node), UsualMountPoint = MountPoint(node) } },
        ["caseSensitivity"] = (draft, node) => draft with { Volume = draft.Volume with { IsCaseSensitive = node.AsOneOf("Case-insensitive", "Case-sensitive") == "Case-sensitive" } },
        ["sealed"] = (draft, node) => draft with { Volume = draft.Volume with { Sealed = node.AsOneOf("Yes", "No", "Broken") } },
        ["osInternal"] = (draft, node) => draft with { Volume = draft.Volume with { IsOsInternal = node.AsBoolean() } },
        ["encryptedOnDisk"] = (draft, node) => draft with { IsEncrypted = node.AsBoolean() },
        ["fileVault"] = (draft, node) => draft with { IsFileVault = node.AsBoolean() },
        ["locked"] = (draft, node) => draft with { Volume = draft.Volume with { IsLocked = node.AsBoolean() } },
        ["volumeGroup"] = (draft, node) => draft with { Volume = draft.Volume with { Group = node.IsNull ? null : node.AsUuid() } },
        ["readOnly"] = (draft, node) => draft with { Volume = draft.Volume with { IsReadOnly = node.AsBoolean() } },
        ["owners"] = (draft, node) => draft with { Volume = draft.Volume with { HasOwners = node.AsBoolean() } },
        ["defragmented"] = (draft, node) => draft with { Volume = draft.Volume with { IsDefragmented = node.AsBoolean() } },
        ["snapshots"] = (draft, node) => draft with { Volume = draft.Volume with { Snapshots = [.. node.AsList().Select(item => item.Read(new Snapshot(""), SnapshotKeys))] } },
        ["cryptoUsers"] = (draft, node) => draft with { CryptoUsers = CryptoUsers(node) },
        ["inUseBy"] = (draft, node) => draft with { Volume = draft.Volume with { Uses = Uses(node) } },
        ["note"] = Ignored,
    };

    private static readonly Dictionary<string, Func<Partition, DocumentNode, Partition>> FileSystemKeys = new()
    {
        ["diskUUID"] = (partition, node) => partition with { Uuid = node.IsNull ? null : node.AsUuid() },
        ["filesystem"] = (partition, node) => partition with { FileSystem = node.AsTextOrNull() },
        ["personality"] = (partition, node) => partition with { Personality = FileSystemFormat.Find(node.AsText())?.Personality ?? throw node.Expected("a personality that diskutil listFilesystems names") },
        ["volumeName"] = (partition, node) => partition with { VolumeName = node.AsTextOrNull() },
        ["volumeUUID"] = (partition, node) => partition with { VolumeUuid = node.IsNull ? null : node.AsUuid() },
        ["volumeSize"] = (partition, node) => partition with { VolumeSize = Bytes(node) },
        ["capacityInUse"] = (partition, node) => partition with { InUse = Bytes(node) },
        ["mountPoint"] = (partition, node) => partition with { MountPoint = MountPoint(node) },
        ["readOnly"] = (partition, node) => partition with { IsReadOnly = node.AsBoolean() },
        ["owners"] = (partition, node) => partition with { HasOwners = node.AsBoolean() },
        ["allocationBlockSize"] = (partition, node) => partition with { AllocationBlockSize = node.AsNumber() },
        ["journalOffset"] = (partition, node) => partition with { JournalOffset = Bytes(node) },
        ["journalSize"] = (partition, node) => partition with { JournalSize = Bytes(node) },
        ["inUseBy"] = (partition, node) => partition with { Uses = Uses(node) },
    };

    private static readonly Dictionary<string, Func<Partition, DocumentNode, Partition>> PartitionKeys = new(FileSystemKeys)
    {
        ["device"] = (partition, node) => node.IsNull ? partition : Device(node) is (var disk, var slice, null) ? new Partition(disk, slice) : throw node.Expected("a partition like disk0s1"),
        ["content"] = (partition, node) => partition with { Content = node.AsText() },
        ["typeGuid"] = (partition, node) => node.AsUuid() is var _ ? partition : partition,
        ["size"] = (partition, node) => partition with { Size = Bytes(node) },
        ["offset"] = (partition, node) => partition with { Offset = Bytes(node) },
        ["partitionName"] = (partition, node) => partition with { Name = node.AsTextOrNull() },
        ["apfsContainer"] = (partition, node) => partition with { Container = node.IsNull ? null : Device(node) is (var number, 0, null) ? number : throw node.Expected("a container like disk1") },
        ["note"] = Ignored,
    };

    private static readonly Dictionary<string, Func<LogicalVolume, DocumentNode, LogicalVolume>> LogicalVolumeKeys = new()
    {
        ["store"] = (logical, node) => Device(node) is (_, > 0, null) ? logical with { Store = node.AsText() } : throw node.Expected("a partition like disk0s2"),
        ["groupUUID"] = (logical, node) => logical with { GroupUuid = node.AsUuid() },
        ["physicalUUID"] = (logical, node) => logical with { PhysicalUuid = node.AsUuid() },
        ["familyUUID"] = (logical, node) => logical with { FamilyUuid = node.AsUuid() },
        ["uuid"] = (logical, node) => logical with { Uuid = node.AsUuid() },
        ["name"] = (logical, node) => logical with { Name = node.AsTextOrNull() ?? "" },
    };

    private static readonly Dictionary<string, Func<DiskDraft, DocumentNode, DiskDraft>> DiskKeys = WithFileSystem(new()
    {
        ["device"] = (draft, node) => draft with { Disk = draft.Disk with { Number = node.IsNull ? -1 : Device(node) is (var number, 0, null) ? number : throw node.Expected("a whole disk like disk0") } },
        ["kind"] = (draft, node) => draft with { Disk = draft.Disk with { Kind = KindOf(node) } },
        ["header"] = (draft, node) => draft with { Disk = draft.Disk with { Header = node.AsTextOrNull() } },
        ["internal"] = (draft, node) => draft with { Disk = draft.Disk with { IsInternal = node.AsBoolean() } },
        ["protocol"] = (draft, node) => draft with { Disk = draft.Disk with { Protocol = node.AsText() } },
        ["mediaName"] = (draft, node) => draft with { Disk = draft.Disk with { MediaName = node.AsText() } },
        ["ioRegistryName"] = (draft, node) => draft with { Disk = draft.Disk with { RegistryName = node.AsText() } },
        ["deviceTreePath"] = (draft, node) => draft with { Disk = draft.Disk with { TreePath = node.AsText() } },
        ["content"] = (draft, node) => draft with { Disk = draft.Disk with { Content = node.AsTextOrNull() ?? "" } },
        ["size"] = (draft, node) => draft with { Disk = draft.Disk with { Size = Bytes(node) } },
        ["blockSize"] = (draft, node) => draft with { Disk = draft.Disk with { BlockSize = node.AsNumber() is > 0 and var size ? size : throw node.Expected("a number of bytes") } },
        ["solidState"] = (draft, node) => draft with { Disk = draft.Disk with { IsSolidState = node.IsNull ? null : node.AsBoolean() } },
        ["smart"] = (draft, node) => draft with { Disk = draft.Disk with { Smart = node.AsText() } },
        ["aesHardware"] = (draft, node) => draft with { Disk = draft.Disk with { HasAesHardware = node.AsBoolean() } },
        ["removable"] = (draft, node) => draft with { Disk = draft.Disk with { IsRemovable = node.AsBoolean() } },
        ["ejectable"] = (draft, node) => draft with { Disk = draft.Disk with { IsEjectable = node.AsBoolean() } },
        ["osInternal"] = (draft, node) => draft with { Disk = draft.Disk with { IsOsInternal = node.AsBoolean() } },
        ["coreStorage"] = (draft, node) => draft with { Disk = draft.Disk with { LogicalVolume = node.Read(new LogicalVolume(""), LogicalVolumeKeys) } },
        ["containerUUID"] = (draft, node) => draft with { Disk = draft.Disk with { ContainerUuid = node.AsUuid() } },
        ["capacityFree"] = (draft, node) => draft with { Free = Bytes(node) },
        ["physicalStores"] = (draft, node) => draft with { Stores = node.AsList() },
        ["partitions"] = (draft, node) => draft with { Partitions = [.. node.AsList().Select(item => item.Read(new Partition(-1, -1), PartitionKeys))] },
        ["volumes"] = (draft, node) => draft with { Volumes = [.. node.AsList().Select(item => item.Read(new VolumeDraft(item), VolumeKeys))] },
        ["note"] = Ignored,
    });

    private static readonly Dictionary<string, Func<LayoutDraft, DocumentNode, LayoutDraft>> LayoutKeys = new()
    {
        ["disks"] = (draft, node) => draft with { Disks = [.. node.AsList().Select(Disk)] },
        ["bootDevice"] = (draft, node) => draft with { Layout = draft.Layout with { BootDevice = node.AsTextOrNull() } },
        ["volumeGroup"] = (draft, node) => draft with { Layout = draft.Layout with { VolumeGroup = node.IsNull ? null : node.AsUuid() } },
        ["title"] = Ignored,
        ["arch"] = Ignored,
        ["notes"] = Ignored,
    };

    /// <summary>The name of a usual layout; null where a layout is written out.</summary>
    public static string? Name(DocumentNode node) => node.Kind == NodeKind.Scalar ? node.AsOneOf([.. DefaultLayouts.Names]) : null;

    /// <summary>A layout that is written out, as a mapping or as its list of disks.</summary>
    public static DiskLayout Read(DocumentNode node)
    {
        var draft = node.Kind == NodeKind.List ? new LayoutDraft(new DiskLayout([]), [.. node.AsList().Select(Disk)]) : node.Read(new LayoutDraft(new DiskLayout([]), []), LayoutKeys);
        var disks = Numbered(draft.Disks);
        foreach (var (disk, of) in disks.Zip(draft.Disks))
            if (disk.Kind == DiskKind.Synthesized && !disks.Any(other => other.Partitions.Any(partition => partition.Container == disk.Number)))
                throw of.Node.Problem($"{disk.Identifier} has no physical store: a partition's apfsContainer, or physicalStores");
        foreach (var (disk, of) in disks.Zip(draft.Disks))
            foreach (var partition in disk.Partitions)
                if (partition.Container is { } container && disks.All(other => other.Number != container || other.Kind != DiskKind.Synthesized))
                    throw of.Node.Problem($"{partition.Identifier}: there is no synthesized disk{container}");
        foreach (var (disk, of) in disks.Zip(draft.Disks))
            if (disk.LogicalVolume is { } logical && !disks.Any(other => other.Partitions.Any(partition => partition.Identifier == logical.Store && partition.Content == DiskContent.CoreStorage)))
                throw of.Node.Problem($"{disk.Identifier}: there is no partition '{logical.Store}' of type {DiskContent.CoreStorage}");
        var volumes = draft.Disks.SelectMany((of, i) => of.Volumes.Zip(disks[i].Volumes, (volume, done) => (Draft: volume, Volume: done))).ToList();
        CheckUnique(node, disks.SelectMany(disk => disk.Volumes).Select(volume => volume.Uuid), "volume UUID");
        CheckUnique(node, disks.SelectMany(disk => disk.Volumes).Select(volume => volume.MountPoint).OfType<string>(), "mount point");
        CheckGroups(node, disks);
        var hasKeys = volumes.Where(each => each.Volume.Group is not null || each.Draft.CryptoUsers.Count > 0).ToList();
        return draft.Layout with
        {
            Disks = disks,
            CryptoUsers = [.. volumes.SelectMany(each => each.Draft.CryptoUsers.Select(user => (each.Volume.KeysUuid, user)))],
            Protected = [.. hasKeys.Where(each => each.Draft.IsFileVault || each.Draft.CryptoUsers.Any(user => user.Type == CryptoUserType.Disk)).Select(each => each.Volume.KeysUuid).Distinct()],
        };
    }

    /// <summary>Crypto users in their order.</summary>
    public static IReadOnlyList<CryptoUserSpecification> CryptoUsers(DocumentNode node)
    {
        var users = new List<CryptoUserSpecification>();
        foreach (var item in node.AsList())
        {
            foreach (var key in (string[])["uuid", "type"])
                if (item[key] is null) throw item.Problem($"lacks {key}");
            var user = item.Read(new CryptoUserSpecification("", CryptoUserType.LocalOpenDirectory), CryptoUserKeys);
            if (users.Exists(other => other.Uuid == user.Uuid)) throw item.Problem($"{user.Uuid} is there twice");
            users.Add(user);
        }
        return users;
    }

    // A disk without a map may have a file system itself.
    private static Dictionary<string, Func<DiskDraft, DocumentNode, DiskDraft>> WithFileSystem(Dictionary<string, Func<DiskDraft, DocumentNode, DiskDraft>> keys)
    {
        foreach (var (key, read) in FileSystemKeys) keys.Add(key, (draft, node) => draft with { Whole = read(draft.Whole, node) });
        return keys;
    }

    private static DiskDraft Disk(DocumentNode node) => node.Read(new DiskDraft(node), DiskKeys);

    private static List<Disk> Numbered(IReadOnlyList<DiskDraft> drafts)
    {
        var taken = drafts.Select(draft => draft.Disk.Number).Where(number => number >= 0).ToList();
        foreach (var (number, draft) in taken.GroupBy(number => number).Where(group => group.Count() > 1).Select(group => (group.Key, drafts.Last(draft => draft.Disk.Number == group.Key))))
            throw draft.Node.Problem($"disk{number} is there twice");
        var numbers = drafts.Select(draft => draft.Disk.Number >= 0 ? draft.Disk.Number : Free(taken)).ToList();
        return [.. drafts.Select((draft, i) => Finish(draft, numbers[i], drafts))];

        static int Free(List<int> taken)
        {
            var number = 0;
            while (taken.Contains(number)) number++;
            taken.Add(number);
            return number;
        }
    }

    private static Disk Finish(DiskDraft draft, int number, IReadOnlyList<DiskDraft> all)
    {
        var partitions = new List<Partition>();
        var end = 0L;
        foreach (var given in draft.Partitions)
        {
            var slice = given.Slice >= 0 ? given.Slice : partitions.Count + 1;
            if (given.Disk >= 0 && given.Disk != number) throw draft.Node.Problem($"{given.Identifier} is no partition of disk{number}");
            if (partitions.Exists(other => other.Slice == slice)) throw draft.Node.Problem($"disk{number}s{slice} is there twice");
            var partition = given with { Disk = number, Slice = slice, Offset = given.Offset > 0 ? given.Offset : end };
            // A container may name its stores instead of being named by them.
            partition = partition with { Container = partition.Container ?? ContainerOf(partition.Identifier) };
            partitions.Add(partition);
            end = partition.Offset + partition.Size;
        }
        var disk = draft.Disk with { Number = number };
        if (draft.Whole.FileSystem is not null || ContainerOf(disk.Identifier) is not null)
            partitions.Add(draft.Whole with { Disk = number, Slice = 0, Size = disk.Size, Content = disk.Content, Container = ContainerOf(disk.Identifier) });
        var volumes = new List<Volume>();
        foreach (var (volume, node, each) in draft.Volumes.Select(volume => (volume.Volume, volume.Node, volume)))
        {
            if (volume.Disk >= 0 && volume.Disk != number) throw node.Problem($"{volume.Identifier} is no volume of disk{number}");
            if (volume.Uuid.Length == 0) throw node.Problem("lacks uuid");
            var slice = volume.Slice > 0 ? volume.Slice : volumes.Count + 1;
            if (volumes.Exists(other => other.Slice == slice)) throw node.Problem($"disk{number}s{slice} is there twice");
            var standsAlone = volume.Group is null && each.CryptoUsers.Count == 0;
            volumes.Add(volume with
            {
                Disk = number,
                Slice = slice,
                IsEncryptedBySystem = standsAlone && each.IsEncrypted,
                IsFileVaultBySystem = standsAlone && each.IsFileVault,
            });
        }
        volumes.Sort((left, right) => left.Slice.CompareTo(right.Slice));
        if (disk.Kind == DiskKind.Synthesized)
        {
            if (disk.ContainerUuid is null) throw draft.Node.Problem("a synthesized disk has a containerUUID");
            var taken = volumes.Sum(volume => volume.Taken);
            if (draft.Free is null && taken > disk.Size) throw draft.Node.Problem("its volumes are bigger than it");
            disk = disk with { Overhead = draft.Free is { } free ? disk.Size - free - taken : 0 };
        }
        else if (volumes.Count > 0) throw draft.Node.Problem("only a synthesized disk has volumes");
        return disk with { Partitions = [.. partitions.OrderBy(partition => partition.Offset)], Volumes = volumes, Header = IsUsual(disk) ? null : disk.Header };

        int? ContainerOf(string store)
        {
            foreach (var other in all)
                if (other.Stores.Any(node => node.AsText() == store)) return other.Disk.Number;
            return null;
        }
    }

    private static bool IsUsual(Disk disk) => disk.Header == disk.Kind switch
    {
        DiskKind.Synthesized => "synthesized",
        DiskKind.Image => "disk image",
        DiskKind.Logical => disk.IsInternal ? "internal, virtual" : "external, virtual",
        _ => disk.IsInternal ? "internal, physical" : "external, physical",
    };

    private static void CheckGroups(DocumentNode node, List<Disk> disks)
    {
        foreach (var (uuid, members) in disks.SelectMany(MacDisks.GroupsOf))
            foreach (var role in (string[])["System", "Data"])
                if (members.Count(member => member.Is(role)) > 1) throw node.Problem($"volume group {uuid} has more than one {role} volume");
    }

    private static void CheckUnique(DocumentNode node, IEnumerable<string> values, string what)
    {
        if (values.GroupBy(value => value).FirstOrDefault(group => group.Count() > 1) is { } twice) throw node.Problem($"{what} {twice.Key} is there twice");
    }

    private static DiskKind KindOf(DocumentNode node) => node.AsOneOf("physical", "image", "disk image", "synthesized", "logical") switch
    {
        "physical" => DiskKind.Physical,
        "synthesized" => DiskKind.Synthesized,
        "logical" => DiskKind.Logical,
        _ => DiskKind.Image,
    };

    private static IReadOnlyList<VolumeUse> Uses(DocumentNode node) => [.. node.AsList().Select(item => item.Read(new VolumeUse(0, ""), UseKeys))];

    private static string? MountPoint(DocumentNode node) => node.IsNull ? null : node.AsText() is ['/', ..] path ? path : throw node.Expected("a path like /Volumes/X");

    private static long Bytes(DocumentNode node) => node.Kind == NodeKind.Scalar && long.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
        ? bytes : throw node.Expected("a number of bytes");

    private static (int Disk, int Slice, int? Snapshot) Device(DocumentNode node)
    {
        var parts = node.AsText().Split('s');
        if (parts is not ["di", ['k', .. var disk], ..] || parts.Length > 4) throw node.Expected("a device like disk0s1");
        var numbers = parts.Skip(2).Prepend(disk).Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw node.Expected("a device like disk0s1")).ToList();
        return (numbers[0], numbers.Count > 1 ? numbers[1] : 0, numbers.Count > 2 ? numbers[2] : null);
    }

    private static T Ignored<T>(T draft, DocumentNode _) => draft;
}
