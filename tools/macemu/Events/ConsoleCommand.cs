namespace MacEmu;

/// <summary>Who is at the Mac's screen.</summary>
internal static class ConsoleCommand
{
    private const string LoginWindow = "login window";

    public static Verb Define() => new("console", "print who is at the Mac's screen, or 'login window'", "macemu console", run => run.Look(mac =>
    {
        mac.Power.RequireRunning();
        run.Console.OutLine(mac.Sessions.ConsoleUser ?? LoginWindow);
        return Status.Good;
    }));
}
