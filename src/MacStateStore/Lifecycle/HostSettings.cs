using MacStateStore.Storage;

namespace MacStateStore.Lifecycle;

/// <summary>
/// Settings of the Mac that don't stand in the directory, such as the computer's name, by the names of the contract
/// (<c>hostSettings</c> in <c>macemu create --from</c>).
/// </summary>
public sealed class HostSettings
{
    private readonly Database _database;

    internal HostSettings(Database database) => _database = database;

    /// <summary>A setting's value; null where it isn't set, and to unset it.</summary>
    public string? this[string name]
    {
        get => _database.Text("SELECT value FROM host_setting WHERE name = $1", name);
        set
        {
            if (value is null) _database.Execute("DELETE FROM host_setting WHERE name = $1", name);
            else _database.Execute("INSERT INTO host_setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value);
        }
    }

    /// <summary>All settings by name.</summary>
    public IReadOnlyList<(string Name, string Value)> All =>
        _database.Rows("SELECT name, value FROM host_setting ORDER BY name", row => (row.Text(0), row.Text(1)));
}
