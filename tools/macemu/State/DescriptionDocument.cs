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
        json.WriteBoolean("fileVault", description.FileVault.Consents);
        json.WriteEndObject();
    }

    /// <summary>The directory servers with all that they hold, passwords left out.</summary>
    public static void WriteDirectory(Utf8JsonWriter json, Mac mac)
    {
        if (mac.Nodes.Bound.Count == 0) return;
        json.WriteStartObject("directory");
        foreach (var node in mac.Nodes.Bound)
        {
            json.WriteStartObject(node.Name);
            if (node.Domain is { } domain) json.WriteString("domain", domain);
            json.WriteBoolean("online", node.IsOnline);
            WriteServerRecords("users", node.Records.Records(RecordType.Users), user => user.Name);
            WriteServerRecords("groups", node.Records.Records(RecordType.Groups), node.ShortName);
            WriteServerRecords("records", node.Records.Types.Where(type => type != RecordType.Users && type != RecordType.Groups).SelectMany(node.Records.Records),
                record => $"{TypeOf(record.Type)}/{record.Name}");
            json.WriteEndObject();
        }
        json.WriteEndObject();

        void WriteServerRecords(string key, IEnumerable<DirectoryRecord> records, Func<DirectoryRecord, string> name)
        {
            json.WriteStartObject(key);
            foreach (var record in records)
                WriteRecord(json, name(record), isAbsent: false,
                [
                    .. record.AllAttributes().Where(attribute => attribute.Name != AttributeName.RecordType && attribute.Name != AttributeName.MetaNodeLocation)
                        .Select(attribute => new AttributeSpecification(attribute.Name.FullName, attribute.Values)),
                ]);
            json.WriteEndObject();
        }
    }

    private static string TypeOf(RecordSpecification record) => TypeOf(record.Type);

    private static string TypeOf(RecordType type) =>
        type == RecordType.Standard(type.ShortName) ? type.ShortName : type.FullName;

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
