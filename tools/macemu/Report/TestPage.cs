using System.Globalization;
using MacEmu.Scenarios;

namespace MacEmu.Report;

/// <summary>A page of a whole run of tests: each with its steps, their output, and the Mac before and after.</summary>
internal static class TestPage
{
    private const string List = "tests";

    // Of so many tests one wants to know what failed; all the rest would be a page that no browser likes.
    private const int MostTold = 200;

    /// <summary>The page.</summary>
    public static byte[] Write(TestReport report)
    {
        var introduction = new Html();
        introduction.Add($"<p>{report.Summary}");
        if (report.Shard is { } shard) introduction.Add($" (shard {shard.Index} of {shard.Count}, {report.Total} tests in all)");
        introduction.Add($"; {Seconds(report.Results.Sum(result => result.Seconds))} of work</p>\n");
        var tellsAll = report.Results.Count <= MostTold;
        if (!tellsAll) introduction.Add($"<p class=\"note\">There are more than {MostTold} tests, so steps and states are told of those that failed only.</p>\n");

        var tests = ReportPage.Filter(List, "tests", hasChanges: false);
        Timeline.Begin(tests, List, "Tests", report.Results.Count);
        var timeline = new Timeline();
        foreach (var result in report.Results) Write(tests, timeline, result, tellsAll);
        tests.Own("</ol>\n");
        var failed = report.Results.Where(result => result.Failures.Count > 0).ToList();
        return ReportPage.Write("Test report", introduction, failed.Count == 0 ? [new("all", "Tests", tests)] : [new("failed", "What failed", Failed(failed)), new("all", "Tests", tests)]);
    }

    private static Html Failed(List<TestResult> failed)
    {
        var html = new Html().Own("<ul>\n");
        foreach (var result in failed)
        {
            var failures = result.Story?.Failures ?? [];
            html.Add($"<li><a href=\"#t{result.Index}\"><bdi>{result.Name}</bdi></a>{(failures.Count > 0 ? ": " + failures[0] : "")}{(failures.Count > 1 ? $" (and {failures.Count - 1} more)" : "")}</li>\n");
        }
        return html.Own("</ul>\n");
    }

    private static void Write(Html html, Timeline timeline, TestResult result, bool tellsAll)
    {
        var isBad = result.Failures.Count > 0;
        html.Add($"<li id=\"t{result.Index}\" class=\"item{(isBad ? " failed" : "")}\"><details{(isBad ? " open" : "")}><summary><h3 class=\"what\"><bdi>{result.Name}</bdi></h3> <span class=\"facts\"><span class=\"{(isBad ? "bad" : result.Outcome == Outcome.Skipped ? "no" : "good")}\">{WordFor(result.Outcome)}</span> <span class=\"when\">{Seconds(result.Seconds)}</span></span></summary>\n<div class=\"more\">\n");
        html.Add($"<p class=\"note\"><bdi>{result.File}</bdi>, line {result.Line}</p>\n");
        if (result.Reason is { } reason) html.Add($"<p>Skipped: {reason}</p>\n");
        if (result.Story is { } story)
        {
            if (story.Failures.Count > 0)
            {
                html.Own("<h4>What isn’t as expected</h4>\n<ul class=\"failures\">");
                foreach (var failure in story.Failures) html.Add($"<li>{failure}</li>");
                html.Own("</ul>\n");
            }
            if (tellsAll || isBad) Write(html, timeline, result.Index, story);
        }
        html.Own("</div></details></li>\n");
    }

    private static void Write(Html html, Timeline timeline, int index, TestStory story)
    {
        if (story.Steps.Count > 0) html.Own("<h4>Steps</h4>\n<ol class=\"steps\">\n");
        for (var i = 0; i < story.Steps.Count; i++)
        {
            var step = story.Steps[i];
            html.Add($"<li><span class=\"{(step.IsGood ? "good" : "bad")}\">{(step.IsGood ? "✓" : "✗")}{(step.Status is { } status ? $" exit {status}" : "")}</span> <bdi>{step.Label}</bdi> <span class=\"note\">line {step.Line}</span>\n");
            foreach (var (name, text, size, isCut) in step.Streams) timeline.WriteOutput(html, name, text, size, isCut);
            if (step.Commands.Count > 0) timeline.Write(html, step.Commands, $"t{index}-{i + 1}", $"What step {i + 1} ran");
            html.Own("</li>\n");
        }
        if (story.Steps.Count > 0) html.Own("</ol>\n");
        if (story.After is null) return;
        var parts = new StateSections(story.Before, story.After, $"t{index}");
        html.Add($"<h4>Users and tokens</h4>\n{parts.Users()}<h4>FileVault, bootstrap token, management</h4>\n{parts.Security(changedOnly: true)}");
        html.Add($"<details class=\"block\"><summary>LocalPolicy and disks of <bdi>{story.After.Model}</bdi></summary>\n{parts.Policies(presentOnly: true, level: 5)}{parts.Layout()}</details>\n");
    }

    private static string WordFor(Outcome outcome) => outcome switch
    {
        Outcome.Passed => "✓ passed",
        Outcome.Failed => "✗ failed",
        Outcome.Skipped => "– skipped",
        Outcome.NotEmulated => "✗ not emulated",
        _ => "✗ the scenario is wrong",
    };

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s");
}
