using System.Text.Json;
using MacStateStore;
using MacStateStore.LocalPolicy;

namespace Bputil;

/// <summary>
/// Policies as JSON, keyed by volume group (dossier bputil, 5.4). Keys and their spelling are a fixture's, order and blanks are a guess.
/// </summary>
internal static class PolicyJson
{
    private static readonly string[] Hashes = ["lpnh", "rpnh", "nsih", "spih", "auxp", "auxi", "auxr", "coih"];
    private static readonly string[] Numbers = ["BORD", "CEPO", "CHIP", "ECID", "SDOM"];
    private static readonly string[] Switches = ["smb0", "smb1", "smb2", "smb3", "smb4", "sip1", "sip2", "sip3", "lobo", "CSEC"];
    private static readonly string[] Existing = ["spih", "stng", "auxp", "auxi", "auxr", "coih", "sip0"];

    public static byte[] Of(Call call, IEnumerable<(InstalledSystem System, PolicyContents Policy)> policies)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            foreach (var (system, policy) in policies)
            {
                json.WriteStartObject(system.VolumeGroup);
                foreach (var (key, write) in Items(call, system, policy))
                {
                    json.WritePropertyName(key);
                    write(json);
                }
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static SortedDictionary<string, Action<Utf8JsonWriter>> Items(Call call, InstalledSystem system, PolicyContents policy)
    {
        var items = new SortedDictionary<string, Action<Utf8JsonWriter>>(StringComparer.Ordinal);
        void Text(string key, string? value)
        {
            if (value is not null) items[key] = json => json.WriteStringValue(value);
        }
        void Flag(string key, bool value) => items[key] = json => json.WriteBooleanValue(value);
        void Number(string key, ulong value) => items[key] = json => json.WriteNumberValue(value);

        Text("bputil_version", "0.1.14");
        Text("security_mode", policy.Mode.ToString().ToLowerInvariant());
        Text("os_type", Environment.Type(call));
        Flag("os_type_overriden", call.Mac.Machine.IsVirtual);
        Flag("os_paired_to_current", Environment.IsPaired(call, system) || call.Mac.Machine.IsVirtual);
        Flag("properly_paired", call.Policies.IsPairingValid(system, policy));
        Flag("baa_certified", Environment.IsCertified(call));
        foreach (var code in (string[])["lpnh", "rpnh", "ronh"]) Text("os_" + code, Environment.Nonce(call, code));
        Flag("CRPO", policy.Has("CPRO"));
        Text("love", policy.Text("love"));
        Text("vuid", policy.Uuid("vuid"));
        Text("kuid", policy.Uuid("kuid"));
        foreach (var code in Numbers) Number(code, policy.Number(code) ?? 0);
        foreach (var code in Hashes) Text(code, policy.Hex(code));
        foreach (var code in Switches) Flag(code, policy.Has(code));
        foreach (var code in Existing) Flag(code + "_exists", policy[code] is not null);
        if (policy.Number("stng") is { } generation) Number("stng", generation);
        Number("sip0", policy.Number("sip0") ?? 0);
        return items;
    }
}
