using System.Globalization;
using MacToolHost;

namespace Companions;

/// <summary>The time of the emulated Mac's clock in BSD's forms: <c>-j -f</c>, <c>-r</c>, <c>-v</c>, <c>-u</c>, and root's setting of it (source: FreeBSD's date; -I and -z from 13 on: memory).</summary>
internal static class Date
{
    public static readonly Companion Companion = new("date", Run);

    private const string Usage =
        "usage: date [-jnRu] [-I[date|hours|minutes|seconds|ns]] [-f input_fmt]\n" +
        "            [ -z output_zone ] [-r filename|seconds] [-v[+|-]val[y|m|w|d|H|M|S]]\n" +
        "            [[[[mm]dd]HH]MM[[cc]yy][.SS] | new_date] [+output_fmt]\n";

    private static readonly string[] MonthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private static int Run(ToolRun run)
    {
        var options = Options.Read(JoinedPrecision(run.Arguments), "f:I:jnRr:t:uv:z:");
        if (options.Problem is { } problem) return Fail(run, $"date: {problem}\n{Usage}");
        if (options.Has('t')) throw new NotEmulatedException("date -t");
        var zone = options.Has('u') ? TimeZoneInfo.Utc : MacTime.Zone(run);
        var time = TimeZoneInfo.ConvertTime(run.Mac.Clock.Now, zone);
        if (options.Value('r') is { } seconds)
        {
            if (long.TryParse(seconds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var epoch) && epoch is >= -62_135_596_800 and <= 253_402_300_799)
                time = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(epoch), zone);
            else if (FileFacts.Of(MachineFolder.Locate(run.Mac.Path, seconds), follow: true).Facts is { } facts) time = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(facts.Modified.Seconds), zone);
            else return Fail(run, $"date: {seconds}: No such file or directory\n");
        }
        var operands = options.Rest.ToList();
        var format = operands.Find(operand => operand.StartsWith('+'))?[1..];
        operands.RemoveAll(operand => operand.StartsWith('+'));
        if (operands.Count > 1) return Fail(run, $"date: illegal time format\n{Usage}");
        var sets = false;
        if (operands is [var given])
        {
            if (Given(run, given, options.Value('f'), time, zone) is not { } parsed) return 1;
            time = parsed;
            sets = !options.Has('j');
        }
        else if (options.Has('f')) return Fail(run, Usage);
        foreach (var (letter, value) in options.All)
            if (letter == 'v')
            {
                if (Adjusted(time, value, zone) is not { } adjusted) return Fail(run, $"date: {value}: Cannot apply date adjustment\n{Usage}");
                time = adjusted;
            }
        if (sets && Set(run, time) is var status and not 0) return status;
        if (options.Value('z') is { } output)
        {
            zone = MacTime.Find(output) ?? TimeZoneInfo.Utc;
            time = TimeZoneInfo.ConvertTime(time, zone);
        }
        run.Console.OutLine(TimeFormat.Format(time, options.Has('R') ? "%a, %d %b %Y %H:%M:%S %z" : options.Value('I') is { } precision ? Iso(precision) : format ?? "%a %b %e %H:%M:%S %Z %Y", zone));
        return 0;
    }

    // -I takes its value only where it is joined on.
    private static List<string> JoinedPrecision(IReadOnlyList<string> arguments) => [.. arguments.Select(argument => argument == "-I" ? "-Idate" : argument)];

    private static string Iso(string precision) => precision switch
    {
        "hours" => "%Y-%m-%dT%H%z",
        "minutes" => "%Y-%m-%dT%H:%M%z",
        "seconds" => "%Y-%m-%dT%H:%M:%S%z",
        _ => "%Y-%m-%d",
    };

    private static DateTimeOffset? Given(ToolRun run, string text, string? format, DateTimeOffset start, TimeZoneInfo zone)
    {
        if (format is not null)
        {
            if (TimeParse.Read(text, format, start, zone) is not { } read)
            {
                run.Console.Error($"Failed conversion of ``{text}'' using format ``{format}''\ndate: illegal time format\n{Usage}");
                return null;
            }
            if (read.Left.Length > 0) run.Console.ErrorLine($"Warning: Ignoring {read.Left.Length} extraneous characters in date string ({read.Left})");
            return read.Time;
        }
        // [[[[mm]dd]HH]MM[[cc]yy]][.SS]
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var (digits, seconds) = dot < 0 ? (text, "00") : (text[..dot], text[(dot + 1)..]);
        var pattern = digits.Length switch { 12 => "%m%d%H%M%Y", 10 => "%m%d%H%M%y", 8 => "%m%d%H%M", 6 => "%d%H%M", 4 => "%H%M", 2 => "%M", _ => null };
        if (pattern is null || seconds.Length != 2 || !digits.All(char.IsAsciiDigit) || TimeParse.Read(digits + seconds, pattern + "%S", start, zone) is not { Left: "" } plain)
        {
            run.Console.Error($"date: illegal time format\n{Usage}");
            return null;
        }
        return plain.Time;
    }

    private static int Set(ToolRun run, DateTimeOffset time)
    {
        if (!run.IsRoot)
        {
            run.Console.ErrorLine("date: settimeofday (timeval): Operation not permitted");
            return 1;
        }
        run.Mac.Clock.Set(time);
        return 0;
    }

    /// <summary>A time after an adjustment such as <c>-1d</c>, <c>+2m</c>, <c>1H</c> or <c>mon</c>; null where that is none.</summary>
    private static DateTimeOffset? Adjusted(DateTimeOffset time, string value, TimeZoneInfo zone)
    {
        if (value.Length < 2) return null;
        var sign = value[0] is '+' or '-' ? value[0] : ' ';
        var rest = sign == ' ' ? value : value[1..];
        if (Array.FindIndex(DayNames, name => rest.StartsWith(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var weekday)
        {
            var distance = sign == '-' ? -(((int)time.DayOfWeek - weekday + 7) % 7) : (weekday - (int)time.DayOfWeek + 7) % 7;
            return Moved(time.DateTime.AddDays(distance), zone);
        }
        if (Array.FindIndex(MonthNames, name => rest.StartsWith(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var month)
        {
            var distance = sign == '-' ? -((time.Month - 1 - month + 12) % 12) : sign == '+' ? (month - time.Month + 1 + 12) % 12 : month - time.Month + 1;
            return Moved(time.DateTime.AddMonths(distance), zone);
        }
        if (!int.TryParse(rest.AsSpan(0, rest.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        var local = time.DateTime;
        try
        {
            if (sign == ' ')
            {
                DateTime? fixedTime = rest[^1] switch
                {
                    'y' => local.AddYears((number < 69 ? number + 2000 : number < 100 ? number + 1900 : number) - local.Year),
                    'm' when number is >= 1 and <= 12 => local.AddMonths(number - local.Month),
                    'd' when number is >= 1 and <= 31 => local.AddDays(number - local.Day),
                    'w' when number is >= 0 and <= 6 => local.AddDays((number - (int)local.DayOfWeek + 7) % 7),
                    'H' when number < 24 => local.AddHours(number - local.Hour),
                    'M' when number < 60 => local.AddMinutes(number - local.Minute),
                    'S' when number < 60 => local.AddSeconds(number - local.Second),
                    _ => null,
                };
                return fixedTime is { } there ? Moved(there, zone) : null;
            }
            var by = sign == '-' ? -number : number;
            return rest[^1] switch
            {
                'y' => Moved(local.AddYears(by), zone),
                'm' => Moved(local.AddMonths(by), zone),
                'w' => Moved(local.AddDays(7 * by), zone),
                'd' => Moved(local.AddDays(by), zone),
                'H' => TimeZoneInfo.ConvertTime(time.AddHours(by), zone),
                'M' => TimeZoneInfo.ConvertTime(time.AddMinutes(by), zone),
                'S' => TimeZoneInfo.ConvertTime(time.AddSeconds(by), zone),
                _ => null,
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static DateTimeOffset Moved(DateTime local, TimeZoneInfo zone)
    {
        var there = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(there)) there = there.AddHours(1);
        return new DateTimeOffset(there, zone.GetUtcOffset(there));
    }

    private static int Fail(ToolRun run, string text)
    {
        run.Console.Error(text);
        return 1;
    }
}
