using MacStateStore;
using MacStateStore.DeviceManagement;
using MacStateStore.OpenDirectory;
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
        foreach (var user in mac.Sessions.Begun) WriteForLogin(console, mac, user);
    }

    // What profiles set once or often becomes the user's own, for the user to change.
    private static void WriteForLogin(ToolConsole console, Mac mac, string user)
    {
        if (mac.Directory.Find(RecordType.Users, user)?.Text(AttributeName.HomeDirectory) is not { Length: > 0 } home) return;
        foreach (var domain in mac.ManagedPreferences.TakeForLogin(user).Where(domain => IsName(domain.Domain)))
        {
            var path = MachineFolder.Locate(mac.Path, $"{home}/Library/Preferences/{domain.Domain}.plist");
            try
            {
                var preferences = File.Exists(path) ? PropertyList.Parse(File.ReadAllBytes(path)) as PlistDictionary ?? [] : [];
                foreach (var (key, value) in domain.Settings) preferences[key] = value;
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, PropertyList.ToBinary(preferences));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or PropertyListException)
            {
                console.Complain($"macemu: {user}'s preferences {domain.Domain} are as before: {error.Message}");
            }
        }
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
