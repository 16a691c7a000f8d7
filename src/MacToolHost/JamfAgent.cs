using MacStateStore;

namespace MacToolHost;

/// <summary>
/// The agent of Jamf Pro, which no Mac has by itself: it is there where the Mac is enrolled in a Jamf Pro server (one with "jamf" in its
/// address), or where somebody has made the agent's folder.
/// </summary>
public static class JamfAgent
{
    /// <summary>The agent's command.</summary>
    public const string Command = "jamf";

    /// <summary>The program that shows its messages.</summary>
    public const string Helper = Folder + "/bin/jamfHelper.app/Contents/MacOS/jamfHelper";

    /// <summary>The agent's folder on the Mac.</summary>
    public const string Folder = "/Library/Application Support/JAMF";

    /// <summary>Whether a Mac has it.</summary>
    public static bool IsOn(Mac mac) =>
        (mac.Enrollments.Current is not null && mac.MdmServer.Url.Contains("jamf", StringComparison.OrdinalIgnoreCase)) || Directory.Exists(MachineFolder.Locate(mac.Path, Folder));
}
