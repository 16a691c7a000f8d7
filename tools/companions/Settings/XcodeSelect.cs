using MacToolHost;

namespace Companions;

/// <summary><c>xcode-select</c>: where the developer tools are, if the setting <c>developer.folder</c> names them (texts memory).</summary>
internal static class XcodeSelect
{
    public static readonly Companion Companion = new("xcode-select", Run);

    private const string Setting = "developer.folder";

    private static int Run(ToolRun run)
    {
        switch (run.Arguments)
        {
            case ["-p" or "--print-path" or "-print-path"]:
                if (run.Mac.HostSettings[Setting] is { } folder)
                {
                    run.Console.OutLine(folder);
                    return 0;
                }
                run.Console.ErrorLine("xcode-select: error: unable to get active developer directory, use `sudo xcode-select --switch path/to/Xcode.app` to set one (or see `man xcode-select`)");
                return 2;
            case ["-v" or "--version" or "-version"]:
                run.Console.OutLine("xcode-select version 2406.");
                return 0;
            case ["-s" or "--switch" or "-switch", var path]:
                if (!run.IsRoot)
                {
                    run.Console.ErrorLine("xcode-select: error: --switch must be run as root");
                    return 1;
                }
                if (!Directory.Exists(MachineFolder.Locate(run.Mac.Path, path)))
                {
                    run.Console.ErrorLine($"xcode-select: error: invalid developer directory '{path}'");
                    return 1;
                }
                run.Mac.HostSettings[Setting] = path.TrimEnd('/') is var trimmed && trimmed.EndsWith(".app", StringComparison.Ordinal) ? $"{trimmed}/Contents/Developer" : trimmed;
                return 0;
            case ["-r" or "--reset" or "-reset"]:
                run.Mac.HostSettings[Setting] = null;
                return 0;
            default:
                throw new NotEmulatedException($"xcode-select {string.Join(' ', run.Arguments)}".TrimEnd());
        }
    }
}
