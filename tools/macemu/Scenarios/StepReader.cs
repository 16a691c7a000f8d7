using System.CommandLine;
using MacEmu.Description;

namespace MacEmu.Scenarios;

/// <summary>
/// Reads a step. Beside scripts and commands any command of macemu that lets something happen can be one: its options and arguments are the
/// step's keys (<c>fullName</c> for <c>--full-name</c>), taken from the same declarations as the command line.
/// </summary>
internal static class StepReader
{
    // They make or leave the machine that a test has, or are steps of another kind.
    private static readonly string[] NoEvents = ["create", "run", "replay", "test", "merge", "verify", "install", "uninstall", "completions"];

    /// <summary>The commands of macemu that can be steps.</summary>
    public static IEnumerable<Verb> Events(Verb root) => root.Subcommands.OfType<Verb>().Where(verb => !verb.Hidden && !NoEvents.Contains(verb.Name));

    public static ScenarioStep Read(DocumentNode node)
    {
        var step = new ScenarioStep(node);
        var keys = ScenarioKeys.Step.ToDictionary(key => key.Name, key => key.Read);
        Verb? root = null;
        foreach (var field in node.AsMapping())
        {
            if (keys.TryGetValue(field.Key, out var read))
            {
                step = read(step, field.Value);
                continue;
            }
            root ??= MacEmuProgram.Tree();
            var verb = Events(root).FirstOrDefault(verb => verb.Name == field.Key)
                ?? throw node.UnknownKey(field, ScenarioKeys.Step.Select(key => key.Name).Concat(Events(root).Select(known => known.Name)));
            if (step.Kind != StepKind.None) throw new DescriptionException(node.File, field.Line, field.Column, $"{node.Path}: a step does one thing; make two steps of it");
            var words = new List<string>();
            Spell(verb, field.Value, words);
            try
            {
                MacEmuProgram.Check(root, words);
            }
            catch (MacEmuException error)
            {
                throw new DescriptionException(node.File, field.Value.Line, field.Value.Column, $"{field.Value.Path}: {error.Message}");
            }
            step = step with { Kind = StepKind.Event, Words = words };
        }
        if (step.Kind == StepKind.None) throw node.Problem("does nothing: it has no run, command, verify or event");
        if (step.Kind is StepKind.Event or StepKind.Verify)
            foreach (var key in (string[])["as", "shell", "env", "args", "timeout"])
                if (node[key] is { } value) throw value.Problem("goes with run and command only");
        if (step.Kind == StepKind.Verify && node["expect"] is { } expected) throw expected.Problem("verify has no outcome but its own");
        if (step.Kind == StepKind.Command && node["args"] is { } arguments) throw arguments.Problem("goes with run; a command has its arguments in its line");
        if (step.Expected.Terminal is not null && step.Answers is null) throw node["expect"]!["terminal"]!.Problem("takes a tty");
        return step;
    }

    /// <summary>The key for an option or argument.</summary>
    public static string KeyOf(Symbol symbol)
    {
        if (symbol is Argument) return symbol.Name switch
        {
            "NAME" => "user",
            "TEAM/BUNDLE" => "extension",
            var name when name.All(char.IsAsciiLetterUpper) => name.ToLowerInvariant(),
            _ => "value",
        };
        var words = symbol.Name.TrimStart('-').Split('-');
        return words[0] + string.Concat(words.Skip(1).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }

    // The command line that a step's value stands for.
    private static void Spell(Verb verb, DocumentNode value, List<string> words)
    {
        words.Add(verb.Name);
        switch (value.Kind)
        {
            case NodeKind.List:
                words.AddRange(value.AsTexts());
                break;
            case NodeKind.Scalar when value.IsNull || (value.IsBoolean && value.AsBoolean()):
                break;
            case NodeKind.Scalar when verb.Subcommands.Count > 0:
                Spell(SubVerb(verb, value.AsName(), value), DocumentNode.Empty(value.File, value.Line, value.Column), words);
                break;
            case NodeKind.Scalar:
                words.Add(Place(verb.Arguments.Count > 0 ? verb.Arguments[0] : null, value, value.AsText()));
                break;
            default:
                if (verb.Subcommands.Count > 0)
                {
                    if (value.Fields is not [var only]) throw value.Problem($"takes one of {Names(verb)}");
                    Spell(SubVerb(verb, only.Key, value), only.Value, words);
                    break;
                }
                foreach (var field in value.Fields) Spell(verb, value, field, words);
                break;
        }
    }

    private static void Spell(Verb verb, DocumentNode mapping, DocumentField field, List<string> words)
    {
        var symbol = Symbols(verb).FirstOrDefault(symbol => KeyOf(symbol) == field.Key || (field.Key == "name" && symbol is Argument { Name: "NAME" }))
            ?? throw mapping.UnknownKey(field, Symbols(verb).Select(KeyOf));
        if (symbol is not Option option) words.Add(Place(symbol, field.Value, field.Value.AsText()));
        else if (option.ValueType != typeof(bool)) words.Add($"{option.Name}={Place(option, field.Value, field.Value.AsText())}");
        else if (field.Value.AsBoolean()) words.Add(option.Name);
    }

    /// <summary>What a step of a command can say.</summary>
    public static IEnumerable<Symbol> Symbols(Verb verb) => verb.Arguments.Concat<Symbol>(verb.Options);

    // Files are named from the scenario's folder.
    private static string Place(Symbol? symbol, DocumentNode node, string text) =>
        text.Length > 0 && (symbol is Argument ? symbol.Name : (symbol as Option)?.HelpName) is "FILE" or "DIR" ? Path.Combine(DocumentReader.FolderOf(node), text) : text;

    private static Verb SubVerb(Verb verb, string name, DocumentNode at) =>
        verb.Subcommands.OfType<Verb>().FirstOrDefault(sub => sub.Name == name) ?? throw at.Problem($"there is no '{Usage.NameOf(verb)} {name}'; there can be {Names(verb)}");

    private static string Names(Verb verb) => string.Join(", ", verb.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name));
}
