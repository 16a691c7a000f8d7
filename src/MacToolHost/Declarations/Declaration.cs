using MacStateStore.Releases;

namespace MacToolHost.Declarations;

/// <summary>
/// All that a tool can be asked for, as its own tables have it. The tools are programs of their own, so `macemu coverage` asks each for
/// its declaration: with <see cref="Variable"/> set it prints that and does nothing else.
/// </summary>
/// <param name="Tool">The tool.</param>
/// <param name="Features">What it has, and what the real one has beyond that.</param>
public sealed record Declaration(string Tool, IReadOnlyList<Feature> Features)
{
    /// <summary>The variable that asks for it.</summary>
    public const string Variable = "MACEMU_DECLARE";

    private const int Columns = 9;

    // Of what is older nobody asks.
    private static readonly MacOSVersion Oldest = new(10, 13, 0);

    /// <summary>Puts what is known about a tool beside its tables.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="features">What its tables have.</param>
    /// <param name="recorded">What recorded cases show: lines of a verb and options; the verb is meant, too. <c>*</c> stands for no verb.</param>
    /// <param name="inferred">What nobody has seen: lines of a verb and options; a verb alone means all of it, options mean only these.</param>
    /// <param name="missing">What isn't emulated, or partly: lines of <c>not</c> or <c>partly</c>, the feature's name, a colon and a note.</param>
    /// <exception cref="FormatException">A line speaks of something that the tables don't have.</exception>
    public static Declaration Of(string tool, IEnumerable<Feature> features, string recorded, string inferred, string missing)
    {
        var all = features.ToList();
        foreach (var line in Lines(inferred))
        {
            var (verb, options) = Read(all, tool, line);
            foreach (var i in Places(all, verb, options)) all[i] = all[i] with { Source = Source.Inferred };
        }
        foreach (var line in Lines(recorded))
        {
            var (verb, options) = Read(all, tool, line);
            foreach (var i in Places(all, verb, verb.Length > 0 ? ["", .. options] : options)) all[i] = all[i] with { Source = Source.Recorded };
        }
        foreach (var line in Lines(missing))
        {
            var (word, rest) = line.Split(' ', 2) is [var first, var others] ? (first, others) : throw Wrong(tool, line);
            var (name, note) = rest.Split(": ", 2) is [var before, var after] ? (before, after) : (rest, "");
            var at = all.FindIndex(feature => feature.Name == name);
            if (at < 0) throw Wrong(tool, line);
            all[at] = all[at] with { Extent = word == "not" ? Extent.Not : word == "partly" ? Extent.Partly : throw Wrong(tool, line), Note = note };
        }
        // A verb that is refused takes none of its options.
        var refused = all.Where(feature => feature is { Option: "", Extent: Extent.Not }).Select(feature => feature.Verb).ToList();
        return new Declaration(tool, [.. all.Select(feature => refused.Contains(feature.Verb) ? feature with { Extent = Extent.Not } : feature).Select(feature => feature with { Since = feature.Since == Oldest ? null : feature.Since })]);
    }

    /// <summary>The declaration as lines: columns set apart by tabs.</summary>
    public string Write() => string.Concat(Features.Select(feature => string.Join('\t',
        feature.Verb, feature.Option, string.Join(' ', feature.Aliases), feature.Since?.ToString(), feature.Before?.ToString(),
        feature.NeedsAppleSilicon ? "apple" : "", feature.Extent.ToString(), feature.Source.ToString(), feature.Note) + "\n"));

    /// <summary>Reads such lines.</summary>
    /// <exception cref="FormatException">They are none.</exception>
    public static Declaration Read(string tool, string text) => new(tool, [.. Lines(text).Select(line => line.Split('\t') is { Length: Columns } row
        ? new Feature(row[0], row[1])
        {
            Aliases = row[2].Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Since = row[3].Length > 0 ? MacOSVersion.Parse(row[3]) : null,
            Before = row[4].Length > 0 ? MacOSVersion.Parse(row[4]) : null,
            NeedsAppleSilicon = row[5].Length > 0,
            Extent = Enum.Parse<Extent>(row[6]),
            Source = Enum.Parse<Source>(row[7]),
            Note = row[8],
        }
        : throw Wrong(tool, line))]);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    // A verb may be of two words, and an option too: only the tables tell them apart.
    private static (string Verb, string[] Options) Read(List<Feature> all, string tool, string line)
    {
        var verb = line.StartsWith("* ", StringComparison.Ordinal) ? "" : First(all.Select(feature => feature.Verb), line);
        var options = new List<string>();
        for (var rest = line[(verb.Length == 0 ? 1 : verb.Length)..].TrimStart(); rest.Length > 0; rest = rest[options[^1].Length..].TrimStart())
            options.Add(First(all.Where(feature => feature.Verb == verb).Select(feature => feature.Option), rest));
        return (verb, [.. options]);

        string First(IEnumerable<string> names, string text) =>
            names.Where(name => name.Length > 0 && (text == name || text.StartsWith(name + " ", StringComparison.Ordinal))).MaxBy(name => name.Length) ?? throw Wrong(tool, line);
    }

    private static List<int> Places(List<Feature> all, string verb, string[] options) =>
        [.. Enumerable.Range(0, all.Count).Where(i => all[i].Verb == verb && (options.Length == 0 || options.Contains(all[i].Option)))];

    private static FormatException Wrong(string tool, string line) => new($"{tool} has no '{line}'");
}
