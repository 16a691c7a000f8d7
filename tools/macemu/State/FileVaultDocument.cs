using System.Security.Cryptography;
using System.Text.Json;
using MacStateStore;
using MacStateStore.FileVault;

namespace MacEmu;

/// <summary>FileVault: what any <c>show --json</c> prints, and what a description has beyond it.</summary>
internal static class FileVaultDocument
{
    /// <summary>The word for how FileVault stands.</summary>
    public static string WordFor(FileVaultState state) => state.Conversion is { } conversion ? conversion.IsEncryption ? "encrypting" : "decrypting" : state.IsOn ? "on" : "off";

    /// <summary>The keys <c>fileVault</c>, <c>recoveryKeys</c> and <c>deferral</c>, and in a description what belongs to them.</summary>
    public static void Write(Utf8JsonWriter json, Mac mac, FileVaultSpecification? description)
    {
        var state = mac.FileVault.State;
        if (description is { } said && (state.Conversion is not null || state.Restart != PendingRestart.None)) WriteState(json, state);
        else json.WriteString("fileVault", WordFor(state));
        json.WriteStartObject("recoveryKeys");
        json.WriteBoolean("personal", description?.HasPersonalKey ?? mac.FileVault.HasPersonalRecoveryKey);
        if (description?.InstitutionalCertificate is { } certificate) json.WriteString("institutional", PemEncoding.WriteString("CERTIFICATE", certificate));
        else json.WriteBoolean("institutional", description?.HasInstitutionalKey ?? mac.FileVault.HasInstitutionalRecoveryKey);
        json.WriteEndObject();
        WriteDeferral(json, mac.FileVault.Deferral.Current, isDescription: description is not null);
        if (description is null) return;
        if (description.SupportsAuthRestart is { } supports) json.WriteBoolean("authRestartSupported", supports);
        json.WriteBoolean("fileVaultMasterKeychain", description.HasMasterKeychain);
    }

    private static void WriteState(Utf8JsonWriter json, FileVaultState state)
    {
        json.WriteStartObject("fileVault");
        json.WriteString("state", WordFor(state));
        if (state.Conversion is { } conversion)
        {
            json.WriteNumber("percent", Math.Round(conversion.Percent, 2));
            json.WriteBoolean("paused", conversion.IsPaused);
        }
        if (state.Restart == PendingRestart.Enable) json.WriteString("restartPending", "enable");
        else json.WriteBoolean("restartPending", state.Restart == PendingRestart.Finish);
        json.WriteEndObject();
    }

    private static void WriteDeferral(Utf8JsonWriter json, Deferral? deferral, bool isDescription)
    {
        json.WriteStartObject("deferral");
        json.WriteBoolean("active", deferral is not null);
        if (deferral is not null)
        {
            json.WriteString("user", deferral.User);
            if (isDescription) WriteSettings(json, deferral);
        }
        json.WriteEndObject();
    }

    private static void WriteSettings(Utf8JsonWriter json, Deferral deferral)
    {
        if (deferral.OutputPath is { } path) json.WriteString("path", path);
        if (deferral.Bypasses is { } left) json.WriteNumber("forceAtLogin", left);
        json.WriteBoolean("dontAskAtLogout", !deferral.AsksAtLogout);
        json.WriteBoolean("showRecoveryKey", deferral.ShowsKey);
        json.WriteBoolean("recoveryKey", deferral.MakesKey);
        if (deferral.ProfileUuid is { } uuid) json.WriteString("profileUUID", uuid);
        if (deferral.Certificate is not { } file) return;
        using var certificate = MasterKeychain.CertificateIn(file);
        json.WriteString("certificate", certificate.ExportCertificatePem());
    }
}
