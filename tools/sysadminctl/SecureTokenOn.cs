using MacStateStore.OpenDirectory;
using MacStateStore.SecureEnclave;

namespace Sysadminctl;

/// <summary><c>-secureTokenOn</c>: an admin who holds a secure token hands one to a user (dossier sysadminctl, 3.6).</summary>
internal static class SecureTokenOn
{
    public static int Run(Call call) => Change(call, call.Mac.Accounts.GrantSecureToken);

    /// <summary>What both directions share: who answers for it, the user's own password, and the answers.</summary>
    /// <param name="call">The call.</param>
    /// <param name="change">Does it: user, the user's password, authorizer's name and password.</param>
    public static int Change(Call call, Func<DirectoryRecord, string, string, string, SecureTokenOutcome> change)
    {
        // The admin's password is asked for before the user's, whatever the order of the options.
        var authorizer = Authorization.Credentials(call);
        if (authorizer is null) Authorization.RequireRoot(call);
        if (call.FindUser(call.Target) is not { } user) return Call.Done;
        var password = call.Password("-password", Messages.AskPassword(Call.FullName(user)));
        var outcome = authorizer is null ? SecureTokenOutcome.AuthorizerUnknown
            : change(user, password, authorizer.User.Name, authorizer.Password);
        call.Say(outcome switch
        {
            SecureTokenOutcome.Done or SecureTokenOutcome.DoneWithoutEffect => Messages.Done,
            SecureTokenOutcome.AuthorizerNotAdmin => Messages.AuthorizerNotAdmin,
            SecureTokenOutcome.TargetPasswordWrong => Messages.TokenPasswordWrong,
            SecureTokenOutcome.OwnToken => Messages.OwnToken,
            _ => Messages.NeedsTokenUnlock,
        });
        return Call.Done;
    }
}
