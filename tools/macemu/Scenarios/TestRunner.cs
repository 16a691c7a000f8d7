using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using MacEmu.Description;
using MacEmu.Report;
using MacStateStore;
using MacStateStore.Lifecycle;
using MacStateStore.OpenDirectory;
using MacStateStore.Storage;
using MacToolHost;

namespace MacEmu.Scenarios;

/// <summary>Runs one test on a Mac of its own, in a folder that is gone afterwards.</summary>
/// <param name="test">The test.</param>
/// <param name="console">The surroundings.</param>
/// <param name="host">The host's clock; null for the real one.</param>
/// <param name="tellsAll">Whether the result is to have the whole story (<see cref="TestResult.Story"/>).</param>
internal sealed class TestRunner(TestCase test, ToolConsole console, TimeProvider? host, bool tellsAll)
{
    private const int LongestDetail = 4000;
    private const int LongestStream = 64 * 1024;

    private readonly List<Failure> _failures = [];
    private readonly List<ReportedStep> _steps = [];
    private readonly ScenarioSecrets? _secrets = tellsAll ? new ScenarioSecrets(test) : null;
    private string _machine = "";
    private IReadOnlyDictionary<string, string> _values = new Dictionary<string, string>();

    /// <summary>Runs it.</summary>
    public TestResult Run()
    {
        var clock = Stopwatch.StartNew();
        var folder = Directory.CreateTempSubdirectory("macemu-test-").FullName;
        _machine = Path.Combine(folder, "machine.db");
        var (outcome, reason) = (Outcome.Passed, (string?)null);
        var (before, after) = ((MacState?)null, (MacState?)null);
        try
        {
            reason = SkipReason();
            before = State();
            if (reason is not null) outcome = Outcome.Skipped;
            else if (!Steps(clock)) outcome = Outcome.Failed;
        }
        catch (DescriptionException error)
        {
            (outcome, _) = (Outcome.Wrong, Failed(error.File, error.Line, error.Column, null, error.Problem));
        }
        catch (Exception missing) when (missing is NotEmulatedException or AccountPolicyException)
        {
            (outcome, _) = (Outcome.NotEmulated, Failed(test.Scenario.Document, null, $"not emulated: {missing.Message}"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or Win32Exception or MacEmuException or MachineFileException or LifecycleException)
        {
            (outcome, _) = (Outcome.Failed, Failed(test.Scenario.Document, null, error.Message));
        }
        finally
        {
            after = State();
            Remove(folder);
        }
        if (outcome == Outcome.Failed && _failures.All(failure => failure.Message.StartsWith(NotEmulated, StringComparison.Ordinal))) outcome = Outcome.NotEmulated;
        return new TestResult(test.Index, test.Scenario.Document.File, test.Scenario.Document.Line, test.Scenario.Name, test.Name, [.. test.Values], outcome, reason, _failures, clock.Elapsed.TotalSeconds)
        {
            Story = _secrets is null ? null : new TestStory(before, after, _steps, [.. _failures.Select(failure => $"{failure.File}:{failure.Line}:{failure.Column}: {_secrets.Hide(Line(failure))}")]),
        };
    }

    // The step's label may have more in it than a report is to tell.
    private static string Line(Failure failure) => failure.Step is { } step ? $"{step.Split(" (")[0]}: {failure.Message}" : failure.Message;

    private MacState? State()
    {
        if (!tellsAll || !File.Exists(_machine)) return null;
        try
        {
            using var mac = Mac.Open(_machine, host);
            mac.BeginReading();
            return MacState.Of(mac);
        }
        catch (Exception error) when (error is MachineFileException or LifecycleException or IOException)
        {
            return null; // the test says what is wrong with it
        }
    }

    private const string NotEmulated = "not emulated: ";

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What a script left running may still hold it; the host clears its temporary folder some time.
        }
    }

    // Makes the Mac, unless there is a reason not to.
    private string? SkipReason()
    {
        foreach (var (when, reason) in test.Scenario.Skips)
            if (when is null) return reason;
        var (wanted, values, impossible) = test.Prepare();
        if (impossible is not null) return impossible;
        _values = values;
        foreach (var (when, reason) in test.Scenario.Skips)
            if (Conditions.Hold(when, values)) return reason;
        try
        {
            Create.Build(console, _machine, wanted, force: false, host);
            return null;
        }
        catch (SpecificationException error)
        {
            return test.Impossible(error);
        }
    }

    // Whether all went as expected; what comes after a step that didn't is not tried.
    private bool Steps(Stopwatch clock)
    {
        var steps = test.Scenario.Steps;
        for (var i = 0; i < steps.Count; i++)
        {
            if (!Conditions.Hold(steps[i].When, _values)) continue;
            var left = test.Scenario.Timeout - clock.Elapsed;
            var label = $"step {i + 1} ({steps[i].Name ?? Label(steps[i])})";
            if (left <= TimeSpan.Zero) return Failed(steps[i].Node, label, $"the test takes more than {test.Scenario.Timeout.TotalSeconds:0.###} s");
            var told = _steps.Count;
            var isGood = Step(steps[i], label, left);
            if (_secrets is not null && _steps.Count > told) _steps[told] = _steps[told] with { Label = _secrets.Hide($"{i + 1}. {steps[i].Name ?? Told(steps[i])}"), IsGood = isGood };
            if (!isGood) return false;
        }
        return test.Scenario.Expected.Aggregate(true, (good, expected) => Holds(expected, null) && good);
    }

    private static string Label(ScenarioStep step) => step.Kind switch
    {
        StepKind.Verify => "verify",
        StepKind.Event => string.Join(' ', step.Words.TakeWhile(word => !word.StartsWith('-'))),
        _ => step.Words[0].Length <= 60 ? TextTable.Printable(step.Words[0]) : TextTable.Printable(step.Words[0][..60]) + "…",
    };

    // Of a line of shell only how it begins: anywhere behind it there may be a password.
    private static string Told(ScenarioStep step) => step.Kind != StepKind.Command ? Label(step)
        : string.Join(' ', step.Words[0].Split((char[])[' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).TakeWhile(word => word.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '.')).Take(3)) + " …";

    private bool Holds(DocumentNode expected, string? label)
    {
        if (!Conditions.Hold(expected["when"], _values)) return true;
        using var mac = Mac.Open(_machine, host);
        mac.BeginReading();
        var good = true;
        foreach (var (difference, line, column) in StateCheck.Differences(mac, expected)) good = Failed(expected.File, line, column, label, difference);
        return good;
    }

    private bool Step(ScenarioStep step, string label, TimeSpan left)
    {
        if (step.Kind == StepKind.Verify)
        {
            Tell(step, null, []);
            return Holds(step.State!, label);
        }
        var seen = LastOfJournal();
        var limit = step.Timeout is { } own && own < left ? own : left;
        var outcome = step.Kind == StepKind.Event ? Event(step) : new ScriptProcess(step, _machine, test.Scenario.Folder, console).Run(limit);
        var detail = Detail(outcome);
        if (tellsAll) Tell(step, outcome, RowsAfter(seen));
        if (outcome.Problem is { } problem) return Failed(step.Node, label, problem, detail);
        // A script must not pass because something of it was ignored, whatever it makes of the status.
        if (step.Expected.Exit != ExitStatus.NotEmulated && Missing(seen, outcome) is { } missing) return Failed(step.Node, label, NotEmulated + missing, detail);
        var at = step.Node["expect"] ?? step.Node;
        var good = true;
        if (step.Expected.Exit is { } exit && outcome.Status != exit) good = Failed(at["exit"] ?? at, label, $"expected exit status {exit}, is {outcome.Status}", detail);
        foreach (var (stream, expected, text) in (ReadOnlySpan<(string, TextExpectation?, string)>)
            [("stdout", step.Expected.Output, outcome.Output), ("stderr", step.Expected.Errors, outcome.Errors), ("terminal", step.Expected.Terminal, outcome.Terminal.Replace("\r\n", "\n", StringComparison.Ordinal))])
            foreach (var wrong in expected?.Problems(text) ?? []) good = Failed(at[stream] ?? at, label, $"{stream}: {wrong}", detail);
        return good;
    }

    private ScriptOutcome Event(ScenarioStep step)
    {
        using var output = new MemoryStream();
        using var errors = new MemoryStream();
        var typed = step.Answers is { } answers ? string.Concat(answers.Select(answer => answer.Text + "\n")) : step.Input;
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(typed));
        int status;
        using (var inner = new ToolConsole(input, output, errors, Variable)) status = MacEmuProgram.Run(step.Words, inner, host);
        return new ScriptOutcome(status, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(errors.ToArray()), "", null);
    }

    private string? Variable(string name) => name switch
    {
        MachineLocation.MachineVariable => _machine,
        MachineLocation.UserVariable or MachineLocation.RunVariable => null,
        _ => console.Environment(name),
    };

    private long LastOfJournal()
    {
        using var mac = Mac.Open(_machine, host);
        mac.BeginReading();
        return mac.Journal.Read(1).Select(row => row.Id).LastOrDefault();
    }

    private IReadOnlyList<ReportedCommand> RowsAfter(long seen)
    {
        using var mac = Mac.Open(_machine, host);
        mac.BeginReading();
        return ReportedCommand.Of(mac, mac.Journal.Read(after: seen));
    }

    private void Tell(ScenarioStep step, ScriptOutcome? outcome, IReadOnlyList<ReportedCommand> commands)
    {
        if (_secrets is null) return;
        var streams = new List<(string, string, long, bool)>();
        foreach (var (name, text) in (ReadOnlySpan<(string, string?)>)[("Standard output", outcome?.Output), ("Standard error", outcome?.Errors), ("Terminal", outcome?.Terminal)])
        {
            if (string.IsNullOrEmpty(text)) continue;
            var isCut = text.Length > LongestStream;
            streams.Add((name, _secrets.Hide(isCut ? text[..LongestStream] : text, isCut), Encoding.UTF8.GetByteCount(text), isCut));
        }
        _steps.Add(new ReportedStep("", step.Node.Line, outcome is { Problem: null } ? outcome.Status : null, true, streams, commands));
    }

    private string? Missing(long seen, ScriptOutcome outcome)
    {
        const string Mark = "macemu: not emulated: ";
        if (outcome.Errors.IndexOf(Mark, StringComparison.Ordinal) is >= 0 and var at) return outcome.Errors[(at + Mark.Length)..].Split('\n')[0];
        using var mac = Mac.Open(_machine, host);
        mac.BeginReading();
        foreach (var row in mac.Journal.Read().Where(row => row.Id > seen && row.ExitStatus == ExitStatus.NotEmulated)) return $"{row.Entry.Tool} {row.Entry.Arguments}";
        return null;
    }

    private static string Detail(ScriptOutcome outcome)
    {
        var text = new StringBuilder();
        foreach (var (name, stream) in (ReadOnlySpan<(string, string)>)[("stdout", outcome.Output), ("stderr", outcome.Errors), ("terminal", outcome.Terminal)])
        {
            if (stream.Length == 0) continue;
            text.Append(name).Append(":\n");
            foreach (var line in (stream.Length <= LongestDetail ? stream : stream[..LongestDetail] + "…").TrimEnd('\n').Split('\n')) text.Append("  ").Append(TextTable.Printable(line.TrimEnd('\r'))).Append('\n');
        }
        return text.ToString();
    }

    private bool Failed(DocumentNode at, string? label, string message, string detail = "") => Failed(at.File, at.Line, at.Column, label, message, detail);

    private bool Failed(string file, int line, int column, string? label, string message, string detail = "")
    {
        _failures.Add(new Failure(file, line, column, label, message, detail));
        return false;
    }
}
