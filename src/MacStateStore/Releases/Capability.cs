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
    /// <summary>root's home is recorded twice, as <c>/var/root</c> and <c>/private/var/root</c> (dscl 12.3).</summary>
    RootHasTwoHomes,
}
