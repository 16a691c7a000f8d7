using MacStateStore;
using MacStateStore.DeviceManagement;
using MacStateStore.PropertyLists;

namespace Profiles.Tests;

/// <summary>Profiles that the server sends, and those that a person approves.</summary>
public sealed class ManagementTests
{
    private static readonly MdmSpecification Approved = new() { Enrollment = EnrollmentKind.UserApproved };

    private static PlistDictionary Send(Bench bench, PlistDictionary request) => bench.On(mac => mac.MdmCommands.Send(request)!);

    private static PlistDictionary Push(PlistDictionary profile, string? user = null)
    {
        var request = new PlistDictionary { ["RequestType"] = "InstallProfile", ["Payload"] = new PlistData(PropertyList.ToXml(profile)) };
        if (user is not null) request["UserShortName"] = user;
        return request;
    }

    private static (string? Domain, long Code, string? Text) Error(PlistDictionary answer)
    {
        var error = (PlistDictionary)((PlistArray)answer["ErrorChain"]!)[0];
        error.TryGetString("ErrorDomain", out var domain);
        error.TryGetInteger("ErrorCode", out var code);
        error.TryGetString("LocalizedDescription", out var text);
        return (domain, code, text);
    }

    [Fact]
    public void What_the_server_sends_is_its_own()
    {
        using var bench = new Bench("14.5", Approved);
        Assert.Equal(new PlistString("Acknowledged"), Send(bench, Push(Make.Banner()))["Status"]);
        Assert.Contains("_computerlevel[2] attribute: installedByMDM: TRUE\n", bench.Root("show").Out, StringComparison.Ordinal);
        Assert.Contains("_computerlevel[1] attribute: installedByMDM: FALSE\n", bench.Root("show").Out, StringComparison.Ordinal);
        bench.Root("remove", "-identifier", "org.example.banner").Ends(1).ChangesNothing();
        Assert.Equal(new PlistString("Acknowledged"), Send(bench, new() { ["RequestType"] = "RemoveProfile", ["Identifier"] = "org.example.banner" })["Status"]);
        Assert.Equal([$"/{EnrollmentProfile.Identifier}"], bench.Installed);
    }

    [Fact]
    public void Approval_lets_the_server_send_policies()
    {
        var policy = Make.Profile("org.example.kext", Make.Payload("com.apple.syspolicy.kernel-extension-policy", ("AllowedTeamIdentifiers", new PlistArray(["ABCDE12345"]))));
        using (var bench = new Bench("10.15.7", new MdmSpecification { Enrollment = EnrollmentKind.Unapproved }))
        {
            Assert.Equal("ConfigProfilePluginDomain", Error(Send(bench, Push(policy))).Domain);
            bench.On(mac => mac.Enrollments.Approve());
            Assert.Equal(new PlistString("Acknowledged"), Send(bench, Push(policy))["Status"]);
        }
    }

    [Fact]
    public void Refusals_have_the_protocols_numbers()
    {
        using var bench = new Bench("14.5", Approved, Make.Installed(Make.Banner("org.example.own")));
        Assert.Equal(("NSPOSIXErrorDomain", 1, "The profile must be a system profile. User profiles are not supported"), Error(Send(bench, Push(Make.Banner().With("PayloadScope", "User")))));
        Assert.Equal(("MDMClientError", 89, "Profile with identifier 'org.example.own' not found."), Error(Send(bench, new() { ["RequestType"] = "RemoveProfile", ["Identifier"] = "org.example.own" })));
        Assert.Equal("ConfigProfilePluginDomain", Error(Send(bench, new() { ["RequestType"] = "InstallProfile", ["Payload"] = new PlistData("junk"u8.ToArray()) })).Domain);
        Assert.Equal("ConfigProfilePluginDomain", Error(Send(bench, new() { ["RequestType"] = "InstallProfile" })).Domain);
        Assert.Equal("ConfigProfilePluginDomain", Error(Send(bench, Push(Make.Banner(), "nobody-here"))).Domain);
        Assert.Equal([$"/{EnrollmentProfile.Identifier}", "/org.example.own"], bench.Installed);
    }

    [Fact]
    public void A_users_channel_brings_users_profiles()
    {
        using var bench = new Bench("14.5", Approved);
        Send(bench, Push(Make.Banner().With("PayloadScope", "User"), "bob"));
        Assert.Contains("bob/org.example.banner", bench.Installed);
    }

    [Fact]
    public void A_server_that_is_away_waits()
    {
        using var bench = new Bench("14.5", Approved);
        bench.On(mac => mac.MdmServer.IsOnline = false);
        Assert.Null(bench.On(mac => mac.MdmCommands.Send(Push(Make.Banner()))));
        Assert.DoesNotContain("/org.example.banner", bench.Installed);
        bench.On(mac =>
        {
            mac.MdmServer.IsOnline = true;
            mac.MdmCommands.Deliver();
        });
        Assert.Contains("/org.example.banner", bench.Installed);
    }

    [Fact]
    public void Removing_the_enrolment_profile_by_the_server_unenrols()
    {
        using var bench = new Bench("14.5", new MdmSpecification { Enrollment = EnrollmentKind.Automated });
        Send(bench, Push(Make.Banner()));
        Send(bench, new() { ["RequestType"] = "RemoveProfile", ["Identifier"] = EnrollmentProfile.Identifier });
        Assert.Empty(bench.Installed);
        Assert.Null(bench.On(mac => mac.Enrollments.Current));
    }

    [Fact]
    public void The_list_tells_what_is_managed()
    {
        using var bench = new Bench("14.5", Approved, Make.Installed(Make.Banner(), managed: true));
        var list = (PlistArray)Send(bench, new() { ["RequestType"] = "ProfileList" })["ProfileList"]!;
        Assert.Equal([new PlistBoolean(false), new PlistBoolean(true)], list.Select(entry => ((PlistDictionary)entry)["IsManaged"]));
        Assert.Equal(new PlistString("Login banner"), ((PlistDictionary)list[1])["PayloadDisplayName"]);
    }

    [Theory]
    [InlineData("System", "/org.example.banner")]
    [InlineData("User", "bob/org.example.banner")]
    [InlineData(null, "bob/org.example.banner")]
    public void What_a_person_approves_goes_where_it_says(string? scope, string installed)
    {
        using var bench = new Bench("26.0");
        var profile = scope is null ? Make.Banner() : Make.Banner().With("PayloadScope", scope);
        bench.On(mac =>
        {
            mac.DownloadedProfiles.Add(PropertyList.ToXml(profile), "bob");
            mac.DownloadedProfiles.Add(PropertyList.ToXml(profile), "bob");
            var waiting = Assert.Single(mac.DownloadedProfiles.All);
            mac.DownloadedProfiles.Approve(waiting.Profile, waiting.User);
            Assert.Empty(mac.DownloadedProfiles.All);
        });
        Assert.Equal([installed], bench.Installed);
    }

    [Theory]
    [InlineData("10.14.6", false)]
    [InlineData("14.5", true)]
    public void A_person_can_enrol(string os, bool supervised)
    {
        using var bench = new Bench(os);
        bench.On(mac => mac.DownloadedProfiles.Approve(ConfigurationProfileFile.Of(Make.Enrollment()), "bob"));
        bench.As("bob", "status", "-type", "enrollment").Says("Enrolled via DEP: No", "MDM enrollment: Yes (User Approved)", "MDM server: https://mdm.example.org/mdm?x=1");
        Assert.Equal(supervised, bench.On(mac => mac.Enrollments.Current!.IsSupervised));
    }
}
