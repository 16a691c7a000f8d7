using MacStateStore;

namespace Companions;

/// <summary>Services that the settings switch as well: who loads ssh's job turns remote login on (memory).</summary>
internal static class LaunchServices
{
    private static readonly (string Label, string Setting)[] Shared =
        [("com.openssh.sshd", SystemSetting.RemoteLogin), ("com.apple.AEServer", SystemSetting.RemoteAppleEvents), ("com.apple.screensharing", SystemSetting.ScreenSharing)];

    /// <summary>Makes the setting what has just happened to the job.</summary>
    public static void Follow(Mac mac, string label, bool runs)
    {
        var setting = Array.Find(Shared, row => row.Label == label).Setting;
        if (setting is not null && SystemSetting.IsOn(mac, setting) != runs) mac.HostSettings[setting] = runs ? SystemSetting.Everybody : SystemSetting.Off;
    }

    /// <summary>Services of a domain that wait for a call because a setting says so.</summary>
    public static IEnumerable<string> Waiting(Mac mac, string domain) =>
        domain == MacStateStore.Lifecycle.LaunchJobs.System ? Shared.Where(row => SystemSetting.IsOn(mac, row.Setting) && mac.LaunchJobs.Find(domain, row.Label) is null).Select(row => row.Label) : [];

    /// <summary>Turns the setting of such a service off; false where it is none.</summary>
    public static bool Stop(Mac mac, string domain, string label)
    {
        if (!Waiting(mac, domain).Contains(label)) return false;
        Follow(mac, label, runs: false);
        return true;
    }

    /// <summary>Labels of services that are off, unless a setting or somebody says otherwise.</summary>
    public static IEnumerable<string> Disabled(Mac mac)
    {
        yield return "com.apple.ftpd";
        yield return "com.apple.mdmclient.daemon.runatboot";
        foreach (var (label, setting) in Shared)
            if (!SystemSetting.IsOn(mac, setting)) yield return label;
    }
}
