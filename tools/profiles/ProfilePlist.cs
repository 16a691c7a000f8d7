using MacStateStore.DeviceManagement;
using MacStateStore.PropertyLists;

namespace Profiles;

/// <summary>Profiles as a property list: by owner, with the contents of their payloads (dossier profiles, 5.3).</summary>
internal static class ProfilePlist
{
    // Contents that are secrets by themselves.
    private static readonly string[] Hidden = [ProfilePayload.RemovalPasswordType, ProfilePayload.IdentityType];

    public static PlistDictionary Of(IEnumerable<IGrouping<string, InstalledProfile>> owners) =>
        (PlistDictionary)new PlistDictionary(owners.Select(owner => KeyValuePair.Create<string, PlistValue>(owner.Key, new PlistArray(owner.Select(Profile))))).Sorted();

    private static PlistDictionary Profile(InstalledProfile installed)
    {
        var profile = installed.Profile;
        var entry = new PlistDictionary
        {
            ["ProfileIdentifier"] = profile.Identifier,
            ["ProfileInstallDate"] = ProfileText.Date(installed.InstalledAt),
            ["ProfileItems"] = new PlistArray(profile.Payloads.Select(Payload)),
            ["ProfileType"] = "Configuration",
            ["ProfileUUID"] = profile.Uuid,
            ["ProfileVersion"] = profile.Version,
        };
        SetText(entry, "ProfileDisplayName", profile.DisplayName);
        SetText(entry, "ProfileDescription", profile.Description);
        SetText(entry, "ProfileOrganization", profile.Organization);
        SetText(entry, "ProfileRemovalDisallowed", profile.RemovalDisallowed switch { true => "true", false => "false", null => null });
        // The one profile of a user that was recorded has no such key.
        if (installed.User is null) entry["ProfileVerificationState"] = !profile.IsSigned ? "unsigned" : profile.HasUnknownSigner ? "unverified" : "verified";
        return entry;
    }

    private static PlistDictionary Payload(ProfilePayload payload)
    {
        var entry = new PlistDictionary
        {
            ["PayloadContent"] = Content(payload),
            ["PayloadIdentifier"] = payload.Identifier,
            ["PayloadType"] = payload.Type,
            ["PayloadUUID"] = payload.Uuid,
            ["PayloadVersion"] = payload.Version,
        };
        SetText(entry, "PayloadDisplayName", payload.DisplayName);
        SetText(entry, "PayloadDescription", payload.Description);
        SetText(entry, "PayloadOrganization", payload.Organization);
        return entry;
    }

    private static PlistDictionary Content(ProfilePayload payload) =>
        payload.Type == ProfilePayload.ManagedPreferencesType && payload.Content["PayloadContent"] is PlistDictionary domains
            ? new PlistDictionary { ["PayloadContentManagedPreferences"] = domains }
            : Hidden.Contains(payload.Type) ? [] : payload.Settings;

    private static void SetText(PlistDictionary entry, string key, string? text)
    {
        if (text is not null) entry[key] = text;
    }
}
