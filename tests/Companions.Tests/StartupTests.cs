namespace Companions.Tests;

/// <summary>The commands that choose what starts, and how.</summary>
public sealed class StartupTests
{
    private const string Owner = "Bootability failed Error Domain=BYErrorDomain Code=103 \"Owner authentication is required\" UserInfo={BYErrorHint=LocalAuthenticationRequired, NSLocalizedDescription=Owner authentication is required}\n";

    [Fact]
    public void Bless_chooses_for_an_owner_only()
    {
        using var bench = new Bench();
        Assert.Equal((1, "", "Bootability failed Error Domain=BYServiceErrorDomain Code=602 \"(null)\"\n"), Ended(bench.AsRoot("bless", "--setBoot", "--device", "/dev/disk2s9")));
        Assert.Equal((1, "", Owner), Ended(bench.AsRoot("bless", "--setBoot", "--mount", "/")));
        Assert.Equal(78, bench.AsRoot("bless", "--setBoot", "--mount", "/", "--nextonly").Status);
        Assert.Equal(78, bench.AsRoot("bless", "--folder", "/System").Status);
        Assert.Equal(78, bench.AsBob("bless", "--setBoot", "--mount", "/").Status);
    }

    [Fact]
    public void Kmutil_needs_recoveryOS_and_does_nothing_else()
    {
        using var bench = new Bench();
        Assert.Equal((1, "", "configure-boot must be run from macOS Recovery\n"), Ended(bench.AsRoot("kmutil", "configure-boot", "-c", "x", "-v", "/Volumes/X")));
        Assert.Equal((78, "", "macemu: not emulated: kmutil trigger-panic-medic\n"), Ended(bench.AsRoot("kmutil", "trigger-panic-medic", "--volume-root", "/Volumes/X")));
        Assert.Equal(78, bench.AsRoot("kmutil").Status);
    }

    private static (int, string, string) Ended(Outcome outcome) => (outcome.Status, outcome.Output, outcome.Errors);
}
