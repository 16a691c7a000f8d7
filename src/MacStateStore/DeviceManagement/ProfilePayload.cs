using MacStateStore.PropertyLists;

namespace MacStateStore.DeviceManagement;

/// <summary>One payload of a configuration profile: what it is for, and its settings.</summary>
/// <param name="Type">Its PayloadType, such as <c>com.apple.loginwindow</c>.</param>
/// <param name="Identifier">Its PayloadIdentifier.</param>
/// <param name="Uuid">Its PayloadUUID, as written.</param>
/// <param name="Content">All of it, the common keys included.</param>
public sealed record ProfilePayload(string Type, string Identifier, string Uuid, PlistDictionary Content)
{
    /// <summary>The payload of managed preferences for whatever domains.</summary>
    public const string ManagedPreferencesType = "com.apple.ManagedClient.preferences";
    /// <summary>The payload that enrols the Mac in device management.</summary>
    public const string MdmType = "com.apple.mdm";
    /// <summary>The payload of a certificate with its key.</summary>
    public const string IdentityType = "com.apple.security.pkcs12";
    /// <summary>The payload of the password that removing the profile takes.</summary>
    public const string RemovalPasswordType = "com.apple.profileRemovalPassword";
    /// <summary>The payload of password rules.</summary>
    public const string PasswordPolicyType = "com.apple.mobiledevice.passwordpolicy";
    /// <summary>The payload of FileVault.</summary>
    public const string FileVaultType = "com.apple.MCX.FileVault2";
    /// <summary>The payload that forbids turning FileVault on or off.</summary>
    public const string FileVaultOptionsType = "com.apple.MCX";
    /// <summary>The payload that sends recovery keys to a server.</summary>
    public const string RecoveryKeyEscrowType = "com.apple.security.FDERecoveryKeyEscrow";
    /// <summary>The payload that says which kernel extensions may load.</summary>
    public const string KernelExtensionPolicyType = "com.apple.syspolicy.kernel-extension-policy";
    /// <summary>The payload that says which system extensions may load.</summary>
    public const string SystemExtensionPolicyType = "com.apple.system-extension-policy";
    /// <summary>The payload of privacy consents.</summary>
    public const string PrivacyPolicyType = "com.apple.TCC.configuration-profile-policy";

    // What every payload may have beside its settings.
    private static readonly string[] CommonKeys =
    [
        "PayloadType", "PayloadIdentifier", "PayloadUUID", "PayloadVersion", "PayloadDisplayName", "PayloadDescription", "PayloadOrganization", "PayloadEnabled",
        "PayloadScope", "PayloadContent",
    ];

    /// <summary>PayloadDisplayName.</summary>
    public string? DisplayName => Text("PayloadDisplayName");

    /// <summary>PayloadDescription.</summary>
    public string? Description => Text("PayloadDescription");

    /// <summary>PayloadOrganization.</summary>
    public string? Organization => Text("PayloadOrganization");

    /// <summary>PayloadVersion.</summary>
    public long Version => Content.TryGetInteger("PayloadVersion", out var version) ? version : 1;

    /// <summary>What is special to this type of payload.</summary>
    public PlistDictionary Settings => new(Content.Where(entry => !CommonKeys.Contains(entry.Key)));

    private string? Text(string key) => Content.TryGetString(key, out var text) ? text : null;
}
