using MacEmu.Description;
using MacStateStore;

namespace MacEmu.Scenarios;

/// <summary>One test: a scenario with one combination of its matrix.</summary>
/// <param name="Index">Its number among all tests of the run, from 1.</param>
/// <param name="Scenario">The scenario.</param>
/// <param name="Combination">The value of each dimension of the matrix.</param>
internal sealed record TestCase(int Index, Scenario Scenario, IReadOnlyList<DocumentField> Combination)
{
    private const int MostTests = 100_000;

    /// <summary>Its name: the scenario's, and what sets it apart from the others.</summary>
    public string Name => Combination.Count == 0 ? Scenario.Name : $"{Scenario.Name} [{string.Join(", ", Values.Select(value => $"{value.Name} {value.Value}"))}]";

    /// <summary>The combination in words.</summary>
    public IEnumerable<(string Name, string Value)> Values => Combination.Select(chosen => (chosen.Key, Dimension.Word(chosen.Value)));

    /// <summary>The tests of scenarios, numbered in order.</summary>
    public static IReadOnlyList<TestCase> Of(IEnumerable<Scenario> scenarios)
    {
        var tests = new List<TestCase>();
        foreach (var scenario in scenarios)
        {
            var count = scenario.Matrix.Aggregate(1L, (count, field) => Math.Min(MostTests + 1L, count * field.Value.Items.Count));
            if (tests.Count + count > MostTests) throw scenario.Document["matrix"]!.Problem($"that is more than {MostTests} tests");
            IEnumerable<IReadOnlyList<DocumentField>> combinations = [[]];
            foreach (var field in scenario.Matrix)
                combinations = [.. combinations.SelectMany(chosen => field.Value.Items.Select(value => (IReadOnlyList<DocumentField>)[.. chosen, field with { Value = value }]))];
            foreach (var combination in combinations) tests.Add(new TestCase(tests.Count + 1, scenario, combination));
        }
        return tests;
    }

    /// <summary>The description of its Mac.</summary>
    public DocumentNode Description
    {
        get
        {
            var document = Scenario.Document;
            var description = Scenario.Given ?? DocumentNode.Empty(document.File, document.Line, document.Column);
            foreach (var said in Scenario.Machine.Concat(Combination))
                description = description.With(Dimension.Find(said.Key)?.Path ?? ["machine", said.Key], said.Value);
            return description with { Path = "" };
        }
    }

    /// <summary>What its Mac is to be, what conditions are about, and why there is no such Mac.</summary>
    /// <exception cref="DescriptionException">The scenario is wrong.</exception>
    public (MachineSpecification Mac, IReadOnlyDictionary<string, string> Values, string? Impossible) Prepare()
    {
        var description = Description;
        var wanted = MacDescription.Read(description) with { Seed = Scenario.Seed };
        var values = Dimension.All.ToDictionary(dimension => dimension.Name,
            dimension => dimension.Path.Aggregate<string, DocumentNode?>(description, (node, key) => node?[key]) is { IsNull: false } value ? Dimension.Word(value) : dimension.Usual);
        try
        {
            var (release, model) = wanted.ChooseSystem();
            values["os"] = release.Version.ToString();
            values["chip"] = Enum.GetName(model.Chip)!.ToLowerInvariant();
            values["model"] = model.Identifier;
            return (wanted, values, null);
        }
        catch (SpecificationException error)
        {
            return Combination.Any(field => field.Key is "os" or "chip" or "model") ? (wanted, values, error.Problem) : throw Explain(error);
        }
    }

    /// <summary>Why a Mac can't be made: the reason if the matrix asks for the impossible, an error with its place if the scenario does.</summary>
    public string Impossible(SpecificationException error) =>
        Combination.Any(field => error.Place == string.Join('.', Dimension.Find(field.Key)!.Path) || (field.Key == "bootstrapToken" && error.Place == "bootstrapToken.supported"))
            ? error.Problem : throw Explain(error);

    private DescriptionException Explain(SpecificationException error)
    {
        var description = Description;
        return description.Find(error.Place) is var (node, line, column)
            ? new DescriptionException(node.File, line, column, $"{error.Place}: {error.Problem}")
            : new DescriptionException(description.File, Scenario.Document.Line, Scenario.Document.Column, error.Message);
    }
}
