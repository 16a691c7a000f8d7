using System.Globalization;
using MacToolHost;

namespace Companions;

/// <summary>
/// <c>shutdown</c>, <c>reboot</c> and <c>halt</c>: the emulated Mac restarts or is turned off, at once also where a time is given, since
/// nothing happens on it between two commands. The host is never touched.
/// </summary>
internal static class Shutdown
{
    public static readonly Companion Companion = new("shutdown", Run);

    public static readonly Companion Reboot = new("reboot", run => AtOnce(run, restart: true));

    public static readonly Companion Halt = new("halt", run => AtOnce(run, restart: false));

    private const string Usage = "usage: shutdown [-] [-h [-u] [-n] | -r [-n] | -s | -k] time [warning-message ...]\n";

    private static int Run(ToolRun run)
    {
        var options = Options.Read(run.Arguments, "hrskunop");
        if (options.Problem is { } problem) return Fail(run, $"shutdown: {problem}\n{Usage}");
        if (options.Rest.Count == 0) return Fail(run, Usage);
        if (!run.IsRoot) return Fail(run, "shutdown: NOT super-user\n");
        if ((options.Has('h') ? 1 : 0) + (options.Has('r') ? 1 : 0) + (options.Has('s') ? 1 : 0) > 1)
            return Fail(run, $"shutdown: incompatible switches -h, -r, -k and -s\n{Usage}");
        if (options.Has('k') || options.Has('s') || options.Has('o') || options.Has('p') || !(options.Has('h') || options.Has('r')))
            throw new NotEmulatedException($"shutdown {run.Arguments[0]}");
        if (When(run, options.Rest[0]) is not { } when) return Fail(run, "shutdown: bad time format\n" + Usage);
        run.Console.OutLine(when.Minutes == 0 ? "Shutdown NOW!" : $"Shutdown at {when.Time:ddd MMM} {when.Time.Day,2} {when.Time:HH:mm:ss yyyy}.");
        if (options.Has('r')) Restart(run);
        else run.Mac.Power.ShutDown();
        return 0;
    }

    private static int AtOnce(ToolRun run, bool restart)
    {
        var options = Options.Read(run.Arguments, "dlnpq");
        if (options.Problem is not null || options.Rest.Count > 0)
            return Fail(run, (options.Problem is { } problem ? $"{run.Tool}: {problem}\n" : "") + $"usage: {run.Tool} [-lnq]\n");
        if (!run.IsRoot) return Fail(run, $"{run.Tool}: Operation not permitted\n");
        if (restart) Restart(run);
        else run.Mac.Power.ShutDown();
        return 0;
    }

    // On a Mac somebody would see it on the screen.
    private static void Restart(ToolRun run)
    {
        if (run.Mac.Power.Restart() is { } problem) run.Console.Complain($"macemu: note: {problem}; the Mac is in recoveryOS");
    }

    // now, +minutes, or [[[[yy]mm]dd]hh]mm (of which hhmm is the usual one).
    private static (int Minutes, DateTimeOffset Time)? When(ToolRun run, string text)
    {
        var now = run.Mac.Clock.Now;
        if (text.Equals("now", StringComparison.OrdinalIgnoreCase)) return (0, now);
        if (text.StartsWith('+') && int.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes <= 525_600)
            return (minutes, now.AddMinutes(minutes));
        var digits = text.Replace(":", "", StringComparison.Ordinal);
        if (digits.Length == 4 && TimeOnly.TryParseExact(digits, "HHmm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            var at = new DateTimeOffset(now.Date, TimeSpan.Zero) + time.ToTimeSpan();
            if (at <= now) at = at.AddDays(1);
            return (Math.Max(1, (int)(at - now).TotalMinutes), at);
        }
        return null;
    }

    private static int Fail(ToolRun run, string text)
    {
        run.Console.Error(text);
        return 1;
    }
}
