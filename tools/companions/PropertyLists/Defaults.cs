using MacStateStore.PropertyLists;
using MacToolHost;

namespace Companions;

/// <summary>
/// Reads and writes preferences, on the property lists of the emulated Mac (and on others by their path). Nothing else on the Mac takes
/// notice of what is written, but for the settings of <see cref="SettingPreferences"/>.
/// </summary>
internal static class Defaults
{
    // What stands behind a key that speaks of a password is one.
    public static readonly Companion Companion = new("defaults", Run)
    {
        IsSecret = arguments => [.. arguments.Select((_, i) => arguments.Take(i).Any(word => word.Contains("password", StringComparison.OrdinalIgnoreCase)) && arguments.Take(i).Contains("write"))],
    };

    private const int BadUsage = 255;

    private static int Run(ToolRun run)
    {
        var arguments = run.Arguments.ToArray().AsSpan();
        var ofThisHost = arguments is ["-currentHost", ..];
        if (ofThisHost) arguments = arguments[1..];
        if (arguments is ["-host", ..]) throw new NotEmulatedException("defaults -host");
        if (arguments.Length == 0) return Misused(run);
        var verb = arguments[0].ToLowerInvariant();
        var rest = arguments[1..];
        switch (verb)
        {
            case "help":
                run.Console.Out(DefaultsText.Usage);
                return 0;
            case "domains":
                return DefaultsSearch.Domains(run, ofThisHost);
            case "find" when rest.Length > 0:
                return DefaultsSearch.Find(run, rest[0], ofThisHost);
            case "read" when rest.Length == 0:
                return DefaultsRead.All(run, ofThisHost);
        }
        if (rest.Length == 0) return Misused(run);
        if (rest[0] == "-container") throw new NotEmulatedException("defaults -container");
        if (rest[0] == "-app")
        {
            if (rest.Length < 2) return Misused(run);
            if (BundleIdentifier(run, rest[1]) is not { } identifier) return Fail(run, DefaultsText.NoApplication(rest[1]));
            rest[1] = identifier;
            rest = rest[1..];
        }
        var domain = Domain.Named(run, rest[0], ofThisHost);
        return (verb, rest[1..].ToArray()) switch
        {
            ("read", []) => DefaultsRead.Whole(run, domain),
            ("read", [var key, ..]) => DefaultsRead.Key(run, domain, key),
            ("read-type", [var key, ..]) => DefaultsRead.Type(run, domain, key),
            ("write", [var whole]) => DefaultsWrite.Whole(run, domain, whole),
            ("write", [var key, var first, .. var more]) => DefaultsWrite.Key(run, domain, key, [first, .. more]),
            ("rename", [var from, var to]) => DefaultsWrite.Rename(run, domain, from, to),
            ("delete" or "remove", []) => DefaultsWrite.Delete(run, domain, null),
            ("delete" or "remove", [var key]) => DefaultsWrite.Delete(run, domain, key),
            ("import", []) => Fail(run, DefaultsText.NoSource),
            ("import", [var path, ..]) => DefaultsExchange.Import(run, domain, path),
            ("export", []) => Fail(run, DefaultsText.NoTarget),
            ("export", [var path, ..]) => DefaultsExchange.Export(run, domain, path),
            _ => Misused(run),
        };
    }

    /// <summary>Says in the way of a log why it can't be done.</summary>
    public static int Fail(ToolRun run, string message)
    {
        run.Log(message);
        return 1;
    }

    /// <summary>Tells how the command is used.</summary>
    public static int Misused(ToolRun run)
    {
        run.Console.Error(DefaultsText.Usage);
        return BadUsage;
    }

    // By the application's folder, or by its name where applications are.
    private static string? BundleIdentifier(ToolRun run, string application)
    {
        string[] places = application.Contains('/') ? [application] : [$"/Applications/{application}.app", $"/System/Applications/{application}.app", $"/Applications/Utilities/{application}.app"];
        foreach (var place in places)
            try
            {
                if (MacFile.Read(run, place + "/Contents/Info.plist") is { } content && PlistDocument.Parse(content).Root["CFBundleIdentifier"] is PlistString identifier) return identifier.Value;
            }
            catch (PropertyListException)
            {
                // An application without a name of its own.
            }
        return null;
    }
}
