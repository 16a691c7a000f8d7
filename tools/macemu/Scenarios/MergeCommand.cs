using System.CommandLine;
using MacEmu.Scenarios;

namespace MacEmu;

/// <summary>Joins the reports of shards to that of one run.</summary>
internal static class MergeCommand
{
    public static Verb Define()
    {
        var reports = new Argument<string[]>("REPORT") { Description = "the shards' reports, written with 'macemu test --format json'", Arity = ArgumentArity.ZeroOrMore };
        var format = Verb.OneOf("--format", "how to report (pretty if left out)", ReportFormats.Names);
        var output = Verb.Valued("--output", "FILE", "write the report there, and print the pretty one");
        var partial = Verb.Flag("--partial", "take the shards there are; else one that is missing is an error");
        return new Verb("merge", "join the reports of shards to one; its exit status is that of the whole run", "macemu merge report-*.json --format junit --output report.xml", run =>
        {
            var files = run.Parsed.GetValue(reports) is { Length: > 0 } named ? named : throw new MacEmuException("merge: REPORT is missing; 'macemu merge --help' tells how it is used");
            var report = Join([.. files.Select(file => (file, JsonReport.Read(file)))], run.Value(partial));
            TestCommand.Print(run, report, run.Value(format), run.Value(output));
            return report.Status;
        }) { reports, format, output, partial };
    }

    // A part that is missing must not go unnoticed.
    private static TestReport Join(IReadOnlyList<(string File, TestReport Report)> parts, bool isPartial)
    {
        if (parts is [(_, { Shard: null } whole)]) return whole;
        var first = parts[0];
        var count = first.Report.Shard?.Count ?? throw new MacEmuException($"merge: {first.File} is the report of a whole run; shards are merged");
        var seen = new Dictionary<int, string>();
        foreach (var (file, report) in parts)
        {
            if (report.Shard is not { } shard) throw new MacEmuException($"merge: {file} is the report of a whole run; shards are merged");
            if (shard.Count != count || report.Total != first.Report.Total) throw new MacEmuException($"merge: {file} is a shard of another run than {first.File}");
            if (!seen.TryAdd(shard.Index, file)) throw new MacEmuException($"merge: {file} and {seen[shard.Index]} are the same shard, {shard.Index} of {count}");
        }
        var missing = Enumerable.Range(1, count).Where(index => !seen.ContainsKey(index)).ToList();
        if (missing.Count > 0 && !isPartial) throw new MacEmuException($"merge: shard {string.Join(", ", missing)} of {count} is missing");
        var results = parts.SelectMany(part => part.Report.Results).OrderBy(result => result.Index).ToList();
        if (missing.Count == 0 && (results.Count != first.Report.Total || results.Where((result, i) => result.Index != i + 1).Any())) throw new MacEmuException($"merge: the shards don't have each of the {first.Report.Total} tests once");
        return new TestReport(first.Report.Total, null, results);
    }
}
