using Companions.SoftwareUpdates;
using MacStateStore.Releases;
using MacToolHost;
using MacToolHost.Processes;

namespace Companions;

/// <summary>The machine's architecture: <c>arm64</c> or <c>i386</c>, by which scripts tell Apple silicon from Intel.</summary>
internal static class Arch
{
    public static readonly Companion Companion = new("arch", Run)
    {
        IsLinuxs = Options.AreLong,
    };

    private static int Run(ToolRun run)
    {
        var isApple = run.Mac.Machine.Chip == Chip.Apple;
        var arguments = run.Arguments;
        if (arguments.Count == 0)
        {
            run.Console.OutLine(isApple ? "arm64" : "i386");
            return 0;
        }
        // With the Mac's own architecture and a command it runs the command; Apple silicon with Rosetta runs Intel's, too.
        if (isApple && arguments is ["-x86_64", var intel, ..])
        {
            if (!Rosetta.IsInstalled(run.Mac))
            {
                run.Console.ErrorLine($"arch: posix_spawnp: {intel}: Bad CPU type in executable");
                return 1;
            }
        }
        else if (arguments is not [var wanted, _, ..] || wanted != (isApple ? "-arm64" : "-x86_64")) throw new NotEmulatedException($"arch {arguments[0]}");
        run.Afterwards = () => ProcessImage.Replace("arch", arguments[1], [.. arguments.Skip(1)], ProcessImage.InheritedEnvironment);
        return 0;
    }
}
