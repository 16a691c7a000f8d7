using MacStateStore.Releases;

namespace Companions.Tests;

public sealed class SwVersTests
{
    [Theory]
    [InlineData("14.5", "ProductName:\t\tmacOS\nProductVersion:\t\t14.5\nBuildVersion:\t\t23F79\n")]
    [InlineData("10.15.7", "ProductName:\tMac OS X\nProductVersion:\t10.15.7\nBuildVersion:\t19H2\n")]
    public void Without_options(string os, string expected)
    {
        using var bench = new Bench(Bench.Usual(os, os.StartsWith("10", StringComparison.Ordinal) ? Chip.T2 : null));
        Assert.Equal(new Outcome(0, expected, ""), bench.AsBob("sw_vers"));
    }

    [Theory]
    [InlineData("14.5", "-productVersion", "14.5\n")]
    [InlineData("14.5", "--productVersion", "14.5\n")]
    [InlineData("14.5", "-buildVersion", "23F79\n")]
    [InlineData("14.5", "-productName", "macOS\n")]
    [InlineData("14.5", "-productVersionExtra", "\n")]
    [InlineData("12.7", "-productVersion", "12.7\n")]
    public void One_value(string os, string option, string expected)
    {
        using var bench = new Bench(Bench.Usual(os));
        Assert.Equal(new Outcome(0, expected, ""), bench.AsBob("sw_vers", option));
    }

    [Theory]
    [InlineData("14.5", "-nonsense")]
    [InlineData("14.5", "productVersion")]
    [InlineData("14.5", "")]
    [InlineData("12.7", "--productVersion")]
    [InlineData("12.7", "-productVersionExtra")]
    public void Unknown_option(string os, string option)
    {
        using var bench = new Bench(Bench.Usual(os));
        var outcome = bench.AsBob("sw_vers", option);
        Assert.Equal((1, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith("Usage: sw_vers [", outcome.Errors, StringComparison.Ordinal);
    }
}
