namespace MacEmu;

/// <summary>A logout of whoever is at the Mac's screen.</summary>
internal static class Logout
{
    public static Verb Define() => new("logout", "log out whoever is at the Mac's screen", "macemu logout", run => run.Event(mac => mac.Sessions.Logout()));
}
