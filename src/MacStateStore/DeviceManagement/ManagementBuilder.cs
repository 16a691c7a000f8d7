using MacStateStore.OpenDirectory;
using MacStateStore.Releases;
using MacStateStore.Storage;

namespace MacStateStore.DeviceManagement;

/// <summary>Brings the device management of a new machine into the described state.</summary>
internal static class ManagementBuilder
{
    /// <summary>Makes the server, the enrolment service and the enrolment: before the users, as Setup Assistant comes after it.</summary>
    public static void Enroll(Database database, Mac mac, MdmSpecification wanted)
    {
        var supports = wanted.ServerTakesBootstrapToken ?? wanted.IsBootstrapTokenSupported ?? false;
        var url = wanted.Server ?? MdmServer.DefaultUrl;
        database.Execute("INSERT INTO mdm_server (id, url, online, supports_bootstrap_token, holds_setup) VALUES (1, $1, $2, $3, 0)", url, wanted.IsOnline, supports);
        database.Execute("INSERT INTO automated_enrollment (id, assigned, hosts_reachable) VALUES (1, 0, $1)", !wanted.AreHostsBlocked);
        CheckAssignment(wanted);
        if (wanted.IsAssigned ?? wanted.Enrollment == EnrollmentKind.Automated)
        {
            if (wanted.Record is { } record) mac.AutomatedEnrollment.Record = record;
            mac.AutomatedEnrollment.Assign(url);
            if (wanted.LacksRecord) mac.AutomatedEnrollment.Record = null;
        }
        if (wanted.Enrollment is { } kind)
        {
            if (kind == EnrollmentKind.Unapproved && !mac.System.Version.Has(Capability.ProfilesInstallsProfiles))
                throw new SpecificationException("mdm.enrollment", $"macOS {mac.System.Version} knows no enrolment without approval");
            mac.Enrollments.Replace(new Enrollment(kind, wanted.IsSupervised ?? mac.Enrollments.Supervises(kind), url)
            {
                Capabilities = mac.MdmServer.Capabilities,
                IsRemovable = kind != EnrollmentKind.Automated || !mac.AutomatedEnrollment.ForbidsRemoval,
                IsAwaitingConfiguration = kind == EnrollmentKind.Automated && !mac.System.IsSetUp,
            });
        }
        else if (wanted.IsSupervised == true)
        {
            throw new SpecificationException("mdm.supervised", "a Mac that isn't enrolled is not supervised; say mdm.enrollment too");
        }
        if (wanted.IsBootstrapTokenSupported is { } said && said != mac.BootstrapToken.IsSupported)
            throw new SpecificationException("bootstrapToken.supported", said
                ? "a bootstrap token takes macOS 10.15 or later, a supervised enrolment (on 10.15 ade) and a server that supports it"
                : "the Mac knows that its server takes one (mdm.bootstrapToken: supported)");
    }

    /// <summary>Makes the bootstrap token.</summary>
    public static void MakeBootstrapToken(Mac mac, MdmSpecification wanted, (DirectoryRecord User, string Password)? holder)
    {
        if (!wanted.HasBootstrapToken && !wanted.IsBootstrapTokenEscrowed && wanted.ServerCopy is null) return;
        if (wanted.IsBootstrapTokenEscrowed && wanted.Enrollment is null)
            throw new SpecificationException("bootstrapToken.escrowed", "only an enrolled Mac escrows a bootstrap token; say mdm.enrollment too");
        if (!mac.System.Version.Has(Capability.HasBootstrapToken))
            throw new SpecificationException(wanted.HasBootstrapToken ? "bootstrapToken.created" : "bootstrapToken", $"macOS {mac.System.Version} has no bootstrap token; 10.15 was the first");
        var copy = wanted.ServerCopy
            ?? (!wanted.IsBootstrapTokenEscrowed ? ServerCopy.None : wanted.HasBootstrapToken ? ServerCopy.Valid : ServerCopy.Stale);
        if (copy == ServerCopy.Valid && !wanted.HasBootstrapToken)
            throw new SpecificationException("bootstrapToken.serverCopy", "a valid copy is one that opens the volume; say created: true");
        if (!mac.BootstrapToken.Describe(wanted.HasBootstrapToken, wanted.IsBootstrapTokenEscrowed, copy, holder))
            throw new SpecificationException("bootstrapToken.created", "a user who holds a secure token, with its password, is needed to make the key");
    }

    private static void CheckAssignment(MdmSpecification wanted)
    {
        if (wanted is { Enrollment: EnrollmentKind.Automated, IsAssigned: false })
            throw new SpecificationException("mdm.depAssigned", "an ade enrolment needs an assigned serial number");
        if (wanted is { Record: not null, Enrollment: not EnrollmentKind.Automated } and not { IsAssigned: true })
            throw new SpecificationException("mdm.depRecord", "a record belongs to an assigned serial number; say depAssigned: true");
    }
}
