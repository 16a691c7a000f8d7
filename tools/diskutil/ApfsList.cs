using MacStateStore.Disks;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;

namespace Diskutil;

/// <summary>Containers with their stores and volumes (dossier diskutil, 6).</summary>
internal static class ApfsList
{
    public static int Run(Call call)
    {
        if (call.Others.Count > 1) throw call.UsageFailure();
        var named = call.Others is [var name] ? call.FindContainer(name) : null;
        if (call.WantsPlist) return call.Print(Plist(call, named is null ? call.Disks.Containers : [named]));
        var containers = named is null ? call.Disks.Containers.Where(container => !container.IsOsInternal).ToList() : [named];
        if (containers.Count == 0)
        {
            call.Print(Messages.NoContainers);
            return 0;
        }
        if (named is null) call.Print(Header(containers.Count));
        foreach (var container in containers) call.Print(Tree(call, container, container == containers[^1]));
        return 0;
    }

    public static string Header(int count) => count == 1 ? "APFS Container (1 found)" : $"APFS Containers ({count} found)";

    public static string RoleOf(Volume volume) => volume.Roles.Count > 0 ? string.Join(", ", volume.Roles) : "No specific role";

    private static IEnumerable<string> Tree(Call call, Disk container, bool isLast)
    {
        var margin = isLast ? "    " : "|   ";
        var heading = $"Container {container.Identifier} {container.ContainerUuid}";
        yield return "|";
        yield return $"+-- {heading}";
        yield return margin + new string('=', heading.Length);
        var used = container.Size - container.Free;
        yield return $"{margin}{"APFS Container Reference:",-30}{DeviceOf(call, container)}";
        yield return $"{margin}{"Size (Capacity Ceiling):",-30}{Sizes.WithBytes(container.Size)}";
        yield return $"{margin}{"Capacity In Use By Volumes:",-30}{Sizes.WithBytes(used)} ({Sizes.Percent(used, container.Size)} used)";
        yield return $"{margin}{"Capacity Not Allocated:",-30}{Sizes.WithBytes(container.Free)} ({Sizes.Percent(container.Free, container.Size)} free)";
        yield return $"{margin}|";
        var stores = call.Disks.StoresOf(container).OrderBy(store => store.Disk).ToList();
        var volumes = container.Volumes.Where(volume => !volume.IsOsInternal || container.IsOsInternal).ToList();
        foreach (var store in stores)
        {
            var title = $"Physical Store {store.Identifier} {store.Uuid ?? "(No UUID)"}";
            var inner = margin + (store == stores[^1] && volumes.Count == 0 ? "    " : "|   ");
            yield return $"{margin}+-< {title}";
            yield return inner + new string('-', title.Length);
            var use = stores.Count == 1 ? "" : store == stores[0] ? " (Main, \"Faster\" Disk Use)" : " (Secondary, Designated Aux Use)";
            yield return $"{inner}{"APFS Physical Store Disk:",-28}{store.Identifier}{use}";
            yield return $"{inner}{"Size:",-28}{Sizes.WithBytes(store.Size)}";
            if (store != stores[^1] || volumes.Count > 0) yield return $"{margin}|";
        }
        if (volumes.Count == 0) yield return $"{margin}No Volumes";
        foreach (var volume in volumes)
        {
            var isLastVolume = volume == volumes[^1];
            var inner = margin + (isLastVolume ? "    " : "|   ");
            var title = $"Volume {volume.Identifier} {volume.Uuid}";
            yield return $"{margin}+-> {title}";
            yield return inner + new string('-', title.Length);
            foreach (var line in Lines(call, volume)) yield return inner + line;
            if (!isLastVolume) yield return $"{margin}|";
        }
        if (!isLast) yield return "|";
    }

    private static string DeviceOf(Call call, Disk container) => call.Disks.StoresOf(container).Count > 1 ? $"{container.Identifier} (Fusion)" : container.Identifier;

    private static IEnumerable<string> Lines(Call call, Volume volume)
    {
        yield return $"{"APFS Volume Disk (Role):",-27}{volume.Identifier} ({RoleOf(volume)})";
        yield return $"{"Name:",-27}{volume.Name} ({(volume.IsCaseSensitive ? "Case-sensitive" : "Case-insensitive")})";
        yield return $"{"Mount Point:",-27}{volume.MountPoint ?? "Not Mounted"}";
        yield return $"{"Capacity Consumed:",-27}{Sizes.WithBytes(volume.InUse)}";
        if (volume.Reserve > 0) yield return $"{"Capacity Reserve:",-27}{Sizes.WithBytes(volume.Reserve)}";
        if (volume.Quota > 0) yield return $"{"Capacity Quota:",-27}{Sizes.WithBytes(volume.Quota)}";
        if (call.Has(Capability.HasSealedSystem)) yield return $"{"Sealed:",-27}{volume.Sealed}";
        var state = call.Disks.StateOf(volume);
        var isProtected = state.IsFileVault ? $"Yes ({(state.IsLocked ? "Locked" : "Unlocked")})" : "No";
        if (!call.Has(Capability.DiskutilSpeaksOfFileVault)) yield return $"{"Encrypted:",-27}{isProtected}";
        else
        {
            yield return $"{"FileVault:",-27}{(state.IsEncryptedAtRest ? "No (Encrypted at rest)" : isProtected)}";
            // The sealed system is the same for everybody, and protected by its seal.
            if (state.IsFileVault && volume.Is("System") && call.Has(Capability.HasSealedSystem)) yield return $"{"Encrypted:",-27}No";
        }
        foreach (var snapshot in volume.Snapshots.Where(snapshot => snapshot is { Number: not null, MountPoint: not null }))
        {
            yield return "|";
            yield return $"{"Snapshot:",-27}{snapshot.Uuid}";
            yield return $"{"Snapshot Disk:",-27}{volume.Identifier}s{snapshot.Number}";
            yield return $"{"Snapshot Mount Point:",-27}{snapshot.MountPoint}";
            yield return $"{"Snapshot Sealed:",-27}{snapshot.Sealed}";
        }
    }

    private static PlistDictionary Plist(Call call, IEnumerable<Disk> containers) => new()
    {
        { "Containers", new PlistArray(containers.Select(container => Entry(call, container))) },
    };

    private static PlistDictionary Entry(Call call, Disk container)
    {
        var stores = call.Disks.StoresOf(container);
        var entry = new PlistDictionary
        {
            { "APFSContainerUUID", container.ContainerUuid ?? "" },
            { "CapacityCeiling", container.Size },
            { "CapacityFree", container.Free },
            { "ContainerReference", container.Identifier },
            { "Fusion", stores.Count > 1 },
            {
                "PhysicalStores",
                new PlistArray(stores.Select(store =>
                {
                    var item = new PlistDictionary { { "DeviceIdentifier", store.Identifier }, { "Size", store.Size } };
                    if (store.Uuid is { } uuid) item.Add("DiskUUID", uuid);
                    return item;
                }))
            },
            { "Volumes", new PlistArray(container.Volumes.Select(volume => Entry(call, volume))) },
        };
        if (stores.Count > 0) entry.Add("DesignatedPhysicalStore", stores[0].Identifier);
        return entry;
    }

    private static PlistDictionary Entry(Call call, Volume volume)
    {
        var state = call.Disks.StateOf(volume);
        return new PlistDictionary
        {
            { "APFSVolumeUUID", volume.Uuid }, { "CapacityInUse", volume.InUse }, { "CapacityQuota", volume.Quota }, { "CapacityReserve", volume.Reserve },
            { "CryptoMigrationOn", false }, { "DeviceIdentifier", volume.Identifier }, { "Encryption", state.IsEncrypted }, { "FileVault", state.IsFileVault },
            { "Locked", state.IsLocked }, { "Name", volume.Name }, { "Roles", new PlistArray(volume.Roles.Select(role => new PlistString(role))) },
        };
    }
}
