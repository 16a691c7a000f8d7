using System.Text;
using MacStateStore;
using MacToolHost;

namespace Companions;

/// <summary>Time as a person at the emulated Mac sees it: its clock in its time zone.</summary>
internal static class MacTime
{
    /// <summary>The setting that holds the zone's name.</summary>
    public const string ZoneSetting = "timeZone";

    private const string ZoneFolder = "/usr/share/zoneinfo/";

    /// <summary>The zone: of the environment (TZ), of the settings, or the host's.</summary>
    public static TimeZoneInfo Zone(ToolRun run) => Find(run.Console.Environment("TZ")) ?? OfMac(run.Mac);

    /// <summary>The zone of the settings, or the host's.</summary>
    public static TimeZoneInfo OfMac(Mac mac) => Find(mac.HostSettings[ZoneSetting]) ?? TimeZoneInfo.Local;

    /// <summary>The clock's time in that zone.</summary>
    public static DateTimeOffset Now(ToolRun run) => TimeZoneInfo.ConvertTime(run.Mac.Clock.Now, Zone(run));

    /// <summary>A zone by its name; null where there is none.</summary>
    public static TimeZoneInfo? Find(string? name)
    {
        if (string.IsNullOrEmpty(name)) return null;
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name.TrimStart(':'));
        }
        catch (Exception error) when (error is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException or UnauthorizedAccessException or IOException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>What a zone is called at a time, such as PST or CEST; its offset where it has no short name.</summary>
    public static string Abbreviation(TimeZoneInfo zone, DateTimeOffset time)
    {
        if (zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime) return zone.Id is "GMT" or "Europe/London" or "Atlantic/Reykjavik" ? "GMT" : "UTC";
        // The last line of the zone's file says it in the words of POSIX: PST8PDT,M3.2.0,M11.1.0
        var names = Names(zone.Id);
        var name = zone.IsDaylightSavingTime(time) && names.Count > 1 ? names[1] : names.FirstOrDefault();
        return name ?? TimeFormat.Format(time, "%z");
    }

    private static List<string> Names(string zone)
    {
        var names = new List<string>();
        if (!File.Exists(ZoneFolder + zone)) return names;
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(ZoneFolder + zone)).TrimEnd('\n');
        var rule = text[(text.LastIndexOf('\n') + 1)..].Split(',')[0];
        for (var i = 0; i < rule.Length;)
        {
            var start = i;
            if (rule[i] == '<')
            {
                i = rule.IndexOf('>', i) + 1;
                if (i == 0) break;
                names.Add(rule[(start + 1)..(i - 1)]);
            }
            else if (char.IsAsciiLetter(rule[i]))
            {
                while (i < rule.Length && char.IsAsciiLetter(rule[i])) i++;
                names.Add(rule[start..i]);
            }
            else i++;
        }
        return names;
    }
}
