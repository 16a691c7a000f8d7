using MacStateStore.SecureEnclave;

namespace MacStateStore.Disks;

/// <summary>The disks of a Mac that is to be made.</summary>
/// <param name="Disks">The disks by number.</param>
public sealed record DiskLayout(IReadOnlyList<Disk> Disks)
{
    /// <summary>The device that macOS is started from; null where nothing says so.</summary>
    public string? BootDevice { get; init; }
    /// <summary>The volume group of the started system; that of the boot device where null.</summary>
    public string? VolumeGroup { get; init; }
    /// <summary>Crypto users, by the UUID that their volumes keep them under.</summary>
    public IReadOnlyList<(string Keys, CryptoUserSpecification User)> CryptoUsers { get; init; } = [];
    /// <summary>The volumes (or groups) whose FileVault is on.</summary>
    public IReadOnlyList<string> Protected { get; init; } = [];

    /// <summary>The volume that the started system lies on; null where there is none.</summary>
    public Volume? Root => Disks.SelectMany(disk => disk.Volumes).FirstOrDefault(volume =>
            BootDevice is { } device && (volume.Identifier == device || volume.Snapshots.Any(snapshot => $"{volume.Identifier}s{snapshot.Number}" == device)))
        ?? Disks.SelectMany(disk => disk.Volumes).FirstOrDefault(volume =>
            volume.MountPoint == "/" || volume.Snapshots.Any(snapshot => snapshot.MountPoint == "/"));
}

/// <summary>A crypto user as it is to be.</summary>
/// <param name="Uuid">Which.</param>
/// <param name="Type">What it is.</param>
public sealed record CryptoUserSpecification(string Uuid, CryptoUserType Type)
{
    /// <summary>Its passphrase hint.</summary>
    public string? Hint { get; init; }
    /// <summary>Whether it owns the volume, where that is said; else its keys say it.</summary>
    public bool? IsVolumeOwner { get; init; }
}
