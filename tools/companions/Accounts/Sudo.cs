using System.Text;
using MacStateStore;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacToolHost;
using MacToolHost.Processes;

namespace Companions;

/// <summary>
/// Runs a command as root or another user of the emulated Mac. Rehearsals ask for no password: who is an admin may, as if it had just
/// been typed; but one that comes along with <c>-S</c> is verified. The environment is what macOS's sudoers file leaves: HOME stays the
/// caller's.
/// </summary>
internal static class Sudo
{
    public static readonly Companion Companion = new("sudo", Run)
    {
        OnlyBecomesAnother = arguments => !SudoRequest.Read(arguments).Has('S'),
        // The command that follows gets its own row, with its own secrets left out.
        IsSecret = arguments => [.. arguments.Select((_, i) => i >= arguments.Count - SudoRequest.Read(arguments).Command.Count)],
    };

    private const int Tries = 3;
    private const string NotDone = "ABbCDeNPRTtrUV";

    private const string Usage =
        "usage: sudo -h | -K | -k | -V\n" +
        "usage: sudo -v [-ABkNnS] [-g group] [-h host] [-p prompt] [-u user]\n" +
        "usage: sudo -l [-ABkNnS] [-g group] [-h host] [-p prompt] [-U user] [-u user] [command [arg ...]]\n" +
        "usage: sudo [-ABbEHkNnPS] [-C num] [-D directory] [-g group] [-h host] [-p prompt] [-R directory] [-T timeout] [-u user]\n" +
        "            [VAR=value] [-i | -s] [command [arg ...]]\n" +
        "usage: sudo -e [-ABkNnS] [-C num] [-D directory] [-g group] [-h host] [-p prompt] [-R directory] [-T timeout] [-u user] file ...\n";

    // What sudo keeps by itself, and what macOS's sudoers file adds.
    private static readonly HashSet<string> KeptVariables = new(StringComparer.Ordinal)
    {
        "BLOCKSIZE", "CHARSET", "COLORFGBG", "COLORS", "COLORTERM", "COLUMNS", "DISPLAY", "EDITOR", "HOME", "HOSTNAME", "KRB5CCNAME", "LANG",
        "LANGUAGE", "LINES", "LSCOLORS", "LS_COLORS", "MAIL", "PATH", "PS1", "PS2", "SSH_AUTH_SOCK", "TERM", "TZ", "VISUAL", "XAUTHORITY",
        "XAUTHORIZATION", "__CF_USER_TEXT_ENCODING",
    };

    private static int Run(ToolRun run)
    {
        var request = SudoRequest.Read(run.Arguments);
        if (request.Problem is { } problem) return Fail(run, $"sudo: {problem}\n{Usage}");
        if (request.Has('h'))
        {
            run.Console.Out($"sudo - execute a command as another user\n\n{Usage}");
            return 0;
        }
        if (NotDone.FirstOrDefault(request.Has) is var letter and not '\0') throw new NotEmulatedException($"sudo -{letter}");
        if (request.Has('K') || (request.Has('k') && !HasWork(request))) return 0;
        if (!HasWork(request)) return Fail(run, Usage);
        if (Target(run, request.User) is not { } target)
            return Fail(run, $"sudo: unknown user: {request.User}\n" + (run.Mac.System.Version.Has(Capability.NamedMacOS)
                ? "sudo: error initializing audit plugin sudoers_audit\n" : "sudo: unable to initialize policy plugin\n"));
        if (Group(run, request.Group, target) is not { } gid) return Fail(run, $"sudo: unknown group: {request.Group}\n");
        if (!run.IsRoot && !MayBecome(run, request)) return 1;
        if (request.Has('l')) throw new NotEmulatedException("sudo -l");
        if (request.Has('v')) return 0;

        var caller = ProcessImage.InheritedEnvironment;
        var variables = Variables(run.Mac, request, caller, Account.Caller(run), run.User, target);
        var command = Command(request, variables, Account.Caller(run), target);
        if (HostEnvironment.Find(command[0], variables.GetValueOrDefault("PATH", "")) is not { } program)
        {
            run.Console.ErrorLine($"sudo: {command[0]}: command not found");
            HostEnvironment.TellMissingShell(run.Console, command[0]);
            return 1;
        }
        variables["SUDO_COMMAND"] = string.Join(' ', [program, .. command.Skip(1)]);
        var home = request.Has('i') ? variables["HOME"] : null;
        run.Afterwards = () =>
        {
            if (home is not null && Directory.Exists(home)) Directory.SetCurrentDirectory(home);
            return EmulatedUser.Become("sudo", target.Name, target.Uid, gid, [program, .. command.Skip(1)], variables);
        };
        return 0;
    }

    /// <summary>The environment that the command gets.</summary>
    internal static Dictionary<string, string> Variables(
        Mac mac, SudoRequest request, IReadOnlyDictionary<string, string> caller, Account? callerAccount, string callerName, Account target)
    {
        var isLogin = request.Has('i');
        var variables = caller
            .Where(variable => HostEnvironment.IsOurs(variable.Key) || request.Kept.Contains(variable.Key)
                || (isLogin ? variable.Key == "TERM" : request.Has('E') || IsKept(variable.Key)))
            .ToDictionary(StringComparer.Ordinal);
        variables[MachineLocation.MachineVariable] = mac.Path;
        if (isLogin) variables["PATH"] = HostEnvironment.PathOfLogin(caller);
        variables.TryAdd("PATH", HostEnvironment.PathOfLogin(caller));
        if (isLogin || request.Has('H') || !variables.ContainsKey("HOME")) variables["HOME"] = HostEnvironment.Home(mac, target.Home);
        variables["USER"] = target.Name;
        variables["LOGNAME"] = target.Name;
        if (!request.Has('E') || !variables.ContainsKey("SHELL")) variables["SHELL"] = target.Shell;
        variables.TryAdd("MAIL", $"/var/mail/{target.Name}");
        variables["SUDO_USER"] = callerName;
        variables["SUDO_UID"] = $"{callerAccount?.Uid ?? ProcessImage.EffectiveUserId}";
        variables["SUDO_GID"] = $"{callerAccount?.Gid ?? ProcessImage.EffectiveGroupId}";
        foreach (var (name, value) in request.Assignments) variables[name] = value;
        return variables;
    }

    /// <summary>The words to run: the command itself, or a shell that reads it.</summary>
    internal static IReadOnlyList<string> Command(SudoRequest request, IReadOnlyDictionary<string, string> variables, Account? caller, Account target)
    {
        if (!request.Has('s') && !request.Has('i')) return request.Command;
        var shell = request.Has('i') ? target.Shell
            : Environment.GetEnvironmentVariable("SHELL") is { Length: > 0 } own ? own : caller?.Shell ?? variables["SHELL"];
        if (shell.Length == 0) shell = "/bin/sh";
        IEnumerable<string> login = request.Has('i') ? ["-l"] : [];
        return request.Command.Count == 0 ? [shell, .. login] : [shell, .. login, "-c", string.Join(' ', request.Command.Select(Escaped))];
    }

    private static bool HasWork(SudoRequest request) =>
        request.Command.Count > 0 || request.Has('s') || request.Has('i') || request.Has('v') || request.Has('l');

    // Whoever is root may become anybody, without further questions; of the others, admins.
    private static bool MayBecome(ToolRun run, SudoRequest request)
    {
        var isAdmin = Account.Caller(run) is { } caller && Memberships.IsAdmin(run.Mac.Directory, caller.Record);
        if (request.Has('S') && !VerifyPassword(run, request)) return false;
        if (isAdmin) return true;
        run.Console.ErrorLine(request.Has('n') ? "sudo: a password is required" : $"{run.User} is not in the sudoers file.");
        return false;
    }

    private static bool VerifyPassword(ToolRun run, SudoRequest request)
    {
        var prompt = (request.Prompt ?? "Password:")
            .Replace("%p", run.User, StringComparison.Ordinal).Replace("%u", run.User, StringComparison.Ordinal)
            .Replace("%U", request.User ?? "root", StringComparison.Ordinal).Replace("%%", "%", StringComparison.Ordinal);
        for (var wrong = 0; ;)
        {
            run.Console.Error(prompt);
            if (run.Mac.Pause(run.Console.ReadLine) is not { } password)
            {
                run.Console.Error("\nsudo: no password was provided\n");
                run.Console.ErrorLine(wrong == 0 ? "sudo: a password is required" : Attempts(wrong));
                return false;
            }
            try
            {
                run.Mac.DirectoryAs(new DirectoryCaller(run.User)).Authenticate(run.User, password);
                return true;
            }
            catch (DirectoryException)
            {
                if (++wrong == Tries)
                {
                    run.Console.ErrorLine(Attempts(wrong));
                    return false;
                }
                run.Console.ErrorLine("Sorry, try again.");
            }
        }
    }

    private static string Attempts(int wrong) => $"sudo: {wrong} incorrect password attempt{(wrong == 1 ? "" : "s")}";

    private static Account? Target(ToolRun run, string? user) => user switch
    {
        null => Account.Named(run.Mac, "root"),
        ['#', .. var number] => Account.TryNumber(number) is { } uid ? Account.Numbered(run.Mac, uid) : null,
        _ => Account.Named(run.Mac, user),
    };

    private static uint? Group(ToolRun run, string? group, Account target) => group switch
    {
        null => target.Gid,
        ['#', .. var number] => Account.TryNumber(number),
        _ => Account.GroupNamed(run.Mac, group) is { } record ? Account.Number(record, AttributeName.PrimaryGroupId) : null,
    };

    private static bool IsKept(string name) => KeptVariables.Contains(name) || name.StartsWith("LC_", StringComparison.Ordinal);

    // As sudo does for the shell: all but letters, digits and a few harmless characters get a backslash.
    private static string Escaped(string word)
    {
        var text = new StringBuilder();
        foreach (var c in word)
        {
            if (char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '$')) text.Append('\\');
            text.Append(c);
        }
        return text.ToString();
    }

    private static int Fail(ToolRun run, string text)
    {
        run.Console.Error(text);
        return 1;
    }
}
