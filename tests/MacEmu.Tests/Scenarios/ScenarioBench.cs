using System.Text.Json;

namespace MacEmu.Tests.Scenarios;

/// <summary>A folder of scenario files, run in process.</summary>
public abstract class ScenarioBench : IDisposable
{
    protected Bench Bench { get; } = new();

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Bench.Dispose();
    }

    /// <summary>Writes a scenario whose Mac is quickly made.</summary>
    protected string Scenario(string text, string name = "s.yml") => Bench.Write(name, text.Contains("machine:", StringComparison.Ordinal) ? text : "machine: {kdfIterations: 2, os: 14.5}\n" + text);

    /// <summary>Runs scenarios and gives the report.</summary>
    protected (int Status, JsonElement Report) Report(params string[] arguments)
    {
        var outcome = Bench.Run(["test", "--format", "json", .. arguments]);
        Assert.Equal("", outcome.Errors);
        return (outcome.Status, JsonDocument.Parse(outcome.Output).RootElement);
    }

    /// <summary>Runs one scenario of one test that fails; gives place and message of each failure.</summary>
    protected string[] Failures(string text, int status = 1)
    {
        var (actual, report) = Report(Scenario(text));
        Assert.Equal(status, actual);
        return [.. report.GetProperty("tests").EnumerateArray().Single().GetProperty("failures").EnumerateArray()
            .Select(failure => $"{failure.GetProperty("line")}:{failure.GetProperty("column")} {(failure.GetProperty("step").GetString() is { } step ? step + ": " : "")}{failure.GetProperty("message").GetString()}")];
    }

    protected static string[] Names(JsonElement report) => [.. report.GetProperty("tests").EnumerateArray().Select(test => test.GetProperty("name").GetString()!)];
}
