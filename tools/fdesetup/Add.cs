using MacStateStore.FileVault;

namespace Fdesetup;

/// <summary>Lets further users unlock the Mac (dossier fdesetup, 12.2).</summary>
internal static class Add
{
    public static int Run(Call call)
    {
        if (!call.Has(Grammar.InputPlist) && !call.Has(Grammar.UserToAdd)) throw call.Refused(Messages.UserMissing);
        if (call.Has(Grammar.InputPlist)) call.Trace(Messages.AuthInfoFromInput);
        call.TraceDevice();
        if (!call.FileVault.IsOn) throw call.Refused(Messages.Of(new FileVaultException(FileVaultProblem.Off), call.FileVault.IsCoreStorage));
        var by = call.Credential();
        var users = call.UsersToAdd();
        call.Try(() => call.FileVault.Add(by, users), error =>
        {
            if (error.Problem == FileVaultProblem.CannotAdd && error.User is { } name) call.Run.Console.ErrorLine(Messages.UserNotAuthenticated(name));
            if (error.Problem == FileVaultProblem.CannotAdd) TraceUsers(call, users);
            return null;
        });
        TraceUsers(call, users);
        return Status.Good;
    }

    private static void TraceUsers(Call call, List<(string Name, string Password)> users)
    {
        if (!call.Has(Grammar.Verbose)) return;
        foreach (var (name, _) in users) call.Run.Console.ErrorLine(Messages.Adding(name));
    }
}
