namespace MacStateStore.Disks;

/// <summary>A kind of file system that macOS makes or mounts, in its words (dossier diskutil, 3.4; public listings of listFilesystems).</summary>
/// <param name="Personality">Its variant.</param>
/// <param name="UserVisible">How Finder calls it.</param>
/// <param name="Bundle">The bundle that mounts it; empty for room left free.</param>
/// <param name="Content">The type of its partitions.</param>
public sealed record FileSystemFormat(string Personality, string UserVisible, string Bundle, string Content)
{
    private const string Msdos = "msdos";
    private const string Hfs = "hfs";

    /// <summary>A short word for it; null for none.</summary>
    public string? Alias { get; init; }
    /// <summary>Whether capitals count in file names.</summary>
    public bool IsCaseSensitive { get; init; }
    /// <summary>Whether it keeps a journal that can be had or not.</summary>
    public bool IsJournaled { get; init; }

    /// <summary>APFS.</summary>
    public static FileSystemFormat Apfs { get; } = new("APFS", "APFS", "apfs", DiskContent.Apfs) { Alias = "APFSI" };
    /// <summary>APFS whose file names' capitals count.</summary>
    public static FileSystemFormat CaseSensitiveApfs { get; } = new("Case-sensitive APFS", "APFS (Case-sensitive)", "apfs", DiskContent.Apfs) { Alias = "APFSX", IsCaseSensitive = true };
    /// <summary>What is mounted only.</summary>
    private static readonly FileSystemFormat Ntfs = new("NTFS", "Windows NT File System (NTFS)", "ntfs", DiskContent.Windows);

    /// <summary>What can be made, in the order of lists. Of one bundle the last is the usual one.</summary>
    public static IReadOnlyList<FileSystemFormat> All { get; } =
    [
        Apfs, CaseSensitiveApfs,
        new("ExFAT", "ExFAT", "exfat", DiskContent.Windows),
        new("Free Space", "Free Space", "", "") { Alias = "FREE" },
        new("MS-DOS", "MS-DOS (FAT)", Msdos, DiskContent.Windows),
        new("MS-DOS FAT12", "MS-DOS (FAT12)", Msdos, DiskContent.Windows),
        new("MS-DOS FAT16", "MS-DOS (FAT16)", Msdos, DiskContent.Windows),
        new("MS-DOS FAT32", "MS-DOS (FAT32)", Msdos, DiskContent.Windows) { Alias = "FAT32" },
        new("HFS+", "Mac OS Extended", Hfs, DiskContent.Hfs),
        new("Case-sensitive HFS+", "Mac OS Extended (Case-sensitive)", Hfs, DiskContent.Hfs) { Alias = "HFSX", IsCaseSensitive = true },
        new("Case-sensitive Journaled HFS+", "Mac OS Extended (Case-sensitive, Journaled)", Hfs, DiskContent.Hfs) { Alias = "JHFSX", IsCaseSensitive = true, IsJournaled = true },
        new("Journaled HFS+", "Mac OS Extended (Journaled)", Hfs, DiskContent.Hfs) { Alias = "JHFS+", IsJournaled = true },
    ];

    // What older commands took beside the aliases that are listed.
    private static readonly (string Word, string Personality)[] OldWords = [("HFS", "HFS+"), ("HFS+J", "Journaled HFS+")];

    /// <summary>Whether it is room left free.</summary>
    public bool IsFree => Bundle.Length == 0;
    /// <summary>Whether it holds a container.</summary>
    public bool IsApfs => Bundle == "apfs";
    /// <summary>Whether it is HFS Plus, which can be given another size and a journal.</summary>
    public bool IsHfs => Bundle == Hfs;
    /// <summary>Whether its files have owners.</summary>
    public bool HasOwners => IsApfs || IsHfs;

    /// <summary>The same with or without a journal.</summary>
    public FileSystemFormat WithJournal(bool isJournaled) =>
        All.First(format => format.Bundle == Bundle && format.IsCaseSensitive == IsCaseSensitive && format.IsJournaled == isJournaled);

    /// <summary>The format of a word, whose capitals don't count; null for none.</summary>
    public static FileSystemFormat? Find(string word)
    {
        var name = Array.Find(OldWords, row => row.Word.Equals(word, StringComparison.OrdinalIgnoreCase)).Personality ?? word;
        return All.FirstOrDefault(format => format.Personality.Equals(name, StringComparison.OrdinalIgnoreCase) || name.Equals(format.Alias, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The format of a file system by its bundle, and by its personality where that isn't the usual one.</summary>
    internal static FileSystemFormat Of(string bundle, string? personality) =>
        personality is not null && Find(personality) is { } known ? known
            : bundle.Equals("jhfs+", StringComparison.OrdinalIgnoreCase) ? All[^1]
            : bundle.Equals("fat32", StringComparison.OrdinalIgnoreCase) ? Of(Msdos, null)
            : bundle.Equals(Ntfs.Bundle, StringComparison.OrdinalIgnoreCase) ? Ntfs
            : All.LastOrDefault(format => format.Bundle.Equals(bundle, StringComparison.OrdinalIgnoreCase) && !format.IsFree) ?? new(bundle, bundle, bundle, "");

    /// <summary>Its personality, where its bundle doesn't say it.</summary>
    internal string? SaidPersonality => Of(Bundle, null) == this ? null : Personality;
}
