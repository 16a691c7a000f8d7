using MacStateStore.Releases;
using MacStateStore.Storage;

namespace MacStateStore.Disks;

/// <summary>
/// The disks that Macs come with, as tables (dossier diskutil, 14). Sizes are those of real machines; UUIDs are made anew for each Mac.
/// </summary>
public sealed class DefaultLayouts
{
    /// <summary>Apple silicon.</summary>
    public const string AppleSilicon = "apple-silicon";
    /// <summary>Intel with or without T2.</summary>
    public const string Intel = "intel-t2";
    /// <summary>Intel with macOS on HFS Plus under CoreStorage.</summary>
    public const string CoreStorage = "intel-corestorage";
    /// <summary>No macOS on the disk.</summary>
    public const string NoSystem = "no-system";
    /// <summary>An external disk with a macOS of its own.</summary>
    public const string External = "external-second-macos";

    /// <summary>The layouts that a whole Mac can have, by name.</summary>
    public static readonly IReadOnlyList<string> Names = [AppleSilicon, Intel, CoreStorage, NoSystem];

    private const int SnapshotHashBytes = 32;

    private readonly RandomSource _random;
    private readonly MacOSVersion _os;
    private readonly Chip _chip;

    internal DefaultLayouts(RandomSource random, MacOSVersion os, Chip chip)
    {
        _random = random;
        _os = os;
        _chip = chip;
    }

    /// <summary>The layout that a Mac has where nothing is said.</summary>
    internal static string NameFor(Chip chip) => chip == Chip.Apple ? AppleSilicon : Intel;

    /// <summary>A layout by its name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="system">The system's name.</param>
    /// <param name="group">The UUID of its volume group.</param>
    internal DiskLayout Make(string name, string system, string group) => new(name switch
    {
        AppleSilicon => [AppleDisk(494384795648), StartContainer(), RecoveryContainer(), Main(3, 494384795648, 430112358400, AppleVolumes(3, system, group))],
        Intel => [IntelDisk("disk1"), Main(1, IntelContainerSize, 414265593856, IntelVolumes(system, group))],
        CoreStorage => CoreStorageDisks(system),
        _ => _chip == Chip.Apple ? [AppleDisk(null), StartContainer(), RecoveryContainer()] : [IntelDisk(null)],
    });

    /// <summary>An external disk with a macOS of its own, under the next free numbers.</summary>
    internal DiskLayout MakeExternal(int number, int synthesized, string name, string group)
    {
        const long size = 999995129856;
        return new(
        [
            new(number, DiskKind.Physical)
            {
                MediaName = "PSSD T7", RegistryName = "Samsung PSSD T7 Media", Content = DiskContent.GuidMap, Size = 1000204886016, IsEjectable = true,
                Partitions = [Efi(number, 209715200, 20480), Store(number, 2, DiskContent.Apfs, size, 209735680, null, synthesized)],
            },
            Container(synthesized, size, 948371812352, isOsInternal: false,
            [
                new(synthesized, 1) { Name = $"{name} - Data", Roles = ["Data"], InUse = 25769803776, Uuid = group, Group = group, MountPoint = $"/Volumes/{name} - Data" },
                new(synthesized, 2)
                {
                    Name = name, Roles = ["System"], InUse = 12564402176, Uuid = _random.Uuid(), Group = group, MountPoint = $"/Volumes/{name}",
                    Sealed = _os.Has(Capability.HasSealedSystem) ? "Yes" : "No", Snapshots = SystemSnapshot("812345", null),
                },
                Plain(synthesized, 3, "Preboot", 9021497344), Plain(synthesized, 4, "Recovery", 1308078080),
                Plain(synthesized, 5, "Update", 3653632) with { IsOsInternal = true }, Plain(synthesized, 6, "VM", 20480),
            ]),
        ]);
    }

    private bool HasAes => _chip != Chip.Intel;

    // A Mac without T2 has blocks of 512 bytes, and so a smaller EFI partition.
    private long IntelContainerSize => HasAes ? 499963174912 : 500068036608;

    private Disk AppleDisk(long? container) => new(0, DiskKind.Physical)
    {
        IsInternal = true,
        Protocol = "Apple Fabric",
        TreePath = "IODeviceTree:/arm-io@10F00000/ans@77400000/iop-ans-nub/AppleANS3NVMeController",
        MediaName = "APPLE SSD AP0512Z",
        RegistryName = "APPLE SSD AP0512Z Media",
        Content = DiskContent.GuidMap,
        Size = 500277792768,
        BlockSize = 4096,
        IsSolidState = true,
        Smart = "Verified",
        HasAesHardware = true,
        Partitions =
        [
            Store(0, 1, DiskContent.ApfsIsc, 524288000, 24576, "iBootSystemContainer", 1),
            .. container is { } size ? [Store(0, 2, DiskContent.Apfs, size, 524312576, "Container", 3)] : Array.Empty<Partition>(),
            Store(0, 3, DiskContent.ApfsRecovery, 5368664064, 494909108224, "RecoveryOSContainer", 2),
        ],
    };

    private Disk StartContainer() => Container(1, 524288000, 506347520, isOsInternal: true,
    [
        Plain(1, 1, "Preboot", 6213632, "/System/Volumes/iSCPreboot") with { Name = "iSCPreboot", IsOsInternal = true },
        Plain(1, 2, "xART", 6311936, "/System/Volumes/xarts") with { IsOsInternal = true, IsEncryptedBySystem = true },
        Plain(1, 3, "Hardware", 507904, "/System/Volumes/Hardware") with { IsOsInternal = true },
        Plain(1, 4, "Recovery", 20480) with { IsOsInternal = true },
    ]);

    private Disk RecoveryContainer() => Container(2, 5368664064, 3448971264, isOsInternal: true,
        [Plain(2, 1, "Recovery", 1919668224) with { IsOsInternal = true }, Plain(2, 2, "Update", 20480) with { IsOsInternal = true }]);

    private Volume[] AppleVolumes(int disk, string system, string group) =>
    [
        new(disk, 1) { Name = system, Roles = ["System"], InUse = 12564402176, Uuid = _random.Uuid(), Group = group, Sealed = "Yes", Snapshots = SystemSnapshot("5287272", "/") },
        Plain(disk, 2, "Preboot", 9070485504, "/System/Volumes/Preboot"), Plain(disk, 3, "Recovery", 1308078080),
        Plain(disk, 4, "Update", 3653632, "/System/Volumes/Update") with { IsOsInternal = true },
        new(disk, 5) { Name = "Data", Roles = ["Data"], InUse = 41205366784, Uuid = group, Group = group, MountPoint = "/System/Volumes/Data" },
        Plain(disk, 6, "VM", 20480, "/System/Volumes/VM"),
    ];

    private Volume[] IntelVolumes(string system, string group)
    {
        var vm = Plain(1, 4, "VM", 1073762304, _os.Has(Capability.MountsVirtualMemoryUnderSystem) ? "/System/Volumes/VM" : "/private/var/vm");
        if (!_os.Has(Capability.HasVolumeGroups))
            return [new(1, 1) { Name = system, InUse = 64815153152, Uuid = group, MountPoint = "/" }, Plain(1, 2, "Preboot", 361050112), Plain(1, 3, "Recovery", 626393088), vm];
        var isSealed = _os.Has(Capability.HasSealedSystem);
        var macOS = new Volume(1, 5)
        {
            Name = system,
            Roles = ["System"],
            InUse = 15053312000,
            Uuid = _random.Uuid(),
            Group = group,
            MountPoint = isSealed ? null : "/",
            Sealed = isSealed ? "Yes" : "No",
            Snapshots = isSealed ? SystemSnapshot("2287866", "/") : [],
            IsReadOnly = true,
        };
        return
        [
            new(1, 1) { Name = $"{system} - Data", Roles = ["Data"], InUse = 64815153152, Uuid = group, Group = group, MountPoint = "/System/Volumes/Data" },
            Plain(1, 2, "Preboot", 361050112, isSealed ? "/System/Volumes/Preboot" : null), Plain(1, 3, "Recovery", 626393088), vm, macOS,
            .. isSealed ? [Plain(1, 6, "Update", 3653632, "/System/Volumes/Update") with { IsOsInternal = true }] : Array.Empty<Volume>(),
        ];
    }

    // Without a container there is a partition in which none is found.
    private Disk IntelDisk(string? container) => new(0, DiskKind.Physical)
    {
        IsInternal = true,
        Protocol = HasAes ? "PCI-Express" : "PCI",
        TreePath = "IODeviceTree:/PCI0@0/RP01@1C/PXSX@0/IONVMeController",
        MediaName = HasAes ? "APPLE SSD AP0512N" : "APPLE SSD SM0512L",
        RegistryName = HasAes ? "APPLE SSD AP0512N Media" : "APPLE SSD SM0512L Media",
        Content = DiskContent.GuidMap,
        Size = 500277790720,
        BlockSize = HasAes ? 4096 : 512,
        IsSolidState = true,
        Smart = "Verified",
        HasAesHardware = HasAes,
        Partitions =
        [
            Efi(0, HasAes ? 314572800 : 209715200, HasAes ? 24576 : 20480),
            Store(0, 2, DiskContent.Apfs, IntelContainerSize, HasAes ? 314597376 : 209735680, null, container is null ? null : 1),
        ],
    };

    private Disk[] CoreStorageDisks(string system)
    {
        const long store = 499418034176, volume = 499082489856;
        return
        [
            new(0, DiskKind.Physical)
            {
                IsInternal = true, Protocol = "PCI", MediaName = "APPLE SSD SM0512G", RegistryName = "APPLE SSD SM0512G Media", Content = DiskContent.GuidMap,
                Size = 500277790720, IsSolidState = true, Smart = "Verified",
                Partitions =
                [
                    Efi(0, 209715200, 20480),
                    new(0, 2) { Content = DiskContent.CoreStorage, Size = store, Offset = 209735680, Name = system, Uuid = _random.Uuid() },
                    new(0, 3) { Content = "Apple_Boot", Size = 650002432, Offset = 209735680 + store, Name = "Recovery HD", Uuid = _random.Uuid(), FileSystem = "hfs", VolumeName = "Recovery HD", VolumeUuid = _random.Uuid(), InUse = 521236480 },
                ],
            },
            new(1, DiskKind.Logical)
            {
                LogicalVolume = MacDisks.NewLogicalVolume("disk0s2", system, _random),
                IsInternal = true, Protocol = "PCI", MediaName = "APPLE SSD SM0512G", RegistryName = system, Content = DiskContent.Hfs, Size = volume, IsSolidState = true, Smart = "Verified",
                Partitions =
                [
                    new(1, 0) { Content = DiskContent.Hfs, Size = volume, Uuid = _random.Uuid(), FileSystem = "hfs", VolumeName = system, VolumeUuid = _random.Uuid(), InUse = 64815153152, MountPoint = "/", HasOwners = true },
                ],
            },
        ];
    }

    private Disk Main(int number, long size, long free, Volume[] volumes) => Container(number, size, free, isOsInternal: false, volumes);

    private Disk Container(int number, long size, long free, bool isOsInternal, Volume[] volumes) => new(number, DiskKind.Synthesized)
    {
        Content = DiskContent.Container,
        Size = size,
        ContainerUuid = _random.Uuid(),
        IsOsInternal = isOsInternal,
        Volumes = [.. volumes.Select(volume => volume with
        {
            UsualMountPoint = volume.MountPoint,
            Snapshots = [.. volume.Snapshots.Select(snapshot => snapshot with { UsualMountPoint = snapshot.MountPoint })],
        })],
        // What the volumes of the real machine took beyond their own count; never less than nothing, as ours may be other volumes.
        Overhead = Math.Max(0, size - free - volumes.Sum(volume => volume.Taken)),
    };

    private Volume Plain(int disk, int slice, string role, long inUse, string? mountPoint = null) =>
        new(disk, slice) { Name = role, Roles = [role], InUse = inUse, Uuid = _random.Uuid(), MountPoint = mountPoint };

    private Partition Efi(int disk, long size, long offset) => new(disk, 1)
    {
        Content = DiskContent.Efi,
        Size = size,
        Offset = offset,
        Name = "EFI System Partition",
        Uuid = _random.Uuid(),
        FileSystem = "msdos",
        VolumeName = "EFI",
        VolumeUuid = "0E239BC6-F960-3107-89CF-1C97F78BB46B",
    };

    private Partition Store(int disk, int slice, string content, long size, long offset, string? name, int? container) =>
        new(disk, slice) { Content = content, Size = size, Offset = offset, Name = name, Uuid = _random.Uuid(), Container = container };

    private Snapshot[] SystemSnapshot(string xid, string? mountPoint) => !_os.Has(Capability.HasSealedSystem) ? [] :
    [
        new($"com.apple.os.update-{Convert.ToHexString(_random.Bytes(SnapshotHashBytes))}")
        {
            Number = 1, Uuid = _random.Uuid(), Xid = xid, MountPoint = mountPoint, Sealed = "Yes", LimitsShrink = true,
        },
    ];
}
