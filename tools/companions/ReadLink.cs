using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary><c>readlink -f</c>, which macOS knows from 12.3 on; all else is the host's.</summary>
internal static class ReadLink
{
    public static readonly Companion Companion = new("readlink", Run) { IsForHost = arguments => !arguments.Any(IsFollowing) };

    internal static bool IsFollowing(string argument) => argument is ['-', not '-', ..] && argument.Contains('f', StringComparison.Ordinal);

    private static int Run(ToolRun run)
    {
        if (!run.Mac.System.Version.Has(Capability.ReadlinkFollows))
        {
            run.Console.Error("readlink: illegal option -- f\nusage: readlink [-n] [file ...]\n");
            return 1;
        }
        run.Afterwards = () => MacToolHost.Processes.HostCommand.Replace("readlink", run.Arguments);
        return 0;
    }
}
