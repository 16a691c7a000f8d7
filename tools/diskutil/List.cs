using MacStateStore;
using MacStateStore.Disks;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;

namespace Diskutil;

/// <summary>All disks with their partitions and volumes (dossier diskutil, 3.2, 4 and 5).</summary>
internal static class List
{
    private const string Heading = "   #:                       TYPE NAME                    SIZE       IDENTIFIER";
    private const int NameWidth = 23;
    // Partitions begin at whole mebibytes.
    private const long LargestUnshown = 1_048_576;

    private static readonly string[] Filters = ["internal", "external", "physical", "virtual"];

    public static int Run(Call call)
    {
        var wantsPlist = call.Words.Count > 0 && call.Words[0].Equals("-plist", StringComparison.OrdinalIgnoreCase);
        // An option behind a filter is taken for a device.
        call = call with { WantsPlist = wantsPlist };
        var words = wantsPlist ? [.. call.Words.Skip(1)] : call.Words;
        var filters = words.TakeWhile(word => Filters.Contains(word, StringComparer.OrdinalIgnoreCase)).Select(word => word.ToLowerInvariant()).ToList();
        var rest = words.Skip(filters.Count).ToList();
        if (rest.Count > 1) throw call.UsageFailure();
        IEnumerable<Disk> disks = call.Disks.All;
        if (rest is [var name])
        {
            if (call.Disks.Find(name) is not { } place)
                throw filters.Count > 0 || name.StartsWith('-') ? call.Failure(Messages.NotFoundAfterFilter(name)) : call.NotFound(name);
            disks = [place.Disk];
        }
        disks = disks.Where(disk => filters.All(filter => Fits(call, disk, filter)));
        if (wantsPlist) return call.Print(Plist(call, [.. disks]));
        foreach (var disk in rest.Count > 0 ? disks : disks.Where(disk => !disk.IsOsInternal)) Print(call, disk);
        return 0;
    }

    /// <summary>Prints one disk, as verbs do that have changed it.</summary>
    public static int PrintOne(Call call, Disk disk)
    {
        Print(call, disk);
        return 0;
    }

    /// <summary>What the header calls a disk.</summary>
    public static string KindOf(Call call, Disk disk) => disk.Header ?? disk.Kind switch
    {
        DiskKind.Synthesized => "synthesized",
        DiskKind.Image => "disk image",
        DiskKind.Logical => disk.IsInternal ? "internal, virtual" : "external, virtual",
        // recoveryOS says no more than where it is.
        _ when call.Run.Mac.Boot.Environment != BootState.MacOS => disk.IsInternal ? "internal" : "external",
        _ => disk.IsInternal ? "internal, physical" : "external, physical",
    };

    private static bool Fits(Call call, Disk disk, string filter)
    {
        var isInternal = (call.Disks.DeviceOf(disk) ?? disk).IsInternal;
        return filter switch
        {
            "internal" => isInternal,
            "external" => !isInternal,
            "physical" => disk.Kind == DiskKind.Physical,
            _ => disk.Kind != DiskKind.Physical,
        };
    }

    private static void Print(Call call, Disk disk)
    {
        var kind = KindOf(call, disk);
        var isolates = call.Has(Capability.DiskutilIsolatesNames) && call.Run.Console.IsOutputTerminal;
        call.Print($"/dev/{disk.Identifier} ({kind}):");
        call.Print(Heading);
        var number = 0;
        var marker = disk.Kind is DiskKind.Synthesized or DiskKind.Image or DiskKind.Logical ? '+' : kind.EndsWith("physical", StringComparison.Ordinal) ? '*' : ' ';
        if (disk.Kind == DiskKind.Synthesized)
        {
            Row("APFS Container Scheme", "-", disk.Size, disk.Identifier, isName: false);
            var stores = call.Disks.StoresOf(disk);
            call.Print($"{"",33}Physical {(stores.Count > 1 ? "Stores" : "Store")} {string.Join(", ", stores.Select(store => store.Identifier))}");
            marker = ' ';
            foreach (var volume in disk.Volumes.Where(volume => !volume.IsOsInternal || disk.IsOsInternal))
            {
                Row("APFS Volume", volume.Name, volume.InUse, volume.Identifier);
                foreach (var snapshot in volume.Snapshots.Where(snapshot => snapshot is { Number: not null, MountPoint: not null }))
                    Row("APFS Snapshot", snapshot.Name, volume.InUse, $"{volume.Identifier}s{snapshot.Number}");
            }
            call.Print();
            return;
        }
        var whole = disk.Partitions.FirstOrDefault(partition => partition.Slice == 0);
        Row(whole is null ? disk.Content : whole.Content, whole is null ? "" : NameOf(call, whole), disk.Size, disk.Identifier, isName: whole is not null);
        marker = ' ';
        if (disk.LogicalVolume is { } logical)
            foreach (var line in (string[])[$"Logical Volume on {logical.Store}", logical.Uuid, "Unencrypted"]) call.Print($"{"",33}{line}");
        var end = 0L;
        foreach (var partition in disk.Partitions.Where(partition => partition != whole))
        {
            Gap(partition.Offset - end);
            Row(partition.Content, NameOf(call, partition), partition.Size, partition.Identifier);
            end = partition.Offset + partition.Size;
        }
        if (whole is null && disk.Content.Length > 0 && disk.Partitions.Count > 0) Gap(disk.Size - end);
        call.Print();

        void Row(string type, string name, long size, string device, bool isName = true)
        {
            var shown = name.Length > NameWidth ? name[..(NameWidth - 3)] + "..." : name;
            var padding = new string(' ', NameWidth - shown.Length);
            if (isolates && isName) shown = $"\u2068{shown}\u2069";
            call.Print($"{number++,4}: {type,26} {shown}{padding}{marker}{Sizes.Short(size),-10} {device}");
        }

        void Gap(long size)
        {
            if (size > LargestUnshown) call.Print($"{"",5} {"(free space)",26} {"",NameWidth} {Sizes.Short(size),-10} -");
        }
    }

    private static string NameOf(Call call, Partition partition) =>
        partition.Container is { } number
            ? call.Disks.Numbered(number) is { IsOsInternal: true } && !call.Has(Capability.DiskutilNamesHiddenContainers) ? "" : $"Container disk{number}"
            : partition.VolumeName ?? (partition.Content is DiskContent.CoreStorage or "Apple_Boot" ? partition.Name : null) ?? "";

    private static PlistDictionary Plist(Call call, IReadOnlyList<Disk> disks)
    {
        var places = call.Disks.Places.Where(place => disks.Contains(place.Disk)).ToList();
        return new PlistDictionary
        {
            { "AllDisks", Strings(places.Select(place => place.Identifier)) },
            { "AllDisksAndPartitions", new PlistArray(disks.Select(disk => Entry(call, disk))) },
            {
                "VolumesFromDisks",
                Strings(places.Where(place => place.MountPoint is not null).Select(place => place.VolumeName!))
            },
            { "WholeDisks", Strings(disks.Select(disk => disk.Identifier)) },
        };
    }

    private static PlistDictionary Entry(Call call, Disk disk)
    {
        var whole = disk.Partitions.FirstOrDefault(partition => partition.Slice == 0);
        var entry = new PlistDictionary
        {
            { "Content", disk.Kind == DiskKind.Synthesized && call.Has(Capability.DiskutilNamesContainers) ? "Apple_APFS_Container" : whole?.Content ?? disk.Content },
            { "DeviceIdentifier", disk.Identifier },
            { "OSInternal", disk.IsOsInternal },
            { "Partitions", new PlistArray(disk.Partitions.Where(partition => partition != whole).Select(partition => Item(partition, new PlistDictionary()))) },
            { "Size", disk.Size },
        };
        if (whole is not null) Item(whole, entry);
        if (disk.Kind != DiskKind.Synthesized) return entry;
        entry.Add("APFSPhysicalStores", new PlistArray(call.Disks.StoresOf(disk).Select(store => new PlistDictionary { { "DeviceIdentifier", store.Identifier } })));
        entry.Add("APFSVolumes", new PlistArray(disk.Volumes.SelectMany(volume => Volumes(disk, volume))));
        return entry;
    }

    private static PlistDictionary Item(Partition partition, PlistDictionary item)
    {
        if (partition.Slice > 0)
        {
            item.Add("Content", partition.Content);
            item.Add("DeviceIdentifier", partition.Identifier);
            item.Add("Size", partition.Size);
        }
        if (partition.Uuid is { } uuid) item.Add("DiskUUID", uuid);
        if (partition.MountPoint is { } point) item.Add("MountPoint", point);
        if (partition.VolumeName is { } name) item.Add("VolumeName", name);
        if (partition.VolumeUuid is { } volumeUuid) item.Add("VolumeUUID", volumeUuid);
        return item;
    }

    private static IEnumerable<PlistDictionary> Volumes(Disk disk, Volume volume)
    {
        var mounted = volume.Snapshots.Where(snapshot => snapshot is { Number: not null, MountPoint: not null }).ToList();
        var item = Volume(volume.Identifier, volume.MountPoint, volume.Uuid);
        item.Add("MountedSnapshots", new PlistArray(mounted.Select(snapshot => new PlistDictionary
        {
            { "Sealed", snapshot.Sealed }, { "SnapshotBSD", $"{volume.Identifier}s{snapshot.Number}" }, { "SnapshotMountPoint", snapshot.MountPoint! },
            { "SnapshotName", snapshot.Name }, { "SnapshotUUID", snapshot.Uuid ?? "" },
        })));
        yield return item;
        foreach (var snapshot in mounted) yield return Volume($"{volume.Identifier}s{snapshot.Number}", snapshot.MountPoint, snapshot.Uuid ?? "");

        PlistDictionary Volume(string device, string? point, string uuid)
        {
            var entry = new PlistDictionary
            {
                { "CapacityInUse", volume.InUse }, { "DeviceIdentifier", device }, { "DiskUUID", uuid }, { "OSInternal", volume.IsOsInternal },
                { "Size", disk.Size }, { "VolumeName", volume.Name }, { "VolumeUUID", uuid },
            };
            if (point is not null) entry.Add("MountPoint", point);
            return entry;
        }
    }

    private static PlistArray Strings(IEnumerable<string> texts) => new(texts.Select(text => new PlistString(text)));
}
