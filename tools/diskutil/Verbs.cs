using MacStateStore.Releases;

namespace Diskutil;

/// <summary>Verbs that begin with one word, or with none.</summary>
/// <param name="Name">The word; empty for none.</param>
/// <param name="Words">How it may be written.</param>
/// <param name="All">The verbs.</param>
public sealed record VerbFamily(string Name, IReadOnlyList<string> Words, IReadOnlyList<Verb> All)
{
    internal Verb? Find(string word, MacOSVersion os) =>
        All.FirstOrDefault(verb => verb.IsCalled(word) && (verb.Since is not { } since || os.Has(since)));

    internal string Unknown(string word) => Messages.UnknownVerb(Name switch
    {
        "apfs" => "APFS ",
        "coreStorage" => "CoreStorage ",
        "appleRAID" => "AppleRAID ",
        _ => "",
    }, word, Name.Length > 0 ? $"diskutil {Name}" : "diskutil");

    internal string Help(MacOSVersion os) => Name == "apfs" ? Usage.Apfs(os) : throw new MacToolHost.NotEmulatedException($"diskutil {Name}");
}

/// <summary>
/// Every verb and option of diskutil, with the releases that have it (dossier diskutil, 2). What has no Run is refused, so that no script
/// passes because it was ignored.
/// </summary>
public static class Verbs
{
    private static readonly Option Plist = new("-plist");
    private static readonly Option Passphrase = new("-passphrase", TakesValue: true) { IsSecret = true };
    private static readonly Option FromInput = new("-stdinpassphrase");
    private static readonly Option User = new("-user", TakesValue: true);
    private static readonly Option Hint = new("-passphraseHint", TakesValue: true);
    private static readonly Option NoMount = new("-nomount");
    private static readonly Option MountPoint = new("-mountpoint", TakesValue: true);

    /// <summary>The verbs that begin with no word.</summary>
    public static VerbFamily Plain { get; } = new("", [],
    [
        new("", "list") { NeedsArguments = false, Synopsis = "[-plist] [Filter] [MountPoint|DiskIdentifier|DeviceNode]", Words = ["-plist", "internal", "external", "physical", "virtual"], Run = List.Run },
        new("", "info", "information") { Options = [Plist, new("-all")], Run = Info.Run },
        new("", "listFilesystems") { NeedsArguments = false, Synopsis = "[-plist]", Words = ["-plist"], Run = ListFilesystems.Run },
        new("", "activity") { NeedsArguments = false, Run = Activity.Run },
        new("", "unmount", "umount") { Synopsis = "[force] MountPoint|DiskIdentifier|DeviceNode", Words = ["force"], Run = Unmount.Run },
        new("", "unmountDisk", "umountDisk") { Synopsis = "[force] MountPoint|DiskIdentifier|DeviceNode", Words = ["force"], Run = Unmount.RunDisk },
        new("", "eject") { Synopsis = "MountPoint|DiskIdentifier|DeviceNode", Run = Eject.Run },
        new("", "mount") { Options = [new("-mountPoint", TakesValue: true)], Words = ["readOnly"], Run = Mount.Run },
        new("", "mountDisk") { Synopsis = "DiskIdentifier|DeviceNode", Run = Mount.RunDisk },
        new("", "enableJournal") { Synopsis = "MountPoint|DiskIdentifier|DeviceNode", Run = Journaling.Enable },
        new("", "disableJournal") { Synopsis = "[force] MountPoint|DiskIdentifier|DeviceNode", Words = ["force"], Run = Journaling.Disable },
        new("", "moveJournal") { Synopsis = "external journalDevice MountPoint|DiskIdentifier|DeviceNode", Words = ["external", "internal"], Run = Journaling.Move },
        new("", "enableOwnership") { Synopsis = "MountPoint|DiskIdentifier|DeviceNode", Run = Ownership.Enable },
        new("", "disableOwnership") { Synopsis = "MountPoint|DiskIdentifier|DeviceNode", Run = Ownership.Disable },
        new("", "rename", "renameVolume") { Synopsis = "MountPoint|DiskIdentifier|DeviceNode newName", Run = Rename.Run },
        new("", "verifyVolume") { Synopsis = "MountPoint|DiskIdentifier|DeviceNode", Run = VerifyVolume.Run },
        new("", "repairVolume") { Synopsis = "MountPoint|DiskIdentifier|DeviceNode", Run = VerifyVolume.Repair },
        new("", "verifyDisk") { Synopsis = "MountPoint|DiskIdentifier|DeviceNode", Run = VerifyDisk.Run },
        new("", "repairDisk") { Synopsis = "MountPoint|DiskIdentifier|DeviceNode", Run = VerifyDisk.Repair },
        new("", "eraseDisk") { Run = EraseDisk.Run },
        new("", "eraseVolume") { Synopsis = "format name MountPoint|DiskIdentifier|DeviceNode", Run = EraseVolume.Run },
        new("", "reformat") { Synopsis = "MountPoint|DiskIdentifier|DeviceNode", Run = Reformat.Run },
        new("", "eraseOptical") { Synopsis = "[quick] MountPoint|DiskIdentifier|DeviceNode", Words = ["quick"], Run = EraseOptical.Run },
        new("", "zeroDisk") { Synopsis = "[force] [short] MountPoint|DiskIdentifier|DeviceNode", Words = ["force", "short"], Run = ZeroDisk.Run },
        new("", "randomDisk") { Synopsis = "[times] MountPoint|DiskIdentifier|DeviceNode", Run = ZeroDisk.RunRandom },
        new("", "secureErase") { Words = ["freespace"], Run = SecureErase.Run },
        new("", "partitionDisk") { Synopsis = "MountPoint|DiskIdentifier|DeviceNode [numberOfPartitions] [APM[Format]|MBR[Format]|GPT[Format]] format name size ...", Run = PartitionDisk.Run },
        new("", "addPartition") { Synopsis = "PartitionToAddAfter format name size", Run = AddPartition.Run },
        new("", "resizeVolume") { Options = [Plist], Words = ["limits", "mapsize"], Run = ResizeVolume.Run },
        new("", "splitPartition") { Run = SplitPartition.Run },
        new("", "mergePartitions") { Words = ["force"], Run = MergePartitions.Run },
        new("", "resetUserPermissions") { Run = ResetUserPermissions.Run },
        new("", "resetFusion") { NeedsArguments = false, Run = ResetFusion.Run },
        new("", "image") { NeedsArguments = false, Words = ["attach"], Since = Capability.DiskutilHasImage },
    ]);

    /// <summary>The verbs of APFS.</summary>
    public static VerbFamily Apfs { get; } = new("apfs", ["apfs", "ap"],
    [
        new("apfs", "list") { NeedsArguments = false, Synopsis = "[-plist] [<containerReferenceDisk>]", Words = ["-plist"], Run = ApfsList.Run },
        new("apfs", "listUsers", "listCryptoUsers", "listKeys") { Synopsis = "[-plist] <apfsVolumeDisk>", Words = ["-plist"], Run = ListUsers.Run },
        new("apfs", "listSnapshots", "snapshots") { Synopsis = "[-plist] <apfsVolumeDisk>", Since = Capability.DiskutilListsSnapshots, Words = ["-plist"], Run = ListSnapshots.Run },
        new("apfs", "listVolumeGroups", "listGroups")
        {
            NeedsArguments = false,
            Synopsis = "[-plist] [<containerReferenceDisk>]",
            Since = Capability.HasVolumeGroups,
            Words = ["-plist"],
            Run = ListVolumeGroups.Run,
        },
        new("apfs", "convert") { Synopsis = "<hfsVolumeDisk> [-dryrun] [-prebootSource <dir>]", Options = [new("-dryrun"), new("-prebootSource", TakesValue: true)], Run = ConvertToApfs.Run },
        new("apfs", "create") { Synopsis = "<disk> [<disk>] <name>", Run = Create.Run },
        new("apfs", "createContainer") { Options = [new("-main", TakesValue: true), new("-secondary", TakesValue: true)], Run = CreateContainer.Run },
        new("apfs", "deleteContainer") { Synopsis = "[-force] <containerReferenceDisk>|<physicalStoreDisk> [<name>]", Options = [new("-force")], Run = DeleteContainer.Run },
        new("apfs", "resizeContainer") { Synopsis = "<containerReferenceDisk>|<physicalStoreDisk> limits [-plist]|<size> [<format> <name> <size>]...", Options = [Plist], Words = ["limits"], Run = ResizeContainer.Run },
        new("apfs", "addVolume", "createVolume")
        {
            Options =
            [
                new("-passprompt"), Passphrase, FromInput, Hint, new("-reserve", TakesValue: true), new("-quota", TakesValue: true), new("-role", TakesValue: true),
                new("-groupWith", TakesValue: true) { Aliases = ["-group", "-sibling"] }, NoMount, MountPoint,
            ],
            Run = AddVolume.Run,
        },
        new("apfs", "deleteVolume") { Synopsis = "<apfsVolumeDisk>", Run = DeleteVolume.Run },
        new("apfs", "deleteVolumeGroup") { Synopsis = "<apfsVolumeGroupUUID>|<apfsVolumeDisk>", Since = Capability.HasVolumeGroups, Run = DeleteVolume.RunGroup },
        new("apfs", "eraseVolume")
        {
            Synopsis = "<apfsVolumeDisk> -name <name> [-role <roles>] [-passprompt | -passphrase <passphrase> | -stdinpassphrase] [-passphraseHint <passHint>]",
            Options = [new("-name", TakesValue: true), new("-role", TakesValue: true), new("-passprompt"), Passphrase, FromInput, Hint, new("-groupWith", TakesValue: true)],
            Run = EraseVolume.RunApfs,
        },
        new("apfs", "changeVolumeRole") { Synopsis = "<apfsVolumeDisk> <roles>|clear|0", Run = ChangeVolumeRole.Run },
        new("apfs", "unlockVolume", "unlock")
        {
            Synopsis = "<apfsVolumeDisk> [-user <user>] [-passphrase <passphrase> | -stdinpassphrase] [-nomount | -mountpoint <dir>] [-verify]",
            Options = [User, Passphrase, FromInput, NoMount, MountPoint, new("-verify"), new("-systemreadwrite"), new("-recoverykeychain", TakesValue: true)],
            Run = UnlockVolume.Run,
        },
        new("apfs", "lockVolume", "lock") { Synopsis = "<apfsVolumeDisk>", Run = LockVolume.Run },
        new("apfs", "changePassphrase")
        {
            Synopsis = "<apfsVolumeDisk> -user <user> [-oldPassphrase <old> | -oldStdinpassphrase] [-newPassphrase <new> | -newStdinpassphrase]",
            Options =
            [
                User, new("-oldPassphrase", TakesValue: true) { IsSecret = true }, new("-oldStdinpassphrase"),
                new("-newPassphrase", TakesValue: true) { IsSecret = true }, new("-newStdinpassphrase"),
            ],
            Run = ChangePassphrase.Run,
        },
        new("apfs", "setPassphraseHint") { Synopsis = "<apfsVolumeDisk> -user <user> -hint <hint>|-clear", Options = [User, new("-hint", TakesValue: true), new("-clear")], Run = ChangePassphrase.SetHint },
        new("apfs", "encryptVolume", "encrypt") { Synopsis = "<apfsVolumeDisk> -user <user> [-passphrase <passphrase> | -stdinpassphrase]", Options = [User, Passphrase, FromInput], Run = EncryptVolume.Run },
        new("apfs", "decryptVolume", "decrypt") { Synopsis = "<apfsVolumeDisk> [-user <user>] [-passphrase <passphrase> | -stdinpassphrase]", Options = [User, Passphrase, FromInput], Run = EncryptVolume.RunDecrypt },
        new("apfs", "deleteSnapshot")
        {
            Synopsis = "<apfsVolumeDisk> -uuid <uuid> | -xid <xid> | -name <name>",
            Since = Capability.DiskutilDeletesSnapshots,
            Options = [new("-uuid", TakesValue: true), new("-xid", TakesValue: true), new("-name", TakesValue: true)],
            Run = DeleteSnapshot.Run,
        },
        new("apfs", "defragment") { Synopsis = "<apfsVolumeDisk>|<containerReferenceDisk> status|enable|disable|live", Since = Capability.DiskutilDefragments, Words = ["status", "enable", "disable", "live"], Run = Defragment.Run },
        new("apfs", "updatePreboot") { Synopsis = "<apfsVolumeDisk>", Words = ["-od"], Run = UpdatePreboot.Run },
        new("apfs", "syncPatchUsers") { Synopsis = "<apfsVolumeDisk>", Since = Capability.DiskutilSyncsPatchUsers, Run = SyncPatchUsers.Run },
        new("apfs", "setQuota") { Synopsis = "<apfsVolumeDisk> <quotaSize>", Since = Capability.DiskutilSetsQuota, Run = SetQuota.Run },
    ]);

    /// <summary>The verbs of CoreStorage.</summary>
    public static VerbFamily CoreStorage { get; } = new("coreStorage", ["coreStorage", "cs"],
    [
        new("coreStorage", "list") { NeedsArguments = false, Synopsis = "[-plist | UUID]", Options = [Plist], Run = CoreStorageList.Run },
        new("coreStorage", "info", "information") { Synopsis = "[-plist] UUID|DiskIdentifier|DeviceNode", Options = [Plist], Run = CoreStorageInfo.Run },
        new("coreStorage", "convert")
        {
            Synopsis = "MountPoint|DiskIdentifier|DeviceNode [-stdinpassphrase | -passphrase [passphrase]]",
            Options = [Passphrase, FromInput],
            Run = CoreStorageConvert.Run,
        },
        new("coreStorage", "revert")
        {
            Synopsis = "MountPoint|DiskIdentifier|DeviceNode|lvUUID [-stdinpassphrase | -passphrase passphrase | -recoverykeychain file]",
            Options = [Passphrase, FromInput, new("-recoverykeychain", TakesValue: true)],
            Run = CoreStorageConvert.Revert,
        },
        new("coreStorage", "create", "createLVG"),
        new("coreStorage", "delete", "deleteLVG") { Synopsis = "lvgUUID|lvgName", Run = CoreStorageConvert.Delete },
        new("coreStorage", "rename"), new("coreStorage", "resize", "resizeLV"), new("coreStorage", "resizeStack"), new("coreStorage", "createVolume", "createLV"),
        new("coreStorage", "deleteVolume", "deleteLV"), new("coreStorage", "encryptVolume"), new("coreStorage", "decryptVolume"),
        new("coreStorage", "unlockVolume")
        {
            Synopsis = "lvUUID [-stdinpassphrase | -passphrase passphrase | -recoverykeychain file] [-nomount]",
            Options = [Passphrase, FromInput, NoMount, new("-recoverykeychain", TakesValue: true)],
            Run = CoreStorageConvert.Unlock,
        },
        new("coreStorage", "changeVolumePassphrase", "passwd"),
    ]);

    private static readonly VerbFamily AppleRaid = new("appleRAID", ["appleRAID", "ar"],
        [new("appleRAID", "list") { NeedsArguments = false, Synopsis = "[-plist | UUID]", Options = [Plist], Run = AppleRaidSets.List }, .. Array.ConvertAll(["create", "createMirror", "delete", "repairMirror", "add", "remove", "enable", "update"], name => new Verb("appleRAID", name))]);

    /// <summary>All verbs.</summary>
    public static IEnumerable<Verb> All => Plain.All.Concat(Apfs.All).Concat(CoreStorage.All).Concat(AppleRaid.All);

    /// <summary>Options whose value the journal must not see.</summary>
    internal static IReadOnlySet<string> SecretOptions { get; } =
        new HashSet<string>(["-passphrase", "-oldPassphrase", "-newPassphrase"], StringComparer.OrdinalIgnoreCase);

    internal static VerbFamily FamilyOf(string word)
    {
        foreach (var family in (VerbFamily[])[Apfs, CoreStorage, AppleRaid])
            if (family.Words.Contains(word, StringComparer.OrdinalIgnoreCase)) return family;
        return Plain;
    }
}
