using MacStateStore.PropertyLists;
using MacStateStore.Releases;

namespace MacStateStore.DeviceManagement;

/// <summary>The profile that enrols a Mac: its payload <c>com.apple.mdm</c> says in which server (dossier profiles, 9).</summary>
public static class EnrollmentProfile
{
    /// <summary>The identifier of the emulated server's own enrolment profile.</summary>
    public const string Identifier = "com.example.mdm.enrollment";

    // Each enrolment has its profile; one that came without gets the emulated server's.
    internal static void Ensure(Mac mac, Enrollment enrollment)
    {
        if (mac.Profiles.Payloads(ProfilePayload.MdmType).Count == 0) mac.Profiles.Write(Of(mac, enrollment), user: null, isFromManagement: enrollment.IsAutomated);
    }

    internal static void RequireAllowed(Mac mac, ConfigurationProfile profile, string? user)
    {
        RequireWellFormed(profile, user);
        if (mac.Enrollments.Current is not null && mac.Profiles.Find(profile.Identifier, user: null) is not { Profile.IsEnrollment: true })
            throw new ConfigurationProfileException(ConfigurationProfileProblem.AlreadyManaged, "the Mac is enrolled in device management already");
    }

    internal static void RequireWellFormed(ConfigurationProfile profile, string? user)
    {
        if (user is not null) throw Malformed("only the Mac's own profiles have a payload com.apple.mdm");
        _ = Read(profile, EnrollmentKind.UserApproved, isSupervised: false);
    }

    /// <summary>What installing the profile does: it enrols the Mac, or renews its enrolment.</summary>
    internal static void Enroll(Mac mac, ConfigurationProfile profile, ProfileOrigin origin)
    {
        if (mac.Enrollments.Current is { } current)
        {
            var renewed = Read(profile, current.Kind, current.IsSupervised);
            if ((renewed.AccessRights & ~current.AccessRights) != 0) throw Malformed("the payload com.apple.mdm adds AccessRights, which only a new enrolment can");
            if (current.IsInRealServer) MdmConnection.RequireUsable(profile);
            mac.Enrollments.Replace(current with
            {
                ServerUrl = renewed.ServerUrl,
                CheckInUrl = renewed.CheckInUrl,
                Topic = renewed.Topic,
                AccessRights = renewed.AccessRights,
                Capabilities = renewed.Capabilities,
            });
            return;
        }
        var kind = origin == ProfileOrigin.Command && mac.System.Version.Has(Capability.EnrollmentNeedsApproval) ? EnrollmentKind.Unapproved : EnrollmentKind.UserApproved;
        mac.MdmServer.EscrowedBootstrapToken = null; // to the server it is a new device
        mac.Enrollments.Replace(Read(profile, kind, mac.Enrollments.Supervises(kind)));
    }

    internal static Enrollment Read(ConfigurationProfile profile, EnrollmentKind kind, bool isSupervised)
    {
        if (profile.OfType(ProfilePayload.MdmType).Skip(1).Any()) throw Malformed("the profile has more than one payload com.apple.mdm");
        var payload = profile.OfType(ProfilePayload.MdmType).First().Content;
        return new Enrollment(kind, isSupervised, Url(payload, "ServerURL") ?? throw Malformed("the payload com.apple.mdm has no ServerURL"))
        {
            CheckInUrl = Url(payload, "CheckInURL"),
            Topic = payload.TryGetString("Topic", out var topic) && topic.Length > 0 ? topic : throw Malformed("the payload com.apple.mdm has no Topic"),
            AccessRights = payload.TryGetInteger("AccessRights", out var rights) && rights is > 0 and <= Enrollment.AllAccessRights && AreWhole(rights) ? (int)rights
                : throw Malformed($"the payload com.apple.mdm has no AccessRights from 1 to {Enrollment.AllAccessRights}"),
            Capabilities = payload["ServerCapabilities"] switch
            {
                null => [],
                PlistArray capabilities when capabilities.All(item => item is PlistString { Value: var name } && !name.Contains('\n', StringComparison.Ordinal)) => [.. capabilities.Select(item => ((PlistString)item).Value)],
                _ => throw Malformed("the payload com.apple.mdm has ServerCapabilities that are no array of strings"),
            },
        };
    }

    // Whoever installs profiles must be allowed to look at them: configuration profiles, provisioning profiles.
    private static bool AreWhole(long rights) => ((rights & 2) == 0 || (rights & 1) != 0) && ((rights & 128) == 0 || (rights & 64) != 0);

    private static string? Url(PlistDictionary payload, string key) => payload[key] switch
    {
        null => null,
        PlistString { Value: var url } when url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && !url.Any(char.IsControl) && Uri.TryCreate(url, UriKind.Absolute, out _) => url,
        _ => throw Malformed($"the payload com.apple.mdm has a {key} that is no https address"),
    };

    private static ConfigurationProfile Of(Mac mac, Enrollment enrollment)
    {
        var payload = new PlistDictionary
        {
            ["AccessRights"] = enrollment.AccessRights,
            ["CheckOutWhenRemoved"] = true,
            ["PayloadIdentifier"] = Identifier + ".mdm",
            ["PayloadType"] = ProfilePayload.MdmType,
            ["PayloadUUID"] = mac.Random.Uuid(),
            ["PayloadVersion"] = 1,
            ["ServerCapabilities"] = new PlistArray(enrollment.Capabilities.Select(capability => new PlistString(capability))),
            ["ServerURL"] = enrollment.ServerUrl,
            ["SignMessage"] = true,
            ["Topic"] = enrollment.Topic,
        };
        if (enrollment.CheckInUrl is { } checkIn) payload["CheckInURL"] = checkIn;
        var header = new PlistDictionary
        {
            ["PayloadDisplayName"] = "MDM Profile",
            ["PayloadIdentifier"] = Identifier,
            ["PayloadScope"] = "System",
            ["PayloadType"] = "Configuration",
            ["PayloadUUID"] = mac.Random.Uuid(),
            ["PayloadVersion"] = 1,
        };
        return new ConfigurationProfile(header, [new ProfilePayload(ProfilePayload.MdmType, Identifier + ".mdm", ((PlistString)payload["PayloadUUID"]!).Value, payload)], IsSigned: true);
    }

    private static ConfigurationProfileException Malformed(string message) => new(ConfigurationProfileProblem.Malformed, message);
}
