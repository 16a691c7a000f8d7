using System.CommandLine;
using System.Globalization;
using MacEmu.Description;
using MacEmu.Report;
using MacEmu.Scenarios;

namespace MacEmu;

/// <summary>Runs scenarios, each on Macs of its own (design section 8, docs/scenarios.md).</summary>
internal static class TestCommand
{
    public static Verb Define()
    {
        var paths = new Argument<string[]>("PATH") { Description = "scenario files, or folders of them", Arity = ArgumentArity.ZeroOrMore };
        var filter = Verb.Valued("--filter", "TEXT", "only tests with this in their name or file (capitals don't count)");
        var shard = Verb.Valued("--shard", "I/N", "only the Ith of N parts (else as CI_NODE_INDEX, JOB_COMPLETION_INDEX or SLURM_ARRAY_TASK_ID says)");
        var jobs = Verb.Valued("--jobs", "N", "how many run at a time (as many as there are processors if left out)");
        var format = Verb.OneOf("--format", "how to report (pretty if left out)", ReportFormats.Names);
        var output = Verb.Valued("--output", "FILE", "write the report there, and print the pretty one");
        var html = Verb.Valued("--html", "FILE", "also write a page of HTML there: each test's steps with their output, and its Mac before and after");
        var schema = Verb.Flag("--schema", "print the JSON Schema of scenario files");
        return new Verb("test", "run scenario files, each test on a Mac of its own", "macemu test examples/scenarios --format junit --output report.xml", run =>
        {
            if (run.Value(schema))
            {
                run.Console.Out(ScenarioSchema.Write());
                return Status.Good;
            }
            var count = run.Value(jobs) is { } text
                ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1024 ? number : throw new MacEmuException($"test: --jobs: '{text}' is not a number from 1 to 1024")
                : Environment.ProcessorCount;
            var part = ShardChoice.Of(run.Value(shard), run.Console);
            if (run.Value(html) is { } target && (target.Length == 0 || Directory.Exists(target))) throw new MacEmuException($"test: --html: '{target}' is no file's name");
            var files = ScenarioFile.Find(run.Parsed.GetValue(paths) is { Length: > 0 } named ? named : throw new MacEmuException("test: PATH is missing; 'macemu test --help' tells how it is used"));
            if (Read(run, files) is not { } scenarios) return Status.Usage;
            var tests = Chosen(scenarios, run.Value(filter));
            var report = new TestReport(tests.Count, part, Run(run, [.. tests.Where(test => part is null || (test.Index - 1) % part.Count == part.Index - 1)], count, tellsAll: run.Value(html) is not null));
            Print(run, report, run.Value(format), run.Value(output));
            if (run.Value(html) is { } page) File.WriteAllBytes(page, TestPage.Write(report));
            foreach (var failure in report.Results.Where(result => result.Outcome == Outcome.Wrong).SelectMany(result => result.Failures).Select(failure => $"{failure.File}:{failure.Line}:{failure.Column}: {failure.Message}").Distinct())
                run.Console.Complain($"macemu: {TextTable.Printable(failure)}");
            return report.Status;
        }) { paths, filter, shard, jobs, format, output, html, schema };
    }

    /// <summary>Writes a report: to standard output, or to a file and for people beside it.</summary>
    public static void Print(Invocation run, TestReport report, string? format, string? file)
    {
        var colour = run.Console.IsOutputTerminal && run.Console.Environment("NO_COLOR") is null;
        if (file is null)
        {
            run.Console.Out(ReportFormats.Write(format ?? "pretty", report, colour));
            return;
        }
        run.Console.Out(ReportFormats.Write("pretty", report, colour));
        File.WriteAllText(file, ReportFormats.Write(format ?? "pretty", report));
    }

    // All files are read before anything runs; every wrong one is told.
    private static List<Scenario>? Read(Invocation run, IReadOnlyList<string> files)
    {
        var scenarios = new List<Scenario>();
        var problems = new List<string>();
        foreach (var file in files)
        {
            try
            {
                scenarios.Add(ScenarioFile.Read(file, run.Console));
            }
            catch (Exception error) when (error is DescriptionException or MacEmuException)
            {
                problems.Add(error.Message);
            }
        }
        foreach (var problem in problems) run.Console.Complain($"macemu: {TextTable.Printable(problem)}");
        return problems.Count == 0 ? scenarios : null;
    }

    private static IReadOnlyList<TestCase> Chosen(List<Scenario> scenarios, string? filter)
    {
        var tests = TestCase.Of(scenarios);
        if (filter is null) return tests;
        var chosen = tests.Where(test => test.Name.Contains(filter, StringComparison.OrdinalIgnoreCase) || test.Scenario.Document.File.Contains(filter, StringComparison.OrdinalIgnoreCase)).ToList();
        if (chosen.Count == 0) throw new MacEmuException($"test: --filter: no test has '{filter}' in its name or file");
        return [.. chosen.Select((test, i) => test with { Index = i + 1 })];
    }

    private static TestResult[] Run(Invocation run, IReadOnlyList<TestCase> tests, int jobs, bool tellsAll)
    {
        var results = new TestResult[tests.Count];
        var (done, failed, next) = (0, 0, 0);
        var atTerminal = new Lock();
        var workers = Enumerable.Range(0, Math.Min(jobs, tests.Count)).Select(_ => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        Task.WaitAll(workers);
        if (run.Console.IsOutputTerminal) run.Console.Out("\r\e[K");
        return results;

        void Work()
        {
            for (int i; (i = Interlocked.Increment(ref next) - 1) < tests.Count;)
            {
                var result = results[i] = new TestRunner(tests[i], run.Console, run.Host, tellsAll).Run();
                Interlocked.Increment(ref done);
                if (result.Failures.Count > 0) Interlocked.Increment(ref failed);
                if (!run.Console.IsOutputTerminal) continue;
                lock (atTerminal) run.Console.Out($"\r\e[K{done} of {tests.Count}{(failed > 0 ? $", {failed} failed" : "")}");
            }
        }
    }
}
