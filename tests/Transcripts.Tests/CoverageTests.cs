using System.Text.RegularExpressions;
using Bputil;
using Csrutil;
using Diskutil;
using Dscl;
using Fdesetup;
using MacEmu.Coverage;
using MacToolHost;
using MacToolHost.Declarations;
using Profiles;
using Sysadminctl;

namespace Transcripts.Tests;

/// <summary>What the tools declare of themselves is true, and docs/coverage.md says it.</summary>
public sealed partial class CoverageTests
{
    private static readonly Tool[] Tools =
        [DsclTool.Tool, SysadminctlTool.Tool, FdesetupTool.Tool, ProfilesTool.Tool, DiskutilTool.Tool, BputilTool.Tool, CsrutilTool.Tool];

    public static TheoryData<string> ToolNames => [.. Tools.Select(tool => tool.Name)];

    [SkippableTheory]
    [MemberData(nameof(ToolNames))]
    public void What_is_called_recorded_is_what_recorded_cases_show(string tool)
    {
        Skip.IfNot(Directory.Exists(Project.Recorded), $"{Project.Recorded} is absent");
        var declaration = Of(tool);
        var shown = RecordedCaseTests.ReplayedCommands().SelectMany(line => Shown(declaration, line)).ToHashSet(StringComparer.Ordinal);
        var (expected, declared) = (Table(declaration, feature => shown.Contains(feature.Name)), Table(declaration, feature => feature.Source == Source.Recorded));
        Assert.True(expected == declared, $"Declared.Recorded is to be:\n{expected}\nand is:\n{declared}");
    }

    // As the tables of the tools have it: a line is a verb and its options.
    private static string Table(Declaration declaration, Func<Feature, bool> isMeant) => string.Join('\n', declaration.Features.Where(isMeant).GroupBy(feature => feature.Verb)
        .Select(group => string.Join(' ', group.Select(feature => feature.Option).Where(option => option.Length > 0).Prepend(group.Key.Length > 0 ? group.Key : "*"))));

    [Fact]
    public void The_document_is_current()
    {
        var file = Path.Combine(Project.Root, "docs/coverage.md");
        var current = CoverageDocument.Of([.. Tools.Select(tool => tool.Declare!())]);
        if (Environment.GetEnvironmentVariable("ACCEPT") is not null) File.WriteAllText(file, current);
        Assert.True(File.Exists(file) && File.ReadAllText(file) == current, "docs/coverage.md is out of date; ACCEPT=1 with this test rewrites it");
    }

    [SkippableFact]
    public void The_executables_declare_the_same()
    {
        Skip.If(Project.Tools is null, "the executables are not built; run 'make tools'");
        using var bench = new Workbench();
        var printed = bench.RunProcess("macemu coverage --markdown", [], "root");
        Assert.True(printed.Status == 0, printed.ToString());
        Assert.Equal(CoverageDocument.Of([.. Tools.Select(tool => tool.Declare!())]), printed.Output);
    }

    [Theory]
    [MemberData(nameof(ToolNames))]
    public void A_declaration_survives_being_written_and_read(string tool)
    {
        var declaration = Of(tool);
        Assert.Equal(declaration.Write(), Declaration.Read(tool, declaration.Write()).Write());
        Assert.Equal(declaration.Features.Count, declaration.Features.Select(feature => feature.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("nonsense", "", "")]
    [InlineData("", "list -nonsense", "")]
    [InlineData("", "", "not version -nonsense: note")]
    [InlineData("", "", "perhaps version")]
    public void Whoever_speaks_of_what_no_table_has_is_refused(string recorded, string inferred, string missing) =>
        Assert.Throws<FormatException>(() => Declaration.Of("tool", [new Feature("list", ""), new Feature("version", "")], recorded, inferred, missing));

    [Theory]
    [MemberData(nameof(ToolNames))]
    public void A_tool_knows_what_it_declares_and_refuses_what_it_says_it_lacks(string tool)
    {
        using var calls = new DeclaredCalls(Array.Find(Tools, one => one.Name == tool)!);
        var wrong = Of(tool).Features.SelectMany(feature => calls.Try(feature)).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        // The check itself must see what a tool doesn't know.
        Assert.NotEmpty(calls.Try(new Feature("-nonsense", "")));
        Assert.Contains(Of(tool).Features, feature => feature.Extent == Extent.Emulated && calls.Try(feature with { Extent = Extent.Not }).Any());
    }

    private static Declaration Of(string tool) => Array.Find(Tools, one => one.Name == tool)!.Declare!();

    // The features that a command line uses. Letters may stand together, a verb be typed by another name, an option with two dashes.
    private static IEnumerable<string> Shown(Declaration declaration, string line)
    {
        foreach (Match call in Regex.Matches(line, $@"(^|[\s/(]){declaration.Tool}(?<words>(\s[^|;&<>]*)?)"))
        {
            var isClustered = declaration.Tool is "bputil" or "profiles";
            var words = Words().Matches(call.Groups["words"].Value).Select(word => word.Value).SelectMany(word => word switch
            {
                "ap" => ["apfs"],
                "cs" => ["coreStorage"],
                _ when declaration.Tool == "dscl" && declaration.Features.Any(feature => "-" + feature.Verb == word) => [word[1..]],
                _ when isClustered && Letters().IsMatch(word) && !declaration.Features.Any(feature => feature.Option.Split(' ')[0] == word) => word[1..].Select(letter => $"-{letter}"),
                _ => new[] { word },
            }).ToList();
            var text = $" {string.Join(' ', words)} ";
            var verb = declaration.Features.Where(feature => feature is { Verb.Length: > 0, Option: "" })
                .Select(feature => (feature.Verb, Place: Names(feature).Min(name => Place(text, name)))).Where(found => found.Place < int.MaxValue).OrderBy(found => found.Place).FirstOrDefault().Verb;
            foreach (var feature in declaration.Features.Where(feature => feature.Verb == verb || feature.Verb.Length == 0))
                if (feature.Option.Length == 0 || feature.Aliases.Append(feature.Option).Any(option => Math.Min(Place(text, option), Place(text, "-" + option)) < int.MaxValue))
                    yield return feature.Name;
        }
    }

    // A verb by all its names, with the word before it. A dot is nearly always dscl's data source, not its `read`.
    private static IEnumerable<string> Names(Feature feature)
    {
        var family = feature.Verb.Contains(' ') ? feature.Verb[..(feature.Verb.IndexOf(' ') + 1)] : "";
        return feature.Aliases.Where(alias => alias != ".").Select(alias => family + alias).Append(feature.Verb);
    }

    private static int Place(string text, string words) =>
        text.IndexOf($" {words} ", words.Length == 2 ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase) is >= 0 and var place ? place : int.MaxValue;

    [GeneratedRegex("""("[^"]*"|'[^']*'|\S)+""")]
    private static partial Regex Words();

    [GeneratedRegex("^-[A-Za-z]{2,}$")]
    private static partial Regex Letters();
}
