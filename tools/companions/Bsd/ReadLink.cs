using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary><c>readlink -f</c>, which macOS knows from 12.3 on; all else is the host's; of its other options a Mac has none (manual page).</summary>
internal static class ReadLink
{
    public static readonly Companion Companion = new("readlink", Run)
    {
        IsForHost = arguments => arguments.All(argument => argument is not ['-', _, ..] || argument == "-n"),
        IsLinuxs = arguments => Options.AreLong(arguments) || Options.Read(arguments, "fn").Problem is not null,
    };

    private static int Run(ToolRun run)
    {
        var follows = run.Mac.System.Version.Has(Capability.ReadlinkFollows);
        if (Options.Read(run.Arguments, follows ? "fn" : "n").Problem is { } problem)
        {
            run.Console.Error($"readlink: {problem}\nusage: readlink {(follows ? "[-fn]" : "[-n]")} [file ...]\n");
            return 1;
        }
        run.Afterwards = () => MacToolHost.Processes.HostCommand.Replace("readlink", run.Arguments);
        return 0;
    }
}
