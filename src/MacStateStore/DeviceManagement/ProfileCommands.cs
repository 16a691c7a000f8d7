using System.Security.Cryptography.X509Certificates;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;

namespace MacStateStore.DeviceManagement;

/// <summary>The commands of an MDM server about configuration profiles (dossier profiles, 9).</summary>
internal static class ProfileCommands
{
    /// <summary>The key that stands in a request for the channel of a user; a real server would send it to another address.</summary>
    public const string UserKey = "UserShortName";

    public static PlistDictionary Install(Mac mac, PlistDictionary request)
    {
        if (request["Payload"] is not PlistData payload) throw Refused("InstallProfile has no Payload");
        mac.Profiles.Install(ConfigurationProfileFile.Read(payload.Value.Span, mac), UserOf(mac, request), ProfileOrigin.Management);
        return [];
    }

    // Only what the server has installed is the server's to remove, and the enrolment itself.
    public static PlistDictionary Remove(Mac mac, PlistDictionary request)
    {
        var identifier = request.TryGetString("Identifier", out var named) ? named : throw Refused("RemoveProfile has no Identifier");
        if (mac.Profiles.Find(identifier, UserOf(mac, request)) is not { } installed || (!installed.IsFromManagement && !installed.Profile.IsEnrollment))
            throw new ConfigurationProfileException(ConfigurationProfileProblem.NotInstalled, $"Profile with identifier '{identifier}' not found.");
        mac.Profiles.Remove(installed, ProfileOrigin.Management, isAdmin: true);
        return [];
    }

    public static PlistDictionary List(Mac mac, PlistDictionary request) =>
        new() { ["ProfileList"] = new PlistArray(Asked(mac.Profiles.Of(UserOf(mac, request)), request).Select(Describe)) };

    // All, or what belongs to the server: what it has installed, and the enrolment itself.
    private static IEnumerable<InstalledProfile> Asked(IEnumerable<InstalledProfile> profiles, PlistDictionary request) =>
        request.TryGetBoolean("ManagedOnly", out var managed) && managed ? profiles.Where(installed => installed.IsFromManagement || installed.Profile.IsEnrollment) : profiles;

    // Those that profiles have brought; no other is emulated.
    public static PlistDictionary Certificates(Mac mac, PlistDictionary request)
    {
        var payloads = Asked(mac.Profiles.Of(null), request).SelectMany(installed => installed.Profile.Payloads).ToList();
        return new()
        {
            ["CertificateList"] = new PlistArray(ProfileCertificates.Identities(payloads).Concat(ProfileCertificates.Authorities(payloads)).Select(certificate => new PlistDictionary
            {
                ["CommonName"] = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
                ["Data"] = new PlistData(certificate.RawData),
                ["IsIdentity"] = certificate.HasPrivateKey,
            })),
        };
    }

    /// <summary>The domain and number that tell a server why.</summary>
    public static (string Domain, int Code) ErrorOf(ConfigurationProfileProblem problem) => problem switch
    {
        ConfigurationProfileProblem.MustBeSystemProfile => ("NSPOSIXErrorDomain", 1),
        ConfigurationProfileProblem.NotInstalled => ("MDMClientError", 89),
        _ => ("ConfigProfilePluginDomain", -319),
    };

    private static PlistDictionary Describe(InstalledProfile installed)
    {
        var profile = installed.Profile;
        var entry = new PlistDictionary
        {
            ["HasRemovalPasscode"] = profile.RemovalPassword is not null,
            ["IsEncrypted"] = profile.IsEncrypted,
            ["IsManaged"] = installed.IsFromManagement,
            ["PayloadContent"] = new PlistArray(profile.Payloads.Select(payload => Common(payload.Content))),
        };
        foreach (var (key, value) in Common(profile.Header)) entry[key] = value;
        entry["PayloadRemovalDisallowed"] = profile.RemovalDisallowed == true;
        entry.Remove("PayloadType");
        return entry;
    }

    private static PlistDictionary Common(PlistDictionary content) => new(content.Where(entry =>
        entry.Key is "PayloadDescription" or "PayloadDisplayName" or "PayloadIdentifier" or "PayloadOrganization" or "PayloadType" or "PayloadUUID" or "PayloadVersion"));

    private static string? UserOf(Mac mac, PlistDictionary request) => !request.TryGetString(UserKey, out var name) ? null
        : mac.Directory.Find(RecordType.Users, name)?.Name ?? throw Refused($"There is no user {name}.");

    private static ConfigurationProfileException Refused(string message) => new(ConfigurationProfileProblem.Malformed, message);
}
