using MacStateStore.DeviceManagement;
using MacStateStore.Lifecycle;
using MacToolHost;

namespace MacEmu;

/// <summary>The Mac and a real MDM server: enrolling, and asking for commands (dossier profiles, 9).</summary>
internal static class MdmServerVerbs
{
    // Identities that a server would issue on the way.
    private static readonly (string PayloadType, string Name)[] IssuedIdentities = [("com.apple.security.scep", "SCEP"), ("com.apple.security.acme", "ACME")];

    /// <summary>Enrols the Mac in the server that a profile names.</summary>
    public static int Enroll(Invocation run, string file, string? server, EnrollmentKind kind, bool? supervised)
    {
        var content = ProfileFiles.Read(file);
        return run.Event(mac => Checked("mdm enroll", () =>
        {
            var profile = ConfigurationProfileFile.Read(content, mac);
            foreach (var (type, name) in IssuedIdentities)
                if (profile.OfType(type).Any()) throw new NotEmulatedException($"mdm enroll with an identity by {name}; a profile with a PKCS#12 identity can be used");
            if (server is not null && !profile.OfType(ProfilePayload.MdmType).Any(payload => payload.Content.TryGetString("ServerURL", out var url) && url.StartsWith(server, StringComparison.OrdinalIgnoreCase)))
                throw new LifecycleException($"mdm enroll: the profile doesn't enrol in {server}");
            mac.MdmConnection.Enroll(profile, kind, supervised);
        }));
    }

    /// <summary>What a push would cause: the Mac asks for commands and answers them.</summary>
    public static Verb Poll()
    {
        var busy = Verb.Flag("--not-now", "put every command off");
        return new Verb("poll", "the Mac asks its real server for commands and carries them out, as a push would have it do", "macemu mdm poll", run => run.Event(mac => Checked("mdm poll", () =>
        {
            var types = new List<string>();
            mac.MdmConnection.Poll((type, status) =>
            {
                types.Add(type);
                run.Console.OutLine($"{TextTable.Printable(type)}: {status}");
            }, run.Value(busy));
            if (types.Count == 0) run.Console.OutLine("The server has no command for the Mac.");
            if (types.FirstOrDefault(MdmCommandVerb.IsMissing) is { } missing) throw new NotEmulatedException($"mdm command {missing}; the server was answered with an error");
        }))) { busy };
    }

    private static void Checked(string command, Action work)
    {
        try
        {
            work();
        }
        catch (ConfigurationProfileException error)
        {
            throw new LifecycleException($"{command}: {error.Message}");
        }
    }
}
