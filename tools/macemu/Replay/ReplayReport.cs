using System.Text.Json;
using MacStateStore.Storage;
using MacToolHost;

namespace MacEmu.Replay;

/// <summary>What became of a command.</summary>
internal enum CommandResult
{
    Run,
    Skipped,
    Unfilled,
    NotEmulated,
    Broken,
}

/// <summary>A command with its outcome.</summary>
/// <param name="Step">The command in the document.</param>
/// <param name="Shown">The command with its placeholders filled, without secrets.</param>
/// <param name="Result">What became of it.</param>
/// <param name="Outcome">What it printed and did; empty where it wasn't run.</param>
/// <param name="Problems">In what it isn't as the document says, or why it wasn't run.</param>
internal sealed record ReplayedCommand(ReplayStep Step, string Shown, CommandResult Result, CommandOutcome Outcome, IReadOnlyList<string> Problems);

/// <summary>Tells what came of a document's commands.</summary>
internal static class ReplayReport
{
    private const int MostNames = 4;

    /// <summary>One command, for people.</summary>
    public static void Tell(ToolConsole console, ReplayedCommand command)
    {
        var number = $"{command.Step.Line}: ";
        var lines = command.Shown.Split('\n');
        for (var i = 0; i < lines.Length; i++) console.OutLine((i == 0 ? number : new string(' ', number.Length)) + Printable(lines[i]));
        foreach (var line in Lines(command.Outcome.Output)) console.OutLine("    " + Printable(line));
        console.OutLine("  → " + (command.Result switch
        {
            CommandResult.Skipped => $"skipped: {command.Step.Skipped}",
            CommandResult.Unfilled => $"not run: {string.Join("; ", command.Problems)}",
            CommandResult.Broken => $"not run to its end: {string.Join("; ", command.Problems)}",
            CommandResult.NotEmulated => $"not emulated: {string.Join("; ", command.Outcome.NotEmulated.Select(TextTable.Printable))}",
            _ => $"exit {command.Outcome.Status}, {Changes(command.Outcome.Rows)}{string.Concat(command.Problems.Select(problem => "; " + problem))}",
        }));
        console.FlushOutput();
    }

    /// <summary>The sum, in a line.</summary>
    public static string Sum(IReadOnlyList<ReplayedCommand> commands, bool checks)
    {
        var parts = new List<string> { $"{commands.Count} {(commands.Count == 1 ? "command" : "commands")}" };
        Add(commands.Count(command => command.Result == CommandResult.Run && command.Outcome.Status != 0 && !checks), "failed");
        Add(commands.Count(command => command.Problems.Count > 0 && command.Result == CommandResult.Run), "other than the document says");
        Add(commands.Count(command => command.Result is CommandResult.Unfilled or CommandResult.Broken), "not run");
        Add(commands.Count(command => command.Result == CommandResult.NotEmulated), "not emulated");
        Add(commands.Count(command => command.Result == CommandResult.Skipped), "skipped");
        return string.Join(", ", parts);

        void Add(int count, string what)
        {
            if (count > 0) parts.Add($"{count} {what}");
        }
    }

    /// <summary>What was changed, in a few words.</summary>
    public static string Changes(IReadOnlyList<JournalRow> rows)
    {
        var names = Names(rows);
        if (names.Count == 0) return "nothing changed";
        var (known, more) = (string.Join(", ", names.Take(MostNames)), names.Count - MostNames);
        return $"changed {known}{(more > 0 ? $" and {more} more" : "")}";
    }

    /// <summary>Everything, for programs.</summary>
    public static void WriteJson(ToolConsole console, string document, int status, IReadOnlyList<ReplayedCommand> commands, string? difference)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, StateDocument.Readable(indented: true)))
        {
            json.WriteStartObject();
            json.WriteString("document", document);
            json.WriteNumber("status", status);
            json.WriteStartArray("commands");
            foreach (var command in commands) Write(json, command);
            json.WriteEndArray();
            if (difference is not null) json.WriteString("difference", difference);
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        console.Out(stream.ToArray());
    }

    /// <summary>A text's lines.</summary>
    public static IReadOnlyList<string> Lines(string text) => text.Length == 0 ? [] : (text.EndsWith('\n') ? text[..^1] : text).Split('\n').Select(line => line.TrimEnd('\r')).ToArray();

    private static void Write(Utf8JsonWriter json, ReplayedCommand command)
    {
        json.WriteStartObject();
        json.WriteNumber("line", command.Step.Line);
        json.WriteString("command", command.Shown);
        json.WriteString("result", command.Result switch
        {
            CommandResult.Skipped => "skipped",
            CommandResult.Unfilled => "unfilled",
            CommandResult.NotEmulated => "notEmulated",
            CommandResult.Broken => "broken",
            _ => command.Problems.Count > 0 ? "differs" : "run",
        });
        if (command.Step.Skipped is { } reason) json.WriteString("reason", reason);
        if (command.Outcome.Status is { } status) json.WriteNumber("exit", status);
        else json.WriteNull("exit");
        json.WriteString("output", command.Outcome.Output);
        Strings("problems", command.Problems);
        Strings("notEmulated", command.Outcome.NotEmulated);
        Strings("changes", Names(command.Outcome.Rows));
        json.WriteEndObject();

        void Strings(string name, IEnumerable<string> values)
        {
            json.WriteStartArray(name);
            foreach (var value in values) json.WriteStringValue(value);
            json.WriteEndArray();
        }
    }

    // Of a record that is new or gone, its thirty values are one thing.
    private static List<string> Names(IReadOnlyList<JournalRow> rows)
    {
        var names = new List<string>();
        var whole = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in rows.SelectMany(row => row.Changes))
        {
            var isNewOrGone = change.Table == "od_record" && (change.Before is null || change.After is null);
            if (isNewOrGone) whole.Add(change.Key + " ");
            var name = TextTable.Printable(
                isNewOrGone ? $"{change.Key} ({(change.Before is null ? "new" : "gone")})"
                : change.Table.StartsWith("od_", StringComparison.Ordinal) || change.Key == change.Table ? change.Key.Replace('_', ' ')
                : $"{change.Table.Replace('_', ' ')} {change.Key}");
            if (!names.Contains(name)) names.Add(name);
        }
        names.RemoveAll(name => whole.Any(record => name.StartsWith(record, StringComparison.Ordinal) && !name.StartsWith(record + "(", StringComparison.Ordinal)));
        return names;
    }

    private static string Printable(string line) => string.Concat(line.Select(c => char.IsControl(c) && c != '\t' ? $"\\x{(int)c:x2}" : c.ToString()));
}
