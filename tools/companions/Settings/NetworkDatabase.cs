using MacToolHost;

namespace Companions;

/// <summary>
/// Services, protocols and remote procedure calls as <c>dscacheutil -q</c> lists them (dossier companions, 4). They come from the
/// host's files in /etc, which are what a script sees there too.
/// </summary>
internal static class NetworkDatabase
{
    private sealed record Entry(string Name, int Number, string? Protocol, IReadOnlyList<string> Aliases);

    public static void Query(ToolRun run, string category, string? key, string? value)
    {
        var file = category == "rpc" ? "/etc/rpc" : $"/etc/{category}s";
        if (!File.Exists(file)) throw new NotEmulatedException($"dscacheutil -q {category}: this host has no {file}");
        var entries = File.ReadLines(file).Select(line => Parse(line, isService: category == "service")).OfType<Entry>();
        var numberKey = category == "service" ? "port" : "number";
        var found = key switch
        {
            null => entries,
            "name" => entries.Where(entry => entry.Name == value || entry.Aliases.Contains(value)).Take(1),
            _ when key == numberKey => entries.Where(entry => entry.Number == DsCacheUtil.LeadingNumber(value!)).Take(1),
            _ => [],
        };
        foreach (var entry in found)
        {
            run.Console.OutLine($"name: {entry.Name}");
            if (entry.Aliases.Count > 0) run.Console.OutLine("aliases: " + string.Concat(entry.Aliases.Select(alias => $"{alias} ")));
            if (entry.Protocol is { } protocol) run.Console.OutLine($"protocol: {protocol}");
            run.Console.Out($"{numberKey}: {entry.Number}\n\n");
        }
    }

    // "ssh 22/tcp alias # remark", "tcp 6 TCP", "portmapper 100000 sunrpc"
    private static Entry? Parse(string line, bool isService)
    {
        var remark = line.IndexOf('#', StringComparison.Ordinal);
        var words = (remark < 0 ? line : line[..remark]).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2) return null;
        var number = words[1].Split('/');
        if (!int.TryParse(number[0], out var parsed) || (number.Length == 2) != isService) return null;
        return new Entry(words[0], parsed, isService ? number[1] : null, words[2..]);
    }
}
