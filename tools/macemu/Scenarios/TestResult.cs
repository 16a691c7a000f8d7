using MacEmu.Report;

namespace MacEmu.Scenarios;

/// <summary>How a test ended.</summary>
internal enum Outcome
{
    /// <summary>All is as expected.</summary>
    Passed,

    /// <summary>Something isn't.</summary>
    Failed,

    /// <summary>It wasn't run.</summary>
    Skipped,

    /// <summary>It asks for what isn't emulated.</summary>
    NotEmulated,

    /// <summary>The scenario is wrong.</summary>
    Wrong,
}

/// <summary>Something that isn't as expected.</summary>
/// <param name="File">The scenario file.</param>
/// <param name="Line">Where it is expected.</param>
/// <param name="Column">Where in the line.</param>
/// <param name="Step">Which step, in words; null for the final expectation.</param>
/// <param name="Message">What is wrong, in a line.</param>
/// <param name="Detail">What the step printed, as far as it helps.</param>
internal sealed record Failure(string File, int Line, int Column, string? Step, string Message, string Detail = "");

/// <summary>What came of a test.</summary>
/// <param name="Index">Its number among all tests of the run, from 1.</param>
/// <param name="File">The scenario file.</param>
/// <param name="Line">Where the scenario begins in it.</param>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Name">Its name.</param>
/// <param name="Values">What sets it apart from others of the scenario.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why it was skipped.</param>
/// <param name="Failures">What isn't as expected.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record TestResult(
    int Index, string File, int Line, string Scenario, string Name, IReadOnlyList<(string Name, string Value)> Values, Outcome Outcome, string? Reason, IReadOnlyList<Failure> Failures, double Seconds)
{
    /// <summary>What happened, where a report tells all of it.</summary>
    public TestStory? Story { get; init; }
}

/// <summary>A part of the tests, for one of several machines.</summary>
/// <param name="Index">Which part, from 1.</param>
/// <param name="Count">Of how many.</param>
internal sealed record Shard(int Index, int Count);

/// <summary>What came of a run.</summary>
/// <param name="Total">How many tests there are in all shards.</param>
/// <param name="Shard">Which part it is; null for all.</param>
/// <param name="Results">What came of each, in order.</param>
internal sealed record TestReport(int Total, Shard? Shard, IReadOnlyList<TestResult> Results)
{
    public int Count(Outcome outcome) => Results.Count(result => result.Outcome == outcome);

    /// <summary>The exit status of a run with this outcome.</summary>
    public int Status => Count(Outcome.Wrong) > 0 ? MacEmu.Status.Usage
        : Count(Outcome.Failed) > 0 ? MacEmu.Status.CheckFailed
        : Count(Outcome.NotEmulated) > 0 ? MacToolHost.ExitStatus.NotEmulated : MacEmu.Status.Good;

    /// <summary>The outcome in a line.</summary>
    public string Summary
    {
        get
        {
            var parts = new List<string>();
            Add(Outcome.Passed, "passed");
            Add(Outcome.Failed, "failed");
            Add(Outcome.NotEmulated, "not emulated");
            Add(Outcome.Wrong, "wrong");
            Add(Outcome.Skipped, "skipped");
            return $"{Results.Count} {(Results.Count == 1 ? "test" : "tests")}: {(parts.Count == 0 ? "none" : string.Join(", ", parts))}";

            void Add(Outcome outcome, string word)
            {
                if (Count(outcome) is > 0 and var count) parts.Add($"{count} {word}");
            }
        }
    }
}
