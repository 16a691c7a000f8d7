using MacStateStore.Storage;

namespace MacStateStore.DeviceManagement;

/// <summary>
/// The emulated MDM server: a party of its own, kept in the machine file. What it holds may differ from what the Mac believes.
/// </summary>
public sealed class MdmServer
{
    /// <summary>Where the emulated server is said to be, unless a description says otherwise.</summary>
    public const string DefaultUrl = "https://mdm.example.com/mdm";

    private readonly Mac _mac;
    private readonly Database _database;

    internal MdmServer(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>Its address.</summary>
    public string Url
    {
        get => _database.Text("SELECT url FROM mdm_server")!;
        internal set => _database.Execute("UPDATE mdm_server SET url = $1", value);
    }

    /// <summary>Whether the Mac can reach it. When it comes back it tells the Mac what it can do by then.</summary>
    public bool IsOnline
    {
        get => Flag("SELECT online FROM mdm_server");
        set
        {
            _database.Execute("UPDATE mdm_server SET online = $1", value);
            TellCapabilities();
        }
    }

    /// <summary>Whether it takes bootstrap tokens. An enrolled Mac learns of a change as soon as the server can be reached.</summary>
    public bool SupportsBootstrapToken
    {
        get => Flag("SELECT supports_bootstrap_token FROM mdm_server");
        set
        {
            _database.Execute("UPDATE mdm_server SET supports_bootstrap_token = $1", value);
            TellCapabilities();
        }
    }

    /// <summary>Whether it keeps Setup Assistant waiting until it is told to send DeviceConfigured; else that happens by itself.</summary>
    public bool HoldsSetup
    {
        get => Flag("SELECT holds_setup FROM mdm_server");
        set => _database.Execute("UPDATE mdm_server SET holds_setup = $1", value);
    }

    /// <summary>What it announces in the enrolment profile.</summary>
    public IReadOnlyList<string> Capabilities => SupportsBootstrapToken
        ? [Enrollment.PerUserConnectionsCapability, Enrollment.BootstrapTokenCapability] : [Enrollment.PerUserConnectionsCapability];

    /// <summary>Its copy of the bootstrap token; null where it has none.</summary>
    public byte[]? EscrowedBootstrapToken
    {
        get => _database.Scalar("SELECT bootstrap_token FROM mdm_server") as byte[];
        set => _database.Execute("UPDATE mdm_server SET bootstrap_token = $1", value);
    }

    /// <summary>Its copy of the personal recovery key of FileVault; null where it has none.</summary>
    public string? EscrowedRecoveryKey
    {
        get => _database.Text("SELECT recovery_key FROM mdm_server");
        set => _database.Execute("UPDATE mdm_server SET recovery_key = $1", value);
    }

    /// <summary>Puts another token in place of its copy, as after a restore from an old backup: it no longer opens the volume.</summary>
    public void SpoilBootstrapToken() => EscrowedBootstrapToken = _mac.Random.Bytes(BootstrapToken.Size);

    // The Mac has said goodbye, or can't: then the server never hears of it and keeps what it has.
    internal void CheckedOut()
    {
        if (IsOnline) EscrowedBootstrapToken = null;
    }

    private void TellCapabilities()
    {
        if (IsOnline && _mac.Enrollments.Current is { IsInRealServer: false } enrollment && enrollment.ServerUrl == Url && !enrollment.Capabilities.SequenceEqual(Capabilities))
            _mac.Enrollments.Replace(enrollment with { Capabilities = Capabilities });
    }

    private bool Flag(string sql) => _database.Number(sql) == 1;
}
