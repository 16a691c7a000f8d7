namespace MacStateStore.Releases;

/// <summary>The one table of what which macOS versions can do. <see cref="Capability"/> gives each row's meaning and source.</summary>
public static class Capabilities
{
    private readonly record struct Span(MacOSVersion From, MacOSVersion? Before);

    private static Span Of(Capability capability) => capability switch
    {
        Capability.SoleUserAuthenticationGrantsSecureToken => new(V(10, 13), V(10, 15)),
        Capability.AdminAuthenticationGrantsSecureToken => new(V(10, 15), V(11)),
        Capability.FirstPasswordGrantsSecureToken => new(V(11), null),
        Capability.HonoursDisabledTags => new(V(11), null),
        Capability.BootstrapTokenCountsAsHolder => new(V(15), null),
        Capability.HasBootstrapToken => new(V(10, 15), null),
        Capability.BootstrapTokenNeedsAutomatedEnrollment => new(V(10, 15), V(11)),
        Capability.LoginEscrowsBootstrapToken => new(V(10, 15, 4), null),
        Capability.SetupAssistantEscrowsBootstrapToken => new(V(10, 15), V(10, 15, 4)),
        Capability.AccountConfigurationEscrowsBootstrapToken => new(V(15), null),
        Capability.BootstrapTokenServesEverybody => new(V(11), null),
        Capability.PlatformSsoMakesUsers => new(V(13), null),
        Capability.HasEraseAllContent => new(V(12, 0, 1), null),
        Capability.BootstrapTokenUpdatesToNewest => new(V(11, 2), null),
        Capability.UserApprovalSupervises => new(V(11), null),
        Capability.ProfilesInstallsProfiles => new(V(10, 13), V(11)),
        Capability.RefusesResetOfTokenHolder => new(V(10, 15), null),
        Capability.PasswdAsksOldPasswordOfTokenHolder => new(V(13), null),
        Capability.HasVolumeOwners => new(V(11), null),
        Capability.ZshIsDefaultShell => new(V(10, 15), null),
        Capability.HasInputSources => new(V(11), null),
        Capability.PasswordNeedsFourCharacters => new(V(10, 14), null),
        Capability.PicturesAreHeic => new(V(13), null),
        Capability.SkipsUid502 => new(V(10, 13), V(12, 1)),
        Capability.HasRoleAccounts => new(V(11), null),
        Capability.RoleAccountsFrom450 => new(V(26), null),
        Capability.SysadminctlTakesShell => new(V(10, 15), null),
        Capability.SysadminctlHasAutologin => new(V(13), null),
        Capability.SecureTokenStatusNeedsAuthorization => new(V(10, 13), V(10, 13, 4)),
        Capability.NamedMacOS => new(V(11), null),
        Capability.WhoPrintsWideColumns => new(V(13), null),
        Capability.HasPython2 => new(V(10, 13), V(12, 3)),
        Capability.XPathTakesOptions => new(V(11), null),
        Capability.ReadlinkFollows => new(V(12, 3), null),
        Capability.LaunchctlHintsAtBootstrap => new(V(11), null),
        Capability.LaunchctlSpeaksPlainly => new(V(13), null),
        Capability.LaunchctlSparesSystemServices => new(V(14, 4), null),
        Capability.ProfilerNamesFirmware => new(V(11), null),
        Capability.ProfilerShowsModelNumber => new(V(13), null),
        Capability.GatekeeperNeedsConfirmation => new(V(15), null),
        Capability.SpctlNamesGlobal => new(V(13), null),
        Capability.RemoteLoginNeedsFullDiskAccess => new(V(11), null),
        Capability.RootHasTwoHomes => new(V(10, 13), null),
        Capability.HasVolumeGroups => new(V(10, 15), null),
        Capability.HasSealedSystem => new(V(11), null),
        Capability.MountsVirtualMemoryUnderSystem => new(V(11), null),
        Capability.DiskutilNotesICloudUsers => new(V(10, 13), V(10, 15)),
        Capability.DiskutilComplainsOnStandardError => new(V(11), null),
        Capability.DiskutilSaysMediaReadOnly => new(V(10, 15), null),
        Capability.DiskutilShowsVolumeUsedSpace => new(V(12), null),
        Capability.DiskutilCallsSealBroken => new(V(11), V(12)),
        Capability.DiskutilInfoListsSnapshots => new(V(15), null),
        Capability.DiskutilWillExport => new(V(11), null),
        Capability.DiskutilMountsDisk => new(V(13), null),
        Capability.DiskutilListsSnapshots => new(V(10, 14), null),
        Capability.DiskutilShowsSnapshotUuids => new(V(11), null),
        Capability.DiskutilDeletesSnapshots => new(V(12), null),
        Capability.DiskutilDefragments => new(V(10, 14), null),
        Capability.DiskutilSyncsPatchUsers => new(V(11), null),
        Capability.DiskutilIsolatesNames => new(V(11, 3), V(13)),
        Capability.DiskutilNamesContainers => new(V(26), null),
        Capability.DiskutilNamesHiddenContainers => new(V(13), null),
        Capability.DiskutilHasImage => new(V(26), null),
        Capability.DiskutilNamesApfsx => new(V(12), null),
        Capability.DiskutilSetsQuota => new(V(15), V(26)),
        Capability.DiskutilSpeaksOfFileVault => new(V(10, 14), null),
        Capability.SetupAssistantEnablesFileVault => new(V(14), null),
        Capability.FdesetupEnableNeedsConsent => new(V(10, 15), null),
        Capability.FdesetupEnableGrantsSecureToken => new(V(10, 15), null),
        Capability.FdesetupTakesRecoveryKey => new(V(10, 14), null),
        Capability.FdesetupDropsRecoveryKeyOnFailure => new(V(10, 13), V(10, 13, 2)),
        Capability.FdesetupListsRecoveryKey => new(V(10, 13), V(10, 13, 2)),
        Capability.FdesetupRemoveKeepsSecureToken => new(V(10, 13), V(10, 15)),
        Capability.FdesetupRefusalIs136 => new(V(10, 13), V(10, 15)),
        Capability.FdesetupEnablePrintsRecoveryKey => new(V(10, 13), V(26)),
        Capability.FdesetupAsksToShowRecoveryKey => new(V(27), null),
        Capability.FileVaultProfileNeedsApprovedManagement => new(V(10, 15), null),
        Capability.HasKmutil => new(V(11), null),
        Capability.SoftwareUpdateRestarts => new(V(10, 13, 4), null),
        Capability.SoftwareUpdateListsLabels => new(V(10, 15), null),
        Capability.SoftwareUpdateNamesVersions => new(V(11), null),
        Capability.SoftwareUpdateCountsKiB => new(V(13), null),
        Capability.SoftwareUpdateRunsAsRoot => new(V(11, 1), null),
        Capability.ProfilesToolValidates => new(V(11), null),
        Capability.NamedSystemSettings => new(V(13), null),
        Capability.ProfilesToolShowsManagement => new(V(11), null),
        Capability.EnrollmentNeedsApproval => new(V(10, 13, 2), null),
        Capability.EnrollmentStatusShowsApproval => new(V(10, 13, 4), null),
        Capability.EnrollmentStatusShowsServer => new(V(10, 14), null),
        Capability.EnrollmentFetchIsLimited => new(V(12, 3), V(13)),
        Capability.EnrollmentRecordIsCached => new(V(13), null),
        Capability.SafariProfilesNeedAuthorization => new(V(10, 14), V(11)),
        Capability.RemovalDisallowedBindsManagementOnly => new(V(10, 15), null),
        Capability.StatusAlwaysTellsOfEscrow => new(V(11), null),
        Capability.HasAuthenticatedRoot => new(V(11), null),
        Capability.HasResearchGuests => new(V(15), null),
        Capability.PairsRecovery => new(V(12), null),
        Capability.HasCryptexes => new(V(13), null),
        Capability.BputilDisplaysAll => new(V(12), null),
        Capability.BputilPrintsJson => new(V(14), null),
        Capability.BputilCleansUp => new(V(26), null),
        Capability.BputilNamesSecurityUtility => new(V(11, 3), null),
        Capability.PlutilExtractsRawValues => new(V(12), null),
        Capability.PlutilComplainsOnStandardError => new(V(15), null),
        Capability.DataIsDescribedWithLength => new(V(10, 15), null),
        _ => throw new ArgumentOutOfRangeException(nameof(capability), capability, "no row in the table"),
    };

    /// <summary>The versions that have a capability: from the first one, up to the first that has it no more.</summary>
    public static (MacOSVersion From, MacOSVersion? Before) SpanOf(Capability capability)
    {
        var (from, before) = Of(capability);
        return (from, before);
    }

    /// <summary>Whether a macOS version has the capability.</summary>
    public static bool Has(this MacOSVersion version, Capability capability)
    {
        var span = Of(capability);
        return version >= span.From && (span.Before is not { } before || version < before);
    }

    private static MacOSVersion V(int major, int minor = 0, int patch = 0) => new(major, minor, patch);
}
