using MacStateStore.PropertyLists;

namespace MacStateStore.DeviceManagement;

/// <summary>The applications that scripts have left in the emulated Mac's folder, as InstalledApplicationList tells them. Those that come with macOS are not there.</summary>
internal static class InstalledApplications
{
    private const int LongestPropertyList = 1024 * 1024;

    /// <summary>The answer to the command; no application is a managed one.</summary>
    public static PlistDictionary Answer(string? folder, PlistDictionary request) => new()
    {
        ["InstalledApplicationList"] = new PlistArray(folder is null || !Directory.Exists(folder) || (request.TryGetBoolean("ManagedAppsOnly", out var managed) && managed) ? [] : Directory.EnumerateDirectories(folder, "*.app").Order(StringComparer.Ordinal).Select(Describe)),
    };

    private static PlistDictionary Describe(string bundle)
    {
        var entry = new PlistDictionary { ["Name"] = Path.GetFileNameWithoutExtension(bundle), ["Path"] = "/Applications/" + Path.GetFileName(bundle) };
        var information = Information(Path.Combine(bundle, "Contents", "Info.plist"));
        foreach (var (key, named) in ((string, string)[])[("Name", "CFBundleName"), ("Identifier", "CFBundleIdentifier"), ("ShortVersion", "CFBundleShortVersionString"), ("Version", "CFBundleVersion")])
            if (information.TryGetString(named, out var text)) entry[key] = text;
        return entry;
    }

    // A bundle without a readable one is an application all the same.
    private static PlistDictionary Information(string path)
    {
        try
        {
            return File.Exists(path) && new FileInfo(path).Length <= LongestPropertyList ? PropertyList.Parse(File.ReadAllBytes(path)) as PlistDictionary ?? [] : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or PropertyListException)
        {
            return [];
        }
    }
}
