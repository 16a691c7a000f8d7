using System.CommandLine;
using System.Text;
using System.Text.Json;
using MacEmu.Description;

namespace MacEmu.Scenarios;

/// <summary>The JSON Schema of scenario files, for editors: made from the tables that the reader reads by.</summary>
internal static class ScenarioSchema
{
    private static readonly StateShape Anything = new StateShape.Anything();

    public static string Write()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, StateDocument.Readable(indented: true)))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            json.WriteString("title", "A scenario of macemu test");
            Members(json, DeclaredKeys.ShapeOf(ScenarioKeys.Scenario));
            json.WriteStartObject("$defs");
            foreach (var (name, shape) in Definitions())
            {
                json.WriteStartObject(name);
                Members(json, shape);
                json.WriteEndObject();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static IEnumerable<(string Name, StateShape Shape)> Definitions()
    {
        yield return ("step", new StateShape.Mapping([.. ((StateShape.Mapping)DeclaredKeys.ShapeOf(ScenarioKeys.Step)).Keys, .. StepReader.Events(MacEmuProgram.Tree()).Select(verb => (verb.Name, ShapeOf(verb)))]));
        yield return ("outcome", DeclaredKeys.ShapeOf(ScenarioKeys.Expectation));
        yield return ("text", new StateShape.Either(new StateShape.Words(), DeclaredKeys.ShapeOf(TextExpectation.Keys)));
        yield return ("when", new StateShape.Mapping([.. Dimension.All.Select(dimension => (dimension.Name, (StateShape)new StateShape.Either(new StateShape.Words(), new StateShape.List(new StateShape.Words()))))]));
        yield return ("machine", new StateShape.Mapping([.. ScenarioKeys.MachineKeys.Select(key => (key, Anything))]));
        yield return ("description", new StateShape.Mapping([.. MacDescription.AllKeys.Select(key => (key, key switch
        {
            "machine" => new StateShape.Mapping([.. MacDescription.MachineKeys.Select(inner => (inner, Anything))]),
            "users" => new StateShape.ByName(new StateShape.Mapping([.. MacDescription.KeysOfUser.Select(inner => (inner, Anything))])),
            _ => Anything,
        }))]));
        yield return ("state", StateCheck.Shape);
    }

    private static StateShape.Explained ShapeOf(Verb verb)
    {
        var visible = verb.Subcommands.OfType<Verb>().Where(sub => !sub.Hidden).ToList();
        StateShape word = visible.Count > 0 ? new StateShape.OneOf([.. visible.Select(sub => sub.Name)]) : new StateShape.Either(new StateShape.Words(), new StateShape.Boolean());
        var keys = visible.Count > 0 ? visible.Select(sub => (sub.Name, ShapeOf(sub))) : StepReader.Symbols(verb).Select(symbol => (StepReader.KeyOf(symbol), ShapeOf(symbol)));
        return new StateShape.Explained(new StateShape.Either(
            word, new StateShape.List(new StateShape.Words()), new StateShape.Mapping([.. keys])), verb.Description!);
    }

    private static StateShape.Explained ShapeOf(Symbol symbol) => new StateShape.Explained(
        symbol is Option option && option.ValueType == typeof(bool) ? new StateShape.Boolean()
        : symbol is Option { HelpName: { } words } && words.Contains('|', StringComparison.Ordinal) && !words.Any(char.IsAsciiLetterUpper) ? new StateShape.OneOf(words.Split('|'))
        : new StateShape.Words(), symbol.Description!);

    private static void Members(Utf8JsonWriter json, StateShape shape)
    {
        switch (shape)
        {
            case StateShape.Explained explained:
                json.WriteString("description", explained.Purpose);
                Members(json, explained.Shape);
                break;
            case StateShape.Mapping mapping:
                json.WriteString("type", "object");
                json.WriteStartObject("properties");
                foreach (var (key, value) in mapping.Keys) Named(json, key, value);
                json.WriteEndObject();
                json.WriteBoolean("additionalProperties", false);
                break;
            case StateShape.ByName names:
                json.WriteString("type", "object");
                Named(json, "additionalProperties", names.Value ?? Anything, orNull: names.Value is StateShape.Mapping);
                break;
            case StateShape.List list:
                json.WriteString("type", "array");
                Named(json, "items", list.Item);
                break;
            case StateShape.Either either:
                json.WriteStartArray("anyOf");
                foreach (var choice in either.Shapes)
                {
                    json.WriteStartObject();
                    Members(json, choice);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                break;
            case StateShape.Reference reference:
                json.WriteString("$ref", $"#/$defs/{reference.Name}");
                break;
            case StateShape.OneOf words:
                // YAML's on and off are booleans to some editors.
                json.WriteStartArray("enum");
                foreach (var word in words.Values) json.WriteStringValue(word);
                if (words.Values.Contains("on")) json.WriteBooleanValue(true);
                if (words.Values.Contains("off")) json.WriteBooleanValue(false);
                json.WriteEndArray();
                break;
            case StateShape.Boolean:
                json.WriteString("type", "boolean");
                break;
            case StateShape.Number:
                Types(json, "integer", "null");
                break;
            case StateShape.Words:
                Types(json, "string", "number", "null");
                break;
        }
    }

    private static void Named(Utf8JsonWriter json, string name, StateShape shape, bool orNull = false)
    {
        json.WriteStartObject(name);
        // A name without anything expects that there is none.
        if (orNull)
        {
            json.WriteStartArray("anyOf");
            json.WriteStartObject();
            Members(json, shape);
            json.WriteEndObject();
            json.WriteStartObject();
            json.WriteString("type", "null");
            json.WriteEndObject();
            json.WriteEndArray();
        }
        else
        {
            Members(json, shape);
        }
        json.WriteEndObject();
    }

    private static void Types(Utf8JsonWriter json, params string[] names)
    {
        json.WriteStartArray("type");
        foreach (var name in names) json.WriteStringValue(name);
        json.WriteEndArray();
    }
}
