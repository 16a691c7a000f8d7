using MacStateStore;
using MacStateStore.DeviceManagement;

namespace Profiles.Tests;

public sealed class RemoveTests
{
    private const string NotFound = "profiles remove for identifier:'org.example.x' and user:'root' returned 89 (Profile with identifier 'org.example.x' not found.)";

    [Theory]
    [InlineData("10.13.6")]
    [InlineData("26.0")]
    public void Root_removes_the_Macs_and_users_their_own(string os)
    {
        using var bench = new Bench(os, null, Make.Installed(Make.Banner()), Make.Installed(Make.Banner(), "bob"), Make.Installed(Make.Banner("org.example.two")));
        bench.As("bob", "remove", "-identifier", "org.example.banner").Says().Ends(0);
        Assert.Equal(["/org.example.banner", "/org.example.two"], bench.Installed);
        bench.Root("-R", "-p", "org.example.banner").Says().Ends(0);
        bench.Root("remove", "-path", bench.FileOf(Make.Banner("org.example.two"))).Says().Ends(0);
        Assert.Empty(bench.Installed);
    }

    [Fact]
    public void What_is_not_there_fails()
    {
        using var bench = new Bench("14.5", null, Make.Installed(Make.Banner()));
        bench.Root("remove", "-identifier", "org.example.x").Says(NotFound).Ends(1).ChangesNothing();
        bench.Root("-Rp", "org.example.x").Says(NotFound).Ends(1).ChangesNothing();
        bench.Root("remove", "-identifier", "").Ends(1).ChangesNothing();
        bench.Root("remove").Complains("profiles: the option -identifier or -path is missing").Ends(1).ChangesNothing();
        bench.Root("remove", "-path", "/nowhere").Says("profiles remove for file:'/nowhere' and user:'root' returned -204 (the file can't be read)").Ends(1).ChangesNothing();
        bench.As("bob", "remove", "-identifier", "org.example.banner").Ends(1).ChangesNothing();
        bench.As("alice", "remove", "-identifier", "org.example.banner", "-user", "bob").Ends(1).ChangesNothing();
    }

    [Fact]
    public void A_removal_password_is_asked_of_everybody()
    {
        var locked = Make.Profile("org.example.locked", Make.RemovalPassword("open sesame"));
        using var bench = new Bench("14.5", null, Make.Installed(locked));
        bench.Root("remove", "-identifier", "org.example.locked")
            .Says("profiles remove for identifier:'org.example.locked' and user:'root' returned -60005 (removing the profile org.example.locked takes its password)").Ends(1).ChangesNothing();
        bench.Root("remove", "-identifier", "org.example.locked", "-password", "wrong").Ends(1).ChangesNothing();
        Assert.Equal("[\"remove\",\"-identifier\",\"org.example.locked\",\"-password\",\"•••\"]", bench.JournalLine);
        Assert.Equal("Enter the profile removal password:", bench.RootTypes("wrong\n", "-Rp", "org.example.locked").Ends(1).ChangesNothing().Err);
        bench.Root("-R", "-p", "org.example.locked", "-z", "wrong").Ends(1).ChangesNothing();
        Assert.Equal("[\"-R\",\"-p\",\"org.example.locked\",\"-z\",\"•••\"]", bench.JournalLine);
        bench.RootTypes("open sesame\n", "-Rp", "org.example.locked").Ends(0);
        Assert.Empty(bench.Installed);
    }

    [Fact]
    public void With_the_password_a_verb_removes_it_too()
    {
        using var bench = new Bench("14.5", null, Make.Installed(Make.Profile("org.example.locked", Make.RemovalPassword("open sesame"))));
        bench.Root("remove", "-identifier=org.example.locked", "-pass=open sesame").Says().Ends(0);
        Assert.Equal("[\"remove\",\"-identifier=org.example.locked\",\"•••\"]", bench.JournalLine);
        Assert.Empty(bench.Installed);
    }

    [Theory]
    [InlineData("10.14.6", "root", 1)]
    [InlineData("10.15.7", "root", 0)]
    [InlineData("26.0", "root", 0)]
    public void A_profile_that_must_stay_binds_an_admin_only_in_old_releases(string os, string user, int status)
    {
        using var bench = new Bench(os, null, Make.Installed(Make.Banner().With("PayloadRemovalDisallowed", true)));
        bench.As(user, "remove", "-identifier", "org.example.banner").Ends(status);
        Assert.Equal(status, bench.Installed.Count);
    }

    [Fact]
    public void Standard_users_keep_what_must_stay()
    {
        using var bench = new Bench("26.0", null, Make.Installed(Make.Banner().With("PayloadRemovalDisallowed", true), "bob"));
        bench.As("bob", "remove", "-identifier", "org.example.banner").Ends(1).ChangesNothing();
    }

    [Fact]
    public void What_management_has_installed_stays_until_the_enrolment_ends()
    {
        using var bench = new Bench("14.5", new MdmSpecification { Enrollment = EnrollmentKind.UserApproved },
            Make.Installed(Make.Banner(), managed: true), Make.Installed(Make.Banner("org.example.own")));
        bench.Root("remove", "-identifier", "org.example.banner").Ends(1).ChangesNothing();
        bench.Root("remove", "-all", "-forced").Ends(0);
        Assert.Empty(bench.Installed);
        bench.Root("status", "-type", "enrollment").Says("Enrolled via DEP: No", "MDM enrollment: No");
    }

    [Fact]
    public void Removing_the_enrolment_profile_ends_the_enrolment()
    {
        using var bench = new Bench("14.5", new MdmSpecification { Enrollment = EnrollmentKind.UserApproved },
            Make.Installed(Make.Banner(), managed: true), Make.Installed(Make.Banner("org.example.own")));
        Assert.Equal($"/{EnrollmentProfile.Identifier}", bench.Installed[0]);
        bench.Root("remove", "-identifier", EnrollmentProfile.Identifier).Says().Ends(0);
        Assert.Equal(["/org.example.own"], bench.Installed);
        Assert.Null(bench.On(mac => mac.Enrollments.Current));
    }

    [Fact]
    public void An_enrolment_that_forbids_it_stays()
    {
        using var bench = new Bench("14.5", new MdmSpecification { Enrollment = EnrollmentKind.Automated });
        bench.Root("remove", "-identifier", EnrollmentProfile.Identifier).Ends(1).ChangesNothing();
        bench.Root("remove", "-all", "-forced").Ends(0).ChangesNothing();
        Assert.NotNull(bench.On(mac => mac.Enrollments.Current));
    }

    [Fact]
    public void All_asks_first()
    {
        using var bench = new Bench("14.5", null, Make.Installed(Make.Banner()), Make.Installed(Make.Banner(), "bob"), Make.Installed(Make.Profile("org.example.locked", Make.RemovalPassword("x"))));
        Assert.Equal("Are you sure you want to delete all configuration profiles?[y/n]:", bench.RootTypes("n\n", "remove", "-all").Ends(0).ChangesNothing().Err);
        bench.RootTypes("", "-D").Ends(0).ChangesNothing();
        bench.As("bob", "remove", "-all", "-forced").Says().Ends(0);
        Assert.Equal(["/org.example.banner", "/org.example.locked"], bench.Installed);
        Assert.Contains("'org.example.locked' and user:'root' returned -60005", bench.RootTypes("y\n", "-D").Ends(1).Out, StringComparison.Ordinal);
        Assert.Equal(["/org.example.locked"], bench.Installed);
        bench.Root("-Df").Says().Ends(0);
        Assert.Equal(["/org.example.locked"], bench.Installed);
    }

    [Fact]
    public void Sync_drops_what_belongs_to_nobody()
    {
        using var bench = new Bench("14.5", null, Make.Installed(Make.Banner()), Make.Installed(Make.Banner(), "bob"), Make.Installed(Make.Banner(), "alice"));
        bench.Root("sync").Says().Ends(0).ChangesNothing();
        bench.On(mac => mac.Accounts.Delete(mac.Directory.Find(MacStateStore.OpenDirectory.RecordType.Users, "bob")!, keepHome: false));
        bench.As("alice", "sync", "-type", "configuration").Says("profiles: this command requires root privileges").Ends(1).ChangesNothing();
        bench.Root("-S").Says().Ends(0);
        Assert.Equal(["/org.example.banner", "alice/org.example.banner"], bench.Installed);
    }

    [Fact]
    public void Renewing_takes_a_certificate()
    {
        using var bench = new Bench("14.5", null, Make.Installed(Make.Banner()), Make.Installed(Make.Profile("org.example.scep", Make.Payload("com.apple.security.scep"))));
        bench.Root("renew", "-type", "configuration", "-identifier", "org.example.x").Ends(1);
        bench.Root("-W", "-p", "org.example.banner").Says("profiles renew for identifier:'org.example.banner' returned 1 (the profile has no certificate that could be renewed)").Ends(1);
        Assert.Equal("macemu: not emulated: profiles renew of certificates\n", bench.Root("renew", "-identifier", "org.example.scep").Ends(78).Err);
    }
}
