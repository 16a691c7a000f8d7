using MacStateStore.Storage;

namespace MacStateStore.Lifecycle;

/// <summary>What Apple's Find My service knows of the Mac.</summary>
public enum FindMyState
{
    /// <summary>Nothing.</summary>
    Off,
    /// <summary>It is on; Activation Lock holds.</summary>
    On,
    /// <summary>The owner has marked the Mac as lost.</summary>
    Lost,
}

/// <summary>
/// Find My and what it does to start-up security: turning it on or off changes the remote policy (rpnh); marking the Mac as lost takes
/// the nonces of the installed systems away, so that only the system recoveryOS starts (Apple Platform Security, "Contents of a
/// LocalPolicy file").
/// </summary>
public sealed class FindMy
{
    private readonly Mac _mac;
    private readonly Database _database;

    internal FindMy(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>What the service knows.</summary>
    public FindMyState State => Enum.Parse<FindMyState>(_database.Text("SELECT find_my FROM machine")!, ignoreCase: true);

    /// <summary>The owner turns it on or off, or marks the Mac as lost; on again is what finding it does.</summary>
    public void Set(FindMyState state)
    {
        var before = State;
        if (state == before) return;
        _database.Execute("UPDATE machine SET find_my = $1", NameOf(state));
        if (state == FindMyState.Lost) _mac.Policies.Disable();
        else if (before == FindMyState.Lost) _mac.Policies.Enable();
        else _mac.Policies.RemotePolicyChanged();
    }

    /// <summary>The word for a state: off, on or lost.</summary>
    public static string NameOf(FindMyState state) => state.ToString().ToLowerInvariant();

    /// <summary>The state as described, without what leads there.</summary>
    internal void Describe(FindMyState state) => _database.Execute("UPDATE machine SET find_my = $1", NameOf(state));
}
