using MacStateStore.DeviceManagement;
using MacStateStore.OpenDirectory;

namespace Profiles;

/// <summary>Whose profiles a call changes (dossier profiles, 4.6 and 6).</summary>
internal static class Owner
{
    /// <summary>The user's name; null for the whole Mac, which is root's to change.</summary>
    /// <exception cref="ConfigurationProfileException">The caller may not, or the user isn't there.</exception>
    public static string? Of(Call call)
    {
        if (call.Value(Grammar.User) is not { } name) return call.IsRoot ? null : call.Caller;
        if (!call.IsRoot && name != call.Caller) throw Refused($"only root changes the profiles of '{name}'");
        if (call.Mac.Directory.Find(RecordType.Users, name) is not { } user) throw Refused($"there is no user '{name}'");
        if (call.IsRoot && call.Mac.Sessions.All.All(session => session.User != user.Name)) throw Refused($"the user '{name}' is not logged in");
        return user.Name;
    }

    private static ConfigurationProfileException Refused(string message) => new(ConfigurationProfileProblem.NotAuthorized, message);
}
