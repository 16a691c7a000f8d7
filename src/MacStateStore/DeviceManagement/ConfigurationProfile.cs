using MacStateStore.PropertyLists;

namespace MacStateStore.DeviceManagement;

/// <summary>A configuration profile: its own keys and its payloads (dossier profiles, 12).</summary>
/// <param name="Header">Its own keys, without the payloads.</param>
/// <param name="Payloads">The payloads in order.</param>
/// <param name="IsSigned">Whether it came signed, and the signature held.</param>
public sealed record ConfigurationProfile(PlistDictionary Header, IReadOnlyList<ProfilePayload> Payloads, bool IsSigned)
{
    /// <summary>Whether it is signed by somebody for whom neither a certificate of the Mac's profiles nor the host vouches.</summary>
    public bool HasUnknownSigner { get; init; }

    /// <summary>Whether it came encrypted.</summary>
    public bool IsEncrypted => Header["IsEncrypted"] is PlistBoolean { Value: true };

    /// <summary>PayloadIdentifier: a profile with the same one is the same profile in another version.</summary>
    public string Identifier => Text("PayloadIdentifier") ?? "";

    /// <summary>PayloadUUID, as written.</summary>
    public string Uuid => Text("PayloadUUID") ?? "";

    /// <summary>PayloadDisplayName.</summary>
    public string? DisplayName => Text("PayloadDisplayName");

    /// <summary>PayloadDescription.</summary>
    public string? Description => Text("PayloadDescription");

    /// <summary>PayloadOrganization.</summary>
    public string? Organization => Text("PayloadOrganization");

    /// <summary>PayloadVersion.</summary>
    public long Version => Header.TryGetInteger("PayloadVersion", out var version) ? version : 1;

    /// <summary>PayloadRemovalDisallowed; null where the profile doesn't say.</summary>
    public bool? RemovalDisallowed => Header.TryGetBoolean("PayloadRemovalDisallowed", out var disallowed) || Header["PayloadRemovalDisallowed"] is PlistBoolean ? disallowed : null;

    /// <summary>Whether it says that it is for the whole Mac.</summary>
    public bool IsForSystem => Text("PayloadScope") == "System";

    /// <summary>Whether it says that it is for one user.</summary>
    public bool IsForUser => Text("PayloadScope") == "User";

    /// <summary>When it is to go by itself; null for never.</summary>
    /// <param name="installed">When it is installed.</param>
    public DateTimeOffset? RemovedAt(DateTimeOffset installed) => Header["RemovalDate"] is PlistDate date ? InRange(date)
        : Header["DurationUntilRemoval"] switch
        {
            PlistInteger seconds => After(installed, (double)seconds.Value),
            PlistReal seconds => After(installed, seconds.Value),
            _ => null,
        };

    /// <summary>What removing it takes; null for no password.</summary>
    public string? RemovalPassword => OfType(ProfilePayload.RemovalPasswordType).Select(payload => payload.Content.TryGetString("RemovalPassword", out var password) ? password : null).FirstOrDefault();

    /// <summary>Whether it enrols the Mac in device management.</summary>
    public bool IsEnrollment => OfType(ProfilePayload.MdmType).Any();

    /// <summary>Its payloads of a type.</summary>
    public IEnumerable<ProfilePayload> OfType(string type) => Payloads.Where(payload => payload.Type == type);

    /// <summary>The profile as the property list it came as.</summary>
    public PlistDictionary ToPropertyList() => new(Header) { ["PayloadContent"] = new PlistArray(Payloads.Select(payload => payload.Content)) };

    private string? Text(string key) => Header.TryGetString(key, out var text) ? text : null;

    private static DateTimeOffset InRange(PlistDate date)
    {
        try
        {
            return date.ToDateTimeOffset();
        }
        catch (ArgumentOutOfRangeException)
        {
            return DateTimeOffset.MaxValue;
        }
    }

    private static DateTimeOffset After(DateTimeOffset installed, double seconds) =>
        seconds < (DateTimeOffset.MaxValue - installed).TotalSeconds ? installed.AddSeconds(Math.Max(0, seconds)) : DateTimeOffset.MaxValue;
}
