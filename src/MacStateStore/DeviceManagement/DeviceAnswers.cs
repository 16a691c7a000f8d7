using MacStateStore.Boot;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;

namespace MacStateStore.DeviceManagement;

/// <summary>
/// What the Mac tells about itself: the answers to DeviceInformation and SecurityInfo, which <c>mdmclient</c> prints too. Which
/// version came with which answer stands in a table (Apple's device-management schema; dossier profiles, 8.4).
/// </summary>
public static class DeviceAnswers
{
    private sealed record Row(string Key, Func<Mac, PlistValue?> Value)
    {
        public PlistValue? For(Mac mac) => DeviceAnswerVersions.Has(mac.System.Version, Key) ? Value(mac) : null;
    }

    private static readonly Row[] InformationRows =
    [
        new("UDID", mac => Text(mac.Machine.HardwareUuid)),
        new("DeviceName", mac => Text(NameOf(mac))),
        new("HostName", mac => Text(mac.HostSettings["hostName"] ?? "mac.local")),
        new("LocalHostName", mac => Text(mac.HostSettings["localHostName"] ?? "Mac")),
        new("OSVersion", mac => Text(mac.System.Version.ToString())),
        new("BuildVersion", mac => Text(mac.System.Build)),
        new("Model", mac => Text(mac.Machine.Model)),
        new("ModelName", mac => Text(HardwareModel.Find(mac.Machine.Model)?.Name ?? "Mac")),
        new("ProductName", mac => Text(mac.Machine.Model)),
        new("SerialNumber", mac => Text(mac.Machine.Serial)),
        new("IsMultiUser", _ => new PlistBoolean(false)),
        new("AutoSetupAdminAccounts", mac => new PlistArray(mac.Enrollments.Current?.ManagedAdmin is { } admin && NameOf(mac, admin) is { } name
            ? [new PlistDictionary { { "GUID", Text(admin) }, { "shortName", Text(name) } }] : [])),
        new("AwaitingConfiguration", mac => Flag(mac.Enrollments.Current is { IsAwaitingConfiguration: true })),
        new("IsActivationLockSupported", mac => Flag(mac.Machine.Chip != Chip.Intel)),
        new("IsSupervised", mac => Flag(mac.Enrollments.Current is { IsSupervised: true })),
        new("MDMOptions", mac => new PlistDictionary { { "BootstrapTokenAllowed", Flag(mac.BootstrapToken.IsSupported) } }),
        new("PINRequiredForDeviceLock", mac => Flag(mac.Machine.Chip != Chip.Apple)),
        new("PINRequiredForEraseDevice", mac => Flag(mac.Machine.Chip == Chip.Intel)),
        new("SupportsiOSAppInstalls", mac => Flag(mac.Machine.Chip == Chip.Apple)),
        new("IsAppleSilicon", mac => Flag(mac.Machine.Chip == Chip.Apple)),
        new("EACSPreflight", mac => Text(Preflight(mac))),
    ];

    private static readonly Row[] SecurityRows =
    [
        new("FDE_Enabled", mac => Flag(mac.FileVault.IsOn)),
        new("FDE_HasPersonalRecoveryKey", mac => Flag(mac.FileVault.HasPersonalRecoveryKey)),
        new("FDE_HasInstitutionalRecoveryKey", mac => Flag(mac.FileVault.HasInstitutionalRecoveryKey)),
        new("FDE_PersonalRecoveryKeyCMS", mac => mac.FileVault.Escrow.SealedKey is { } key ? new PlistData(key) : null),
        new("FDE_PersonalRecoveryKeyDeviceKey", mac => mac.FileVault.Escrow.SealedKey is null ? null : Text(mac.Machine.Serial)),
        new("SystemIntegrityProtectionEnabled", mac => Flag(mac.Boot.Integrity.IsEnabled(mac.Policies.Exist))),
        new("ManagementStatus", ManagementStatus),
        new("RemoteDesktopEnabled", _ => Flag(false)),
        new("SecureBoot", SecureBoot),
        new("AuthenticatedRootVolumeEnabled", mac => Flag(!mac.Boot.Integrity.Allows(Boot.SystemIntegrity.UnauthenticatedRoot))),
        new("BootstrapTokenAllowedForAuthentication", mac => Text(mac.Machine.Chip != Chip.Apple ? "not supported"
            : mac.BootstrapToken.MayAuthorizeSecurityChanges ? "allowed" : "disallowed")),
        new("BootstrapTokenRequiredForSoftwareUpdate", mac => Flag(mac.Machine.Chip == Chip.Apple)),
        new("BootstrapTokenRequiredForKernelExtensionApproval", mac => Flag(mac.Machine.Chip == Chip.Apple)),
        new("IsRecoveryLockEnabled", mac => mac.Machine.Chip == Chip.Apple ? Flag(false) : null),
    ];

    /// <summary>The answers to DeviceInformation.</summary>
    /// <param name="mac">The Mac.</param>
    /// <param name="queries">The keys that were asked for; null for all there are.</param>
    public static PlistDictionary Information(Mac mac, IReadOnlySet<string>? queries = null) => Answers(mac, InformationRows, queries);

    /// <summary>The answer to SecurityInfo.</summary>
    public static PlistDictionary Security(Mac mac) => Answers(mac, SecurityRows, null);

    /// <summary>Whether the server can have the content erased and macOS kept: <c>success</c>, or why not (EACSPreflight).</summary>
    public static string Preflight(Mac mac) => !mac.Erasure.IsPossible ? "not supported" : mac.Erasure.IsPossibleByManagement ? "success" : "unknown failure";

    private static PlistDictionary Answers(Mac mac, Row[] rows, IReadOnlySet<string>? queries)
    {
        var answers = new PlistDictionary();
        foreach (var row in rows)
            if ((queries is null || queries.Contains(row.Key)) && row.For(mac) is { } value) answers[row.Key] = value;
        return (PlistDictionary)answers.Sorted();
    }

    private static PlistDictionary ManagementStatus(Mac mac)
    {
        var enrollment = mac.Enrollments.Current;
        return new()
        {
            { "EnrolledViaDEP", Flag(enrollment is { IsAutomated: true }) },
            { "IsUserEnrollment", Flag(false) },
            { "UserApprovedEnrollment", Flag(enrollment is { IsUserApproved: true }) },
        };
    }

    private static PlistDictionary SecureBoot(Mac mac) => mac.Machine.Chip switch
    {
        Chip.Apple => OfPolicy(mac.Policies.SettingsOf(mac.System)),
        Chip.T2 => new()
        {
            { "ExternalBootLevel", Text(mac.StartupSecurity.AllowsExternalBoot ? "allowed" : "disallowed") },
            { "SecureBootLevel", Text(mac.StartupSecurity.Level switch { SecureBootLevel.Full => "full", SecureBootLevel.Medium => "medium", _ => "off" }) },
        },
        _ => new() { { "ExternalBootLevel", Text("not supported") }, { "SecureBootLevel", Text("not supported") } },
    };

    private static PlistDictionary OfPolicy(LocalPolicy.PolicyContents policy) => new()
    {
        { "ExternalBootLevel", Text("allowed") },
        {
            "ReducedSecurity",
            new PlistDictionary { { "AllowsAnyAppleSignedOS", Flag(policy.Has("smb0")) }, { "AllowsMDM", Flag(policy.Has("smb3")) }, { "AllowsUserKextApproval", Flag(policy.Has("smb2")) } }
        },
        { "SecureBootLevel", Text(policy.Mode.ToString().ToLowerInvariant()) },
    };

    /// <summary>What the Mac is called.</summary>
    internal static string NameOf(Mac mac) => mac.HostSettings["computerName"] ?? "Mac";

    private static string? NameOf(Mac mac, string uuid) =>
        mac.Directory.FindByValue(OpenDirectory.RecordType.Users, OpenDirectory.AttributeName.GeneratedUid, uuid)?.Name;

    private static PlistString Text(string text) => new(text);

    private static PlistBoolean Flag(bool value) => new(value);
}
