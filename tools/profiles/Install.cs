using MacStateStore.DeviceManagement;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;
using MacToolHost;

namespace Profiles;

/// <summary>Installs a configuration profile (up to 10.15), or makes and escrows a bootstrap token (dossier profiles, 4.6 and 8.3).</summary>
internal static class Install
{
    private const string Safari = "com.apple.Safari";

    public static int Run(Call call) => call.Type switch
    {
        ProfileType.BootstrapToken => BootstrapTokens.Install(call),
        _ when !call.Os.Has(Capability.ProfilesInstallsProfiles) && call.Type == ProfileType.Configuration =>
            throw call.Undone(Messages.InstallsNoMore(call.Os.Has(Capability.NamedSystemSettings) ? "System Settings" : "System Preferences")),
        ProfileType.Configuration => Configuration(call),
        ProfileType.Startup => StartupProfileFiles.Install(call),
        _ => throw new NotEmulatedException($"profiles {(call.Line.IsLetters ? call.Run.Arguments[0] : "install")} of provisioning profiles"),
    };

    private static int Configuration(Call call)
    {
        if (call.Value(Grammar.Path) is not { Length: > 0 } path) return call.Fail(Messages.PathMissing);
        if (call.Line.IsVerbose) call.Say(Messages.Installing(path, call.Value(Grammar.User)));
        try
        {
            Write(call, path);
        }
        catch (ConfigurationProfileException error)
        {
            call.Say(Messages.Installed(path, call.Value(Grammar.User) ?? call.Caller, Refusals.StatusOf(error.Problem), Refusals.TextOf(error)));
            if (call.Line.IsVerbose) call.Say("fail");
            throw new CommandFailedException(Call.Failed);
        }
        if (!call.Line.IsVerbose) return Call.Done;
        call.Say(Messages.Installed(path, call.Value(Grammar.User) ?? call.Caller, 0, null));
        call.Say("pass");
        return Call.Done;
    }

    private static void Write(Call call, string path)
    {
        var profile = ConfigurationProfileFile.Read(ProfileFile.Read(call, path), call.Mac);
        var user = Owner.Of(call);
        if (call.Os.Has(Capability.SafariProfilesNeedAuthorization) && IsOfSafari(profile) && !IsAdmin(call))
            throw new ConfigurationProfileException(ConfigurationProfileProblem.NotAuthorized, "");
        call.Mac.Profiles.Install(profile, user, ProfileOrigin.Command);
    }

    private static bool IsOfSafari(ConfigurationProfile profile) => profile.Payloads.Any(payload => payload.Type == Safari
        || (payload.Type == ProfilePayload.ManagedPreferencesType && payload.Content["PayloadContent"] is PlistDictionary domains && domains[Safari] is not null));

    // Root isn't enough: an admin has to say so in person.
    private static bool IsAdmin(Call call)
    {
        var name = call.Run.Ask(Messages.AskAdminName);
        var password = call.Run.AskSecret(Messages.AskAdminPassword(name));
        try
        {
            return Memberships.IsAdmin(call.Mac.Directory, call.Mac.DirectoryAs(DirectoryCaller.Root).Authenticate(name, password));
        }
        catch (DirectoryException)
        {
            return false;
        }
    }
}
