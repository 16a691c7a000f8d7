using MacToolHost;

namespace Companions.SoftwareUpdates;

/// <summary><c>softwareupdate --schedule [on|off]</c>: whether the Mac looks for updates by itself.</summary>
internal static class Schedule
{
    private const string Setting = "automaticUpdateCheck";

    public static int Run(ToolRun run, UpdateRequest request)
    {
        if (request.Operands is [var wanted, ..])
        {
            if (wanted is not ("on" or "off")) throw new NotEmulatedException($"softwareupdate --schedule {wanted}");
            if (!run.IsRoot) throw new NotEmulatedException("softwareupdate --schedule by somebody other than root");
            run.Mac.HostSettings[Setting] = wanted;
        }
        run.Console.OutLine(Messages.Schedule(run.Mac.HostSettings[Setting] != "off"));
        return 0;
    }
}
