using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary>The computer's names, and the store's entry for who is at the console (dossier companions, 9).</summary>
internal static class ScUtil
{
    public static readonly Companion Companion = new("scutil", Run);

    private const string ConsoleUserKey = "State:/Users/ConsoleUser";
    private const string NoSuchKey = "  No such key";

    // The names of the Mac, as scutil and as the settings of the host spell them.
    private static readonly (string Name, string Setting)[] Names =
        [("ComputerName", ComputerNameSetting), ("LocalHostName", "localHostName"), ("HostName", "hostName")];

    private const string ComputerNameSetting = "computerName";

    /// <summary>The name on the local network, as other companions show it.</summary>
    public static string LocalHostName(ToolRun run) => run.Mac.HostSettings["localHostName"] ?? HostLabel(ComputerName(run));

    private static int Run(ToolRun run)
    {
        switch (run.Arguments)
        {
            case ["--get", var name] when SettingOf(name) is { } setting:
                return Get(run, name, setting);
            case ["--set", var name, var value] when SettingOf(name) is { } setting:
                return Set(run, setting, value);
            case ["--set", var name] when SettingOf(name) is { } setting:
                return Set(run, setting, run.Mac.Pause(run.Console.ReadLine) ?? "");
            case []:
                return Session(run);
            default:
                throw new NotEmulatedException($"scutil {string.Join(' ', run.Arguments)}");
        }
    }

    private static int Get(ToolRun run, string name, string setting)
    {
        var value = name switch
        {
            "ComputerName" => ComputerName(run),
            "LocalHostName" => LocalHostName(run),
            _ => run.Mac.HostSettings[setting],
        };
        run.Console.OutLine(value ?? $"{name}: not set");
        return value is null ? 1 : 0;
    }

    private static int Set(ToolRun run, string setting, string value)
    {
        if (!run.IsRoot) throw new NotEmulatedException("scutil --set without root (a Mac asks an admin in a window)");
        run.Mac.HostSettings[setting] = value.Length > 0 ? value : null;
        return 0;
    }

    /// <summary>Commands from standard input, up to its end.</summary>
    private static int Session(ToolRun run)
    {
        while (NextCommand(run) is { } line)
        {
            switch (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                case [] or ["open" or "close"]:
                    break;
                case ["quit" or "exit" or "q"]:
                    return 0;
                case ["show", ConsoleUserKey]:
                    ShowConsoleUser(run);
                    break;
                default:
                    throw new NotEmulatedException($"scutil: {line}");
            }
        }
        return 0;
    }

    private static string? NextCommand(ToolRun run)
    {
        if (run.Console.IsInputTerminal) run.Console.Out("> ");
        run.Console.FlushOutput();
        return run.Console.ReadLine();
    }

    private static void ShowConsoleUser(ToolRun run)
    {
        if (ConsoleOwner.LoggedIn(run.Mac) is not { } user)
        {
            // In recoveryOS there is no login window that could own the console.
            run.Console.OutLine(run.Mac.Boot.Environment == MacStateStore.BootState.MacOS
                ? "<dictionary> {\n  GID : 0\n  Name : loginwindow\n  UID : 0\n}"
                : NoSuchKey);
            return;
        }
        run.Console.OutLine(
            $$"""
            <dictionary> {
              GID : {{Account.Signed(user.Gid)}}
              Name : {{user.Name}}
              SessionInfo : <array> {
                0 : <dictionary> {
                  kCGSSessionAuditIDKey : 100016
                  kCGSSessionGroupIDKey : {{Account.Signed(user.Gid)}}
                  kCGSSessionIDKey : 257
                  kCGSSessionLoginwindowSafeLogin : FALSE
                  kCGSSessionOnConsoleKey : TRUE
                  kCGSSessionSystemSafeBoot : FALSE
                  kCGSSessionUserIDKey : {{Account.Signed(user.Uid)}}
                  kCGSSessionUserNameKey : {{user.Name}}
                  kCGSessionLoginDoneKey : TRUE
                  kCGSessionLongUserNameKey : {{user.FullName}}
                  kSCSecuritySessionID : 100016
                }
              }
              UID : {{Account.Signed(user.Uid)}}
            }
            """);
    }

    /// <summary>The Mac's name; one that nobody has named is called after its model.</summary>
    public static string ComputerName(ToolRun run) =>
        run.Mac.HostSettings[ComputerNameSetting] ?? HardwareModel.Find(run.Mac.Machine.Model)?.Name ?? "Mac";

    // Letters, digits and hyphens are all that a name on the network may have.
    private static string HostLabel(string name)
    {
        var label = string.Concat(name.Where(c => c is not ('\'' or '\u2019')).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return label.Length > 0 ? label : "Mac";
    }

    private static string? SettingOf(string name) => Names.FirstOrDefault(pair => pair.Name == name).Setting;
}
