using MacStateStore.Disks;
using MacStateStore.Releases;

namespace Diskutil;

/// <summary>What text and property list of info both say of a place.</summary>
internal sealed class DiskFacts
{
    private const long DriverOfT2 = 1677141001000000;
    private const long DriverOfNewer = 2332140013702002;

    private readonly Call _call;

    public DiskFacts(Call call, Place place)
    {
        _call = call;
        Place = place;
        Device = call.Disks.DeviceOf(place.Disk) ?? place.Disk;
        Stores = place.Disk.Kind == DiskKind.Synthesized ? call.Disks.StoresOf(place.Disk) : [];
        State = place.Volume is { } volume ? call.Disks.StateOf(volume) : null;
    }

    public Place Place { get; }

    /// <summary>The device that the disk really is.</summary>
    public Disk Device { get; }

    public IReadOnlyList<Partition> Stores { get; }

    public VolumeState? State { get; }

    public bool IsWhole => Place is { Volume: null, Partition: null or { Slice: 0 } };

    public bool IsVirtual => Place.Disk.Kind is DiskKind.Synthesized or DiskKind.Logical;

    public bool HasFileSystem => Place.Volume is not null || Place.Partition?.FileSystem is not null;

    public bool IsMounted => Place.MountPoint is not null;

    public FileSystemFormat FileSystem => Place.Volume is { } volume ? volume.IsCaseSensitive ? FileSystemFormat.CaseSensitiveApfs : FileSystemFormat.Apfs : Place.Partition!.Format!;

    public string Content => Place.Volume is not null ? DiskContent.ApfsVolume : Place.Partition?.Content ?? Place.Disk.Content;

    public bool HasOwners => Place.Volume?.HasOwners ?? Place.Partition!.HasOwners;

    public string? VolumeUuid => Place.Snapshot is { } snapshot ? snapshot.Uuid : Place.Volume is { } volume ? volume.Uuid : Place.Partition?.VolumeUuid;

    public string? PartitionUuid => Place.Volume is not null ? VolumeUuid : Place.Partition?.Uuid;

    public long Size => Place.Volume is not null ? Place.Disk.Size : Place.Partition?.Size ?? Place.Disk.Size;

    public int AllocationBlockSize => Place.Volume is not null ? 4096 : Place.Partition!.AllocationBlockSize;

    public bool IsOsInternal => Place.Volume?.IsOsInternal ?? Place.Disk.IsOsInternal;

    /// <summary>Whether nothing can be written on what the device shows: on a snapshot of a sealed system.</summary>
    public bool IsMediaReadOnly => Place.Snapshot is not null;

    public bool IsReadOnly => Place.Snapshot is not null || (Place.Volume?.IsReadOnly ?? Place.Partition is { IsReadOnly: true });

    /// <summary>Of the volumes of macOS only the one with the data takes an installer.</summary>
    public bool CanHoldSystem => Place.Snapshot is null && (Place.Volume is { } volume ? volume.Roles.Count == 0 || volume.Is("Data") : Place.Partition?.Format is { IsHfs: true } && IsMounted && !IsReadOnly);

    public Volume? Booter => Place.Volume is null ? null : MacDisks.WithRole(Place.Disk, "Preboot");

    public Volume? Recovery => Place.Volume is null ? null : MacDisks.WithRole(Place.Disk, "Recovery");

    /// <summary>The version of the APFS driver that a system brings for old firmware; only System volumes have one.</summary>
    public long? EfiDriver => Place.Volume is { } volume && volume.Is("System") && _call.Has(Capability.HasSealedSystem)
        ? _call.Has(Capability.DiskutilInfoListsSnapshots) ? DriverOfNewer : DriverOfT2 : null;

    /// <summary>
    /// Whether what lies on the volume takes a key: of a system that is sealed it doesn't, whatever FileVault says of its group.
    /// </summary>
    public bool IsEncrypted => State!.IsFileVault && !(Place.Volume!.Is("System") && _call.Has(Capability.HasSealedSystem));

    /// <summary>Of a volume that only the hardware encrypts, info says neither yes nor no; of a System volume it says no.</summary>
    public bool IsEncryptionUnsaid => State!.IsEncryptedAtRest && !Place.Volume!.Is("System") && Place.Volume.Group is not null;

    /// <summary>Whether the release knows of seals.</summary>
    public bool HasSeals => _call.Has(Capability.HasSealedSystem);

    public string Sealed => Place.Snapshot is not { } snapshot ? Place.Volume!.Sealed
        : snapshot.Sealed == "Yes" && _call.Has(Capability.DiskutilCallsSealBroken) ? "Broken" : snapshot.Sealed;

    /// <summary>Whether macOS starts from it.</summary>
    public bool IsBootable => Place.Volume is { } volume ? volume.Roles.Count == 0 || volume.Is("System") || volume.Is("Data") : Place.Partition?.Format is { IsHfs: true };
}
