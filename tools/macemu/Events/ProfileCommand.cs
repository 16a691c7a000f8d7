using MacStateStore;
using MacStateStore.DeviceManagement;
using MacStateStore.Lifecycle;
using MacStateStore.OpenDirectory;

namespace MacEmu;

/// <summary>Configuration profiles in the hands of a person at the Mac.</summary>
internal static class ProfileCommand
{
    public static Verb Define()
    {
        var file = new System.CommandLine.Argument<string?>("FILE") { Description = "the profile; left out, all that were opened on the Mac", Arity = System.CommandLine.ArgumentArity.ZeroOrOne };
        var user = Verb.Valued("--user", "NAME", "the person (whoever is at the console if left out)");
        return new Verb("profile", "configuration profiles and the person at the Mac", "macemu profile approve banner.mobileconfig")
        {
            new Verb("approve", "a person approves a profile in the settings", "macemu profile approve banner.mobileconfig --user alice", run =>
            {
                var content = run.Parsed.GetValue(file) is { } path ? ProfileFiles.Read(path) : null;
                return run.Event(mac => Approve(mac, content, PersonOf(mac, run.Value(user))));
            }) { file, user },
            new Verb("waiting", "list the profiles that were opened and not yet approved", "macemu profile waiting", run => run.Look(mac =>
            {
                TextTable.Write(run.Console, ["IDENTIFIER", "NAME", "OPENED BY"], mac.DownloadedProfiles.All.Select(waiting => (string[])
                    [waiting.Profile.Identifier, waiting.Profile.DisplayName ?? "-", waiting.User]));
                return Status.Good;
            })),
        };
    }

    private static void Approve(Mac mac, byte[]? content, string person)
    {
        mac.Power.RequireRunning();
        try
        {
            if (content is not null)
            {
                mac.DownloadedProfiles.Approve(ConfigurationProfileFile.Read(content, mac), person);
                return;
            }
            var waiting = mac.DownloadedProfiles.All;
            if (waiting.Count == 0) throw new LifecycleException("no profile waits for approval; name a file, or open one on the Mac with 'open FILE.mobileconfig'");
            foreach (var one in waiting) mac.DownloadedProfiles.Approve(one.Profile, one.User == "root" ? person : one.User);
        }
        catch (ConfigurationProfileException error)
        {
            throw new LifecycleException($"profile approve: {error.Message}");
        }
    }

    private static string PersonOf(Mac mac, string? named)
    {
        if (named is null) return mac.Sessions.ConsoleUser ?? throw new LifecycleException("nobody is at the console to approve it; log in with 'macemu login', or say --user");
        return mac.Directory.Find(RecordType.Users, named)?.Name ?? throw new LifecycleException($"there is no user {named}");
    }
}
