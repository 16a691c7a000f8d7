using MacStateStore;
using MacToolHost;

namespace Companions;

/// <summary>
/// Ends processes by name. An emulated Mac runs what macOS itself runs, daemons always and the desktop while somebody is logged in;
/// launchd starts all of these anew, so ending one shows no effect, but ending loginwindow logs out. The host's processes are never touched.
/// </summary>
internal static class KillAll
{
    public static readonly Companion Companion = new("killall", Run);

    /// <summary>The program that watches over a session.</summary>
    public const string LoginWindow = "loginwindow";
    private const string Usage =
        "usage: killall [-delmsqvz] [-help] [-I]\n               [-u user] [-t tty] [-c cmd] [-SIGNAL] [cmd]...\nAt least one option or argument to specify processes must be given.\n";

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
            else if (argument is "-u" or "-m" or "-c" or "-t" && i + 1 < run.Arguments.Count)
            {
                if (argument is not "-u") throw new NotEmulatedException($"killall {argument}");
                i++;
            }
            else if (IsSignal(argument)) continue;
            else if (argument.Length > 2 || "delmstcz".Contains(argument[^1])) throw new NotEmulatedException($"killall {argument}");
            else return Fail(run, Usage);
        }
        if (names.Count == 0) return Fail(run, Usage);
        var failed = false;
        foreach (var name in names)
        {
            var found = MacProcesses.Of(run.Mac).Where(process => process.Name == name && IsMine(run, process)).ToList();
            if (found.Count == 0)
            {
                failed = true;
                if (!quiet) run.Console.ErrorLine(run.IsRoot ? "No matching processes were found" : "No matching processes belonging to you were found");
            }
            else if (name == LoginWindow && run.Mac.Sessions.ConsoleUser is not null)
            {
                run.Mac.Sessions.Logout();
            }
            else
            {
                foreach (var process in found) Restart(run.Mac, process);
            }
        }
        return failed ? 1 : 0;
    }

    /// <summary>A job whose process has been ended gets a new one if it is to run always.</summary>
    public static void Restart(Mac mac, MacProcess process)
    {
        if (mac.LaunchJobs.All.FirstOrDefault(job => job.Pid == process.Pid) is not { } job) return;
        if (job.Runs) mac.LaunchJobs.Start(job.Domain, job.Label);
        else mac.LaunchJobs.Stop(job.Domain, job.Label);
    }

    /// <summary>Whether an argument is a signal such as -9, -KILL or -SIGTERM.</summary>
    public static bool IsSignal(string argument) => argument is ['-', _, ..] && Signals.Contains(WithoutSig(argument[1..]));

    // The login window, which watches over the desktop, is the user's at the screen as well as root's.
    private static bool IsMine(ToolRun run, MacProcess process) =>
        run.IsRoot || process.User == run.User || (process.Name == LoginWindow && run.Mac.Sessions.ConsoleUser == run.User);

    private static string WithoutSig(string name) => name.StartsWith("SIG", StringComparison.Ordinal) ? name[3..] : name;

    private static int Fail(ToolRun run, string text)
    {
        run.Console.Error(text);
        return 1;
    }
}
