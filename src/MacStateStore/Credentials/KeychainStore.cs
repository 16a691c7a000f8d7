using System.Globalization;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;
using MacStateStore.Storage;

namespace MacStateStore.Credentials;

/// <summary>
/// The keychains of a system: each user's login keychain, the System keychain, and those that somebody makes. A login keychain has its
/// user's login password until it is given another.
/// </summary>
public sealed class KeychainStore
{
    /// <summary>The Mac's own keychain, where profiles' certificates are.</summary>
    public const string SystemKeychain = "/Library/Keychains/System.keychain";

    private const string LoginKeychain = "/Library/Keychains/login.keychain-db";
    private const string TimeFormat = "yyyyMMddHHmmss'Z'";

    // What tells an item of a class from all others.
    private static readonly string[] GenericKey = ["acct", "svce"];
    private static readonly string[] InternetKey = ["acct", "sdmn", "srvr", "ptcl", "atyp", "port", "path"];

    private readonly Mac _mac;
    private readonly Database _database;

    internal KeychainStore(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    private long System => _mac.System.Id;

    /// <summary>A user's login keychain; null where the user has no home.</summary>
    public string? LoginOf(string user) => user != "root" && _mac.Directory.Find(RecordType.Users, user)?.Text(AttributeName.HomeDirectory) is ['/', ..] and var home ? home + LoginKeychain : null;

    /// <summary>The path of a keychain as it is kept, from how somebody names it.</summary>
    public string PathOf(string name, string user)
    {
        var path = name.Contains('/', StringComparison.Ordinal) ? Path.GetFullPath(name) : $"{_mac.Directory.Find(RecordType.Users, user)?.Text(AttributeName.HomeDirectory) ?? "/var/root"}/Library/Keychains/{name}";
        return path.EndsWith(".keychain", StringComparison.Ordinal) && !path.StartsWith("/Library/", StringComparison.Ordinal) ? path + "-db" : path;
    }

    /// <summary>Whether there is a keychain at a path.</summary>
    public bool Exists(string path) => path == SystemKeychain || OwnerOfLogin(path) is not null || Row(path) is not null;

    /// <summary>Where a user's searches look, in order.</summary>
    public IReadOnlyList<string> SearchList(string user) => Choice(user, "search") is { Count: > 0 } chosen ? chosen : LoginOf(user) is { } login ? [login, SystemKeychain] : [SystemKeychain];

    /// <summary>Says where a user's searches look.</summary>
    public void SetSearchList(string user, IEnumerable<string> paths) => Choose(user, "search", paths);

    /// <summary>Where a user's new items go.</summary>
    public string DefaultOf(string user) => Choice(user, "default") is [var chosen, ..] ? chosen : LoginOf(user) ?? SystemKeychain;

    /// <summary>Says where a user's new items go.</summary>
    public void SetDefault(string user, string path) => Choose(user, "default", [path]);

    /// <summary>Makes a keychain; false where there is one already.</summary>
    public bool Create(string path, string password)
    {
        if (Exists(path)) return false;
        _database.Execute("INSERT INTO keychain (system_id, path, password) VALUES ($1, $2, $3)", System, path, Hash(password));
        return true;
    }

    /// <summary>Removes a keychain with all in it, also from users' choices.</summary>
    public void Delete(string path)
    {
        foreach (var table in (string[])["keychain_item WHERE keychain", "keychain WHERE path", "keychain_choice WHERE path"])
            _database.Execute($"DELETE FROM {table} = $2 AND system_id = $1", System, path);
    }

    /// <summary>Whether the items' passwords can't be read.</summary>
    public bool IsLocked(string path) => Row(path) is { IsLocked: true };

    /// <summary>Locks a keychain.</summary>
    public void Lock(string path) => SetLocked(path, true);

    /// <summary>Unlocks a keychain; false where that isn't its password.</summary>
    public bool Unlock(string path, string password)
    {
        if (!Opens(path, password, Row(path)?.Password)) return false;
        if (IsLocked(path)) SetLocked(path, false);
        return true;
    }

    /// <summary>Gives a keychain another password; false where the old one is wrong.</summary>
    public bool ChangePassword(string path, string old, string password)
    {
        if (!Opens(path, old, Row(path)?.Password)) return false;
        Remember(path);
        _database.Execute("UPDATE keychain SET password = $3 WHERE system_id = $1 AND path = $2", System, path, Hash(password));
        return true;
    }

    /// <summary>The first item in some keychains that has all of the attributes; null where there is none.</summary>
    public KeychainItem? Find(IEnumerable<string> keychains, string itemClass, IReadOnlyDictionary<string, string> attributes) =>
        keychains.SelectMany(Items).FirstOrDefault(item => item.Class == itemClass && attributes.All(wanted => item.Attributes.GetValueOrDefault(wanted.Key) == wanted.Value));

    /// <summary>All items of a keychain, the oldest first.</summary>
    public IReadOnlyList<KeychainItem> Items(string keychain) => _database.Rows(
        "SELECT id, class, attributes, secret FROM keychain_item WHERE system_id = $1 AND keychain = $2 ORDER BY id",
        row => new KeychainItem(keychain, row.Text(1), Attributes(row.Blob(2)), row.Blob(3)) { Id = row.Long(0) }, System, keychain);

    /// <summary>Adds an item, or, where one is there that differs in nothing that counts and the caller says so, changes that; false where it is there.</summary>
    public bool Add(KeychainItem item, bool updates)
    {
        var key = item.Class == KeychainItem.Generic ? GenericKey : InternetKey;
        var now = _mac.Clock.Now.ToString(TimeFormat, CultureInfo.InvariantCulture);
        var same = Items(item.Keychain).FirstOrDefault(other => other.Class == item.Class && key.All(code => other.Attributes.GetValueOrDefault(code) == item.Attributes.GetValueOrDefault(code)));
        if (same is not null && !updates) return false;
        var attributes = new Dictionary<string, string>(item.Attributes) { [KeychainItem.Modified] = now, [KeychainItem.Created] = same?.Attributes[KeychainItem.Created] ?? now };
        var list = PropertyList.ToBinary(new PlistDictionary(attributes.Select(entry => KeyValuePair.Create(entry.Key, (PlistValue)entry.Value))));
        var name = attributes.GetValueOrDefault(KeychainItem.Label, "");
        if (same is not null) _database.Execute("UPDATE keychain_item SET name = $1, attributes = $2, secret = $3 WHERE id = $4", name, list, item.Secret, same.Id);
        else _database.Execute("INSERT INTO keychain_item (system_id, keychain, class, name, attributes, secret) VALUES ($1, $2, $3, $4, $5, $6)", System, item.Keychain, item.Class, name, list, item.Secret);
        return true;
    }

    /// <summary>Removes an item.</summary>
    public void Delete(KeychainItem item) => _database.Execute("DELETE FROM keychain_item WHERE id = $1", item.Id);

    // A login keychain without a password of its own has the one that its user had when it was made, which may be a former one by now.
    private bool Opens(string path, string password, byte[]? kept) => kept is not null
        ? ShadowHash.Verify(kept, password)
        : OwnerOfLogin(path) is { } owner && _mac.PasswordHistory.Has(owner, password, PasswordHistory.Longest);

    private byte[] Hash(string password) => ShadowHash.Create(password, _mac.Random, _mac.Machine.KdfIterations);

    private DirectoryRecord? OwnerOfLogin(string path) => path.EndsWith(LoginKeychain, StringComparison.Ordinal)
        ? _mac.Directory.FindByValue(RecordType.Users, AttributeName.HomeDirectory, path[..^LoginKeychain.Length]) : null;

    private (byte[]? Password, bool IsLocked)? Row(string path) => _database.Rows<(byte[]?, bool)?>(
        "SELECT password, locked FROM keychain WHERE system_id = $1 AND path = $2", row => (row.BlobOrNull(0), row.Bool(1)), System, path).FirstOrDefault();

    private void Remember(string path) => _database.Execute("INSERT OR IGNORE INTO keychain (system_id, path) VALUES ($1, $2)", System, path);

    private void SetLocked(string path, bool locked)
    {
        Remember(path);
        _database.Execute("UPDATE keychain SET locked = $3 WHERE system_id = $1 AND path = $2", System, path, locked);
    }

    private List<string> Choice(string user, string purpose) => _database.Rows(
        "SELECT path FROM keychain_choice WHERE system_id = $1 AND user = $2 AND purpose = $3 ORDER BY position", row => row.Text(0), System, user, purpose);

    private void Choose(string user, string purpose, IEnumerable<string> paths)
    {
        _database.Execute("DELETE FROM keychain_choice WHERE system_id = $1 AND user = $2 AND purpose = $3", System, user, purpose);
        foreach (var (position, path) in paths.Index())
            _database.Execute("INSERT INTO keychain_choice (system_id, user, purpose, position, path) VALUES ($1, $2, $3, $4, $5)", System, user, purpose, position, path);
    }

    private static Dictionary<string, string> Attributes(byte[] list) =>
        ((PlistDictionary)PropertyList.Parse(list)).ToDictionary(entry => entry.Key, entry => ((PlistString)entry.Value).Value, StringComparer.Ordinal);
}
