using MacStateStore.Storage;

namespace MacStateStore.SecureEnclave;

/// <summary>
/// The Owner Identity Key (OIK): a P-384 key pair that the Secure Enclave makes when macOS is first set up. Whoever reaches its private
/// half under the KEK of a volume group owns the volume (Apple Platform Security, "Contents of a LocalPolicy file"). The Secure Enclave
/// has it at hand, too, for what it signs by itself: the policies of the factory, and what Find My and device management change.
/// </summary>
internal static class OwnerIdentityKey
{
    /// <summary>Makes a new OIK, which takes the place of any earlier one, and gives its private scalar.</summary>
    public static byte[] Create(Database database, RandomSource random)
    {
        var scalar = P384.NewScalar(random);
        database.Execute("INSERT INTO owner_identity_key (public_key, sealed_key) VALUES ($1, $2)", P384.PublicKey(scalar), Seal(database, scalar));
        return scalar;
    }

    /// <summary>The number of the OIK in force; null where there is none yet.</summary>
    public static long? Generation(Database database) => database.Number("SELECT max(generation) FROM owner_identity_key");

    /// <summary>The private scalar of the OIK in force, by the hardware alone; null where there is none.</summary>
    public static byte[]? Sealed(Database database) =>
        database.Scalar("SELECT sealed_key FROM owner_identity_key WHERE generation = (SELECT max(generation) FROM owner_identity_key)") is byte[] wrapped ? Unseal(database, wrapped) : null;

    /// <summary>Wraps a key under the hardware's own.</summary>
    public static byte[]? Seal(Database database, byte[] key) => HardwareKey(database) is { } hardware ? KeyWrap.Wrap(hardware, key) : null;

    /// <summary>Unwraps it again.</summary>
    public static byte[]? Unseal(Database database, byte[] wrapped) => HardwareKey(database) is { } hardware ? KeyWrap.Unwrap(hardware, wrapped) : null;

    private static byte[]? HardwareKey(Database database) => database.Scalar("SELECT hardware_key FROM machine") as byte[];
}
