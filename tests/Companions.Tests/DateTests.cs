namespace Companions.Tests;

// The seeded clock begins at 2026-01-01 09:00:00 UTC and moves on a second with each run.
public sealed class DateTests
{
    private static Bench At(string time)
    {
        var bench = new Bench();
        bench.Change(mac => mac.HostSettings["timeZone"] = "UTC");
        bench.Change(mac => mac.Clock.Set(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture)));
        return bench;
    }

    [Theory]
    [InlineData("Sat Feb 28 12:00:01 UTC 2026\n")]
    [InlineData("2026-02-28\n", "+%Y-%m-%d")]
    [InlineData("28 Feb 026 12\n", "+%e %b 0%y %-I")]
    [InlineData("Fri Feb 27 12:00:01 UTC 2026\n", "-v-1d")]
    [InlineData("2026-03-28\n", "-v+1m", "+%F")]
    [InlineData("2025-01-31 10:00:01\n", "-v-1y", "-v-1m", "-v31d", "-v-2H", "+%Y-%m-%d %H:%M:%S")]
    [InlineData("Monday 2026-02-23\n", "-v-mon", "+%A %F")]
    [InlineData("2026-03-02\n", "-v", "+mon", "+%F")]
    [InlineData("1970-01-02 00:00:00\n", "-r", "86400", "+%F %T")]
    [InlineData("1767225600\n", "-j", "-f", "%Y-%m-%d %H:%M:%S", "2026-01-01 00:00:00", "+%s")]
    [InlineData("1767225600\n", "-ujf", "%b %d %T %Y GMT", "Jan  1 00:00:00 2026 GMT", "+%s")]
    [InlineData("1700000000\n", "-j", "-f", "%s", "1700000000", "+%s")]
    [InlineData("2026-01-02 12:00:01\n", "-j", "-f", "%Y-%m-%d", "2026-01-02", "+%F %T")] // what isn't named stays as it is now
    [InlineData("05/01/26\n", "-jf", "%Y-%m-%d", "2026-04-31", "+%D")]
    [InlineData("Sat, 28 Feb 2026 12:00:01 +0000\n", "-R")]
    public void Shows(string expected, params string[] arguments)
    {
        using var bench = At("2026-02-28T12:00:00Z");
        Assert.Equal(new Outcome(0, expected, ""), bench.AsBob("date", arguments));
    }

    [Fact]
    public void Zones()
    {
        using var bench = At("2026-07-01T12:00:00Z");
        bench.Change(mac => mac.HostSettings["timeZone"] = "America/Los_Angeles");
        Assert.Equal("Wed Jul  1 05:00:02 PDT 2026\n", bench.AsBob("date").Output);
        Assert.Equal("12 UTC\n", bench.AsBob("date", "-u", "+%H %Z").Output);
        Assert.Equal("-0700\n", bench.AsBob("date", "+%z").Output);
        Assert.Equal("1767254400\n", bench.AsBob("date", "-jf", "%Y-%m-%d %T", "2026-01-01 00:00:00", "+%s").Output);
    }

    [Theory]
    [InlineData("date: illegal time format\nusage: date", "next week")]
    [InlineData("date: illegal option -- d\nusage: date", "-d", "tomorrow")] // only Linux's date knows it
    [InlineData("date: illegal option -- -\nusage: date", "--date=tomorrow")]
    [InlineData("Failed conversion of ``soon'' using format ``%Y''\ndate: illegal time format\nusage: date", "-jf", "%Y", "soon", "+%s")]
    [InlineData("date: +1x: Cannot apply date adjustment\nusage: date", "-v+1x")]
    [InlineData("date: 40d: Cannot apply date adjustment\nusage: date", "-v40d")]
    [InlineData("date: /no/such/file: No such file or directory\n", "-r", "/no/such/file")]
    [InlineData("date: settimeofday (timeval): Operation not permitted\n", "0101120026")]
    public void Refuses(string error, params string[] arguments)
    {
        using var bench = At("2026-02-28T12:00:00Z");
        var outcome = bench.AsBob("date", arguments);
        Assert.Equal((1, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith(error, outcome.Errors, StringComparison.Ordinal);
        Assert.All(bench.Journal.Skip(2), row => Assert.Empty(row.Changes));
    }

    [Fact]
    public void Root_sets_the_clock_of_the_emulated_Mac()
    {
        using var bench = At("2026-02-28T12:00:00Z");
        Assert.Equal(0, bench.AsRoot("date", "010203042027.05").Status);
        Assert.Equal("2027-01-02 03:04", bench.AsBob("date", "+%F %H:%M").Output.Trim());
        Assert.Equal("Warning: Ignoring 2 extraneous characters in date string (xx)\n", bench.AsBob("date", "-jf", "%Y", "2026xx").Errors);
    }
}
