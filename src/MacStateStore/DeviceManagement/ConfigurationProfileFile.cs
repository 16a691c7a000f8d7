using MacStateStore.PropertyLists;

namespace MacStateStore.DeviceManagement;

/// <summary>
/// Reads .mobileconfig files: a property list (XML or binary), as it is or inside a CMS signature, its payloads as they are or encrypted for
/// an identity of the Mac (dossier profiles, 12).
/// </summary>
public static class ConfigurationProfileFile
{
    /// <summary>The largest file that is read: 16 MiB. Real ones have some kilobytes.</summary>
    public const int MaximumSize = 16 * 1024 * 1024;

    private const int MostPayloads = 10_000;

    private static readonly string[] Texts = ["PayloadDisplayName", "PayloadDescription", "PayloadOrganization", "TargetDeviceType"];
    private static readonly string[] RequiredTexts = ["PayloadIdentifier", "PayloadUUID", "PayloadType"];

    /// <summary>Reads a profile.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="reader">Who reads it: whose certificates vouch for signers, and whose identities open what is encrypted; null for nobody.</param>
    /// <exception cref="ConfigurationProfileException">It is none, its signature is bad, or it is encrypted for somebody else.</exception>
    public static ConfigurationProfile Read(ReadOnlySpan<byte> file, Mac? reader = null)
    {
        if (file.Length > MaximumSize)
            throw new ConfigurationProfileException(ConfigurationProfileProblem.TooLarge, $"the profile has {file.Length} bytes, more than the {MaximumSize} allowed");
        if (file.IsEmpty) throw Malformed("the profile is empty");
        if (!LooksSigned(file)) return Parse(file, isSigned: false, reader);
        var (content, isTrusted) = CmsContent.Verified(file, reader is null ? [] : [.. ProfileCertificates.Authorities(reader.Profiles.OfMac)]);
        return content.Length <= MaximumSize ? Parse(content, isSigned: true, reader) with { HasUnknownSigner = !isTrusted }
            : throw new ConfigurationProfileException(ConfigurationProfileProblem.TooLarge, $"the signed profile has {content.Length} bytes, more than the {MaximumSize} allowed");
    }

    /// <summary>Makes a profile of a property list.</summary>
    /// <exception cref="ConfigurationProfileException">It is none.</exception>
    public static ConfigurationProfile Of(PlistValue value, bool isSigned = false, Mac? reader = null)
    {
        if (value is not PlistDictionary profile) throw Malformed("the profile is no dictionary");
        if (profile["EncryptedPayloadContent"] is not null) profile = Decrypted(profile, reader);
        Check(profile, "the profile");
        if (!profile.TryGetString("PayloadType", out var type) || type != "Configuration") throw Malformed("the profile's PayloadType is not 'Configuration'");
        Require<PlistBoolean>(profile, "PayloadRemovalDisallowed", "a boolean");
        Require<PlistBoolean>(profile, "HasRemovalPasscode", "a boolean");
        Require<PlistDate>(profile, "RemovalDate", "a date");
        Require<PlistDate>(profile, "PayloadExpirationDate", "a date");
        if (profile["DurationUntilRemoval"] is not (null or PlistInteger or PlistReal)) throw Malformed("the profile's DurationUntilRemoval is no number");
        if (profile["PayloadScope"] is { } scope && scope is not PlistString { Value: "System" or "User" }) throw Malformed("the profile's PayloadScope is neither 'System' nor 'User'");
        if (profile["PayloadContent"] is not PlistArray contents) throw Malformed(profile["PayloadContent"] is null ? "the profile has no PayloadContent" : "the profile's PayloadContent is no array");
        if (contents.Count > MostPayloads) throw Malformed($"the profile has {contents.Count} payloads, more than the {MostPayloads} allowed");
        var payloads = contents.Select(Payload).ToList();
        var header = new PlistDictionary(profile);
        header.Remove("PayloadContent");
        return new ConfigurationProfile(header, payloads, isSigned);
    }

    private static ConfigurationProfile Parse(ReadOnlySpan<byte> document, bool isSigned, Mac? reader) => Of(PropertyListIn(document, "the profile is"), isSigned, reader);

    private static PlistValue PropertyListIn(ReadOnlySpan<byte> document, string what)
    {
        try
        {
            return PropertyList.Parse(document);
        }
        catch (PropertyListException error)
        {
            throw new ConfigurationProfileException(ConfigurationProfileProblem.Malformed, $"{what} no property list: {error.Message}", error);
        }
    }

    // The payloads take the place of what hid them; that it came encrypted stays to be seen.
    private static PlistDictionary Decrypted(PlistDictionary profile, Mac? reader)
    {
        if (profile["EncryptedPayloadContent"] is not PlistData encrypted) throw Malformed("the profile's EncryptedPayloadContent is no data");
        var content = (reader is null ? null : CmsContent.Decrypted(encrypted.Value.ToArray(), ProfileCertificates.Identities(reader.Profiles.OfMac)))
            ?? throw new ConfigurationProfileException(ConfigurationProfileProblem.Encrypted, "the profile is encrypted for another device");
        var payloads = PropertyListIn(content, "the profile's encrypted content is");
        var plain = new PlistDictionary(profile) { ["IsEncrypted"] = true, ["PayloadContent"] = payloads };
        plain.Remove("EncryptedPayloadContent");
        return plain;
    }

    private static ProfilePayload Payload(PlistValue value, int index)
    {
        var name = $"payload {index + 1}";
        if (value is not PlistDictionary content) throw Malformed($"{name} is no dictionary");
        Check(content, name);
        return new ProfilePayload(Required(content, "PayloadType"), Required(content, "PayloadIdentifier"), Required(content, "PayloadUUID"), content);
    }

    // What a profile and a payload have in common.
    private static void Check(PlistDictionary content, string name)
    {
        foreach (var key in RequiredTexts)
        {
            if (content[key] is null) throw Malformed($"{name} has no {key}");
            if (!content.TryGetString(key, out var text)) throw Malformed($"{name}: {key} is no string");
            if (text.Length == 0) throw Malformed($"{name}: {key} is empty");
            if (text.Any(char.IsControl)) throw Malformed($"{name}: {key} has control characters");
        }
        if (!content.TryGetInteger("PayloadVersion", out var version)) throw Malformed($"{name} has no PayloadVersion, or one that is no integer");
        if (version != 1) throw Malformed($"{name}: PayloadVersion is {version}, not 1");
        foreach (var key in Texts)
            if (content[key] is not (null or PlistString)) throw Malformed($"{name}: {key} is no string");
    }

    private static string Required(PlistDictionary content, string key) => content.TryGetString(key, out var text) ? text : "";

    private static void Require<T>(PlistDictionary profile, string key, string what) where T : PlistValue
    {
        if (profile[key] is { } value && value is not T) throw Malformed($"the profile's {key} is not {what}");
    }

    // A DER SEQUENCE; no property list begins with that byte.
    private static bool LooksSigned(ReadOnlySpan<byte> file) => file[0] == 0x30;

    private static ConfigurationProfileException Malformed(string message) => new(ConfigurationProfileProblem.Malformed, message);
}
