using MacStateStore.Disks;
using MacStateStore.PropertyLists;

namespace Diskutil;

/// <summary>The groups of CoreStorage with their physical and logical volumes (public listings of 10.11 to 10.13).</summary>
internal static class CoreStorageList
{
    public static int Run(Call call)
    {
        if (call.Others.Count > 1) throw call.UsageFailure();
        List<Disk> disks = call.Others is [var uuid] ? [CoreStoragePart.Find(call, uuid)?.Disk ?? throw call.NotFound(uuid)] : [.. call.Disks.LogicalVolumes];
        if (call.WantsPlist) return call.Print(Plist(disks));
        if (disks.Count == 0) return call.Print([Messages.NoCoreStorage]);
        call.Print($"CoreStorage logical volume groups ({disks.Count} found)");
        foreach (var disk in disks) call.Print(Tree(call, disk, disk == disks[^1]));
        return 0;
    }

    private static IEnumerable<string> Tree(Call call, Disk disk, bool isLast)
    {
        var logical = disk.LogicalVolume!;
        var store = call.Disks.StoreOf(logical);
        var margin = isLast ? "    " : "|   ";
        yield return "|";
        foreach (var line in Headed("+-- ", margin, $"Logical Volume Group {logical.GroupUuid}", '=')) yield return line;
        yield return $"{margin}{"Name:",-14}{logical.Name}";
        yield return $"{margin}{"Status:",-14}Online";
        yield return $"{margin}{"Size:",-14}{Sizes.WithBytes(store.Size)}";
        yield return $"{margin}{"Free Space:",-14}{Sizes.WithBytes(call.Disks.FreeOf(disk))}";
        yield return $"{margin}|";
        foreach (var line in Headed($"{margin}+-< ", $"{margin}|   ", $"Physical Volume {logical.PhysicalUuid}", '-')) yield return line;
        yield return $"{margin}|   {"Index:",-10}0";
        yield return $"{margin}|   {"Disk:",-10}{store.Identifier}";
        yield return $"{margin}|   {"Status:",-10}Online";
        yield return $"{margin}|   {"Size:",-10}{Sizes.WithBytes(store.Size)}";
        yield return $"{margin}|";
        var inner = margin + "    ";
        foreach (var line in Headed($"{margin}+-> ", inner, $"Logical Volume Family {logical.FamilyUuid}", '-')) yield return line;
        yield return $"{inner}{"Encryption Type:",-25}None";
        yield return $"{inner}|";
        var innermost = inner + "    ";
        foreach (var line in Headed($"{inner}+-> ", innermost, $"Logical Volume {logical.Uuid}", '-')) yield return line;
        yield return $"{innermost}{"Disk:",-23}{disk.Identifier}";
        yield return $"{innermost}{"Status:",-23}Online";
        yield return $"{innermost}{"Size (Total):",-23}{Sizes.WithBytes(disk.Size)}";
        yield return $"{innermost}{"Revertible:",-23}Yes (no decryption required)";
        yield return $"{innermost}{"LV Name:",-23}{logical.Name}";
        yield return $"{innermost}{"Volume Name:",-23}{disk.Partitions[0].VolumeName}";
        yield return $"{innermost}{"Content Hint:",-23}{disk.Content}";
        if (!isLast) yield return "|";
    }

    private static IEnumerable<string> Headed(string lead, string margin, string heading, char rule) => [lead + heading, margin + new string(rule, heading.Length)];

    private static PlistDictionary Plist(List<Disk> disks)
    {
        if (disks.Count == 0) return new PlistDictionary();
        return new PlistDictionary
        {
            {
                "CoreStorageLogicalVolumeGroups",
                new PlistArray(disks.Select(disk => disk.LogicalVolume!).Select(logical => Part("LVG", logical.GroupUuid, new PlistDictionary
                {
                    {
                        "CoreStorageLogicalVolumeFamilies",
                        new PlistArray([Part("LVF", logical.FamilyUuid, new PlistDictionary { { "CoreStorageLogicalVolumes", new PlistArray([Part("LV", logical.Uuid, [])]) } })])
                    },
                    { "CoreStoragePhysicalVolumes", new PlistArray([Part("PV", logical.PhysicalUuid, [])]) },
                })))
            },
        };
    }

    private static PlistDictionary Part(string role, string uuid, PlistDictionary part)
    {
        part.Add("CoreStorageRole", role);
        part.Add("CoreStorageUUID", uuid);
        return part;
    }
}
