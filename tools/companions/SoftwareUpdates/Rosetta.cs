using MacStateStore;
using MacStateStore.Releases;
using MacToolHost;

namespace Companions.SoftwareUpdates;

/// <summary><c>softwareupdate --install-rosetta</c>: programs for Intel Macs run from then on.</summary>
internal static class Rosetta
{
    private const string Setting = "rosetta";
    private const string Mark = "/Library/Apple/usr/share/rosetta/rosetta";

    /// <summary>Whether it is installed.</summary>
    public static bool IsInstalled(Mac mac) => mac.HostSettings[Setting] == "installed";

    public static int Run(ToolRun run, UpdateRequest request)
    {
        if (run.Mac.Machine.Chip != Chip.Apple)
        {
            run.Console.OutLine(Messages.NoRosettaHere);
            return 1;
        }
        if (request.Has("agree-to-license")) run.Console.Out(Messages.License);
        else
        {
            run.Console.Out(Messages.RosettaLicense);
            run.Console.FlushOutput();
            if (run.Mac.Pause(run.Console.ReadLine) is not ("A" or "a")) return 1;
        }
        if (!ListUpdates.IsConnected(run)) return 1;
        run.Log(Messages.RosettaPackage);
        run.Mac.HostSettings[Setting] = "installed";
        // Scripts look for this file; what is in it is Apple's.
        var mark = MachineFolder.Locate(run.Mac.Path, Mark);
        Directory.CreateDirectory(Path.GetDirectoryName(mark)!);
        if (!File.Exists(mark)) File.WriteAllBytes(mark, []);
        run.Console.OutLine(Messages.RosettaInstalled);
        return 0;
    }
}
