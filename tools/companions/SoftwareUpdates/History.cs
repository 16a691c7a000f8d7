using MacToolHost;

namespace Companions.SoftwareUpdates;

/// <summary><c>softwareupdate --history</c>: what was installed on this Mac (columns from memory).</summary>
internal static class History
{
    public static int Run(ToolRun run, UpdateRequest request)
    {
        Line("Display Name", "Version", "Date");
        Line("------------", "-------", "----");
        foreach (var installed in run.Mac.SoftwareUpdate.History) Line(installed.Name, installed.Version, $"{installed.At:MM/dd/yyyy, HH:mm:ss}");
        return 0;

        void Line(string name, string version, string date) => run.Console.OutLine($"{name,-50} {version,-10} {date,-22}");
    }
}
