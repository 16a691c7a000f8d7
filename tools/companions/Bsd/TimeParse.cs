using System.Globalization;

namespace Companions;

/// <summary>Reads times as strptime(3) does: what a format doesn't name stays as it was.</summary>
internal static class TimeParse
{
    private static readonly string[] Months = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    private static readonly string[] Days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    private sealed class Fields
    {
        public int Year, Month, Day, Hour, Minute, Second;
        public int? DayOfYear;
        public bool? IsAfternoon;
        public TimeSpan? Offset;
        public long? Epoch;
    }

    /// <summary>Reads a text by a format.</summary>
    /// <param name="text">The text.</param>
    /// <param name="format">The format.</param>
    /// <param name="start">What fields that aren't named have.</param>
    /// <param name="zone">The zone of times that name none.</param>
    /// <returns>The time and what was left of the text; null where it doesn't fit the format.</returns>
    public static (DateTimeOffset Time, string Left)? Read(string text, string format, DateTimeOffset start, TimeZoneInfo zone)
    {
        var fields = new Fields { Year = start.Year, Month = start.Month, Day = start.Day, Hour = start.Hour, Minute = start.Minute, Second = start.Second };
        var at = 0;
        if (!Read(text, ref at, format, fields)) return null;
        if (fields.IsAfternoon is { } afternoon) fields.Hour = fields.Hour % 12 + (afternoon ? 12 : 0);
        if (fields.Epoch is { } epoch) return (TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(epoch), zone), text[at..]);
        try
        {
            // As mktime(3) does, days and seconds that don't exist count on: 31 April is 1 May.
            var time = new DateTime(fields.Year, fields.DayOfYear is null ? fields.Month : 1, 1, 0, 0, 0, DateTimeKind.Unspecified)
                .AddDays((fields.DayOfYear ?? fields.Day) - 1).AddHours(fields.Hour).AddMinutes(fields.Minute).AddSeconds(fields.Second);
            if (zone.IsInvalidTime(time)) time = time.AddHours(1);
            var result = new DateTimeOffset(time, fields.Offset ?? zone.GetUtcOffset(time));
            return (TimeZoneInfo.ConvertTime(result, zone), text[at..]);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static bool Read(string text, ref int at, string format, Fields fields)
    {
        for (var i = 0; i < format.Length; i++)
        {
            if (char.IsWhiteSpace(format[i]))
            {
                while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
                continue;
            }
            if (format[i] != '%' || i + 1 == format.Length)
            {
                if (at >= text.Length || text[at++] != format[i]) return false;
                continue;
            }
            i++;
            if (format[i] is 'E' or 'O' && i + 1 < format.Length) i++;
            if (!Field(text, ref at, format[i], fields)) return false;
        }
        return true;
    }

    private static bool Field(string text, ref int at, char letter, Fields fields)
    {
        switch (letter)
        {
            case 'Y': return Number(text, ref at, 4, 0, 9999, out fields.Year);
            case 'm':
                return Number(text, ref at, 2, 1, 12, out fields.Month);
            case 'd' or 'e':
                while (at < text.Length && text[at] == ' ') at++;
                return Number(text, ref at, 2, 1, 31, out fields.Day);
            case 'H' or 'k':
                while (letter == 'k' && at < text.Length && text[at] == ' ') at++;
                return Number(text, ref at, 2, 0, 23, out fields.Hour);
            case 'I' or 'l':
                while (letter == 'l' && at < text.Length && text[at] == ' ') at++;
                return Number(text, ref at, 2, 1, 12, out fields.Hour);
            case 'M': return Number(text, ref at, 2, 0, 59, out fields.Minute);
            case 'S': return Number(text, ref at, 2, 0, 60, out fields.Second);
            case 'y':
                if (!Number(text, ref at, 2, 0, 99, out var year)) return false;
                fields.Year = year + (year < 69 ? 2000 : 1900);
                return true;
            case 'C':
                if (!Number(text, ref at, 2, 0, 99, out var century)) return false;
                fields.Year = century * 100 + fields.Year % 100;
                return true;
            case 'j':
                if (!Number(text, ref at, 3, 1, 366, out var day)) return false;
                fields.DayOfYear = day;
                return true;
            case 'b' or 'B' or 'h':
                if (!Name(text, ref at, Months, out var month)) return false;
                fields.Month = month + 1;
                return true;
            case 'a' or 'A': return Name(text, ref at, Days, out _);
            case 'u' or 'w': return Number(text, ref at, 1, 0, 7, out _);
            case 'U' or 'W' or 'V': return Number(text, ref at, 2, 0, 53, out _);
            case 'p':
                if (at + 2 > text.Length) return false;
                var half = text.Substring(at, 2).ToUpperInvariant();
                if (half is not ("AM" or "PM")) return false;
                fields.IsAfternoon = half == "PM";
                at += 2;
                return true;
            case 's':
                var start = at;
                if (at < text.Length && text[at] == '-') at++;
                while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
                if (!long.TryParse(text.AsSpan(start, at - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var epoch) || epoch is < -62_135_596_800 or > 253_402_300_799) return false;
                fields.Epoch = epoch;
                return true;
            case 'z': return Offset(text, ref at, fields);
            case 'Z': return ZoneName(text, ref at, fields);
            case 'T' or 'X': return Read(text, ref at, "%H:%M:%S", fields);
            case 'R': return Read(text, ref at, "%H:%M", fields);
            case 'r': return Read(text, ref at, "%I:%M:%S %p", fields);
            case 'D' or 'x': return Read(text, ref at, "%m/%d/%y", fields);
            case 'F': return Read(text, ref at, "%Y-%m-%d", fields);
            case 'c': return Read(text, ref at, "%a %b %e %H:%M:%S %Y", fields);
            case '+': return Read(text, ref at, "%a %b %e %H:%M:%S %Z %Y", fields);
            case 'n' or 't':
                while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
                return true;
            case '%':
                return at < text.Length && text[at++] == '%';
            default:
                return false;
        }
    }

    private static bool Number(string text, ref int at, int digits, int least, int most, out int number)
    {
        var start = at;
        while (at < text.Length && at - start < digits && char.IsAsciiDigit(text[at])) at++;
        number = at > start ? int.Parse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture) : -1;
        return number >= least && number <= most;
    }

    private static bool Name(string text, ref int at, string[] names, out int index)
    {
        for (index = 0; index < names.Length; index++)
            foreach (var name in (string[])[names[index], names[index][..3]])
                if (string.Compare(text, at, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0)
                {
                    at += name.Length;
                    return true;
                }
        return false;
    }

    private static bool Offset(string text, ref int at, Fields fields)
    {
        if (at < text.Length && text[at] == 'Z')
        {
            at++;
            fields.Offset = TimeSpan.Zero;
            return true;
        }
        if (at >= text.Length || text[at] is not ('+' or '-')) return false;
        var sign = text[at++] == '-' ? -1 : 1;
        if (!Number(text, ref at, 2, 0, 14, out var hours)) return false;
        if (at < text.Length && text[at] == ':') at++;
        if (!Number(text, ref at, 2, 0, 59, out var minutes)) return false;
        fields.Offset = sign * new TimeSpan(hours, minutes, 0);
        return true;
    }

    // strptime knows the names of the local zone and GMT; only the latter says anything here.
    private static bool ZoneName(string text, ref int at, Fields fields)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiLetterUpper(text[at])) at++;
        if (text[start..at] is "GMT" or "UTC") fields.Offset = TimeSpan.Zero;
        return at > start;
    }
}
