using System.CommandLine;
using System.Globalization;
using MacEmu.Replay;
using MacEmu.Scenarios;
using MacToolHost;

namespace MacEmu;

/// <summary>Runs the commands of a document in their order, and compares what comes with what the document shows (docs/replay.md).</summary>
internal static class ReplayCommand
{
    private static readonly TimeSpan UsualLimit = TimeSpan.FromMinutes(2);

    public static Verb Define()
    {
        var document = Verb.Required("DOCUMENT", "a Markdown, HTML or text file (- for standard input)");
        var sets = Repeatable("--set", "NAME=VALUE", "what stands for a placeholder such as <user name> (repeatable)");
        var answers = Repeatable("--answer", "PROMPT=TEXT", "what is typed where a command asks something with PROMPT in it (repeatable)");
        var user = Verb.Valued("--as", "NAME", "the user who types them (whoever is at the screen if left out, else root)");
        var check = Verb.Flag("--check", "compare the outputs with those that the document shows; the difference is printed, and the status is 1");
        var update = Verb.Flag("--update", "write the outputs that came into the document");
        var list = Verb.Flag("--list", "only show which commands the document has, and what is to be set");
        var json = Verb.Flag("--json", "print JSON");
        var limit = Verb.Valued("--timeout", "SECONDS", "how long a command may take (120 if left out)");
        return new Verb("replay", "run the commands of a document in order, or check that its outputs still hold", "macemu replay --check docs/guide.md --set 'user name=alice'", run =>
        {
            if (run.Value(update) && run.Value(list)) throw new MacEmuException("replay: --update and --list exclude each other");
            return Run(run, new Wishes(
                run.Parsed.GetRequiredValue(document), Pairs("--set", "NAME=VALUE", run.Value(sets)), [.. Pairs("--answer", "PROMPT=TEXT", run.Value(answers)).Select(pair => new TerminalAnswer(pair.Name, pair.Value))],
                run.Value(user) is "" ? throw new MacEmuException("replay: --as is empty") : run.Value(user), run.Value(check) || run.Value(update), run.Value(update), run.Value(list), run.Value(json), Limit(run.Value(limit))));
        })
        {
            Details = "Commands are those in code (sh, bash, zsh, console, no language), after prompts, and in text on lines that begin with sudo or a tool.\nStatus 0; 1 a placeholder is left or (--check) something differs; 2 no command is found; 78 a command isn't emulated.",
            Symbols = [document, sets, answers, user, check, update, list, json, limit],
        };
    }

    /// <summary>What the options say.</summary>
    private sealed record Wishes(
        string Document, IReadOnlyList<(string Name, string Value)> Sets, IReadOnlyList<TerminalAnswer> Answers, string? User, bool Check, bool Update, bool List, bool Json, TimeSpan Limit);

    private static Option<string[]> Repeatable(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value, Arity = ArgumentArity.OneOrMore };

    private static List<(string Name, string Value)> Pairs(string option, string form, string[]? texts) =>
        [.. (texts ?? []).Select(text => DocumentSteps.Pair(text) ?? throw new MacEmuException($"replay: {option}: '{text}' is not {form}"))];

    private static TimeSpan Limit(string? text) => text is null ? UsualLimit
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 86400 ? TimeSpan.FromSeconds(seconds)
        : throw new MacEmuException($"replay: --timeout: '{text}' is not a number of seconds");

    private static int Run(Invocation run, Wishes wishes)
    {
        var document = DocumentText.Read(wishes.Document, run.Console);
        if (wishes.Update && document.IsStandardInput) throw new MacEmuException("replay: --update: standard input can't be written");
        if (wishes.Update && document.Format == DocumentFormat.Html) throw new MacEmuException("replay: --update: outputs in HTML can be checked, not written");
        if (!document.IsStandardInput && run.Console.Environment(ReplaySession.DocumentVariable) == Path.GetFullPath(document.Name)) throw new MacEmuException($"{document.Name}: it replays itself");
        var steps = DocumentSteps.Of(document);
        if (steps.All(step => step.Sort != StepSort.Command))
            throw new MacEmuException($"{document.Name}: no command is found; commands are lines in code blocks (of sh, bash, zsh, console or no language), lines after a prompt ($, %), "
                + "and lines of text that begin with sudo or one of the tools and say what it is to do");
        var placeholders = new Placeholders();
        foreach (var (name, value) in wishes.Sets) placeholders.Set(name, value);
        return wishes.List ? List(run, document, steps, placeholders, wishes) : Replay(run, document, steps, placeholders, wishes);
    }

    private static int List(Invocation run, DocumentText document, IReadOnlyList<ReplayStep> steps, Placeholders placeholders, Wishes wishes)
    {
        var commands = new List<ReplayedCommand>();
        foreach (var step in steps)
        {
            if (step.Sort == StepSort.Set && DocumentSteps.Pair(step.Text) is var (name, value)) placeholders.Set(name, value);
            if (step.Sort != StepSort.Command) continue;
            var filled = placeholders.Fill(step.Text, step.IsFromProse);
            var problems = step.Skipped is null && filled.Missing.Count > 0 ? [Unfilled(filled.Missing)] : (string[])[];
            commands.Add(new ReplayedCommand(step, filled.Shown, step.Skipped is not null ? CommandResult.Skipped : problems.Length > 0 ? CommandResult.Unfilled : CommandResult.Run, new CommandOutcome(null, ""), problems));
        }
        if (wishes.Json) ReplayReport.WriteJson(run.Console, document.Name, Status.Good, commands, null);
        else foreach (var command in commands)
            run.Console.OutLine($"{command.Step.Line}: {TextTable.Printable(command.Shown)}{(command.Result == CommandResult.Skipped ? $"   ← skipped: {command.Step.Skipped}" : string.Concat(command.Problems.Select(problem => $"   ← {problem}")))}");
        return Status.Good;
    }

    private static int Replay(Invocation run, DocumentText document, IReadOnlyList<ReplayStep> steps, Placeholders placeholders, Wishes wishes)
    {
        using var session = new ReplaySession(run, wishes.Limit) { User = wishes.User };
        var comparison = new OutputComparison();
        var commands = new List<ReplayedCommand>();
        var edits = new List<(int Start, int Count, IReadOnlyList<string> Lines)>();
        var hasNoted = false;
        // The default Mac is made where it is missing, before anything else can fail.
        if (steps[0].Sort != StepSort.Machine) run.Look(_ => Status.Good);
        foreach (var step in steps)
        {
            if (step.Sort is not (StepSort.Command or StepSort.Hidden))
            {
                Prepare(run, document, session, placeholders, step, wishes);
                continue;
            }
            var command = One(session, comparison, placeholders, document, step, wishes);
            commands.Add(command);
            if (command.Outcome.Notes.Length > 0 && !hasNoted) run.Console.Error(command.Outcome.Notes);
            hasNoted |= command.Outcome.Notes.Length > 0;
            if (!wishes.Json) ReplayReport.Tell(run.Console, command);
            if (step.Shown is { } shown && command.Problems.Contains(OtherOutput) && Edit(document, step, shown, command.Outcome.Output) is { } edit) edits.Add(edit);
        }
        var difference = edits.Count == 0 ? null : string.Concat(TextDiff.Unified(document.Name, document.Lines, edits).Select(line => line + "\n"));
        if (wishes.Update && edits.Count > 0)
        {
            File.WriteAllBytes(document.Name, Edited(document, edits));
            commands = [.. commands.Select(command => command with { Problems = [.. command.Problems.Where(problem => problem != OtherOutput)] })];
        }
        var status = StatusOf(commands, wishes.Check);
        if (wishes.Json)
        {
            ReplayReport.WriteJson(run.Console, document.Name, status, commands, difference);
        }
        else
        {
            if (difference is not null && !wishes.Update) run.Console.Out("\n" + difference);
            run.Console.OutLine($"\n{ReplayReport.Sum(commands, wishes.Check)}{(wishes.Update && edits.Count > 0 ? $"; {edits.Count} {(edits.Count == 1 ? "output" : "outputs")} written into {document.Name}" : "")}");
        }
        foreach (var name in placeholders.Unused) run.Console.Complain($"macemu: note: --set: no command has a placeholder '{TextTable.Printable(name)}'");
        return status;
    }

    private const string OtherOutput = "the output differs";

    private static int StatusOf(List<ReplayedCommand> commands, bool checks) =>
        commands.Any(command => command.Result == CommandResult.NotEmulated) ? ExitStatus.NotEmulated
        : commands.Any(command => command.Result is CommandResult.Unfilled or CommandResult.Broken || (checks && command.Problems.Count > 0)) ? Status.CheckFailed : Status.Good;

    private static void Prepare(Invocation run, DocumentText document, ReplaySession session, Placeholders placeholders, ReplayStep step, Wishes wishes)
    {
        switch (step.Sort)
        {
            case StepSort.Set when DocumentSteps.Pair(step.Text) is var (name, value):
                if (!wishes.Sets.Any(set => Placeholders.Normal(set.Name) == Placeholders.Normal(name))) placeholders.Set(name, value);
                break;
            case StepSort.User:
                session.User = wishes.User ?? step.Text;
                break;
            case StepSort.Machine:
                session.BeginAnew();
                if (step.Text == "none") break;
                var made = session.Run("macemu " + step.Text, step, [], document);
                if (made.Status != Status.Good) throw new MacEmuException($"{document.Name}:{step.Line}: the Mac can't be made: {TextTable.Printable((made.Problem ?? made.Output).Trim())}");
                break;
            case StepSort.Files:
                if (!session.HasOwnFolder) throw new MacEmuException($"{document.Name}:{step.Line}: 'files' takes a folder of the replay's own: 'machine' comes before it");
                foreach (var name in step.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    var path = Path.Combine(document.Folder, name);
                    if (!Path.Exists(path)) throw new MacEmuException($"{document.Name}:{step.Line}: there is no {name} beside it");
                    session.Bring(path);
                }
                break;
        }
    }

    private static ReplayedCommand One(ReplaySession session, OutputComparison comparison, Placeholders placeholders, DocumentText document, ReplayStep step, Wishes wishes)
    {
        var filled = placeholders.Fill(step.Text, step.IsFromProse);
        var nothing = new CommandOutcome(null, "");
        if (step.Skipped is not null) return new ReplayedCommand(step, filled.Shown, CommandResult.Skipped, nothing, []);
        if (filled.Missing.Count > 0) return new ReplayedCommand(step, filled.Shown, CommandResult.Unfilled, nothing, [Unfilled(filled.Missing)]);
        var outcome = session.Run(filled.Text, step, [.. step.Answers, .. wishes.Answers], document);
        if (outcome.Problem is { } problem) return new ReplayedCommand(step, filled.Shown, CommandResult.Broken, outcome, [problem]);
        if (outcome.NotEmulated.Count > 0 && step.Exit != ExitStatus.NotEmulated) return new ReplayedCommand(step, filled.Shown, CommandResult.NotEmulated, outcome, []);
        var problems = new List<string>();
        if (wishes.Check)
        {
            // A failure that the document shows needs no other word; one without a usable Mac is none of a Mac's.
            var showsIt = step.Shown is { } said && !said.Lines.All(OutputComparison.IsGap) && outcome.Status != ExitStatus.NotEmulated;
            var wanted = step.Exit ?? (showsIt ? null : Status.Good);
            if (wanted is not null && outcome.Status != wanted) problems.Add($"exit {wanted} was expected");
            if (step.Shown is { } shown && !comparison.Holds(shown.Lines, ReplayReport.Lines(outcome.Output))) problems.Add(OtherOutput);
        }
        return new ReplayedCommand(step, filled.Shown, CommandResult.Run, outcome, problems);
    }

    private static string Unfilled(IReadOnlyList<string> missing) => $"what stands for {string.Join(", ", missing)}? say it with --set";

    // What would stand there instead. Lines that would end the block are left to whoever writes the document.
    private static (int, int, IReadOnlyList<string>)? Edit(DocumentText document, ReplayStep step, ShownOutput shown, string output)
    {
        var lines = OutputComparison.Rewritten(shown.Lines, ReplayReport.Lines(output));
        if (lines.Any(line => line.TrimStart() is var text && (text.StartsWith("```", StringComparison.Ordinal) || text.StartsWith("~~~", StringComparison.Ordinal))))
            throw new MacEmuException($"{document.Name}:{step.Line}: the command prints the mark that ends a code block; replay can't show that");
        return (shown.Start, shown.Lines.Count, [.. lines.Select(line => line.Length == 0 ? "" : shown.Indent + line)]);
    }

    private static byte[] Edited(DocumentText document, List<(int Start, int Count, IReadOnlyList<string> Lines)> edits)
    {
        var lines = new List<(string, string)>();
        var at = 0;
        foreach (var (start, count, now) in edits)
        {
            for (; at < start; at++) lines.Add((document.Lines[at], document.Ends[at]));
            // New lines end as the others do, and the last line may have no end.
            var end = document.Ends.FirstOrDefault(known => known.Length > 0) ?? "\n";
            if (now.Count > 0 && lines is [.., (var before, "")]) lines[^1] = (before, end);
            var isLast = start + count == document.Lines.Count;
            for (var i = 0; i < now.Count; i++) lines.Add((now[i], isLast && i == now.Count - 1 ? document.Ends[^1] : end));
            at = start + count;
        }
        for (; at < document.Lines.Count; at++) lines.Add((document.Lines[at], document.Ends[at]));
        return document.Written(lines);
    }
}
