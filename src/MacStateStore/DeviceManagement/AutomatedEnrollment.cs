using MacStateStore.PropertyLists;
using MacStateStore.Storage;

namespace MacStateStore.DeviceManagement;

/// <summary>
/// What Apple's service for Automated Device Enrolment knows of this Mac, and how often it was asked (dossier profiles, 4.5 and 10).
/// </summary>
public sealed class AutomatedEnrollment
{
    private readonly Database _database;

    internal AutomatedEnrollment(Database database) => _database = database;

    /// <summary>Whether Apple Business Manager has the Mac's serial number.</summary>
    public bool IsAssigned
    {
        get => _database.Number("SELECT assigned FROM automated_enrollment") == 1;
        set => _database.Execute("UPDATE automated_enrollment SET assigned = $1", value);
    }

    /// <summary>The enrolment profile under the keys that <c>profiles show</c> displays; null where none is assigned to the serial number.</summary>
    public PlistDictionary? Record
    {
        get => _database.Scalar("SELECT record FROM automated_enrollment") is byte[] record ? (PlistDictionary)PropertyList.Parse(record) : null;
        set => _database.Execute("UPDATE automated_enrollment SET record = $1", value is null ? null : PropertyList.ToBinary(value));
    }

    /// <summary>Whether the Mac reaches Apple's enrolment hosts.</summary>
    public bool AreHostsReachable
    {
        get => _database.Number("SELECT hosts_reachable FROM automated_enrollment") == 1;
        set => _database.Execute("UPDATE automated_enrollment SET hosts_reachable = $1", value);
    }

    /// <summary>When the record was fetched first within the present limit's span; null for never.</summary>
    public DateTimeOffset? LastFetch => _database.Number("SELECT last_fetch FROM automated_enrollment") is { } time ? MachineClock.FromMicroseconds(time) : null;

    /// <summary>How often it was fetched since then.</summary>
    public int Fetches => (int)_database.Number("SELECT fetches FROM automated_enrollment")!.Value;

    /// <summary>Notes a fetch, for the limits that macOS sets itself.</summary>
    /// <param name="at">Since when fetches are counted.</param>
    /// <param name="count">How many there were.</param>
    public void Fetched(DateTimeOffset at, int count) =>
        _database.Execute("UPDATE automated_enrollment SET last_fetch = $1, fetches = $2", MachineClock.ToMicroseconds(at), count);

    /// <summary>Whether the record says that nobody may end the enrolment.</summary>
    public bool ForbidsRemoval => Record is { } record && record["IsMDMUnremovable"] is PlistBoolean { Value: true };

    /// <summary>Assigns the Mac to a server, with a usual record unless there is one.</summary>
    /// <param name="serverUrl">Where the Mac fetches its enrolment profile.</param>
    public void Assign(string serverUrl)
    {
        IsAssigned = true;
        Record ??= Usual(serverUrl);
    }

    /// <summary>A record as an organisation would have it.</summary>
    public static PlistDictionary Usual(string serverUrl) => new()
    {
        { "AllowPairing", new PlistBoolean(true) },
        { "AwaitDeviceConfigured", new PlistBoolean(true) },
        { "ConfigurationURL", new PlistString(serverUrl) },
        { "IsMDMUnremovable", new PlistBoolean(true) },
        { "IsMandatory", new PlistBoolean(true) },
        { "IsMultiUser", new PlistBoolean(false) },
        { "IsSupervised", new PlistBoolean(true) },
        { "MDMProtocolVersion", new PlistInteger(1) },
        { "OrganizationName", new PlistString("Example Organisation") },
        { "SkipSetup", new PlistArray([]) },
    };
}
