using MacStateStore.PropertyLists;
using MacStateStore.Storage;

namespace MacStateStore.DeviceManagement;

/// <summary>Preferences of one domain that profiles force.</summary>
/// <param name="User">Whose; null for everybody's.</param>
/// <param name="Domain">The domain, such as <c>com.apple.loginwindow</c>.</param>
/// <param name="Settings">The settings.</param>
public sealed record ManagedDomain(string? User, string Domain, PlistDictionary Settings);

/// <summary>
/// The preferences that configuration profiles give, computed from what is installed (dossier profiles, 7 and 12): what they force is in
/// force while they are there, what they set once or often is written into users' own preferences at their logins.
/// </summary>
public sealed class ManagedPreferences
{
    /// <summary>Where a Mac keeps them as files.</summary>
    public const string Folder = "/Library/Managed Preferences";

    // Payloads that are no preferences: something else than the preferences system takes them.
    private static readonly string[] Others =
    [
        ProfilePayload.ManagedPreferencesType, ProfilePayload.MdmType, ProfilePayload.RemovalPasswordType, ProfilePayload.PasswordPolicyType,
        ProfilePayload.KernelExtensionPolicyType, ProfilePayload.SystemExtensionPolicyType, ProfilePayload.PrivacyPolicyType,
        "com.apple.security.", "com.apple.wifi.managed", "com.apple.vpn.managed", "com.apple.ADCertificate.managed", "com.apple.DirectoryService.managed", "com.apple.font",
        "com.apple.webClip.managed", "com.apple.webcontent-filter", "com.apple.mail.managed", "com.apple.eas.account", "com.apple.caldav.account", "com.apple.carddav.account",
        "com.apple.extensiblesso", "com.apple.associated-domains", "com.apple.dnsSettings.managed", "com.apple.servicemanagement", "com.apple.configurationprofile.identification",
    ];

    private readonly Mac _mac;

    private readonly Database _database;

    internal ManagedPreferences(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>Every managed domain: everybody's first, then those of each user, each group sorted.</summary>
    public IReadOnlyList<ManagedDomain> All => [.. _mac.Profiles.All
        .SelectMany(installed => installed.Profile.Payloads.SelectMany(Domains).Select(domain => (installed.User, domain.Domain, domain.Settings)))
        .GroupBy(part => (User: part.User ?? "", part.Domain))
        .OrderBy(group => group.Key.User, StringComparer.Ordinal).ThenBy(group => group.Key.Domain, StringComparer.Ordinal)
        .Select(group => new ManagedDomain(group.Key.User.Length > 0 ? group.Key.User : null, group.Key.Domain, Merged(group.Select(part => part.Settings))))];

    /// <summary>What is forced in a domain for a user (everybody, where null); null where nothing is. A user's own profiles come before the Mac's.</summary>
    public PlistDictionary? Of(string domain, string? user)
    {
        var (named, custom) = (_mac.Profiles.Payloads(domain, user), _mac.Profiles.Payloads(ProfilePayload.ManagedPreferencesType, user));
        if (named.Count == 0 && custom.Count == 0) return null;
        // Both lists begin with the Mac's own.
        var (namedOfMac, customOfMac) = user is null ? (named.Count, custom.Count)
            : (_mac.Profiles.Payloads(domain).Count, _mac.Profiles.Payloads(ProfilePayload.ManagedPreferencesType).Count);
        var forced = named.Take(namedOfMac).Concat(custom.Take(customOfMac)).Concat(named.Skip(namedOfMac)).Concat(custom.Skip(customOfMac))
            .SelectMany(Domains).Where(part => part.Domain == domain).Select(part => part.Settings).ToList();
        return forced.Count > 0 ? Merged(forced) : null;
    }

    /// <summary>
    /// What a login of a user writes into the user's own preferences: what is set often, and what is set once and wasn't yet, which is
    /// noted as done.
    /// </summary>
    public IReadOnlyList<ManagedDomain> TakeForLogin(string user)
    {
        var taken = new List<ManagedDomain>();
        foreach (var payload in _mac.Profiles.Payloads(ProfilePayload.ManagedPreferencesType, user))
        {
            foreach (var (domain, part, settings) in Parts(payload, "Set-Once"))
                if (_database.Execute("INSERT OR IGNORE INTO preference_set_once (system_id, user, domain, stamp) VALUES ($1, $2, $3, $4)", _mac.System.Id, user, domain, StampOf(payload, part)) > 0)
                    taken.Add(new ManagedDomain(user, domain, settings));
            foreach (var (domain, _, settings) in Parts(payload, "Often")) taken.Add(new ManagedDomain(user, domain, settings));
        }
        return taken;
    }

    // A later version of the same setting is set again.
    private static string StampOf(ProfilePayload payload, PlistDictionary part) => part["mcx_data_timestamp"] is PlistDate stamp ? stamp.ToString() : payload.Uuid;

    private static IEnumerable<(string Domain, PlistDictionary Part, PlistDictionary Settings)> Parts(ProfilePayload payload, string state)
    {
        if (payload.Content["PayloadContent"] is not PlistDictionary domains) yield break;
        foreach (var (domain, content) in domains)
            if (content is PlistDictionary states && states[state] is PlistArray parts)
                foreach (var part in parts.OfType<PlistDictionary>())
                    if (part["mcx_preference_settings"] is PlistDictionary settings) yield return (domain, part, settings);
    }

    private static IEnumerable<(string Domain, PlistDictionary Settings)> Domains(ProfilePayload payload)
    {
        if (payload.Type == ProfilePayload.ManagedPreferencesType)
        {
            foreach (var (domain, _, settings) in Parts(payload, "Forced")) yield return (domain, settings);
        }
        else if (!Others.Any(other => other.EndsWith('.') ? payload.Type.StartsWith(other, StringComparison.Ordinal) : payload.Type == other))
        {
            yield return (payload.Type, payload.Settings);
        }
    }

    // Of two profiles that force one key the later one wins.
    private static PlistDictionary Merged(IEnumerable<PlistDictionary> parts)
    {
        var merged = new PlistDictionary();
        foreach (var part in parts)
            foreach (var (key, value) in part) merged[key] = value;
        return merged;
    }
}
