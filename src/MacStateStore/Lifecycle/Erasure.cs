using MacStateStore.Disks;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacStateStore.SecureEnclave;
using MacStateStore.Storage;

namespace MacStateStore.Lifecycle;

/// <summary>
/// Erase All Content and Settings, which leaves macOS as it was before Setup Assistant, and obliteration, which leaves nothing
/// (cross-check 6; dossier profiles, 9).
/// </summary>
public sealed class Erasure
{
    private readonly Mac _mac;
    private readonly Database _database;

    internal Erasure(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>Whether this run has erased the content, so that files kept beside the machine are to go, too.</summary>
    public bool HasErased { get; private set; }

    /// <summary>Whether this Mac with this macOS can erase its content and keep macOS.</summary>
    public bool IsPossible => _mac.Machine.Chip != Chip.Intel && _mac.System.Version.Has(Capability.HasEraseAllContent);

    /// <summary>A person erases the Mac's content and settings; a volume owner does so.</summary>
    /// <exception cref="LifecycleException">This Mac can't, or the user may not.</exception>
    public void ByUser(string name, string password)
    {
        _mac.Power.RequireRunning();
        if (!IsPossible) throw new LifecycleException($"Erase All Content and Settings takes macOS 12.0.1 or later and Apple silicon or a T2 chip; this is a {_mac.Machine.Model} with macOS {_mac.System.Version}");
        var user = _mac.Accounts.Verify(name, password) ?? throw new LifecycleException($"{name}: no such user or a wrong password");
        if (!_mac.Accounts.IsOwner(user, password)) throw new LifecycleException($"{user.Name} is no volume owner, and only an owner erases the Mac");
        EraseContent();
    }

    /// <summary>Whether the MDM server can have the content erased silently: on Apple silicon the bootstrap token authorizes it.</summary>
    public bool IsPossibleByManagement => IsPossible && (_mac.Machine.Chip != Chip.Apple || _mac.BootstrapToken.Unusable is null);

    /// <summary>Erases content and settings on behalf of the MDM server.</summary>
    internal void ByManagement() => EraseContent();

    /// <summary>Erases everything, macOS included.</summary>
    internal void Obliterate()
    {
        MakeOwnerKey();
        EraseContent();
        _database.Execute("UPDATE installed_system SET erased = 1 WHERE id = $1", _mac.System.Id);
        _mac.Power.ShutDown();
    }

    /// <summary>
    /// A restore in DFU mode: nothing of what was is left but what Apple knows. The Secure Enclave makes new keys, and has them certified,
    /// unless the Mac is marked as lost (the seed articles' "initial key and certificate creation").
    /// </summary>
    public void Restore()
    {
        var system = _mac.Systems[0];
        foreach (var other in _mac.Systems.Skip(1)) RemoveSystem(other);
        _database.Execute("UPDATE installed_system SET erased = 0, security_response = '' WHERE id = $1", system.Id);
        _database.Execute("UPDATE boot SET system_id = $1", system.Id);
        _database.Execute("DELETE FROM nvram");
        _mac.Policies.Reset();
        _mac.Forget();
        MakeOwnerKey();
        if (_mac.FindMy.State == FindMyState.Lost) _mac.Activation.Deactivate();
        else _mac.Activation.Activate();
        EraseContent();
    }

    // The one there was is destroyed: nobody reaches the new one but by keys that are made from now on.
    private void MakeOwnerKey()
    {
        if (_mac.Machine.Chip != Chip.Intel && _mac.System.Version.Has(Capability.HasVolumeOwners)) OwnerIdentityKey.Create(_database, _mac.Random);
    }

    private void RemoveSystem(InstalledSystem system)
    {
        EraseContentOf(system);
        foreach (var table in (string[])["search_policy", "od_node"]) _database.Execute($"DELETE FROM {table} WHERE system_id = $1", system.Id);
        _database.Execute("DELETE FROM installed_system WHERE id = $1", system.Id);
        // Of the built-in disk nothing is left; what lies on another one is a volume without a key.
        foreach (var disk in _mac.Disks.Containers.Where(container => _mac.Disks.DeviceOf(container) is { IsInternal: true }))
            foreach (var volume in disk.Volumes.Where(volume => volume.Group == system.VolumeGroup)) DiskStore.Delete(_database, volume);
        new VolumeKeys(_database, _mac.Random, system.VolumeGroup).Destroy();
    }

    // What others hold, such as the MDM server's copies, is not the Mac's to erase.
    private void EraseContent()
    {
        var system = _mac.System;
        _mac.Sessions.EndAll();
        new VolumeKeys(_database, _mac.Random, system.VolumeGroup).Renew(_mac.Machine.Chip != Chip.Intel && system.Version.Has(Capability.HasVolumeOwners));
        EraseContentOf(system);
        foreach (var table in (string[])["file_vault", "file_vault_removed", "file_vault_deferral", "file_vault_file"]) _database.Execute($"DELETE FROM {table}");
        foreach (var table in (string[])["host_setting", "mdm_command", "launchd_job", "launchd_override", "file_attribute", "login_record"]) _database.Execute($"DELETE FROM {table}");
        _database.Execute("UPDATE automated_enrollment SET last_fetch = NULL, fetches = 0"); // the Mac's own count
        _database.Execute("UPDATE installed_system SET setup_done = 0, prepared_update = NULL WHERE id = $1", system.Id);
        _mac.Forget();
        _mac.Policies.ContentErased(system);
        BuiltInRecords.Fill(_mac.Directory, system.Version);
        _mac.Power.Restart();
        HasErased = true;
    }

    // What a system keeps in tables of its own.
    private void EraseContentOf(InstalledSystem system)
    {
        foreach (var table in (string[])["enrollment", "kernel_extension", "software_installation", "home_folder", "downloaded_profile", "startup_profile", "preference_set_once", "package_receipt", "keychain", "keychain_item", "keychain_choice", "authorization_right"]) _database.Execute($"DELETE FROM {table} WHERE system_id = $1", system.Id);
        _database.Execute("DELETE FROM payload WHERE profile_id IN (SELECT id FROM profile WHERE system_id = $1)", system.Id);
        _database.Execute("DELETE FROM profile WHERE system_id = $1", system.Id);
        _database.Execute("DELETE FROM od_value WHERE record_id IN (SELECT r.id FROM od_record r JOIN od_node n ON n.id = r.node_id WHERE n.system_id = $1)", system.Id);
        _database.Execute("DELETE FROM od_record WHERE node_id IN (SELECT id FROM od_node WHERE system_id = $1)", system.Id);
    }
}
