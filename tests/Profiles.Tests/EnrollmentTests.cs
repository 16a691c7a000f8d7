using MacStateStore;
using MacStateStore.DeviceManagement;
using MacStateStore.PropertyLists;

namespace Profiles.Tests;

public sealed class EnrollmentTests
{
    private const string Server = "https://applemdm.example.com/some/path?foo=bar";
    private const string NotEnabled = "Error fetching Device Enrollment configuration: Client is not DEP enabled.";
    private const string TooSoon = "Error fetching Device Enrollment configuration - Request too soon.  Try again later.";

    private static readonly PlistDictionary Record = new() { ["ConfigurationURL"] = "https://mdm.example.com/enroll", ["IsMandatory"] = true, ["OrganizationCity"] = "Springfield", ["SkipSetup"] = new PlistArray(["AppleID", "TOS"]) };

    private static readonly string[] Shown =
    [
        "Device Enrollment configuration:", "{", "    ConfigurationURL = \"https://mdm.example.com/enroll\";", "    IsMandatory = 1;", "    OrganizationCity = Springfield;",
        "    SkipSetup =     (", "        AppleID,", "        TOS", "    );", "}",
    ];

    [Theory]
    [InlineData("10.13.4", null, "No", "No", false)]
    [InlineData("26.0", null, "No", "No", false)]
    [InlineData("10.13.4", EnrollmentKind.Unapproved, "No", "Yes", false)]
    [InlineData("10.13.4", EnrollmentKind.UserApproved, "No", "Yes (User Approved)", false)]
    [InlineData("10.13.3", EnrollmentKind.UserApproved, "No", "Yes", false)]
    [InlineData("10.15.7", EnrollmentKind.Unapproved, "No", "Yes", true)]
    [InlineData("14.5", EnrollmentKind.UserApproved, "No", "Yes (User Approved)", true)]
    [InlineData("26.0", EnrollmentKind.Automated, "Yes", "Yes (User Approved)", true)]
    public void The_status_has_up_to_three_lines(string os, EnrollmentKind? kind, string dep, string mdm, bool hasServer)
    {
        using var bench = new Bench(os, new MdmSpecification { Enrollment = kind, Server = Server });
        string[] lines = [$"Enrolled via DEP: {dep}", $"MDM enrollment: {mdm}", .. hasServer ? (string[])[$"MDM server: {Server}"] : []];
        bench.As("bob", "status", "-type", "enrollment").Says(lines).Ends(0).ChangesNothing();
    }

    [Fact]
    public void The_record_is_roots_to_see()
    {
        using var bench = new Bench("26.0", new MdmSpecification { IsAssigned = true, Record = Record });
        bench.As("alice", "show", "-type", "enrollment").Complains("Must be running as root").Ends(1);
        bench.As("alice", "-e").Complains("Must be running as root").Ends(1);
        bench.As("alice", "renew", "-type", "enrollment").Complains("Must be running as root").Ends(1);
        bench.Root("show", "-type", "enrollment").Says(Shown).Ends(0);
        bench.Root("-e").Says(Shown).Ends(0);
        bench.Root("renew", "-type", "enrollment").Says().Ends(0);
        bench.Root("-N").Says().Ends(0);
        bench.Root("validate", "-type", "enrollment").Says().Ends(0);
        Assert.Contains("<key>ConfigurationURL</key>", bench.Root("show", "-type", "enrollment", "-output", "stdout-xml").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_record_there_are_many_answers()
    {
        using (var bench = new Bench())
        {
            bench.Root("show", "-type", "enrollment").Complains(NotEnabled).Ends(1).ChangesNothing();
            bench.Root("renew", "-type", "enrollment").Complains(NotEnabled).Ends(1).ChangesNothing();
        }
        using (var bench = new Bench("14.5", new MdmSpecification { IsAssigned = true, LacksRecord = true }))
            bench.Root("show", "-type", "enrollment").Says("Device Enrollment configuration:", "(null)").Ends(0);
        using (var bench = new Bench("14.5", new MdmSpecification { AreHostsBlocked = true }))
            bench.Root("show", "-type", "enrollment").Complains(
                "Bad response from apsd: Connection interrupted",
                "Error fetching Device Enrollment configuration: We can't determine if this machine is DEP enabled.  Try again later.").Ends(1);
        using (var bench = new Bench("10.15.7", new MdmSpecification { IsAssigned = true, AreHostsBlocked = true }))
            bench.Root("show", "-type", "enrollment").Complains(
                "Error fetching Device Enrollment configuration: (34006) Error Domain=MCCloudConfigurationErrorDomain Code=34006 \"The cloud configuration server is unavailable.\" "
                + "UserInfo={NSLocalizedDescription=The cloud configuration server is unavailable., CloudConfigurationErrorType=CloudConfigurationFatalError}").Ends(1);
    }

    [Theory]
    [InlineData("10.15.7", 30)]
    [InlineData("12.2", 30)]
    [InlineData("12.3", 1)]
    [InlineData("12.6", 1)]
    public void Macs_limit_how_often_it_is_fetched(string os, int times)
    {
        using var bench = new Bench(os, new MdmSpecification { IsAssigned = true, Record = Record });
        for (var i = 0; i < times; i++) bench.Root("show", "-type", "enrollment").Says(Shown).Ends(0);
        if (times > 1) return;
        bench.Root("show", "-type", "enrollment").Complains(TooSoon).Ends(1).ChangesNothing();
        bench.On(mac => mac.Clock.Advance(TimeSpan.FromHours(22)));
        bench.Root("show", "-type", "enrollment").Complains(TooSoon).Ends(1);
        bench.On(mac => mac.Clock.Advance(TimeSpan.FromHours(2)));
        bench.Root("show", "-type", "enrollment").Says(Shown).Ends(0);
        bench.Root("show", "-type", "enrollment").Complains(TooSoon).Ends(1);
    }

    [Fact]
    public void Later_the_eleventh_answer_comes_from_the_cache()
    {
        using var bench = new Bench("14.5", new MdmSpecification { IsAssigned = true, Record = Record });
        bench.Root("show", "-type", "enrollment", "-cached").Says("Device Enrollment configuration:", "(null)").Ends(0);
        for (var i = 0; i < 10; i++) bench.Root("show", "-type", "enrollment").Says(Shown).Ends(0);
        var eleventh = bench.Root("show", "-type", "enrollment").Ends(0);
        Assert.Equal(string.Join('\n', Shown) + "\n", eleventh.Out);
        Assert.Contains("cache", eleventh.Err, StringComparison.Ordinal);
        bench.Root("show", "-type", "enrollment", "-cached").Says(Shown).Ends(0);
        bench.On(mac => mac.Clock.Advance(TimeSpan.FromHours(24)));
        bench.Root("show", "-type", "enrollment").Says(Shown).Ends(0);
    }

    [Fact]
    public void The_cache_came_later()
    {
        using var bench = new Bench("11.7", new MdmSpecification { IsAssigned = true, Record = Record });
        bench.Root("show", "-type", "enrollment", "-cached").Complains("profiles: unrecognized option `-cached'").Ends(1).ChangesNothing();
    }
}
