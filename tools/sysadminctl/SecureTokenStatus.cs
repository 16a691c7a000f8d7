using MacStateStore.Releases;

namespace Sysadminctl;

/// <summary><c>-secureTokenStatus</c>: whether a user holds a secure token; anybody may ask (dossier sysadminctl, 3.5).</summary>
internal static class SecureTokenStatus
{
    public static int Run(Call call)
    {
        // Credentials are verified but not needed. Until 10.13.3 the option had to be there, be it empty; `interactive` asks nobody.
        if (call.Line.Value(Grammar.AdminUser.Name) is not null) Authorization.Credentials(call);
        else if (call.Os.Has(Capability.SecureTokenStatusNeedsAuthorization) && !call.Line.Has(Grammar.AdminUser.Name)) Authorization.RequireRoot(call);
        if (call.FindUser(call.Target) is { } user) call.Say(Messages.TokenStatus(call.Mac.SecureTokens.Has(user), Call.FullName(user)));
        return Call.Done;
    }
}
