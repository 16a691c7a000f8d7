using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary><c>spctl</c>: Gatekeeper's state and switch; assessments of files need Apple's judgement and are refused (texts memory; 15's from reports of its release).</summary>
internal static class GateKeeper
{
    public static readonly Companion Companion = new("spctl", Run);

    private const string Setting = "gatekeeper";
    private const string DeveloperIdSetting = "gatekeeper.developerID";

    private static int Run(ToolRun run)
    {
        var os = run.Mac.System.Version;
        var isOn = run.Mac.HostSettings[Setting] != "off";
        switch (run.Arguments)
        {
            case ["--status"] or ["--status", "--verbose"] or ["--verbose", "--status"] or ["--status", "-v"]:
                run.Console.OutLine(isOn ? "assessments enabled" : "assessments disabled");
                if (run.Arguments.Count > 1 && isOn) run.Console.OutLine($"developer id {(run.Mac.HostSettings[DeveloperIdSetting] == "off" ? "disabled" : "enabled")}");
                return isOn ? 0 : 1;
            case ["--master-enable" or "--global-enable" or "--enable"]:
                return Switch(run, true, os);
            case ["--master-disable" or "--global-disable" or "--disable"]:
                return Switch(run, false, os);
            case ["--enable" or "--disable", "--label", "Developer ID"]:
                if (!run.IsRoot) return Refused(run);
                run.Mac.HostSettings[DeveloperIdSetting] = run.Arguments[0] == "--disable" ? "off" : null;
                return 0;
            case ["developer-mode", "enable-terminal"]:
                return 0;
            default:
                throw new NotEmulatedException($"spctl {string.Join(' ', run.Arguments)}".TrimEnd());
        }
    }

    private static int Switch(ToolRun run, bool on, MacOSVersion os)
    {
        if (!run.IsRoot) return Refused(run);
        if (!on && os.Has(Capability.GatekeeperNeedsConfirmation))
        {
            run.Console.ErrorLine("Globally disabling the assessment system needs to be confirmed in System Settings.");
            return 1;
        }
        run.Mac.HostSettings[Setting] = on ? null : "off";
        return 0;
    }

    private static int Refused(ToolRun run)
    {
        run.Console.ErrorLine("This operation requires root privileges");
        return 1;
    }
}
