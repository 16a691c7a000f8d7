using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacStateStore.SecureEnclave;
using MacStateStore.Storage;

namespace MacStateStore.Lifecycle;

/// <summary>Something that was installed.</summary>
/// <param name="Name">Such as macOS Sonoma 14.6.1.</param>
/// <param name="Version">Such as 14.6.1.</param>
/// <param name="At">When.</param>
public sealed record SoftwareInstallation(string Name, string Version, DateTimeOffset At);

/// <summary>
/// Updates of macOS and who authorizes them: on Apple silicon a volume owner, be it a standard user, or the bootstrap token; elsewhere
/// nobody needs to (Apple Platform Deployment; cross-check 4 and 6).
/// </summary>
public sealed class SoftwareUpdate
{
    private readonly Mac _mac;
    private readonly Database _database;

    internal SoftwareUpdate(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>The host setting that names the version that Apple offers, or <c>none</c>, for rehearsals of an earlier day.</summary>
    public const string OfferSetting = "offeredUpdate";

    /// <summary>The newest version of the same release that the Mac runs, unless another one is said to be; null where that is installed.</summary>
    public MacOSRelease? Offered =>
        _mac.HostSettings[OfferSetting] is { } said ? MacOSRelease.Find(said) is { } release && release.Version > _mac.System.Version ? release : null
        : MacOSRelease.All.LastOrDefault(release => release.Version.Release == _mac.System.Version.Release && release.Version > _mac.System.Version);

    /// <summary>Installs a newer version and restarts into it.</summary>
    /// <param name="target">The version.</param>
    /// <param name="user">Who authorizes it; null for the bootstrap token, where somebody must.</param>
    /// <param name="password">The user's password.</param>
    /// <exception cref="LifecycleException">The Mac can't have it, or nobody authorizes it.</exception>
    public void Install(MacOSRelease target, string? user, string password)
    {
        Require(target, user, password);
        Replace(_mac.System, target);
        _mac.Power.Restart();
    }

    /// <summary>Prepares a newer version: the next start of the system brings it.</summary>
    /// <param name="target">The version.</param>
    /// <param name="user">Who authorizes it; null for the bootstrap token, where somebody must.</param>
    /// <param name="password">The user's password.</param>
    /// <exception cref="LifecycleException">The Mac can't have it, or nobody authorizes it.</exception>
    public void Prepare(MacOSRelease target, string? user, string password)
    {
        Require(target, user, password);
        _database.Execute("UPDATE installed_system SET prepared_update = $2 WHERE id = $1", _mac.System.Id, target.Version.ToString());
    }

    /// <summary>What has been installed on the started system, oldest first.</summary>
    public IReadOnlyList<SoftwareInstallation> History => _database.Rows(
        "SELECT name, version, installed_at FROM software_installation WHERE system_id = $1 ORDER BY id",
        row => new SoftwareInstallation(row.Text(0), row.Text(1), MachineClock.FromMicroseconds(row.Long(2))), _mac.System.Id);

    /// <summary>A system starts: what was prepared for it is installed.</summary>
    internal void Starting(InstalledSystem system)
    {
        if (_database.Text("SELECT prepared_update FROM installed_system WHERE id = $1", system.Id) is { } version) Replace(system, MacOSRelease.Find(version)!);
    }

    private void Replace(InstalledSystem system, MacOSRelease target)
    {
        _database.Execute("UPDATE installed_system SET os = $2, build = $3, security_response = '', prepared_update = NULL WHERE id = $1", system.Id, target.Version.ToString(), target.Build);
        _mac.Forget();
        BuiltInRecords.Update(_mac.OpenDirectoryOf(system), target.Version);
        var keys = new VolumeKeys(_database, _mac.Random, system.VolumeGroup);
        if (!system.Version.Has(Capability.HasVolumeOwners) && target.Version.Has(Capability.HasVolumeOwners) && keys.LacksOwnerIdentityKey) keys.AddOwnerIdentityKeyUnclaimed();
        _mac.Policies.SoftwareChanged(_mac.Systems.First(installed => installed.Id == system.Id), null);
        Note(system, $"{MacOSRelease.NameOf(target.Version)} {target.Version}", target.Version.ToString());
    }

    private void Note(InstalledSystem system, string name, string version) => _database.Execute(
        "INSERT INTO software_installation (system_id, name, version, installed_at) VALUES ($1, $2, $3, $4)", system.Id, name, version, MachineClock.ToMicroseconds(_mac.Clock.Now));

    /// <summary>Installs a Rapid Security Response, which changes the cryptexes alone, and restarts.</summary>
    /// <param name="user">Who authorizes it; null for the bootstrap token, where somebody must.</param>
    /// <param name="password">The user's password.</param>
    /// <returns>Its name: (a), then (b), …</returns>
    /// <exception cref="LifecycleException">The Mac can't have one, or nobody authorizes it.</exception>
    public string InstallSecurityResponse(string? user, string password)
    {
        _mac.Power.RequireRunning();
        var system = _mac.System;
        if (!system.Version.Has(Capability.HasCryptexes)) throw new LifecycleException($"macOS {system.Version} takes no Rapid Security Responses; macOS 13 is the first that does");
        Authorize(system.Version, user, password);
        var name = system.SecurityResponse is ['(', >= 'a' and < 'z' and var letter, ')'] ? $"({(char)(letter + 1)})" : "(a)";
        _database.Execute("UPDATE installed_system SET security_response = $2 WHERE id = $1", system.Id, name);
        _mac.Forget();
        _mac.Policies.SoftwareChanged(_mac.System, null, onlyCryptex: true);
        Note(system, $"macOS Rapid Security Response {system.Version} {name}", $"{system.Version} {name}");
        _mac.Power.Restart();
        return name;
    }

    /// <summary>Checks that the Mac can have a version and that somebody authorizes it, and installs nothing.</summary>
    /// <exception cref="LifecycleException">It can't, or nobody does.</exception>
    public void Require(MacOSRelease target, string? user, string password)
    {
        _mac.Power.RequireRunning();
        var system = _mac.System;
        if (target.Version <= system.Version) throw new LifecycleException($"macOS {system.Version} can't be updated to {target.Version}, which is not newer");
        if (HardwareModel.Find(_mac.Machine.Model) is { } model && !model.Runs(target.Version)) throw new LifecycleException($"{model.Identifier} doesn't run macOS {target.Version}");
        Authorize(target.Version, user, password);
    }

    private void Authorize(MacOSVersion target, string? name, string password)
    {
        if (name is not null)
        {
            var user = _mac.Accounts.Verify(name, password) ?? throw new LifecycleException($"{name}: no such user or a wrong password");
            if (_mac.Machine.Chip == Chip.Apple && !_mac.Accounts.IsOwner(user, password))
                throw new LifecycleException($"{user.Name} is no volume owner, and on Apple silicon only an owner authorizes an update");
            return;
        }
        if (_mac.Machine.Chip != Chip.Apple) return;
        const string Advice = "on Apple silicon a volume owner (--user, --password) or the bootstrap token authorizes an update";
        _mac.BootstrapToken.Ask();
        if (_mac.BootstrapToken.Unusable is { } why) throw new LifecycleException($"{Advice}, and {why}");
        if (!_mac.BootstrapToken.MayAuthorizeSecurityChanges && !(IsNewest(target) && _mac.System.Version.Has(Capability.BootstrapTokenUpdatesToNewest)))
            throw new LifecycleException($"{Advice}; but the Mac doesn't let MDM authorize this one: only Automated Device Enrolment, or a person in recoveryOS, allows updates to any but the newest version");
    }

    private static bool IsNewest(MacOSVersion version) => MacOSRelease.All.Last(release => release.Version.Release == version.Release).Version == version;
}
