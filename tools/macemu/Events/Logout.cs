namespace MacEmu;

/// <summary>A logout of whoever is at the Mac's screen; a deferred FileVault asks for the password.</summary>
internal static class Logout
{
    public static Verb Define()
    {
        var answer = DeferredFileVault.AnswerOption();
        var password = Verb.Valued("--password", "PASSWORD", "the user's password, for a FileVault that was deferred (asked for if left out)");
        return new Verb("logout", "log out whoever is at the Mac's screen; that may turn a deferred FileVault on", "macemu logout", run => run.Event(mac =>
        {
            if (mac.Sessions.ConsoleUser is { } user && mac.FileVault.Deferral.IsAskedAtLogout(user) && DeferredFileVault.Agrees(run, user, run.Value(answer)))
                DeferredFileVault.Complete(run, mac, "logout", user, run.Value(password) ?? run.Console.AskSecret($"Password of {user}: "));
            mac.Sessions.Logout();
        })) { answer, password };
    }
}
