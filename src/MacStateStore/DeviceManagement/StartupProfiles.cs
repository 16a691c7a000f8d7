using MacStateStore.Storage;

namespace MacStateStore.DeviceManagement;

/// <summary>Profiles that wait for the next start of macOS to be installed, up to 10.15 (dossier profiles, 4.6 and 6).</summary>
public sealed class StartupProfiles
{
    private readonly Mac _mac;
    private readonly Database _database;

    internal StartupProfiles(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>The names of the files, sorted.</summary>
    public IReadOnlyList<string> Names => _database.Rows("SELECT name FROM startup_profile WHERE system_id = $1 ORDER BY name", row => row.Text(0), _mac.System.Id);

    /// <summary>Adds a file; one of the same name gives way.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="file">What is in it.</param>
    /// <param name="retries">Whether every start tries again where it can't be installed.</param>
    /// <exception cref="ConfigurationProfileException">It is no profile.</exception>
    public void Add(string name, byte[] file, bool retries)
    {
        _ = ConfigurationProfileFile.Read(file, _mac);
        _database.Execute("INSERT OR REPLACE INTO startup_profile (system_id, name, file, retries) VALUES ($1, $2, $3, $4)", _mac.System.Id, name, file, retries);
    }

    /// <summary>Takes a file away; gives whether it was there.</summary>
    public bool Remove(string name) => _database.Execute("DELETE FROM startup_profile WHERE system_id = $1 AND name = $2", _mac.System.Id, name) > 0;

    /// <summary>macOS starts: what waits becomes the Mac's.</summary>
    internal void Start()
    {
        foreach (var (name, file, retries) in _database.Rows(
            "SELECT name, file, retries FROM startup_profile WHERE system_id = $1 ORDER BY name", row => (row.Text(0), row.Blob(1), row.Bool(2)), _mac.System.Id))
        {
            if (Install(file) || !retries) Remove(name);
        }
    }

    private bool Install(byte[] file)
    {
        try
        {
            _mac.Profiles.Install(ConfigurationProfileFile.Read(file, _mac), user: null, ProfileOrigin.Command);
            return true;
        }
        catch (ConfigurationProfileException)
        {
            return false;
        }
    }
}
