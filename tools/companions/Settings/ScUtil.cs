using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary>The computer's names, and the store's entry for who is at the console (dossier companions, 9).</summary>
internal static class ScUtil
{
    public static readonly Companion Companion = new("scutil", Run);

    private const string ConsoleUserKey = "State:/Users/ConsoleUser";
    private const string NoSuchKey = "  No such key";

    // What its sessions know beside the commands that are emulated.
    private static readonly string[] Commands = ["add", "set", "remove", "notify", "get", "show", "list", "d.add", "d.get", "d.remove", "n.list", "n.add", "n.remove", "n.changes", "n.watch", "n.wait", "n.callback", "n.signal", "n.file", "n.cancel", "snapshot"];

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
            case ["--get" or "--set", var name, ..] when name is not ("HostName" or "LocalHostName" or "ComputerName"):
                run.Console.ErrorLine($"{name}: unknown preference");
                return 1;
            case ["--dns"]:
                return DynamicStore.Dns(run);
            case ["--proxy"]:
                DynamicStore.Show(run, "State:/Network/Global/Proxies");
                return 0;
            case ["--nwi"]:
                return DynamicStore.NetworkInformation(run);
            case ["-r", var host]:
                run.Console.OutLine(run.Mac.IsOnline || host is "localhost" or "127.0.0.1" ? $"Reachable{(host is "localhost" or "127.0.0.1" ? ",Local Address" : "")}" : "Not Reachable");
                return 0;
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
        string? fetched = null;
        while (NextCommand(run) is { } line)
        {
            switch (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                case [] or ["open" or "close" or "d.init" or "lock" or "unlock" or "f.read"]:
                    break;
                case ["quit" or "exit" or "q"]:
                    return 0;
                case ["show", ConsoleUserKey]:
                    ShowConsoleUser(run);
                    break;
                case ["get", var key]:
                    // What "get" has fetched, "d.show" prints.
                    fetched = DynamicStore.Find(run, key) ?? (key == ConsoleUserKey ? key : null);
                    if (fetched is null) run.Console.OutLine(NoSuchKey);
                    break;
                case ["d.show"]:
                    if (fetched == ConsoleUserKey) ShowConsoleUser(run);
                    else if (fetched is not null) run.Console.Out(fetched);
                    break;
                case ["show", var key]:
                    DynamicStore.Show(run, key);
                    break;
                case ["list"]:
                    DynamicStore.List(run, "");
                    break;
                case ["list", var pattern]:
                    DynamicStore.List(run, pattern);
                    break;
                case ["help"]:
                    throw new NotEmulatedException($"scutil: {line}");
                case [var word, ..] when !Commands.Contains(word):
                    run.Console.OutLine($"{word}: unknown, type \"help\" for command info");
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
