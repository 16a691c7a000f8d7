using System.Text;
using MacStateStore.Releases;
using MacStateStore.SecureEnclave;
using MacStateStore.Storage;

namespace MacStateStore.LocalPolicy;

/// <summary>Which of a volume group's two policies.</summary>
public enum PolicyRole
{
    /// <summary>That of macOS.</summary>
    MacOS,
    /// <summary>That of the recoveryOS paired with it.</summary>
    RecoveryOS,
}

/// <summary>Keeps the policy files: makes the first ones, signs them, and puts their nonces and measurements in.</summary>
internal sealed class PolicyStore
{
    // The system recoveryOS is in no volume group.
    private const string SystemRecovery = "";

    private readonly Mac _mac;
    private readonly Database _database;

    public PolicyStore(Mac mac, Database database)
    {
        (_mac, _database) = (mac, database);
        Nonces = new PolicyNonces(database, mac.Random);
    }

    public PolicyNonces Nonces { get; }

    /// <summary>Whether there are files already; the system recoveryOS always has one then.</summary>
    public bool IsMade => Image(SystemRecovery, PolicyRole.RecoveryOS) is not null;

    /// <summary>The Secure Enclave itself as the signer.</summary>
    public PolicySigner SecureEnclave => new(OwnerIdentityKey.Sealed(_database) ?? throw new PolicyException(PolicyProblem.OwnerRequired));

    public IReadOnlyList<string> VolumeGroups => _database.Rows("SELECT DISTINCT volume_group FROM local_policy WHERE volume_group <> '' ORDER BY rowid", row => row.Text(0));

    public byte[]? Image(string volumeGroup, PolicyRole role) => _database.Scalar("SELECT image FROM local_policy WHERE volume_group = $1 AND role = $2", volumeGroup, NameOf(role)) as byte[];

    /// <exception cref="Image4Exception">The file is damaged.</exception>
    public PolicyContents? Contents(string volumeGroup, PolicyRole role) => Image(volumeGroup, role) is { } image ? Read(image).Contents : null;

    /// <summary>The measurement of the recoveryOS's policy that a system is paired with; null where there is none, or a damaged one.</summary>
    public byte[]? RecoveryMeasurement(InstalledSystem system)
    {
        var group = system.Version.Has(Capability.PairsRecovery) ? system.VolumeGroup : SystemRecovery;
        try
        {
            // What is kept beside the file is its measurement only while it can be read.
            return Contents(group, PolicyRole.RecoveryOS) is null ? null
                : (byte[])_database.Scalar("SELECT measurement FROM local_policy WHERE volume_group = $1 AND role = $2", group, NameOf(PolicyRole.RecoveryOS))!;
        }
        catch (Image4Exception)
        {
            return null;
        }
    }

    /// <exception cref="Image4Exception">The file is damaged.</exception>
    public static (Image4File File, PolicyContents Contents) Read(byte[] image)
    {
        var file = Image4File.Decode(image);
        if (file.Type != PolicyContents.ObjectCode) throw new Image4Exception($"the payload is {file.Type}, not {PolicyContents.ObjectCode}");
        return (file, PolicyContents.Of(file.Manifest));
    }

    /// <summary>Makes the policies of the factory, if they aren't there.</summary>
    /// <param name="without">A system that is to get none.</param>
    public void Make(InstalledSystem? without = null)
    {
        if (IsMade || !_mac.Machine.HasLocalPolicies) return;
        if (OwnerIdentityKey.Generation(_database) is null) OwnerIdentityKey.Create(_database, _mac.Random);
        foreach (var name in (string[])[PolicyNonces.Local, PolicyNonces.Remote, PolicyNonces.Recovery]) Nonces.Renew(name);
        var signer = SecureEnclave;
        Save(SystemRecovery, PolicyRole.RecoveryOS, InitialRecovery(null), signer);
        foreach (var system in _mac.Systems.Where(system => system.Id != without?.Id))
        {
            if (system.Version.Has(Capability.PairsRecovery)) Save(system.VolumeGroup, PolicyRole.RecoveryOS, InitialRecovery(system), signer);
            Save(system.VolumeGroup, PolicyRole.MacOS, Paired(system, Initial(system)), signer);
        }
    }

    /// <summary>What the policy of a system says that was just installed: Full Security.</summary>
    public PolicyContents Initial(InstalledSystem system)
    {
        var policy = Common(system).With("nsih", Measurements.Manifest(_mac.Machine, system)).With("smb4", _database.Text("SELECT kind FROM enrollment WHERE system_id = $1", system.Id) == "ade");
        if (system.Version.Has(Capability.HasCryptexes)) policy = policy.With("lobo", true).With("spih", Measurements.Cryptex(_mac.Machine, system)).With("stng", 1);
        return policy;
    }

    /// <summary>Writes a system's policy under a new nonce, which all others get, too.</summary>
    public void Write(InstalledSystem system, PolicyContents contents, PolicySigner signer, bool isUpdate = false)
    {
        Nonces.Renew(PolicyNonces.Local, keepsFormer: isUpdate);
        if (system.Version.Has(Capability.PairsRecovery) && Image(system.VolumeGroup, PolicyRole.RecoveryOS) is null)
            Save(system.VolumeGroup, PolicyRole.RecoveryOS, InitialRecovery(system), signer);
        Save(system.VolumeGroup, PolicyRole.MacOS, Paired(system, contents), signer);
        SignAll(signer, but: system);
    }

    /// <summary>Signs every policy anew with the nonces of now; one that can't be read stays as it is, and is stale then.</summary>
    public void SignAll(PolicySigner signer, InstalledSystem? but = null)
    {
        foreach (var (group, role) in _database.Rows("SELECT volume_group, role FROM local_policy ORDER BY rowid", row => (row.Text(0), row.Text(1) == "macos" ? PolicyRole.MacOS : PolicyRole.RecoveryOS)))
        {
            if (role == PolicyRole.MacOS && group == but?.VolumeGroup) continue;
            try
            {
                Save(group, role, Contents(group, role)!, signer);
            }
            catch (Image4Exception)
            {
                // Whoever starts it will hear of that.
            }
        }
    }

    /// <summary>The policies of a system name the software that it has now.</summary>
    public void SoftwareChanged(InstalledSystem system, PolicySigner signer, bool onlyCryptex)
    {
        if (Contents(system.VolumeGroup, PolicyRole.MacOS) is not { } policy) return;
        if (!onlyCryptex)
        {
            if (system.Version.Has(Capability.PairsRecovery)) Save(system.VolumeGroup, PolicyRole.RecoveryOS, InitialRecovery(system), signer);
            Nonces.Renew(PolicyNonces.Recovery, keepsFormer: true);
            policy = policy.With("nsih", Measurements.Manifest(_mac.Machine, system)).With("love", new Image4Value.Text(Measurements.Train(system.Build)));
        }
        if (system.Version.Has(Capability.HasCryptexes))
            policy = policy.With("lobo", true).With("spih", Measurements.Cryptex(_mac.Machine, system)).With("stng", (policy.Number("stng") ?? 0) + 1);
        Write(system, policy, signer, isUpdate: true);
    }

    /// <summary>The policy of a system names another recoveryOS than its own, until it is written the next time.</summary>
    public void Unpair(InstalledSystem system) =>
        Save(system.VolumeGroup, PolicyRole.MacOS, Contents(system.VolumeGroup, PolicyRole.MacOS)!.With("prot", _mac.Random.Bytes(PolicyFields.HashSize)), SecureEnclave);

    public bool Remove(string volumeGroup) => _database.Execute("DELETE FROM local_policy WHERE volume_group = $1 AND volume_group <> ''", volumeGroup) > 0;

    public void Forget()
    {
        _database.Execute("DELETE FROM local_policy");
        _database.Execute("DELETE FROM nonce");
    }

    private PolicyContents Paired(InstalledSystem system, PolicyContents contents) => contents.With("prot", RecoveryMeasurement(system) ?? new byte[PolicyFields.HashSize]).With("hrlp", true);

    private PolicyContents InitialRecovery(InstalledSystem? system)
    {
        var policy = system is null ? Identity() : Common(system);
        return policy.With("rolp", true).With("nsih", Measurements.Recovery(_mac.Machine, system));
    }

    private PolicyContents Common(InstalledSystem system) => Identity().With("love", new Image4Value.Text(Measurements.Train(system.Build)))
        .With("vuid", UuidBytes(system.VolumeGroup)).With("kuid", _mac.Machine.IsVirtual ? new byte[PolicyFields.UuidSize] : Measurements.KeyGroup(_mac.Machine, system));

    private PolicyContents Identity()
    {
        var policy = PolicyContents.Empty;
        foreach (var (code, value) in _mac.Machine.Identity()) policy = policy.With(code, value);
        return policy;
    }

    private void Save(string volumeGroup, PolicyRole role, PolicyContents contents, PolicySigner signer)
    {
        // The system recoveryOS has a nonce of its own, so that it starts when nothing else may.
        if (volumeGroup.Length == 0) contents = contents.With(PolicyNonces.Recovery, Hash(PolicyNonces.Recovery));
        else contents = contents.With(PolicyNonces.Local, Hash(PolicyNonces.Local)).With(PolicyNonces.Remote, Hash(PolicyNonces.Remote));
        var manifest = contents.ToManifest();
        var certificates = _mac.Activation.Certificates();
        manifest = manifest with { Signature = P384.Sign(signer.Key, manifest.SignedPart()), Certificates = certificates is null ? [] : [certificates.Owner] };
        _database.Execute(
            """
            INSERT INTO local_policy (volume_group, role, image, measurement, summary) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (volume_group, role) DO UPDATE SET image = excluded.image, measurement = excluded.measurement, summary = excluded.summary
            """,
            volumeGroup, NameOf(role), new Image4File(PolicyContents.ObjectCode, "", ReadOnlyMemory<byte>.Empty, manifest).Encode(), contents.Measure(), Summary(contents));
    }

    private byte[] Hash(string nonce) => Nonces.Hash(nonce) ?? new byte[PolicyFields.HashSize];

    private static string Summary(PolicyContents contents)
    {
        var text = new StringBuilder(contents.Mode.ToString().ToLowerInvariant());
        foreach (var (code, value) in contents.Fields)
            if (PolicyFields.Find(code)!.IsSetting) text.Append(' ').Append(code).Append(value is Image4Value.Number number ? $"={number.Value:x}" : "");
        return text.ToString();
    }

    private static byte[] UuidBytes(string uuid) => Guid.Parse(uuid).ToByteArray(bigEndian: true);

    private static string NameOf(PolicyRole role) => role == PolicyRole.MacOS ? "macos" : "recoveryos";
}
