using static MacStateStore.LocalPolicy.PolicyEnvironments;
using static MacStateStore.LocalPolicy.PolicyFieldKind;

namespace MacStateStore.LocalPolicy;

/// <summary>Every field of a LocalPolicy (Apple Platform Security, "Contents of a LocalPolicy file"; dossier bputil, 9).</summary>
public static class PolicyFields
{
    /// <summary>Bytes of a SHA-384 hash.</summary>
    public const int HashSize = 48;
    /// <summary>Bytes of a UUID.</summary>
    public const int UuidSize = 16;

    /// <summary>The table.</summary>
    public static IReadOnlyList<PolicyField> All => field ??=
    [
        new("BORD", Number, None, null, "the hardware"),
        new("CHIP", Number, None, null, "the hardware"),
        new("ECID", Number, None, null, "the hardware"),
        new("SDOM", Number, None, null, "the hardware"),
        new("CPRO", Flag, None, null, "the hardware"),
        new("CSEC", Flag, None, null, "the hardware"),
        new("CEPO", Number, None, null, "the hardware"),
        new("lpnh", Hash, PolicyEnvironments.All, null, "every change of any policy"),
        new("rpnh", Hash, PolicyEnvironments.All, null, "Find My turned on or off"),
        new("ronh", Hash, PolicyEnvironments.All, null, "an update of the system recoveryOS; a new system"),
        new("nsih", Hash, PolicyEnvironments.All, null, "installing and updating macOS"),
        new("spih", Hash, PolicyEnvironments.All, null, "updating macOS; a Rapid Security Response"),
        new("stng", Number, PolicyEnvironments.All, "spih", "updating macOS; a Rapid Security Response"),
        new("auxp", Hash, MacOS, "smb2", "approving a kernel extension"),
        new("auxi", Hash, MacOS, "auxp", "building the auxiliary kernel collection"),
        new("auxr", Hash, MacOS, "auxp", "building the auxiliary kernel collection"),
        new("coih", Hash, OneTrueRecovery, "smb1", "kmutil configure-boot"),
        new("vuid", Uuid, PolicyEnvironments.All, null, "installing macOS"),
        new("kuid", Uuid, PolicyEnvironments.All, null, "installing macOS"),
        new("prot", Hash, PolicyEnvironments.All, null, "installing and updating macOS"),
        new("hrlp", Flag, PolicyEnvironments.All, "prot", "installing and updating macOS"),
        new("love", Text, PolicyEnvironments.All, null, "installing and updating macOS"),
        new("lobo", Flag, PolicyEnvironments.All, null, "installing macOS"),
        new("rolp", Flag, PolicyEnvironments.All, null, "installing macOS (of recoveryOS only)"),
        new("smb0", Flag, RecoveryOS | OneTrueRecovery, null, "bputil -g and all below it; Startup Security Utility"),
        new("smb1", Flag, OneTrueRecovery, "smb0", "bputil -n; csrutil; kmutil configure-boot"),
        new("smb2", Flag, OneTrueRecovery, "smb0", "bputil -k; Startup Security Utility"),
        new("smb3", Flag, OneTrueRecovery, "smb0", "bputil -m; Startup Security Utility"),
        new("smb4", Flag, MacOS, null, "Automated Device Enrolment"),
        new("sip0", Number, OneTrueRecovery, "smb1", "csrutil"),
        new("sip1", Flag, OneTrueRecovery, "smb1", "csrutil authenticated-root; bputil -s"),
        new("sip2", Flag, OneTrueRecovery, "smb1", "csrutil; bputil -c"),
        new("sip3", Flag, OneTrueRecovery, "smb1", "csrutil; bputil -a"),
    ];

    /// <summary>A field by its 4CC; null where a policy has none of that name.</summary>
    public static PolicyField? Find(string code) => All.FirstOrDefault(field => field.Code == code);
}
