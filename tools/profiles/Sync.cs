namespace Profiles;

/// <summary>Drops the profiles of users that are gone (dossier profiles, 4.8).</summary>
internal static class Sync
{
    public static int Run(Call call)
    {
        if (!call.IsRoot) throw call.Undone(Messages.NeedsRoot);
        call.Mac.Profiles.Synchronise();
        return Call.Done;
    }
}
