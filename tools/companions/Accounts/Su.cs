using MacStateStore.OpenDirectory;
using MacToolHost;
using MacToolHost.Processes;

namespace Companions;

/// <summary>A shell as another user of the emulated Mac, or a command in it: <c>su - NAME -c COMMAND</c>. Root needs no password.</summary>
internal static class Su
{
    public static readonly Companion Companion = new("su", Run)
    {
        // What the shell is to do may hold secrets; the commands themselves get their own rows.
        IsSecret = arguments => [.. arguments.Select((_, i) => i > arguments.ToList().IndexOf("-c") && arguments.Contains("-c"))],
        IsLinuxs = arguments => Options.AreLong([.. arguments.TakeWhile(argument => argument != "-c")]),
    };

    private const string Usage = "usage: su [-] [-flm] [login [args]]\n";

    private static int Run(ToolRun run)
    {
        var isLogin = run.Arguments is ["-", ..];
        var options = Options.Read([.. run.Arguments.Skip(isLogin ? 1 : 0)], "flm");
        if (options.Problem is { } problem) return Fail(run, $"su: {problem}\n{Usage}");
        isLogin |= options.Has('l');
        var name = options.Rest is [var given, ..] ? given : "root";
        if (Account.Named(run.Mac, name) is not { } target) return Fail(run, $"su: unknown login: {name}\n");
        if (!run.IsRoot)
        {
            try
            {
                run.Mac.DirectoryAs(new DirectoryCaller(run.User)).Authenticate(target.Name, run.AskSecret("Password:"));
            }
            catch (DirectoryException)
            {
                return Fail(run, "su: Sorry\n");
            }
        }

        var caller = ProcessImage.InheritedEnvironment;
        var keeps = options.Has('m') && !isLogin;
        var variables = Variables(run, caller, target, isLogin, keeps);
        var shell = keeps && caller.TryGetValue("SHELL", out var own) ? own : target.Shell;
        if (shell.Length == 0) shell = "/bin/sh";
        if (HostEnvironment.Find(shell, "") is null)
        {
            run.Console.ErrorLine($"su: {shell}: No such file or directory");
            HostEnvironment.TellMissingShell(run.Console, shell);
            return 1;
        }
        var home = isLogin ? variables["HOME"] : null;
        IEnumerable<string> login = isLogin ? ["-l"] : [];
        run.Afterwards = () =>
        {
            if (home is not null && Directory.Exists(home)) Directory.SetCurrentDirectory(home);
            return EmulatedUser.Become("su", target.Name, target.Uid, target.Gid, [shell, .. login, .. options.Rest.Skip(1)], variables);
        };
        return 0;
    }

    private static Dictionary<string, string> Variables(
        ToolRun run, Dictionary<string, string> caller, Account target, bool isLogin, bool keeps)
    {
        var variables = isLogin
            ? caller.Where(variable => variable.Key == "TERM" || HostEnvironment.IsOurs(variable.Key)).ToDictionary(StringComparer.Ordinal)
            : new Dictionary<string, string>(caller, StringComparer.Ordinal);
        variables[MachineLocation.MachineVariable] = run.Mac.Path;
        if (keeps) return variables;
        if (isLogin) variables["PATH"] = HostEnvironment.PathOfLogin(caller);
        variables["HOME"] = HostEnvironment.Home(run.Mac, target.Home);
        variables["SHELL"] = target.Shell;
        // Somebody who becomes root only for a while stays known by name.
        if (isLogin || target.Uid != 0)
        {
            variables["USER"] = target.Name;
            variables["LOGNAME"] = target.Name;
        }
        return variables;
    }

    private static int Fail(ToolRun run, string text)
    {
        run.Console.Error(text);
        return 1;
    }
}
