using MacToolHost;

namespace Companions;

/// <summary>
/// Ends processes by name. An emulated Mac runs what macOS itself runs, daemons always and the desktop while somebody is logged in;
/// launchd starts all of these anew, so ending one shows no effect, but ending loginwindow logs out. The host's processes are never touched.
/// </summary>
internal static class KillAll
{
    public static readonly Companion Companion = new("killall", Run);

    private const string LoginWindow = "loginwindow";
    private const string Usage =
        "usage: killall [-delmsqvz] [-help] [-I]\n               [-u user] [-t tty] [-c cmd] [-SIGNAL] [cmd]...\nAt least one option or argument to specify processes must be given.\n";

    private static readonly HashSet<string> Daemons = Words(
        "launchd opendirectoryd configd securityd tccd trustd mDNSResponder mDNSResponderHelper coreaudiod WindowServer loginwindow mds " +
        "mdworker notifyd syslogd logd powerd diskarbitrationd distnoted coreservicesd locationd bluetoothd airportd softwareupdated " +
        "mobileactivationd mdmclient sysmond fseventsd kextd kernelmanagerd authd amfid syspolicyd cfprefsd usernoted lsd");

    private static readonly HashSet<string> Desktop = Words(
        "Finder Dock SystemUIServer ControlCenter NotificationCenter cfprefsd pboard sharedfilelistd usernoted lsd UserEventAgent talagent " +
        "ControlStrip TISwitcher Spotlight");

    private static readonly string[] Signals =
        ["HUP", "INT", "QUIT", "ABRT", "KILL", "ALRM", "TERM", "USR1", "USR2", "STOP", "CONT", "1", "2", "3", "6", "9", "14", "15"];

    private static int Run(ToolRun run)
    {
        var quiet = false;
        var names = new List<string>();
        for (var i = 0; i < run.Arguments.Count; i++)
        {
            var argument = run.Arguments[i];
            if (!argument.StartsWith('-')) names.Add(argument);
            else if (argument == "-q") quiet = true;
            else if (argument is "-v" or "--") continue;
            else if (argument == "-SIGNAL") return Fail(run, Usage);
            else if (argument == "-u" && i + 1 < run.Arguments.Count) i++;
            else if (Signals.Contains(WithoutSig(argument[1..]))) continue;
            else if (argument.Length > 2 || "delmstcz".Contains(argument[^1])) throw new NotEmulatedException($"killall {argument}");
            else return Fail(run, Usage);
        }
        if (names.Count == 0) return Fail(run, Usage);
        var failed = false;
        foreach (var name in names)
        {
            if (!IsRunning(run, name))
            {
                failed = true;
                if (!quiet) run.Console.ErrorLine(run.IsRoot ? "No matching processes were found" : "No matching processes belonging to you were found");
            }
            else if (name == LoginWindow && run.Mac.Sessions.ConsoleUser is not null)
            {
                run.Mac.Sessions.Logout();
            }
        }
        return failed ? 1 : 0;
    }

    // Daemons are root's; the desktop, and the login window that watches over it, are the user's at the screen.
    private static bool IsRunning(ToolRun run, string name)
    {
        var atScreen = run.Mac.Sessions.ConsoleUser;
        if (run.IsRoot) return Daemons.Contains(name) || (Desktop.Contains(name) && atScreen is not null);
        return atScreen == run.User && (Desktop.Contains(name) || name == LoginWindow);
    }

    private static string WithoutSig(string name) => name.StartsWith("SIG", StringComparison.Ordinal) ? name[3..] : name;

    private static HashSet<string> Words(string text) => [.. text.Split(' ')];

    private static int Fail(ToolRun run, string text)
    {
        run.Console.Error(text);
        return 1;
    }
}
