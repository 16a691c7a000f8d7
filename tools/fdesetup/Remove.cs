namespace Fdesetup;

/// <summary>Takes the way in from a user (dossier fdesetup, 12.3).</summary>
internal static class Remove
{
    public static int Run(Call call)
    {
        var (uuid, user) = (call.Value(Grammar.Uuid), call.Value(Grammar.User));
        if ((uuid is null) == (user is null)) throw call.Refused(Messages.UserMissing);
        call.TraceDevice();
        call.Try(() => call.FileVault.Remove(uuid, user));
        return Status.Good;
    }
}
