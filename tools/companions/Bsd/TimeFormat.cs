using System.Globalization;
using System.Text;

namespace Companions;

/// <summary>Formats times as strftime(3) does.</summary>
internal static class TimeFormat
{
    /// <summary>Formats a time.</summary>
    /// <param name="time">The time, in the zone that it is to be shown in.</param>
    /// <param name="format">The format.</param>
    /// <param name="zone">The zone, for its name.</param>
    public static string Format(DateTimeOffset time, string format, TimeZoneInfo? zone = null)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }
            if (format[i + 1] is 'E' or 'O' && i + 2 < format.Length) i++;
            // %-d leaves the padding out, %_d pads with blanks.
            if (format[i + 1] is '-' or '_' or '0' && i + 2 < format.Length)
            {
                i += 2;
                var field = Field(time, format[i], zone);
                var bare = field.TrimStart('0', ' ');
                if (bare.Length == 0 || !char.IsAsciiDigit(bare[0])) bare = field.Length > 0 && char.IsAsciiDigit(field[^1]) ? "0" : field;
                text.Append(format[i - 1] switch { '-' => bare, '_' => bare.PadLeft(field.Length), _ => bare.PadLeft(field.Length, '0') });
                continue;
            }
            text.Append(Field(time, format[++i], zone));
        }
        return text.ToString();
    }

    private static string Field(DateTimeOffset time, char letter, TimeZoneInfo? zone) => letter switch
    {
        'A' => time.ToString("dddd"),
        'a' => time.ToString("ddd"),
        'B' => time.ToString("MMMM"),
        'b' or 'h' => time.ToString("MMM"),
        'C' => $"{time.Year / 100:00}",
        '+' => Format(time, "%a %b %e %H:%M:%S %Z %Y", zone),
        'c' => Format(time, "%a %b %e %H:%M:%S %Y"),
        'D' or 'x' => Format(time, "%m/%d/%y"),
        'd' => $"{time.Day:00}",
        'e' => $"{time.Day,2}",
        'F' => Format(time, "%Y-%m-%d"),
        'H' => $"{time.Hour:00}",
        'I' => $"{(time.Hour + 11) % 12 + 1:00}",
        'j' => $"{time.DayOfYear:000}",
        'k' => $"{time.Hour,2}",
        'l' => $"{(time.Hour + 11) % 12 + 1,2}",
        'M' => $"{time.Minute:00}",
        'm' => $"{time.Month:00}",
        'n' => "\n",
        'p' => time.Hour < 12 ? "AM" : "PM",
        'R' => Format(time, "%H:%M"),
        'r' => Format(time, "%I:%M:%S %p"),
        'S' => $"{time.Second:00}",
        's' => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        'T' or 'X' => Format(time, "%H:%M:%S"),
        't' => "\t",
        'u' => $"{((int)time.DayOfWeek + 6) % 7 + 1}",
        'w' => $"{(int)time.DayOfWeek}",
        'V' => $"{ISOWeek.GetWeekOfYear(time.DateTime):00}",
        'G' => $"{ISOWeek.GetYear(time.DateTime)}",
        'g' => $"{ISOWeek.GetYear(time.DateTime) % 100:00}",
        'U' => $"{(time.DayOfYear + 6 - (int)time.DayOfWeek) / 7:00}",
        'v' => Format(time, "%e-%b-%Y"),
        'W' => $"{(time.DayOfYear + 6 - ((int)time.DayOfWeek + 6) % 7) / 7:00}",
        'Y' => $"{time.Year}",
        'y' => $"{time.Year % 100:00}",
        'Z' => zone is not null ? MacTime.Abbreviation(zone, time) : time.Offset == TimeSpan.Zero ? "UTC" : Format(time, "%z"),
        'z' => $"{(time.Offset < TimeSpan.Zero ? '-' : '+')}{time.Offset:hhmm}",
        _ => letter.ToString(),
    };
}
