using System.Text.RegularExpressions;
using MacToolHost;

namespace Companions;

/// <summary>
/// <c>pgrep</c> and <c>pkill</c> over the emulated Mac's processes (source: FreeBSD's options). What asks about parents or terminals is
/// about the caller's own processes and the host's command's; pkill ends only emulated ones.
/// </summary>
internal static class PGrep
{
    public static readonly Companion Companion = new("pgrep", run => Run(run, kills: false)) { IsForHost = IsHosts };

    public static readonly Companion Kill = new("pkill", run => Run(run, kills: true)) { IsForHost = IsHosts };

    private const int Nothing = 1;
    private const int BadUse = 2;
    private const string Letters = "F:G:ILP:U:ad:fg:ilnoqs:t:u:vx";
    private const string Usage = "[-Lafilnoqvx] [-F pidfile] [-G gid]\n             [-P ppid] [-U uid] [-d delim] [-g pgrp]\n             [-t tty] [-u euid] pattern ...\n";

    internal static bool IsHosts(IReadOnlyList<string> arguments)
    {
        var options = Options.Read(Plain(arguments), Letters);
        return options.Problem is null && "FPgst".Any(options.Has);
    }

    private static int Run(ToolRun run, bool kills)
    {
        var options = Options.Read(Plain(run.Arguments), Letters);
        var name = kills ? "pkill" : "pgrep";
        var usage = $"usage: {name} {(kills ? "[-signal] " : "")}{Usage}";
        if (options.Problem is { } problem) return Fail($"{name}: {problem}\n{usage}");
        if (options.Rest.Count == 0 && !"GUu".Any(options.Has)) return Fail(usage);
        List<Regex> patterns;
        try
        {
            patterns = [.. options.Rest.Select(pattern => new Regex(options.Has('x') ? $"^(?:{pattern})$" : pattern, (options.Has('i') ? RegexOptions.IgnoreCase : 0) | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))];
        }
        catch (ArgumentException)
        {
            return Fail($"{name}: Cannot compile regular expression `{options.Rest[0]}' (brackets ([ ]) not balanced)\n");
        }
        var users = (options.Value('u') ?? options.Value('U'))?.Split(',').Select(user => Account.Find(run.Mac, user)?.Name).ToHashSet();
        var found = MacProcesses.Of(run.Mac)
            .Where(process => (patterns.Count == 0 || patterns.Exists(pattern => pattern.IsMatch(options.Has('f') ? process.Path : process.Name))) != options.Has('v'))
            .Where(process => users is null || users.Contains(process.User))
            .ToList();
        if (options.Has('n')) found = [.. found.TakeLast(1)];
        if (options.Has('o')) found = [.. found.Take(1)];
        if (kills)
        {
            var mine = found.Where(process => run.IsRoot || process.User == run.User).ToList();
            if (mine.Exists(process => process.Name == KillAll.LoginWindow) && run.Mac.Sessions.ConsoleUser is not null) run.Mac.Sessions.Logout();
            foreach (var process in mine) KillAll.Restart(run.Mac, process);
            if (options.Has('l'))
                foreach (var process in mine) run.Console.OutLine($"kill -TERM {process.Pid}");
            return mine.Count > 0 ? 0 : Nothing;
        }
        if (!options.Has('q') && found.Count > 0)
            run.Console.Out(string.Join(options.Value('d') ?? "\n", found.Select(process => options.Has('l') ? $"{process.Pid} {(options.Has('f') ? process.Path : process.Name)}" : $"{process.Pid}")) + "\n");
        return found.Count > 0 ? 0 : Nothing;

        int Fail(string text)
        {
            run.Console.Error(text);
            return BadUse;
        }
    }

    // A signal (-9, -KILL, -SIGTERM) is no option.
    private static List<string> Plain(IReadOnlyList<string> arguments) => [.. arguments.Skip(arguments.Count > 0 && KillAll.IsSignal(arguments[0]) ? 1 : 0)];
}
