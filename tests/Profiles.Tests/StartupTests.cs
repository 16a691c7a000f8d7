using MacStateStore;

namespace Profiles.Tests;

/// <summary>Profiles that the next start installs.</summary>
public sealed class StartupTests
{
    private const string Old = "10.14.6";

    private static void Restart(Bench bench) => bench.On(mac => mac.Power.Restart());

    [Fact]
    public void They_are_installed_at_the_next_start_and_then_gone()
    {
        using var bench = new Bench(Old);
        bench.Root("install", "-type", "startup", "-path", bench.FileOf(Make.Banner())).Says().Ends(0);
        Assert.Empty(bench.Installed);
        bench.Root("list", "-type", "startup").Says("test.mobileconfig", "There are 1 startup profiles installed").Ends(0);
        bench.On(mac => mac.Power.Restart(BootState.RecoveryOS));
        Restart(bench);
        Assert.Equal(["/org.example.banner"], bench.Installed);
        bench.Root("status", "-type", "startup").Says("There are no startup profiles installed").Ends(0);
    }

    [Fact]
    public void What_cannot_be_installed_is_tried_again_only_where_that_is_forced()
    {
        using var bench = new Bench(Old);
        var kernel = bench.FileOf(Make.Profile("org.example.kernel", Make.Payload("com.apple.syspolicy.kernel-extension-policy")), "kernel");
        bench.Root("-s", "-F", kernel).Says().Ends(0);
        Restart(bench);
        bench.Root("list", "-type", "startup").Says("There are no startup profiles installed");
        bench.Root("-s", "-f", "-F", kernel).Says().Ends(0);
        Restart(bench);
        bench.Root("list", "-type", "startup").Says("kernel", "There are 1 startup profiles installed");
        Assert.Empty(bench.Installed);
    }

    [Fact]
    public void They_are_taken_away_by_name_or_all()
    {
        using var bench = new Bench(Old);
        bench.Root("install", "-type", "startup", "-path", bench.FileOf(Make.Banner(), "a")).Ends(0);
        bench.Root("install", "-type", "startup", "-path", bench.FileOf(Make.Banner(), "b")).Ends(0);
        bench.Root("remove", "-type", "startup", "-path", "c").Says("profiles remove for file:'c' and user:'root' returned 89 (There is no startup profile 'c'.)").Ends(1).ChangesNothing();
        bench.Root("remove", "-type", "startup").Complains("profiles: the option -path is missing").Ends(1);
        bench.Root("remove", "-type", "startup", "-path", "a").Says().Ends(0);
        bench.Root("list", "-type", "startup").Says("b", "There are 1 startup profiles installed");
        bench.Root("remove", "-type", "startup", "-all").Says().Ends(0);
        bench.Root("list", "-type", "startup").Says("There are no startup profiles installed");
    }

    [Fact]
    public void Bad_files_and_callers_are_refused()
    {
        using var bench = new Bench(Old);
        bench.As("alice", "install", "-type", "startup", "-path", bench.FileOf(Make.Banner())).Says("profiles: this command requires root privileges").Ends(1).ChangesNothing();
        bench.As("alice", "remove", "-type", "startup", "-all").Says("profiles: this command requires root privileges").Ends(1).ChangesNothing();
        bench.Root("install", "-type", "startup").Complains("profiles: the option -path is missing").Ends(1);
        var path = bench.FileOf("junk"u8.ToArray());
        Assert.StartsWith($"profiles install for file:'{path}' and user:'root' returned -204 (the profile is no property list: ", bench.Root("install", "-type", "startup", "-path", path).Ends(1).ChangesNothing().Out, StringComparison.Ordinal);
    }
}
