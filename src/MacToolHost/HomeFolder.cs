#pragma warning disable CA1416 // Emulated Macs live on Linux; Windows has no such permissions.

using MacStateStore;
using MacToolHost.Processes;

namespace MacToolHost;

/// <summary>Home folders as they are on the disk.</summary>
public static class HomeFolder
{
    private const uint Admin = 80;
    private const UnixFileMode HandedDown = (UnixFileMode)0b010_111_101_101;

    private static readonly string[] Template =
        ["Desktop", "Documents", "Downloads", "Library", "Library/Preferences", "Movies", "Music", "Pictures", "Public", "Public/Drop Box"];

    /// <summary>
    /// Makes a home unless it is there, or isn't among the machine's folders: then it stays a fact of the machine only. On the host it stays
    /// ours, as that is who everybody of the Mac is there.
    /// </summary>
    /// <param name="mac">The Mac.</param>
    /// <param name="home">The path as on the Mac.</param>
    public static void Make(Mac mac, string home)
    {
        var place = MachineFolder.Locate(mac.Path, home);
        if (!place.StartsWith(MachineFolder.Of(mac.Path) + "/", StringComparison.Ordinal) || Directory.Exists(place)) return;
        foreach (var folder in Template) Directory.CreateDirectory(Path.Combine(place, folder));
    }

    /// <summary>Makes the folder that holds the homes: it belongs to the group admin, and what is made in it does too, as all is on a Mac.</summary>
    /// <param name="place">Where it lies on the host.</param>
    public static void MakeParent(string place)
    {
        Directory.CreateDirectory(place);
        if (File.GetUnixFileMode(place) == HandedDown) return;
        ProcessImage.GiveTo(place, 0, Admin);
        File.SetUnixFileMode(place, HandedDown);
    }
}
