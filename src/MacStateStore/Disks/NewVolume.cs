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
/// <param name="Format">The file system as typed, such as APFS or JHFS+.</param>
/// <param name="Name">The volume's name.</param>
/// <param name="Size">Bytes; 0 for what is left.</param>
public sealed record NewPartition(string Format, string Name, long Size)
{
    private static readonly (string Word, string Content, string? FileSystem, string Personality)[] Formats =
    [
        ("APFS", DiskContent.Apfs, null, "APFS"), ("APFSX", DiskContent.Apfs, null, "Case-sensitive APFS"), ("Case-sensitive APFS", DiskContent.Apfs, null, "Case-sensitive APFS"),
        ("JHFS+", DiskContent.Hfs, "hfs", "Mac OS Extended (Journaled)"), ("HFS+", DiskContent.Hfs, "hfs", "Mac OS Extended"), ("HFS+J", DiskContent.Hfs, "hfs", "Mac OS Extended (Journaled)"),
        ("HFSX", DiskContent.Hfs, "hfs", "Mac OS Extended (Case-sensitive)"), ("JHFSX", DiskContent.Hfs, "hfs", "Mac OS Extended (Case-sensitive, Journaled)"),
        ("Journaled HFS+", DiskContent.Hfs, "hfs", "Mac OS Extended (Journaled)"), ("HFS", DiskContent.Hfs, "hfs", "Mac OS Extended"),
        ("FAT32", DiskContent.Windows, "msdos", "MS-DOS (FAT32)"), ("MS-DOS", DiskContent.Windows, "msdos", "MS-DOS (FAT)"), ("MS-DOS FAT32", DiskContent.Windows, "msdos", "MS-DOS (FAT32)"),
        ("ExFAT", DiskContent.Windows, "exfat", "ExFAT"), ("free", "", null, "free"), ("Free Space", "", null, "free"),
    ];

    /// <summary>Whether there is such a format.</summary>
    public bool IsKnown => Row.Word is not null;
    /// <summary>Whether it is room left free.</summary>
    public bool IsFree => Row.Personality == "free";
    /// <summary>Whether it holds a container.</summary>
    public bool IsApfs => Row.Content == DiskContent.Apfs;
    /// <summary>Whether capitals count in file names.</summary>
    public bool IsCaseSensitive => Row.Personality?.StartsWith("Case-sensitive", StringComparison.Ordinal) == true;
    /// <summary>How the format is called.</summary>
    public string Personality => Row.Personality;
    internal string Content => Row.Content;
    internal string? FileSystem => Row.FileSystem;

    private (string Word, string Content, string? FileSystem, string Personality) Row => Array.Find(Formats, row => row.Word.Equals(Format, StringComparison.OrdinalIgnoreCase));
}
