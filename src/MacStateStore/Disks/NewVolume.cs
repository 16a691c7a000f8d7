namespace MacStateStore.Disks;

/// <summary>An APFS volume that is to be made.</summary>
/// <param name="Name">Its name.</param>
public sealed record NewVolume(string Name)
{
    /// <summary>Whether capitals count in its file names.</summary>
    public bool IsCaseSensitive { get; init; }
    /// <summary>Its roles.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];
    /// <summary>Bytes kept for it.</summary>
    public long Reserve { get; init; }
    /// <summary>Bytes that it may not exceed; 0 for no limit.</summary>
    public long Quota { get; init; }
    /// <summary>The volume to make a group with; null for none.</summary>
    public Volume? GroupWith { get; init; }
    /// <summary>The passphrase of its disk user; null for a volume that isn't encrypted.</summary>
    public string? Passphrase { get; init; }
    /// <summary>The hint for that.</summary>
    public string? Hint { get; init; }
}

/// <summary>A partition that is to be made.</summary>
/// <param name="Format">The file system as typed, such as APFS or JHFS+; see <see cref="Kind"/>.</param>
/// <param name="Name">The volume's name.</param>
/// <param name="Size">Bytes; 0 for what is left.</param>
public sealed record NewPartition(string Format, string Name, long Size)
{
    /// <summary>Its format; null where the word is none.</summary>
    public FileSystemFormat? Kind => FileSystemFormat.Find(Format);
}
