using System.Globalization;
using MacStateStore;
using MacStateStore.DeviceManagement;
using MacStateStore.PropertyLists;

namespace MacEmu.Description;

/// <summary>The keys of a description that tell of device management and the bootstrap token.</summary>
internal static class ManagementDescription
{
    public static readonly Dictionary<string, Func<MdmSpecification, DocumentNode, MdmSpecification>> MdmKeys = new()
    {
        ["enrollment"] = (mdm, node) => mdm with { Enrollment = KindOf(node.AsOneOf("none", "user-approved", "ade", "unapproved")) },
        ["server"] = (mdm, node) => mdm with { Server = node.IsNull ? null : Url(node) },
        ["supervised"] = (mdm, node) => mdm with { IsSupervised = node.AsBoolean() },
        ["depAssigned"] = (mdm, node) => mdm with { IsAssigned = node.AsBoolean() },
        ["online"] = (mdm, node) => mdm with { IsOnline = node.AsBoolean() },
        ["bootstrapToken"] = (mdm, node) => mdm with { ServerTakesBootstrapToken = node.AsOneOf("supported", "unsupported") == "supported" },
        ["depRecord"] = (mdm, node) => node.IsNull ? mdm with { LacksRecord = true } : mdm with { Record = Dictionary(node) },
        ["enrollmentHosts"] = (mdm, node) => mdm with { AreHostsBlocked = node.AsOneOf("reachable", "blocked") == "blocked" },
    };

    public static readonly Dictionary<string, Func<MdmSpecification, DocumentNode, MdmSpecification>> BootstrapTokenKeys = new()
    {
        ["supported"] = (mdm, node) => mdm with { IsBootstrapTokenSupported = node.AsBoolean() },
        ["created"] = (mdm, node) => mdm with { HasBootstrapToken = node.AsBoolean() },
        ["escrowed"] = (mdm, node) => mdm with { IsBootstrapTokenEscrowed = node.AsBoolean() },
        ["serverCopy"] = (mdm, node) => mdm with { ServerCopy = Enum.Parse<ServerCopy>(node.AsOneOf("none", "valid", "stale"), ignoreCase: true) },
    };

    /// <summary>The kind of enrolment that a word means; null for none.</summary>
    public static EnrollmentKind? KindOf(string word) => word == "none" ? null : Enrollments.KindOf(word);

    private static string Url(DocumentNode node) =>
        Uri.TryCreate(node.AsName(), UriKind.Absolute, out var url) && url.Scheme is "https" or "http" ? node.Text : throw node.Expected("a URL like https://mdm.example.com/mdm");

    /// <summary>A mapping as a property list.</summary>
    public static PlistDictionary Dictionary(DocumentNode node)
    {
        var dictionary = new PlistDictionary();
        foreach (var field in node.AsMapping()) dictionary[field.Key] = Value(field.Value);
        return dictionary;
    }

    // Bytes, such as a certificate's, are written as {data: BASE64}.
    private static PlistValue Value(DocumentNode node) => node switch
    {
        { Kind: NodeKind.List } => new PlistArray([.. node.Items.Select(Value)]),
        { Kind: NodeKind.Mapping, Fields: [{ Key: "data" } data] } => new PlistData(Bytes(data.Value)),
        { Kind: NodeKind.Mapping } => Dictionary(node),
        { IsBoolean: true } => new PlistBoolean(node.AsBoolean()),
        { IsPlain: true } when long.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => new PlistInteger(number),
        _ => new PlistString(node.AsText()),
    };

    private static byte[] Bytes(DocumentNode node)
    {
        try
        {
            return Convert.FromBase64String(node.AsText());
        }
        catch (FormatException)
        {
            throw node.Expected("bytes in Base64");
        }
    }
}
