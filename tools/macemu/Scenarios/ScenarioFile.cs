using MacEmu.Description;
using MacToolHost;

namespace MacEmu.Scenarios;

/// <summary>Finds scenario files and reads them with what they extend.</summary>
internal static class ScenarioFile
{
    private const int LongestChain = 32;
    private static readonly string[] Endings = [".yml", ".yaml"];

    /// <summary>The files that paths name: of a folder all YAML files in it, sorted; one that begins with <c>_</c> is there to be extended.</summary>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (path.Length == 0) throw new MacEmuException("test: a path is empty");
            if (!Directory.Exists(path))
            {
                files.Add(path);
                continue;
            }
            var found = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Where(file => Endings.Contains(Path.GetExtension(file)) && Path.GetFileName(file)[0] is not ('_' or '.'))
                .Order(StringComparer.Ordinal).ToList();
            if (found.Count == 0) throw new MacEmuException($"test: there is no scenario (*.yml, *.yaml) in {path}");
            files.AddRange(found);
        }
        return [.. files.Distinct()];
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="DescriptionException">It is wrong.</exception>
    public static Scenario Read(string file, ToolConsole console)
    {
        var document = Extended(DocumentReader.Read(file, console), console, []);
        var scenario = document.Read(new Scenario(document), ScenarioKeys.Scenario);
        if (scenario.Steps.Count == 0 && scenario.Expected.Count == 0) throw document.Problem("tests nothing: it has neither steps nor expect");
        return scenario;
    }

    // A file with what it goes on from.
    private static DocumentNode Extended(DocumentNode document, ToolConsole console, IReadOnlyList<string> below)
    {
        document.AsMapping();
        if (document["extends"] is not { } extends) return document;
        IReadOnlyList<string> chain = [.. below, Path.GetFullPath(document.File)];
        DocumentNode? whole = null;
        foreach (var name in extends.Kind == NodeKind.List ? extends.Items : [extends])
        {
            var path = Path.Combine(DocumentReader.FolderOf(document), name.AsName());
            if (chain.Contains(Path.GetFullPath(path))) throw name.Problem($"{name.Text} extends this file again, directly or by others");
            if (chain.Count >= LongestChain) throw name.Problem($"more than {LongestChain} files extend each other");
            DocumentNode read;
            try
            {
                read = DocumentReader.Read(path, console);
            }
            catch (MacEmuException error)
            {
                throw name.Problem(error.Message);
            }
            var extended = Extended(read, console, chain);
            // What is wrong in it is told with its own place.
            extended.Read(new Scenario(extended), ScenarioKeys.Scenario);
            whole = whole is null ? extended : Join(whole, extended);
        }
        return whole is null ? document : Join(whole, document) with { File = document.File, Line = document.Line, Column = document.Column };
    }

    private static DocumentNode Join(DocumentNode first, DocumentNode then)
    {
        var fields = first.Fields.Where(field => field.Key != "extends").ToList();
        foreach (var field in then.Fields.Where(field => field.Key != "extends"))
        {
            var at = fields.FindIndex(known => known.Key == field.Key);
            if (at < 0) fields.Add(field);
            else fields[at] = field with { Value = JoinValues(field.Key, fields[at].Value, field.Value) };
        }
        return first with { Fields = fields };
    }

    private static DocumentNode JoinValues(string key, DocumentNode first, DocumentNode then) => key switch
    {
        "steps" => then with { Items = [.. first.AsList(), .. then.AsList()] },
        "expect" => then with { Kind = NodeKind.List, Items = [.. Parts(first), .. Parts(then)] },
        "machine" or "given" => Merge(first, then),
        _ => then,
    };

    private static IReadOnlyList<DocumentNode> Parts(DocumentNode expected) => expected.Kind == NodeKind.List ? expected.Items : [expected];

    private static DocumentNode Merge(DocumentNode first, DocumentNode then)
    {
        if (first.Kind != NodeKind.Mapping || then.Kind != NodeKind.Mapping) return then;
        var merged = first with { File = then.File };
        foreach (var field in then.Fields)
        {
            var value = first[field.Key] is { } known ? Merge(known, field.Value) : field.Value;
            var at = merged.Fields.ToList().FindIndex(known => known.Key == field.Key);
            merged = merged with { Fields = at < 0 ? [.. merged.Fields, field] : [.. merged.Fields.Take(at), field with { Value = value }, .. merged.Fields.Skip(at + 1)] };
        }
        return merged;
    }
}
