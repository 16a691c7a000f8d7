using MacStateStore.DeviceManagement;
using MacStateStore.Lifecycle;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;
using MacStateStore.Storage;

namespace MacStateStore.FileVault;

/// <summary>FileVault that is to be turned on when a user types the password, at logout or login.</summary>
/// <param name="User">Who; null for whoever logs in next.</param>
/// <param name="OutputPath">The file that gets the recovery key; null where none does.</param>
public sealed record Deferral(string? User, string? OutputPath)
{
    /// <summary>Never an end to passing by.</summary>
    public const int Forever = 9999;

    /// <summary>How often the user may still pass by at login; null where the login doesn't ask.</summary>
    public int? Bypasses { get; init; }
    /// <summary>Whether the logout asks.</summary>
    public bool AsksAtLogout { get; init; } = true;
    /// <summary>Whether the user gets to see the recovery key.</summary>
    public bool ShowsKey { get; init; } = true;
    /// <summary>Whether there is to be a personal recovery key.</summary>
    public bool MakesKey { get; init; } = true;
    /// <summary>The certificate of an institutional recovery key.</summary>
    public byte[]? Certificate { get; init; }
    /// <summary>The profile that asks for it; null where fdesetup did.</summary>
    public string? ProfileUuid { get; init; }
}

/// <summary>Deferred enablement: its configuration, and what logins and logouts make of it (dossier fdesetup, 7).</summary>
public sealed class DeferredEnablement
{
    /// <summary>Where macOS keeps the configuration.</summary>
    public const string FilePath = "/Library/Preferences/com.apple.fdesetup.plist";

    /// <summary>Where the recovery key goes when a profile doesn't say.</summary>
    public const string ProfileOutputPath = "/var/db/ConfigurationProfiles/fdesetup.plist";

    private readonly Mac _mac;
    private readonly Database _database;

    internal DeferredEnablement(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>What is configured; null where nothing is.</summary>
    public Deferral? Current => _database.Rows(
        "SELECT user, path, bypasses, asks_at_logout, shows_key, makes_key, certificate, profile_uuid FROM file_vault_deferral WHERE system_id = $1",
        row => new Deferral(row.TextOrNull(0), row.TextOrNull(1))
        {
            Bypasses = row.IsNull(2) ? null : row.Int(2),
            AsksAtLogout = row.Bool(3),
            ShowsKey = row.Bool(4),
            MakesKey = row.Bool(5),
            Certificate = row.BlobOrNull(6),
            ProfileUuid = row.TextOrNull(7),
        },
        _mac.System.Id).FirstOrDefault();

    /// <summary>The configuration as macOS keeps and shows it; null where there is none.</summary>
    public PlistDictionary? Settings => Current is { } deferral ? SettingsOf(deferral) : null;

    /// <summary>Configures it. Without a user it is for who is at the console, or else for who logs in next.</summary>
    /// <exception cref="FileVaultException">FileVault is on, or there is no such user.</exception>
    public void Begin(Deferral deferral)
    {
        if (_mac.FileVault.IsOn) throw new FileVaultException(FileVaultProblem.AlreadyActive);
        if (deferral.Certificate is { } certificate) MasterKeychain.CertificateIn(certificate).Dispose();
        var user = deferral.User is null ? _mac.Sessions.ConsoleUser
            : _mac.Directory.Find(RecordType.Users, deferral.User)?.Name ?? throw new FileVaultException(FileVaultProblem.NotAuthenticated);
        Store(deferral with { User = user });
    }

    /// <summary>Drops the configuration; false where there was none.</summary>
    public bool Cancel()
    {
        if (Current is null) return false;
        End();
        _mac.FileVault.Files.Write(FilePath, null);
        return true;
    }

    /// <summary>Whether the login of a user asks for it.</summary>
    public bool IsAskedAtLogin(string user) => Current is { Bypasses: not null } deferral && deferral.User == user;

    /// <summary>Whether the logout of a user asks for it.</summary>
    public bool IsAskedAtLogout(string user) => Current is { AsksAtLogout: true } deferral && deferral.User == user;

    /// <summary>The user has passed by at login.</summary>
    /// <exception cref="LifecycleException">There is no more passing by.</exception>
    public void PassBy()
    {
        if (Current is not { Bypasses: { } left } deferral) return;
        if (left == 0) throw new LifecycleException($"FileVault must be turned on at this login, {deferral.User} can't pass by any more");
        if (left < Deferral.Forever) Store(deferral with { Bypasses = left - 1 });
    }

    /// <summary>The user has typed the password: FileVault is turned on, and the recovery key goes where it is to go.</summary>
    /// <exception cref="FileVaultException">It can't be turned on; the configuration stays.</exception>
    public EnableResult Complete(string user, string password)
    {
        var deferral = Current!;
        var result = _mac.FileVault.Enable(
            new EnableRequest(new FileVaultCredential(user, password)) { Certificate = deferral.Certificate, MakesRecoveryKey = deferral.MakesKey }, needsConsent: false);
        if (deferral.OutputPath is { } path) _mac.FileVault.Files.Write(path, PropertyList.ToXml(RecoveryKeyReport.Of(_mac, result)));
        return deferral.ShowsKey ? result : result with { RecoveryKey = null };
    }

    // The file stays, as on many Macs; scripts take it for a sign that FileVault is or will be on.
    internal void End() => _database.Execute("DELETE FROM file_vault_deferral WHERE system_id = $1", _mac.System.Id);

    /// <summary>Somebody has logged in; where nobody was named, it is about them from now on.</summary>
    internal void LoggedIn(DirectoryRecord user)
    {
        if (Current is { User: null } deferral) Store(deferral with { User = user.Name });
    }

    /// <summary>A profile may ask for FileVault, now or later (dossier fdesetup, 11).</summary>
    /// <exception cref="ConfigurationProfileException">It asks for what can't be.</exception>
    internal void ProfileInstalled(ConfigurationProfile profile)
    {
        if (profile.OfType(ProfilePayload.FileVaultType).FirstOrDefault()?.Content is not { } content
            || !content.TryGetString("Enable", out var enable) || enable != "On" || _mac.FileVault.IsOn) return;
        try
        {
            if (Flag(content, "Defer", false)) Begin(Described(profile, content));
            else EnableNow(profile, content);
        }
        catch (FileVaultException refused)
        {
            throw new ConfigurationProfileException(ConfigurationProfileProblem.Malformed, $"FileVault could not be turned on ({refused.Problem})");
        }
    }

    /// <summary>The profile that asked for it is gone.</summary>
    internal void ProfileRemoved(string uuid)
    {
        if (Current?.ProfileUuid == uuid) Cancel();
    }

    /// <summary>What a profile's payload configures.</summary>
    internal static Deferral Described(ConfigurationProfile profile, PlistDictionary content)
    {
        var bypasses = content.TryGetInteger("DeferForceAtUserLoginMaxBypassAttempts", out var number) ? (int)Math.Clamp(number, -1, Deferral.Forever) : -1;
        return new Deferral(null, content.TryGetString("OutputPath", out var path) ? path : ProfileOutputPath)
        {
            Bypasses = bypasses < 0 ? null : bypasses,
            AsksAtLogout = !Flag(content, "DeferDontAskAtUserLogout", false),
            ShowsKey = Flag(content, "ShowRecoveryKey", true),
            MakesKey = Flag(content, "UseRecoveryKey", true),
            Certificate = CertificateOf(profile, content),
            ProfileUuid = profile.Uuid,
        };
    }

    internal void Store(Deferral deferral)
    {
        _database.Execute(
            """
            INSERT INTO file_vault_deferral (system_id, user, path, bypasses, asks_at_logout, shows_key, makes_key, certificate, profile_uuid)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (system_id) DO UPDATE SET user = excluded.user, path = excluded.path, bypasses = excluded.bypasses, asks_at_logout = excluded.asks_at_logout,
              shows_key = excluded.shows_key, makes_key = excluded.makes_key, certificate = excluded.certificate, profile_uuid = excluded.profile_uuid
            """,
            _mac.System.Id, deferral.User, deferral.OutputPath, deferral.Bypasses, deferral.AsksAtLogout, deferral.ShowsKey, deferral.MakesKey,
            deferral.Certificate, deferral.ProfileUuid);
        _mac.FileVault.Files.Write(FilePath, PropertyList.ToBinary(new PlistDictionary { ["FileVault"] = SettingsOf(deferral) }));
    }

    private void EnableNow(ConfigurationProfile profile, PlistDictionary content)
    {
        if (!content.TryGetString("Username", out var name) || !content.TryGetString("Password", out var password))
            throw new ConfigurationProfileException(ConfigurationProfileProblem.Malformed, "FileVault takes Defer, or Username and Password");
        var result = _mac.FileVault.Enable(new EnableRequest(new FileVaultCredential(name, password))
        {
            Certificate = CertificateOf(profile, content),
            MakesRecoveryKey = Flag(content, "UseRecoveryKey", true),
        }, needsConsent: false);
        var path = content.TryGetString("OutputPath", out var said) ? said : ProfileOutputPath;
        _mac.FileVault.Files.Write(path, PropertyList.ToXml(RecoveryKeyReport.Of(_mac, result)));
    }

    private static byte[]? CertificateOf(ConfigurationProfile profile, PlistDictionary content)
    {
        if (content["Certificate"] is PlistData own) return own.Value.ToArray();
        return content.TryGetString("PayloadCertificateUUID", out var uuid)
            && profile.Payloads.FirstOrDefault(payload => payload.Uuid.Equals(uuid, StringComparison.OrdinalIgnoreCase))?.Content["PayloadContent"] is PlistData other
            ? other.Value.ToArray() : null;
    }

    private static PlistDictionary SettingsOf(Deferral deferral)
    {
        var settings = new PlistDictionary { ["Defer"] = true };
        if (!deferral.AsksAtLogout) settings["DeferDontAskAtUserLogout"] = true;
        if (deferral.Bypasses is { } left) settings["DeferForceAtUserLoginMaxBypassAttempts"] = left;
        if (deferral.OutputPath is { } path) settings["OutputPath"] = path;
        if (deferral.ProfileUuid is { } uuid) settings["ProfileUUID"] = uuid;
        settings["ShowRecoveryKey"] = deferral.ShowsKey;
        settings["Usernames"] = new PlistArray(deferral.User is { } user ? [new PlistString(user)] : []);
        return settings;
    }

    private static bool Flag(PlistDictionary content, string key, bool otherwise) => content.TryGetBoolean(key, out var flag) ? flag : otherwise;
}
