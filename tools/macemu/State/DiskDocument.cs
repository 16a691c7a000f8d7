using System.Text.Json;
using MacStateStore;
using MacStateStore.Disks;
using MacStateStore.SecureEnclave;

namespace MacEmu;

/// <summary>The disks and crypto users of a Mac in the shape that <c>create --from</c> reads.</summary>
internal static class DiskDocument
{
    /// <summary>The document as UTF-8, indented, with a line end.</summary>
    public static byte[] Of(Mac mac)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, StateDocument.Readable(indented: true)))
        {
            json.WriteStartObject();
            Write(json, mac);
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>The keys <c>disks</c> and <c>cryptoUsers</c>.</summary>
    public static void Write(Utf8JsonWriter json, Mac mac)
    {
        json.WriteStartObject("disks");
        json.WriteString("volumeGroup", mac.System.VolumeGroup);
        WriteList(json, "disks", mac.Disks.All, disk => Write(json, mac, disk));
        json.WriteEndObject();
        WriteUsers(json, mac.SecureTokens.Keys.Users);
    }

    private static void Write(Utf8JsonWriter json, Mac mac, Disk disk)
    {
        json.WriteStartObject();
        json.WriteString("device", disk.Identifier);
        json.WriteString("kind", disk.Kind.ToString().ToLowerInvariant());
        if (disk.Header is { } header) json.WriteString("header", header);
        json.WriteBoolean("internal", disk.IsInternal);
        json.WriteString("protocol", disk.Protocol);
        json.WriteString("mediaName", disk.MediaName);
        json.WriteString("ioRegistryName", disk.RegistryName);
        json.WriteString("deviceTreePath", disk.TreePath);
        json.WriteString("content", disk.Content);
        json.WriteNumber("size", disk.Size);
        json.WriteNumber("blockSize", disk.BlockSize);
        if (disk.IsSolidState is { } solid) json.WriteBoolean("solidState", solid);
        else json.WriteNull("solidState");
        json.WriteString("smart", disk.Smart);
        json.WriteBoolean("aesHardware", disk.HasAesHardware);
        json.WriteBoolean("removable", disk.IsRemovable);
        json.WriteBoolean("ejectable", disk.IsEjectable);
        json.WriteBoolean("osInternal", disk.IsOsInternal);
        if (disk.Kind == DiskKind.Synthesized)
        {
            json.WriteString("containerUUID", disk.ContainerUuid);
            json.WriteNumber("capacityFree", disk.Free);
            WriteList(json, "physicalStores", mac.Disks.StoresOf(disk), store => json.WriteStringValue(store.Identifier));
            WriteList(json, "volumes", disk.Volumes, volume => Write(json, mac, volume));
        }
        if (disk.LogicalVolume is { } logical)
        {
            json.WriteStartObject("coreStorage");
            json.WriteString("store", logical.Store);
            json.WriteString("groupUUID", logical.GroupUuid);
            json.WriteString("physicalUUID", logical.PhysicalUuid);
            json.WriteString("familyUUID", logical.FamilyUuid);
            json.WriteString("uuid", logical.Uuid);
            json.WriteString("name", logical.Name);
            json.WriteEndObject();
        }
        if (disk.Partitions.FirstOrDefault(partition => partition.Slice == 0) is { FileSystem: not null } whole)
        {
            json.WriteString("diskUUID", whole.Uuid);
            WriteFileSystem(json, whole);
        }
        WriteList(json, "partitions", disk.Partitions.Where(partition => partition.Slice > 0), partition => Write(json, partition));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Partition partition)
    {
        json.WriteStartObject();
        json.WriteString("device", partition.Identifier);
        json.WriteString("content", partition.Content);
        if (DiskContent.GuidOf(partition.Content) is { } type) json.WriteString("typeGuid", type);
        json.WriteNumber("size", partition.Size);
        json.WriteNumber("offset", partition.Offset);
        json.WriteString("partitionName", partition.Name);
        json.WriteString("diskUUID", partition.Uuid);
        if (partition.Container is { } container) json.WriteString("apfsContainer", $"disk{container}");
        if (partition.FileSystem is not null) WriteFileSystem(json, partition);
        else json.WriteString("mountPoint", partition.MountPoint);
        json.WriteEndObject();
    }

    private static void WriteFileSystem(Utf8JsonWriter json, Partition partition)
    {
        json.WriteString("filesystem", partition.FileSystem);
        if (partition.Personality is { } personality) json.WriteString("personality", personality);
        json.WriteString("volumeName", partition.VolumeName);
        json.WriteString("volumeUUID", partition.VolumeUuid);
        if (partition.VolumeSize is { } size) json.WriteNumber("volumeSize", size);
        json.WriteNumber("capacityInUse", partition.InUse);
        json.WriteBoolean("readOnly", partition.IsReadOnly);
        json.WriteBoolean("owners", partition.HasOwners);
        json.WriteNumber("allocationBlockSize", partition.AllocationBlockSize);
        if (partition.JournalOffset is { } offset) json.WriteNumber("journalOffset", offset);
        if (partition.JournalSize is { } journal) json.WriteNumber("journalSize", journal);
        json.WriteString("mountPoint", partition.MountPoint);
        WriteUses(json, partition.Uses);
    }

    private static void Write(Utf8JsonWriter json, Mac mac, Volume volume)
    {
        var state = mac.Disks.StateOf(volume);
        json.WriteStartObject();
        json.WriteString("device", volume.Identifier);
        json.WriteString("name", volume.Name);
        WriteList(json, "roles", volume.Roles, json.WriteStringValue);
        json.WriteNumber("capacityInUse", volume.InUse);
        json.WriteNumber("capacityReserve", volume.Reserve);
        json.WriteNumber("capacityQuota", volume.Quota);
        json.WriteString("uuid", volume.Uuid);
        json.WriteString("mountPoint", volume.MountPoint);
        json.WriteString("caseSensitivity", volume.IsCaseSensitive ? "Case-sensitive" : "Case-insensitive");
        json.WriteString("sealed", volume.Sealed);
        json.WriteBoolean("osInternal", volume.IsOsInternal);
        json.WriteBoolean("encryptedOnDisk", state.IsEncrypted);
        json.WriteBoolean("fileVault", state.IsFileVault);
        json.WriteBoolean("locked", volume.IsLocked);
        json.WriteBoolean("readOnly", volume.IsReadOnly);
        json.WriteBoolean("owners", volume.HasOwners);
        if (volume.IsDefragmented) json.WriteBoolean("defragmented", true);
        if (volume.Group is { } group) json.WriteString("volumeGroup", group);
        WriteList(json, "snapshots", volume.Snapshots, snapshot => Write(json, volume, snapshot));
        // Those of the started system stand apart, those of a group with its Data volume.
        if (volume.KeysUuid != mac.System.VolumeGroup && (volume.Group is null || volume.Is("Data")) && mac.Disks.KeysOf(volume) is { } keys) WriteUsers(json, keys.Users);
        WriteUses(json, volume.Uses);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Volume volume, Snapshot snapshot)
    {
        json.WriteStartObject();
        json.WriteString("device", snapshot.Number is { } number ? $"{volume.Identifier}s{number}" : null);
        json.WriteString("uuid", snapshot.Uuid);
        json.WriteString("name", snapshot.Name);
        json.WriteString("xid", snapshot.Xid);
        json.WriteString("mountPoint", snapshot.MountPoint);
        json.WriteString("sealed", snapshot.Sealed);
        json.WriteBoolean("purgeable", snapshot.IsPurgeable);
        json.WriteBoolean("limitsContainerShrink", snapshot.LimitsShrink);
        json.WriteEndObject();
    }

    private static void WriteUsers(Utf8JsonWriter json, IReadOnlyList<CryptoUser> users) => WriteList(json, "cryptoUsers", users, user =>
    {
        json.WriteStartObject();
        json.WriteString("uuid", user.Uuid);
        json.WriteString("type", user.Type.ToString());
        if (user.Hint is { } hint) json.WriteString("hint", hint);
        json.WriteBoolean("volumeOwner", user.IsVolumeOwner);
        json.WriteEndObject();
    });

    private static void WriteUses(Utf8JsonWriter json, IReadOnlyList<VolumeUse> uses)
    {
        if (uses.Count == 0) return;
        WriteList(json, "inUseBy", uses, use =>
        {
            json.WriteStartObject();
            json.WriteNumber("pid", use.Pid);
            json.WriteString("process", use.Process);
            json.WriteEndObject();
        });
    }

    private static void WriteList<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items) write(item);
        json.WriteEndArray();
    }
}
