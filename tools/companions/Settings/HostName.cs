using MacToolHost;

namespace Companions;

/// <summary><c>hostname</c>: the host name that is set, or the local name with its domain (memory).</summary>
internal static class HostName
{
    public static readonly Companion Companion = new("hostname", Run) { IsLinuxs = Options.AreLong };

    /// <summary>The Mac's name on the network.</summary>
    public static string Of(ToolRun run) => run.Mac.HostSettings["hostName"] ?? ScUtil.LocalHostName(run) + ".local";

    private static int Run(ToolRun run)
    {
        var options = Options.Read(run.Arguments, "fsd");
        if (options.Problem is { } problem)
        {
            run.Console.Error($"hostname: {problem}\nusage: hostname [-f] [-s | -d] [name-of-host]\n");
            return 1;
        }
        if (options.Rest is [var name])
        {
            if (run.IsRoot)
            {
                run.Mac.HostSettings["hostName"] = name.Length > 0 ? name : null;
                return 0;
            }
            run.Console.ErrorLine("hostname: sethostname: Operation not permitted");
            return 1;
        }
        var full = Of(run);
        var dot = full.IndexOf('.', StringComparison.Ordinal);
        run.Console.OutLine(dot < 0 ? options.Has('d') ? "" : full : options.Has('s') ? full[..dot] : options.Has('d') ? full[(dot + 1)..] : full);
        return 0;
    }
}
