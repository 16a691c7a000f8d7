using MacStateStore.DeviceManagement;
using MacStateStore.Lifecycle;

namespace MacStateStore.Tests.DeviceManagement;

/// <summary>How a Mac comes under management, by release (dossier profiles, 11).</summary>
public sealed class EnrollmentTests
{
    [Theory]
    [InlineData("10.13.6", EnrollmentKind.Unapproved, false)]
    [InlineData("10.14.6", EnrollmentKind.UserApproved, false)]
    [InlineData("10.15.7", EnrollmentKind.UserApproved, false)]
    [InlineData("10.15.7", EnrollmentKind.Automated, true)]
    [InlineData("11.0", EnrollmentKind.UserApproved, true)]
    [InlineData("26.1", EnrollmentKind.Automated, true)]
    public void Kind_and_release_say_whether_it_supervises(string os, EnrollmentKind kind, bool supervised)
    {
        using var test = new TestMac(new MachineSpecification { Os = os });
        test.Mac.Enrollments.Enroll(kind);
        var enrollment = test.Mac.Enrollments.Current!;
        Assert.Equal((kind, supervised, MdmServer.DefaultUrl), (enrollment.Kind, enrollment.IsSupervised, enrollment.ServerUrl));
        Assert.Equal(kind == EnrollmentKind.Automated, test.Mac.AutomatedEnrollment.IsAssigned);
        Assert.Equal(kind != EnrollmentKind.Automated, enrollment.IsRemovable);
        Assert.Equal(kind == EnrollmentKind.Automated, enrollment.IsAwaitingConfiguration);
    }

    [Fact]
    public void Supervision_can_be_had_otherwise()
    {
        using var test = new TestMac(new MachineSpecification { Os = "10.14.6" });
        test.Mac.Enrollments.Enroll(EnrollmentKind.UserApproved, supervised: true);
        Assert.True(test.Mac.Enrollments.Current!.IsSupervised);
    }

    [Theory]
    [InlineData("11.0")]
    [InlineData("14.5")]
    public void Without_approval_nobody_enrols_from_macOS_11(string os)
    {
        using var test = new TestMac(new MachineSpecification { Os = os });
        Assert.Throws<LifecycleException>(() => test.Mac.Enrollments.Enroll(EnrollmentKind.Unapproved));
        Assert.Null(test.Mac.Enrollments.Current);
    }

    [Fact]
    public void A_second_enrolment_and_one_without_a_server_are_refused()
    {
        using var test = new TestMac(new MachineSpecification());
        test.Mac.MdmServer.IsOnline = false;
        Assert.Throws<LifecycleException>(() => test.Mac.Enrollments.Enroll(EnrollmentKind.UserApproved));
        Assert.Null(test.Mac.Enrollments.Current);
        test.Mac.MdmServer.IsOnline = true;
        test.Mac.Enrollments.Enroll(EnrollmentKind.UserApproved);
        Assert.Throws<LifecycleException>(() => test.Mac.Enrollments.Enroll(EnrollmentKind.Automated));
        Assert.Equal(EnrollmentKind.UserApproved, test.Mac.Enrollments.Current!.Kind);
        Assert.False(test.Mac.AutomatedEnrollment.IsAssigned);
    }

    [Fact]
    public void A_person_approves_what_a_script_enrolled()
    {
        using var test = new TestMac(new MachineSpecification { Os = "10.14.6" });
        Assert.Throws<LifecycleException>(test.Mac.Enrollments.Approve);
        test.Mac.Enrollments.Enroll(EnrollmentKind.Unapproved);
        test.Mac.Enrollments.Approve();
        Assert.Equal(EnrollmentKind.UserApproved, test.Mac.Enrollments.Current!.Kind);
        Assert.Throws<LifecycleException>(test.Mac.Enrollments.Approve);
    }

    [Fact]
    public void What_is_written_is_what_is_read()
    {
        using var test = new TestMac(new MachineSpecification());
        var wanted = new Enrollment(EnrollmentKind.Automated, true, "https://mdm.example.org/x?y=1")
        {
            CheckInUrl = "https://mdm.example.org/checkin",
            Topic = "com.apple.mgmt.External.1",
            AccessRights = 3,
            Capabilities = ["a", "b"],
            IsRemovable = false,
            IsAwaitingConfiguration = true,
            SkipsPrimaryAccount = true,
            PrimaryAccountIsStandard = true,
            ManagedAdmin = "11111111-2222-4333-8444-555555555555",
        };
        test.Mac.Enrollments.Replace(wanted);
        test.Reopen();
        var read = test.Mac.Enrollments.Current!;
        Assert.Equal(["a", "b"], read.Capabilities);
        Assert.Equal(wanted with { Capabilities = read.Capabilities }, read);
    }

    [Fact]
    public void The_enrolment_service_has_a_record_once_the_Mac_is_assigned()
    {
        using var test = new TestMac(new MachineSpecification());
        var service = test.Mac.AutomatedEnrollment;
        Assert.Equal((false, true, 0), (service.IsAssigned, service.AreHostsReachable, service.Fetches));
        Assert.Null(service.Record);
        Assert.Null(service.LastFetch);
        service.Assign("https://mdm.example.com/enroll");
        Assert.Contains("ConfigurationURL", service.Record!.Keys);
        var now = test.Mac.Clock.Now;
        service.Fetched(now, 3);
        Assert.Equal((now, 3), (service.LastFetch, service.Fetches));
        service.Record = null;
        Assert.True(service.IsAssigned);
        Assert.Null(service.Record);
    }
}
