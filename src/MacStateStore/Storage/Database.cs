using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MacStateStore.Storage;

/// <summary>
/// One connection to a machine file. Parameters are positional: <c>$1</c>, <c>$2</c>, ….
/// SQLite's own failures surface as <see cref="MachineFileException"/>.
/// </summary>
internal sealed class Database : IDisposable
{
    private const int BusyTimeoutMilliseconds = 60_000;
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    public string Path { get; }

    static Database() => raw.SetProvider(new SQLite3Provider_e_sqlite3());

    public Database(string path, SqliteOpenMode mode)
    {
        Path = path;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
        }.ConnectionString);
        Guard(() =>
        {
            _connection.Open();
            // First of all: with another statement before it, concurrent writers fail instead of queueing (docs/architecture.md).
            raw.sqlite3_busy_timeout(_connection.Handle, BusyTimeoutMilliseconds);
            // A killed process leaves a whole file behind either way; only a power cut could not be survived, and a rehearsal needs no fsync.
            Execute("PRAGMA synchronous = OFF");
            return 0;
        });
    }

    /// <summary>Runs one statement; gives the number of rows it changed.</summary>
    public int Execute(string sql, params object?[] parameters) => Guard(() => Prepare(sql, parameters).ExecuteNonQuery());

    /// <summary>Runs several statements from a script.</summary>
    public void ExecuteScript(string sql) => Guard(() =>
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    });

    /// <summary>The first column of the first row; null for no row or NULL.</summary>
    public object? Scalar(string sql, params object?[] parameters) => Guard(() =>
    {
        var value = Prepare(sql, parameters).ExecuteScalar();
        return value is DBNull ? null : value;
    });

    /// <summary>As <see cref="Scalar"/>, for numbers.</summary>
    public long? Number(string sql, params object?[] parameters) => Scalar(sql, parameters) as long?;

    /// <summary>As <see cref="Scalar"/>, for text.</summary>
    public string? Text(string sql, params object?[] parameters) => Scalar(sql, parameters) as string;

    /// <summary>Every row, read to the end before it returns.</summary>
    public List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read, params object?[] parameters) => Guard(() =>
    {
        var rows = new List<T>();
        using var reader = Prepare(sql, parameters).ExecuteReader();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    });

    /// <summary>The rows one after another, for answers too long to hold; the statement is a fresh one, so others may run meanwhile.</summary>
    public IEnumerable<T> Stream<T>(string sql, Func<SqliteDataReader, T> read, params object?[] parameters)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        Bind(command, parameters);
        using var reader = Guard(command.ExecuteReader);
        while (Guard(reader.Read)) yield return read(reader);
    }

    /// <summary>The id that the last INSERT gave.</summary>
    public long LastInsertId => raw.sqlite3_last_insert_rowid(_connection.Handle);

    /// <summary>How many rows this connection has changed so far, triggers included.</summary>
    public int TotalChanges => raw.sqlite3_total_changes(_connection.Handle);

    /// <summary>Copies the whole content of this database over another file's content, as SQLite's backup does.</summary>
    public void CopyTo(Database target) => Guard(() =>
    {
        _connection.BackupDatabase(target._connection);
        return 0;
    });

    public void Dispose()
    {
        foreach (var command in _commands.Values) command.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, object?[] parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            _commands.Add(sql, command);
        }
        command.Parameters.Clear();
        Bind(command, parameters);
        return command;
    }

    private static void Bind(SqliteCommand command, object?[] parameters)
    {
        for (var i = 0; i < parameters.Length; i++)
            command.Parameters.AddWithValue($"${i + 1}", parameters[i] ?? DBNull.Value);
    }

    private T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException error)
        {
            throw Explain(error);
        }
    }

    private MachineFileException Explain(SqliteException error) => error.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => new($"machine file {Path}: the disk is full; nothing was changed. Free some space and run the command again.", MachineFileProblem.NotWritable, error),
        raw.SQLITE_READONLY or raw.SQLITE_PERM => new($"machine file {Path}: it can't be written (read-only file or folder). Make it writable or choose another with MACEMU_MACHINE.", MachineFileProblem.NotWritable, error),
        raw.SQLITE_CANTOPEN => new($"machine file {Path}: it can't be opened. Check that it and its folder can be read and written.", MachineFileProblem.NotWritable, error),
        raw.SQLITE_IOERR => new($"machine file {Path}: reading or writing failed ({error.Message}); nothing was changed. Check the disk.", MachineFileProblem.NotWritable, error),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new($"machine file {Path}: another process has held it for over {BusyTimeoutMilliseconds / 1000} seconds. End that process (a tool waiting at a prompt?) and run the command again.", MachineFileProblem.NotWritable, error),
        _ => new($"machine file {Path}: it is damaged or not a machine of macemu (SQLite: {error.Message}). Restore a snapshot or make a new one with 'macemu create --force'.", MachineFileProblem.Unusable, error),
    };
}
