using MacStateStore.Boot;
using MacStateStore.Credentials;
using MacStateStore.DeviceManagement;
using MacStateStore.Disks;
using MacStateStore.FileVault;
using MacStateStore.Lifecycle;
using MacStateStore.LocalPolicy;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacStateStore.SecureEnclave;
using MacStateStore.Storage;

namespace MacStateStore;

/// <summary>
/// An emulated Mac, kept in one file. This is the door to everything: open it, begin a run, use the parts, end the run.
/// A run is one transaction and one row of the journal; if it isn't ended, nothing of it is kept.
/// </summary>
public sealed class Mac : IDisposable
{
    private readonly Database _database;
    private readonly TimeProvider _host;
    private long _journalId;
    private int _changesAtBegin;

    private Mac(Database database, TimeProvider host)
    {
        _database = database;
        _host = host;
        Journal = new Journal(database);
        Snapshots = new Snapshots(database);
        RunStates = new RunStates(database);
    }

    /// <summary>The file that the machine is kept in.</summary>
    public string Path => _database.Path;

    /// <summary>What tools have done so far.</summary>
    public Journal Journal { get; }

    /// <summary>Saved states of this machine.</summary>
    public Snapshots Snapshots { get; }

    /// <summary>What this machine was before and after its last runs.</summary>
    public RunStates RunStates { get; }

    /// <summary>The hardware.</summary>
    public Machine Machine => field ??= ReadMachine();

    /// <summary>What is started.</summary>
    public BootState Boot { get => field ??= ReadBoot(); private set; }

    /// <summary>The system that is started (in recoveryOS: the one it belongs to).</summary>
    public InstalledSystem System { get => field ??= Systems.First(system => system.Name == Boot.System); private set; }

    /// <summary>Every installed system.</summary>
    public IReadOnlyList<InstalledSystem> Systems => _database.Rows(
        "SELECT id, name, os, build, volume_group, setup_done, erased, security_response FROM installed_system ORDER BY id",
        row => new InstalledSystem(row.Text(1), MacOSVersion.Parse(row.Text(2)), row.Text(3), row.Text(4), row.Bool(5)) { Id = row.Long(0), IsErased = row.Bool(6), SecurityResponse = row.Text(7) });

    /// <summary>The clock.</summary>
    public MachineClock Clock => field ??= new MachineClock(_database, _host);

    /// <summary>Where random things come from.</summary>
    public RandomSource Random => field ??= new RandomSource(_database);

    /// <summary>The local directory node of the started system.</summary>
    public LocalNode Directory { get => field ??= OpenDirectoryOf(System); private set; }

    /// <summary>The directory servers that the started system is bound to, and its search nodes.</summary>
    public DirectoryNodes Nodes { get => field ??= new DirectoryNodes(this, _database); private set; }

    /// <summary>The secure tokens of the started system.</summary>
    public SecureTokens SecureTokens { get => field ??= SecureTokensOf(System); private set; }

    /// <summary>The secure tokens of any system.</summary>
    public SecureTokens SecureTokensOf(InstalledSystem system) => new(system.Version, OpenDirectoryOf(system), new VolumeKeys(_database, Random, system.VolumeGroup));

    /// <summary>The accounts of the started system.</summary>
    public UserAccounts Accounts { get => field ??= new UserAccounts(this, _database); private set; }

    /// <summary>The configuration profiles of the started system.</summary>
    public ConfigurationProfiles Profiles => field ??= new ConfigurationProfiles(this, _database);

    /// <summary>Profiles that wait for a person to approve them.</summary>
    public DownloadedProfiles DownloadedProfiles => field ??= new DownloadedProfiles(this, _database);

    /// <summary>Profiles that wait for the next start.</summary>
    public StartupProfiles StartupProfiles => field ??= new StartupProfiles(this, _database);

    /// <summary>The preferences that profiles force.</summary>
    public ManagedPreferences ManagedPreferences => field ??= new ManagedPreferences(this, _database);

    internal PasswordHistory PasswordHistory => field ??= new PasswordHistory(_database);

    /// <summary>Who is logged in.</summary>
    public Sessions Sessions => field ??= new Sessions(this, _database);

    /// <summary>Failures that are to happen to tools.</summary>
    public Faults Faults => field ??= new Faults(_database);

    /// <summary>Settings of the host that aren't in the directory.</summary>
    public HostSettings HostSettings => field ??= new HostSettings(_database);

    /// <summary>When the Mac was started, and who has logged in since it was made.</summary>
    public LoginHistory LoginHistory => field ??= new LoginHistory(this, _database);

    /// <summary>launchd's jobs.</summary>
    public LaunchJobs LaunchJobs => field ??= new LaunchJobs(_database);

    /// <summary>Flags and extended attributes of files.</summary>
    public FileMarks FileMarks => field ??= new FileMarks(_database);

    /// <summary>Receipts of the packages that are installed on the started system.</summary>
    public PackageReceipts PackageReceipts => new(this, _database);

    /// <summary>What a person does to dialogs.</summary>
    public Dialogs Dialogs => field ??= new Dialogs(_database);

    /// <summary>The keychains of the started system.</summary>
    public KeychainStore Keychains => field ??= new KeychainStore(this, _database);

    /// <summary>The authorization database of the started system.</summary>
    public AuthorizationRights AuthorizationRights => field ??= new AuthorizationRights(this, _database);

    /// <summary>What sysadminctl switches on the host.</summary>
    public SharingSettings Settings => field ??= new SharingSettings(this);

    /// <summary>Start-up, shut-down and what else happens to a Mac.</summary>
    public Power Power => field ??= new Power(this, _database);

    /// <summary>Updates of macOS.</summary>
    public SoftwareUpdate SoftwareUpdate => field ??= new SoftwareUpdate(this, _database);

    /// <summary>Installs further systems.</summary>
    public SystemInstaller Installer => field ??= new SystemInstaller(this, _database);

    /// <summary>Kernel extensions and who approved them.</summary>
    public KernelExtensions KernelExtensions => field ??= new KernelExtensions(this, _database);

    /// <summary>Whether the Mac reaches the internet.</summary>
    public bool IsOnline
    {
        get => _database.Number("SELECT online FROM machine") == 1;
        set => _database.Execute("UPDATE machine SET online = $1", value);
    }

    /// <summary>Find My and Activation Lock.</summary>
    public FindMy FindMy => field ??= new FindMy(this, _database);

    /// <summary>The certificates of the Secure Enclave's keys.</summary>
    public Activation Activation => field ??= new Activation(this, _database);

    /// <summary>The LocalPolicies, which say how strictly each system is started.</summary>
    public LocalPolicies Policies => field ??= new LocalPolicies(this, _database);

    /// <summary>The firmware's variables.</summary>
    public Nvram Nvram => field ??= new Nvram(_database);

    /// <summary>What a T2 chip lets start.</summary>
    public StartupSecurity StartupSecurity => field ??= new StartupSecurity(this);

    /// <summary>Erase All Content and Settings, and worse.</summary>
    public Erasure Erasure => field ??= new Erasure(this, _database);

    /// <summary>Disks, containers and volumes.</summary>
    public MacDisks Disks { get => field ??= new MacDisks(this, _database); private set; }

    /// <summary>FileVault of the started system.</summary>
    public VolumeEncryption FileVault { get => field ??= new VolumeEncryption(this, _database); private set; }

    /// <summary>The enrolment in device management of the started system.</summary>
    public Enrollments Enrollments { get => field ??= new Enrollments(this, _database); private set; }

    /// <summary>The MDM server and what it holds.</summary>
    public MdmServer MdmServer => field ??= new MdmServer(this, _database);

    /// <summary>The way to a real MDM server.</summary>
    public MdmConnection MdmConnection => field ??= new MdmConnection(this);

    /// <summary>The commands that the server sends.</summary>
    public MdmCommands MdmCommands => field ??= new MdmCommands(this, _database);

    /// <summary>What Apple's service for Automated Device Enrolment knows of this Mac.</summary>
    public AutomatedEnrollment AutomatedEnrollment => field ??= new AutomatedEnrollment(_database);

    /// <summary>The bootstrap token of the started system.</summary>
    public BootstrapToken BootstrapToken { get => field ??= new BootstrapToken(this, _database); private set; }

    /// <summary>Opens a machine.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="host">The host's clock; the real one unless a test says otherwise.</param>
    /// <exception cref="MachineFileException">There is none, or it can't be used.</exception>
    public static Mac Open(string path, TimeProvider? host = null) => new(MachineFile.Open(path), host ?? TimeProvider.System);

    /// <summary>Makes a machine in a new file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="specification">What the Mac is to be.</param>
    /// <param name="replace">Whether an existing file may be replaced.</param>
    /// <param name="host">The host's clock.</param>
    /// <exception cref="MachineFileException">There is a file already, or it can't be written.</exception>
    /// <exception cref="SpecificationException">The description contradicts itself.</exception>
    /// <returns>The personal recovery key of FileVault, where one was asked for; it is told only now.</returns>
    public static string? Create(string path, MachineSpecification specification, bool replace = false, TimeProvider? host = null) =>
        MachineBuilder.Create(path, specification, replace, host ?? TimeProvider.System, (database, clock) => new Mac(database, clock));

    /// <summary>Makes a machine without a file, gone when it is disposed of.</summary>
    internal static Mac CreateInMemory(MachineSpecification specification) =>
        MachineBuilder.CreateInMemory(specification, TimeProvider.System, (database, clock) => new Mac(database, clock));

    /// <summary>
    /// What would make this Mac again, its secrets left out: a user who has a password has none in it, and the keys that depend on
    /// passwords aren't in it (design section 6, <c>show --json --full</c>).
    /// </summary>
    public MachineSpecification Describe() => MachineDescriber.Describe(this);

    /// <summary>The directory as a caller meets it.</summary>
    public DirectorySession DirectoryAs(DirectoryCaller caller) => new(this, caller);

    /// <summary>
    /// The local node of another system, opened by its folder, as a caller meets it. The folder has no keys, so nobody in it holds a
    /// token; the rules are those of the started system.
    /// </summary>
    public DirectorySession DirectoryAs(DirectoryCaller caller, DslocalNode folder) =>
        new(this, caller, folder, new SecureTokens(System.Version, folder.Node, new VolumeKeys(_database, Random, volumeGroup: "")));

    /// <summary>The directory node of one of the installed systems.</summary>
    public LocalNode OpenDirectoryOf(InstalledSystem system) => _database.Rows(
        "SELECT id, name FROM od_node WHERE system_id = $1 AND name = $2",
        row => new LocalNode(_database, row.Long(0), row.Text(1)), system.Id, LocalNode.DefaultName)[0];

    /// <summary>Begins a run: from here on no other run writes. Waits for its turn.</summary>
    public void Begin(JournalEntry entry)
    {
        _database.Execute("BEGIN IMMEDIATE");
        Clock.Load();
        _journalId = Journal.Begin(entry, Clock.Now);
        Clock.Step();
        _database.Execute("SAVEPOINT run");
        _changesAtBegin = _database.TotalChanges;
    }

    /// <summary>Begins to read a consistent state, without a row in the journal.</summary>
    public void BeginReading() => _database.Execute("BEGIN");

    /// <summary>What was done so far stays, also when the rest of the run is undone.</summary>
    public void KeepSoFar()
    {
        _database.Execute("RELEASE run");
        _database.Execute("SAVEPOINT run");
    }

    /// <summary>Undoes what the run has changed (since <see cref="KeepSoFar"/>, where that was called).</summary>
    public void Undo()
    {
        _database.Execute("ROLLBACK TO run");
        MdmConnection.ForgetCheckOut();
    }

    /// <summary>
    /// Lets other runs write while this one waits for a person to type; the run goes on when <paramref name="wait"/> returns.
    /// Where the run has changed something already, the others go on waiting.
    /// </summary>
    /// <param name="wait">Waits.</param>
    /// <param name="keeps">Whether what was done so far stays for good, so that others need not wait for its sake.</param>
    public T Pause<T>(Func<T> wait, bool keeps = false)
    {
        if (_journalId == 0 || (!keeps && _database.TotalChanges != _changesAtBegin)) return wait();
        _database.Execute("RELEASE run");
        _database.Execute("COMMIT");
        try
        {
            return wait();
        }
        finally
        {
            _database.Execute("BEGIN IMMEDIATE");
            Clock.Load();
            Journal.Resume(_journalId);
            _database.Execute("SAVEPOINT run");
            _changesAtBegin = _database.TotalChanges;
            Forget();
        }
    }

    /// <summary>Whether the run has changed users, groups or other records so far.</summary>
    public bool HasChangedDirectory => _database.Number(
        "SELECT 1 FROM change WHERE journal_id = $1 AND table_name IN ('od_record', 'od_value') LIMIT 1", _journalId) is not null;

    /// <summary>
    /// The records that the run has changed so far, by type and first name; also names that a record had before, and beginnings of names
    /// with blanks, since a change's key doesn't tell where the name ends.
    /// </summary>
    public IReadOnlyCollection<(RecordType Type, string Name)> ChangedRecords
    {
        get
        {
            var changed = new HashSet<(RecordType, string)>();
            foreach (var (key, isValue, before) in _database.Rows(
                """
                SELECT DISTINCT key, table_name = 'od_value', CASE table_name WHEN 'od_record' THEN json_extract(before, '$.name') END
                FROM change WHERE journal_id = $1 AND table_name IN ('od_record', 'od_value')
                """,
                row => (row.Text(0), row.Bool(1), row.Value(2) as string), _journalId))
            {
                var slash = key.IndexOf('/', StringComparison.Ordinal);
                if (slash < 0) continue; // values of a record that is gone with its name
                var (type, rest) = (RecordType.FromStored(key[..slash]), key[(slash + 1)..]);
                if (before is not null) changed.Add((type, before));
                if (!isValue) changed.Add((type, rest));
                else
                    for (var blank = rest.IndexOf(' ', StringComparison.Ordinal); blank >= 0; blank = rest.IndexOf(' ', blank + 1)) changed.Add((type, rest[..blank]));
            }
            return changed;
        }
    }

    /// <summary>Keeps others from writing while the state is read, without a row in the journal; disposing ends that.</summary>
    public void BeginReadingAlone() => _database.Execute("BEGIN IMMEDIATE");

    /// <summary>Whether the run has changed configuration profiles so far.</summary>
    public bool HasChangedProfiles => _database.Number("SELECT 1 FROM change WHERE journal_id = $1 AND table_name = 'profile' LIMIT 1", _journalId) is not null;

    /// <summary>Ends the run and keeps what it has done.</summary>
    /// <param name="exitStatus">What the process ends with.</param>
    /// <param name="notEmulated">What it asked for that isn't emulated, where it failed for that.</param>
    /// <param name="printed">What it printed.</param>
    public void End(int exitStatus, string? notEmulated = null, Printed? printed = null)
    {
        _database.Execute("RELEASE run");
        Journal.End(_journalId, exitStatus, notEmulated, printed);
        _database.Execute("COMMIT");
        _journalId = 0;
        MdmConnection.CheckOut();
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    // What was read before may no longer hold.
    internal void Forget()
    {
        Boot = null!;
        System = null!;
        Directory = null!;
        Nodes = null!;
        SecureTokens = null!;
        Accounts = null!;
        Disks = null!;
        FileVault = null!;
        Enrollments = null!;
        BootstrapToken = null!;
    }

    private Machine ReadMachine() => _database.Rows(
        "SELECT model, chip, serial, hardware_uuid, local_kdc, kdf_iterations, full_disk_access, ecid, ifnull(board_id, 0), ifnull(chip_id, 0), apple_internal FROM machine",
        row => new Machine(row.Text(0), Enum.Parse<Chip>(row.Text(1), ignoreCase: true), row.Text(2), row.Text(3),
            row.Text(4), row.Int(5), row.Bool(6))
        {
            Ecid = row.Long(7),
            BoardId = row.Int(8),
            ChipId = row.Int(9),
            IsAppleInternal = row.Bool(10),
        })[0];

    private BootState ReadBoot() => _database.Rows(
        "SELECT b.environment, s.name, b.running, b.integrity FROM boot b JOIN installed_system s ON s.id = b.system_id",
        row => new BootState(row.Text(0), row.Text(1), row.Bool(2)) { Integrity = SystemIntegrity.FromStored(row.Long(3)) })[0];
}
