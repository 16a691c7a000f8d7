using System.Text;
using System.Text.Json;
using MacEmu.Description;
using MacStateStore;
using MacStateStore.DeviceManagement;
using MacStateStore.PropertyLists;

namespace MacEmu;

/// <summary>Device management, the bootstrap token and configuration profiles: what any <c>show --json</c> prints, and what a description has beyond it.</summary>
internal static class ManagementDocument
{
    /// <summary>The keys <c>bootstrapToken</c> and <c>mdm</c>.</summary>
    public static void Write(Utf8JsonWriter json, Mac mac, bool isDescription)
    {
        var (token, enrollment, service) = (mac.BootstrapToken, mac.Enrollments.Current, mac.AutomatedEnrollment);
        json.WriteStartObject("bootstrapToken");
        json.WriteBoolean("supported", token.IsSupported);
        json.WriteBoolean("created", token.Exists);
        json.WriteBoolean("escrowed", token.IsEscrowed);
        if (isDescription) json.WriteString("serverCopy", mac.MdmServer.EscrowedBootstrapToken is null ? "none" : token.IsServerCopyValid ? "valid" : "stale");
        json.WriteEndObject();
        json.WriteStartObject("mdm");
        json.WriteString("enrollment", enrollment is null ? "none" : Enrollments.NameOf(enrollment.Kind));
        json.WriteString("server", enrollment?.ServerUrl);
        json.WriteBoolean("supervised", enrollment is { IsSupervised: true });
        if (isDescription)
        {
            json.WriteBoolean("online", mac.MdmServer.IsOnline);
            json.WriteString("bootstrapToken", mac.MdmServer.SupportsBootstrapToken ? "supported" : "unsupported");
            json.WriteString("enrollmentHosts", service.AreHostsReachable ? "reachable" : "blocked");
            json.WriteBoolean("depAssigned", service.IsAssigned);
            if (service.IsAssigned)
            {
                json.WritePropertyName("depRecord");
                if (service.Record is { } record) Write(json, record);
                else json.WriteNullValue();
            }
        }
        json.WriteEndObject();
    }

    /// <summary>The key <c>profiles</c>.</summary>
    public static void WriteProfiles(Utf8JsonWriter json, Mac mac, bool isDescription)
    {
        json.WriteStartArray("profiles");
        foreach (var installed in mac.Profiles.All)
        {
            json.WriteStartObject();
            json.WriteString("identifier", installed.Profile.Identifier);
            json.WriteString("uuid", installed.Profile.Uuid);
            json.WriteString("scope", installed.User ?? ProfileDescription.SystemScope);
            if (isDescription)
            {
                json.WriteString("installed", ClockCommand.Print(installed.InstalledAt));
                json.WriteBoolean("managed", installed.IsFromManagement);
                json.WriteBoolean("signed", installed.Profile.IsSigned);
                // What an enrolment brings comes with it.
                if (installed.Profile.Identifier != EnrollmentProfile.Identifier)
                    json.WriteString("plist", Encoding.UTF8.GetString(PropertyList.ToXml(WithoutPasswords(installed.Profile.ToPropertyList()))));
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>Of which profiles a description leaves passwords out.</summary>
    public static IEnumerable<string> ProfilesWithPasswords(Mac mac) => mac.Profiles.All
        .Where(installed => installed.Profile.Payloads.Any(payload => HasPassword(payload.Content))).Select(installed => installed.Profile.Identifier);

    private static bool HasPassword(PlistValue value) => value switch
    {
        PlistDictionary dictionary => dictionary.Any(item => IsPassword(item.Key, item.Value) || HasPassword(item.Value)),
        PlistArray list => list.Any(HasPassword),
        _ => false,
    };

    private static PlistValue WithoutPasswords(PlistValue value)
    {
        switch (value)
        {
            case PlistArray list:
                return new PlistArray(list.Select(WithoutPasswords));
            case PlistDictionary dictionary:
                var copy = new PlistDictionary();
                foreach (var (key, item) in dictionary)
                    if (!IsPassword(key, item)) copy[key] = WithoutPasswords(item);
                return copy;
            default:
                return value;
        }
    }

    private static bool IsPassword(string key, PlistValue value) => value is PlistString && key.EndsWith("Password", StringComparison.OrdinalIgnoreCase);

    // As ManagementDescription reads it.
    private static void Write(Utf8JsonWriter json, PlistValue value)
    {
        switch (value)
        {
            case PlistDictionary dictionary:
                json.WriteStartObject();
                foreach (var (key, item) in dictionary)
                {
                    json.WritePropertyName(key);
                    Write(json, item);
                }
                json.WriteEndObject();
                break;
            case PlistArray list:
                json.WriteStartArray();
                foreach (var item in list) Write(json, item);
                json.WriteEndArray();
                break;
            case PlistData data:
                json.WriteStartObject();
                json.WriteBase64String("data", data.Value.Span);
                json.WriteEndObject();
                break;
            case PlistBoolean boolean:
                json.WriteBooleanValue(boolean.Value);
                break;
            case PlistInteger integer:
                json.WriteRawValue(integer.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteStringValue(value is PlistString text ? text.Value : value.ToString());
                break;
        }
    }
}
