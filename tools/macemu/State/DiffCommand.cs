using System.Text.Json;
using MacStateStore;
using MacToolHost;

namespace MacEmu;

/// <summary>What differs between two states of Macs, grouped as <c>show --json --full</c> groups them.</summary>
internal static class DiffCommand
{
    /// <summary>One thing that differs.</summary>
    /// <param name="Group">The key at the top, such as <c>users</c>.</param>
    /// <param name="Path">What it is within the group, such as <c>alice.secureToken</c>; empty for the group itself.</param>
    /// <param name="Before">What it was; null where it wasn't there.</param>
    /// <param name="After">What it is; null where it is no more.</param>
    private sealed record Difference(string Group, string Path, JsonElement? Before, JsonElement? After);

    // What tells which items of two lists are the same thing.
    private static readonly string[] Identities = ["uuid", "device", "identifier", "tool", "name"];

    // Time passes by itself.
    private const string Clock = "machine.clock";

    public static Verb Define()
    {
        var first = Verb.Optional("A", "a snapshot's name or a machine file; left out, the newest snapshot");
        var second = Verb.Optional("B", "another; left out, the Mac as it is");
        var json = Verb.Flag("--json", "print a list of what differs as JSON");
        return new Verb("diff", "show what differs between two states", "macemu diff before-script", run => Run(run, run.Said(first), run.Said(second), run.Value(json)))
        {
            Details = "A snapshot's name comes before a file's. Ends with 0 where nothing differs, else with 1. The clock doesn't count.",
            Symbols = [first, second, json],
        };
    }

    private static int Run(Invocation run, string? first, string? second, bool asJson)
    {
        using var now = run.Open();
        first ??= now.Snapshots.List() is { Count: > 0 } saved ? saved.MaxBy(snapshot => snapshot.Saved).Name
            : throw new MacEmuException("diff: no snapshot is saved; save one with 'macemu snapshot save NAME' before what is to be looked at, or name two machine files");
        using var before = Read(now, first);
        using var after = second is null ? Document(now) : Read(now, second);
        var differences = new List<Difference>();
        foreach (var (group, old, current) in Both(before.RootElement, after.RootElement)) Compare(group, "", old, current, differences);
        if (asJson) WriteJson(run.Console, differences);
        else WriteText(run.Console, differences);
        return differences.Count == 0 ? Status.Good : Status.CheckFailed;
    }

    private static JsonDocument Read(Mac now, string name)
    {
        var isSnapshot = now.Snapshots.List().Any(snapshot => snapshot.Name == name);
        if (!isSnapshot && !File.Exists(name)) throw new MacEmuException($"diff: '{name}' is neither a snapshot of this machine nor a file");
        using var mac = Mac.Open(isSnapshot ? now.Snapshots.PathOf(name) : name);
        return Document(mac);
    }

    private static JsonDocument Document(Mac mac)
    {
        mac.BeginReading();
        return JsonDocument.Parse(StateDocument.Of(mac, mac.Describe()));
    }

    private static void Compare(string group, string path, JsonElement? before, JsonElement? after, List<Difference> found)
    {
        if ($"{group}.{path}" == Clock) return;
        switch (before?.ValueKind, after?.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object):
                foreach (var (key, old, current) in Both(before.Value, after.Value)) Compare(group, path.Length == 0 ? key : $"{path}.{key}", old, current, found);
                break;
            case (JsonValueKind.Array, JsonValueKind.Array) when IdentityOf(before.Value, after.Value) is { } identity:
                foreach (var (key, old, current) in Items(before.Value, after.Value, identity)) Compare(group, $"{path}[{key}]", old, current, found);
                break;
            default:
                if (before is not { } was || after is not { } now || !JsonElement.DeepEquals(was, now)) found.Add(new Difference(group, path, before, after));
                break;
        }
    }

    private static IEnumerable<(string Key, JsonElement? Before, JsonElement? After)> Both(JsonElement before, JsonElement after)
    {
        foreach (var property in before.EnumerateObject())
            yield return (property.Name, property.Value, after.TryGetProperty(property.Name, out var now) ? now : null);
        foreach (var property in after.EnumerateObject())
            if (!before.TryGetProperty(property.Name, out _)) yield return (property.Name, null, property.Value);
    }

    private static string? IdentityOf(JsonElement before, JsonElement after)
    {
        var items = before.EnumerateArray().Concat(after.EnumerateArray()).ToList();
        return Identities.FirstOrDefault(key => items.Count > 0 && new[] { before, after }.All(list => AreTold(list, key)));
    }

    // Whether a key tells the items of a list apart.
    private static bool AreTold(JsonElement list, string key)
    {
        var seen = new HashSet<string>();
        foreach (var item in list.EnumerateArray())
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(key, out var value) || value.ValueKind != JsonValueKind.String || !seen.Add(value.GetString()!)) return false;
        return true;
    }

    private static IEnumerable<(string Key, JsonElement? Before, JsonElement? After)> Items(JsonElement before, JsonElement after, string identity)
    {
        string Name(JsonElement item) => item.GetProperty(identity).GetString()!;
        JsonElement? Find(JsonElement list, string name) => list.EnumerateArray().Cast<JsonElement?>().FirstOrDefault(item => Name(item!.Value) == name);
        foreach (var item in before.EnumerateArray()) yield return (Name(item), item, Find(after, Name(item)));
        foreach (var item in after.EnumerateArray())
            if (Find(before, Name(item)) is null) yield return (Name(item), null, item);
    }

    private static void WriteText(ToolConsole console, List<Difference> differences)
    {
        foreach (var group in differences.GroupBy(difference => difference.Group))
        {
            console.OutLine(TextTable.Printable(group.Key));
            foreach (var (_, path, before, after) in group)
            {
                var what = (before, after) switch
                {
                    (null, { } now) => $"{Shown(now)} added",
                    ({ } was, null) => $"{Shown(was)} removed",
                    ({ } was, { } now) => $"{Shown(was)} → {Shown(now)}",
                    _ => "",
                };
                console.OutLine($"  {TextTable.Printable(path)}{(path.Length == 0 ? "" : ": ")}{what}");
            }
        }
    }

    private static string Shown(JsonElement value) => TextTable.Printable(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText().ReplaceLineEndings(" "));

    private static void WriteJson(ToolConsole console, List<Difference> differences)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, StateDocument.Readable(indented: true)))
        {
            json.WriteStartArray();
            foreach (var (group, path, before, after) in differences)
            {
                json.WriteStartObject();
                json.WriteString("group", group);
                json.WriteString("path", path);
                Write("before", before);
                Write("after", after);
                json.WriteEndObject();
            }
            json.WriteEndArray();

            void Write(string name, JsonElement? value)
            {
                if (value is not { } known) return;
                json.WritePropertyName(name);
                known.WriteTo(json);
            }
        }
        stream.WriteByte((byte)'\n');
        console.Out(stream.ToArray());
    }
}
