using MacStateStore.Storage;

namespace MacStateStore.Lifecycle;

/// <summary>What an installer has left behind about a package.</summary>
/// <param name="Identifier">Such as com.example.pkg.tool.</param>
/// <param name="Version">Its version.</param>
/// <param name="InstalledAt">When.</param>
public sealed record PackageReceipt(string Identifier, string Version, DateTimeOffset InstalledAt);

/// <summary>Receipts of the packages that are installed on one system.</summary>
public sealed class PackageReceipts
{
    private readonly Mac _mac;
    private readonly Database _database;

    internal PackageReceipts(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>All, by identifier.</summary>
    public IReadOnlyList<PackageReceipt> All => _database.Rows(
        "SELECT identifier, version, installed_at FROM package_receipt WHERE system_id = $1 ORDER BY identifier",
        row => new PackageReceipt(row.Text(0), row.Text(1), MachineClock.FromMicroseconds(row.Long(2))), _mac.System.Id);

    /// <summary>A receipt; null where the package isn't installed.</summary>
    public PackageReceipt? Find(string identifier) => All.FirstOrDefault(receipt => receipt.Identifier == identifier);

    /// <summary>Adds a receipt, or replaces an older one.</summary>
    public void Add(string identifier, string version) => _database.Execute(
        "INSERT INTO package_receipt (system_id, identifier, version, installed_at) VALUES ($1, $2, $3, $4) ON CONFLICT (system_id, identifier) DO UPDATE SET version = excluded.version, installed_at = excluded.installed_at",
        _mac.System.Id, identifier, version, MachineClock.ToMicroseconds(_mac.Clock.Now));

    /// <summary>Forgets a receipt.</summary>
    public void Forget(string identifier) => _database.Execute("DELETE FROM package_receipt WHERE system_id = $1 AND identifier = $2", _mac.System.Id, identifier);
}
