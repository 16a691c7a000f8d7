using System.Text.Json;
using MacEmu.Description;
using MacStateStore;

namespace MacEmu.Scenarios;

/// <summary>Compares a Mac with an expected state, which may be bound to a condition.</summary>
internal static class StateCheck
{
    /// <summary>The keys of a state and the condition.</summary>
    public static readonly StateShape.Mapping Shape = new([("when", new StateShape.Reference("when")), .. ((StateShape.Mapping)StateShape.Whole).Keys]);

    /// <summary>Checks that there can be such a state.</summary>
    /// <exception cref="DescriptionException">There can't.</exception>
    public static void CheckShape(DocumentNode expected)
    {
        using var nothing = JsonDocument.Parse("{}");
        Compare(expected, nothing.RootElement);
    }

    /// <summary>One line per difference, with the place of what was expected.</summary>
    public static IEnumerable<(string Difference, int Line, int Column)> Differences(Mac mac, DocumentNode expected)
    {
        using var state = JsonDocument.Parse(StateDocument.Of(mac));
        var bare = Bare(expected);
        return [.. Compare(expected, state.RootElement).Select(difference =>
        {
            // A difference begins with its path.
            var place = bare.Find(difference.Split(": ")[0]);
            return (difference, place?.Line ?? expected.Line, place?.Column ?? expected.Column);
        })];
    }

    private static List<string> Compare(DocumentNode expected, JsonElement state)
    {
        var comparison = new Comparison();
        comparison.Compare(Bare(expected), StateShape.Whole, state);
        return comparison.Compared > 0 ? comparison.Differences : throw expected.Problem("nothing is expected; name at least one value");
    }

    /// <summary>The state without the condition.</summary>
    public static DocumentNode Bare(DocumentNode expected) => expected with { Fields = [.. expected.AsMapping().Where(field => field.Key != "when")] };
}
