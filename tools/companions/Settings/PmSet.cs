using System.Globalization;
using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary><c>pmset</c>: power settings and what <c>-g</c> tells (layouts memory; an emulated laptop hangs on its charger, full).</summary>
internal static class PmSet
{
    public static readonly Companion Companion = new("pmset", Run);

    private const int BadUse = 64; // EX_USAGE
    private const int NeedsRoot = 77;
    private const string DisableSleep = "disablesleep";

    private static int Run(ToolRun run) => run.Arguments.ToArray() switch
    {
        [] => Usage(run),
        ["-g"] or ["-g", "live"] => Live(run),
        ["-g", "custom"] => Custom(run),
        ["-g", "assertions"] => Assertions(run),
        ["-g", "ps" or "batt"] => Batteries(run),
        ["-g", "sched"] => Schedule(run),
        ["-g", "cap"] => Capabilities(run),
        ["-g", "systemstate"] => Print(run, "Current System Capabilities are: CPU Graphics Audio Network \nCurrent Power State: 4\n"),
        ["-g", "therm"] => Print(run, "Note: No thermal warning level has been recorded\nNote: No performance warning level has been recorded\nNote: No CPU power status has been recorded\n"),
        ["-g", "adapter"] => Print(run, HardwareFacts.Of(run.Mac.Machine).IsPortable ? " Wattage = 67W\n Current = 3350mA\n Voltage = 20000mV\n AdapterID = 0x0\n Manufacturer = Apple Inc.\n Family Code = 0xe000400a\n" : "No adapter attached.\n"),
        ["-g", ..] => throw new NotEmulatedException($"pmset {string.Join(' ', run.Arguments)}"),
        ["sleepnow"] => run.IsRoot || run.User == run.Mac.Sessions.ConsoleUser ? Print(run, "Sleeping now...\n") : Print(run, "Sleep error: not permitted\n"),
        ["displaysleepnow" or "boot" or "touch"] => 0,
        ["noidle" or "schedule" or "relative" or "restoredefaults" or "lock", ..] => run.Arguments[0] switch
        {
            "schedule" => SetSchedule(run, [.. run.Arguments.Skip(1)]),
            "restoredefaults" => Restore(run),
            _ => throw new NotEmulatedException($"pmset {run.Arguments[0]}"),
        },
        ["repeat", .. var rest] => Repeat(run, rest),
        _ => Set(run),
    };

    private static int Set(ToolRun run)
    {
        var sources = PowerSettings.Sources(run.Mac);
        var words = run.Arguments.ToList();
        if (words[0] is ['-', _, ..])
        {
            if (words[0] is not ("-a" or "-b" or "-c" or "-u")) return Usage(run);
            sources = words[0] switch { "-b" => [.. sources.Where(source => source == PowerSettings.Battery)], "-c" => [PowerSettings.Mains], "-u" => throw new NotEmulatedException("pmset -u"), _ => sources };
            words.RemoveAt(0);
        }
        if (words.Count == 0 || words.Count % 2 != 0) return Usage(run);
        var pairs = new List<(string Key, long Value)>();
        for (var i = 0; i < words.Count; i += 2)
        {
            if (words[i] == "hibernatefile") throw new NotEmulatedException("pmset hibernatefile");
            if (!(PowerSettings.Takes(words[i]) || words[i] == DisableSleep) || !long.TryParse(words[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return Usage(run);
            pairs.Add((words[i], value));
        }
        if (!run.IsRoot)
        {
            run.Console.Out("'pmset' must be run as root...\n");
            return NeedsRoot;
        }
        foreach (var (key, value) in pairs)
            if (key == DisableSleep) run.Mac.HostSettings["power.disablesleep"] = value == 0 ? null : "1";
            else
                foreach (var source in sources) PowerSettings.Set(run.Mac, source, key, value);
        if (pairs.Exists(pair => pair.Key == "sleep" && pair.Value > 0) && pairs.Exists(pair => pair.Key == "displaysleep" && pair.Value > pairs.First(each => each.Key == "sleep").Value))
            run.Console.Out("Warning: Idle sleep timings for \"AC Power\" may not behave as expected.\n- Display sleep should have a lower timeout than system sleep.\n");
        return 0;
    }

    private static int Live(ToolRun run)
    {
        run.Console.Out($"System-wide power settings:\n{(run.Mac.HostSettings["power.disablesleep"] is not null ? " SleepDisabled\t\t1\n" : "")}Currently in use:\n");
        Settings(run, PowerSettings.Mains);
        return 0;
    }

    private static int Custom(ToolRun run)
    {
        foreach (var source in PowerSettings.Sources(run.Mac))
        {
            run.Console.OutLine(source == PowerSettings.Mains ? "AC Power:" : "Battery Power:");
            Settings(run, source);
        }
        return 0;
    }

    private static void Settings(ToolRun run, string source)
    {
        foreach (var (key, value) in PowerSettings.Of(run.Mac, source)) run.Console.OutLine($" {key,-20} {value}");
    }

    private static int Assertions(ToolRun run)
    {
        run.Console.Out($"{TimeFormat.Format(MacTime.Now(run), "%Y-%m-%d %H:%M:%S %z")} \nAssertion status system-wide:\n");
        var isUsed = run.Mac.Sessions.ConsoleUser is not null;
        foreach (var (name, value) in (ReadOnlySpan<(string, int)>)[("BackgroundTask", 0), ("ApplePushServiceTask", 0), ("UserIsActive", isUsed ? 1 : 0), ("PreventUserIdleDisplaySleep", 0), ("PreventSystemSleep", 0), ("ExternalMedia", 0), ("PreventUserIdleSystemSleep", isUsed ? 1 : 0), ("NetworkClientActive", 0)])
            run.Console.OutLine($"   {name,-30} {value}");
        run.Console.Out("Listed by owning process:\n");
        var power = MacProcesses.Of(run.Mac).First(process => process.Name == "powerd").Pid;
        if (isUsed) run.Console.Out($"   pid {power}(powerd): [0x0000000100018001] 00:01:00 PreventUserIdleSystemSleep named: \"Powerd - Prevent sleep while display is on\"  \n");
        run.Console.Out("No kernel assertions.\n");
        return 0;
    }

    private static int Batteries(ToolRun run)
    {
        run.Console.OutLine("Now drawing from 'AC Power'");
        if (HardwareFacts.Of(run.Mac.Machine).IsPortable) run.Console.OutLine(" -InternalBattery-0 (id=4522083)\t100%; charged; 0:00 remaining present: true");
        return 0;
    }

    private static int Schedule(ToolRun run)
    {
        if (run.Mac.HostSettings["power.repeat"] is { } repeat) run.Console.Out($"Repeating power events:\n  {repeat}\n");
        if (run.Mac.HostSettings["power.schedule"] is { } list)
        {
            run.Console.OutLine("Scheduled power events:");
            foreach (var (line, i) in list.Split('\n').Select((line, i) => (line, i))) run.Console.OutLine($" [{i}]  {line}");
        }
        return 0;
    }

    private static int SetSchedule(ToolRun run, string[] words)
    {
        if (!run.IsRoot) return Print(run, "pmset: This operation must be run as root\n", NeedsRoot);
        switch (words)
        {
            case ["cancelall"]:
                run.Mac.HostSettings["power.schedule"] = null;
                return 0;
            case [("sleep" or "wake" or "poweron" or "shutdown" or "wakeorpoweron") and var what, var time] when TimeParse.Read(time, "%m/%d/%y %H:%M:%S", MacTime.Now(run), MacTime.Zone(run)) is { Left: "" } || TimeParse.Read(time, "%m/%d/%Y %H:%M:%S", MacTime.Now(run), MacTime.Zone(run)) is { Left: "" }:
                var line = $"{what} at {time} by 'pmset'";
                run.Mac.HostSettings["power.schedule"] = run.Mac.HostSettings["power.schedule"] is { } old ? $"{old}\n{line}" : line;
                return 0;
            default:
                return Usage(run);
        }
    }

    private static int Repeat(ToolRun run, string[] words)
    {
        if (!run.IsRoot) return Print(run, "pmset: This operation must be run as root\n", NeedsRoot);
        if (words is ["cancel"])
        {
            run.Mac.HostSettings["power.repeat"] = null;
            return 0;
        }
        if (words is not [("sleep" or "wake" or "poweron" or "shutdown" or "wakeorpoweron" or "restart") and var what, var days, var time, ..] || !days.All("MTWRFSU".Contains) || TimeParse.Read(time, "%H:%M:%S", MacTime.Now(run), TimeZoneInfo.Utc) is not { Left: "" } read)
            return Usage(run);
        if (words.Length > 3) throw new NotEmulatedException("pmset repeat with two events");
        var when = days == "MTWRFSU" ? "every day" : days == "MTWRF" ? "weekdays only" : days == "SU" ? "weekends only" : $"on {days}";
        run.Mac.HostSettings["power.repeat"] = $"{what} at {TimeFormat.Format(read.Time, "%l:%M%p").Trim()} {when}";
        return 0;
    }

    private static int Restore(ToolRun run)
    {
        if (!run.IsRoot) return Print(run, "'pmset' must be run as root...\n", NeedsRoot);
        foreach (var (name, _) in run.Mac.HostSettings.All)
            if (name.StartsWith("power.ac.", StringComparison.Ordinal) || name.StartsWith("power.battery.", StringComparison.Ordinal)) run.Mac.HostSettings[name] = null;
        return Print(run, "Restored Default settings\n");
    }

    private static int Capabilities(ToolRun run)
    {
        run.Console.OutLine("Capabilities for AC Power:");
        foreach (var (key, _) in PowerSettings.Of(run.Mac, PowerSettings.Mains))
            if (PowerSettings.Takes(key)) run.Console.OutLine($" {key}");
        return 0;
    }

    private static int Usage(ToolRun run)
    {
        run.Console.Error(
            "Usage: pmset <options>\n   See pmset(1) for details: 'man pmset'\n");
        return BadUse;
    }

    private static int Print(ToolRun run, string text, int status = 0)
    {
        run.Console.Out(text);
        return status;
    }
}
