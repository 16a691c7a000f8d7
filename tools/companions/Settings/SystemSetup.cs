using System.Globalization;
using MacStateStore.Lifecycle;
using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary><c>systemsetup</c>: time, sleep, remote login and start-up settings, kept in the machine (texts memory, from manual page and use).</summary>
internal static class SystemSetup
{
    public static readonly Companion Companion = new("systemsetup", Run);

    // What reads and sets one setting: its verb, its label, its setting, its usual value, and which values it takes.
    private sealed record Plain(string Verb, string Label, string Setting, string Usual, string Said);

    private static readonly Plain[] Switches =
    [
        new("remoteappleevents", "Remote Apple Events", SystemSetting.RemoteAppleEvents, "off", "Remote Apple Events"),
        new("wakeonnetworkaccess", "Wake On Network Access", "power.womp", "off", "Wake On Network Access"),
        new("wakeonmodem", "Wake On Modem", "power.ring", "off", "Wake On Modem"),
        new("restartpowerfailure", "Restart After Power Failure", "power.autorestart", "off", "Restart After Power Failure"),
        new("restartfreeze", "Restart After Freeze", "power.restartfreeze", "on", "Restart After Freeze"),
        new("allowpowerbuttontosleepcomputer", "Power Button To Sleep Computer", "power.powerbutton", "on", "Allow Power Button To Sleep Computer"),
    ];

    private static readonly Plain[] Sleeps =
    [
        new("computersleep", "Computer Sleep", "power.sleep", "10", "Computer Sleep"), new("displaysleep", "Display Sleep", "power.displaysleep", "10", "Display Sleep"), new("harddisksleep", "Hard Disk Sleep", "power.disksleep", "10", "Hard Disk Sleep"),
    ];

    private const string Prefix = "set";

    private static int Run(ToolRun run)
    {
        if (!run.IsRoot)
        {
            run.Console.OutLine("You need administrator access to run this tool... exiting!");
            return 0;
        }
        if (run.Arguments.Count == 0) throw new NotEmulatedException("systemsetup without a command");
        var words = run.Arguments.ToList();
        var force = words.Remove("-f");
        var status = 0;
        // Several commands may stand in one line.
        for (var i = 0; i < words.Count && status == 0;)
        {
            var end = words.FindIndex(i + 1, word => word.StartsWith('-') && word.Length > 1 && !char.IsAsciiDigit(word[1]));
            if (end < 0) end = words.Count;
            status = One(run, words[i].TrimStart('-').ToLowerInvariant(), [.. words[(i + 1)..end]], force);
            i = end;
        }
        return status;
    }

    private static int One(ToolRun run, string verb, string[] values, bool force)
    {
        var mac = run.Mac;
        var now = MacTime.Now(run);
        switch (verb, values)
        {
            case ("getdate", []): return Say(run, $"Date: {TimeFormat.Format(now, "%m/%d/%Y").TrimStart('0')}");
            case ("gettime", []): return Say(run, $"Time: {TimeFormat.Format(now, "%k:%M:%S").TrimStart()}");
            case ("setdate", [var date]): return SetClock(run, date, ["%m:%d:%y", "%m:%d:%Y", "%m/%d/%y"], now, $"setdate: {date}");
            case ("settime", [var time]): return SetClock(run, time, ["%H:%M:%S"], now, $"settime: {time}");
            case ("gettimezone", []): return Say(run, $"Time Zone: {mac.HostSettings[MacTime.ZoneSetting] ?? TimeZoneName()}");
            case ("settimezone", [var zone]):
                if (!zone.Contains('/') && zone is not ("GMT" or "UTC") || MacTime.Find(zone) is null) return Say(run, $"{zone} is not a valid timezone. Use -listtimezones to show a list of valid timezones.");
                mac.HostSettings[MacTime.ZoneSetting] = zone;
                return Say(run, $"Set TimeZone: {zone}");
            case ("listtimezones", []):
                run.Console.OutLine("Time Zones:");
                foreach (var zone in TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(id => id.Contains('/') || id == "GMT").Order(StringComparer.Ordinal)) run.Console.OutLine($" {zone}");
                return 0;
            case ("getusingnetworktime", []): return Say(run, $"Network Time: {OnOff(mac.Settings.IsOn(HostSwitch.AutomaticTime))}");
            case ("setusingnetworktime", [var state]) when IsSwitch(state, out var on):
                mac.Settings.Turn(HostSwitch.AutomaticTime, on);
                return Say(run, $"setUsingNetworkTime: {OnOff(on)}");
            case ("getnetworktimeserver", []): return Say(run, $"Network Time Server: {mac.HostSettings[SystemSetting.TimeServer] ?? "time.apple.com"}");
            case ("setnetworktimeserver", [var server]):
                mac.HostSettings[SystemSetting.TimeServer] = server;
                return Say(run, $"setNetworkTimeServer: {server}");
            case ("getremotelogin", []): return Say(run, $"Remote Login: {OnOff(SystemSetting.IsOn(mac, SystemSetting.RemoteLogin))}");
            case ("setremotelogin", [var state]) when IsSwitch(state, out var on): return SetRemoteLogin(run, on, force);
            case ("setremoteappleevents", [_]) when !mac.Machine.HasFullDiskAccess && mac.System.Version.Has(Capability.RemoteLoginNeedsFullDiskAccess):
                return Say(run, "setremoteappleevents: Turning Remote AppleEvents on or off requires Full Disk Access privileges.");
            case ("getcomputername", []): return Say(run, $"Computer Name: {ScUtil.ComputerName(run)}");
            case ("setcomputername", [var name]):
                mac.HostSettings["computerName"] = name.Length > 0 ? name : null;
                return 0;
            case ("getlocalsubnetname", []): return Say(run, $"Local Subnet Name: {ScUtil.LocalHostName(run)}");
            case ("setlocalsubnetname", [var name]):
                mac.HostSettings["localHostName"] = name.Length > 0 ? name : null;
                return 0;
            case ("getstartupdisk", []): return Say(run, "/System/Library/CoreServices");
            case ("liststartupdisks", []): return Say(run, "/System/Library/CoreServices");
            case ("getdisablekeyboardwhenenclosurelockisengaged", []): return Say(run, "Disable Keyboard When Enclosure Lock Is Engaged: No");
            case ("getwaitforstartupafterpowerfailure", []): return Say(run, $"Wait For Startup After Power Failure: {mac.HostSettings["power.waitforstartup"] ?? "0"} seconds");
            case ("setwaitforstartupafterpowerfailure", [var seconds]) when int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var wait):
                if (wait % 30 != 0) return Say(run, "Error: value must be a multiple of 30");
                mac.HostSettings["power.waitforstartup"] = $"{wait}";
                return Say(run, $"setwaitforstartupafterpowerfailure: {wait} seconds");
            case ("getsleep", []):
                foreach (var sleep in Sleeps) Say(run, Shown(run, sleep).Replace("Computer Sleep", "Sleep: Computer", StringComparison.Ordinal).Replace("Display Sleep", "Sleep: Display", StringComparison.Ordinal).Replace("Hard Disk Sleep", "Sleep: Disk", StringComparison.Ordinal).Replace(": after", " sleeps after", StringComparison.Ordinal).Replace(": Never", " sleeps Never", StringComparison.Ordinal));
                return 0;
            case ("setsleep", [var minutes]):
                foreach (var sleep in Sleeps)
                    if (SetSleep(run, sleep, minutes) is var status and not 0) return status;
                return 0;
        }
        foreach (var row in Switches)
        {
            if (verb == "get" + row.Verb && values.Length == 0) return Say(run, $"{row.Label}: {OnOff(IsOn(run, row))}");
            if (verb == Prefix + row.Verb && values is [var state] && IsSwitch(state, out var on))
            {
                mac.HostSettings[row.Setting] = row.Setting.StartsWith("power.", StringComparison.Ordinal) ? on ? "1" : "0" : on ? "on" : "off";
                return Say(run, $"{Prefix}{row.Verb}: {OnOff(on)}");
            }
        }
        foreach (var row in Sleeps)
        {
            if (verb == "get" + row.Verb && values.Length == 0) return Say(run, Shown(run, row));
            if (verb == Prefix + row.Verb && values is [var minutes]) return SetSleep(run, row, minutes);
        }
        throw new NotEmulatedException($"systemsetup -{verb}{string.Concat(values.Select(value => " " + value))}");
    }

    private static int SetRemoteLogin(ToolRun run, bool on, bool force)
    {
        if (!run.Mac.Machine.HasFullDiskAccess && run.Mac.System.Version.Has(Capability.RemoteLoginNeedsFullDiskAccess))
            return Say(run, "setremotelogin: Turning Remote Login on or off requires Full Disk Access privileges.");
        if (!on && !force && SystemSetting.IsOn(run.Mac, SystemSetting.RemoteLogin))
        {
            var answer = run.Mac.Pause(() =>
            {
                run.Console.Out("Do you really want to turn remote login off? If you do, you will lose this connection and can only turn it back on locally at the server (yes/no)? ");
                run.Console.FlushOutput();
                return run.Console.ReadLine();
            });
            if (answer is not ("yes" or "y" or "YES" or "Y")) return 0;
        }
        if (on != SystemSetting.IsOn(run.Mac, SystemSetting.RemoteLogin)) run.Mac.HostSettings[SystemSetting.RemoteLogin] = on ? SystemSetting.Everybody : SystemSetting.Off;
        return 0;
    }

    private static int SetClock(ToolRun run, string text, string[] formats, DateTimeOffset now, string said)
    {
        foreach (var format in formats)
            if (TimeParse.Read(text, format, now, MacTime.Zone(run)) is { Left: "" } read)
            {
                run.Mac.Clock.Set(read.Time);
                return Say(run, said);
            }
        return Say(run, $"{text} is not a valid {(formats[0] == "%H:%M:%S" ? "time, use hh:mm:ss" : "date, use mm:dd:yy")}");
    }

    private static int SetSleep(ToolRun run, Plain row, string minutes)
    {
        var value = minutes.ToUpperInvariant() is "NEVER" or "OFF" ? 0 : int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 180 ? number : -1;
        if (value < 0) return Say(run, $"{minutes} is not a valid value: 1 to 180 minutes, or Never or Off");
        foreach (var source in PowerSettings.Sources(run.Mac)) PowerSettings.Set(run.Mac, source, row.Setting["power.".Length..], value);
        return Say(run, $"{Prefix}{row.Verb}: {(value == 0 ? "Never" : $"{value} minutes")}");
    }

    private static string Shown(ToolRun run, Plain row) =>
        PowerSettings.Value(run.Mac, PowerSettings.Mains, row.Setting["power.".Length..]) is var value && value == 0 ? $"{row.Label}: Never" : $"{row.Label}: after {value} minutes";

    private static bool IsOn(ToolRun run, Plain row) => (run.Mac.HostSettings[row.Setting] ?? row.Usual) is not ("off" or "0" or "false");

    private static string TimeZoneName() => TimeZoneInfo.Local.Id is "UTC" or "Etc/UTC" ? "GMT" : TimeZoneInfo.Local.Id;

    private static bool IsSwitch(string text, out bool on)
    {
        on = text.Equals("on", StringComparison.OrdinalIgnoreCase);
        return on || text.Equals("off", StringComparison.OrdinalIgnoreCase);
    }

    private static string OnOff(bool value) => value ? "On" : "Off";

    private static int Say(ToolRun run, string text)
    {
        run.Console.OutLine(text);
        return 0;
    }
}
