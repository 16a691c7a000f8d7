using MacStateStore.OpenDirectory;

namespace MacEmu;

/// <summary>A login at the Mac's own screen.</summary>
internal static class Login
{
    public static Verb Define()
    {
        var name = Verb.Required("NAME", "who logs in");
        var password = Verb.Valued("--password", "PASSWORD", "the password as typed", required: true);
        return new Verb("login", "log in at the Mac's screen", "macemu login alice --password s3cret", run => Run(run, run.Value(name), run.Value(password)!)) { name, password };
    }

    private static int Run(Invocation run, string name, string password)
    {
        try
        {
            return run.Event(mac => mac.Sessions.Login(name, password));
        }
        catch (DirectoryException refused)
        {
            throw new MacEmuException(refused.Status == DirectoryStatus.AccountDisabled
                ? $"login {name}: the account is disabled"
                : $"login {name}: no such user or a wrong password; 'macemu show' lists the users", Status.CheckFailed);
        }
    }
}
