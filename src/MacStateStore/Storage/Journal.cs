using System.Text;

namespace MacStateStore.Storage;

/// <summary>What is known of one tool run before it does anything.</summary>
/// <param name="Tool">The executable's name, such as <c>dscl</c>.</param>
/// <param name="Arguments">Its arguments as a JSON array, secrets already as <see cref="Journal.Redacted"/>.</param>
/// <param name="User">The emulated user that runs it.</param>
/// <param name="Run">The id that all commands of one <c>macemu run</c> share; null outside.</param>
public sealed record JournalEntry(string Tool, string Arguments, string User, string? Run = null);

/// <summary>One finished (or broken off) tool run, as <c>macemu log</c> shows it.</summary>
/// <param name="Id">Its number; runs have rising numbers.</param>
/// <param name="Entry">Who ran what.</param>
/// <param name="At">The machine's time at the start.</param>
/// <param name="ExitStatus">Its exit status; null while it runs.</param>
/// <param name="Changes">What it changed, in order.</param>
public sealed record JournalRow(long Id, JournalEntry Entry, DateTimeOffset At, int? ExitStatus, IReadOnlyList<Change> Changes)
{
    /// <summary>What it asked for that isn't emulated, which is why it failed; null where that wasn't so.</summary>
    public string? NotEmulated { get; init; }
}

/// <summary>One changed row of state.</summary>
/// <param name="Table">The table of the machine file.</param>
/// <param name="Key">Which row, in words (<c>Users/alice uid</c>).</param>
/// <param name="Before">The former values as JSON; null where the row is new.</param>
/// <param name="After">The new values as JSON; null where the row is gone.</param>
public sealed record Change(string Table, string Key, string? Before, string? After);

/// <summary>What a command printed, as far as the journal keeps it: the beginning, secrets as <see cref="Journal.Redacted"/>.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="OutputSize">How many bytes it was in all.</param>
/// <param name="Errors">Standard error.</param>
/// <param name="ErrorsSize">How many bytes it was in all.</param>
public sealed record Printed(string Output, long OutputSize, string Errors, long ErrorsSize)
{
    /// <summary>Whether standard output was more than what is kept.</summary>
    public bool IsOutputCut => OutputSize > Journal.MostOutput;

    /// <summary>Whether standard error was more.</summary>
    public bool AreErrorsCut => ErrorsSize > Journal.MostErrors;
}

/// <summary>The record of tool runs and of what each changed.</summary>
public sealed class Journal
{
    /// <summary>What stands in the journal for a secret.</summary>
    public const string Redacted = "•••";

    /// <summary>How many bytes of a command's standard output are kept.</summary>
    public const int MostOutput = 8 * 1024;

    /// <summary>How many of its standard error.</summary>
    public const int MostErrors = 4 * 1024;

    private readonly Database _database;

    internal Journal(Database database) => _database = database;

    /// <summary>The newest rows, oldest first.</summary>
    /// <param name="last">How many; null for all.</param>
    /// <param name="run">Only those of one <c>macemu run</c>; null for all.</param>
    /// <param name="after">Only those after the row of this number.</param>
    public IReadOnlyList<JournalRow> Read(int? last = null, string? run = null, long after = 0) => _database.Rows(
        """
        SELECT id, tool, arguments, user, run, at, exit_status, not_emulated FROM
          (SELECT * FROM journal WHERE ($2 IS NULL OR run = $2) AND id > $3 ORDER BY id DESC LIMIT $1)
        ORDER BY id
        """,
        row => new JournalRow(
            row.Long(0),
            new JournalEntry(row.Text(1), row.Text(2), row.Text(3), row.TextOrNull(4)),
            MachineClock.FromMicroseconds(row.Long(5)),
            row.IsNull(6) ? null : row.Int(6),
            [])
        {
            NotEmulated = row.TextOrNull(7),
        },
        last ?? -1, run, after).ConvertAll(row => row with { Changes = ChangesOf(row.Id) });

    /// <summary>What the runs after a row asked for that isn't emulated, in order, each once.</summary>
    /// <param name="run">The runs of one <c>macemu run</c>.</param>
    /// <param name="after">The row's number.</param>
    public IReadOnlyList<string> NotEmulated(string run, long after) => _database.Rows(
        "SELECT not_emulated FROM journal WHERE id > $2 AND run = $1 AND not_emulated IS NOT NULL GROUP BY not_emulated ORDER BY min(id)", row => row.Text(0), run, after);

    /// <summary>What the command of a row printed; null where it printed nothing.</summary>
    public Printed? PrintedBy(long id) => _database.Rows(
        "SELECT output, output_size, errors, errors_size FROM printed WHERE journal_id = $1",
        row => new Printed(Encoding.UTF8.GetString(row.Blob(0)), row.Long(1), Encoding.UTF8.GetString(row.Blob(2)), row.Long(3)), id) is [var printed] ? printed : null;

    /// <summary>The id of the newest <c>macemu run</c> that ran anything here; null where there was none.</summary>
    public string? LastRun => _database.Text("SELECT run FROM journal WHERE run IS NOT NULL ORDER BY id DESC LIMIT 1");

    /// <summary>The newest row's number; 0 where there is none.</summary>
    public long Newest => _database.Number("SELECT max(id) FROM journal") ?? 0;

    private List<Change> ChangesOf(long id) => _database.Rows(
        "SELECT table_name, key, before, after FROM change WHERE journal_id = $1 AND before IS NOT after ORDER BY id",
        row => new Change(row.Text(0), row.Text(1), row.TextOrNull(2), row.TextOrNull(3)),
        id);

    internal long Begin(JournalEntry entry, DateTimeOffset at)
    {
        _database.Execute("INSERT INTO journal (run, at, tool, arguments, user) VALUES ($1, $2, $3, $4, $5)",
            entry.Run, MachineClock.ToMicroseconds(at), entry.Tool, entry.Arguments, entry.User);
        var id = _database.LastInsertId;
        Resume(id);
        return id;
    }

    // After a pause another run may have written, so each writer says anew whose changes follow.
    internal void Resume(long id)
    {
        _database.Execute("INSERT OR REPLACE INTO current_run (id, journal_id) VALUES (1, $1)", id);
        _database.RecordsChanges = true;
    }

    internal void End(long id, int exitStatus, string? notEmulated, Printed? printed)
    {
        _database.Execute("UPDATE journal SET exit_status = $2, not_emulated = $3 WHERE id = $1", id, exitStatus, notEmulated);
        if (printed is { OutputSize: 0, ErrorsSize: 0 } or null) return;
        _database.Execute("INSERT INTO printed (journal_id, output, output_size, errors, errors_size) VALUES ($1, $2, $3, $4, $5)",
            id, Encoding.UTF8.GetBytes(printed.Output), printed.OutputSize, Encoding.UTF8.GetBytes(printed.Errors), printed.ErrorsSize);
    }
}
