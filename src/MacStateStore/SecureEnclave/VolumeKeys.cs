using System.Security.Cryptography;
using System.Text;
using MacStateStore.Storage;

namespace MacStateStore.SecureEnclave;

/// <summary>
/// The key hierarchy of one volume group: a volume encryption key (VEK) and, where the Mac has owners, the Owner Identity Key
/// (OIK), both wrapped under a key encryption key (KEK), which each crypto user holds wrapped under its secret. Until the first
/// crypto user claims it, the KEK lies under the hardware alone; that state is what "nobody has a secure token yet" means.
/// (Apple Platform Security, "Volume encryption with FileVault"; design section 5.)
/// </summary>
public sealed partial class VolumeKeys
{
    private const int KeySize = 32;
    private const int SaltSize = 32;
    private static readonly byte[] NoHardwareKey = new byte[KeySize];

    private readonly Database _database;
    private readonly RandomSource _random;
    private readonly byte[]? _hardwareKey;
    private readonly int _iterations;
    private readonly string _volumeGroup;

    internal VolumeKeys(Database database, RandomSource random, string volumeGroup)
    {
        _database = database;
        _random = random;
        _volumeGroup = volumeGroup;
        (_hardwareKey, _iterations) = database.Rows("SELECT hardware_key, kdf_iterations FROM machine",
            row => (row.BlobOrNull(0), row.Int(1)))[0];
    }

    /// <summary>The crypto users in the order in which they came.</summary>
    public IReadOnlyList<CryptoUser> Users
    {
        get
        {
            var owned = HasOwners;
            return _database.Rows("SELECT uuid, type, hint, stated_owner FROM crypto_user WHERE volume_group = $1 ORDER BY id",
                row => new CryptoUser(row.Text(0), Enum.Parse<CryptoUserType>(row.Text(1)), row.TextOrNull(2), row.IsNull(3) ? owned : row.Bool(3)),
                _volumeGroup);
        }
    }

    // The OIK lies under the KEK that each of them holds, so whoever is listed reaches it, if it is there and still in force.
    private bool HasOwners => _database.Number(
        """
        SELECT g.wrapped_oik IS NOT NULL AND g.oik_generation = (SELECT max(generation) FROM owner_identity_key)
        FROM volume_group g WHERE g.uuid = $1
        """, _volumeGroup) == 1;

    /// <summary>Whether there is such a hierarchy; a plain volume that stands alone has none.</summary>
    public bool Exist => _database.Number("SELECT 1 FROM volume_group WHERE uuid = $1", _volumeGroup) is not null;

    /// <summary>Whether it takes a crypto user to read the volumes, which is what FileVault means: the hardware alone doesn't give the VEK.</summary>
    public bool IsProtected => _database.Number("SELECT open_vek IS NULL FROM volume_group WHERE uuid = $1", _volumeGroup) == 1;

    /// <summary>Whether a crypto user of that UUID exists.</summary>
    public bool Has(string uuid) =>
        _database.Number("SELECT 1 FROM crypto_user WHERE volume_group = $1 AND uuid = $2", _volumeGroup, uuid) is not null;

    /// <summary>Whether no crypto user has claimed the KEK yet, so that the system itself may hand it out.</summary>
    public bool IsUnclaimed =>
        _database.Number("SELECT unclaimed_kek IS NOT NULL FROM volume_group WHERE uuid = $1", _volumeGroup) == 1;

    /// <summary>Whether a secret opens the volume as that crypto user: the token and the password fit.</summary>
    public bool CanUnlock(string uuid, string secret) => UnwrapKek(uuid, secret) is not null;

    /// <summary>Whether that crypto user, with that secret, reaches the Owner Identity Key in force.</summary>
    public bool CanReachOwnerIdentityKey(string uuid, string secret) => ReachOwnerIdentityKey(uuid, secret) is not null;

    /// <summary>The private scalar of the Owner Identity Key in force, as that crypto user reaches it; null where it doesn't.</summary>
    internal byte[]? ReachOwnerIdentityKey(string uuid, string secret)
    {
        if (UnwrapKek(uuid, secret) is not { } kek) return null;
        var (wrapped, generation) = _database.Rows("SELECT wrapped_oik, oik_generation FROM volume_group WHERE uuid = $1",
            row => (row.BlobOrNull(0), row.IsNull(1) ? -1 : row.Long(1)), _volumeGroup)[0];
        return wrapped is not null && generation == OwnerIdentityKey.Generation(_database) ? KeyWrap.Unwrap(kek, wrapped) : null;
    }

    /// <summary>Makes the group's keys, in place of any there were; nobody has claimed them yet.</summary>
    /// <param name="ownerIdentityKey">The private scalar of the OIK, where the system has volume owners.</param>
    internal void Create(byte[]? ownerIdentityKey)
    {
        var kek = _random.Bytes(KeySize);
        var vek = _random.Bytes(KeySize);
        _database.Execute(
            """
            INSERT INTO volume_group (uuid, wrapped_vek, unclaimed_kek, wrapped_oik, oik_generation, open_vek)
            VALUES ($1, $2, $3, $4, CASE WHEN $4 IS NULL THEN NULL ELSE (SELECT max(generation) FROM owner_identity_key) END, $5)
            ON CONFLICT (uuid) DO UPDATE SET wrapped_vek = excluded.wrapped_vek, unclaimed_kek = excluded.unclaimed_kek,
              wrapped_oik = excluded.wrapped_oik, oik_generation = excluded.oik_generation, open_vek = excluded.open_vek
            """,
            _volumeGroup, KeyWrap.Wrap(kek, vek), KeyWrap.Wrap(HardwareWrappingKey, kek),
            ownerIdentityKey is null ? null : KeyWrap.Wrap(kek, ownerIdentityKey), KeyWrap.Wrap(HardwareWrappingKey, vek));
    }

    /// <summary>Whether the Mac could have owners of this volume group and has none, as it was set up before macOS had any.</summary>
    internal bool LacksOwnerIdentityKey =>
        _hardwareKey is not null && _database.Number("SELECT wrapped_oik IS NULL FROM volume_group WHERE uuid = $1", _volumeGroup) == 1;

    /// <summary>Makes an Owner Identity Key for whoever holds the KEK; the secret of one crypto user gives that.</summary>
    internal void AddOwnerIdentityKey(string uuid, string secret)
    {
        if (UnwrapKek(uuid, secret) is { } kek) AddOwnerIdentityKey(kek);
    }

    /// <summary>Does the same where nobody has claimed the KEK yet.</summary>
    internal void AddOwnerIdentityKeyUnclaimed()
    {
        if (_database.Scalar("SELECT unclaimed_kek FROM volume_group WHERE uuid = $1", _volumeGroup) is byte[] wrapped
            && KeyWrap.Unwrap(HardwareWrappingKey, wrapped) is { } kek) AddOwnerIdentityKey(kek);
    }

    /// <summary>Throws the keys away and makes new ones, which nobody has claimed. The Owner Identity Key stays: only a restore makes a new one.</summary>
    internal void Renew(bool hasOwners)
    {
        _database.Execute("DELETE FROM crypto_user WHERE volume_group = $1", _volumeGroup);
        Create(hasOwners ? OwnerIdentityKey.Sealed(_database) ?? OwnerIdentityKey.Create(_database, _random) : null);
    }

    private void AddOwnerIdentityKey(byte[] kek) => _database.Execute(
        "UPDATE volume_group SET wrapped_oik = $2, oik_generation = (SELECT max(generation) FROM owner_identity_key) WHERE uuid = $1",
        _volumeGroup, KeyWrap.Wrap(kek, OwnerIdentityKey.Create(_database, _random)));

    /// <summary>The first crypto user claims the KEK; from then on the hardware alone doesn't give it.</summary>
    internal void Claim(string uuid, CryptoUserType type, string secret, string? hint = null)
    {
        var wrapped = (byte[])_database.Scalar("SELECT unclaimed_kek FROM volume_group WHERE uuid = $1", _volumeGroup)!;
        AddUser(uuid, type, secret, hint, KeyWrap.Unwrap(HardwareWrappingKey, wrapped)
            ?? throw new MachineFileException($"machine file {_database.Path}: the key of volume group {_volumeGroup} does not fit its hardware; restore a snapshot."));
        _database.Execute("UPDATE volume_group SET unclaimed_kek = NULL WHERE uuid = $1", _volumeGroup);
    }

    /// <summary>A crypto user with its secret hands the KEK to another (or anew to itself); false where the secret is wrong.</summary>
    internal bool HandOn(string fromUuid, string fromSecret, string uuid, CryptoUserType type, string secret, string? hint = null)
    {
        if (UnwrapKek(fromUuid, fromSecret) is not { } kek) return false;
        AddUser(uuid, type, secret, hint, kek);
        return true;
    }

    /// <summary>From now on it takes a crypto user to read the volumes.</summary>
    internal void Protect() => _database.Execute("UPDATE volume_group SET open_vek = NULL WHERE uuid = $1", _volumeGroup);

    /// <summary>From now on the hardware alone gives the VEK; false where the secret doesn't open it.</summary>
    internal bool Unprotect(string uuid, string secret)
    {
        if (UnwrapKek(uuid, secret) is not { } kek) return false;
        Unprotect(kek);
        return true;
    }

    /// <summary>Sets or clears a crypto user's hint.</summary>
    internal void SetHint(string uuid, string? hint) =>
        _database.Execute("UPDATE crypto_user SET hint = $3 WHERE volume_group = $1 AND uuid = $2", _volumeGroup, uuid, hint);

    /// <summary>
    /// A crypto user as described: one that exists takes its place in the order and what is said of it; any other is made, with a
    /// secret that nobody knows.
    /// </summary>
    internal void Describe(string uuid, CryptoUserType type, string? hint, bool? isOwner)
    {
        if (Has(uuid))
            _database.Execute("UPDATE crypto_user SET id = (SELECT max(id) + 1 FROM crypto_user) WHERE volume_group = $1 AND uuid = $2", _volumeGroup, uuid);
        else
            _database.Execute(
                "INSERT INTO crypto_user (volume_group, uuid, type, salt, iterations, wrapped_kek) VALUES ($1, $2, $3, $4, $5, $6)",
                _volumeGroup, uuid, type.ToString(), _random.Bytes(SaltSize), _iterations, _random.Bytes(KeySize + 8));
        _database.Execute("UPDATE crypto_user SET type = $3, hint = coalesce($4, hint), stated_owner = $5 WHERE volume_group = $1 AND uuid = $2",
            _volumeGroup, uuid, type.ToString(), hint, isOwner is { } owner && owner != HasOwners ? owner : null);
        _database.Execute("UPDATE volume_group SET unclaimed_kek = NULL WHERE uuid = $1", _volumeGroup);
    }

    /// <summary>The hierarchy is gone, and with it what it protected.</summary>
    internal void Destroy()
    {
        _database.Execute("DELETE FROM crypto_user WHERE volume_group = $1", _volumeGroup);
        _database.Execute("DELETE FROM volume_group WHERE uuid = $1", _volumeGroup);
    }

    /// <summary>Takes a crypto user's wrapped KEK away.</summary>
    internal void Remove(string uuid) =>
        _database.Execute("DELETE FROM crypto_user WHERE volume_group = $1 AND uuid = $2", _volumeGroup, uuid);

    private void AddUser(string uuid, CryptoUserType type, string secret, string? hint, byte[] kek)
    {
        var salt = _random.Bytes(SaltSize);
        // Kept in place for one who is there already: lists show crypto users in the order in which they came.
        _database.Execute(
            """
            INSERT INTO crypto_user (volume_group, uuid, type, salt, iterations, wrapped_kek, hint) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (volume_group, uuid) DO UPDATE SET type = excluded.type, salt = excluded.salt, iterations = excluded.iterations,
              wrapped_kek = excluded.wrapped_kek, hint = coalesce(excluded.hint, hint)
            """,
            _volumeGroup, uuid, type.ToString(), salt, _iterations, KeyWrap.Wrap(SecretWrappingKey(secret, salt, _iterations), kek), hint);
    }

    private byte[]? UnwrapKek(string uuid, string secret)
    {
        var rows = _database.Rows("SELECT salt, iterations, wrapped_kek FROM crypto_user WHERE volume_group = $1 AND uuid = $2",
            row => (Salt: row.Blob(0), Iterations: row.Int(1), Wrapped: row.Blob(2)), _volumeGroup, uuid);
        return rows is [{ Iterations: > 0 } user] ? KeyWrap.Unwrap(SecretWrappingKey(secret, user.Salt, user.Iterations), user.Wrapped) : null;
    }

    private byte[] SecretWrappingKey(string secret, byte[] salt, int iterations)
    {
        var derived = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(secret), salt, iterations, HashAlgorithmName.SHA512, KeySize);
        return _hardwareKey is null ? derived : HMACSHA256.HashData(_hardwareKey, derived);
    }

    // A Mac without a Secure Enclave keeps the unclaimed key as good as bare.
    private byte[] HardwareWrappingKey => _hardwareKey ?? NoHardwareKey;
}
