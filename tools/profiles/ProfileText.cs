using System.Globalization;
using MacStateStore.DeviceManagement;
using MacStateStore.Releases;

namespace Profiles;

/// <summary>A profile in lines of text; the contents of its payloads are never among them (dossier profiles, 5.2).</summary>
internal static class ProfileText
{
    public static IEnumerable<string> Plain(InstalledProfile installed) => [$"attribute: profileIdentifier: {installed.Profile.Identifier}"];

    public static IEnumerable<string> Expanded(InstalledProfile installed, MacOSVersion os)
    {
        var profile = installed.Profile;
        List<(string Name, string? Value)> attributes =
        [
            ("name", profile.DisplayName), ("configurationDescription", profile.Description), ("installationDate", Date(installed.InstalledAt)),
            ("organization", profile.Organization), ("profileIdentifier", profile.Identifier), ("profileUUID", profile.Uuid), ("profileType", "Configuration"),
            ("removalDisallowed", Truth(profile.RemovalDisallowed == true)), ("version", profile.Version.ToString(CultureInfo.InvariantCulture)),
            ("containsComputerItems", Truth(installed.User is null)),
        ];
        if (os.Has(Capability.ProfilesToolShowsManagement)) attributes.Add(("installedByMDM", Truth(installed.IsFromManagement)));
        attributes.Add(("internaldata", Truth(true)));
        foreach (var (name, value) in attributes) yield return $"attribute: {name}: {value ?? Nothing}";
        yield return $"payload count = {profile.Payloads.Count}";
        for (var i = 0; i < profile.Payloads.Count; i++)
            foreach (var (name, value) in Attributes(profile.Payloads[i]))
                yield return $"           payload[{i + 1}] {name}= {value ?? Nothing}";
    }

    /// <summary>A time as this tool shows it.</summary>
    public static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss '+0000'", CultureInfo.InvariantCulture);

    private const string Nothing = "(null)";

    private static IEnumerable<(string Name, string? Value)> Attributes(ProfilePayload payload) =>
    [
        ("name\t\t\t", payload.DisplayName), ("description\t\t", payload.Description), ("type\t\t\t", payload.Type),
        ("organization\t\t", payload.Organization), ("identifier\t\t", payload.Identifier), ("uuid\t\t\t", payload.Uuid),
    ];

    private static string Truth(bool value) => value ? "TRUE" : "FALSE";
}
