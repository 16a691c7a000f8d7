namespace MacEmu.Tests;

public sealed class FaultTests : IDisposable
{
    private readonly Bench bench = Bench.WithMachine();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void What_is_to_fail_is_listed_until_it_is_cleared()
    {
        bench.Good("fault", "add", "dscl:create", "--status=-14988", "--times", "2");
        bench.Good("fault", "add", "diskutil:apfs list", "--status", "1", "--stderr", "Error: -69863");
        Assert.Equal("""
            TOOL      VERB       TIMES  STATUS  STDERR
            dscl      create     2      -14988
            diskutil  apfs list  1      1       Error: -69863

            """, bench.Good("fault", "list"));
        bench.Good("fault", "clear");
        Assert.DoesNotContain("dscl", bench.Good("fault", "list"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'awk' is no tool that is emulated", "awk")]
    [InlineData("'dscl:': after the colon stands a verb", "dscl:")]
    [InlineData("--times: '0' is not a number from 1 on", "dscl", "--times", "0")]
    [InlineData("--status: '0' is neither an exit status from 1 to 255 nor a DirectoryService status below 0", "dscl", "--status", "0")]
    [InlineData("--status: '256' is neither an exit status from 1 to 255 nor a DirectoryService status below 0", "dscl", "--status", "256")]
    [InlineData("how fdesetup fails isn't known here; say its exit status with --status, and with --stderr what it prints", "fdesetup:status")]
    [InlineData("how dscl fails isn't known here; say its exit status with --status, and with --stderr what it prints", "dscl", "--stderr", "x")]
    public void What_cannot_be_is_refused(string complaint, params string[] arguments) =>
        bench.Bad(2, $"fault: {complaint}", ["fault", "add", .. arguments]);
}
