using MacStateStore.Storage;

namespace MacStateStore.Lifecycle;

/// <summary>A job that launchd has loaded. Nothing really runs: its process is a number.</summary>
/// <param name="Domain">Such as system or gui/501.</param>
/// <param name="Label">Its name.</param>
/// <param name="Path">Of its property list.</param>
/// <param name="Program">What it runs; empty where the arguments say it.</param>
/// <param name="Arguments">The program's arguments, its name first.</param>
/// <param name="Runs">Whether it is started whenever it is loaded.</param>
/// <param name="Pid">Its process; null while it doesn't run.</param>
public sealed record LaunchJob(string Domain, string Label, string Path, string Program, IReadOnlyList<string> Arguments, bool Runs, long? Pid)
{
    /// <summary>The program's path, as far as the list tells it.</summary>
    public string ProgramPath => Program.Length > 0 ? Program : Arguments.Count > 0 ? Arguments[0] : Label;
}

/// <summary>The jobs that are loaded beside macOS's own, and which jobs somebody has disabled.</summary>
public sealed class LaunchJobs
{
    /// <summary>The domain of daemons.</summary>
    public const string System = "system";

    // Beyond any process number that Linux gives, so that a script that kills an emulated process meets none of the host's.
    private const long FirstPid = 4_300_000;

    private readonly Database _database;

    internal LaunchJobs(Database database) => _database = database;

    /// <summary>The domain of a user's session at the screen.</summary>
    public static string DomainOf(string uid) => $"gui/{uid}";

    /// <summary>A domain's jobs by label.</summary>
    public IReadOnlyList<LaunchJob> In(string domain) => _database.Rows(
        "SELECT domain, label, path, program, arguments, runs, pid FROM launchd_job WHERE domain = $1 ORDER BY label", Read, domain);

    /// <summary>Every domain's jobs.</summary>
    public IReadOnlyList<LaunchJob> All => _database.Rows(
        "SELECT domain, label, path, program, arguments, runs, pid FROM launchd_job ORDER BY domain, label", Read);

    /// <summary>A job; null where none of that label is loaded.</summary>
    public LaunchJob? Find(string domain, string label) => _database.Rows(
        "SELECT domain, label, path, program, arguments, runs, pid FROM launchd_job WHERE domain = $1 AND label = $2", Read, domain, label) is [var job] ? job : null;

    /// <summary>Loads a job, and starts it where it is to run always.</summary>
    public void Load(LaunchJob job)
    {
        _database.Execute(
            "INSERT INTO launchd_job (domain, label, path, program, arguments, runs) VALUES ($1, $2, $3, $4, $5, $6)",
            job.Domain, job.Label, job.Path, job.Program, string.Join('\n', job.Arguments), job.Runs);
        if (job.Runs) Start(job.Domain, job.Label);
    }

    /// <summary>Starts a job; one that runs gets a new process.</summary>
    /// <returns>Its process.</returns>
    public long Start(string domain, string label)
    {
        var pid = (_database.Number("SELECT max(pid) FROM launchd_job") ?? FirstPid) + 1;
        _database.Execute("UPDATE launchd_job SET pid = $3 WHERE domain = $1 AND label = $2", domain, label, pid);
        return pid;
    }

    /// <summary>Ends a job's process.</summary>
    public void Stop(string domain, string label) => _database.Execute("UPDATE launchd_job SET pid = NULL WHERE domain = $1 AND label = $2", domain, label);

    /// <summary>Takes a job away.</summary>
    public void Unload(string domain, string label) => _database.Execute("DELETE FROM launchd_job WHERE domain = $1 AND label = $2", domain, label);

    /// <summary>What was said about a label: true disabled, false enabled, null nothing.</summary>
    public bool? Override(string domain, string label) =>
        _database.Number("SELECT disabled FROM launchd_override WHERE domain = $1 AND label = $2", domain, label) is { } disabled ? disabled == 1 : null;

    /// <summary>Every label of a domain about which something was said.</summary>
    public IReadOnlyList<(string Label, bool IsDisabled)> Overrides(string domain) => _database.Rows(
        "SELECT label, disabled FROM launchd_override WHERE domain = $1 ORDER BY label", row => (row.Text(0), row.Bool(1)), domain);

    /// <summary>Disables or enables a label; that lasts.</summary>
    public void Disable(string domain, string label, bool disabled) => _database.Execute(
        "INSERT INTO launchd_override (domain, label, disabled) VALUES ($1, $2, $3) ON CONFLICT (domain, label) DO UPDATE SET disabled = excluded.disabled WHERE disabled <> excluded.disabled",
        domain, label, disabled);

    /// <summary>A domain is gone, as by a logout or a restart.</summary>
    internal void Forget(string domain) => _database.Execute("DELETE FROM launchd_job WHERE domain = $1", domain);

    private static LaunchJob Read(Row row) =>
        new(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4) is { Length: > 0 } text ? text.Split('\n') : [], row.Bool(5), row.IsNull(6) ? null : row.Long(6));
}
