using System.Globalization;
using System.Text;

namespace MacEmu.Description;

/// <summary>What is written at a place of a document.</summary>
internal enum NodeKind
{
    Scalar,
    List,
    Mapping,
}

/// <summary>A key of a mapping with its value.</summary>
internal sealed record DocumentField(string Key, int Line, int Column, DocumentNode Value);

/// <summary>
/// One value of a YAML or JSON document with the place where it stands. Reading it as a type checks it; what doesn't fit is a
/// <see cref="DescriptionException"/> with file, line and column.
/// </summary>
internal sealed record DocumentNode(string File, string Path, NodeKind Kind, int Line, int Column)
{
    /// <summary>A scalar's text.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether a scalar stands without quotes, so that it may be a number, a boolean or nothing.</summary>
    public bool IsPlain { get; init; }

    /// <summary>A list's values.</summary>
    public IReadOnlyList<DocumentNode> Items { get; init; } = [];

    /// <summary>A mapping's keys in order.</summary>
    public IReadOnlyList<DocumentField> Fields { get; init; } = [];

    /// <summary>How many values it is with all in it, aliases written out.</summary>
    public long Size { get; init; } = 1;

    /// <summary>How deep it is.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>Whether it says that there is nothing.</summary>
    public bool IsNull => Kind == NodeKind.Scalar && IsPlain && Text is "" or "null" or "Null" or "NULL" or "~";

    /// <summary>Whether it can only be a boolean.</summary>
    public bool IsBoolean => Kind == NodeKind.Scalar && IsPlain && Text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE";

    /// <summary>A mapping without keys.</summary>
    public static DocumentNode Empty(string file, int line, int column) => new(file, "", NodeKind.Mapping, line, column);

    /// <summary>The mapping with another value at a path of keys; mappings on the way are made.</summary>
    public DocumentNode With(ReadOnlySpan<string> path, DocumentNode value)
    {
        if (path is []) return value;
        var key = path[0];
        var at = Fields.ToList().FindIndex(field => field.Key == key);
        var below = (at >= 0 && Fields[at].Value is { Kind: NodeKind.Mapping } there ? there : Empty(value.File, value.Line, value.Column) with { Path = key }).With(path[1..], value);
        var field = new DocumentField(key, value.Line, value.Column, below);
        return this with { Fields = at < 0 ? [.. Fields, field] : [.. Fields.Take(at), field, .. Fields.Skip(at + 1)] };
    }

    /// <summary>The value of a key; null where it isn't there.</summary>
    public DocumentNode? this[string key] => Fields.FirstOrDefault(field => field.Key == key)?.Value;

    /// <summary>What it is, for a message.</summary>
    public string Described => Kind switch
    {
        NodeKind.Mapping => "a mapping",
        NodeKind.List => "a list",
        _ when IsNull => "nothing",
        _ => Text.Length <= 60 ? $"'{Text}'" : $"'{Text[..60]}…'",
    };

    /// <summary>A text; a number counts as the text it is written as (14.10 stays 14.10).</summary>
    public string AsText() => Kind == NodeKind.Scalar && !IsNull && !IsBoolean
        ? Text.Contains('\0', StringComparison.Ordinal) ? throw Problem("a text has no NUL character") : Text
        : throw Expected(IsBoolean ? "a text (put it in quotes)" : IsNull ? "a text (\"\" for an empty one)" : "a text");

    /// <summary>A text, or null where it says that there is nothing.</summary>
    public string? AsTextOrNull() => IsNull ? null : AsText();

    /// <summary>A text that isn't empty.</summary>
    public string AsName() => AsText() is { Length: > 0 } text ? text : throw Problem("must not be empty");

    /// <summary>A boolean.</summary>
    public bool AsBoolean() => IsBoolean ? Text[0] is 't' or 'T' : throw Expected("true or false");

    /// <summary>A whole number.</summary>
    public int AsNumber() => Kind == NodeKind.Scalar && IsPlain && int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number : throw Expected("a whole number");

    /// <summary>One of a few words.</summary>
    public string AsOneOf(params string[] words) => Kind == NodeKind.Scalar && words.Contains(Text) ? Text : throw Expected($"one of {string.Join(", ", words)}");

    /// <summary>A UUID in upper case.</summary>
    public string AsUuid() => Kind == NodeKind.Scalar && Guid.TryParseExact(Text, "D", out _) ? Text.ToUpperInvariant() : throw Expected("a UUID (8-4-4-4-12 hex digits)");

    /// <summary>A list.</summary>
    public IReadOnlyList<DocumentNode> AsList() => Kind == NodeKind.List ? Items : throw Expected("a list");

    /// <summary>A list of texts.</summary>
    public IReadOnlyList<string> AsTexts() => [.. AsList().Select(item => item.AsText())];

    /// <summary>A mapping's keys and values.</summary>
    public IReadOnlyList<DocumentField> AsMapping() => Kind == NodeKind.Mapping ? Fields : throw Expected("a mapping");

    /// <summary>Reads a mapping with a table of its keys.</summary>
    public T Read<T>(T start, IReadOnlyDictionary<string, Func<T, DocumentNode, T>> keys)
    {
        foreach (var field in AsMapping())
            start = keys.TryGetValue(field.Key, out var read) ? read(start, field.Value) : throw UnknownKey(field, keys.Keys);
        return start;
    }

    /// <summary>It isn't what it must be.</summary>
    public DescriptionException Expected(string what) => Problem($"must be {what}, is {Described}");

    /// <summary>Something is wrong with it.</summary>
    public DescriptionException Problem(string message) => new(File, Line, Column, Path.Length > 0 ? $"{Path}: {message}" : message);

    /// <summary>A key that isn't one of those there can be.</summary>
    public DescriptionException UnknownKey(DocumentField field, IEnumerable<string> known) =>
        new(File, field.Line, field.Column, $"unknown key '{field.Key}'{(Path.Length > 0 ? $" in {Path}" : "")}; there can be {string.Join(", ", known)}");

    /// <summary>
    /// The most exact node for a path of keys, with the place to point at: of a scalar its own, of anything bigger its key's.
    /// Keys may have dots in them.
    /// </summary>
    public (DocumentNode Node, int Line, int Column)? Find(string path)
    {
        foreach (var field in Fields.OrderByDescending(field => field.Key.Length))
        {
            if (path != field.Key && !path.StartsWith(field.Key + ".", StringComparison.Ordinal)) continue;
            if (path != field.Key && field.Value.Find(path[(field.Key.Length + 1)..]) is { } deeper) return deeper;
            return field.Value.Kind == NodeKind.Scalar ? (field.Value, field.Value.Line, field.Value.Column) : (field.Value, field.Line, field.Column);
        }
        return null;
    }

    /// <summary>The value as compact JSON.</summary>
    public void WriteJson(StringBuilder json)
    {
        switch (Kind)
        {
            case NodeKind.Mapping:
                json.Append('{').AppendJoin(',', Fields.Select(field => $"{Quoted(field.Key)}:{field.Value.Json()}")).Append('}');
                break;
            case NodeKind.List:
                json.Append('[').AppendJoin(',', Items.Select(item => item.Json())).Append(']');
                break;
            default:
                json.Append(IsNull ? "null" : IsBoolean ? Text.ToLowerInvariant() : IsPlain && long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? Text : Quoted(Text));
                break;
        }
    }

    private string Json()
    {
        var json = new StringBuilder();
        WriteJson(json);
        return json.ToString();
    }

    private static string Quoted(string text) => $"\"{System.Text.Json.JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}

/// <summary>A document says what can't be understood or can't be.</summary>
internal sealed class DescriptionException(string file, int line, int column, string problem) : Exception($"{file}:{line}:{column}: {problem}")
{
    public string File { get; } = file;
    public int Line { get; } = line;
    public int Column { get; } = column;

    /// <summary>What is wrong, without the place.</summary>
    public string Problem { get; } = problem;
}
