using System.Globalization;
using System.Text.Json;
using MacStateStore.Storage;

namespace MacEmu;

/// <summary>What was run on the Mac, and what each run changed.</summary>
internal static class Log
{
    private const int LongestValue = 120;
    private const int Context = 20;

    public static Verb Define()
    {
        var json = Verb.Flag("--json", "print one JSON object per line");
        var last = Verb.Valued("--last", "N", "only the newest N");
        var id = Verb.Valued("--run", "ID", "only those of one 'macemu run' (its MACEMU_RUN)");
        var tool = Verb.Valued("--tool", "NAME", "only those of a tool");
        var user = Verb.Valued("--user", "NAME", "only those that this user ran");
        var failed = Verb.Flag("--failed", "only those that ended with another status than 0");
        var changes = Verb.Flag("--changes", "only those that changed something");
        return new Verb("log", "show what was run on the Mac and what it changed", "macemu log --changes --last 5", run =>
        {
            var (name, who, onlyFailed, onlyChanges) = (run.Value(tool), run.Value(user), run.Value(failed), run.Value(changes));
            var isFiltered = name is not null || who is not null || onlyFailed || onlyChanges;
            return Run(run, run.Value(json), run.Value(last), run.Value(id), !isFiltered ? null : row =>
                (name is null || row.Entry.Tool == name) && (who is null || row.Entry.User == who) && !(onlyFailed && row.ExitStatus == Status.Good) && !(onlyChanges && row.Changes.Count == 0));
        })
        {
            json, last, id, tool, user, failed, changes,
        };
    }

    private static int Run(Invocation run, bool asJson, string? last, string? id, Func<JournalRow, bool>? isWanted)
    {
        int? count = null;
        if (last is not null)
            count = int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
                : throw new MacEmuException($"log: --last: '{last}' is not a number");
        return run.Look(mac =>
        {
            IEnumerable<JournalRow> rows = mac.Journal.Read(isWanted is null ? count : null, id);
            if (isWanted is not null) rows = rows.Where(isWanted);
            foreach (var row in isWanted is not null && count is { } most ? rows.TakeLast(most) : rows)
            {
                if (asJson) WriteJson(run, row);
                else WriteText(run, row);
            }
            return Status.Good;
        });
    }

    private static void WriteJson(Invocation run, JournalRow row)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, StateDocument.Readable(indented: false)))
        {
            json.WriteStartObject();
            json.WriteNumber("id", row.Id);
            json.WriteString("run", row.Entry.Run);
            json.WriteString("at", ClockCommand.Print(row.At));
            json.WriteString("user", row.Entry.User);
            json.WriteString("tool", row.Entry.Tool);
            json.WritePropertyName("arguments");
            json.WriteRawValue(row.Entry.Arguments);
            if (row.ExitStatus is { } status) json.WriteNumber("exitStatus", status);
            else json.WriteNull("exitStatus");
            if (row.NotEmulated is { } missing) json.WriteString("notEmulated", missing);
            json.WriteStartArray("changes");
            foreach (var change in row.Changes)
            {
                json.WriteStartObject();
                json.WriteString("table", change.Table);
                json.WriteString("key", change.Key);
                WriteValues("before", change.Before);
                WriteValues("after", change.After);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();

            void WriteValues(string name, string? values)
            {
                json.WritePropertyName(name);
                if (values is null) json.WriteNullValue();
                else json.WriteRawValue(values);
            }
        }
        stream.WriteByte((byte)'\n');
        run.Console.Out(stream.ToArray());
    }

    private static void WriteText(Invocation run, JournalRow row)
    {
        var outcome = row.ExitStatus is { } status ? $"exit {status}" : "not finished";
        run.Console.OutLine($"{ClockCommand.Print(row.At)}  {TextTable.Printable(row.Entry.User)}  {CommandLine(row.Entry)}  ({outcome})");
        foreach (var line in row.Changes.SelectMany(Lines)) run.Console.OutLine($"    {line}");
    }

    /// <summary>What was run, as it would be typed; secrets are hidden.</summary>
    public static string CommandLine(JournalEntry entry)
    {
        using var arguments = JsonDocument.Parse(entry.Arguments);
        return string.Join(' ', arguments.RootElement.EnumerateArray().Select(argument => Quoted(argument.GetString()!)).Prepend(entry.Tool));
    }

    // `Users/alice uid: 501 → 502`; a row of several columns has a line for each that changed.
    internal static IEnumerable<string> Lines(Change change)
    {
        using var before = JsonDocument.Parse(change.Before ?? "{}");
        using var after = JsonDocument.Parse(change.After ?? "{}");
        var columns = before.RootElement.EnumerateObject().Concat(after.RootElement.EnumerateObject()).Select(column => column.Name).Distinct();
        var lines = new List<string>();
        foreach (var column in columns)
        {
            var (old, now) = (Text(before, column), Text(after, column));
            if (old == now) continue;
            lines.Add($"{Name(change, column)}: " + (old, now) switch
            {
                (null, _) => $"{Shown(now!)} added",
                (_, null) => $"{Shown(old)} removed",
                _ => $"{Shown(old, SameStart(old, now))} → {Shown(now, SameStart(old, now))}",
            });
        }
        // Of a secret or a long value the journal doesn't keep what differs.
        if (lines.Count == 0) lines.Add($"{Name(change, "")}: changed");
        return lines;
    }

    private static string Name(Change change, string column) => TextTable.Printable(
        change.Table == "od_value" ? change.Key
        : $"{change.Table.Replace('_', ' ')} {(change.Key == change.Table ? "" : change.Key + " ")}{column}").TrimEnd();

    private static string? Text(JsonDocument values, string column) =>
        !values.RootElement.TryGetProperty(column, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    // Of long values the part that differs.
    private static int SameStart(string old, string now)
    {
        if (old.Length <= LongestValue && now.Length <= LongestValue) return 0;
        return Math.Max(0, old.AsSpan().CommonPrefixLength(now) - Context);
    }

    private static string Shown(string text, int from = 0)
    {
        if (text.Length == 0) return "''";
        var part = text[from..Math.Min(text.Length, from + LongestValue)];
        return $"{(from > 0 ? "…" : "")}{TextTable.Printable(part)}{(from + part.Length < text.Length ? "…" : "")}";
    }

    private static string Quoted(string argument)
    {
        var text = TextTable.Printable(argument);
        return text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || "-_./:=,+@%•…".Contains(c, StringComparison.Ordinal))
            ? text : "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }
}
