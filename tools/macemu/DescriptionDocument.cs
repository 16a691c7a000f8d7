using System.Text.Json;
using MacStateStore;
using MacStateStore.OpenDirectory;

namespace MacEmu;

/// <summary>
/// What <c>show --json --full</c> prints beyond the state document, so that <c>create --from</c> makes the same Mac again: the reverse of
/// <see cref="Description.MacDescription"/>.
/// </summary>
internal static class DescriptionDocument
{
    /// <summary>The rest of <c>machine</c>.</summary>
    public static void WriteMachine(Utf8JsonWriter json, MachineSpecification description)
    {
        json.WriteString("setup", description.IsSetUp == true ? "done" : "none");
        json.WriteNumber("kdfIterations", description.KdfIterations);
    }

    /// <summary>The rest of a user.</summary>
    public static void WriteUser(Utf8JsonWriter json, UserSpecification user) => WriteAttributes(json, user.Attributes);

    /// <summary>The users that macOS brings, as far as they were changed.</summary>
    public static void WriteOtherUsers(Utf8JsonWriter json, Mac mac, MachineSpecification description)
    {
        var people = mac.Accounts.People.Select(user => user.Name).ToHashSet();
        foreach (var user in description.Users)
            if (!people.Contains(user.Account.Name)) WriteRecord(json, user.Account.Name, user.IsAbsent, user.Attributes);
    }

    /// <summary>Whatever has a key of its own.</summary>
    public static void WriteRest(Utf8JsonWriter json, MachineSpecification description)
    {
        json.WriteStartObject("groups");
        foreach (var group in description.Groups) WriteRecord(json, group.Name, group.IsAbsent, group.Attributes);
        json.WriteEndObject();
        json.WriteStartObject("records");
        foreach (var record in description.Records) WriteRecord(json, $"{TypeOf(record)}/{record.Name}", record.IsAbsent, record.Attributes);
        json.WriteEndObject();
        json.WriteStartObject("hostSettings");
        foreach (var (name, value) in description.HostSettings)
        {
            json.WritePropertyName(name);
            if (value is "true" or "false") json.WriteBooleanValue(value == "true");
            else if (value is ['{' or '[', ..]) json.WriteRawValue(value);
            else json.WriteStringValue(value);
        }
        json.WriteEndObject();
        json.WriteStartObject("permissions");
        json.WriteBoolean("fullDiskAccess", description.HasFullDiskAccess);
        json.WriteEndObject();
    }

    private static string TypeOf(RecordSpecification record) =>
        record.Type == RecordType.Standard(record.Type.ShortName) ? record.Type.ShortName : record.Type.FullName;

    private static void WriteRecord(Utf8JsonWriter json, string name, bool isAbsent, IReadOnlyList<AttributeSpecification> attributes)
    {
        json.WriteStartObject(name);
        if (isAbsent) json.WriteBoolean("absent", true);
        else WriteAttributes(json, attributes);
        json.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter json, IReadOnlyList<AttributeSpecification> attributes)
    {
        json.WriteStartObject("attributes");
        foreach (var (name, values) in attributes)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
                if (value.Text is { } text) json.WriteStringValue(text);
                else
                {
                    json.WriteStartObject();
                    json.WriteString("hex", Convert.ToHexStringLower(value.Bytes));
                    json.WriteEndObject();
                }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
