using MacStateStore.Storage;

namespace MacStateStore.DeviceManagement;

/// <summary>A configuration profile that waits in the settings for a person to approve it.</summary>
/// <param name="Profile">What it says.</param>
/// <param name="User">Who opened it.</param>
public sealed record DownloadedProfile(ConfigurationProfile Profile, string User);

/// <summary>What people have opened and not yet approved. One with the same identifier takes the former's place.</summary>
public sealed class DownloadedProfiles
{
    private readonly Mac _mac;
    private readonly Database _database;

    internal DownloadedProfiles(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>All, in the order in which they were opened.</summary>
    public IReadOnlyList<DownloadedProfile> All => _database.Rows(
        "SELECT file, user FROM downloaded_profile WHERE system_id = $1 ORDER BY id",
        row => new DownloadedProfile(ConfigurationProfileFile.Read(row.Blob(0), _mac), row.Text(1)), _mac.System.Id);

    /// <summary>Somebody opens a file.</summary>
    /// <exception cref="ConfigurationProfileException">It is no profile.</exception>
    public ConfigurationProfile Add(byte[] file, string user)
    {
        var profile = ConfigurationProfileFile.Read(file, _mac);
        Drop(profile.Identifier, user);
        _database.Execute("INSERT INTO downloaded_profile (system_id, user, name, file) VALUES ($1, $2, $3, $4)", _mac.System.Id, user, profile.Identifier, file);
        return profile;
    }

    /// <summary>
    /// A person approves a profile: one that is for the Mac becomes the Mac's, any other the person's own (dossier profiles, 11 and 12).
    /// </summary>
    /// <param name="profile">The profile.</param>
    /// <param name="user">The person.</param>
    /// <exception cref="ConfigurationProfileException">It can't be installed.</exception>
    public InstalledProfile Approve(ConfigurationProfile profile, string user)
    {
        var installed = _mac.Profiles.Install(profile, profile.IsForSystem || profile.IsEnrollment ? null : user, ProfileOrigin.Person);
        Drop(profile.Identifier, user);
        return installed;
    }

    private void Drop(string identifier, string user) =>
        _database.Execute("DELETE FROM downloaded_profile WHERE system_id = $1 AND user = $2 AND name = $3", _mac.System.Id, user, identifier);
}
