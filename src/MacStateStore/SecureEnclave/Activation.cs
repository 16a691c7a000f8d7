using MacStateStore.LocalPolicy;
using MacStateStore.Storage;

namespace MacStateStore.SecureEnclave;

/// <summary>The certificates of a Mac with Apple silicon, in DER.</summary>
/// <param name="Authority">The emulated Apple's.</param>
/// <param name="User">That of the User Identity Key (ucrt).</param>
/// <param name="Owner">That of the Owner Identity Key (OIC), which every LocalPolicy carries.</param>
public sealed record ActivationCertificates(ReadOnlyMemory<byte> Authority, ReadOnlyMemory<byte> User, ReadOnlyMemory<byte> Owner);

/// <summary>
/// Activation: Apple certifies the Mac's keys unless it is marked as lost in Find My. A virtual Mac has no certificates. The keys and
/// certificates are made when something first needs them, so that a Mac that never asks pays nothing.
/// </summary>
public sealed class Activation
{
    private readonly Mac _mac;
    private readonly Database _database;

    internal Activation(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>Whether the Mac is activated.</summary>
    public bool IsActivated => _database.Number("SELECT activated FROM machine") == 1;

    /// <summary>Asks Apple for activation; false where that is refused, since the Mac is marked as lost.</summary>
    public bool Activate()
    {
        if (!IsActivated && _mac.FindMy.State == Lifecycle.FindMyState.Lost) return false;
        if (!IsActivated) _database.Execute("UPDATE machine SET activated = 1");
        return true;
    }

    /// <summary>Takes activation away, as restoring a lost Mac does.</summary>
    internal void Deactivate() => _database.Execute("UPDATE machine SET activated = 0");

    /// <summary>The certificates, made now if they are not there yet; null for a Mac that can have none.</summary>
    public ActivationCertificates? Certificates()
    {
        if (!_mac.Machine.HasLocalPolicies || _mac.Machine.IsVirtual || !IsActivated || OwnerIdentityKey.Generation(_database) is not { } generation) return null;
        if (Known(generation) is { } known) return known;
        var ownerKey = OwnerIdentityKey.Sealed(_database)!;
        var authority = new AttestationAuthority(_database, _mac.Random, _mac.Clock.Now);
        var userKey = P384.NewScalar(_mac.Random);
        var ownerPublic = P384.PublicKey(ownerKey);
        if (authority.CertifyUser(P384.PublicKey(userKey), Constraints()) is not { } userCertificate
            || authority.CertifyOwner(ownerPublic, P384.Sign(userKey, ownerPublic), userCertificate) is not { } ownerCertificate) return null;
        _database.Execute("INSERT INTO user_identity_key (generation, sealed_key, certificate) VALUES ($1, $2, $3)", generation, OwnerIdentityKey.Seal(_database, userKey), userCertificate);
        _database.Execute("UPDATE owner_identity_key SET certificate = $2 WHERE generation = $1", generation, ownerCertificate);
        return new ActivationCertificates(authority.Certificate, userCertificate, ownerCertificate);
    }

    /// <summary>What RemotePolicies allow LocalPolicies to be for: this Mac alone.</summary>
    private byte[] Constraints()
    {
        var constraints = new Image4Properties();
        foreach (var (code, value) in _mac.Machine.Identity()) constraints[code] = value;
        return constraints.Encode();
    }

    private ActivationCertificates? Known(long generation) => _database.Rows(
        "SELECT a.certificate, u.certificate, o.certificate FROM owner_identity_key o JOIN user_identity_key u ON u.generation = o.generation, attestation_authority a WHERE o.generation = $1 AND o.certificate IS NOT NULL",
        row => new ActivationCertificates(row.Blob(0), row.Blob(1), row.Blob(2)), generation) is [var known] ? known : null;
}
