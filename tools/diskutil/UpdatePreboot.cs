using MacStateStore.Disks;
using MacStateStore.OpenDirectory;
using MacStateStore.SecureEnclave;

namespace Diskutil;

/// <summary>
/// Writes on the Preboot volume who may unlock (dossier diskutil, 9.7; recorded in two excerpts). The files themselves aren't emulated;
/// the lines that scripts look for are.
/// </summary>
internal static class UpdatePreboot
{
    public static int Run(Call call)
    {
        if (call.Words.Find(word => word.StartsWith('-')) is { } option) throw new MacToolHost.NotEmulatedException($"diskutil apfs updatePreboot {option}");
        if (call.Words is not [var device]) throw call.UsageFailure();
        if (!call.Run.IsRoot) throw call.Failure(DiskProblem.InsufficientPrivileges);
        var place = call.FindVolume(device);
        var container = place.Disk;
        var target = place.Volume!;
        var members = target.Group is { } uuid ? container.Volumes.Where(volume => volume.Group == uuid).ToList() : [target];
        var system = members.Find(volume => volume.Is("System")) ?? target;
        var data = members.Find(volume => volume.Is("Data")) ?? target;
        var users = call.Disks.KeysOf(data)?.Users ?? [];
        if (MacDisks.WithRole(container, "Preboot") is not { } preboot) throw call.Failure(DiskProblem.InvalidRequest);
        call.Progress(Messages.Started);
        foreach (var line in Lines(call, container, system, data, preboot, users)) call.Progress($"UpdatePreboot: {line}");
        call.Progress(Messages.Finished);
        return 0;
    }

    private static IEnumerable<string> Lines(Call call, Disk container, Volume system, Volume data, Volume preboot, IReadOnlyList<CryptoUser> users)
    {
        var folder = $"{preboot.MountPoint ?? "/System/Volumes/Preboot"}/{data.KeysUuid}";
        var people = users.Count(user => user.Type is CryptoUserType.LocalOpenDirectory or CryptoUserType.InstallUser);
        var recoveries = users.Count(IsRecovery);
        var root = system.MountPoint ?? (system.Snapshots.Any(snapshot => snapshot.MountPoint == "/") ? "/" : "(null)");
        yield return $"Commencing operation to update the Preboot Volume for Target Volume {system.Identifier} ({system.Name})";
        yield return "Commanded forwarding to System-role regardless of target input = InhibitAutoGroupTarget = 0; ForwardingEnabled";
        yield return "Commanded moving Preboot/etc UUID dirs from old to modern = MigrateSubjectDir = 1; MigrationEnabled";
        yield return $"The Target Volume is part of APFS Container {container.Identifier}";
        yield return $"The Data-sibling or self of the target is {data.Identifier} err=0";
        yield return $"The Target (normalized to Data-role) Volume's non-special-kind-probably-OD user count is {people} and the Recovery (any of 4 kinds) user count is {recoveries}";
        if (data.Group is { } group) yield return $"The Target Volume is part of APFS Volume Group {group}";
        yield return "Explicit macOS and OD source paths given to the UP core";
        yield return "Sourcing VAR directory relative to source macOS";
        yield return "Sourcing USR directory relative to source macOS";
        yield return $"Search Path For macOS Source Files = (nil=NotMounted) = {root}";
        yield return $"Directory That macOS \"var\" Is Searched To Be In = (nil=NoMacOS) = {root}";
        yield return $"Directory That macOS \"usr\" Is Searched To Be In = (nil=NoMacOS) = {root}";
        yield return "Open Directory Database Search Path = (nil=MacOSSearchPathNotMounted) = /var/db/dslocal/nodes/Default";
        yield return "Preserve EncryptedRootPList When No-OD = 0";
        yield return "Successfully opened Open Directory database; setting AuthODNodeOrNil accordingly";
        yield return "Mounting and ensuring as mounted the related Preboot Volume";
        yield return $"Preboot Volume = {preboot.Identifier} ({preboot.Name})";
        yield return $"Preboot Volume Target Directory (currently in use; no migration, if any, yet) = {folder}";
        yield return "Taking mount hold on Preboot Volume";
        yield return "Taking flock hold on Preboot Volume Subject (Group UUID) Directory";
        yield return "Migrating UUID Folder name as necessary";
        yield return "Checking for Preboot Subject UUID Folder naming policy";
        yield return "If Current != Modern, and target >= 10.16.0, then will additively migrate and refresh Subject UUID Folder path";
        yield return "After possible migration and obtaining refreshed Subject UUID and paths; err=0";
        yield return "Did migrate Subject UUID Dirs = 0";
        yield return $"New-use Subject UUID Dir Naming = {data.KeysUuid}";
        yield return $"Possibly-new Preboot Subject UUID Dir Path = {folder}";
        yield return $"Obtained list of {users.Count} APFS Crypto User(s) on Target Volume";
        yield return $"If a \"DISK\" APFS Crypto User exists, it is expected to be {data.KeysUuid}";
        var (found, hasDisk) = (0, false);
        foreach (var user in users)
        {
            yield return $"Considering APFS Crypto User {user.Uuid}";
            var record = user.Type is CryptoUserType.LocalOpenDirectory or CryptoUserType.InstallUser
                ? call.Run.Mac.Directory.FindByValue(RecordType.Users, AttributeName.GeneratedUid, user.Uuid) : null;
            foreach (var line in LinesOf(user, record, users.Count)) yield return line;
            if (record is not null) found++;
            hasDisk |= user.Type == CryptoUserType.Disk;
            yield return $"Processed APFS Volume Crypto User {user.Uuid}";
            yield return "Error for this processed user was 0";
        }
        yield return "Error among all processed users was 0";
        if (users.Any(user => user.Type == CryptoUserType.iCloudRecovery))
        {
            yield return "Detected the iCloud Recovery KEY+USER User pair";
            yield return "Successfully added iCloud Recovery; this qualifies as being one of several Recovery-style users so take note";
            yield return "Processed iCloud Recovery";
        }
        yield return $"Successfully processed these user styles: TheDISK={(hasDisk ? 1 : 0)} AtLeastOneOD={(found > 0 ? 1 : 0)} AtLeastOneRecoveryKind={(recoveries > 0 ? 1 : 0)}";
        if (found > 0) yield return "At least one OD user was processed successfully, so clearing among-all-users error if any";
        yield return "The Encrypted Root PList File content is ready";
        yield return "Not encrypting the Encrypted Root PList File content";
        yield return $"Encrypted Root PList File to be created path will or would be {folder}/System/Library/Caches/com.apple.corestorage/EncryptedRoot.plist.wipekey";
        yield return "Proceeding to write Encrypted Root PList, creating a path as necessary";
        yield return "Successfully wrote Encrypted Root PList File";
        yield return $"DiskManagement Info PList File path will be {folder}/var/db/CryptoUserInfo.plist";
        yield return "Successfully wrote DiskManagement Info PList File";
        yield return "Error among all users was 0";
        var accounts = call.Run.Mac.Accounts.People;
        yield return $"Item (user) counts: ForRecoveryPListItems={accounts.Count(account => account.IsAdmin)} and ForAllUserPListItems={accounts.Count}";
        yield return $"Writing Admin User Info File to path {folder}/var/db/AdminUserRecoveryInfo.plist";
        yield return "Successfully wrote Admin User Info File";
        yield return $"Writing User Info File to path {folder}/var/db/AllUsersInfo.plist";
        yield return "Successfully wrote User Info File";
        yield return "Releasing flock hold on Preboot Volume Subject Dir";
        yield return "Releasing mount hold on Preboot Volume";
        yield return "Restoring mount state of Preboot Volume";
        yield return "Did restore mount state of Preboot Volume err=(ignored)=0";
        yield return "Doing memory releases";
        yield return "Exiting Update Preboot operation with overall error=(ZeroMeansSuccess)=0";
    }

    private static IEnumerable<string> LinesOf(CryptoUser user, DirectoryRecord? record, int count)
    {
        switch (user.Type)
        {
            case CryptoUserType.LocalOpenDirectory or CryptoUserType.InstallUser:
                yield return "Defaulting and requiring that this be an Open Directory User";
                yield return "Treating this APFS Crypto User to be, and requiring to match, an Open Directory User";
                yield return "If no OD database match below, that will result in no ERPL user record for this user";
                if (record is null) yield break;
                yield return $"Correlated APFS Volume Crypto User with Open Directory User {user.Uuid} aka \"{record.Name}\"";
                yield return "All required data for this Open Directory user has been obtained";
                yield return "Parameters for EFILoginUserGraphics count=1 \"unlockOptions\"=\"2\"";
                yield return $"Before rendering EFILoginUserNamesData resources UserArrayCount={count}";
                yield return "Successfully added a macOS OD User to the building dictionary";
                break;
            case CryptoUserType.iCloudRecovery:
                yield return "This is the iCloud Recovery User for this Volume";
                yield return "Treating this APFS Crypto User as the iCloud Recovery USER User; both KEY and USER Users are required";
                break;
            case CryptoUserType.iCloudRecoveryExternalKey:
                yield return "This is the \"iCloud Recovery Key\" Data Record \"User\" for this Volume";
                yield return "Treating this APFS Crypto User as the iCloud Recovery KEY data storage datum; both KEY and USER Users are required";
                break;
        }
    }

    // The pair of iCloud counts once.
    private static bool IsRecovery(CryptoUser user) =>
        user.Type is CryptoUserType.PersonalRecovery or CryptoUserType.InstitutionalRecovery or CryptoUserType.MDMRecovery or CryptoUserType.iCloudRecovery;
}
