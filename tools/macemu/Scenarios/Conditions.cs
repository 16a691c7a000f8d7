using MacEmu.Description;
using MacStateStore.Releases;

namespace MacEmu.Scenarios;

/// <summary>Conditions under which a part of a scenario counts: <c>when: {os: ">=11", chip: [apple, t2]}</c>. All keys must hold; of a list one value.</summary>
internal static class Conditions
{
    private static readonly string[] Comparisons = [">=", "<=", ">", "<"];

    /// <summary>Checks that it is a condition.</summary>
    /// <exception cref="DescriptionException">It isn't.</exception>
    public static DocumentNode Checked(DocumentNode when)
    {
        foreach (var field in when.AsMapping())
        {
            if (Dimension.Find(field.Key) is null) throw when.UnknownKey(field, Dimension.All.Select(dimension => dimension.Name));
            foreach (var value in Values(field.Value))
                if (field.Key == "os" && !Terms(value).All(term => MacOSVersion.TryParse(term.Version, out _)))
                    throw value.Expected("a macOS version, or limits like '>=11 <13'");
        }
        return when;
    }

    /// <summary>Whether a condition holds; without one everything does.</summary>
    public static bool Hold(DocumentNode? when, IReadOnlyDictionary<string, string> values) =>
        when is null || when.Fields.All(field => Values(field.Value).Any(value => field.Key == "os" ? Terms(value).All(term => Holds(term, values["os"])) : value.Text == values[field.Key]));

    private static IReadOnlyList<DocumentNode> Values(DocumentNode node)
    {
        IReadOnlyList<DocumentNode> values = node.Kind == NodeKind.List ? node.Items : [node];
        foreach (var value in values) value.AsName();
        return values;
    }

    private static IEnumerable<(string Comparison, string Version)> Terms(DocumentNode node) => node.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(term =>
    {
        var comparison = Comparisons.FirstOrDefault(comparison => term.StartsWith(comparison, StringComparison.Ordinal)) ?? "";
        return (comparison, term[comparison.Length..]);
    });

    // A limit counts as exactly as it is written: 11.7 is within <=11.
    private static bool Holds((string Comparison, string Version) term, string os)
    {
        var exact = MacOSVersion.Parse(os);
        var limit = MacOSVersion.Parse(term.Version);
        var difference = (term.Version.Split('.').Length switch
        {
            1 => new MacOSVersion(exact.Major, 0, 0),
            2 => exact with { Patch = 0 },
            _ => exact,
        }).CompareTo(limit);
        return term.Comparison switch
        {
            ">=" => difference >= 0,
            "<=" => difference <= 0,
            ">" => difference > 0,
            "<" => difference < 0,
            _ => difference == 0,
        };
    }
}
