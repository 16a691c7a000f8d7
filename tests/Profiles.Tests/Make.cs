using MacStateStore;
using MacStateStore.DeviceManagement;
using MacStateStore.PropertyLists;

namespace Profiles.Tests;

/// <summary>Profiles to test with.</summary>
internal static class Make
{
    public static PlistDictionary Payload(string type, params IReadOnlyList<(string Key, PlistValue Value)> settings)
    {
        var payload = new PlistDictionary
        {
            ["PayloadType"] = type,
            ["PayloadIdentifier"] = "org.example.payload",
            ["PayloadUUID"] = "11111111-2222-3333-4444-555555555555",
            ["PayloadVersion"] = 1,
        };
        foreach (var (key, value) in settings) payload[key] = value;
        return payload;
    }

    public static PlistDictionary Profile(string identifier, params IReadOnlyList<PlistDictionary> payloads) => new()
    {
        ["PayloadType"] = "Configuration",
        ["PayloadIdentifier"] = identifier,
        ["PayloadUUID"] = "66666666-7777-8888-9999-AAAAAAAAAAAA",
        ["PayloadVersion"] = 1,
        ["PayloadContent"] = new PlistArray(payloads),
    };

    public static PlistDictionary With(this PlistDictionary dictionary, string key, PlistValue value) => new(dictionary) { [key] = value };

    public static PlistDictionary Without(this PlistDictionary dictionary, string key)
    {
        var less = new PlistDictionary(dictionary);
        less.Remove(key);
        return less;
    }

    public static PlistDictionary Banner(string identifier = "org.example.banner") =>
        Profile(identifier, Payload("com.apple.loginwindow", ("LoginwindowText", "Property of Example"))).With("PayloadDisplayName", "Login banner");

    public static PlistDictionary Enrollment(string identifier = "org.example.mdm") => Profile(identifier, Payload("com.apple.mdm",
        ("ServerURL", "https://mdm.example.org/mdm?x=1"), ("Topic", "com.apple.mgmt.External.1"), ("AccessRights", 8191),
        ("ServerCapabilities", new PlistArray([new PlistString("com.apple.mdm.bootstraptoken")]))));

    public static PlistDictionary RemovalPassword(string password) => Payload("com.apple.profileRemovalPassword", ("RemovalPassword", password));

    public static ProfileSpecification Installed(PlistDictionary profile, string? user = null, bool managed = false) =>
        new(ConfigurationProfileFile.Of(profile), user) { IsFromManagement = managed };
}
