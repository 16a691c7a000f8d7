using System.Text.Json;

namespace MacEmu.Tests;

/// <summary>Which rows of the journal <c>macemu log</c> shows.</summary>
public sealed class LogTests : IDisposable
{
    private readonly Bench bench = Bench.WithAlice();

    public LogTests()
    {
        bench.Good("login", "alice", "--password", "s3cret");
        Assert.Equal(1, bench.Run("login", "nobody-here", "--password", "x").Status);
        bench.Environment["MACEMU_USER"] = "alice";
        bench.Environment["MACEMU_RUN"] = "second";
        bench.Good("restart");
        Assert.Equal(1, bench.Run("logout").Status);
    }

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData("login login restart logout")]
    [InlineData("restart logout", "--last", "2")]
    [InlineData("login logout", "--failed")]
    [InlineData("login restart", "--changes")]
    [InlineData("restart", "--changes", "--last", "1")]
    [InlineData("login", "--failed", "--user", "root")]
    [InlineData("restart logout", "--user", "alice")]
    [InlineData("logout", "--run", "second", "--failed")]
    [InlineData("login login restart logout", "--tool", "macemu")]
    [InlineData("", "--tool", "dscl")]
    [InlineData("", "--user", "nobody")]
    [InlineData("", "--failed", "--last", "0")]
    public void Rows_are_those_that_all_filters_let_pass(string verbs, params string[] filters)
    {
        var rows = bench.Good(["log", "--json", .. filters]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(verbs, string.Join(' ', rows.Select(row => row.GetProperty("arguments")[0].GetString()).Where(verb => verb is not ("create" or "setup"))));
        Assert.Equal(rows.Count, bench.Good(["log", .. filters]).Split('\n').Count(line => line.StartsWith("20", StringComparison.Ordinal)));
    }
}
