using MacStateStore;
using MacStateStore.LocalPolicy;
using MacStateStore.Releases;

namespace Bputil;

/// <summary>A policy in lines of fixed columns, which scripts match (dossier bputil, 5.1 and 5.2).</summary>
internal static class PolicyText
{
    private sealed record Row(string Label, string Code, Func<PolicyContents, string?> Value)
    {
        public Capability? Since { get; init; }
    }

    private static readonly Row[] Rows =
    [
        new("Unique Chip ID", "ECID", policy => $"0x{policy.Number("ECID"):X}"),
        new("Board ID", "BORD", policy => $"0x{policy.Number("BORD"):X}"),
        new("Chip ID", "CHIP", policy => $"0x{policy.Number("CHIP"):X}"),
        new("Certificate Epoch", "CEPO", policy => $"0x{policy.Number("CEPO"):X}"),
        new("Security Domain", "SDOM", policy => $"0x{policy.Number("SDOM"):X}"),
        new("Production Status", "CPRO", policy => policy.Has("CPRO") ? "1" : "0"),
        new("Security Mode", "CSEC", policy => policy.Has("CSEC") ? "1" : "0"),
        new("Local Boot", "lobo", policy => policy.Has("lobo") ? "1" : null) { Since = Capability.HasCryptexes },
        new("OS Version", "love", policy => policy.Text("love")),
        new("Volume Group UUID", "vuid", policy => policy.Uuid("vuid")),
        new("KEK Group UUID", "kuid", policy => policy.Uuid("kuid")),
        Hash("Local Policy Nonce Hash", "lpnh"),
        Hash("Remote Policy Nonce Hash", "rpnh"),
        Hash("Next Stage Image4 Hash", "nsih"),
        Hash("Cryptex1 Image4 Hash", "spih") with { Since = Capability.HasCryptexes },
        new("Cryptex1 Generation", "stng", policy => policy.Number("stng")?.ToString()) { Since = Capability.HasCryptexes },
        Hash("User Authorized Kext List Hash", "auxp"),
        Hash("Auxiliary Kernel Cache Image4 Hash", "auxi"),
        Hash("Kext Receipt Hash", "auxr"),
        Hash("CustomKC or fuOS Image4 Hash", "coih"),
    ];

    // The word where the field is absent, and where it is there.
    private static readonly (string Label, string Code, string Absent, string Present)[] Statuses =
    [
        ("3rd Party Kexts Status", "smb2", "Disabled", "Enabled"),
        ("User-allowed MDM Control", "smb3", "Disabled", "Enabled"),
        ("DEP-allowed MDM Control", "smb4", "Disabled", "Enabled"),
        ("SIP Status", "sip0", "Enabled", "Customized"),
        ("Signed System Volume Status", "sip1", "Enabled", "Disabled"),
        ("Kernel CTRR Status", "sip2", "Enabled", "Disabled"),
        ("Boot Args Filtering Status", "sip3", "Enabled", "Disabled"),
    ];

    public static IEnumerable<string> Of(Call call, InstalledSystem system, PolicyContents policy)
    {
        var showsPairing = call.Has(Capability.BputilDisplaysAll);
        if (!showsPairing) yield return $"Current OS environment: {Environment.Type(call)}";
        yield return "OS environment:";
        if (showsPairing)
        {
            yield return Plain("OS Type", Environment.Type(call));
            yield return Plain("OS Pairing Status", Environment.IsPaired(call, system) ? "Paired" : "Not Paired");
        }
        yield return Field("Local Policy Nonce Hash", "lpnh", Environment.Nonce(call, "lpnh"));
        yield return Field("Remote Policy Nonce Hash", "rpnh", Environment.Nonce(call, "rpnh"));
        yield return Field("Recovery OS Policy Nonce Hash", "ronh", Environment.Nonce(call, "ronh"));
        yield return "";
        yield return "Local policy:";
        if (showsPairing) yield return Plain("Pairing Integrity", call.Policies.IsPairingValid(system, policy) ? "Valid" : "Invalid"); // the second word: guess
        yield return Plain("Signature Type", Environment.IsCertified(call) ? "BAA" : "Local"); // the second word: guess
        foreach (var row in Rows)
            if (row.Since is not { } since || call.Has(since)) yield return Field(row.Label, row.Code, row.Value(policy));
        yield return policy.Mode switch
        {
            SecurityMode.Full => Status("Security Mode", "Full", "smb0", "absent"),
            SecurityMode.Reduced => Status("Security Mode", "Reduced", "smb0", "1"),
            _ => Status("Security Mode", "Permissive", "smb0 && smb1", "1"),
        };
        foreach (var (label, code, absent, present) in Statuses)
            yield return policy[code] is null ? Status(label, absent, code, "absent") : Status(label, present, code, policy.Number(code) is { } number ? $"{number:x}" : "1");
    }

    private static Row Hash(string label, string code) => new(label, code, policy => policy.Hex(code));

    private static string Plain(string label, string value) => $"{label,-46}: {value}";

    private static string Field(string label, string code, string? value) => $"{label,-40}({code}): {value ?? "absent"}";

    private static string Status(string label, string word, string code, string value) => $"{label + ":",-29}{word,-11}({code}): {value}";
}
