using MacStateStore;

namespace Companions;

/// <summary>Names of the host's settings that more than one companion shows or sets.</summary>
internal static class SystemSetting
{
    public const string RemoteLogin = "remoteLogin";
    public const string RemoteAppleEvents = "remoteAppleEvents";
    public const string ScreenSharing = "sharing.screen";
    public const string TimeServer = "networkTimeServer";

    public const string Everybody = "all";
    public const string Off = "off";

    /// <summary>Whether a service is on, for everybody or for some.</summary>
    public static bool IsOn(Mac mac, string setting) => mac.HostSettings[setting] is not (null or Off or "false");
}
