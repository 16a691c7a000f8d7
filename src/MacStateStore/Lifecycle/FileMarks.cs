using MacStateStore.Storage;

namespace MacStateStore.Lifecycle;

/// <summary>Flags and extended attributes of files, by their path on the Mac: what a Linux file system doesn't keep.</summary>
public sealed class FileMarks
{
    /// <summary>The name under which a file's flags stand, joined by commas.</summary>
    public const string Flags = "flags";

    private readonly Database _database;

    internal FileMarks(Database database) => _database = database;

    /// <summary>A file's attributes by name, without its flags.</summary>
    public IReadOnlyList<(string Name, string Value)> Of(string path) => _database.Rows(
        "SELECT name, value FROM file_attribute WHERE path = $1 AND name <> $2 ORDER BY name", row => (row.Text(0), row.Text(1)), path, Flags);

    /// <summary>The paths below a folder that have attributes, and the folder itself.</summary>
    public IReadOnlyList<string> Below(string folder) => _database.Rows(
        "SELECT DISTINCT path FROM file_attribute WHERE path = $1 OR substr(path, 1, length($1) + 1) = $1 || '/' ORDER BY path", row => row.Text(0), folder);

    /// <summary>An attribute of a file; null where it has none, and to take it away.</summary>
    public string? this[string path, string name]
    {
        get => _database.Text("SELECT value FROM file_attribute WHERE path = $1 AND name = $2", path, name);
        set
        {
            if (value is null) _database.Execute("DELETE FROM file_attribute WHERE path = $1 AND name = $2", path, name);
            else
                _database.Execute(
                    "INSERT INTO file_attribute (path, name, value) VALUES ($1, $2, $3) ON CONFLICT (path, name) DO UPDATE SET value = excluded.value WHERE value <> excluded.value", path, name, value);
        }
    }
}
