using System.Text.Json;

namespace MacEmu.Description;

/// <summary>
/// Compares an expectation with the state. Of mappings only the expected keys count; a list must have the expected items, in whatever
/// order; <c>null</c> for a name (of a user, say) expects that there is none.
/// </summary>
internal sealed class Comparison
{
    private static readonly JsonElement Absent = JsonDocument.Parse("null").RootElement;

    /// <summary>One line per difference.</summary>
    public List<string> Differences { get; } = [];

    /// <summary>How many values were compared.</summary>
    public int Compared { get; private set; }

    /// <exception cref="DescriptionException">The expectation has a key or value that no state has.</exception>
    public void Compare(DocumentNode expected, StateShape? shape, JsonElement actual, string path = "")
    {
        switch (shape)
        {
            case StateShape.Mapping mapping:
                foreach (var field in expected.AsMapping())
                {
                    var known = mapping.Keys.FirstOrDefault(key => key.Key == field.Key);
                    if (known.Value is null) throw expected.UnknownKey(field, mapping.Keys.Select(key => key.Key));
                    Compare(field.Value, known.Value, ValueOf(actual, field.Key), Below(path, field.Key));
                }
                break;
            case StateShape.ByName { Value: var value }:
                foreach (var field in expected.AsMapping()) CompareNamed(field, value, actual, Below(path, field.Key));
                break;
            case StateShape.List list:
                CompareLists(expected, list, actual, path);
                break;
            default:
                var wanted = Scalar(expected, shape);
                Compared++;
                if (wanted != Scalar(actual)) Differences.Add($"{path}: expected {Show(wanted)}, is {Show(Scalar(actual))}");
                break;
        }
    }

    private void CompareNamed(DocumentField field, StateShape? shape, JsonElement actual, string path)
    {
        var there = ValueOf(actual, field.Key);
        if (field.Value.IsNull && shape is not null)
        {
            Compared++;
            if (there.ValueKind != JsonValueKind.Null) Differences.Add($"{path}: expected none, is there");
            return;
        }
        if (shape is StateShape.Mapping && there.ValueKind == JsonValueKind.Null)
        {
            // Checked all the same, for keys that no state has.
            new Comparison().Compare(field.Value, shape, there, path);
            Compared++;
            Differences.Add($"{path}: expected, is not there");
            return;
        }
        if (shape is StateShape.Mapping && field.Value.AsMapping().Count == 0) Compared++;
        Compare(field.Value, shape, there, path);
    }

    private void CompareLists(DocumentNode expected, StateShape.List shape, JsonElement actual, string path)
    {
        Compared++;
        var left = actual.ValueKind == JsonValueKind.Array ? actual.EnumerateArray().ToList() : [];
        var missing = new List<string>();
        foreach (var item in expected.AsList())
        {
            var found = left.FindIndex(candidate =>
            {
                var comparison = new Comparison();
                comparison.Compare(item, shape.Item, candidate);
                return comparison.Differences.Count == 0;
            });
            new Comparison().Compare(item, shape.Item, Absent, path);
            if (found >= 0) left.RemoveAt(found);
            else missing.Add(item.Kind == NodeKind.Scalar ? item.Text : "an item");
        }
        if (missing.Count > 0 || left.Count > 0)
            Differences.Add($"{path}: expected {Show(expected)}, is {(actual.ValueKind == JsonValueKind.Array ? Show(actual) : "none")}");
    }

    private static string Below(string path, string key) => path.Length > 0 ? $"{path}.{key}" : key;

    private static JsonElement ValueOf(JsonElement mapping, string key) =>
        mapping.ValueKind == JsonValueKind.Object && mapping.TryGetProperty(key, out var value) ? value : Absent;

    // Scalars compare as text: the shape has made sure that both are of one kind.
    private static string? Scalar(DocumentNode expected, StateShape? shape) => shape switch
    {
        StateShape.Boolean => expected.AsBoolean() ? "true" : "false",
        StateShape.Number => expected.IsNull ? null : $"{expected.AsNumber()}",
        StateShape.OneOf words => expected.AsOneOf(words.Values),
        StateShape.Words => expected.AsTextOrNull(),
        _ => expected.IsNull ? null : expected.IsBoolean ? expected.Text.ToLowerInvariant() : expected.AsText(),
    };

    private static string? Scalar(JsonElement actual) => actual.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => actual.GetString(),
        _ => actual.GetRawText(),
    };

    private static string Show(string? value) => value is null ? "none" : value.Length == 0 ? "''" : value;

    private static string Show(JsonElement list)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, StateDocument.Readable(indented: false))) list.WriteTo(json);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Show(DocumentNode list)
    {
        var json = new System.Text.StringBuilder();
        list.WriteJson(json);
        return json.ToString();
    }
}
