using System.Text.Json;
using MacStateStore;
using MacStateStore.Boot;
using MacStateStore.Lifecycle;
using MacStateStore.LocalPolicy;
using MacStateStore.OpenDirectory;

namespace MacEmu;

/// <summary>Start-up security: what any <c>show --json</c> prints, and what a description has beyond it.</summary>
internal static class SecurityDocument
{
    /// <summary>The keys <c>sip</c>, <c>authenticatedRoot</c>, <c>systems</c>, <c>findMy</c> and <c>activated</c>.</summary>
    public static void Write(Utf8JsonWriter json, Mac mac, bool isDescription)
    {
        var integrity = IntegrityOf(mac);
        if (isDescription && WordOf(mac) == "custom") WriteCustom(json, integrity);
        else json.WriteString("sip", WordOf(mac));
        json.WriteBoolean("authenticatedRoot", !integrity.Allows(SystemIntegrity.UnauthenticatedRoot));
        json.WriteStartObject("systems");
        foreach (var installed in mac.Systems) WriteSystem(json, mac, installed, isDescription);
        json.WriteEndObject();
        json.WriteString("findMy", FindMy.NameOf(mac.FindMy.State));
        json.WriteBoolean("activated", mac.Activation.IsActivated);
        if (!isDescription) return;
        json.WriteStartObject("nvram");
        foreach (var (name, value) in mac.Nvram.All) json.WriteString(name, Nvram.Print(value));
        json.WriteEndObject();
        json.WriteString("network", mac.IsOnline ? "online" : "offline");
    }

    /// <summary>System Integrity Protection as csrutil's status tells it: the running kernel's, in recoveryOS of Apple silicon the policy's.</summary>
    public static SystemIntegrity IntegrityOf(Mac mac) =>
        mac.Boot.Environment == BootState.MacOS || !mac.Policies.Exist ? mac.Boot.Integrity : mac.Policies.IntegrityAfterStart(mac.System);

    /// <summary>The same in a word.</summary>
    public static string WordOf(Mac mac) => (IntegrityOf(mac) with { Bits = IntegrityOf(mac).Bits & ~SystemIntegrity.UnauthenticatedRoot }).Word(mac.Policies.Exist);

    private static void WriteCustom(Utf8JsonWriter json, SystemIntegrity integrity)
    {
        json.WriteStartObject("sip");
        json.WriteStartObject("custom");
        foreach (var feature in SystemIntegrity.Features) json.WriteBoolean(feature.Word, !integrity.Allows(feature.Bit));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSystem(Utf8JsonWriter json, Mac mac, InstalledSystem system, bool isDescription)
    {
        var policy = mac.Policies.SettingsOf(system);
        json.WriteStartObject(system.Name);
        json.WriteString("volumeGroup", system.VolumeGroup);
        json.WriteString("os", system.Version.ToString());
        json.WriteString("securityMode", policy.Mode.ToString().ToLowerInvariant());
        StateDocument.WriteTexts(json, "owners", mac.Policies.OwnersOf(system));
        json.WriteString("installUser", mac.Policies.InstallUserOf(system));
        json.WriteStartObject("localPolicy");
        foreach (var field in PolicyFields.All.Where(field => field.IsSetting && policy[field.Code] is not null))
            if (policy.Number(field.Code) is { } number) json.WriteNumber(field.Code, number);
            else if (policy.Hex(field.Code) is { } hash) json.WriteString(field.Code, hash);
            else json.WriteBoolean(field.Code, policy.Has(field.Code));
        json.WriteEndObject();
        if (isDescription && policy["prot"] is not null && !mac.Policies.IsPairingValid(system, policy)) json.WriteString("pairing", "invalid");
        if (isDescription && system.Name != mac.System.Name) WriteUsers(json, mac, system);
        json.WriteEndObject();
    }

    // Of a system that isn't started, who is there and who holds a token.
    private static void WriteUsers(Utf8JsonWriter json, Mac mac, InstalledSystem system)
    {
        var (directory, tokens) = (mac.OpenDirectoryOf(system), mac.SecureTokensOf(system));
        json.WriteStartObject("users");
        foreach (var user in directory.Records(RecordType.Users).Where(user => !user.IsBuiltIn))
        {
            json.WriteStartObject(user.Name);
            if (int.TryParse(user.Text(AttributeName.UniqueId), out var uid)) json.WriteNumber("uid", uid);
            json.WriteString("fullName", user.Text(AttributeName.RealName));
            json.WriteString("generatedUID", user.Text(AttributeName.GeneratedUid));
            json.WriteBoolean("admin", Memberships.IsAdmin(directory, user));
            json.WriteBoolean("secureToken", tokens.Has(user));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
