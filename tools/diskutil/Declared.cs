using MacToolHost.Declarations;

namespace Diskutil;

/// <summary>What diskutil can be asked for, and how sure we are of it (docs/coverage.md).</summary>
internal static class Declared
{
    private const string Recorded =
        """
        list -plist external
        info -plist
        unmount force
        mount
        eraseDisk
        eraseVolume
        partitionDisk
        addPartition
        apfs list -plist
        apfs listUsers -plist
        apfs listSnapshots
        apfs listVolumeGroups
        apfs createContainer -main -secondary
        apfs deleteContainer
        apfs resizeContainer
        apfs addVolume -mountpoint
        apfs deleteVolume
        apfs unlockVolume -user -stdinpassphrase -nomount -mountpoint
        apfs encryptVolume -user -stdinpassphrase
        apfs updatePreboot
        coreStorage list
        coreStorage info
        """;

    // Their progress or their words are from memory (dossier diskutil, 2, 9 and 11).
    private const string Inferred =
        """
        * quiet
        listFilesystems
        activity
        unmountDisk
        eject
        mountDisk
        enableJournal
        disableJournal
        moveJournal
        enableOwnership
        disableOwnership
        rename
        verifyVolume
        repairVolume
        verifyDisk
        repairDisk
        reformat
        eraseOptical
        zeroDisk
        randomDisk
        secureErase
        splitPartition
        mergePartitions
        resizeVolume
        resetFusion
        apfs convert
        apfs create
        apfs deleteVolumeGroup
        apfs eraseVolume
        apfs changeVolumeRole
        apfs lockVolume
        apfs changePassphrase
        apfs setPassphraseHint
        apfs deleteSnapshot -xid -name
        apfs defragment
        apfs syncPatchUsers
        apfs setQuota
        apfs deleteContainer -force
        apfs unlockVolume -passphrase -systemreadwrite -recoverykeychain
        coreStorage convert
        coreStorage revert
        coreStorage delete
        appleRAID list
        """;

    private const string Missing =
        """
        not moveJournal
        partly resetFusion: not of a Fusion drive
        partly resizeVolume: not of an APFS volume
        not apfs convert -prebootSource
        not apfs unlockVolume -systemreadwrite
        not apfs unlockVolume -recoverykeychain
        not apfs updatePreboot -od
        not coreStorage convert -passphrase
        not coreStorage convert -stdinpassphrase
        """;

    public static Declaration Declare() => Declaration.Of("diskutil", Verbs.All.SelectMany(Features).Prepend(new Feature("", "quiet")),
        Recorded, Inferred, Missing);

    private static IEnumerable<Feature> Features(Verb verb) => verb.Options.Select(option => new Feature(verb.FullName, option.Name) { Aliases = option.Aliases })
        .Concat(verb.Words.Select(word => new Feature(verb.FullName, word))).Prepend(new Feature(verb.FullName, "") { Aliases = verb.Aliases })
        .Select(feature => (verb.IsEmulated ? feature : feature with { Extent = Extent.Not }).From(verb.Since));
}
