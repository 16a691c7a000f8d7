using System.Text;
using MacStateStore;
using MacStateStore.DeviceManagement;

namespace MacEmu.Description;

/// <summary>
/// A configuration profile in a description: a file, the text of one, or a mapping with one of these and what else there is to say of it.
/// </summary>
internal static class ProfileDescription
{
    /// <summary>What stands for the whole Mac where a user's name would.</summary>
    public const string SystemScope = "system";

    private static readonly string[] Keys = ["scope", "plist", "installed", "managed", "signed", "identifier", "uuid"];

    public static ProfileSpecification Read(DocumentNode node)
    {
        if (node.Kind != NodeKind.Mapping) return new ProfileSpecification(Profile(node), User: null);
        foreach (var field in node.Fields)
            if (!Keys.Contains(field.Key)) throw node.UnknownKey(field, Keys);
        var profile = node["plist"] is { } plist ? Profile(plist) : null;
        Agree(node["identifier"], profile?.Identifier);
        Agree(node["uuid"], profile?.Uuid);
        // What an enrolment brings by itself needs no saying; it is what `show` prints of it.
        if (profile is null && node["identifier"]?.AsName() != EnrollmentProfile.Identifier)
            throw node.Problem("lacks plist: the profile's file, or its text");
        if (node["signed"] is { } signed && signed.AsBoolean() && profile is not null) profile = profile with { IsSigned = true };
        var scope = node["scope"]?.AsName();
        return new ProfileSpecification(profile, scope is null or SystemScope ? null : scope)
        {
            InstalledAt = node["installed"] is { } time ? ClockCommand.Parse(time.AsText()) ?? throw time.Expected("a time like 2026-03-01T08:30:00Z") : null,
            IsFromManagement = node["managed"]?.AsBoolean() ?? false,
            Uuid = node["uuid"]?.AsName(),
        };
    }

    private static void Agree(DocumentNode? said, string? real)
    {
        if (said is not null && real is not null && said.AsName() != real) throw said.Problem($"is {said.Text}, but the profile says {real}");
    }

    private static ConfigurationProfile Profile(DocumentNode node)
    {
        try
        {
            if (node.Kind == NodeKind.Mapping) return ConfigurationProfileFile.Of(ManagementDescription.Dictionary(node));
            var text = node.AsName();
            return ConfigurationProfileFile.Read(text.TrimStart().StartsWith('<') ? Encoding.UTF8.GetBytes(text) : ProfileFiles.Read(Path.Combine(DocumentReader.FolderOf(node), text)));
        }
        catch (ConfigurationProfileException error)
        {
            throw node.Problem(error.Message);
        }
        catch (MacEmuException error)
        {
            throw node.Problem(error.Message);
        }
    }
}
