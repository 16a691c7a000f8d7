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
        var expectations = Expectations(document);
        return run.Look(mac =>
        {
            using var state = JsonDocument.Parse(StateDocument.Of(mac));
            var values = ValuesOf(state.RootElement);
            var comparison = new Comparison();
            foreach (var expected in expectations)
                if (Conditions.Hold(expected["when"], values)) comparison.Compare(ReferenceEquals(document, expected) ? expected : StateCheck.Bare(expected), StateShape.Whole, state.RootElement);
            if (comparison.Compared == 0) throw expectations[0].Problem("nothing is expected; name at least one value");
            foreach (var difference in comparison.Differences) run.Console.OutLine(TextTable.Printable(difference));
            if (comparison.Differences.Count > 0) return Status.CheckFailed;
            run.Console.OutLine($"ok: {comparison.Compared} {(comparison.Compared == 1 ? "value is" : "values are")} as expected");
            return Status.Good;
        });
    }

    // Of a scenario what it expects in the end, whatever else it says.
    private static IReadOnlyList<DocumentNode> Expectations(DocumentNode document)
    {
        if (document["expect"] is not { } expected) return [document];
        foreach (var field in document.Fields)
            if (!Keys.Contains(field.Key)) throw document.UnknownKey(field, Keys);
        if (expected is { Kind: NodeKind.List, Items: [] }) throw expected.Problem("nothing is expected; name at least one value");
        IReadOnlyList<DocumentNode> all = expected.Kind == NodeKind.List ? expected.Items : [expected];
        foreach (var one in all)
            if (one["when"] is { } when) Conditions.Checked(when);
        return all;
    }

    // What conditions are about, as far as a Mac tells it; who has set it up isn't known any more.
    private static Dictionary<string, string> ValuesOf(JsonElement state)
    {
        var machine = state.GetProperty("machine");
        return new Dictionary<string, string>
        {
            ["os"] = machine.GetProperty("os").GetString()!,
            ["chip"] = machine.GetProperty("chip").GetString()!,
            ["model"] = machine.GetProperty("model").GetString()!,
            ["setup"] = "",
            ["mdm"] = state.GetProperty("mdm").GetProperty("enrollment").GetString()!,
            ["bootstrapToken"] = state.GetProperty("bootstrapToken").GetProperty("supported").GetBoolean() ? "supported" : "unsupported",
            ["fileVault"] = state.GetProperty("fileVault").GetString()!,
        };
    }
}
