using MacStateStore.Releases;
using MacStateStore.Storage;

namespace MacStateStore.Lifecycle;

/// <summary>A kernel extension that may load.</summary>
/// <param name="Team">The team identifier of its maker.</param>
/// <param name="Bundle">Its bundle identifier.</param>
/// <param name="ApprovedBy">The user who approved it, or <c>mdm</c>.</param>
public sealed record KernelExtension(string Team, string Bundle, string ApprovedBy);

/// <summary>Approval of kernel extensions (cross-check 4; dossier profiles, 8.4).</summary>
public sealed class KernelExtensions
{
    /// <summary>What stands for the MDM server as the one who approved.</summary>
    public const string ByManagement = "mdm";

    private readonly Mac _mac;
    private readonly Database _database;

    internal KernelExtensions(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>Those approved.</summary>
    public IReadOnlyList<KernelExtension> Approved => _database.Rows(
        "SELECT team, bundle, approved_by FROM kernel_extension WHERE system_id = $1 ORDER BY team, bundle",
        row => new KernelExtension(row.Text(0), row.Text(1), row.Text(2)), _mac.System.Id);

    /// <summary>
    /// Approves one on behalf of the MDM server. On Apple silicon the bootstrap token authorizes it, where the Mac lets MDM do so;
    /// elsewhere the enrolment suffices, if a person stands behind it.
    /// </summary>
    /// <exception cref="LifecycleException">It may not.</exception>
    public void ApproveByManagement(string team, string bundle)
    {
        _mac.Power.RequireRunning();
        if (_mac.Enrollments.Current is not { IsUserApproved: true }) throw new LifecycleException("only a Mac in user-approved device management has kernel extensions approved by it; a person approves with --user and --password");
        if (_mac.Machine.Chip == Chip.Apple)
        {
            _mac.BootstrapToken.Ask();
            if (_mac.BootstrapToken.Unusable is { } why) throw new LifecycleException($"on Apple silicon the bootstrap token authorizes kernel extensions, and {why}");
            if (!_mac.BootstrapToken.MayAuthorizeSecurityChanges)
                throw new LifecycleException("the Mac doesn't let MDM authorize kernel extensions: only Automated Device Enrolment, or a person in recoveryOS, allows that");
        }
        Note(team, bundle, ByManagement);
    }

    /// <summary>An admin approves one, on a Mac whose start-up security lets people do so: any with an Intel processor.</summary>
    /// <exception cref="LifecycleException">That user may not.</exception>
    public void ApproveByUser(string team, string bundle, string name, string password)
    {
        _mac.Power.RequireRunning();
        var user = _mac.Accounts.Verify(name, password) ?? throw new LifecycleException($"{name}: no such user or a wrong password");
        if (!OpenDirectory.Memberships.IsAdmin(_mac.Directory, user)) throw new LifecycleException($"{user.Name} is no admin");
        Note(team, bundle, user.Name);
    }

    private void Note(string team, string bundle, string by) => _database.Execute(
        "INSERT INTO kernel_extension (system_id, team, bundle, approved_by) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", _mac.System.Id, team, bundle, by);
}
