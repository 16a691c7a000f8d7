using System.Text.Json;
using MacEmu.Description;
using MacEmu.Scenarios;

namespace MacEmu;

/// <summary>Compares the Mac with what is expected of it: the <c>expect</c> part of a scenario (design sections 6 and 8).</summary>
internal static class Verify
{
    private static readonly string[] Keys = [.. ScenarioKeys.Scenario.Select(key => key.Name)];

    public static Verb Define()
    {
        var file = Verb.Required("FILE", "what is expected, in YAML or JSON: a part of what 'show --json' prints, or a scenario (- for standard input)");
        return new Verb("verify", "compare the Mac with what is expected of it", "macemu verify expected.yml", run => Run(run, run.Value(file))) { file };
    }

    private static int Run(Invocation run, string file)
    {
        var document = DocumentReader.Read(file, run.Console);
        var expected = Expectation(document);
        return run.Look(mac =>
        {
            using var state = JsonDocument.Parse(StateDocument.Of(mac));
            var comparison = new Comparison();
            comparison.Compare(expected, StateShape.Whole, state.RootElement);
            if (comparison.Compared == 0) throw expected.Problem("nothing is expected; name at least one value");
            foreach (var difference in comparison.Differences) run.Console.OutLine(TextTable.Printable(difference));
            if (comparison.Differences.Count > 0) return Status.CheckFailed;
            run.Console.OutLine($"ok: {comparison.Compared} {(comparison.Compared == 1 ? "value is" : "values are")} as expected");
            return Status.Good;
        });
    }

    private static DocumentNode Expectation(DocumentNode document)
    {
        if (document["expect"] is not { } expected) return document;
        foreach (var field in document.Fields)
            if (!Keys.Contains(field.Key)) throw document.UnknownKey(field, Keys);
        // Places read as in the state, not as in the scenario.
        return expected;
    }
}
