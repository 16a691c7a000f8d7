using MacStateStore.Disks;
using MacStateStore.SecureEnclave;

namespace Diskutil;

/// <summary>
/// What diskutil says, as on a Mac (dossier diskutil, 1, 8, 9, 11 and 13). What stands in for texts that nobody has recorded is in
/// docs/fidelity.md.
/// </summary>
internal static class Messages
{
    private const long Kibibyte = 1L << 10;
    private const long Mebibyte = 1L << 20;
    private const long Gibibyte = 1L << 30;

    public const string NoContainers = "No APFS Containers found";
    public const string NoCoreStorage = "No CoreStorage logical volume groups found";
    public const string Started = "Started APFS operation";
    public const string Finished = "Finished APFS operation";
    public const string StartedCoreStorage = "Started CoreStorage operation";
    public const string FinishedCoreStorage = "Finished CoreStorage operation";
    public const string PassphrasePrompt = "Passphrase:";
    public const string NewPassphrasePrompt = "New passphrase:"; // unseen
    public const string RepeatPrompt = "Repeat new passphrase:"; // unseen
    public const string OldPassphrasePrompt = "Old passphrase:"; // unseen
    public const string PassphrasesDiffer = "The passphrases don't match"; // unseen
    public const string WrongPassphrase = "Passphrase incorrect or user does not exist";
    public const string TooManyAttempts = "Too many recent unlock attempts; unlocking disabled";
    public const string MustBeMounted = "The APFS Volume must be mounted in order to be encrypted";
    public const string UnlockedMounted = "Unlocked and mounted APFS Volume";
    public const string UnlockedOnly = "Unlocked but did not mount APFS Volume";
    public const string Verified = "Passphrase verified for the APFS Volume"; // unseen
    public const string LockedVolume = "Locked APFS Volume"; // unseen
    public const string UnmountingDisk = "Unmounting disk";
    public const string MountingDisk = "Mounting disk";

    public static string UnknownVerb(string kind, string word, string list) => $"diskutil: did not recognize {kind}verb \"{word}\"; type \"{list}\" for a list";

    public static string NotFound(string argument) => $"Could not find disk: {argument}";

    public static string NotFoundAfterFilter(string argument) => $"Could not find disk for {argument}";

    public static string NotApfsVolume(string argument) => $"{argument} is not an APFS Volume";

    public static string NotApfsContainer(string argument) => $"{argument} is not an APFS Container";

    public static string NotCoreStorage(string argument) => $"{argument} is not a CoreStorage disk";

    public static string Error(DiskProblem problem) => $"Error: {(int)problem}: {TextOf(problem)}";

    public const string FormatInstead = "The chosen disk does not support resizing, do you wish to format instead? (y/N) ";

    public static string CannotMergeIntoApfs(string device) =>
        "You cannot merge disks into an APFS Physical Store\nInstead, you can delete the partitions following the APFS Physical Store by\n"
        + "using \"diskutil eraseVolume free n <disk>\" for all such partitions, and\nthen by growing the corresponding APFS Container by its APFS Physical Store\n"
        + $"to fill the gap by using \"diskutil apfs resizeContainer {device} 0\"";

    /// <summary>What the formatter of HFS Plus says.</summary>
    public static string Initialized(Partition partition, FileSystemFormat format)
    {
        var size = partition.Size >= 2 * Gibibyte ? $"{partition.Size / Gibibyte} GB" : $"{partition.Size / Mebibyte} MB";
        var journal = format.IsJournaled ? $" with a {MacDisks.JournalSize(partition.Size) / Kibibyte}k journal" : "";
        return $"Initialized /dev/r{partition.Identifier} as a {size} case-{(format.IsCaseSensitive ? "sensitive" : "insensitive")} HFS Plus volume{journal}";
    }

    public static string UnlockError(DiskProblem problem) => $"Error unlocking APFS Volume: {TextOf(problem)} ({(int)problem})";

    public static string InUse(string name, string device, VolumeUse use) => $"The volume \"{name}\" on {device} couldn't be unmounted because it is in use by process {use.Pid} ({use.Process})";

    public static string TypeOf(CryptoUserType type) => type switch
    {
        CryptoUserType.LocalOpenDirectory => "Local Open Directory User",
        CryptoUserType.PersonalRecovery => "Personal Recovery User",
        CryptoUserType.InstitutionalRecovery => "Institutional Recovery User",
        CryptoUserType.MDMRecovery => "MDM Bootstrap Token External Key",
        CryptoUserType.iCloudRecovery => "iCloud Recovery User",
        CryptoUserType.iCloudRecoveryExternalKey => "iCloud Recovery External Key",
        CryptoUserType.InstallUser => "Local Open Directory User",
        _ => "Disk User",
    };

    /// <summary>What old releases explain below a type; null for nothing.</summary>
    public static string? NoteOf(CryptoUserType type) => type switch
    {
        CryptoUserType.iCloudRecovery => "Unlock with iCloud account data + iCloud Recovery External Key data",
        CryptoUserType.iCloudRecoveryExternalKey => "Stores partial credentials for the iCloud Recovery User",
        _ => null,
    };

    private static string TextOf(DiskProblem problem) => problem switch
    {
        DiskProblem.CannotUnmount => "Couldn't unmount disk",
        DiskProblem.CannotMount => "Couldn't mount disk",
        DiskProblem.NeedsMountPoint => "A disk with a mount point is required",
        DiskProblem.VerifyFailed => "File system verify or repair failed",
        DiskProblem.CannotAddVolume => "Unable to add a new APFS Volume to an APFS Container",
        DiskProblem.SameSize => "The new size must be different than the existing size",
        DiskProblem.ResizeFailed => "A problem occurred while resizing APFS Container structures",
        DiskProblem.NotLocked => "The given APFS Volume is not locked",
        DiskProblem.Locked => "One or more of the given or implied APFS Volumes are locked",
        DiskProblem.TooSmall =>
            "The target disk is too small for this operation, or a gap is required in your partition map which is missing or too small, which is often caused"
            + " by an attempt to grow a partition beyond the beginning of another partition or beyond the end of partition map usable space",
        DiskProblem.CannotResizePartition => "The partition cannot be resized (try reducing the amount of change in the size of the partition)",
        DiskProblem.CannotUnmountForRepair => "Unable to unmount volume for repair",
        DiskProblem.InsufficientPrivileges => "Insufficient privileges",
        DiskProblem.CannotResetPermissions => "Unable to reset user permissions",
        DiskProblem.FormatterFailed => "File system formatter failed",
        _ => "Invalid request",
    };
}
