using MacStateStore.DeviceManagement;

namespace Profiles;

/// <summary>The configuration profiles of one or all domains, as text or property list (dossier profiles, 5.1 to 5.4).</summary>
internal static class Listing
{
    /// <summary>What stands for the Mac where a user's name would.</summary>
    private const string ComputerLevel = "_computerlevel";

    public static int Print(Call call, bool isExpanded)
    {
        var output = call.Value(Grammar.Output);
        var isAll = call.Has(Grammar.All);
        var user = call.Value(Grammar.User) ?? (call.IsRoot || call.Has(Grammar.Device) ? null : call.Caller);
        if (!call.IsRoot && (isAll || (user is not null && user != call.Caller)))
        {
            if (output is not null) return call.Fail(Messages.MustBeRoot);
            call.Say(Messages.NeedsRoot);
            return Call.Done; // no failure, on a Mac
        }
        var profiles = isAll ? call.Mac.Profiles.All : call.Mac.Profiles.Of(user);
        if (output is not null) return Output.Write(call, ProfilePlist.Of(profiles.GroupBy(Owner)), output);
        foreach (var owned in profiles.GroupBy(Owner))
            foreach (var (installed, index) in owned.Select((installed, i) => (installed, i + 1)))
                foreach (var text in isExpanded ? ProfileText.Expanded(installed, call.Os) : ProfileText.Plain(installed))
                    call.Say($"{owned.Key}[{index}] {text}");
        call.Say(isAll ? profiles.Count > 0 ? Messages.Profiles(profiles.Count) : Messages.NoProfiles
            : user is null ? profiles.Count > 0 ? Messages.SystemProfiles(profiles.Count) : Messages.NoSystemProfiles
            : profiles.Count > 0 ? Messages.UserProfiles(profiles.Count, user) : Messages.NoUserProfiles(user));
        return Call.Done;
    }

    private static string Owner(InstalledProfile installed) => installed.User ?? ComputerLevel;
}
