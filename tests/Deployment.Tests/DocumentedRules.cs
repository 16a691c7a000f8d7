namespace Deployment.Tests;

/// <summary>Something that happens to a Mac on its way into use.</summary>
public enum Step
{
    /// <summary>A script makes itadmin (UID 480, admin) with dscl, and sets its password last.</summary>
    DsclAdmin,
    /// <summary>The same with <c>;DisabledTags;SecureToken</c> put in before the password.</summary>
    TaggedDsclAdmin,
    /// <summary><c>sysadminctl -addUser itadmin -admin</c> as root.</summary>
    SysadminctlAdmin,
    /// <summary>The MDM server makes itadmin with a ready hash (AccountConfiguration).</summary>
    MdmAdmin,
    /// <summary>The same, and Setup Assistant makes no account.</summary>
    MdmAdminAlone,
    /// <summary>Setup Assistant makes alice, an admin.</summary>
    Setup,
    /// <summary><c>sysadminctl -addUser bob</c> as root.</summary>
    AddBob,
    /// <summary>The same with alice's credentials.</summary>
    AddBobByAlice,
    /// <summary>alice logs in at the screen.</summary>
    LoginAlice,
    /// <summary>bob does.</summary>
    LoginBob,
    /// <summary>itadmin does.</summary>
    LoginAdmin,
    /// <summary>The Mac is enrolled, after it has been used without.</summary>
    Enroll,
}

/// <summary>How a Mac is managed.</summary>
public enum Management
{
    /// <summary>Not at all.</summary>
    None,
    /// <summary>Enrolled by a person, in a server that takes bootstrap tokens.</summary>
    UserApproved,
    /// <summary>Enrolled automatically, in such a server.</summary>
    Ade,
    /// <summary>Enrolled automatically, in a server that doesn't.</summary>
    AdeUnsupported,
}

/// <summary>
/// Who gets a secure token, who owns the volume and when a bootstrap token is escrowed, restated from what is published: Apple Platform
/// Deployment, "Use secure token, bootstrap token, and volume ownership in deployments" (A), and the project's cross-check of its sources
/// (C). It knows nothing of keys or of the code under test.
/// </summary>
public sealed class DocumentedRules(string release, bool hasSecureEnclave, bool isAppleSilicon, Management management)
{
    private readonly Version _os = Version.Parse(release);
    private readonly HashSet<string> _tagged = [];
    private bool _isEnrolled;
    private bool _isBootstrapTokenThere;

    /// <summary>Who is there, with whether it is an admin and a person by its UID.</summary>
    private readonly Dictionary<string, (bool IsAdmin, int Uid)> _users = [];

    private string? _managedAdmin;

    public SortedSet<string> Holders { get; } = new(StringComparer.Ordinal);

    public bool IsEscrowed { get; private set; }

    // A: "The user that first claimed a Mac … is granted a secure token on a Mac with Apple silicon and becomes the first volume owner", and
    // with each secure token ownership comes. There were none before macOS 11; that T2 Macs count too is the project's own reading.
    public bool HoldersOwn => hasSecureEnclave && From(11);

    public void Begin(bool enrolled) => _isEnrolled = enrolled && management != Management.None;

    public void Happens(Step step)
    {
        switch (step)
        {
            case Step.DsclAdmin:
                Add("itadmin", isAdmin: true, uid: 480);
                PasswordIsSetInTheClear("itadmin");
                break;
            case Step.TaggedDsclAdmin:
                Add("itadmin", isAdmin: true, uid: 480);
                _tagged.Add("itadmin");
                PasswordIsSetInTheClear("itadmin");
                break;
            case Step.SysadminctlAdmin:
                Add("itadmin", isAdmin: true, uid: 501);
                PasswordIsSetInTheClear("itadmin");
                break;
            case Step.MdmAdmin or Step.MdmAdminAlone:
                Add("itadmin", isAdmin: true, uid: 501); // C 1: "ready hash: nothing at creation"
                _managedAdmin = "itadmin";
                // C 4: "15+ with ADE and AccountConfiguration: escrow before any login … Build for 15+ Apple silicon".
                if (From(15) && isAppleSilicon && IsSupported) MakeBootstrapToken();
                break;
            case Step.Setup:
                Add("alice", isAdmin: true, uid: 502);
                PasswordIsSetInTheClear("alice");
                Authenticates("alice"); // Setup Assistant goes on in the new account
                // C 4: "10.15.0 to 10.15.3, creation: in the Setup Assistant account flow".
                if (!From(10, 15, 4) && Holders.Contains("alice") && IsSupported) MakeBootstrapToken();
                break;
            case Step.AddBob:
                Add("bob", isAdmin: false, uid: 503);
                PasswordIsSetInTheClear("bob");
                break;
            case Step.AddBobByAlice:
                Add("bob", isAdmin: false, uid: 503);
                Authenticates("alice");
                PasswordIsSetInTheClear("bob");
                // A: "for those users to be enabled for secure token, current secure token–enabled administrator credentials are required".
                if (Holders.Contains("alice")) Holders.Add("bob");
                // C 2: "nobody holds a token (10.14 to 14): both get one" — the tools have it from 10.13 on.
                else if (Holders.Count == 0 && !_isBootstrapTokenThere) Holders.UnionWith(["alice", "bob"]);
                break;
            case Step.LoginAlice: LogsIn("alice"); break;
            case Step.LoginBob: LogsIn("bob"); break;
            case Step.LoginAdmin: LogsIn("itadmin"); break;
            case Step.Enroll: _isEnrolled = management != Management.None; break;
        }
    }

    private void Add(string name, bool isAdmin, int uid) => _users[name] = (isAdmin, uid);

    // A: "In macOS 11 or later, setting the initial password for the very first user on the Mac results in that user being granted a secure
    // token. … To prevent this from happening, add ;DisabledTags;SecureToken … before setting the user's password".
    private void PasswordIsSetInTheClear(string user)
    {
        if (From(11)) GetsTheFirst(user);
    }

    // A: before, "granting the first secure token would have required the user account to log in". Which user (C 1): up to 10.14 one with UID
    // 500 or more that is the only such user; on 10.15 an admin; later whoever was made with a ready hash.
    private void Authenticates(string user)
    {
        if (From(11)) GetsTheFirst(user);
        else if (From(10, 15)) { if (_users[user].IsAdmin) GetsTheFirst(user); }
        else if (_users[user].Uid >= 500 && _users.Values.Count(other => other.Uid >= 500) == 1) GetsTheFirst(user);
    }

    private void GetsTheFirst(string user)
    {
        // C 1: the tag counts from 11 on; "the MDM bootstrap crypto user counts as somebody".
        if (Holders.Count == 0 && !_isBootstrapTokenThere && !(From(11) && _tagged.Contains(user))) Holders.Add(user);
    }

    private void LogsIn(string user)
    {
        Authenticates(user);
        // A: "In macOS 10.15.4 or later, a bootstrap token is generated and escrowed to MDM on the first login by any user who is secure
        // token enabled if the MDM solution supports the feature."
        if (Holders.Contains(user)) { if (IsSupported && From(10, 15, 4) && !IsEscrowed) MakeBootstrapToken(); }
        // A: "in macOS 11 or later, a local user logging in to a Mac computer is granted a secure token during login if a bootstrap token is
        // available". C 4: on 10.15 "mobile accounts and the MDM-made admin".
        else if (IsSupported && IsEscrowed && (From(11) || user == _managedAdmin)) Holders.Add(user);
    }

    // C 4: "server capability; supervised Mac. 10.15: ADE only. 11+: user-approved enrolment too (it is then supervised)".
    private bool IsSupported => _isEnrolled && From(10, 15) && (management == Management.Ade || (management == Management.UserApproved && From(11)));

    private void MakeBootstrapToken()
    {
        _isBootstrapTokenThere = true;
        IsEscrowed = true;
    }

    private bool From(int major, int minor = 0, int patch = 0) => _os >= new Version(major, minor, patch);
}
