using System.Globalization;
using MacStateStore.Boot;
using MacStateStore.Lifecycle;
using MacStateStore.LocalPolicy;

namespace MacEmu.Description;

/// <summary>Reads start-up security: System Integrity Protection, LocalPolicy, NVRAM, Find My.</summary>
internal static class SecurityDescription
{
    public static SecurityMode Mode(DocumentNode node) => Enum.Parse<SecurityMode>(node.AsOneOf("full", "reduced", "permissive"), ignoreCase: true);

    public static FindMyState FindMy(DocumentNode node) => Enum.Parse<FindMyState>(node.AsOneOf("off", "on", "lost"), ignoreCase: true);

    /// <summary>A word, or <c>{custom: {kext: false, nvram: true}}</c>: what isn't named is protected.</summary>
    public static SystemIntegrity Integrity(DocumentNode node)
    {
        if (node.Kind != NodeKind.Mapping)
            return node.AsOneOf("enabled", "disabled", "custom") switch
            {
                "enabled" => default,
                "disabled" => new SystemIntegrity(SystemIntegrity.Disabled, AllowsBootArgs: true, AllowsKernelChanges: true),
                _ => throw node.Problem("a custom configuration says which: {custom: {kext: false}}"),
            };
        var keys = new Dictionary<string, Func<SystemIntegrity, DocumentNode, SystemIntegrity>>
        {
            ["custom"] = (_, custom) => Custom(custom),
        };
        return node.Read(default, keys);
    }

    /// <summary>Settings of a policy: switches are true or false, sip0 is a number, hashes are in hex.</summary>
    public static Dictionary<string, Image4Value> Policy(DocumentNode node)
    {
        var policy = new Dictionary<string, Image4Value>();
        foreach (var field in node.AsMapping())
        {
            if (PolicyFields.Find(field.Key) is not { IsSetting: true } known) throw node.UnknownKey(field, PolicyFields.All.Where(setting => setting.IsSetting).Select(setting => setting.Code));
            if (field.Value.IsNull || (known.Kind == PolicyFieldKind.Flag && !field.Value.AsBoolean())) continue;
            policy[known.Code] = known.Kind switch
            {
                PolicyFieldKind.Flag => new Image4Value.Flag(true),
                PolicyFieldKind.Number => new Image4Value.Number(Number(field.Value)),
                _ => new Image4Value.Data(Hash(field.Value)),
            };
        }
        return policy;
    }

    /// <summary>Variables, with values as <c>nvram</c> prints them.</summary>
    public static Dictionary<string, byte[]> Nvram(DocumentNode node)
    {
        var variables = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var field in node.AsMapping())
        {
            if (field.Key.Length == 0) throw field.Value.Problem("a variable's name is not empty");
            variables[field.Key] = MacStateStore.Boot.Nvram.Parse(field.Value.AsText()) ?? throw field.Value.Expected("text in which every % is followed by two hex digits");
        }
        return variables;
    }

    private static SystemIntegrity Custom(DocumentNode node)
    {
        ulong allowed = 0;
        foreach (var field in node.AsMapping())
        {
            var feature = SystemIntegrity.Features.FirstOrDefault(feature => feature.Word == field.Key) ?? throw node.UnknownKey(field, SystemIntegrity.Features.Select(feature => feature.Word));
            if (!field.Value.AsBoolean()) allowed |= feature.Bit;
        }
        // As csrutil sets the rest (dossier csrutil, 4).
        return new SystemIntegrity(allowed, AllowsBootArgs: (allowed & SystemIntegrity.Nvram) != 0, AllowsKernelChanges: (allowed & SystemIntegrity.DTrace) != 0);
    }

    private static ulong Number(DocumentNode node) =>
        node.Kind == NodeKind.Scalar && (ulong.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || (node.Text.StartsWith("0x", StringComparison.Ordinal) && ulong.TryParse(node.Text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)))
            ? number : throw node.Expected("a number such as 127 or 0x7f");

    private static byte[] Hash(DocumentNode node)
    {
        try
        {
            if (Convert.FromHexString(node.AsText()) is { Length: PolicyFields.HashSize } hash) return hash;
        }
        catch (FormatException)
        {
            // The same answer as for one of another length.
        }
        throw node.Expected($"a hash of {PolicyFields.HashSize} bytes in hex");
    }
}
