using MacStateStore.PropertyLists;
using MacToolHost;

namespace Companions;

/// <summary><c>ioreg</c> over the platform expert, battery, network ports and volumes of the emulated Mac (layout memory; the rest of a Mac's registry is left out).</summary>
internal static class IoReg
{
    public static readonly Companion Companion = new("ioreg", Run);

    private const string Usage = "usage: ioreg [-abfilrtxy] [-c class] [-d depth] [-k key] [-n name] [-p plane] [-w width]\n";

    private static int Run(ToolRun run)
    {
        var options = Options.Read(run.Arguments, "abc:d:fik:ln:p:rstw:xy");
        if (options.Problem is { } problem || options.Rest.Count > 0)
        {
            run.Console.Error($"ioreg: {options.Problem ?? $"invalid argument {options.Rest[0]}"}\n{Usage}");
            return 1;
        }
        if (options.Value('p') is { } plane and not "IOService" && !(plane == "IODeviceTree" && options.Has('r'))) throw new NotEmulatedException($"ioreg -p {plane}");
        if (options.Has('x') || options.Has('t')) throw new NotEmulatedException($"ioreg -{(options.Has('x') ? 'x' : 't')}");
        var depth = int.TryParse(options.Value('d'), out var given) && given > 0 ? given : int.MaxValue;
        var root = RegistryEntry.Root(run.Mac, run.Mac.Clock.Now);
        var hasCriteria = options.Has('c') || options.Has('n') || options.Has('k');
        bool Matches(RegistryEntry entry) =>
            (options.Value('c') is not { } type || entry.Is(type)) && (options.Value('n') is not { } name || entry.Name == name || (name == "/" && entry.Class == "IOPlatformExpertDevice")) && (options.Value('k') is not { } key || entry.Properties[key] is not null);
        var roots = options.Has('r') ? [.. Everything(root).Where(Matches)] : new List<RegistryEntry> { root };
        if (hasCriteria && !Everything(root).Any(Matches)) RequireKnown(options);
        if (options.Has('a'))
        {
            if (roots.Count > 0) run.Console.Out(PropertyList.ToXml(options.Has('r') ? new PlistArray(roots.Select(entry => Archive(entry, depth))) : Archive(root, depth)));
            return 0;
        }
        foreach (var entry in roots)
        {
            Print(run, entry, "", depth, options.Has('r') || !hasCriteria ? options.Has('r') || options.Has('l') ? _ => true : _ => false : Matches, isLast: true, options.Has('l') || (options.Has('r') && hasCriteria));
            if (options.Has('r')) run.Console.OutLine();
        }
        return 0;
    }

    // What no emulated Mac has in its registry must not look like the answer of one that lacks it, unless it is a battery.
    private static void RequireKnown(Options options)
    {
        if (options.Value('c') is "AppleSmartBattery" or "IOPMPowerSource" or "AppleSEPManager" || options.Value('n') is "AppleSmartBattery" || options.Value('k') is "product-name" or "IOConsoleUsers") return;
        throw new NotEmulatedException($"ioreg{string.Concat(options.All.Select(option => $" -{option.Letter}{(option.Value.Length > 0 ? " " + option.Value : "")}"))}");
    }

    private static void Print(ToolRun run, RegistryEntry entry, string indent, int depth, Func<RegistryEntry, bool> showsProperties, bool isLast, bool showsAll)
    {
        run.Console.OutLine($"{indent}+-o {entry.Name}  <class {entry.Class}, id 0x{entry.Id:x}, {(entry.Class == "IORegistryEntry" ? "" : "registered, matched, active, busy 0 (0 ms), ")}retain 12>");
        var goesOn = depth > 1 && entry.Children.Count > 0;
        var inner = indent + (isLast ? "  " : "| ");
        if (showsAll || showsProperties(entry))
        {
            var bar = inner + (goesOn ? "| " : "  ");
            run.Console.OutLine(bar + "{");
            foreach (var (key, value) in entry.Properties) run.Console.OutLine($"{bar}  \"{key}\" = {RegistryEntry.Shown(value)}");
            run.Console.OutLine(bar + "}");
            run.Console.OutLine(bar);
        }
        if (!goesOn) return;
        for (var i = 0; i < entry.Children.Count; i++) Print(run, entry.Children[i], inner, depth - 1, showsProperties, i == entry.Children.Count - 1, showsAll);
    }

    private static PlistDictionary Archive(RegistryEntry entry, int depth)
    {
        var archive = new PlistDictionary(entry.Properties)
        {
            ["IOObjectClass"] = entry.Class,
            ["IOObjectRetainCount"] = 12L,
            ["IORegistryEntryID"] = entry.Id,
            ["IORegistryEntryName"] = entry.Name,
            ["IOServiceBusyState"] = 0L,
            ["IOServiceBusyTime"] = 0L,
            ["IOServiceState"] = 30L,
        };
        if (depth > 1 && entry.Children.Count > 0) archive["IORegistryEntryChildren"] = new PlistArray(entry.Children.Select(child => Archive(child, depth - 1)));
        return (PlistDictionary)archive.Sorted();
    }

    private static IEnumerable<RegistryEntry> Everything(RegistryEntry entry) => entry.Children.SelectMany(Everything).Prepend(entry);
}
