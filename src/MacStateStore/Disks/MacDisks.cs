using MacStateStore.SecureEnclave;
using MacStateStore.Storage;

namespace MacStateStore.Disks;

/// <summary>The disks of a Mac: what there is, what a name leads to, how volumes are protected, and what is mounted (dossier diskutil).</summary>
public sealed partial class MacDisks
{
    private const string Volumes = "/Volumes/";

    private readonly Mac _mac;
    private readonly Database _database;
    private readonly Dictionary<string, VolumeKeys?> _keys = [];

    internal MacDisks(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>The whole disks by number.</summary>
    public IReadOnlyList<Disk> All { get => field ??= DiskStore.Read(_database); private set; }

    /// <summary>The containers by number.</summary>
    public IEnumerable<Disk> Containers => All.Where(disk => disk.Kind == DiskKind.Synthesized);

    /// <summary>A whole disk by its number.</summary>
    public Disk? Numbered(int number) => All.FirstOrDefault(disk => disk.Number == number);

    /// <summary>The partitions that a container lies on; more than one on a Fusion drive.</summary>
    public IReadOnlyList<Partition> StoresOf(Disk container) =>
        [.. All.SelectMany(disk => disk.Partitions).Where(partition => partition.Container == container.Number)];

    /// <summary>The device that a disk really is: itself, or that of a container's first store; null where there is none.</summary>
    public Disk? DeviceOf(Disk disk) =>
        disk.Kind != DiskKind.Synthesized ? disk : StoresOf(disk) is [var store, ..] ? Numbered(store.Disk) : null;

    /// <summary>
    /// What an argument names: an identifier, a device node, a mount point or its URL, a UUID, or a volume's name, the first in the order
    /// of devices (dossier diskutil, 1.1). Null for nothing.
    /// </summary>
    public Place? Find(string argument)
    {
        if (argument.Length == 0) return null;
        var text = argument.StartsWith("file://", StringComparison.Ordinal) ? Uri.UnescapeDataString(argument["file://".Length..]) : argument;
        var path = text.Length > 1 ? text.TrimEnd('/') : text;
        if (path.Length == 0) path = "/";
        var device = path.StartsWith("/dev/r", StringComparison.Ordinal) ? path["/dev/r".Length..] : path.StartsWith("/dev/", StringComparison.Ordinal) ? path["/dev/".Length..] : path;
        var places = Places.ToList();
        return places.Find(place => place.Identifier == device)
            ?? (path[0] == '/' ? places.Find(place => place.MountPoint == path) : null)
            ?? places.Find(place => HasUuid(place, path))
            ?? places.Find(place => place.Snapshot is null && place.VolumeName == text);
    }

    /// <summary>Everything that has a device, in order.</summary>
    public IEnumerable<Place> Places
    {
        get
        {
            foreach (var disk in All)
            {
                var whole = disk.Partitions.FirstOrDefault(partition => partition.Slice == 0);
                yield return new Place(disk) { Partition = whole };
                foreach (var partition in disk.Partitions)
                    if (partition != whole) yield return new Place(disk) { Partition = partition };
                foreach (var volume in disk.Volumes)
                {
                    yield return new Place(disk) { Volume = volume };
                    foreach (var snapshot in volume.Snapshots)
                        if (snapshot.Number is not null) yield return new Place(disk) { Volume = volume, Snapshot = snapshot };
                }
            }
        }
    }

    /// <summary>The place of a volume as it is now.</summary>
    public Place PlaceOf(Volume volume) => Places.First(place => place.Volume is not null && place.Snapshot is null && place.Identifier == volume.Identifier);

    /// <summary>The keys of a volume (of its group, where it is in one); null where it has none.</summary>
    public VolumeKeys? KeysOf(Volume volume)
    {
        if (_keys.TryGetValue(volume.KeysUuid, out var known)) return known;
        var keys = new VolumeKeys(_database, _mac.Random, volume.KeysUuid);
        return _keys[volume.KeysUuid] = keys.Exist ? keys : null;
    }

    /// <summary>
    /// How a volume is protected. Of a group the System and the Data volume are; Preboot and the like, which start it, are in none.
    /// </summary>
    public VolumeState StateOf(Volume volume)
    {
        var keys = KeysOf(volume);
        var isFileVault = keys?.IsProtected ?? volume.IsFileVaultBySystem;
        var hasAes = Numbered(volume.Disk) is { } container && DeviceOf(container) is { HasAesHardware: true };
        return new VolumeState(keys is not null, isFileVault, !isFileVault && (volume.IsEncryptedBySystem || (keys is not null && hasAes)), volume.IsLocked);
    }

    /// <summary>The volume groups of a container, each with its members by device.</summary>
    public static IEnumerable<(string Uuid, IReadOnlyList<Volume> Members)> GroupsOf(Disk container) =>
        container.Volumes.Where(volume => volume.Group is not null).GroupBy(volume => volume.Group!).Select(group => (group.Key, (IReadOnlyList<Volume>)[.. group]));

    /// <summary>The volume of a container with a role.</summary>
    public static Volume? WithRole(Disk container, string role) => container.Volumes.FirstOrDefault(volume => volume.Is(role));

    /// <summary>Where a volume is mounted where nobody says: /Volumes and its name, with a number if that is taken.</summary>
    public string FreeMountPoint(string name)
    {
        var taken = Places.Select(place => place.MountPoint).ToHashSet();
        var wanted = Volumes + (name.Length > 0 ? name.Replace('/', ':') : "Untitled");
        var point = wanted;
        for (var i = 1; taken.Contains(point); i++) point = $"{wanted} {i}";
        return point;
    }

    /// <summary>Who keeps a place from being unmounted; null where nobody does. What macOS itself runs from is in use by the kernel.</summary>
    public VolumeUse? BusyWith(Place place)
    {
        if (place.MountPoint is not { } point) return null;
        if (_mac.Boot.Environment == BootState.MacOS && (point == "/" || point == "/private/var/vm" || point.StartsWith("/System/Volumes/", StringComparison.Ordinal)))
            return new VolumeUse(0, "kernel");
        return (place.Volume?.Uses ?? place.Partition?.Uses) is [var first, ..] ? first : null;
    }

    private static bool HasUuid(Place place, string text)
    {
        string?[] uuids = place.Snapshot is { } snapshot ? [snapshot.Uuid]
            : place.Volume is { } volume ? [volume.Uuid] : place.Partition is { } partition ? [partition.Uuid, partition.VolumeUuid] : [place.Disk.ContainerUuid];
        return uuids.Any(uuid => string.Equals(uuid, text, StringComparison.OrdinalIgnoreCase));
    }

    // What was read before no longer holds.
    private void Changed()
    {
        All = null!;
        _keys.Clear();
    }
}
