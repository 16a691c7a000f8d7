using MacStateStore.Releases;

namespace Diskutil;

/// <summary>Usage texts (dossier diskutil, 1.4): as recorded where they are; else a line from the verb's synopsis.</summary>
internal static class Usage
{
    public const string Tool =
        """
        Disk Utility Tool
        Utility to manage local disks and volumes
        Most commands require an administrator or root user

        WARNING: Most destructive operations are not prompted

        Usage:  diskutil [quiet] <verb> <options>, where <verb> is as follows:

             list                 (List the partitions of a disk)
             info[rmation]        (Get information on a specific disk or partition)
             listFilesystems      (List file systems available for formatting)
             activity             (Continuous log of system-wide disk arbitration)

             u[n]mount            (Unmount a single volume)
             unmountDisk          (Unmount an entire disk (all volumes))
             eject                (Eject a disk)
             mount                (Mount a single volume)
             mountDisk            (Mount an entire disk (all mountable volumes))

             enableJournal        (Enable HFS+ journaling on a mounted HFS+ volume)
             disableJournal       (Disable HFS+ journaling on a mounted HFS+ volume)
             moveJournal          (Move the HFS+ journal onto another volume)
             enableOwnership      (Exact on-disk User/Group IDs on a mounted volume)
             disableOwnership     (Ignore on-disk User/Group IDs on a mounted volume)

             rename[Volume]       (Rename a volume)

             verifyVolume         (Verify the file system data structures of a volume)
             repairVolume         (Repair the file system data structures of a volume)

             verifyDisk           (Verify the components of a partition map of a disk)
             repairDisk           (Repair the components of a partition map of a disk)

             eraseDisk            (Erase an existing disk, removing all volumes)
             eraseVolume          (Erase an existing volume)
             reformat             (Erase an existing volume with same name and type)
             eraseOptical         (Erase optical media (CD/RW, DVD/RW, etc.))
             zeroDisk             (Erase a disk, writing zeros to the media)
             randomDisk           (Erase a disk, writing random data to the media)
             secureErase          (Securely erase a disk or freespace on a volume)

             partitionDisk        ((re)Partition a disk, removing all volumes)
             resizeVolume         (Resize a volume, increasing or decreasing its size)
             splitPartition       (Split an existing partition into two or more)
             mergePartitions      (Combine two or more existing partitions into one)

             appleRAID <verb>     (Perform additional verbs related to AppleRAID)
             coreStorage <verb>   (Perform additional verbs related to CoreStorage)
             apfs <verb>          (Perform additional verbs related to APFS)

        diskutil <verb> with no options will provide help on that verb

        """;

    // A row that changed its text stands twice.
    private static readonly (string Name, string Text, Capability? Since, Capability? Until)[] ApfsRows =
    [
        ("list", "Show status of all current APFS Containers", null, null),
        ("listUsers", "List cryptographic users/keys of an APFS Volume", Capability.DiskutilListsSnapshots, null),
        ("listSnapshots", "List APFS Snapshots in a mounted APFS Volume", Capability.DiskutilListsSnapshots, null),
        ("listVolumeGroups", "List all current APFS Volume Group relationships", Capability.HasVolumeGroups, null),
        ("convert", "Nondestructively convert from HFS to APFS", null, null),
        ("create", "Create a new APFS Container with one APFS Volume", null, null),
        ("createContainer", "Create a new empty APFS Container", null, null),
        ("deleteContainer", "Delete an APFS Container and reformat disks to HFS", null, Capability.HasVolumeGroups),
        ("deleteContainer", "Delete an APFS Container and free or reformat disks", Capability.HasVolumeGroups, null),
        ("resizeContainer", "Resize an APFS Container and its disk space usage", null, null),
        ("addVolume", "Export a new APFS Volume from an APFS Container", null, null),
        ("deleteVolume", "Remove an APFS Volume from its APFS Container", null, null),
        ("deleteVolumeGroup", "Remove grouped APFS Volumes from its APFS Container", Capability.HasVolumeGroups, null),
        ("eraseVolume", "Erase contents of, but keep, an APFS Volume", null, null),
        ("changeVolumeRole", "Change the Role metadata bits of an APFS Volume", null, Capability.HasVolumeGroups),
        ("changeVolumeRole", "Change the Role metadata flags of an APFS Volume", Capability.HasVolumeGroups, null),
        ("unlockVolume", "Unlock an encrypted APFS Volume which is locked", null, null),
        ("lockVolume", "Lock an encrypted APFS Volume (diskutil unmount)", null, null),
        ("listCryptoUsers", "List cryptographic users of encrypted APFS Volume", null, Capability.DiskutilListsSnapshots),
        ("changePassphrase", "Change the passphrase of a cryptographic user", null, null),
        ("setPassphraseHint", "Set or clear passphrase hint of a cryptographic user", null, null),
        ("encryptVolume", "Start async encryption of an unencrypted APFS Volume", null, Capability.HasVolumeGroups),
        ("encryptVolume", "Enable FileVault security in background or instantly", Capability.HasVolumeGroups, null),
        ("decryptVolume", "Start async decryption of an encrypted APFS Volume", null, Capability.HasVolumeGroups),
        ("decryptVolume", "Disable FileVault security in background or instantly", Capability.HasVolumeGroups, null),
        ("deleteSnapshot", "Remove an APFS Snapshot from an APFS Volume", Capability.DiskutilDeletesSnapshots, null),
        ("defragment", "Arm or check status or begin APFS defragmentation", Capability.DiskutilDefragments, null),
        ("updatePreboot", "Update the APFS Volume's related APFS Preboot Volume", null, Capability.HasVolumeGroups),
        ("updatePreboot", "Update a macOS Volume's related APFS Preboot Volume", Capability.HasVolumeGroups, null),
        ("syncPatchUsers", "Copy Volume Group crypto users System-to-Data role", Capability.DiskutilSyncsPatchUsers, null),
        ("setQuota", "Set the quota of an APFS Volume", Capability.DiskutilSetsQuota, null),
    ];

    // What is known word for word.
    private static readonly Dictionary<string, string> Known = new()
    {
        ["list"] =
            """
            Usage:  diskutil list [-plist] [Filter] [MountPoint|DiskIdentifier|DeviceNode]
            Display complete or partial list of whole, partition, and Storage System disks.
            Filter is a combination of "internal", "external", "physical", or "virtual".
            Root or administrator access is not required.

            """,
        ["info"] =
            """
            Usage:  diskutil info[rmation] [-plist]
                    MountPoint|DiskIdentifier|DeviceNode|UUID | -all
            Display detailed information about a disk or partition.

            """,
        ["mount"] =
            """
            Usage:   diskutil mount [readOnly] [-mountPoint Path] DiskIdentifier|DeviceNode
            Mount will mount the volume in the "standard" place (/Volumes), unless
            an optional mount point is specified.

            """,
        ["eraseDisk"] =
            """
            Usage:  diskutil eraseDisk format name [APM[Format]|MBR[Format]|GPT[Format]]
                    MountPoint|DiskIdentifier|DeviceNode
            Completely erase an existing whole disk.  All volumes on this disk will be
            destroyed.  Ownership of the affected disk is required.
            Format is the specific file system name you want to erase it as (HFS+, etc.).
            Name is the (new) volume name (subject to file system naming restrictions),
            or can be specified as %noformat% to skip initialization (newfs).
            You cannot erase the boot disk.
            Example: diskutil eraseDisk JHFS+ UntitledUFS disk3

            """,
        ["secureErase"] =
            """
            Usage:  diskutil secureErase [freespace] level
                    MountPoint|DiskIdentifier|DeviceNode
            "Securely" (BUT SEE "man diskutil" FOR MODERN LIMITATIONS) erases either a
            whole disk or a volume's freespace. Level should be one of the following:
                    0 - Single-pass erase resulting in a zero fill.
                    1 - Single-pass erase resulting in a random-number fill.
                    2 - Seven-pass "secure" erase.
                    3 - Gutmann algorithm 35-pass "secure" erase.
                    4 - Three-pass "secure" erase.
            Ownership of the affected disk is required.
            Note: Level 2, 3, or 4 secure erases can take an extremely long time.

            """,
        ["resizeVolume"] =
            """
            Usage:  diskutil resizeVolume MountPoint|DiskIdentifier|DeviceNode
                    <newSize>|R [(<fileSysPersonality> <volName> <size>)*]
                    diskutil resizeVolume MountPoint|DiskIdentifier|DeviceNode
                    limits|mapsize [-plist]

            """,
        ["splitPartition"] =
            """
            Usage:  diskutil splitPartition MountPoint|DiskIdentifier|DeviceNode
                    [numberOfPartitions] [(<fileSystemPersonality> <volumeName> <size>)*]

            """,
        ["mergePartitions"] =
            """
            Usage:  diskutil mergePartitions [force] format name
                    DiskIdentifier|DeviceNode DiskIdentifier|DeviceNode
            Merge two or more pre-existing partitions into one. The first disk parameter
            is the starting partition; the second disk parameter is the ending partition;
            this given range of two or more partitions will be merged into one.
            All partitions in the range, except for the first one, must be unmountable.
            All data on merged partitions other than the first will be lost; data on the
            first partition will be lost as well if the "force" argument is given.
            If "force" is not given, and the first partition has a resizable file system
            (e.g. JHFS+), it will be grown in a data-preserving manner, even if a different
            file system is specified (in fact, your file system and volume name parameters
            are both ignored in this case). Also, if "force" is not given, and the first
            partition is not resizable, you will be prompted if you want to erase.
            However, if "force" is given, the first partition is always formatted. You
            should do this if you wish to reformat to a new file system type.
            Merged partitions are required to be ordered sequentially on disk.
            See `diskutil list` for the actual on-disk ordering; BSD slice identifiers
            may in certain circumstances not always be in numerical order but the
            top-to-bottom order given by diskutil list is always the on-disk order.
            Ownership of the affected disk is required.
            Example: diskutil mergePartitions JHFS+ NewName disk3s4 disk3s7
                     This example will merge all partitions *BETWEEN* disk3s4 and disk3s7,
                     preserving data on disk3s4 but destroying data on disk3s5, disk3s6,
                     disk3s7 and any invisible free space partitions between those disks;
                     disk3s4 will be grown to cover the full space if possible.

            """,
        ["resetUserPermissions"] =
            """
            Usage: diskutil resetUserPermissions MountPoint|DiskIdentifier|DeviceNode UID
            Reset the permissions of a user home directory.
            Ownership of the affected disk is required.

            """,
        ["apfs createContainer"] =
            """
            Usage:  diskutil apfs createContainer <disk> [<disk>]
                    diskutil apfs createContainer -main <disk> [-secondary <disk>]
                    where <disk> = MountPoint|DiskIdentifier|DeviceNode

            """,
        ["apfs addVolume"] =
            """
            Usage:  diskutil apfs addVolume <containerRefDisk> <fs> <name>
                    [-passprompt | -passphrase <passphrase> | -stdinpassphrase]
                    [-passphraseHint <passHint>]
                    [-reserve <reserveSize>] [-quota <quotaSize>]
                    [-role <roles>]
                    [-group[With] | -sibling <apfsVolumeDisk>]
                    [-nomount | -mountpoint <mountPoint>]
                    where <containerRefDisk> = Container Reference DiskIdentifier
                          <fs> = an APFS file system personality: e.g. "APFS", "APFSX"
                          <name> = a volume name
                          <passphrase> = optionally create an encrypted volume (disk user)
                          <passHint> = some string that can be shown even while locked
                          <reserveSize> = optional minimum guaranteed file data capacity
                          <quotaSize> = optional maximum file data usage limit
                          <roles> = "0" or one or more of B|R|V|I|T|S|D|E|X|H|C|Y
                          <apfsVolumeDisk> = another APFS Volume in the same Container
                          <mountPoint> = "your" mount point (root only) (dir must exist)

            """,
    };

    public static string Apfs(MacOSVersion os)
    {
        var text = new System.Text.StringBuilder("Usage:  diskutil [quiet] ap[fs] <verb> <options>\n        where <verb> is as follows:\n\n");
        foreach (var (name, row, since, until) in ApfsRows)
            if ((since is not { } from || os.Has(from)) && (until is not { } end || !os.Has(end)))
                text.Append("     ").Append(name.PadRight(20)).Append('(').Append(row).Append(")\n");
        return text.Append("\ndiskutil apfs <verb> with no options will provide help on that verb\n\n").ToString();
    }

    public static string Of(Verb verb) => Known.TryGetValue(verb.FullName, out var text) ? text
        : verb.IsEmulated ? $"Usage:  diskutil {verb.FullName} {verb.Synopsis}\n"
        : throw new MacToolHost.NotEmulatedException($"diskutil {verb.FullName}");
}
