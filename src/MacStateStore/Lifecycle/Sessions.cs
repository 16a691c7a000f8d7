using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacStateStore.Storage;

namespace MacStateStore.Lifecycle;

/// <summary>Somebody's login at the Mac's own screen.</summary>
/// <param name="User">Who.</param>
/// <param name="IsOnConsole">Whether the screen shows this session; others wait behind it.</param>
/// <param name="Since">Since when.</param>
public sealed record LoginSession(string User, bool IsOnConsole, DateTimeOffset Since);

/// <summary>Logins at the Mac's own screen.</summary>
public sealed class Sessions
{
    private readonly Mac _mac;
    private readonly Database _database;
    private readonly List<string> _begun = [];

    internal Sessions(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>Who has logged in during this run, in order.</summary>
    public IReadOnlyList<string> Begun => _begun;

    /// <summary>Who is at the console; null at the login window.</summary>
    public string? ConsoleUser => _database.Text("SELECT user FROM session WHERE on_console = 1");

    /// <summary>Everybody who is logged in, in the order in which they came.</summary>
    public IReadOnlyList<LoginSession> All => _database.Rows(
        "SELECT user, on_console, since FROM session ORDER BY since, user",
        row => new LoginSession(row.Text(0), row.Bool(1), MachineClock.FromMicroseconds(row.Long(2))));

    /// <summary>
    /// A graphical login. It verifies the password, which by the release's rule may bring the first secure token, and on a managed Mac
    /// escrows or uses the bootstrap token; whoever was at the console before stays logged in behind the new session.
    /// </summary>
    /// <exception cref="DirectoryException">The user is unknown or disabled, or the password is wrong.</exception>
    /// <exception cref="LifecycleException">The Mac isn't in a state to log in.</exception>
    public void Login(string name, string password)
    {
        _mac.Power.RequireRunning();
        var user = _mac.DirectoryAs(DirectoryCaller.Root).Authenticate(name, password);
        _mac.BootstrapToken.LoggedIn(user, password);
        Begin(user);
    }

    /// <summary>
    /// The first login with Platform SSO: the account is made, a standard one, and gets its secure token from the bootstrap token
    /// (Apple Platform Deployment; dossier profiles, 12). Whoever has an account already just logs in.
    /// </summary>
    /// <param name="name">The short name.</param>
    /// <param name="password">The identity provider's password, which becomes the account's.</param>
    /// <param name="fullName">The full name; the short one where null.</param>
    /// <exception cref="DirectoryException">The password is wrong, or the account disabled.</exception>
    /// <exception cref="LifecycleException">No account can be made now.</exception>
    public void LoginWithPlatformSso(string name, string password, string? fullName)
    {
        _mac.Power.RequireRunning();
        if (_mac.Directory.Find(RecordType.Users, name) is not null)
        {
            Login(name, password);
            return;
        }
        if (!_mac.System.Version.Has(Capability.PlatformSsoMakesUsers))
            throw new LifecycleException($"macOS {_mac.System.Version} makes no users by Platform SSO; macOS 13 is the first that does");
        if (!_mac.System.IsSetUp) throw new LifecycleException("Setup Assistant has not run; there is no login window yet");
        if (password.Length == 0) throw new LifecycleException("Platform SSO makes no account with an empty password");
        _mac.BootstrapToken.Ask();
        if (_mac.BootstrapToken.Unusable is { } why) throw new LifecycleException($"Platform SSO makes an account only with the bootstrap token, and {why}");
        var user = _mac.Accounts.Create(new NewAccount(name) { FullName = fullName, Maker = AccountMaker.SetupAssistant });
        _mac.DirectoryAs(DirectoryCaller.Root).SetPassword(user, password, anyQuality: true);
        _mac.BootstrapToken.GrantTo(user, password);
        Begin(user);
    }

    private void Begin(DirectoryRecord user)
    {
        _database.Execute("UPDATE session SET on_console = 0 WHERE on_console = 1 AND user <> $1", user.Name);
        _database.Execute(
            "INSERT INTO session (user, on_console, since) VALUES ($1, 1, $2) ON CONFLICT (user) DO UPDATE SET on_console = 1",
            user.Name, MachineClock.ToMicroseconds(_mac.Clock.Now));
        _mac.LoginHistory.LoggedIn(user.Name);
        _mac.Accounts.CreateHomeFolder(user);
        _mac.FileVault.Deferral.LoggedIn(user);
        _begun.Add(user.Name);
    }

    /// <summary>Whoever is at the console logs out; gives the name.</summary>
    /// <exception cref="LifecycleException">Nobody is.</exception>
    public string Logout()
    {
        var user = ConsoleUser ?? throw new LifecycleException("nobody is logged in at the console; log in with 'macemu login NAME --password PASSWORD'");
        End(user);
        return user;
    }

    /// <summary>Ends a user's session, as deleting the account does.</summary>
    internal void End(string user)
    {
        if (_database.Execute("DELETE FROM session WHERE user = $1", user) == 0) return;
        _mac.LoginHistory.LoggedOut(user);
        // A user's agents end with the session.
        if (_mac.Directory.Find(RecordType.Users, user)?.Text(AttributeName.UniqueId) is { } uid) _mac.LaunchJobs.Forget(LaunchJobs.DomainOf(uid));
    }

    /// <summary>Ends every session.</summary>
    internal void EndAll()
    {
        foreach (var session in All) End(session.User);
    }
}
