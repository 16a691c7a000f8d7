using MacStateStore.DeviceManagement;

namespace Profiles;

/// <summary>Files whose profiles the next start installs, up to 10.15 (dossier profiles, 4.6 and 6: root's affair).</summary>
internal static class StartupProfileFiles
{
    public static int Install(Call call)
    {
        RequireRoot(call);
        if (call.Value(Grammar.Path) is not { Length: > 0 } path) return call.Fail(Messages.PathMissing);
        try
        {
            call.Mac.StartupProfiles.Add(NameOf(path), ProfileFile.Read(call, path), call.Has(Grammar.Forced));
            return Call.Done;
        }
        catch (ConfigurationProfileException error)
        {
            throw call.Undone(Messages.Installed(path, call.Caller, Refusals.StatusOf(error.Problem), Refusals.TextOf(error)));
        }
    }

    public static int Remove(Call call)
    {
        RequireRoot(call);
        var names = call.Has(Grammar.All) ? call.Mac.StartupProfiles.Names : call.Value(Grammar.Path) is { Length: > 0 } path ? [NameOf(path)] : [];
        if (names.Count == 0 && !call.Has(Grammar.All)) return call.Fail(Messages.PathMissing);
        foreach (var name in names)
            if (!call.Mac.StartupProfiles.Remove(name)) throw call.Undone(Messages.RemovedByFile(name, call.Caller, Refusals.StatusOf(ConfigurationProfileProblem.NotInstalled), Messages.NoSuchFile(name)));
        return Call.Done;
    }

    public static int List(Call call)
    {
        var names = call.Mac.StartupProfiles.Names;
        foreach (var name in names) call.Say(name);
        call.Say(Messages.StartupProfiles(names.Count));
        return Call.Done;
    }

    private static void RequireRoot(Call call)
    {
        if (!call.IsRoot) throw call.Undone(Messages.NeedsRoot);
    }

    // Standard input has no name of its own.
    private static string NameOf(string path) => path == "-" ? "stdin.mobileconfig" : Path.GetFileName(path);
}
