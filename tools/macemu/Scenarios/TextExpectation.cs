using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MacEmu.Description;
using MacStateStore.PropertyLists;

namespace MacEmu.Scenarios;

/// <summary>What a stream's text is expected to be.</summary>
/// <param name="Checks">Each gives what is wrong, or null.</param>
internal sealed record TextExpectation(IReadOnlyList<Func<string, string?>> Checks)
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(5);
    private static readonly StateShape Text = new StateShape.Words();
    private static readonly StateShape TextOrTexts = new StateShape.Either(Text, new StateShape.List(Text));

    /// <summary>The keys of such an expectation.</summary>
    public static readonly IReadOnlyList<Declared<TextExpectation>> Keys =
    [
        new("equals", Text, "the whole text; the last line's end may be left out", (expected, node) => expected.And(Equal(node.AsText()))),
        new("contains", TextOrTexts, "texts that are in it", (expected, node) => expected.And(All(node).Select(Contains))),
        new("lacks", TextOrTexts, "texts that are not in it", (expected, node) => expected.And(All(node).Select(Lacks))),
        new("matches", TextOrTexts, "regular expressions that match somewhere in it (^ and $ are those of a line)", (expected, node) => expected.And(AllNodes(node).Select(Matches))),
        new("lines", new StateShape.List(Text), "all of its lines", (expected, node) => expected.And(Equal(string.Join('\n', node.AsTexts())))),
        new("plist", new StateShape.ByName(new StateShape.Anything()), "values of the property list that it is, by path: Users:0:Name",
            (expected, node) => expected.And(node.AsMapping().Select(Plist))),
    ];

    /// <summary>Reads one: a text that it equals, or a mapping.</summary>
    public static TextExpectation Read(DocumentNode node)
    {
        var nothing = new TextExpectation([]);
        if (node.Kind != NodeKind.Mapping) return nothing.And(Equal(node.AsText()));
        return node.Fields.Count > 0 ? node.Read(nothing, Keys) : throw node.Problem("nothing is expected");
    }

    /// <summary>What is wrong with a text.</summary>
    public IEnumerable<string> Problems(string text) => Checks.Select(check => check(text)).OfType<string>();

    private TextExpectation And(params IEnumerable<Func<string, string?>> checks) => new([.. Checks, .. checks]);

    private static IReadOnlyList<DocumentNode> AllNodes(DocumentNode node) => node.Kind == NodeKind.List ? node.Items : [node];

    private static List<string> All(DocumentNode node) => [.. AllNodes(node).Select(item => item.AsName())];

    private static Func<string, string?> Equal(string expected) =>
        text => text == expected || text == expected + "\n" ? null : $"expected {Shown(expected)}, is {Shown(text)}";

    private static Func<string, string?> Contains(string part) =>
        text => text.Contains(part, StringComparison.Ordinal) ? null : $"expected to contain {Shown(part)}, is {Shown(text)}";

    private static Func<string, string?> Lacks(string part) =>
        text => text.Contains(part, StringComparison.Ordinal) ? $"expected not to contain {Shown(part)}, is {Shown(text)}" : null;

    private static Func<string, string?> Matches(DocumentNode node)
    {
        Regex pattern;
        try
        {
            pattern = new Regex(node.AsName(), RegexOptions.Multiline | RegexOptions.CultureInvariant, LongestMatch);
        }
        catch (ArgumentException error)
        {
            throw node.Problem($"that is no regular expression: {error.Message.TrimEnd('.')}");
        }
        return text =>
        {
            try
            {
                return pattern.IsMatch(text) ? null : $"expected to match {Shown(node.Text)}, is {Shown(text)}";
            }
            catch (RegexMatchTimeoutException)
            {
                return $"matching {Shown(node.Text)} takes too long";
            }
        };
    }

    private static Func<string, string?> Plist(DocumentField field)
    {
        var expected = field.Value.IsNull ? null : field.Value.Kind == NodeKind.Scalar && field.Value.IsBoolean ? field.Value.Text.ToLowerInvariant() : field.Value.AsText();
        return text =>
        {
            PlistValue? value;
            try
            {
                value = PropertyList.Parse(Encoding.UTF8.GetBytes(text));
            }
            catch (PropertyListException error)
            {
                return $"is no property list: {error.Message}";
            }
            foreach (var key in field.Key.Split(':', StringSplitOptions.RemoveEmptyEntries))
                value = value is PlistArray array ? (int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < array.Count ? array[index] : null) : value?[key];
            var actual = value switch
            {
                null => null,
                PlistBoolean boolean => boolean.Value ? "true" : "false",
                PlistInteger number => number.Value.ToString(CultureInfo.InvariantCulture),
                PlistReal real => real.Value.ToString(CultureInfo.InvariantCulture),
                PlistString words => words.Value,
                PlistDate date => date.ToXmlText(),
                PlistData data => Convert.ToBase64String(data.Value.Span),
                PlistArray array => $"an array of {array.Count}",
                _ => "a dictionary",
            };
            return actual == expected ? null : $"{field.Key}: expected {(expected is null ? "nothing" : Shown(expected))}, is {(actual is null ? "not there" : Shown(actual))}";
        };
    }

    private static string Shown(string text) => text.Length <= 400 ? $"'{TextTable.Printable(text)}'" : $"'{TextTable.Printable(text[..400])}…'";
}
