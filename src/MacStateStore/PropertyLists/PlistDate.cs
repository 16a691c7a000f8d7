using System.Globalization;

namespace MacStateStore.PropertyLists;

/// <summary>
/// A point in time, as CoreFoundation's CFAbsoluteTime: seconds since 2001-01-01T00:00:00Z. The binary format keeps
/// fractions of a second, the XML format drops them (rounding down).
/// </summary>
public sealed record PlistDate : PlistValue
{
    // Below 2^53, so whole seconds are exact: some 285 million years either way.
    private const double MaximumSeconds = 9e15;

    // The Gregorian calendar repeats after 400 years, so any year can be mapped into the range of DateTime.
    private const long YearsPerCycle = 400;
    private const double SecondsPerCycle = 146_097 * 86_400d;
    private static readonly DateTime Epoch = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Wraps the time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no number or more than 9e15 seconds from 2001.</exception>
    public PlistDate(double secondsSince2001)
    {
        if (!IsValid(secondsSince2001))
            throw new ArgumentOutOfRangeException(nameof(secondsSince2001));
        SecondsSince2001 = secondsSince2001;
    }

    /// <summary>Wraps the time.</summary>
    public PlistDate(DateTimeOffset time) : this((time.UtcDateTime - Epoch).TotalSeconds)
    {
    }

    /// <summary>The seconds since 2001-01-01T00:00:00Z.</summary>
    public double SecondsSince2001 { get; }

    /// <summary>The time in UTC.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year is not 1 to 9999.</exception>
    public DateTimeOffset ToDateTimeOffset() => Epoch.AddSeconds(SecondsSince2001);

    internal static bool IsValid(double secondsSince2001) => Math.Abs(secondsSince2001) <= MaximumSeconds;

    /// <summary>The text of an XML date element, such as 2026-01-02T03:04:05Z.</summary>
    public string ToXmlText()
    {
        double seconds = Math.Floor(SecondsSince2001);
        double cycles = Math.Floor(seconds / SecondsPerCycle);
        DateTime time = Epoch.AddSeconds(seconds - cycles * SecondsPerCycle);
        long year = time.Year + (long)cycles * YearsPerCycle;
        // As C's %04d: the sign counts towards the width.
        string yearText = year < 0 ? year.ToString("D3", CultureInfo.InvariantCulture) : year.ToString("D4", CultureInfo.InvariantCulture);
        return yearText + time.ToString("'-'MM'-'dd'T'HH':'mm':'ss'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>Reads the text of an XML date element; null when it is malformed or out of range.</summary>
    internal static PlistDate? FromXmlText(ReadOnlySpan<char> text)
    {
        const string Rest = "-MM-ddTHH:mm:ssZ";
        if (text.Length <= Rest.Length
            || !int.TryParse(text[..^Rest.Length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int year)
            || text[0] == '+')
        {
            return null;
        }

        long cycles = (long)Math.Floor((year - 2001) / (double)YearsPerCycle);
        string mapped = (year - cycles * YearsPerCycle).ToString(CultureInfo.InvariantCulture) + text[^Rest.Length..].ToString();
        if (!DateTime.TryParseExact(mapped, "yyyy'-'MM'-'dd'T'HH':'mm':'ss'Z'", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time))
        {
            return null;
        }

        double seconds = (time - Epoch).TotalSeconds + cycles * SecondsPerCycle;
        return IsValid(seconds) ? new PlistDate(seconds) : null;
    }
}
