using MacStateStore.Storage;

namespace MacStateStore.Lifecycle;

/// <summary>What happened to a Mac's screen, for <c>last</c>.</summary>
public enum LoginRecordKind
{
    /// <summary>Somebody logged in.</summary>
    Login,
    /// <summary>The Mac was started.</summary>
    Start,
    /// <summary>It was shut down.</summary>
    Shutdown,
}

/// <summary>One line of the history.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="User">Who logged in; empty otherwise.</param>
/// <param name="Since">When.</param>
/// <param name="Until">When a login ended; null while it goes on.</param>
public sealed record LoginRecord(LoginRecordKind Kind, string User, DateTimeOffset Since, DateTimeOffset? Until);

/// <summary>Starts, shutdowns and logins at the screen.</summary>
public sealed class LoginHistory
{
    private readonly Mac _mac;
    private readonly Database _database;

    internal LoginHistory(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>All of it, newest first.</summary>
    public IReadOnlyList<LoginRecord> All => _database.Rows(
        "SELECT kind, user, since, until FROM login_record ORDER BY since DESC, id DESC",
        row => new LoginRecord(
            Enum.Parse<LoginRecordKind>(row.Text(0), ignoreCase: true), row.Text(1), MachineClock.FromMicroseconds(row.Long(2)),
            row.IsNull(3) ? null : MachineClock.FromMicroseconds(row.Long(3))));

    /// <summary>When the Mac was started.</summary>
    public DateTimeOffset StartedAt =>
        _database.Number("SELECT since FROM login_record WHERE kind = 'start' ORDER BY id DESC LIMIT 1") is { } time ? MachineClock.FromMicroseconds(time) : _mac.Clock.Now;

    internal void Started() => Add("start", "");

    internal void ShutDown() => Add("shutdown", "");

    internal void LoggedIn(string user)
    {
        if (_database.Number("SELECT 1 FROM login_record WHERE kind = 'login' AND user = $1 AND until IS NULL", user) is null) Add("login", user);
    }

    internal void LoggedOut(string user) =>
        _database.Execute("UPDATE login_record SET until = $2 WHERE kind = 'login' AND user = $1 AND until IS NULL", user, MachineClock.ToMicroseconds(_mac.Clock.Now));

    private void Add(string kind, string user) =>
        _database.Execute("INSERT INTO login_record (kind, user, since) VALUES ($1, $2, $3)", kind, user, MachineClock.ToMicroseconds(_mac.Clock.Now));
}
