namespace MacEmu.Report;

/// <summary>What each field of a LocalPolicy is about, in a few words.</summary>
internal static class PolicyMeanings
{
    private static readonly Dictionary<string, string> Meanings = new()
    {
        ["BORD"] = "board",
        ["CHIP"] = "chip",
        ["ECID"] = "this very chip",
        ["SDOM"] = "security domain",
        ["CPRO"] = "production chip",
        ["CSEC"] = "secure chip",
        ["CEPO"] = "certificate epoch",
        ["lpnh"] = "hash of the LocalPolicy nonce",
        ["rpnh"] = "hash of the remote policy nonce",
        ["ronh"] = "hash of the recoveryOS nonce",
        ["nsih"] = "hash of the manifest of the installed macOS",
        ["spih"] = "hash of the manifest of the cryptex",
        ["stng"] = "generation of the cryptex",
        ["auxp"] = "hash of the approved kernel extensions",
        ["auxi"] = "hash of the auxiliary kernel collection",
        ["auxr"] = "hash of its receipt",
        ["coih"] = "hash of a kernel of one's own",
        ["vuid"] = "volume group",
        ["kuid"] = "group of the keys",
        ["prot"] = "measurement of the paired recoveryOS",
        ["hrlp"] = "the paired recoveryOS has a policy of its own",
        ["love"] = "version of macOS",
        ["lobo"] = "the policy is local to this Mac",
        ["rolp"] = "the policy is one of recoveryOS",
        ["smb0"] = "Reduced Security",
        ["smb1"] = "Permissive Security",
        ["smb2"] = "kernel extensions of others may load",
        ["smb3"] = "a server may manage kernel extensions and updates",
        ["smb4"] = "the same, by Automated Device Enrolment",
        ["sip0"] = "System Integrity Protection, in bits",
        ["sip1"] = "the system volume needs no seal",
        ["sip2"] = "kernel memory isn't locked down",
        ["sip3"] = "any boot arguments",
    };

    public static string Of(string code) => Meanings.GetValueOrDefault(code, "");
}
