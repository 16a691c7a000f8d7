using System.Globalization;
using System.Text;

namespace Companions;

/// <summary>Formats times as strftime(3) does.</summary>
internal static class TimeFormat
{
    /// <summary>Formats a time.</summary>
    public static string Format(DateTimeOffset time, string format)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length) text.Append(format[i]);
            else text.Append(Field(time, format[++i]));
        }
        return text.ToString();
    }

    private static string Field(DateTimeOffset time, char letter) => letter switch
    {
        'A' => time.ToString("dddd"),
        'a' => time.ToString("ddd"),
        'B' => time.ToString("MMMM"),
        'b' or 'h' => time.ToString("MMM"),
        'C' => $"{time.Year / 100:00}",
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
        'Y' => $"{time.Year}",
        'y' => $"{time.Year % 100:00}",
        'Z' => time.Offset == TimeSpan.Zero ? "UTC" : Format(time, "%z"),
        'z' => $"{(time.Offset < TimeSpan.Zero ? '-' : '+')}{time.Offset:hhmm}",
        _ => letter.ToString(),
    };
}
