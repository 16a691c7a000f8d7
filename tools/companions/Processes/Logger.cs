using System.Text;
using MacToolHost;

namespace Companions;

/// <summary>Writes to the system log, which an emulated Mac doesn't keep: the host's gets nothing. With <c>-s</c> also to standard error.</summary>
internal static class Logger
{
    public static readonly Companion Companion = new("logger", Run) { IsForHost = arguments => arguments is ["--version" or "--help", ..] };

    private static int Run(ToolRun run)
    {
        var options = Options.Read(run.Arguments, "46Af:h:ip:P:S:st:");
        if (options.Problem is { } problem)
        {
            run.Console.ErrorLine($"logger: {problem}\nusage: logger [-46Ais] [-f file] [-h host] [-P port] [-p pri] [-t tag]\n              [-S addr:port] [message ...]");
            return 1;
        }
        var input = options.Rest.Count > 0 ? string.Join(' ', options.Rest)
            : Encoding.UTF8.GetString(options.Value('f') is { } file and not "-" ? File.ReadAllBytes(file) : run.Console.ReadToEnd());
        if (!options.Has('s')) return 0;
        var now = run.Mac.Clock.Now;
        foreach (var line in input.TrimEnd('\n').Split('\n'))
            run.Console.ErrorLine($"{now:MMM} {now.Day,2} {now:HH:mm:ss}  {options.Value('t') ?? run.User}[{Environment.ProcessId}] <Notice>: {line}");
        return 0;
    }
}
