using System.Text;
using MacStateStore.Releases;
using MacToolHost.Declarations;

namespace MacEmu.Coverage;

/// <summary>The tools' declarations as a Markdown document (docs/coverage.md).</summary>
internal static class CoverageDocument
{
    private const string Head =
        """
        # What is emulated

        Made by `macemu coverage --markdown` from what the tools declare of themselves; a test keeps it current.

        **Emulated**: *yes*; *partly* (the note says what isn't; that is refused with status 78); *no* (refused with status 78: a script never
        passes because something was ignored). **Known from**: *recorded*, what a Mac printed is replayed in the tests; *documented*, a manual
        page, a usage text, Apple's documents or source; *inferred*, from memory or from what is like it. The details are in
        [fidelity.md](fidelity.md).


        """;

    public static string Of(IReadOnlyList<Declaration> declarations)
    {
        var text = new StringBuilder(Head);
        AddSummary(text, declarations);
        foreach (var declaration in declarations)
        {
            text.Append($"\n## {declaration.Tool}\n\n| Verb | Options | Releases | Emulated | Known from | Note |\n|---|---|---|---|---|---|\n");
            // Options of a verb that are alike in all else stand in one row.
            foreach (var group in declaration.Features.GroupBy(feature => (feature.Verb, IsVerb: feature.Option.Length == 0, Releases: Releases(feature), feature.Extent, feature.Source, feature.Note)))
            {
                var first = group.First();
                var options = first.Option.Length == 0 ? "" : string.Join(" ", group.Select(feature => Code(feature.Option, feature.Aliases)));
                var verb = first.Verb.Length > 0 ? Code(first.Verb, first.Option.Length == 0 ? first.Aliases : []) : "";
                text.Append($"| {verb} | {options} | {group.Key.Releases} | {Word(first.Extent)} | {Word(first.Source)} | {first.Note} |\n".Replace("  ", " ", StringComparison.Ordinal));
            }
        }
        return text.ToString();
    }

    /// <summary>The releases that have something, in words.</summary>
    public static string Releases(Feature feature)
    {
        var span = (feature.Since, feature.Before) switch
        {
            (null, null) => "all",
            ({ } since, null) => $"from {Short(since)}",
            (null, { } before) => $"before {Short(before)}",
            ({ } since, { } before) => $"from {Short(since)}, before {Short(before)}",
        };
        return feature.NeedsAppleSilicon ? span + ", Apple silicon" : span;
    }

    /// <summary>A version, without a zero that says nothing.</summary>
    public static string Short(MacOSVersion version) => version is { Major: > 10, Minor: 0, Patch: 0 } ? version.Release : version.ToString();

    /// <summary>How much of something is emulated.</summary>
    public static string Word(Extent extent) => extent switch { Extent.Emulated => "yes", Extent.Partly => "partly", _ => "no" };

    /// <summary>Where it is known from.</summary>
    public static string Word(Source source) => source switch { Source.Recorded => "recorded", Source.Documented => "documented", _ => "inferred" };

    private static void AddSummary(StringBuilder text, IReadOnlyList<Declaration> declarations)
    {
        var releases = MacOSRelease.All.GroupBy(release => release.Version.Release).Select(group => (group.Key, group.Last().Version)).ToList();
        text.Append("Verbs and options that are emulated at least partly, of those that a release has:\n\n");
        text.Append("| | ").AppendJoin(" | ", releases.Select(release => release.Key)).Append(" |\n|---").Insert(text.Length, "|---:", releases.Count).Append("|\n");
        foreach (var declaration in declarations)
        {
            text.Append($"| {declaration.Tool} |");
            foreach (var (_, version) in releases)
            {
                var known = declaration.Features.Where(feature => feature.IsIn(version)).ToList();
                text.Append(known.Count == 0 ? " |" : $" {known.Count(feature => feature.Extent != Extent.Not)}/{known.Count} |");
            }
            text.Append('\n');
        }
    }

    private static string Code(string name, IReadOnlyList<string> aliases) =>
        aliases.Count == 0 ? $"`{name}`" : $"`{name}` ({string.Join(", ", aliases.Select(alias => $"`{alias}`"))})";
}
