using System.Text.Encodings.Web;
using System.Text.Json;
using MacStateStore;
using MacStateStore.OpenDirectory;

namespace MacEmu;

/// <summary>The state of a Mac as one JSON document: what <c>show --json</c> prints and <c>verify</c> compares with (design section 6).</summary>
internal static class StateDocument
{
    /// <summary>How every JSON of macemu is written: text as it is, for people to read.</summary>
    public static JsonWriterOptions Readable(bool indented) => new() { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document as UTF-8, indented, with a line end.</summary>
    /// <param name="mac">Of which Mac.</param>
    /// <param name="description">What would make it again, where that is to be in it (<c>show --json --full</c>).</param>
    public static byte[] Of(Mac mac, MachineSpecification? description = null)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Readable(indented: true))) Write(json, mac, description);
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Mac mac, MachineSpecification? description)
    {
        var (machine, boot, system) = (mac.Machine, mac.Boot, mac.System);
        json.WriteStartObject();
        json.WriteStartObject("machine");
        json.WriteString("os", system.Version.ToString());
        json.WriteString("build", system.Build);
        json.WriteString("chip", machine.Chip.ToString().ToLowerInvariant());
        json.WriteString("model", machine.Model);
        json.WriteString("serial", machine.Serial);
        json.WriteString("hardwareUUID", machine.HardwareUuid);
        json.WriteString("clock", ClockCommand.Print(mac.Clock.Now));
        if (description is not null) DescriptionDocument.WriteMachine(json, description);
        json.WriteEndObject();
        json.WriteStartObject("boot");
        json.WriteString("environment", boot.Environment);
        json.WriteString("system", boot.System);
        json.WriteBoolean("running", boot.IsRunning);
        json.WriteEndObject();
        json.WriteString("consoleUser", mac.Sessions.ConsoleUser);
        json.WriteStartObject("users");
        foreach (var user in mac.Accounts.People)
        {
            json.WriteStartObject(user.Name);
            var said = description?.Users.First(said => said.Account.Name == user.Name);
            // A UUID that is none stands among the attributes of a description.
            WriteUser(json, said is null ? user : user with { GeneratedUid = said.Account.GeneratedUid });
            if (said is not null) DescriptionDocument.WriteUser(json, said);
            json.WriteEndObject();
        }
        if (description is not null) DescriptionDocument.WriteOtherUsers(json, mac, description);
        json.WriteEndObject();
        if (description is not null)
        {
            DescriptionDocument.WriteRest(json, description);
            DescriptionDocument.WriteDirectory(json, mac);
            DiskDocument.Write(json, mac);
            FaultCommand.Write(json, mac.Faults.All);
        }
        FileVaultDocument.Write(json, mac, description?.FileVault);
        ManagementDocument.Write(json, mac, isDescription: description is not null);
        ManagementDocument.WriteProfiles(json, mac, isDescription: description is not null);
        SecurityDocument.Write(json, mac, isDescription: description is not null);
        json.WriteEndObject();
    }

    private static void WriteUser(Utf8JsonWriter json, UserAccount user)
    {
        if (user.Uid is { } uid) json.WriteNumber("uid", uid);
        else json.WriteNull("uid");
        json.WriteString("fullName", user.FullName);
        json.WriteString("generatedUID", user.GeneratedUid);
        json.WriteBoolean("admin", user.IsAdmin);
        json.WriteBoolean("hidden", user.IsHidden);
        json.WriteBoolean("secureToken", user.HasSecureToken);
        json.WriteBoolean("volumeOwner", user.IsVolumeOwner);
        WriteTexts(json, "disabledTags", user.DisabledTags);
        json.WriteString("home", user.Home);
        json.WriteString("shell", user.Shell);
    }

    internal static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
