using MacStateStore.Lifecycle;
using MacStateStore.Releases;
using MacStateStore.Storage;

namespace MacStateStore.DeviceManagement;

/// <summary>Whether and how the started system is enrolled in device management.</summary>
public sealed class Enrollments
{
    private readonly Mac _mac;
    private readonly Database _database;

    internal Enrollments(Mac mac, Database database)
    {
        _mac = mac;
        _database = database;
    }

    /// <summary>The enrolment; null where the system isn't enrolled.</summary>
    public Enrollment? Current => _database.Rows(
        """
        SELECT kind, supervised, server_url, check_in_url, topic, access_rights, capabilities, removable, awaiting_configuration,
          skips_primary_account, primary_account_is_standard, managed_admin, push_magic, push_token
        FROM enrollment WHERE system_id = $1
        """,
        row => new Enrollment(KindOf(row.Text(0)), row.Bool(1), row.Text(2))
        {
            CheckInUrl = row.TextOrNull(3),
            Topic = row.Text(4),
            AccessRights = row.Int(5),
            Capabilities = row.Text(6).Split('\n', StringSplitOptions.RemoveEmptyEntries),
            IsRemovable = row.Bool(7),
            IsAwaitingConfiguration = row.Bool(8),
            SkipsPrimaryAccount = row.Bool(9),
            PrimaryAccountIsStandard = row.Bool(10),
            ManagedAdmin = row.TextOrNull(11),
            Push = row.TextOrNull(12) is { } magic ? new PushAddress(magic, row.Blob(13)) : null,
        },
        _mac.System.Id) is [var enrollment] ? enrollment : null;

    /// <summary>Whether an enrolment of that kind makes the Mac supervised without further ado (dossier profiles, 11).</summary>
    public bool Supervises(EnrollmentKind kind) => kind == EnrollmentKind.Automated
        || (kind == EnrollmentKind.UserApproved && _mac.System.Version.Has(Capability.UserApprovalSupervises));

    /// <summary>
    /// Enrols the Mac in the emulated server: the server takes it for a new device, so it forgets a bootstrap token that it held.
    /// </summary>
    /// <param name="kind">How.</param>
    /// <param name="supervised">Whether the Mac becomes supervised; null for what the kind brings in this release.</param>
    /// <exception cref="LifecycleException">It can't be enrolled that way now.</exception>
    public void Enroll(EnrollmentKind kind, bool? supervised = null)
    {
        _mac.Power.RequireRunning();
        RequirePossible(kind);
        var server = _mac.MdmServer;
        if (kind == EnrollmentKind.Automated) _mac.AutomatedEnrollment.Assign(server.Url);
        server.EscrowedBootstrapToken = null;
        Replace(new Enrollment(kind, supervised ?? Supervises(kind), server.Url)
        {
            Capabilities = server.Capabilities,
            IsRemovable = kind != EnrollmentKind.Automated || !_mac.AutomatedEnrollment.ForbidsRemoval,
            IsAwaitingConfiguration = kind == EnrollmentKind.Automated && !_mac.System.IsSetUp,
        });
    }

    // Whichever the server.
    internal void RequirePossible(EnrollmentKind kind)
    {
        _mac.Power.RequireRunning();
        if (Current is not null) throw new LifecycleException("the Mac is enrolled already; end that with 'macemu mdm unenroll'");
        if (!_mac.MdmServer.IsOnline) throw new LifecycleException("the MDM server is offline; bring it back with 'macemu mdm online'");
        if (kind == EnrollmentKind.Unapproved && !_mac.System.Version.Has(Capability.ProfilesInstallsProfiles))
            throw new LifecycleException($"macOS {_mac.System.Version} enrols only with a person's approval or by Automated Device Enrolment");
    }

    /// <summary>Setup Assistant enrols a Mac that is assigned to a server, if it reaches Apple and the server.</summary>
    internal void EnrollAssigned()
    {
        var service = _mac.AutomatedEnrollment;
        if (Current is null && service is { IsAssigned: true, AreHostsReachable: true, Record: not null } && _mac.MdmServer.IsOnline) Enroll(EnrollmentKind.Automated);
    }

    /// <summary>Makes the enrolment this one, whatever it was: by an enrolment profile, or as a description says.</summary>
    public void Replace(Enrollment enrollment)
    {
        var isNew = Current is null;
        var escrowed = _mac.BootstrapToken.IsEscrowed;
        _database.Execute("DELETE FROM enrollment WHERE system_id = $1", _mac.System.Id);
        _database.Execute(
            """
            INSERT INTO enrollment (system_id, kind, supervised, server_url, check_in_url, topic, access_rights, capabilities, removable,
              awaiting_configuration, skips_primary_account, primary_account_is_standard, managed_admin, bootstrap_token_escrowed, push_magic, push_token)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            """,
            _mac.System.Id, NameOf(enrollment.Kind), enrollment.IsSupervised, enrollment.ServerUrl, enrollment.CheckInUrl, enrollment.Topic,
            enrollment.AccessRights, string.Join('\n', enrollment.Capabilities), enrollment.IsRemovable, enrollment.IsAwaitingConfiguration,
            enrollment.SkipsPrimaryAccount, enrollment.PrimaryAccountIsStandard, enrollment.ManagedAdmin, escrowed,
            enrollment.Push?.Magic, enrollment.Push?.Token);
        if (isNew) EnrollmentProfile.Ensure(_mac, enrollment);
        _mac.Policies.ManagementChanged();
    }

    /// <summary>A person approves an enrolment that a script made.</summary>
    /// <exception cref="LifecycleException">There is none to approve.</exception>
    public void Approve()
    {
        if (Current is not { IsUserApproved: false } enrollment) throw new LifecycleException("there is no enrolment that waits for approval");
        Replace(enrollment with { Kind = EnrollmentKind.UserApproved, IsSupervised = enrollment.IsSupervised || Supervises(EnrollmentKind.UserApproved) });
    }

    /// <summary>
    /// Ends the enrolment, by whichever side. A bootstrap token's key stays on the volume; that it was escrowed is forgotten, here and,
    /// if it can be reached, at the server. Its profile goes, and with it all that the server has installed.
    /// </summary>
    /// <exception cref="LifecycleException">There is none.</exception>
    public void Remove()
    {
        if (Current is null) throw new LifecycleException("the Mac is not enrolled");
        if (Current.IsInRealServer) _mac.MdmConnection.PrepareCheckOut();
        else _mac.MdmServer.CheckedOut();
        _database.Execute("DELETE FROM enrollment WHERE system_id = $1", _mac.System.Id);
        _mac.Profiles.ManagementEnded();
        _mac.Policies.ManagementChanged();
    }

    /// <summary>The word for a kind in state files: <c>unapproved</c>, <c>user-approved</c>, <c>ade</c>.</summary>
    public static string NameOf(EnrollmentKind kind) => kind switch
    {
        EnrollmentKind.Automated => "ade",
        EnrollmentKind.UserApproved => "user-approved",
        _ => "unapproved",
    };

    /// <summary>The kind that a word stands for.</summary>
    public static EnrollmentKind KindOf(string name) => name switch
    {
        "ade" => EnrollmentKind.Automated,
        "user-approved" => EnrollmentKind.UserApproved,
        _ => EnrollmentKind.Unapproved,
    };
}
