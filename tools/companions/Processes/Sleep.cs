using System.Globalization;
using MacToolHost;

namespace Companions;

/// <summary>Waits; in a rehearsal that has no time for it (<c>macemu run --no-sleep</c>) the Mac's clock moves on instead.</summary>
internal static class Sleep
{
    public static readonly Companion Companion = new("sleep", Run)
    {
        IsForHost = _ => Environment.GetEnvironmentVariable(MachineLocation.NoSleepVariable) != "1",
    };

    private const double LongestDays = 10_000;

    private static int Run(ToolRun run)
    {
        if (run.Arguments is [var text] && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < LongestDays * 86_400)
        {
            run.Mac.Clock.Advance(TimeSpan.FromSeconds(seconds));
            return 0;
        }
        run.Console.ErrorLine("usage: sleep number[unit] [...]");
        return 1;
    }
}
