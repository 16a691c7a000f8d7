namespace Sysadminctl.Tests;

/// <summary><c>-screenLock</c> (dossier sysadminctl, 3.8).</summary>
public sealed class ScreenLockTests
{
    [Theory]
    [InlineData("immediate", "screenLock delay is immediate")]
    [InlineData("off", "screenLock is off")]
    [InlineData("5", "screenLock delay is 5 seconds")]
    [InlineData("300", "screenLock delay is 300 seconds")]
    public void The_caller_sets_the_own_screen(string value, string status)
    {
        using var bench = new Bench(Bench.Household("14"));
        bench.As("bob", "-screenLock", "status").Ends(0).Says("screenLock delay is immediate").ChangesNothing();
        bench.As("alice", "-screenLock", "17", "-password", "pw-alice").Ends(0).Says();
        bench.As("bob", "-screenLock", value, "-password", "pw-bob").Ends(0).Says();
        bench.As("bob", "-screenLock", "status").Ends(0).Says(status);
        bench.As("alice", "-screenLock", "status").Ends(0).Says("screenLock delay is 17 seconds");
    }

    [Fact]
    public void A_password_is_required_be_it_of_root()
    {
        using var bench = new Bench(Bench.Household("14"));
        bench.As("bob", "-screenLock", "immediate").Ends(0).Says("Password is required!").ChangesNothing();
        bench.Root("-screenLock", "off").Ends(0).Says("Password is required!").ChangesNothing();
        Assert.StartsWith("### Error:-14090 ", Assert.Single(bench.As("bob", "-screenLock", "off", "-password", "wrong").Ends(0).ChangesNothing().Lines), StringComparison.Ordinal);
        Assert.StartsWith("### Error:-14090 ", Assert.Single(bench.As("bob", "-screenLock", "off", "-password", "").Ends(0).ChangesNothing().Lines), StringComparison.Ordinal);
        bench.As("bob", "-screenLock", "status").Says("screenLock delay is immediate");
    }

    [Theory]
    [InlineData("-password", "-")]
    [InlineData("-password")]
    public void It_asks_with_the_full_name(params string[] password)
    {
        using var bench = new Bench(Bench.Household("14"));
        var outcome = bench.Run("alice", "pw-alice\n", ["-screenLock", "off", .. password]);
        Assert.Equal((0, "Enter password for Alice Example :"), (outcome.Status, outcome.Err));
        bench.As("alice", "-screenLock", "status").Says("screenLock is off");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1.5")]
    [InlineData("never")]
    [InlineData("99999999999999999999")]
    public void Other_values_are_no_state(string value)
    {
        using var bench = new Bench(Bench.Household("14"));
        var outcome = bench.As("bob", "-screenLock", value, "-password", "pw-bob").Ends(0).ChangesNothing();
        if (value[0] == '-') Assert.StartsWith("Usage:", outcome.Lines[0], StringComparison.Ordinal);
        else outcome.Says($"Unknown state for screenLock ({value})");
    }

    [Fact]
    public void Up_to_macOS_12_it_takes_two_words()
    {
        using var bench = new Bench(Bench.Household("12"));
        bench.As("bob", "-screenLock", "status").Ends(0).Says("Password is required!").ChangesNothing();
        bench.As("bob", "-screenLock", "300", "-password", "pw-bob").Says("Unknown state for screenLock (300)").ChangesNothing();
        bench.As("bob", "-screenLock", "off", "-password", "pw-bob").Ends(0).Says();
        Assert.Equal("off", bench.On(mac => mac.Settings.ScreenLockOf("bob")));
    }
}
