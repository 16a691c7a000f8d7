namespace MacStateStore.Disks;

/// <summary>
/// What CoreStorage made of a partition: a group of one physical volume, with a family of one logical volume, which is a disk of its own
/// (public listings of 10.11 to 10.13).
/// </summary>
/// <param name="Store">The partition that is the physical volume.</param>
public sealed record LogicalVolume(string Store)
{
    /// <summary>The group's UUID.</summary>
    public string GroupUuid { get; init; } = "";
    /// <summary>The physical volume's UUID.</summary>
    public string PhysicalUuid { get; init; } = "";
    /// <summary>The family's UUID.</summary>
    public string FamilyUuid { get; init; } = "";
    /// <summary>The logical volume's UUID.</summary>
    public string Uuid { get; init; } = "";
    /// <summary>The name of the group and the logical volume.</summary>
    public string Name { get; init; } = "";
}
