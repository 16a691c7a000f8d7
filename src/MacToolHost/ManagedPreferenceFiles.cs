using MacStateStore;
using MacStateStore.DeviceManagement;
using MacStateStore.PropertyLists;

namespace MacToolHost;

/// <summary>
/// The managed preferences as files in <c>/Library/Managed Preferences</c>, for whatever reads those itself. They are views: each
/// change of profiles writes them anew, and nothing reads them back.
/// </summary>
public static class ManagedPreferenceFiles
{
    /// <summary>Brings the files up to date where the run has changed profiles.</summary>
    public static void Follow(ToolConsole console, Mac mac)
    {
        if (mac.HasChangedProfiles) Write(console, mac);
    }

    /// <summary>Writes the files as the Mac's profiles have it now.</summary>
    public static void Write(ToolConsole console, Mac mac)
    {
        var root = MachineFolder.Locate(mac.Path, ManagedPreferences.Folder);
        try
        {
            var domains = mac.ManagedPreferences.All;
            if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
            foreach (var domain in domains)
            {
                // A domain is a name, not a way out of the folder.
                if (!IsName(domain.Domain) || (domain.User is { } user && !IsName(user))) continue;
                var folder = domain.User is null ? root : Path.Combine(root, domain.User);
                Directory.CreateDirectory(folder);
                File.WriteAllBytes(Path.Combine(folder, domain.Domain + ".plist"), PropertyList.ToBinary(domain.Settings));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            console.Complain($"macemu: {ManagedPreferences.Folder} is as before: {error.Message}");
        }
    }

    private static bool IsName(string text) => text is not ("." or "..") && text.Length is > 0 and < 200 && !text.Contains('/', StringComparison.Ordinal);
}
