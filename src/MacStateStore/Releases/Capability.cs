namespace MacStateStore.Releases;

/// <summary>
/// What differs between macOS releases, named for what it means. <see cref="Capabilities"/> says which versions have it.
/// </summary>
public enum Capability
{
    /// <summary>The first token goes to the user with UID 500 or more that authenticates first, while it is the only such user (cross-check 1).</summary>
    SoleUserAuthenticationGrantsSecureToken,
    /// <summary>The first token goes to the first admin that authenticates, whatever its UID (cross-check 1).</summary>
    AdminAuthenticationGrantsSecureToken,
    /// <summary>The first token goes to the first user whose password is set in the clear (Apple Platform Deployment; cross-check 1).</summary>
    FirstPasswordGrantsSecureToken,
    /// <summary><c>;DisabledTags;SecureToken</c> stops the automatic first grant (Apple Platform Deployment).</summary>
    HonoursDisabledTags,
    /// <summary>The MDM bootstrap crypto user counts as a token holder for the automatic grant (cross-check 1).</summary>
    BootstrapTokenCountsAsHolder,
    /// <summary>There is a bootstrap token (cross-check 4).</summary>
    HasBootstrapToken,
    /// <summary>The bootstrap token needs Automated Device Enrolment; later any supervised Mac may have one (cross-check 4).</summary>
    BootstrapTokenNeedsAutomatedEnrollment,
    /// <summary>The first graphical login of a token holder makes and escrows the bootstrap token (Apple Platform Deployment).</summary>
    LoginEscrowsBootstrapToken,
    /// <summary>Setup Assistant's account makes and escrows the bootstrap token (cross-check 4).</summary>
    SetupAssistantEscrowsBootstrapToken,
    /// <summary>On Apple silicon AccountConfiguration makes and escrows the bootstrap token, before any login (cross-check 4).</summary>
    AccountConfigurationEscrowsBootstrapToken,
    /// <summary>The bootstrap token gives a secure token to whoever logs in, not to mobile accounts and the MDM-made admin only (Apple Platform Deployment).</summary>
    BootstrapTokenServesEverybody,
    /// <summary>Platform SSO makes users at the login window with the bootstrap token (Apple Platform Deployment).</summary>
    PlatformSsoMakesUsers,
    /// <summary>Erase All Content and Settings exists (Apple Platform Deployment).</summary>
    HasEraseAllContent,
    /// <summary>With the bootstrap token an update to the newest version needs no consent to remote management (cross-check 4).</summary>
    BootstrapTokenUpdatesToNewest,
    /// <summary>An enrolment that a person approves makes the Mac supervised (profiles 11).</summary>
    UserApprovalSupervises,
    /// <summary>profiles installs configuration profiles, enrolment without approval included (profiles 4.6).</summary>
    ProfilesInstallsProfiles,
    /// <summary>A holder's password can't be reset without the old one or a token holder (cross-check 3).</summary>
    RefusesResetOfTokenHolder,
    /// <summary><c>passwd</c> as root asks for the old password of a token holder (companions 6).</summary>
    PasswdAsksOldPasswordOfTokenHolder,
    /// <summary>Volumes have owners: users who can reach the Owner Identity Key (Apple Platform Deployment).</summary>
    HasVolumeOwners,
    /// <summary>New accounts get <c>/bin/zsh</c> instead of <c>/bin/bash</c> (sysadminctl 3.1).</summary>
    ZshIsDefaultShell,
    /// <summary>Accounts have the attribute <c>inputSources</c> and its writers list (dscl 12.4).</summary>
    HasInputSources,
    /// <summary>The built-in password policy asks for four characters (dscl 8).</summary>
    PasswordNeedsFourCharacters,
    /// <summary>Default account pictures are HEIC files (sysadminctl 3.1).</summary>
    PicturesAreHeic,
    /// <summary>New accounts never get UID 502 (sysadminctl 3.1).</summary>
    SkipsUid502,
    /// <summary>sysadminctl makes role accounts and takes <c>-GID</c> (sysadminctl 2).</summary>
    HasRoleAccounts,
    /// <summary>Role accounts need a UID from 450 to 499 instead of 200 to 400 (sysadminctl 3.1).</summary>
    RoleAccountsFrom450,
    /// <summary>sysadminctl takes <c>-shell</c> and <c>-screenLock</c> (sysadminctl 2).</summary>
    SysadminctlTakesShell,
    /// <summary>sysadminctl has <c>-autologin</c>, and <c>-screenLock</c> takes status and seconds (sysadminctl 2).</summary>
    SysadminctlHasAutologin,
    /// <summary><c>-secureTokenStatus</c> asks for an authorized caller (sysadminctl 3.5).</summary>
    SecureTokenStatusNeedsAuthorization,
    /// <summary>The product is named macOS and <c>sw_vers</c> writes two tabs (companions 8).</summary>
    NamedMacOS,
    /// <summary><c>who</c> prints wider columns (from memory).</summary>
    WhoPrintsWideColumns,
    /// <summary>macOS comes with Python 2 (release notes of 12.3).</summary>
    HasPython2,
    /// <summary><c>xpath</c> takes its query behind <c>-e</c> (reports of scripts that broke).</summary>
    XPathTakesOptions,
    /// <summary><c>readlink</c> knows -f (release notes).</summary>
    ReadlinkFollows,
    /// <summary>launchctl answers legacy verbs with numbers and a hint at the new ones (issues seen from 11 on).</summary>
    LaunchctlHintsAtBootstrap,
    /// <summary>launchctl prints a line about a bad request, and says enabled and disabled in words (memory).</summary>
    LaunchctlSpeaksPlainly,
    /// <summary>launchctl restarts none of macOS's own services (issues seen with 14.4).</summary>
    LaunchctlSparesSystemServices,
    /// <summary>system_profiler names system firmware instead of the boot ROM (memory).</summary>
    ProfilerNamesFirmware,
    /// <summary>system_profiler shows the model number of Apple silicon (memory).</summary>
    ProfilerShowsModelNumber,
    /// <summary>spctl can't turn Gatekeeper off; a person has to confirm it in the settings (release notes).</summary>
    GatekeeperNeedsConfirmation,
    /// <summary><c>spctl</c> speaks of --global-disable instead of --master-disable (memory).</summary>
    SpctlNamesGlobal,
    /// <summary>Remote login can be switched only with Full Disk Access (memory).</summary>
    RemoteLoginNeedsFullDiskAccess,
    /// <summary>root's home is recorded twice, as <c>/var/root</c> and <c>/private/var/root</c> (dscl 12.3).</summary>
    RootHasTwoHomes,
    /// <summary>System and data lie on two volumes that make a group (dossier diskutil, 7).</summary>
    HasVolumeGroups,
    /// <summary>The system volume is sealed, and a snapshot of it is what is mounted at / (dossier diskutil, 3.4).</summary>
    HasSealedSystem,
    /// <summary>The virtual memory volume is mounted at /System/Volumes/VM (dossier diskutil, 14).</summary>
    MountsVirtualMemoryUnderSystem,
    /// <summary>diskutil explains the iCloud crypto users in a note (dossier diskutil, 8.1).</summary>
    DiskutilNotesICloudUsers,
    /// <summary>diskutil's <c>Could not find disk</c> goes to standard error (dossier diskutil, 1.2).</summary>
    DiskutilComplainsOnStandardError,
    /// <summary>diskutil info says Media Read-Only instead of Read-Only Media, and has Media OS Use Only (dossier diskutil, 3.4).</summary>
    DiskutilSaysMediaReadOnly,
    /// <summary>diskutil info has the line Volume Used Space for APFS (dossier diskutil, 3.4).</summary>
    DiskutilShowsVolumeUsedSpace,
    /// <summary>diskutil info calls the seal of a good snapshot broken (dossier diskutil, 3.4).</summary>
    DiskutilCallsSealBroken,
    /// <summary>diskutil info lists a volume's snapshots (dossier diskutil, 3.4).</summary>
    DiskutilInfoListsSnapshots,
    /// <summary>diskutil apfs addVolume begins with Will export (dossier diskutil, 9.1).</summary>
    DiskutilWillExport,
    /// <summary>diskutil apfs addVolume says Mounting disk instead of Mounting APFS Volume (dossier diskutil, 9.1).</summary>
    DiskutilMountsDisk,
    /// <summary>diskutil apfs has listSnapshots (dossier diskutil, 2).</summary>
    DiskutilListsSnapshots,
    /// <summary>diskutil shows snapshots by their UUIDs (dossier diskutil, 10).</summary>
    DiskutilShowsSnapshotUuids,
    /// <summary>diskutil apfs has deleteSnapshot (dossier diskutil, 2).</summary>
    DiskutilDeletesSnapshots,
    /// <summary>diskutil apfs has defragment (dossier diskutil, 2).</summary>
    DiskutilDefragments,
    /// <summary>diskutil apfs has syncPatchUsers (dossier diskutil, 2).</summary>
    DiskutilSyncsPatchUsers,
    /// <summary>diskutil wraps names in bidirectional isolates at a terminal (dossier diskutil, 3.2).</summary>
    DiskutilIsolatesNames,
    /// <summary>Property lists of diskutil call a container's disk Apple_APFS_Container (dossier diskutil, 5).</summary>
    DiskutilNamesContainers,
    /// <summary>diskutil list names the containers that macOS keeps to itself (dossier diskutil, 3.2).</summary>
    DiskutilNamesHiddenContainers,
    /// <summary>diskutil has image (dossier diskutil, 1.4).</summary>
    DiskutilHasImage,
    /// <summary>diskutil listFilesystems names APFSX, first of all (public listings).</summary>
    DiskutilNamesApfsx,
    /// <summary>diskutil apfs has setQuota (dossier diskutil, 1.4).</summary>
    DiskutilSetsQuota,
    /// <summary>diskutil apfs list tells of FileVault; before, of encryption (dossier diskutil, 6.1).</summary>
    DiskutilSpeaksOfFileVault,
    /// <summary>profiles has <c>validate</c>, and its help names passwords (profiles 4.1).</summary>
    ProfilesToolValidates,
    /// <summary>The settings are named System Settings (profiles 3).</summary>
    NamedSystemSettings,
    /// <summary>profiles says of each profile whether device management has installed it (profiles 5.2).</summary>
    ProfilesToolShowsManagement,
    /// <summary>Enrolling by a script lacks a person's approval (profiles 3).</summary>
    EnrollmentNeedsApproval,
    /// <summary>The status of an enrolment names approval by the user (profiles 3).</summary>
    EnrollmentStatusShowsApproval,
    /// <summary>The status of an enrolment names the server (profiles 3).</summary>
    EnrollmentStatusShowsServer,
    /// <summary>The enrolment record is fetched at most once in 23 hours (profiles 4.5).</summary>
    EnrollmentFetchIsLimited,
    /// <summary>The enrolment record is fetched up to ten times in 23 hours, then shown from the cache (profiles 4.5).</summary>
    EnrollmentRecordIsCached,
    /// <summary>Installing preferences of Safari by the command line takes an admin's name and password (seen on 10.14).</summary>
    SafariProfilesNeedAuthorization,
    /// <summary>PayloadRemovalDisallowed keeps an admin only from removing what device management has installed (profiles 4.7).</summary>
    RemovalDisallowedBindsManagementOnly,
    /// <summary>The status of the bootstrap token tells of escrow also where the server supports none (cross-check 4).</summary>
    StatusAlwaysTellsOfEscrow,
    /// <summary>csrutil has <c>authenticated-root</c>, and full disabling sets all seven bits (dossier csrutil, 5 and 10).</summary>
    HasAuthenticatedRoot,
    /// <summary>csrutil has <c>allow-research-guests</c> on Apple silicon (dossier csrutil, 9).</summary>
    HasResearchGuests,
    /// <summary>Each system has a recoveryOS of its own, and only that one loosens its policy (dossier bputil, 7).</summary>
    PairsRecovery,
    /// <summary>There are cryptexes and Rapid Security Responses, and policies name them: spih, stng; also lobo (dossier bputil, 5.1).</summary>
    HasCryptexes,
    /// <summary>bputil has <c>-e</c>, asks which of several systems is meant, and shows the pairing (dossier bputil, 2).</summary>
    BputilDisplaysAll,
    /// <summary>bputil has <c>-j</c> and <c>-r</c> (dossier bputil, 2).</summary>
    BputilPrintsJson,
    /// <summary>bputil has <c>-z</c> (dossier bputil, 2).</summary>
    BputilCleansUp,
    /// <summary>bputil's warning names the Startup Security Utility instead of Startup Disk (dossier bputil, 4).</summary>
    BputilNamesSecurityUtility,
    /// <summary>Bytes are described as <c>{length = …, bytes = 0x… }</c> instead of <c>&lt;…&gt;</c> (profiles 5.4).</summary>
    DataIsDescribedWithLength,
    /// <summary>A profile can have Setup Assistant turn FileVault on (fdesetup 11).</summary>
    SetupAssistantEnablesFileVault,
    /// <summary>fdesetup enables FileVault only with somebody's consent (fdesetup 6).</summary>
    FdesetupEnableNeedsConsent,
    /// <summary>fdesetup gives an admin who enables FileVault the secure token, where nobody holds one (cross-check 1).</summary>
    FdesetupEnableGrantsSecureToken,
    /// <summary>The personal recovery key may ask fdesetup for another one, also with APFS (fdesetup 9).</summary>
    FdesetupTakesRecoveryKey,
    /// <summary>A changerecovery that fails loses the recovery key of before (fdesetup 12.5).</summary>
    FdesetupDropsRecoveryKeyOnFailure,
    /// <summary>fdesetup list has a line for the recovery key, as (null) (fdesetup 5.3).</summary>
    FdesetupListsRecoveryKey,
    /// <summary>fdesetup remove leaves the secure token (cross-check 7).</summary>
    FdesetupRemoveKeepsSecureToken,
    /// <summary>changerecovery ends with 136 where the volume refuses; later with 99 (fdesetup 3).</summary>
    FdesetupRefusalIs136,
    /// <summary>fdesetup enable prints the recovery key (fdesetup 6).</summary>
    FdesetupEnablePrintsRecoveryKey,
    /// <summary>A deferred enablement shows the recovery key only with -showrecoverykey (fdesetup 6).</summary>
    FdesetupAsksToShowRecoveryKey,
    /// <summary>Profiles that turn FileVault on come from user-approved device management only (fdesetup 11).</summary>
    FileVaultProfileNeedsApprovedManagement,
    /// <summary>plutil extracts raw values, tells types and makes empty files, and shows booleans as true and false (plutil(1) of macOS 12; an older one's refusal is seen).</summary>
    PlutilExtractsRawValues,
    /// <summary>plutil's complaints of a file go to standard error; they went to standard output before (seen of some release; which, guess).</summary>
    PlutilComplainsOnStandardError,
    /// <summary>softwareupdate has <c>--restart</c> (public reports of 10.13.4).</summary>
    SoftwareUpdateRestarts,
    /// <summary>softwareupdate lists updates with Label and Title instead of in the older layout (public listings of 10.15).</summary>
    SoftwareUpdateListsLabels,
    /// <summary>softwareupdate names the versions of macOS's updates; before, there is a blank (public listings).</summary>
    SoftwareUpdateNamesVersions,
    /// <summary>softwareupdate counts in KiB instead of K (public listings).</summary>
    SoftwareUpdateCountsKiB,
    /// <summary>softwareupdate installs on Apple silicon also for root (bputil 12).</summary>
    SoftwareUpdateRunsAsRoot,
    /// <summary>kmutil handles kernel extensions, and kextstat only calls it (bputil 12; public records).</summary>
    HasKmutil,
}
