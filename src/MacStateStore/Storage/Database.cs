using System.Runtime.InteropServices;
using SQLitePCL;

namespace MacStateStore.Storage;

/// <summary>
/// One connection to a machine file, straight on SQLite's own functions: ADO.NET's set-up alone takes longer than a reading tool
/// may (docs/architecture.md). Parameters are positional: <c>$1</c>, <c>$2</c>, …, of type string, byte[], int, long, bool or null.
/// SQLite's failures surface as <see cref="MachineFileException"/>.
/// </summary>
internal sealed class Database : IDisposable
{
    private const int BusyTimeoutMilliseconds = 60_000;
    private const int PagesPerCopyStep = -1; // all at once

    private readonly sqlite3 _connection;
    private readonly Dictionary<string, sqlite3_stmt> _statements = [];
    private readonly HashSet<string> _recorded = [];

    public string Path { get; }

    static Database()
    {
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        // Nobody reads SQLite's memory statistics, and each allocation would take a lock to keep them.
        raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    /// <summary>Whether what is changed from now on is recorded in the table <c>change</c>.</summary>
    public bool RecordsChanges { get; set; }

    /// <summary>Opens a file, or makes one.</summary>
    public Database(string path, bool create = false)
    {
        Path = path;
        var flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX | (create ? raw.SQLITE_OPEN_CREATE : 0);
        Check(raw.sqlite3_open_v2(path, out _connection, flags, null));
        // First of all: with another statement before it, concurrent writers fail instead of queueing (docs/architecture.md).
        Check(raw.sqlite3_busy_timeout(_connection, BusyTimeoutMilliseconds));
        // A killed process leaves a whole file behind either way; only a power cut could not be survived, and a rehearsal needs no fsync.
        ExecuteScript("PRAGMA synchronous = OFF");
    }

    /// <summary>Runs one statement; gives the number of rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> parameters)
    {
        var statement = Prepare(sql, parameters);
        try
        {
            while (Step(statement)) { }
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
        // Triggers that were made since are undone with the rest.
        if (sql.StartsWith("ROLLBACK", StringComparison.Ordinal)) _recorded.Clear();
        return raw.sqlite3_changes(_connection);
    }

    /// <summary>Runs several statements. What they change isn't recorded.</summary>
    public void ExecuteScript(string sql) => Check(raw.sqlite3_exec(_connection, sql));

    /// <summary>The first column of the first row; null for no row or NULL.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> parameters)
    {
        var statement = Prepare(sql, parameters);
        try
        {
            return Step(statement) ? new Row(statement).Value(0) : null;
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    /// <summary>As <see cref="Scalar"/>, for numbers.</summary>
    public long? Number(string sql, params ReadOnlySpan<object?> parameters) => Scalar(sql, parameters) as long?;

    /// <summary>As <see cref="Scalar"/>, for text.</summary>
    public string? Text(string sql, params ReadOnlySpan<object?> parameters) => Scalar(sql, parameters) as string;

    /// <summary>Every row, read to the end before it returns.</summary>
    public List<T> Rows<T>(string sql, Func<Row, T> read, params ReadOnlySpan<object?> parameters)
    {
        var rows = new List<T>();
        var statement = Prepare(sql, parameters);
        try
        {
            while (Step(statement)) rows.Add(read(new Row(statement)));
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
        return rows;
    }

    /// <summary>The rows one after another, for answers too long to hold; the statement is a fresh one, so others may run meanwhile.</summary>
    public IEnumerable<T> Stream<T>(string sql, Func<Row, T> read, params object?[] parameters)
    {
        Check(raw.sqlite3_prepare_v2(_connection, sql, out var statement));
        using (statement)
        {
            Bind(statement, parameters);
            while (Step(statement)) yield return read(new Row(statement));
        }
    }

    /// <summary>The id that the last INSERT gave.</summary>
    public long LastInsertId => raw.sqlite3_last_insert_rowid(_connection);

    /// <summary>How many rows this connection has changed so far, triggers included.</summary>
    public int TotalChanges => raw.sqlite3_total_changes(_connection);

    /// <summary>The whole content as the bytes of a file; as of now, also within a transaction.</summary>
    public byte[] Serialize()
    {
        var bytes = raw.sqlite3_serialize(_connection, "main", out var size, 0);
        if (bytes == IntPtr.Zero) throw Explain(raw.SQLITE_NOMEM, raw.sqlite3_errmsg(_connection).utf8_to_string());
        try
        {
            var copy = new byte[size];
            Marshal.Copy(bytes, copy, 0, copy.Length);
            return copy;
        }
        finally
        {
            raw.sqlite3_free(bytes);
        }
    }

    /// <summary>Copies the whole content of this database over another file's content, as SQLite's backup does.</summary>
    public void CopyTo(Database target)
    {
        using var backup = raw.sqlite3_backup_init(target._connection, "main", _connection, "main");
        if (backup is null || backup.IsInvalid) throw target.Explain(raw.sqlite3_errcode(target._connection), raw.sqlite3_errmsg(target._connection).utf8_to_string());
        var result = raw.sqlite3_backup_step(backup, PagesPerCopyStep);
        if (result != raw.SQLITE_DONE) throw target.Explain(result, raw.sqlite3_errstr(result).utf8_to_string());
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _connection.Dispose();
    }

    private sqlite3_stmt Prepare(string sql, ReadOnlySpan<object?> parameters)
    {
        if (RecordsChanges && WrittenTable(sql) is { } table && _recorded.Add(table)) ChangeTriggers.Create(this, table);
        if (!_statements.TryGetValue(sql, out var statement))
        {
            Check(raw.sqlite3_prepare_v2(_connection, sql, out statement));
            _statements.Add(sql, statement);
        }
        Bind(statement, parameters);
        return statement;
    }

    // INSERT [OR …] INTO table, UPDATE table, DELETE FROM table; null for what writes to none.
    private static string? WrittenTable(string sql)
    {
        if (sql is not ['I' or 'U' or 'D', ..]) return null;
        var words = sql.Split([' ', '\n', '('], 6, StringSplitOptions.RemoveEmptyEntries);
        return words[0] == "UPDATE" ? words[1] : words[Array.IndexOf(words, words[0] == "INSERT" ? "INTO" : "FROM") + 1];
    }

    private void Bind(sqlite3_stmt statement, ReadOnlySpan<object?> parameters)
    {
        for (var i = 0; i < parameters.Length; i++)
            // $3 alone in a statement is its first parameter to SQLite; its name says which of ours it is.
            if (raw.sqlite3_bind_parameter_index(statement, $"${i + 1}") is > 0 and var index)
                Check(parameters[i] switch
                {
                    null => raw.sqlite3_bind_null(statement, index),
                    string text => raw.sqlite3_bind_text(statement, index, text),
                    byte[] bytes => raw.sqlite3_bind_blob(statement, index, bytes),
                    int number => raw.sqlite3_bind_int64(statement, index, number),
                    long number => raw.sqlite3_bind_int64(statement, index, number),
                    bool flag => raw.sqlite3_bind_int64(statement, index, flag ? 1 : 0),
                    var other => throw new ArgumentException($"a {other.GetType().Name} can't be a parameter", nameof(parameters)),
                });
    }

    private bool Step(sqlite3_stmt statement)
    {
        var result = raw.sqlite3_step(statement);
        if (result == raw.SQLITE_ROW) return true;
        if (result == raw.SQLITE_DONE) return false;
        var message = raw.sqlite3_errmsg(_connection).utf8_to_string();
        raw.sqlite3_reset(statement);
        throw Explain(result, message);
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK) throw Explain(result, raw.sqlite3_errmsg(_connection).utf8_to_string());
    }

    private MachineFileException Explain(int result, string message) => (result & 0xFF) switch
    {
        raw.SQLITE_FULL => new($"machine file {Path}: the disk is full; nothing was changed. Free some space and run the command again.", MachineFileProblem.NotWritable),
        raw.SQLITE_READONLY or raw.SQLITE_PERM => new($"machine file {Path}: it can't be written (read-only file or folder). Make it writable or choose another with MACEMU_MACHINE.", MachineFileProblem.NotWritable),
        raw.SQLITE_CANTOPEN => new($"machine file {Path}: it can't be opened. Check that it and its folder can be read and written.", MachineFileProblem.NotWritable),
        raw.SQLITE_IOERR => new($"machine file {Path}: reading or writing failed ({message}); nothing was changed. Check the disk.", MachineFileProblem.NotWritable),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new($"machine file {Path}: another process has held it for over {BusyTimeoutMilliseconds / 1000} seconds. End that process (a tool waiting at a prompt?) and run the command again.", MachineFileProblem.NotWritable),
        _ => new($"machine file {Path}: it is damaged or not a machine of macemu (SQLite: {message}). Restore a snapshot or make a new one with 'macemu create --force'."),
    };
}
