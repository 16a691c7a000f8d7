using System.Globalization;
using MacEmu.Description;

namespace MacEmu.Scenarios;

/// <summary>The keys of a scenario file (design section 8): from these tables come the reader, its messages and the JSON Schema.</summary>
internal static class ScenarioKeys
{
    private static readonly StateShape Text = new StateShape.Words();
    private static readonly StateShape Texts = new StateShape.List(Text);
    private static readonly StateShape TextOrTexts = new StateShape.Either(Text, Texts);
    private static readonly StateShape Number = new StateShape.Number();
    private static readonly StateShape When = new StateShape.Reference("when");

    /// <summary>The keys of the file itself.</summary>
    public static readonly IReadOnlyList<Declared<Scenario>> Scenario =
    [
        new("name", Text, "what the scenario is about; the file's name if left out", (scenario, node) => scenario with { Name = node.AsName() }),
        new("extends", TextOrTexts, "scenario files that this one goes on from: their steps come first, their other keys hold where this file has none", (scenario, _) => scenario),
        new("skip", new StateShape.Either(Text, new StateShape.List(new StateShape.Mapping(("when", When), ("reason", Text)))),
            "why the scenario isn't run, or a list of conditions with reasons", (scenario, node) => scenario with { Skips = Skips(node) }),
        new("timeout", Text, "how long a test may take: 90s, 5m (60 seconds if left out)", (scenario, node) => scenario with { Timeout = Timeout(node) }),
        new("machine", new StateShape.Reference("machine"), "what kind of Mac", ReadMachine),
        new("given", new StateShape.Reference("description"), "the Mac's state at first, as in 'macemu create --from'", (scenario, node) => scenario with { Given = node.IsNull ? null : Mapping(node) }),
        new("matrix", new StateShape.Mapping([.. Dimension.All.Select(dimension => (dimension.Name, (StateShape)new StateShape.List(new StateShape.Anything())))]),
            "values to combine: one test per combination", (scenario, node) => scenario with { Matrix = ReadMatrix(node) }),
        new("steps", new StateShape.List(new StateShape.Reference("step")), "what happens, in this order", (scenario, node) => scenario with { Steps = [.. node.AsList().Select(StepReader.Read)] }),
        new("expect", new StateShape.Either(new StateShape.Reference("state"), new StateShape.List(new StateShape.Reference("state"))),
            "what the Mac is to be in the end, in the shape of 'macemu show --json'; a list of such, each with its own 'when', if it depends", (scenario, node) => scenario with { Expected = States(node) }),
    ];

    /// <summary>The keys of <c>expect</c> of a step.</summary>
    public static readonly IReadOnlyList<Declared<StepExpectation>> Expectation =
    [
        new("exit", new StateShape.Either(Number, new StateShape.OneOf("any")), "the exit status (0 if left out), or any",
            (expected, node) => expected with { Exit = node is { Kind: NodeKind.Scalar, Text: "any" } ? null : node.AsNumber() }),
        new("stdout", new StateShape.Reference("text"), "what standard output is to be", (expected, node) => expected with { Output = TextExpectation.Read(node) }),
        new("stderr", new StateShape.Reference("text"), "what standard error is to be", (expected, node) => expected with { Errors = TextExpectation.Read(node) }),
        new("terminal", new StateShape.Reference("text"), "what the terminal shows, where the step has a tty", (expected, node) => expected with { Terminal = TextExpectation.Read(node) }),
    ];

    /// <summary>The keys that any step can have beside the one that says what it does.</summary>
    public static readonly IReadOnlyList<Declared<ScenarioStep>> Step =
    [
        new("run", TextOrTexts, "a script beside the scenario, with its arguments", (step, node) => Doing(step, node, StepKind.Script, Words(node))),
        new("command", Text, "a line of shell", (step, node) => Doing(step, node, StepKind.Command, [node.AsName()])),
        new("verify", new StateShape.Reference("state"), "what the Mac is to be at this point", (step, node) => Doing(step, node, StepKind.Verify, []) with { State = State(node) }),
        new("args", Texts, "arguments of the script", (step, node) => step with { Words = [.. step.Words, .. node.AsTexts()] }),
        new("name", Text, "a name for the report", (step, node) => step with { Name = node.AsName() }),
        new("when", When, "for which tests of the matrix", (step, node) => step with { When = Conditions.Checked(node) }),
        new("as", Text, "who runs it (root if left out)", (step, node) => step with { User = node.AsName() }),
        new("shell", Text, "the shell that reads it", (step, node) => step with { Shell = node.AsName() }),
        new("stdin", Text, "standard input", (step, node) => step with { Input = node.AsText() }),
        new("tty", new StateShape.List(new StateShape.Either(Text, new StateShape.Mapping(("prompt", Text), ("answer", Text)))),
            "what is typed at the terminal, one answer per question", (step, node) => step with { Answers = [.. node.AsList().Select(Answer)] }),
        new("env", new StateShape.ByName(Text), "environment variables", (step, node) => step with { Environment = [.. node.AsMapping().Select(Variable)] }),
        new("timeout", Text, "how long the step may take", (step, node) => step with { Timeout = Timeout(node) }),
        new("expect", new StateShape.Reference("outcome"), "how it is to end", (step, node) => step with { Expected = node.Read(new StepExpectation(), Expectation) }),
    ];

    /// <summary>A duration: <c>90s</c>, <c>5m</c>, <c>1h30m</c>, or seconds as a number.</summary>
    public static TimeSpan Timeout(DocumentNode node)
    {
        var text = node.AsName();
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 86_400) return TimeSpan.FromSeconds(seconds);
        return ClockCommand.Duration(text) is { Ticks: > 0 } duration && duration <= TimeSpan.FromDays(1) ? duration : throw node.Expected("a duration up to a day, like 90s or 5m");
    }

    /// <summary>An expected state, or several.</summary>
    public static IReadOnlyList<DocumentNode> States(DocumentNode node) => node.Kind == NodeKind.List ? [.. node.Items.Select(State)] : [State(node)];

    private static DocumentNode State(DocumentNode node)
    {
        if (node["when"] is { } when) Conditions.Checked(when);
        StateCheck.CheckShape(node);
        return node;
    }

    private static ScenarioStep Doing(ScenarioStep step, DocumentNode node, StepKind kind, IReadOnlyList<string> words) =>
        step.Kind == StepKind.None ? step with { Kind = kind, Words = [.. words, .. step.Words] } : throw node.Problem("a step does one thing; make two steps of it");

    private static IReadOnlyList<string> Words(DocumentNode node)
    {
        var words = node.Kind == NodeKind.List ? node.AsTexts() : ShellWords.Split(node.AsName()) ?? throw node.Problem("a quote is not closed");
        return words is [{ Length: > 0 }, ..] ? words : throw node.Problem("names no script");
    }

    private static (string, string) Variable(DocumentField field) => field.Key.Length > 0 && !field.Key.Contains('=', StringComparison.Ordinal)
        ? (field.Key, field.Value.AsText()) : throw field.Value.Problem("that is no variable's name");

    private static TerminalAnswer Answer(DocumentNode node)
    {
        if (node.Kind == NodeKind.Scalar) return new TerminalAnswer(null, node.AsText());
        var answer = node.Read(new TerminalAnswer(null, ""), new Dictionary<string, Func<TerminalAnswer, DocumentNode, TerminalAnswer>>
        {
            ["prompt"] = (answer, text) => answer with { Prompt = text.AsName() },
            ["answer"] = (answer, text) => answer with { Text = text.AsText() },
        });
        return node["answer"] is null ? throw node.Problem("lacks answer") : answer;
    }

    private static List<(DocumentNode?, string)> Skips(DocumentNode node)
    {
        if (node.Kind != NodeKind.List) return [(null, node.AsName())];
        return [.. node.Items.Select(item =>
        {
            var (when, reason) = item.Read<(DocumentNode? When, string? Reason)>((null, null), new Dictionary<string, Func<(DocumentNode? When, string? Reason), DocumentNode, (DocumentNode?, string?)>>
            {
                ["when"] = (skip, value) => (Conditions.Checked(value), skip.Reason),
                ["reason"] = (skip, value) => (skip.When, value.AsName()),
            });
            return (when, reason ?? throw item.Problem("lacks reason"));
        })];
    }

    private static Scenario ReadMachine(Scenario scenario, DocumentNode node)
    {
        foreach (var field in node.AsMapping())
        {
            if (field.Key == "seed") scenario = scenario with { Seed = field.Value.AsNumber() };
            else if (Dimension.Find(field.Key) is null && !MacDescription.MachineKeys.Contains(field.Key)) throw node.UnknownKey(field, MachineKeys);
        }
        return scenario with { Machine = [.. node.Fields.Where(field => field.Key != "seed")] };
    }

    /// <summary>What <c>machine</c> can say.</summary>
    public static IEnumerable<string> MachineKeys => Dimension.All.Select(dimension => dimension.Name).Concat(MacDescription.MachineKeys).Append("seed").Distinct();

    private static IReadOnlyList<DocumentField> ReadMatrix(DocumentNode node)
    {
        foreach (var field in node.AsMapping())
        {
            if (Dimension.Find(field.Key) is not { } dimension) throw node.UnknownKey(field, Dimension.All.Select(known => known.Name));
            if (field.Value.AsList().Count == 0) throw field.Value.Problem("names no value");
            foreach (var value in field.Value.Items) dimension.Check(value);
        }
        return node.Fields;
    }

    private static DocumentNode Mapping(DocumentNode node)
    {
        node.AsMapping();
        return node;
    }
}
