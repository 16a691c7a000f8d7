using MacStateStore.Boot;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacStateStore.SecureEnclave;
using MacStateStore.Storage;

namespace MacStateStore.LocalPolicy;

/// <summary>
/// The LocalPolicies of a Mac with Apple silicon: one per installed system, one for the recoveryOS paired with it, and that of the system
/// recoveryOS; kept as the signed Image4 files that they are. Until something asks for them they are those of the factory, and not made yet.
/// Who may change what from where is decided here for every tool (Apple Platform Security, "Contents of a LocalPolicy file"; dossier bputil, 9).
/// </summary>
public sealed class LocalPolicies
{
    private readonly Mac _mac;
    private readonly PolicyStore _store;
    private readonly Database _database;

    internal LocalPolicies(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
        _store = new PolicyStore(mac, database);
    }

    /// <summary>Whether this Mac has any.</summary>
    public bool Exist => _mac.Machine.HasLocalPolicies;

    /// <summary>Whether a system has one: it can't be started without.</summary>
    public bool Has(InstalledSystem system) => !_store.IsMade || _store.Image(system.VolumeGroup, PolicyRole.MacOS) is not null;

    /// <summary>
    /// What a system's policy says, as far as it has been asked for: of the factory's only the settings are told, which are none. One that
    /// can't be read says nothing.
    /// </summary>
    public PolicyContents SettingsOf(InstalledSystem system)
    {
        try
        {
            return !Exist ? PolicyContents.Empty : _store.IsMade ? Find(system) ?? PolicyContents.Empty : PolicyContents.Empty.With("smb4", IsAssignedToServer(system));
        }
        catch (Image4Exception)
        {
            return PolicyContents.Empty;
        }
    }

    /// <summary>What a system's policy says, made now if it is still that of the factory; null where the system has none.</summary>
    /// <exception cref="Image4Exception">The file is damaged.</exception>
    public PolicyContents? ContentsOf(InstalledSystem system)
    {
        _store.Make();
        return Find(system);
    }

    /// <summary>The policy file of a system, made now if it isn't yet; null where there is none.</summary>
    public byte[]? ImageOf(InstalledSystem system, PolicyRole role = PolicyRole.MacOS)
    {
        _store.Make();
        return _store.Image(system.VolumeGroup, role);
    }

    /// <summary>The hash of a nonce as the Secure Storage Component has it: lpnh, rpnh or ronh; null where it was taken away.</summary>
    public byte[]? NonceHash(string code)
    {
        _store.Make();
        return _store.Nonces.Hash(code);
    }

    /// <summary>Whether what runs is the recoveryOS that belongs to a system. Those of macOS 11 belong to the system recoveryOS.</summary>
    public bool IsPaired(InstalledSystem system) => _mac.Boot.Environment != BootState.MacOS
        && (system.Version.Has(Capability.PairsRecovery) ? _mac.Boot.System == system.Name : !_mac.System.Version.Has(Capability.PairsRecovery));

    /// <summary>
    /// Whether a system's policy and that of its recoveryOS belong together: prot is the other's measurement.
    /// </summary>
    public bool IsPairingValid(InstalledSystem system, PolicyContents policy) =>
        _store.RecoveryMeasurement(system) is { } measurement && policy.Hex("prot") == Convert.ToHexString(measurement);

    /// <summary>The users of a system who may sign its policies, by name; a Mac that asks who is there knows them.</summary>
    public IReadOnlyList<string> OwnersOf(InstalledSystem system)
    {
        var directory = _mac.OpenDirectoryOf(system);
        return [.. KeysOf(system).Users.Where(user => user is { Type: CryptoUserType.LocalOpenDirectory, IsVolumeOwner: true })
            .SelectMany(user => directory.Search(RecordType.Users, AttributeName.GeneratedUid, user.Uuid)).Select(user => user.Name)];
    }

    /// <summary>Who owns a system until its first user does: the copied user's name, empty for nobody's; null where there is no Install User.</summary>
    public string? InstallUserOf(InstalledSystem system) => _database.Rows(
        "SELECT install_user FROM installed_system WHERE id = $1", row => row.TextOrNull(0), system.Id)[0];

    /// <summary>A user of a system proves to be an admin and to own the volume.</summary>
    /// <param name="system">Whose user.</param>
    /// <param name="name">The short name.</param>
    /// <param name="password">The password.</param>
    /// <param name="mustBeAdmin">Whether it takes an admin, as for all changes of security; updates take an owner only.</param>
    /// <exception cref="PolicyException">That isn't so.</exception>
    public PolicySigner Authenticate(InstalledSystem system, string name, string password, bool mustBeAdmin = true)
    {
        var directory = _mac.OpenDirectoryOf(system);
        var user = directory.FindByValue(RecordType.Users, AttributeName.RecordName, name);
        var uuid = user?.Text(AttributeName.GeneratedUid)?.ToUpperInvariant();
        if (user is null || uuid is null || !KeysOf(system).Has(uuid)) throw new PolicyException(PolicyProblem.UserNotFound);
        if (!DirectorySession.IsPassword(user, password)) throw new PolicyException(PolicyProblem.PasswordRejected);
        var key = KeysOf(system).ReachOwnerIdentityKey(uuid, password);
        // A key that isn't this password's is nobody's whom the Secure Enclave knows (recorded of a system installed anew).
        if (key is null && !KeysOf(system).CanUnlock(uuid, password)) throw new PolicyException(PolicyProblem.UserNotFound);
        if (key is null || (mustBeAdmin && !Memberships.IsAdmin(directory, user)))
            throw new PolicyException(PolicyProblem.OwnerRequired);
        return new PolicySigner(key);
    }

    /// <summary>What a change would make of a policy, if it may be made from here: nothing is written.</summary>
    /// <exception cref="PolicyException">It may not.</exception>
    public PolicyContents Check(InstalledSystem system, Func<PolicyContents, PolicyContents> change)
    {
        PolicyContents before;
        try
        {
            before = ContentsOf(system) ?? _store.Initial(system);
        }
        catch (Image4Exception)
        {
            throw new PolicyException(PolicyProblem.Image);
        }
        var after = change(before);
        RequireEnvironment(system, before, after);
        return after;
    }

    /// <summary>Changes a policy: the new one is signed, and with it all others, since they get a new nonce.</summary>
    /// <returns>What it says now.</returns>
    /// <exception cref="PolicyException">It may not be changed that way.</exception>
    public PolicyContents Change(InstalledSystem system, PolicySigner signer, Func<PolicyContents, PolicyContents> change)
    {
        var after = Check(system, change);
        if (after.Has("sip1") && HasFileVault(system)) throw new PolicyException(PolicyProblem.FileVault);
        _store.Write(system, after, signer);
        return after;
    }

    /// <summary>Takes the policies of a volume group away: nothing of it can be started then.</summary>
    /// <returns>Whether there were any.</returns>
    public bool Remove(string volumeGroup)
    {
        _store.Make();
        return _store.Remove(volumeGroup);
    }

    /// <summary>The volume groups that have policies.</summary>
    public IReadOnlyList<string> VolumeGroups
    {
        get
        {
            _store.Make();
            return _store.VolumeGroups;
        }
    }

    /// <summary>What keeps LLB and iBoot from starting a system, in words; null for nothing.</summary>
    public string? StartProblem(InstalledSystem system) => !Exist ? null : new StartCheck(_mac, _store).Problem(system);

    /// <summary>What LLB has against a policy file, whatever system it is for; null for nothing.</summary>
    public string? FileProblem(byte[] image)
    {
        _store.Make();
        return new StartCheck(_mac, _store).FileProblem(image);
    }

    /// <summary>Whether the seal of a system's volume is broken, so that it starts only where the policy doesn't ask for it.</summary>
    public bool HasBrokenSeal(InstalledSystem system) => new StartCheck(_mac, _store).HasBrokenSeal(system);

    /// <summary>Whether a system's volumes are under FileVault, which rules out starting it without its seal.</summary>
    public bool HasFileVault(InstalledSystem system) => KeysOf(system).IsProtected;

    /// <summary>System Integrity Protection as the next start of a system brings it.</summary>
    public SystemIntegrity IntegrityAfterStart(InstalledSystem system) =>
        (Exist ? SystemIntegrity.Of(SettingsOf(system)) : _mac.Nvram.Integrity).AtStart(_mac.Machine.IsAppleInternal);

    /// <summary>macOS was installed or updated: the policy names the new software, and the old nonce stays valid until that has started.</summary>
    internal void SoftwareChanged(InstalledSystem system, PolicySigner? signer, bool onlyCryptex = false)
    {
        if (!Exist || !_store.IsMade) return;
        _store.SoftwareChanged(system, signer ?? _store.SecureEnclave, onlyCryptex);
    }

    /// <summary>A system is there that wasn't: it gets a policy of its own, signed by an owner.</summary>
    internal void SystemAdded(InstalledSystem system, PolicySigner signer)
    {
        _store.Make(without: system);
        _store.Nonces.Renew("ronh");
        _store.Write(system, _store.Initial(system), signer);
    }

    /// <summary>What macOS changes of its own policy, and the Secure Enclave signs for it; the environments hold here, too.</summary>
    internal void ChangeInMacOS(InstalledSystem system, Func<PolicyContents, PolicyContents> change)
    {
        _store.Make();
        Change(system, _store.SecureEnclave, change);
    }

    /// <summary>The settings of a system's policy as a description says them.</summary>
    internal void Describe(InstalledSystem system, PolicyContents settings)
    {
        _store.Make();
        var policy = _store.Initial(system);
        foreach (var field in PolicyFields.All.OrderBy(field => field.Code is ['s', ..] ? 0 : 1))
            if (settings[field.Code] is { } value) policy = policy.With(field.Code, value);
        _store.Write(system, policy, _store.SecureEnclave);
    }

    /// <summary>The policy of a system comes to be that of another recoveryOS than its own.</summary>
    internal void Unpair(InstalledSystem system)
    {
        _store.Make();
        _store.Unpair(system);
    }

    /// <summary>macOS was erased and is as from the factory, and so is its policy.</summary>
    internal void ContentErased(InstalledSystem system)
    {
        if (Exist && _store.IsMade) _store.Write(system, _store.Initial(system), _store.SecureEnclave);
    }

    /// <summary>
    /// What Startup Security Utility sets: Full Security, or Reduced with its two boxes. It works in the recoveryOS of that system, and
    /// choosing Reduced takes all of Permissive back at once (dossier bputil, 9.2; cross-check 8).
    /// </summary>
    /// <exception cref="PolicyException">It may not.</exception>
    public void SetMode(InstalledSystem system, PolicySigner signer, SecurityMode mode, bool allowsKexts, bool allowsManagement)
    {
        if (_mac.Boot.Environment == BootState.MacOS) throw new PolicyException(PolicyProblem.BootMode);
        if (!IsPaired(system)) throw new PolicyException(PolicyProblem.Pairing);
        Change(system, signer, policy => mode == SecurityMode.Full ? policy.WithoutSettings()
            : policy.AtLeast(SecurityMode.Reduced).With("smb1", false).With("smb2", allowsKexts).With("smb3", allowsManagement));
    }

    /// <summary>Device management has come or gone: smb4 is what Automated Device Enrolment sets.</summary>
    internal void ManagementChanged()
    {
        if (!Exist || !_store.IsMade) return;
        var isAssigned = IsAssignedToServer(_mac.System);
        if (SettingsOf(_mac.System) is var policy && policy["vuid"] is not null && policy.Has("smb4") != isAssigned) _store.Write(_mac.System, policy.With("smb4", isAssigned), _store.SecureEnclave);
    }

    /// <summary>The remote policy has changed: every policy gets the new hash.</summary>
    internal void RemotePolicyChanged()
    {
        if (!Exist || !_store.IsMade) return;
        _store.Nonces.Renew("rpnh");
        _store.SignAll(_store.SecureEnclave);
    }

    /// <summary>The Mac is lost: the nonces of its systems are taken away.</summary>
    internal void Disable()
    {
        if (!Exist) return;
        _store.Make();
        _store.Nonces.TakeAway();
    }

    /// <summary>The Mac is found, and its owner has proved to be the owner: there are nonces again, and policies with them.</summary>
    internal void Enable()
    {
        if (!Exist || !_store.IsMade) return;
        _store.Nonces.Renew("rpnh");
        _store.Nonces.Renew("lpnh");
        _store.SignAll(_store.SecureEnclave);
    }

    /// <summary>An update has started: the nonce from before it is no longer valid.</summary>
    internal void Started()
    {
        if (Exist && _store.IsMade) _store.Nonces.ForgetFormer();
    }

    /// <summary>Everything is as from the factory again.</summary>
    internal void Reset() => _store.Forget();

    private PolicyContents? Find(InstalledSystem system) => _store.Contents(system.VolumeGroup, PolicyRole.MacOS);

    private VolumeKeys KeysOf(InstalledSystem system) => new(_database, _mac.Random, system.VolumeGroup);

    private bool IsAssignedToServer(InstalledSystem system) => _database.Text("SELECT kind FROM enrollment WHERE system_id = $1", system.Id) == "ade";

    // Only what loosens the policy is bound to an environment: taking a field away is free (cross-check 8). A virtual Mac's environments
    // aren't told apart.
    private void RequireEnvironment(InstalledSystem system, PolicyContents before, PolicyContents after)
    {
        if (_mac.Machine.IsVirtual) return;
        var here = _mac.Boot.Environment switch
        {
            BootState.MacOS => PolicyEnvironments.MacOS,
            BootState.RecoveryOS => PolicyEnvironments.RecoveryOS,
            _ => PolicyEnvironments.OneTrueRecovery,
        };
        foreach (var field in PolicyFields.All)
            if (after[field.Code] is { } value && value != before[field.Code] && (field.Environments & here) == 0) throw new PolicyException(PolicyProblem.BootMode);
        foreach (var field in PolicyFields.All)
            if (field.Environments == PolicyEnvironments.OneTrueRecovery && after[field.Code] is { } value && value != before[field.Code] && !IsPaired(system))
                throw new PolicyException(PolicyProblem.Pairing);
    }
}
