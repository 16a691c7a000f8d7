using MacStateStore;
using MacStateStore.OpenDirectory;

namespace MacEmu;

/// <summary>A login at the Mac's own screen.</summary>
internal static class Login
{
    public static Verb Define()
    {
        var name = Verb.Required("NAME", "who logs in");
        var password = Verb.Valued("--password", "PASSWORD", "the password as typed", required: true);
        var platformSso = Verb.Flag("--platform-sso", "the first login with Platform SSO makes the account, if it isn't there, with the bootstrap token");
        var fullName = Verb.Valued("--full-name", "NAME", "the full name of an account made by Platform SSO (the short one if left out)");
        var answer = DeferredFileVault.AnswerOption();
        return new Verb("login", "log in at the Mac's screen; on a managed Mac that may escrow or use the bootstrap token", "macemu login alice --password s3cret", run =>
        {
            var (user, secret) = (run.Value(name), run.Value(password)!);
            if (!run.Value(platformSso))
                return run.Value(fullName) is null ? Run(run, user, mac => LogIn(run, mac, user, secret, run.Value(answer))) : throw new MacEmuException("login: --full-name takes --platform-sso");
            AccountNames.Check("login", user);
            return Run(run, user, mac => mac.Sessions.LoginWithPlatformSso(user, secret, run.Value(fullName)));
        }) { name, password, platformSso, fullName, answer };
    }

    private static void LogIn(Invocation run, Mac mac, string name, string password, string? answer)
    {
        mac.Sessions.Login(name, password);
        if (mac.Sessions.ConsoleUser is not { } user || !mac.FileVault.Deferral.IsAskedAtLogin(user)) return;
        if (DeferredFileVault.Agrees(run, user, answer)) DeferredFileVault.Complete(run, mac, "login", user, password);
        else mac.FileVault.Deferral.PassBy();
    }

    private static int Run(Invocation run, string name, Action<Mac> login)
    {
        try
        {
            return run.Event(login);
        }
        catch (DirectoryException refused)
        {
            throw new MacEmuException(refused.Status == DirectoryStatus.AccountDisabled
                ? $"login {name}: the account is disabled"
                : $"login {name}: no such user or a wrong password; 'macemu show' lists the users", Status.CheckFailed);
        }
    }
}
