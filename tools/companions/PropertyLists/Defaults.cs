using System.Globalization;
using System.Text;
using MacStateStore.DeviceManagement;
using MacStateStore.PropertyLists;
using MacToolHost;

namespace Companions;

/// <summary>
/// Reads and writes preferences: <c>read</c>, <c>read-type</c>, <c>write</c> and <c>delete</c> on the property lists of the emulated Mac
/// (and on others by their path). Nothing else on the Mac takes notice of what is written.
/// </summary>
internal static class Defaults
{
    public static readonly Companion Companion = new("defaults", Run);

    private const int BadUsage = 255;
    private const string GlobalDomain = ".GlobalPreferences";
    private const string LoginWindow = "/Library/Preferences/com.apple.loginwindow.plist";
    private const string LastUser = "lastUserName";

    // What only root may write, whatever the host would allow.
    private static readonly string[] RootOnly = ["/Library/", "/System/", "/Applications/", "/var/db/", "/var/root/"];

    private static int Run(ToolRun run) => run.Arguments.ToArray() switch
    {
        ["read", { } domain] when !domain.StartsWith("-a", StringComparison.Ordinal) => Read(run, domain, null),
        ["read", { } domain, { } key] => Read(run, domain, key),
        ["read-type", { } domain, { } key] => ReadType(run, domain, key),
        ["write", { } domain, { } key, { } first, .. var rest] => Write(run, domain, key, [first, .. rest]),
        ["delete" or "remove", { } domain] => Delete(run, domain, null),
        ["delete" or "remove", { } domain, { } key] => Delete(run, domain, key),
        [] => Usage(run),
        _ => throw new NotEmulatedException($"defaults {run.Arguments[0]}"),
    };

    private static int Read(ToolRun run, string domain, string? key)
    {
        var stored = Load(run, domain);
        if (PathOf(run, domain) == LoginWindow && run.Mac.Sessions.ConsoleUser is { } user && stored?[LastUser] is null)
            stored = new PlistDictionary(stored ?? []) { [LastUser] = user }; // whoever is logged in was the last to do so
        if (stored is not { } preferences)
            return Fail(run, key is null ? $"\nDomain {domain} does not exist" : NoPair(domain, key));
        if (key is null)
        {
            run.Console.OutLine(FoundationDescription.Of(preferences, run.Mac.System.Version));
            return 0;
        }
        if (preferences[key] is not { } value) return Fail(run, NoPair(domain, key));
        run.Console.OutLine(FoundationDescription.Of(value, run.Mac.System.Version));
        return 0;
    }

    private static int ReadType(ToolRun run, string domain, string key)
    {
        if (Load(run, domain)?[key] is not { } value) return Fail(run, NoPair(domain, key));
        run.Console.OutLine("Type is " + value switch
        {
            PlistString => "string",
            PlistInteger => "integer",
            PlistReal => "float",
            PlistBoolean => "boolean",
            PlistDictionary => "dictionary",
            PlistArray => "array",
            PlistData => "data",
            PlistDate => "date",
            _ => "unknown",
        });
        return 0;
    }

    private static int Write(ToolRun run, string domain, string key, string[] words)
    {
        var preferences = Unmanaged(run, domain) ?? [];
        if (Value(words, preferences[key]) is not { } value) return Usage(run);
        preferences[key] = value;
        return Save(run, domain, preferences);
    }

    private static int Delete(ToolRun run, string domain, string? key)
    {
        if (Unmanaged(run, domain) is not { } preferences || (key is not null && preferences[key] is null))
            return Fail(run, $"\nDomain ({domain}) not found.\nDefaults have not been changed.");
        if (key is not null) preferences.Remove(key);
        return Save(run, domain, key is null ? null : preferences);
    }

    /// <summary>What the words after the key mean; null where they mean nothing.</summary>
    private static PlistValue? Value(string[] words, PlistValue? old)
    {
        switch (words)
        {
            case ["-array", .. var items]:
                return Items(items) is { } all ? new PlistArray(all) : null;
            case ["-array-add", .. var items]:
                return Items(items) is { } added && old is null or PlistArray ? new PlistArray([.. old as PlistArray ?? [], .. added]) : null;
            case ["-dict", .. var items]:
                return Entries(items, []);
            case ["-dict-add", .. var items]:
                return old is null or PlistDictionary ? Entries(items, new PlistDictionary(old as PlistDictionary ?? [])) : null;
            case [var type, var text]:
                return Scalar(type, text);
            case [var text] when !IsType(text):
                return Plain(text);
            default:
                return null;
        }
    }

    private static List<PlistValue>? Items(IEnumerable<string> words)
    {
        var values = new List<PlistValue>();
        string? type = null;
        foreach (var word in words)
        {
            if (type is null && IsType(word))
            {
                type = word;
                continue;
            }
            if ((type is null ? Plain(word) : Scalar(type, word)) is not { } value) return null;
            values.Add(value);
            type = null;
        }
        return type is null ? values : null;
    }

    private static PlistDictionary? Entries(string[] words, PlistDictionary into)
    {
        for (var i = 0; i < words.Length;)
        {
            var key = words[i++];
            if (i >= words.Length) return null;
            var typed = IsType(words[i]) && i + 1 < words.Length;
            if ((typed ? Scalar(words[i], words[i + 1]) : Plain(words[i])) is not { } value) return null;
            into[key] = value;
            i += typed ? 2 : 1;
        }
        return into;
    }

    private static bool IsType(string word) =>
        word is "-string" or "-data" or "-int" or "-integer" or "-float" or "-bool" or "-boolean" or "-date" or "-array" or "-array-add" or "-dict" or "-dict-add";

    private static PlistValue? Scalar(string type, string text) => type switch
    {
        "-string" => text,
        "-int" or "-integer" => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) ? integer : null,
        "-float" => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? real : null,
        "-bool" or "-boolean" => text.ToUpperInvariant() switch
        {
            "TRUE" or "YES" or "1" => true,
            "FALSE" or "NO" or "0" => false,
            _ => null,
        },
        "-data" => Hex(text),
        "-date" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? new PlistDate(date) : null,
        _ => null,
    };

    private static PlistData? Hex(string text)
    {
        try
        {
            return new PlistData(Convert.FromHexString(text));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // A bare word is a string, or a property list in either spelling.
    private static PlistValue? Plain(string text)
    {
        var start = text.TrimStart();
        if (start.StartsWith('{') || start.StartsWith('(')) throw new NotEmulatedException("defaults write with an old-style property list");
        if (!start.StartsWith('<')) return text;
        try
        {
            return PropertyList.Parse(Encoding.UTF8.GetBytes(text));
        }
        catch (PropertyListException)
        {
            return text;
        }
    }

    /// <summary>What is stored of a domain, under what profiles force in it.</summary>
    private static PlistDictionary? Load(ToolRun run, string domain)
    {
        var path = PathOf(run, domain);
        if (Managed(path) is var (user, name)) return run.Mac.ManagedPreferences.All.FirstOrDefault(managed => managed.User == user && managed.Domain == name)?.Settings;
        var stored = Stored(run, path);
        if (domain.Contains('/') || run.Mac.ManagedPreferences.Of(Path.GetFileNameWithoutExtension(path), run.User) is not { } forced) return stored;
        var merged = new PlistDictionary(stored ?? []);
        foreach (var (key, value) in forced) merged[key] = value;
        return merged;
    }

    private static PlistDictionary? Unmanaged(ToolRun run, string domain)
    {
        var path = PathOf(run, domain);
        return Managed(path) is null ? Stored(run, path) : throw new NotEmulatedException($"changing {ManagedPreferences.Folder} but by profiles");
    }

    // The user (null for everybody) and domain of a managed domain's own path.
    private static (string? User, string Domain)? Managed(string path)
    {
        if (!path.StartsWith(ManagedPreferences.Folder + "/", StringComparison.Ordinal)) return null;
        var name = path[(ManagedPreferences.Folder.Length + 1)..^".plist".Length];
        return name.LastIndexOf('/') is >= 0 and var slash ? (name[..slash], name[(slash + 1)..]) : (null, name);
    }

    private static PlistDictionary? Stored(ToolRun run, string path)
    {
        PlistDictionary? preferences = null;
        var place = MachineFolder.Locate(run.Mac.Path, path);
        try
        {
            if (File.Exists(place)) preferences = PropertyList.Parse(File.ReadAllBytes(place)) as PlistDictionary;
        }
        catch (PropertyListException)
        {
            // A file that is no property list is no domain.
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException(error.Message, error);
        }
        return SettingPreferences.With(run.Mac, path, preferences);
    }

    private static int Save(ToolRun run, string domain, PlistDictionary? preferences)
    {
        var path = PathOf(run, domain);
        if (!run.IsRoot && RootOnly.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))
            return Fail(run, $"\nCould not write domain {domain}; exiting");
        var place = MachineFolder.Locate(run.Mac.Path, path);
        try
        {
            SettingPreferences.Follow(run.Mac, path, preferences);
            if (preferences is null)
            {
                if (File.Exists(place)) File.Delete(place);
                return 0;
            }
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            var unfinished = $"{place}.{Environment.ProcessId}";
            File.WriteAllBytes(unfinished, PropertyList.ToBinary(preferences));
            File.Move(unfinished, place, overwrite: true);
            return 0;
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            return Fail(run, $"\nCould not write domain {domain}; exiting");
        }
    }

    /// <summary>The property list that holds a domain: by its path, or in the caller's home.</summary>
    private static string PathOf(ToolRun run, string domain)
    {
        if (domain is "-app" or "-currentHost" or "-host") throw new NotEmulatedException($"defaults {domain}");
        var file = domain is "-g" or "-globalDomain" or "NSGlobalDomain" or "Apple Global Domain" ? GlobalDomain : domain;
        if (!file.EndsWith(".plist", StringComparison.Ordinal)) file += ".plist";
        return Path.GetFullPath(file.Contains('/') ? file : $"{Account.Caller(run)?.Home ?? "/var/empty"}/Library/Preferences/{file}");
    }

    private static string NoPair(string domain, string key) => $"\nThe domain/default pair of ({domain}, {key}) does not exist";

    private static int Fail(ToolRun run, string message)
    {
        run.Log(message);
        return 1;
    }

    private static int Usage(ToolRun run)
    {
        run.Console.Error(
            "Command line interface to a user's defaults.\nSyntax:\n\n'defaults' [-currentHost | -host <hostname>] followed by one of the following:\n\n" +
            "  read <domain> <key>                  shows defaults for given domain, key\n" +
            "  read-type <domain> <key>             shows the type for the given domain, key\n" +
            "  write <domain> <key> <value>         writes key for domain\n" +
            "  delete <domain> <key>                deletes key in domain\n");
        return BadUsage;
    }
}
