using System.Globalization;
using System.Xml;
using MacStateStore;

namespace MacEmu;

/// <summary>The Mac's clock.</summary>
internal static class ClockCommand
{
    private static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset Latest = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss zzz",
    ];

    private static readonly Dictionary<char, TimeSpan> Units = new()
    {
        ['s'] = TimeSpan.FromSeconds(1),
        ['m'] = TimeSpan.FromMinutes(1),
        ['h'] = TimeSpan.FromHours(1),
        ['d'] = TimeSpan.FromDays(1),
        ['w'] = TimeSpan.FromDays(7),
    };

    public static Verb Define()
    {
        var time = Verb.Required("TIME", "the new time in ISO 8601, UTC unless it says otherwise: 2026-03-01T08:30:00Z");
        var duration = Verb.Required("DURATION", "how far: 90s, 5m, 2h, 3d, 1w, 1h30m, or in ISO 8601 (PT1H30M)");
        return new Verb("clock", "show or set the Mac's clock", "macemu clock advance 3d")
        {
            new Verb("show", "print the Mac's time", "macemu clock show", run => run.Look(mac =>
            {
                run.Console.OutLine(Print(mac.Clock.Now));
                return Status.Good;
            })),
            new Verb("set", "set the Mac's time", "macemu clock set 2026-03-01T08:30:00Z", run =>
            {
                var wanted = Parse(run.Value(time)) ?? throw new MacEmuException($"clock set: '{run.Value(time)}' is not a time like 2026-03-01T08:30:00Z between {Earliest.Year} and {Latest.Year}");
                return run.Event(mac => mac.Clock.Set(wanted));
            }) { time },
            new Verb("advance", "let time pass", "macemu clock advance 1h30m", run =>
            {
                var wanted = Duration(run.Value(duration)) ?? throw new MacEmuException($"clock advance: '{run.Value(duration)}' is not a duration like 90s, 5m, 2h, 3d, 1h30m or PT1H30M");
                return run.Event(mac => Advance(mac, wanted));
            }) { duration },
        };
    }

    /// <summary>A time as this program writes it: ISO 8601 in UTC.</summary>
    public static string Print(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>A time from ISO 8601; null where it is none that the clock can show.</summary>
    public static DateTimeOffset? Parse(string text) =>
        DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time >= Earliest && time < Latest
            ? time.ToUniversalTime() : null;

    private static void Advance(Mac mac, TimeSpan duration)
    {
        if (duration >= Latest - mac.Clock.Now) throw new MacEmuException($"clock advance: that leads beyond the year {Latest.Year}");
        mac.Clock.Advance(duration);
    }

    /// <summary>A duration as this program reads it; null where it is none.</summary>
    public static TimeSpan? Duration(string text)
    {
        try
        {
            if (text.StartsWith('P')) return text.AsSpan(1).IndexOfAny("YM") is var date and >= 0 && !text[..(date + 1)].Contains('T', StringComparison.Ordinal)
                ? throw new MacEmuException("clock advance: months and years differ in length; say days")
                : XmlConvert.ToTimeSpan(text);
            var total = TimeSpan.Zero;
            var number = 0;
            for (var i = 0; i < text.Length; i++)
            {
                if (char.IsAsciiDigit(text[i]) || text[i] == '.') continue;
                if (!Units.TryGetValue(text[i], out var unit)
                    || !decimal.TryParse(text[number..i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)) return null;
                total += TimeSpan.FromTicks(decimal.ToInt64(count * unit.Ticks));
                number = i + 1;
            }
            return text.Length > 0 && number == text.Length ? total : null;
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            return null;
        }
    }
}
