using MacStateStore.PropertyLists;
using MacStateStore.Storage;

namespace MacStateStore.Credentials;

/// <summary>The authorization database: who may do what on the Mac. Nothing else of the emulated Mac asks it.</summary>
public sealed class AuthorizationRights
{
    private readonly Mac _mac;
    private readonly Database _database;

    internal AuthorizationRights(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>The definition of a right; null where there is none.</summary>
    public PlistDictionary? this[string name]
    {
        get
        {
            var changed = _database.Rows("SELECT definition FROM authorization_right WHERE system_id = $1 AND name = $2", row => row.BlobOrNull(0), _mac.System.Id, name);
            return changed.Count == 0 ? DefaultAuthorizationRights.Find(name) : changed[0] is { } list ? (PlistDictionary)PropertyList.Parse(list) : null;
        }
    }

    /// <summary>Defines a right; the database adds the times.</summary>
    public void Set(string name, PlistDictionary definition)
    {
        var now = (_mac.Clock.Now - new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalSeconds;
        var kept = new PlistDictionary(definition) { ["created"] = this[name]?["created"] ?? now, ["modified"] = now };
        if (kept["version"] is null) kept["version"] = 0L;
        Store(name, PropertyList.ToBinary(kept));
    }

    /// <summary>Removes a right; false where there is none.</summary>
    public bool Remove(string name)
    {
        if (this[name] is null) return false;
        Store(name, null);
        return true;
    }

    private void Store(string name, byte[]? definition) => _database.Execute(
        "INSERT INTO authorization_right (system_id, name, definition) VALUES ($1, $2, $3) ON CONFLICT (system_id, name) DO UPDATE SET definition = excluded.definition", _mac.System.Id, name, definition);
}
