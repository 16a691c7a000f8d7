using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacStateStore.Storage;

namespace MacStateStore.Lifecycle;

/// <summary>Start-up, shut-down, and Setup Assistant on the first start.</summary>
public sealed class Power
{
    private readonly Mac _mac;
    private readonly Database _database;

    internal Power(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>Whether this run has started macOS, so that whoever logs in automatically does so.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Refuses what needs a started macOS.</summary>
    /// <exception cref="LifecycleException">The Mac is off or in recoveryOS.</exception>
    public void RequireRunning()
    {
        if (!_mac.Boot.IsRunning) throw new LifecycleException("the Mac is shut down; start it with 'macemu restart'");
        if (_mac.Boot.Environment != BootState.MacOS) throw new LifecycleException($"the Mac is in {_mac.Boot.Environment}; start macOS with 'macemu restart'");
    }

    /// <summary>
    /// Setup Assistant makes the first person's account, an admin. Its password is set in the clear, and it logs in with it at once,
    /// so by any release's rule it gets the first secure token if that is still to be had.
    /// </summary>
    /// <param name="name">The short name.</param>
    /// <param name="password">The password; may be empty.</param>
    /// <param name="fullName">The full name; the short one where null.</param>
    /// <param name="enrolls">Whether a Mac that is assigned to an MDM server enrols on the way, as it does unless its state is described.</param>
    /// <exception cref="LifecycleException">Setup Assistant has run already, waits for the MDM server, or the name is taken.</exception>
    public void SetUp(string name, string password, string? fullName, bool enrolls = true)
    {
        RequireRunning();
        if (_mac.System.IsSetUp)
            throw new LifecycleException($"Setup Assistant has run already on {_mac.System.Name}; make further users with sysadminctl -addUser");
        if (_mac.Directory.Find(RecordType.Users, name) is not null)
            throw new LifecycleException($"a user {name} exists already; choose another name");
        if (enrolls) _mac.Enrollments.EnrollAssigned();
        if (!_mac.Activation.Activate()) throw new LifecycleException("the Mac is marked as lost in Find My, so Apple doesn't activate it; its owner has to turn that off ('macemu find-my off')");
        var enrollment = _mac.Enrollments.Current;
        if (enrollment is { IsAwaitingConfiguration: true, IsInRealServer: true })
            throw new LifecycleException("Setup Assistant waits for the MDM server; let the Mac ask it with 'macemu mdm poll'");
        if (enrollment is { IsAwaitingConfiguration: true } && _mac.MdmServer.HoldsSetup)
            throw new LifecycleException("Setup Assistant waits for the MDM server; send 'macemu mdm command DeviceConfigured'");
        if (enrollment is { SkipsPrimaryAccount: true })
            throw new LifecycleException("the MDM server has Setup Assistant make no account; 'macemu mdm command DeviceConfigured' ends it without one");
        var isAdmin = enrollment is not { PrimaryAccountIsStandard: true };
        var copied = _mac.Installer.RequireInstallUser(name, password);
        var user = _mac.Accounts.Create(new NewAccount(name) { FullName = fullName, IsAdmin = isAdmin, Maker = AccountMaker.SetupAssistant, GeneratedUid = copied });
        _mac.Accounts.SetFirstPassword(user, password, anyQuality: true);
        _mac.Installer.HandOver(user, password);
        _mac.SecureTokens.Authenticated(user, password);
        _mac.BootstrapToken.AccountSetUp(user, password);
        _mac.Accounts.CreateHomeFolder(user);
        _mac.FileVault.Deferral.SetUp(user, password);
        EndSetup();
    }

    /// <summary>Setup Assistant is done.</summary>
    internal void EndSetup()
    {
        if (_mac.Enrollments.Current is { IsAwaitingConfiguration: true } enrollment) _mac.Enrollments.Replace(enrollment with { IsAwaitingConfiguration = false });
        _database.Execute("UPDATE installed_system SET setup_done = 1 WHERE id = $1", _mac.System.Id);
        _mac.Forget();
    }

    /// <summary>Starts the Mac anew: every session ends.</summary>
    /// <param name="environment">One of <see cref="BootState"/>'s environments.</param>
    /// <param name="system">Which system, or whose recoveryOS; null for the same as now.</param>
    /// <returns>Why macOS doesn't start, so that the Mac waits in recoveryOS; null where all went well.</returns>
    /// <exception cref="LifecycleException">There is no such system, or the hardware has no such environment.</exception>
    public string? Restart(string environment = BootState.MacOS, string? system = null)
    {
        if (environment == BootState.OneTrueRecovery && _mac.Machine.Chip != Chip.Apple)
            throw new LifecycleException("1TR exists on Apple silicon only; use --to recoveryos");
        var chosen = system is null ? NextSystem
            : _mac.Systems.FirstOrDefault(installed => installed.Name == system)
                ?? throw new LifecycleException($"no system is named {system}; there is {string.Join(", ", _mac.Systems.Select(installed => installed.Name))}");
        if (chosen.IsErased) throw new LifecycleException("macOS has been erased from this Mac; restore it with 'macemu dfu-restore'");
        if (environment == BootState.MacOS)
        {
            _mac.SoftwareUpdate.Starting(chosen);
            chosen = _mac.Systems.First(installed => installed.Id == chosen.Id);
        }
        var problem = environment == BootState.MacOS ? _mac.StartupSecurity.Problem(chosen) ?? _mac.Policies.StartProblem(chosen) : null;
        if (problem is not null) environment = BootState.RecoveryOS;
        _mac.Sessions.EndAll();
        if (_mac.Boot.IsRunning) _mac.LoginHistory.ShutDown();
        _mac.LaunchJobs.Forget(LaunchJobs.System);
        _mac.LoginHistory.Started();
        _database.Execute("UPDATE boot SET environment = $1, system_id = $2, running = 1, next_system = NULL, integrity = $3, problem = $4",
            environment, chosen.Id, _mac.Policies.IntegrityAfterStart(chosen).Stored, problem);
        _mac.Forget();
        _mac.Disks.MountAtStart(environment);
        HasStarted = environment == BootState.MacOS;
        if (HasStarted)
        {
            _mac.Policies.Started();
            _mac.FileVault.Started();
            _mac.StartupProfiles.Start();
        }
        return problem;
    }

    /// <summary>Why macOS didn't start the last time, so that recoveryOS runs; null where nothing was wrong.</summary>
    public string? Problem => _database.Text("SELECT problem FROM boot");

    /// <summary>The system that a start takes where nobody says which.</summary>
    public InstalledSystem NextSystem =>
        _database.Number("SELECT next_system FROM boot") is { } id && _mac.Systems.FirstOrDefault(system => system.Id == id) is { } chosen ? chosen : _mac.System;

    /// <summary>Chooses the system for the next start, as Startup Disk does.</summary>
    public void StartNext(InstalledSystem system) => _database.Execute("UPDATE boot SET next_system = $1", system.Id);

    /// <summary>Turns the Mac off: every session ends, and no tool runs until it is started again.</summary>
    public void ShutDown()
    {
        _mac.Sessions.EndAll();
        _mac.LoginHistory.ShutDown();
        _database.Execute("UPDATE boot SET running = 0");
        _mac.Forget();
        HasStarted = false;
    }
}
