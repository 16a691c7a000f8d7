#pragma warning disable CA1416 // Emulated Macs live on Linux; Windows has no such permissions.

using System.Globalization;
using MacStateStore;
using MacStateStore.OpenDirectory;
using MacToolHost.Processes;

namespace MacToolHost;

/// <summary>Home folders as they are on the disk: filled from the template, and their user's own where we may give something away.</summary>
public static class HomeFolder
{
    private const uint Admin = 80;
    private const UnixFileMode HandedDown = (UnixFileMode)0b010_111_101_101;

    private static readonly string[] Template =
        ["Desktop", "Documents", "Downloads", "Library", "Library/Preferences", "Movies", "Music", "Pictures", "Public", "Public/Drop Box"];

    /// <summary>Makes a user's home unless it is there, or isn't among the machine's folders: then it stays a fact of the machine only.</summary>
    /// <param name="mac">The Mac.</param>
    /// <param name="user">The user; null where nobody has it as a home.</param>
    /// <param name="home">The path as on the Mac.</param>
    public static void Make(Mac mac, DirectoryRecord? user, string home)
    {
        var place = MachineFolder.Locate(mac.Path, home);
        if (!place.StartsWith(MachineFolder.Of(mac.Path) + "/", StringComparison.Ordinal) || Directory.Exists(place)) return;
        foreach (var folder in Template) Directory.CreateDirectory(Path.Combine(place, folder));
        if (Id(user, AttributeName.UniqueId) is not { } uid || Id(user, AttributeName.PrimaryGroupId) is not { } gid) return;
        ProcessImage.GiveTo(place, uid, gid);
        foreach (var folder in Template) ProcessImage.GiveTo(Path.Combine(place, folder), uid, gid);
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

    private static uint? Id(DirectoryRecord? user, AttributeName attribute) =>
        int.TryParse(user?.Text(attribute), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) ? unchecked((uint)id) : null;
}
