using MacStateStore.DeviceManagement;
using MacStateStore.OpenDirectory;
using MacToolHost;

namespace Profiles;

/// <summary>Removes configuration profiles or the bootstrap token (dossier profiles, 4.7 and 8.3).</summary>
internal static class Remove
{
    public static int Run(Call call) => call.Type switch
    {
        ProfileType.BootstrapToken => BootstrapTokens.Remove(call),
        ProfileType.Configuration => call.Has(Grammar.All) ? All(call) : One(call),
        ProfileType.Startup => StartupProfileFiles.Remove(call),
        ProfileType.Provisioning when call.Has(Grammar.All) => Call.Done, // none can be installed here
        _ => throw new NotEmulatedException($"profiles {(call.Line.IsLetters ? call.Run.Arguments[0] : "remove")} of provisioning profiles"),
    };

    private static int One(Call call)
    {
        var path = call.Value(Grammar.Path);
        var identifier = call.Value(Grammar.Identifier);
        if (path is null && identifier is null) return call.Fail(Messages.IdentifierMissing);
        var user = call.Value(Grammar.User) ?? call.Caller;
        try
        {
            identifier ??= ConfigurationProfileFile.Read(ProfileFile.Read(call, path!), call.Mac).Identifier;
            var installed = call.Mac.Profiles.Find(identifier, Owner.Of(call))
                ?? throw new ConfigurationProfileException(ConfigurationProfileProblem.NotInstalled, Messages.NotFound(identifier));
            call.Mac.Profiles.Remove(installed, ProfileOrigin.Command, IsAdmin(call), PasswordFor(call, installed));
            return Call.Done;
        }
        catch (ConfigurationProfileException error)
        {
            var status = Refusals.StatusOf(error.Problem);
            throw call.Undone(path is not null && call.Value(Grammar.Identifier) is null
                ? Messages.RemovedByFile(path, user, status, error.Message) : Messages.RemovedByIdentifier(identifier!, user, status, error.Message));
        }
    }

    private static int All(Call call)
    {
        IReadOnlyList<InstalledProfile> profiles;
        try
        {
            profiles = call.IsRoot && call.Value(Grammar.User) is null ? call.Mac.Profiles.All : call.Mac.Profiles.Of(Owner.Of(call));
        }
        catch (ConfigurationProfileException error)
        {
            throw call.Undone(Messages.RemovedByIdentifier("", call.Value(Grammar.User) ?? call.Caller, Refusals.StatusOf(error.Problem), error.Message));
        }
        if (!call.Has(Grammar.Forced) && !call.Run.Ask(Messages.AskRemoveAll).StartsWith('y')) return Call.Done;
        var failed = false;
        // What goes with the enrolment profile goes when its turn comes, not before.
        foreach (var installed in profiles.OrderByDescending(installed => installed.Profile.IsEnrollment))
        {
            if (call.Mac.Profiles.Find(installed.Profile.Identifier, installed.User) is not { } still) continue;
            try
            {
                call.Mac.Profiles.Remove(still, ProfileOrigin.Command, IsAdmin(call), call.Value(Grammar.Password));
            }
            catch (ConfigurationProfileException error)
            {
                if (call.Has(Grammar.Forced)) continue;
                call.Say(Messages.RemovedByIdentifier(installed.Profile.Identifier, installed.User ?? call.Caller, Refusals.StatusOf(error.Problem), error.Message));
                failed = true;
            }
        }
        return failed ? Call.Failed : Call.Done;
    }

    // Letters ask for a password that is missing; verbs fail without it.
    private static string? PasswordFor(Call call, InstalledProfile installed) =>
        call.Value(Grammar.Password) ?? (call.Line.IsLetters && !installed.IsFromManagement && installed.Profile.RemovalPassword is not null ? call.Run.AskSecret(Messages.AskRemovalPassword) : null);

    private static bool IsAdmin(Call call) =>
        call.IsRoot || (call.Mac.Directory.Find(RecordType.Users, call.Caller) is { } user && Memberships.IsAdmin(call.Mac.Directory, user));
}
