namespace MacStateStore.Disks;

/// <summary>Types of partitions and schemes of maps (dossier diskutil, 3.3).</summary>
public static class DiskContent
{
    /// <summary>A map of GUID partitions.</summary>
    public const string GuidMap = "GUID_partition_scheme";
    /// <summary>A map of the master boot record.</summary>
    public const string MbrMap = "FDisk_partition_scheme";
    /// <summary>A map of Apple's older Macs.</summary>
    public const string AppleMap = "Apple_partition_scheme";
    /// <summary>A physical store of an APFS container.</summary>
    public const string Apfs = "Apple_APFS";
    /// <summary>The store of the container that starts Apple silicon.</summary>
    public const string ApfsIsc = "Apple_APFS_ISC";
    /// <summary>The store of the container of recoveryOS.</summary>
    public const string ApfsRecovery = "Apple_APFS_Recovery";
    /// <summary>HFS Plus.</summary>
    public const string Hfs = "Apple_HFS";
    /// <summary>What a partition of the firmware is.</summary>
    public const string Efi = "EFI";
    /// <summary>What Windows puts its file systems on.</summary>
    public const string Windows = "Microsoft Basic Data";
    /// <summary>What a synthesized disk contains.</summary>
    public const string Container = "EF57347C-0000-11AA-AA11-00306543ECAC";
    /// <summary>The type of an APFS volume.</summary>
    public const string ApfsVolume = "41504653-0000-11AA-AA11-00306543ECAC";
    /// <summary>A store of CoreStorage.</summary>
    public const string CoreStorage = "Apple_CoreStorage";

    private static readonly (string Name, string Guid)[] Guids =
    [
        (Efi, "C12A7328-F81F-11D2-BA4B-00A0C93EC93B"), (Apfs, "7C3457EF-0000-11AA-AA11-00306543ECAC"),
        (ApfsIsc, "69646961-6700-11AA-AA11-00306543ECAC"), (ApfsRecovery, "52637672-7900-11AA-AA11-00306543ECAC"),
        (Hfs, "48465300-0000-11AA-AA11-00306543ECAC"), ("Apple_Boot", "426F6F74-0000-11AA-AA11-00306543ECAC"),
        (CoreStorage, "53746F72-6167-11AA-AA11-00306543ECAC"), (Windows, "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7"),
        ("Microsoft Reserved", "E3C9E316-0B5C-4DB8-817D-F92DF00215AE"), ("Windows Recovery", "DE94BBA4-06D1-4D40-A16A-BFD50179D6AC"),
        ("Linux Filesystem", "0FC63DAF-8483-4772-8E79-3D69D8477DE4"),
    ];

    /// <summary>The GUID of a type; null where it has none here.</summary>
    public static string? GuidOf(string content) => Guids.FirstOrDefault(row => row.Name == content).Guid;

    /// <summary>What a map of the master boot record calls a partition of that format.</summary>
    internal static string OnMbrMap(FileSystemFormat format) => format.Bundle switch
    {
        "msdos" => format.Personality == "MS-DOS FAT16" ? "DOS_FAT_16" : format.Personality == "MS-DOS FAT12" ? "DOS_FAT_12" : "DOS_FAT_32",
        "exfat" => "Windows_NTFS",
        _ => format.Content,
    };

    /// <summary>Whether a partition of that type is a store of a container.</summary>
    public static bool IsApfs(string content) => content is Apfs or ApfsIsc or ApfsRecovery;
}
