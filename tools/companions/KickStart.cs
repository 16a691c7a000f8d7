using MacToolHost;

namespace Companions;

/// <summary>
/// <c>kickstart</c> of Remote Management: on and off, for everybody or for some, kept in the setting <c>remoteDesktop</c> (texts memory;
/// privileges in detail are told but not kept).
/// </summary>
internal static class KickStart
{
    public static readonly Companion Companion = new("kickstart", Run);

    private static readonly string[] Detail = ["-privs", "-setoptions", "-clientopts", "-computerinfo", "-configure", "-access", "-restart", "-agent", "-menu", "-console", "-users", "-stop", "-verbose", "-quiet"];

    private static int Run(ToolRun run)
    {
        if (!run.IsRoot)
        {
            run.Console.OutLine("Warning: macos 10.14 and later only allows control if Screen Sharing is enabled through System Preferences.\nkickstart must be run as root");
            return 1;
        }
        var words = run.Arguments.ToList();
        if (words.Count == 0) throw new NotEmulatedException("kickstart without arguments");
        run.Console.OutLine("Starting...");
        if (words.Contains("-deactivate"))
        {
            run.Mac.HostSettings[SystemSetting.RemoteDesktop] = SystemSetting.Off;
            run.Console.OutLine("Removed preference to start ARD after reboot.");
        }
        if (words.Contains("-activate"))
        {
            run.Mac.HostSettings[SystemSetting.RemoteDesktop] = SystemSetting.Everybody;
            run.Console.OutLine("Warning: macos 10.14 and later only allows control if Screen Sharing is enabled through System Preferences.\nActivated Remote Management.");
        }
        if (words.Contains("-uninstall") || words.Contains("-targetdisk") || (!words.Contains("-activate") && !words.Contains("-deactivate") && !words.Exists(Detail.Contains)))
            throw new NotEmulatedException($"kickstart {words[0]}");
        if (words.Contains("-stop")) run.Console.OutLine("Stopped ARD Agent.");
        if (words.Contains("-restart")) run.Console.OutLine("Stopped ARD Agent.\nStarted ARD Agent.");
        if (words.Contains("-configure")) run.Console.OutLine("Set the client options.");
        run.Console.OutLine("Done.");
        return 0;
    }
}
