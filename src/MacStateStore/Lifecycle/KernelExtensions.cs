using System.Security.Cryptography;
using System.Text;
using MacStateStore.Releases;
using MacStateStore.Storage;

namespace MacStateStore.Lifecycle;

/// <summary>A kernel extension that may load.</summary>
/// <param name="Team">The team identifier of its maker.</param>
/// <param name="Bundle">Its bundle identifier.</param>
/// <param name="ApprovedBy">The user who approved it, or <c>mdm</c>.</param>
/// <param name="IsBuilt">Whether it is in the auxiliary kernel collection.</param>
public sealed record KernelExtension(string Team, string Bundle, string ApprovedBy, bool IsBuilt);

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
        "SELECT team, bundle, approved_by, built FROM kernel_extension WHERE system_id = $1 ORDER BY team, bundle",
        row => new KernelExtension(row.Text(0), row.Text(1), row.Text(2), row.Bool(3)), _mac.System.Id);

    /// <summary>
    /// Whether iBoot takes the auxiliary kernel collection at a start: on Apple silicon it must be the one that the policy names. A system
    /// starts all the same without it (Apple Platform Security, "Contents of a LocalPolicy file", auxi).
    /// </summary>
    public bool IsCollectionTaken => !_mac.Policies.Exist || _mac.Policies.SettingsOf(_mac.System).Hex("auxi") == Convert.ToHexString(Hash(Collection, Approved.Where(extension => extension.IsBuilt)));

    /// <summary>Those that a start loads: what is in the collection, if that is taken.</summary>
    public IReadOnlyList<KernelExtension> Loading => IsCollectionTaken ? [.. Approved.Where(extension => extension.IsBuilt)] : [];

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

    /// <summary>
    /// Builds the auxiliary kernel collection out of those approved; the next start loads it. On Apple silicon the policy names it (auxi) and
    /// the receipt of what went in (auxr).
    /// </summary>
    /// <exception cref="LifecycleException">There is nothing to build, or the policy allows none.</exception>
    public void Build()
    {
        _mac.Power.RequireRunning();
        if (Approved.Count == 0) throw new LifecycleException("no kernel extension is approved; approve one with 'macemu kext approve'");
        RequireReducedSecurity();
        _database.Execute("UPDATE kernel_extension SET built = 1 WHERE system_id = $1", _mac.System.Id);
        if (_mac.Policies.Exist)
            _mac.Policies.ChangeInMacOS(_mac.System, policy => policy.With("auxp", Hash(Allowed, Approved)).With("auxi", Hash(Collection, Approved)).With("auxr", Hash(Receipt, Approved)));
    }

    /// <summary>An admin approves one; on Apple silicon the policy has to allow kernel extensions (smb2), and notes what is approved (auxp).</summary>
    /// <exception cref="LifecycleException">That user may not.</exception>
    public void ApproveByUser(string team, string bundle, string name, string password)
    {
        _mac.Power.RequireRunning();
        var user = _mac.Accounts.Verify(name, password) ?? throw new LifecycleException($"{name}: no such user or a wrong password");
        if (!OpenDirectory.Memberships.IsAdmin(_mac.Directory, user)) throw new LifecycleException($"{user.Name} is no admin");
        RequireReducedSecurity();
        Note(team, bundle, user.Name);
    }

    private void RequireReducedSecurity()
    {
        if (_mac.Policies.Exist && !_mac.Policies.SettingsOf(_mac.System).Has("smb2"))
            throw new LifecycleException("the Mac's security policy allows no kernel extensions: choose Reduced Security with kernel extensions in 1TR ('macemu security-utility --mode reduced --allow-kexts')");
    }

    private void Note(string team, string bundle, string by)
    {
        _database.Execute("INSERT INTO kernel_extension (system_id, team, bundle, approved_by) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", _mac.System.Id, team, bundle, by);
        if (_mac.Policies.Exist && _mac.Policies.SettingsOf(_mac.System).Has("smb2")) _mac.Policies.ChangeInMacOS(_mac.System, policy => policy.With("auxp", Hash(Allowed, Approved)));
    }

    // What stands for the list that users have authorized, for the collection, and for its receipt.
    private const string Allowed = "UAKL", Collection = "AuxKC", Receipt = "AuxKC receipt";

    private static byte[] Hash(string role, IEnumerable<KernelExtension> extensions) =>
        SHA384.HashData(Encoding.UTF8.GetBytes($"{role} {string.Join(' ', extensions.Select(extension => $"{extension.Team}/{extension.Bundle}"))}"));
}
