using MacStateStore.Storage;

namespace MacStateStore.SecureEnclave;

/// <summary>
/// The emulated Apple that certifies a Mac's keys: first the User Identity Key, unless the Mac is marked as lost, then with that one's
/// word the Owner Identity Key, which is what the Basic Attestation Authority (BAA) does (Apple Platform Security, "LocalPolicy
/// signing-key creation and management").
/// </summary>
internal sealed class AttestationAuthority
{
    private const string Name = "Emulated Basic Attestation Authority Root CA";
    private const string UserKeyName = "User Identity Key";
    private const string OwnerKeyName = "Owner Identity Key";
    private const int SerialSize = 12;

    private readonly Database _database;
    private readonly RandomSource _random;
    private readonly DateTimeOffset _now;
    private readonly byte[] _key;

    public AttestationAuthority(Database database, RandomSource random, DateTimeOffset now)
    {
        (_database, _random, _now) = (database, random, now);
        if (database.Rows("SELECT key, certificate FROM attestation_authority", row => (row.Blob(0), row.Blob(1))) is [var (key, certificate)])
        {
            (_key, Certificate) = (key, certificate);
            return;
        }
        _key = P384.NewScalar(random);
        Certificate = SecureEnclave.Certificate.Issue(Name, P384.PublicKey(_key), Name, _key, random.Bytes(SerialSize), now, isAuthority: true);
        database.Execute("INSERT INTO attestation_authority (id, key, certificate) VALUES (1, $1, $2)", _key, Certificate);
    }

    /// <summary>Its own certificate, which everything else leads back to.</summary>
    public byte[] Certificate { get; }


    /// <summary>Certifies a User Identity Key with the constraints for policies; null for a Mac that is marked as lost.</summary>
    public byte[]? CertifyUser(byte[] publicKey, byte[] constraints) =>
        _database.Text("SELECT find_my FROM machine") == "lost" ? null : Issue(UserKeyName, publicKey, constraints);

    /// <summary>Certifies an Owner Identity Key: the request is signed with the User Identity Key, and its certificate lends the constraints.</summary>
    public byte[]? CertifyOwner(byte[] publicKey, byte[] requestSignature, byte[] userCertificate) =>
        SecureEnclave.Certificate.Read(userCertificate) is { Subject: UserKeyName, Constraints: { } constraints } user
        && user.IsSignedBy(SecureEnclave.Certificate.Read(Certificate)!.PublicKey.Span) && P384.Verify(user.PublicKey.Span, publicKey, requestSignature)
            ? Issue(OwnerKeyName, publicKey, constraints.ToArray()) : null;

    private byte[] Issue(string subject, byte[] publicKey, byte[] constraints) =>
        SecureEnclave.Certificate.Issue(subject, publicKey, Name, _key, _random.Bytes(SerialSize), _now, isAuthority: false, constraints);
}
