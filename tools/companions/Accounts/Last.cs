using MacStateStore.Lifecycle;
using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary>Logins at the screen, starts and shutdowns, newest first (columns memory).</summary>
internal static class Last
{
    public static readonly Companion Companion = new("last", Run) { IsLinuxs = Options.AreLong };

    private static int Run(ToolRun run)
    {
        var (count, terminals, names) = (int.MaxValue, new List<string>(), new List<string>());
        for (var i = 0; i < run.Arguments.Count; i++)
        {
            var argument = run.Arguments[i];
            var next = i + 1 < run.Arguments.Count ? run.Arguments[i + 1] : null;
            if (argument is ['-', .. var digits] && digits.Length > 0 && digits.All(char.IsAsciiDigit)) count = Number(digits);
            else if (argument == "-n" && next is not null && next.All(char.IsAsciiDigit) && next.Length > 0)
            {
                count = Number(next);
                i++;
            }
            else if (argument == "-t" && next is not null)
            {
                terminals.Add(next);
                i++;
            }
            else if (argument.StartsWith("-t", StringComparison.Ordinal) && argument.Length > 2) terminals.Add(argument[2..]);
            else if (argument is "-w" or "-y") continue;
            else if (argument.StartsWith('-'))
            {
                if (argument is "-d" or "-f" or "-h" or "-s") throw new NotEmulatedException($"last {argument}");
                run.Console.Error($"last: illegal option -- {(argument.Length > 1 ? argument[1] : '-')}\nusage: last [-#] [-y] [-d[[CC]YY][MMDD]hhmm[.SS]] [-h host] [-n maxrec]\n            [-t tty] [-w] [user ...]\n");
                return 1;
            }
            else names.Add(argument);
        }
        var zone = MacTime.Zone(run);
        var history = run.Mac.LoginHistory.All;
        foreach (var record in history.Where(record => terminals.Count == 0 || (record.Kind == LoginRecordKind.Login && terminals.Contains("console")))
            .Where(record => names.Count == 0 || names.Contains(NameOf(record)) || (record.Kind == LoginRecordKind.Login && names.Contains("console"))).Take(count))
            run.Console.OutLine(Line(record, zone, run.Mac.System.Version));
        run.Console.Out($"\nwtmp begins {TimeFormat.Format(TimeZoneInfo.ConvertTime(history is [.., var first] ? first.Since : run.Mac.Clock.Now, zone), "%a %b %e %H:%M:%S %Z %Y", zone)}\n");
        return 0;
    }

    private static string NameOf(LoginRecord record) => record.Kind switch { LoginRecordKind.Start => "reboot", LoginRecordKind.Shutdown => "shutdown", _ => record.User };

    private static string Line(LoginRecord record, TimeZoneInfo zone, MacOSVersion os)
    {
        var since = TimeZoneInfo.ConvertTime(record.Since, zone);
        var terminal = record.Kind == LoginRecordKind.Login ? "console" : "~";
        var line = record.Kind != LoginRecordKind.Login && os.Has(Capability.NamedMacOS)
            ? $"{NameOf(record) + " time",-42} {TimeFormat.Format(since, "%a %b %e %H:%M")} "
            : $"{NameOf(record),-10} {terminal,-8} {"",-22} {TimeFormat.Format(since, "%a %b %e %H:%M")} ";
        if (record.Kind != LoginRecordKind.Login) return line;
        if (record.Until is not { } until) return line + "  still logged in";
        var length = until - record.Since;
        var duration = length.Days > 0 ? $"({length.Days}+{length:hh\\:mm})" : $"({length:hh\\:mm})";
        return $"{line}- {TimeFormat.Format(TimeZoneInfo.ConvertTime(until, zone), "%H:%M")}  {duration}";
    }

    private static int Number(string digits) => int.TryParse(digits, out var number) ? number : int.MaxValue;
}
