using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;
using MacStateStore.Storage;

namespace MacStateStore.DeviceManagement;

/// <summary>
/// The configuration profiles of the started system, and the rules of who may install and remove them (dossier profiles, 4.6, 4.7, 11).
/// </summary>
public sealed class ConfigurationProfiles
{
    // What stands for the whole Mac where a user's name would.
    private const string System = "";

    private const int UnknownSigner = 2;

    // Payloads that only user-approved device management brings (dossier profiles, 11).
    private static readonly string[] ApprovedManagementOnly =
        [ProfilePayload.KernelExtensionPolicyType, ProfilePayload.SystemExtensionPolicyType, ProfilePayload.PrivacyPolicyType];

    private readonly Mac _mac;
    private readonly Database _database;

    internal ConfigurationProfiles(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>Every profile: the Mac's own first, then those of each user; each group in the order in which they came.</summary>
    public IReadOnlyList<InstalledProfile> All => Read("", []);

    /// <summary>The profiles of a user; the Mac's own where null.</summary>
    public IReadOnlyList<InstalledProfile> Of(string? user) => Read("AND user = $3", user ?? System);

    /// <summary>The payloads of the Mac's own profiles.</summary>
    internal IEnumerable<ProfilePayload> OfMac => Of(null).SelectMany(installed => installed.Profile.Payloads);

    /// <summary>How many there are.</summary>
    public int Count => (int)(_database.Number($"SELECT count(*) FROM profile WHERE {Here}", _mac.System.Id, Now) ?? 0);

    /// <summary>The profile with an identifier; null where it isn't installed there.</summary>
    public InstalledProfile? Find(string identifier, string? user) => Read("AND user = $3 AND identifier = $4", user ?? System, identifier).FirstOrDefault();

    /// <summary>
    /// The payloads of a type that are in force for a user (null: for the Mac as a whole): the Mac's own, then the user's. Quick where
    /// there is none.
    /// </summary>
    public IReadOnlyList<ProfilePayload> Payloads(string type, string? user = null) => _database.Rows(
        $"""
        SELECT payload.type, payload.identifier, payload.uuid, payload.plist FROM payload JOIN profile ON profile.id = payload.profile_id
        WHERE payload.type = $3 AND {Here} AND user IN ('', $4) ORDER BY user, profile.id, position
        """,
        Payload, _mac.System.Id, Now, type, user ?? System);

    /// <summary>
    /// Installs a profile. One with the same identifier in the same place is replaced: it keeps its place in lists and gets a new date.
    /// </summary>
    /// <param name="profile">The profile.</param>
    /// <param name="user">Whose; null for the whole Mac.</param>
    /// <param name="origin">Who installs it.</param>
    /// <exception cref="ConfigurationProfileException">It may not be installed so.</exception>
    public InstalledProfile Install(ConfigurationProfile profile, string? user, ProfileOrigin origin)
    {
        RequireAllowed(profile, user, origin);
        var installed = Write(profile, user, origin == ProfileOrigin.Management);
        if (profile.IsEnrollment) EnrollmentProfile.Enroll(_mac, profile, origin);
        _mac.FileVault.Deferral.ProfileInstalled(profile);
        return installed;
    }

    /// <summary>Makes a profile installed, as a description of the Mac says. One that enrols the Mac takes the place of the enrolment's own.</summary>
    /// <exception cref="ConfigurationProfileException">There can't be such a profile.</exception>
    internal void InstallAsDescribed(ProfileSpecification wanted)
    {
        if (wanted.Profile is not { } profile)
        {
            var own = Find(EnrollmentProfile.Identifier, user: null)
                ?? throw new ConfigurationProfileException(ConfigurationProfileProblem.NotManaged, "the enrolment profile takes an enrolment (mdm.enrollment)");
            if (wanted.Uuid is { } uuid) own = own with { Profile = own.Profile with { Header = new PlistDictionary(own.Profile.Header) { ["PayloadUUID"] = uuid } } };
            Write(own.Profile, user: null, own.IsFromManagement, wanted.InstalledAt);
            return;
        }
        if (profile.IsEnrollment)
        {
            if (Find(EnrollmentProfile.Identifier, user: null) is { } own) Delete(own);
            EnrollmentProfile.RequireWellFormed(profile, wanted.User);
        }
        Write(profile, wanted.User, wanted.IsFromManagement, wanted.InstalledAt);
        if (profile.IsEnrollment && _mac.Enrollments.Current is null) EnrollmentProfile.Enroll(_mac, profile, ProfileOrigin.Description);
    }

    // Puts the profile there and lets nothing else happen.
    internal InstalledProfile Write(ConfigurationProfile profile, string? user, bool isFromManagement, DateTimeOffset? at = null)
    {
        var now = at ?? _mac.Clock.Now;
        var id = _database.Number(
            """
            INSERT INTO profile (system_id, user, identifier, uuid, header, signed, installed_at, managed, removed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (system_id, user, identifier) DO UPDATE SET uuid = excluded.uuid, header = excluded.header, signed = excluded.signed,
              installed_at = excluded.installed_at, managed = excluded.managed, removed_at = excluded.removed_at RETURNING id
            """,
            _mac.System.Id, user ?? System, profile.Identifier, profile.Uuid, PropertyList.ToBinary(profile.Header), profile.IsSigned ? profile.HasUnknownSigner ? UnknownSigner : 1 : 0, MachineClock.ToMicroseconds(now),
            isFromManagement, profile.RemovedAt(now) is { } end ? MachineClock.ToMicroseconds(end) : null)!.Value;
        _database.Execute("DELETE FROM payload WHERE profile_id = $1", id);
        for (var i = 0; i < profile.Payloads.Count; i++)
            _database.Execute("INSERT INTO payload (profile_id, position, type, identifier, uuid, plist) VALUES ($1, $2, $3, $4, $5, $6)",
                id, i, profile.Payloads[i].Type, profile.Payloads[i].Identifier, profile.Payloads[i].Uuid, PropertyList.ToBinary(profile.Payloads[i].Content));
        return new InstalledProfile(profile, user, now, isFromManagement) { Id = id };
    }

    /// <summary>Removes a profile. With the enrolment profile the enrolment ends.</summary>
    /// <param name="installed">Which.</param>
    /// <param name="origin">Who removes it.</param>
    /// <param name="isAdmin">Whether that is root or an admin.</param>
    /// <param name="password">The removal password, where one was given.</param>
    /// <exception cref="ConfigurationProfileException">It may not be removed so.</exception>
    public void Remove(InstalledProfile installed, ProfileOrigin origin, bool isAdmin, string? password = null)
    {
        if (origin is ProfileOrigin.Command or ProfileOrigin.Person) RequireRemovable(installed, isAdmin, password);
        if (installed.Profile.IsEnrollment && _mac.Enrollments.Current is not null) _mac.Enrollments.Remove();
        else Delete(installed);
    }

    /// <summary>Drops the profiles of users that no longer exist; gives their number.</summary>
    public int Synchronise()
    {
        var gone = All.Where(installed => installed.User is { } user && _mac.Directory.Find(RecordType.Users, user) is null).ToList();
        foreach (var installed in gone) Delete(installed);
        return gone.Count;
    }

    // The enrolment profile goes, and all that the server has installed with it (dossier profiles, 4.7).
    internal void ManagementEnded()
    {
        foreach (var installed in All.Where(installed => installed.IsFromManagement || installed.Profile.IsEnrollment)) Delete(installed);
    }

    private void RequireAllowed(ConfigurationProfile profile, string? user, ProfileOrigin origin)
    {
        if (origin == ProfileOrigin.Management && _mac.Enrollments.Current is null)
            throw new ConfigurationProfileException(ConfigurationProfileProblem.NotManaged, "the Mac is not enrolled in device management");
        if (profile.IsEnrollment) EnrollmentProfile.RequireAllowed(_mac, profile, user);
        if (origin == ProfileOrigin.Management && user is null && profile.IsForUser)
            throw new ConfigurationProfileException(ConfigurationProfileProblem.MustBeSystemProfile, "The profile must be a system profile. User profiles are not supported");
        if ((origin != ProfileOrigin.Management || _mac.Enrollments.Current is { IsUserApproved: false })
            && profile.Payloads.FirstOrDefault(payload => ApprovedManagementOnly.Contains(payload.Type)
                || (payload.Type == ProfilePayload.FileVaultType && _mac.System.Version.Has(Capability.FileVaultProfileNeedsApprovedManagement))) is { } payload)
            throw new ConfigurationProfileException(ConfigurationProfileProblem.NeedsApprovedManagement, $"the payload {payload.Type} must come from user-approved device management");
        if (origin != ProfileOrigin.Management && Find(profile.Identifier, user) is { IsFromManagement: true })
            throw new ConfigurationProfileException(ConfigurationProfileProblem.NotRemovable, $"device management has installed the profile {profile.Identifier}, and nobody else replaces it");
    }

    private void RequireRemovable(InstalledProfile installed, bool isAdmin, string? password)
    {
        var profile = installed.Profile;
        if (profile.IsEnrollment ? _mac.Enrollments.Current is { IsRemovable: false } : installed.IsFromManagement)
            throw new ConfigurationProfileException(ConfigurationProfileProblem.NotRemovable, $"device management has installed the profile {profile.Identifier}");
        if (installed.User is null && !isAdmin)
            throw new ConfigurationProfileException(ConfigurationProfileProblem.NotAuthorized, $"only an admin removes the Mac's profile {profile.Identifier}");
        if (profile.RemovalPassword is { } wanted)
        {
            if (password != wanted) throw new ConfigurationProfileException(ConfigurationProfileProblem.WrongRemovalPassword, $"removing the profile {profile.Identifier} takes its password");
            return;
        }
        if (profile.RemovalDisallowed != true) return;
        // From 10.15 on that binds only what device management has installed (dossier profiles, 4.7).
        if (!_mac.System.Version.Has(Capability.RemovalDisallowedBindsManagementOnly) || !isAdmin)
            throw new ConfigurationProfileException(ConfigurationProfileProblem.NotRemovable, $"the profile {profile.Identifier} says that it mustn't be removed");
    }

    private void Delete(InstalledProfile installed)
    {
        _database.Execute("DELETE FROM payload WHERE profile_id = $1", installed.Id);
        _database.Execute("DELETE FROM profile WHERE id = $1", installed.Id);
        _mac.FileVault.Deferral.ProfileRemoved(installed.Profile.Uuid);
    }

    // A profile whose time has come is gone, whether or not anybody has swept it away.
    private const string Here = "system_id = $1 AND (removed_at IS NULL OR removed_at > $2)";

    private long Now => MachineClock.ToMicroseconds(_mac.Clock.Now);

    private List<InstalledProfile> Read(string where, params ReadOnlySpan<string> more)
    {
        List<object?> parameters = [_mac.System.Id, Now, .. more];
        return _database.Rows(
            $"SELECT id, user, header, signed, installed_at, managed FROM profile WHERE {Here} {where} ORDER BY user, id",
            row => new InstalledProfile(
                new ConfigurationProfile((PlistDictionary)PropertyList.Parse(row.Blob(2)), PayloadsOf(row.Long(0)), row.Bool(3)) { HasUnknownSigner = row.Int(3) == UnknownSigner },
                row.Text(1) is { Length: > 0 } user ? user : null, MachineClock.FromMicroseconds(row.Long(4)), row.Bool(5))
            { Id = row.Long(0) },
            [.. parameters]);
    }

    private List<ProfilePayload> PayloadsOf(long profile) =>
        _database.Rows("SELECT type, identifier, uuid, plist FROM payload WHERE profile_id = $1 ORDER BY position", Payload, profile);

    private static ProfilePayload Payload(Row row) => new(row.Text(0), row.Text(1), row.Text(2), (PlistDictionary)PropertyList.Parse(row.Blob(3)));
}
