using MacStateStore;
using MacStateStore.DeviceManagement;
using MacStateStore.PropertyLists;

namespace Profiles.Tests;

public sealed class ManagedPreferencesTests
{
    private static PlistDictionary Custom(string domain, string state, PlistDictionary settings) => Make.Payload("com.apple.ManagedClient.preferences",
        ("PayloadContent", new PlistDictionary { [domain] = new PlistDictionary { [state] = new PlistArray([new PlistDictionary { ["mcx_preference_settings"] = settings }]) } }));

    [Fact]
    public void Payloads_force_the_domain_of_their_name()
    {
        using var bench = new Bench("14.5", null,
            Make.Installed(Make.Banner()), Make.Installed(Make.Profile("org.example.guest", Make.Payload("com.apple.MCX", ("EnableGuestAccount", false), ("DisableGuestAccount", true)))));
        bench.On(mac =>
        {
            Assert.Equal(new PlistDictionary { ["LoginwindowText"] = "Property of Example" }, mac.ManagedPreferences.Of("com.apple.loginwindow", null));
            Assert.Equal(new PlistDictionary { ["EnableGuestAccount"] = false, ["DisableGuestAccount"] = true }, mac.ManagedPreferences.Of("com.apple.MCX", "bob"));
            Assert.Null(mac.ManagedPreferences.Of("com.apple.other", null));
        });
    }

    [Fact]
    public void Custom_domains_are_forced_only_where_they_say_so()
    {
        using var bench = new Bench("14.5", null,
            Make.Installed(Make.Profile("org.example.a", Custom("com.example.app", "Forced", new() { ["a"] = 1, ["b"] = 1 }))),
            Make.Installed(Make.Profile("org.example.b", Custom("com.example.app", "Set-Once", new() { ["c"] = 1 }))),
            Make.Installed(Make.Profile("org.example.c", Make.Payload("com.example.app", ("b", 2)))),
            Make.Installed(Make.Profile("org.example.d", Make.Payload("com.example.app", ("b", 3))), "bob"));
        bench.On(mac =>
        {
            Assert.Equal(new PlistInteger(1), mac.ManagedPreferences.Of("com.example.app", null)!["a"]);
            Assert.Null(mac.ManagedPreferences.Of("com.example.app", null)!["c"]);
            Assert.Equal(new PlistInteger(3), mac.ManagedPreferences.Of("com.example.app", "bob")!["b"]);
            Assert.NotEqual(new PlistInteger(3), mac.ManagedPreferences.Of("com.example.app", "alice")!["b"]);
            Assert.Equal([(null, "com.example.app"), ("bob", "com.example.app")], mac.ManagedPreferences.All.Select(domain => (domain.User, domain.Domain)));
        });
    }

    [Theory]
    [InlineData("com.apple.mdm")]
    [InlineData("com.apple.mobiledevice.passwordpolicy")]
    [InlineData("com.apple.profileRemovalPassword")]
    [InlineData("com.apple.security.scep")]
    public void What_is_no_preference_makes_none(string type)
    {
        using var bench = new Bench("14.5", new MdmSpecification { Enrollment = EnrollmentKind.UserApproved },
            type == "com.apple.mdm" ? [] : [Make.Installed(Make.Profile("org.example.x", Make.Payload(type, ("RemovalPassword", "x"))))]);
        Assert.Empty(bench.On(mac => mac.ManagedPreferences.All));
    }

    [Fact]
    public void Content_that_is_no_preference_is_passed_over()
    {
        using var bench = new Bench("14.5", null, Make.Installed(Make.Profile("org.example.x",
            Make.Payload("com.apple.ManagedClient.preferences", ("PayloadContent", new PlistDictionary { ["a"] = "x", ["b"] = new PlistDictionary { ["Forced"] = "x" }, ["c"] = new PlistDictionary { ["Forced"] = new PlistArray(["x"]) } })),
            Make.Payload("com.apple.ManagedClient.preferences"))));
        Assert.Empty(bench.On(mac => mac.ManagedPreferences.All));
    }

    [Fact]
    public void Files_follow_what_is_installed()
    {
        using var bench = new Bench("10.15.7");
        var folder = bench.Path + ".root/Library/Managed Preferences";
        bench.Root("install", "-path", bench.FileOf(Make.Banner())).Ends(0);
        bench.As("bob", "install", "-path", bench.FileOf(Make.Profile("org.example.x", Make.Payload("com.example.app", ("a", 1)), Make.Payload("../../escaped", ("a", 1))))).Ends(0);
        Assert.Equal(new PlistDictionary { ["LoginwindowText"] = "Property of Example" }, PropertyList.Parse(File.ReadAllBytes(folder + "/com.apple.loginwindow.plist")));
        Assert.Equal(["com.example.app.plist"], Directory.GetFiles(folder + "/bob").Select(Path.GetFileName));
        Assert.Empty(Directory.GetFiles(bench.Path + ".root", "*escaped*", SearchOption.AllDirectories));
        bench.Root("remove", "-identifier", "org.example.banner").Ends(0);
        Assert.False(File.Exists(folder + "/com.apple.loginwindow.plist"));
        Assert.True(File.Exists(folder + "/bob/com.example.app.plist"));
    }
}
