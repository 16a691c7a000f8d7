using MacToolHost;

namespace Companions;

/// <summary><c>uptime</c>, and <c>w</c>, which adds who is logged in (layout source, FreeBSD; loads guess).</summary>
internal static class UpTime
{
    public static readonly Companion Companion = new("uptime", Run) { IsForHost = arguments => arguments.Count > 0 };

    public static readonly Companion W = new("w", RunW);

    private static int Run(ToolRun run)
    {
        Head(run);
        return 0;
    }

    private static int RunW(ToolRun run)
    {
        if (run.Arguments.Count > 0 && run.Arguments is not ["-h"]) throw new NotEmulatedException($"w {string.Join(' ', run.Arguments)}");
        if (run.Arguments.Count == 0)
        {
            Head(run);
            run.Console.OutLine("USER       TTY      FROM    LOGIN@  IDLE WHAT");
        }
        foreach (var session in run.Mac.Sessions.All)
            run.Console.OutLine($"{session.User,-10} {"console",-8} {"-",-7} {Since(run, session.Since),6} {"-",5} -");
        return 0;
    }

    private static void Head(ToolRun run)
    {
        var up = run.Mac.Clock.Now - run.Mac.LoginHistory.StartedAt;
        if (up < TimeSpan.Zero) up = TimeSpan.Zero;
        var length = (up.Days > 0 ? $"{up.Days} day{(up.Days == 1 ? "" : "s")}, " : "") +
            (up.Hours > 0 ? $"{up.Hours,2}:{up.Minutes:00}" : up.Minutes > 0 ? $"{up.Minutes} min{(up.Minutes == 1 ? "" : "s")}" : $"{up.Seconds} sec{(up.Seconds == 1 ? "" : "s")}").Trim();
        var users = run.Mac.Sessions.All.Count;
        run.Console.OutLine($"{TimeFormat.Format(MacTime.Now(run), "%k:%M")}  up {length}, {users} user{(users == 1 ? "" : "s")}, load averages: 1.32 1.47 1.51");
    }

    private static string Since(ToolRun run, DateTimeOffset since) =>
        TimeFormat.Format(TimeZoneInfo.ConvertTime(since, MacTime.Zone(run)), run.Mac.Clock.Now - since < TimeSpan.FromDays(1) ? "%k:%M" : run.Mac.Clock.Now - since < TimeSpan.FromDays(7) ? "%a%H" : "%e%b%y");
}
