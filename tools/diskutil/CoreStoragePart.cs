using MacStateStore.Disks;

namespace Diskutil;

/// <summary>A part of CoreStorage that an argument names by its UUID or its disk.</summary>
/// <param name="Disk">The disk of the logical volume.</param>
/// <param name="Role">LVG, PV, LVF or LV.</param>
/// <param name="Name">The role in words.</param>
/// <param name="Uuid">The part's UUID.</param>
internal sealed record CoreStoragePart(Disk Disk, string Role, string Name, string Uuid)
{
    public LogicalVolume Logical => Disk.LogicalVolume!;

    /// <summary>The part; null where the argument names something else, or nothing.</summary>
    public static CoreStoragePart? Find(Call call, string argument)
    {
        var place = call.Disks.Find(argument);
        foreach (var disk in call.Disks.LogicalVolumes)
        {
            var logical = disk.LogicalVolume!;
            CoreStoragePart[] parts =
            [
                new(disk, "LVG", "Logical Volume Group", logical.GroupUuid), new(disk, "PV", "Physical Volume", logical.PhysicalUuid),
                new(disk, "LVF", "Logical Volume Family", logical.FamilyUuid), new(disk, "LV", "Logical Volume", logical.Uuid),
            ];
            var part = Array.Find(parts, part => part.Uuid.Equals(argument, StringComparison.OrdinalIgnoreCase))
                ?? (place?.Identifier == disk.Identifier ? parts[3] : place?.Identifier == logical.Store ? parts[1] : null);
            if (part is not null) return part;
        }
        return null;
    }

    /// <summary>The logical volume that an argument names, or a refusal.</summary>
    public static Disk FindLogicalVolume(Call call, string argument) =>
        Find(call, argument) is { Role: "LV" } part ? part.Disk : call.Disks.Find(argument) is null ? throw call.NotFound(argument) : throw call.Failure(Messages.NotCoreStorage(argument));
}
