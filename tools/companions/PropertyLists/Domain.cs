using MacStateStore.DeviceManagement;
using MacStateStore.PropertyLists;
using MacToolHost;

namespace Companions;

/// <summary>A domain of preferences: a file in the caller's home, or any property list by its path.</summary>
/// <param name="Name">As the tool names it in messages.</param>
/// <param name="Path">The file.</param>
/// <param name="IsFile">Whether it was named by a path.</param>
internal sealed record Domain(string Name, string Path, bool IsFile)
{
    /// <summary>How the domain of everything is named in messages.</summary>
    public const string GlobalName = "Apple Global Domain";

    private const string GlobalFile = ".GlobalPreferences";
    private const string Extension = ".plist";
    private const string LoginWindow = "/Library/Preferences/com.apple.loginwindow.plist";
    private const string LastUser = "lastUserName";

    /// <summary>The domain that a word means.</summary>
    /// <param name="run">Whose.</param>
    /// <param name="word">The word.</param>
    /// <param name="ofThisHost">Whether only what holds for this computer is meant (<c>-currentHost</c>).</param>
    public static Domain Named(ToolRun run, string word, bool ofThisHost = false)
    {
        var isFile = word.StartsWith('/');
        var isGlobal = word is "-g" or "-globalDomain" or "NSGlobalDomain" or GlobalName;
        var file = isGlobal ? GlobalFile : word;
        if (file.EndsWith(Extension, StringComparison.Ordinal)) file = file[..^Extension.Length];
        if (!isFile) file = $"{Folder(run, ofThisHost)}/{file}";
        else if (ofThisHost) file = $"{System.IO.Path.GetDirectoryName(file)}/ByHost/{System.IO.Path.GetFileName(file)}";
        if (ofThisHost) file += "." + run.Mac.Machine.HardwareUuid;
        return new Domain(isGlobal ? GlobalName : word, System.IO.Path.GetFullPath(file + Extension), isFile);
    }

    /// <summary>The caller's domains that have a file, sorted; the domain of everything isn't among them.</summary>
    public static IReadOnlyList<Domain> All(ToolRun run, bool ofThisHost)
    {
        var folder = MacFile.Place(run, Folder(run, ofThisHost));
        if (!Directory.Exists(folder)) return [];
        var suffix = (ofThisHost ? "." + run.Mac.Machine.HardwareUuid : "") + Extension;
        return [.. Directory.EnumerateFiles(folder, "*" + suffix)
            .Select(file => System.IO.Path.GetFileName(file)![..^suffix.Length])
            .Where(name => name is not (GlobalFile or "")).Order(StringComparer.Ordinal)
            .Select(name => Named(run, name, ofThisHost))];
    }

    /// <summary>What is stored, under what profiles force in it; null where there is neither.</summary>
    public PlistDictionary? Read(ToolRun run)
    {
        if (Managed is var (user, name)) return run.Mac.ManagedPreferences.All.FirstOrDefault(managed => managed.User == user && managed.Domain == name)?.Settings;
        var stored = ReadOwn(run);
        if (Path == LoginWindow && run.Mac.Sessions.ConsoleUser is { } console && stored?[LastUser] is null)
            stored = new PlistDictionary(stored ?? []) { [LastUser] = console }; // whoever is logged in was the last to do so
        if (IsFile || run.Mac.ManagedPreferences.Of(System.IO.Path.GetFileNameWithoutExtension(Path), run.User) is not { } forced) return stored;
        var merged = new PlistDictionary(stored ?? []);
        foreach (var (key, value) in forced) merged[key] = value;
        return merged;
    }

    /// <summary>What is stored, for changing it; null where nothing is.</summary>
    public PlistDictionary? ReadOwn(ToolRun run)
    {
        if (Managed is not null) throw new NotEmulatedException($"changing {ManagedPreferences.Folder} but by profiles");
        PlistDictionary? stored = null;
        try
        {
            if (MacFile.Read(run, Path) is { } content) stored = PlistDocument.Parse(content).Root as PlistDictionary;
        }
        catch (PropertyListException)
        {
            // A file that is no property list is no domain.
        }
        return SettingPreferences.With(run.Mac, Path, stored);
    }

    /// <summary>Stores preferences, or removes the domain (null); false where that can't be done.</summary>
    public bool Write(ToolRun run, PlistDictionary? preferences)
    {
        var done = preferences is null ? MacFile.Delete(run, Path) : MacFile.Write(run, Path, PropertyList.ToBinary(preferences));
        if (done) SettingPreferences.Follow(run.Mac, Path, preferences);
        return done;
    }

    // The user (null for everybody) and name of a managed domain's own file.
    private (string? User, string Name)? Managed
    {
        get
        {
            if (!Path.StartsWith(ManagedPreferences.Folder + "/", StringComparison.Ordinal)) return null;
            var name = Path[(ManagedPreferences.Folder.Length + 1)..^Extension.Length];
            return name.LastIndexOf('/') is >= 0 and var slash ? (name[..slash], name[(slash + 1)..]) : (null, name);
        }
    }

    private static string Folder(ToolRun run, bool ofThisHost) =>
        $"{Account.Caller(run)?.Home ?? "/var/empty"}/Library/Preferences{(ofThisHost ? "/ByHost" : "")}";
}
