using MacToolHost;

namespace Companions;

/// <summary>Who logged in; that stays so behind <c>sudo</c>.</summary>
internal static class LogName
{
    public static readonly Companion Companion = new("logname", Run) { IsLinuxs = Id.IsLinuxOnly };

    private static int Run(ToolRun run)
    {
        var options = Options.Read(run.Arguments, "");
        if (options.Problem is { } problem) run.Console.ErrorLine($"logname: {problem}");
        if (options.Problem is not null || options.Rest.Count > 0)
        {
            run.Console.ErrorLine("usage: logname");
            return 1;
        }
        run.Console.OutLine(run.Console.Environment("SUDO_USER") ?? run.User);
        return 0;
    }
}
