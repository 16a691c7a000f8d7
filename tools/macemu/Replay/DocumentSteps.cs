using System.Globalization;
using System.Text;
using MacEmu.Scenarios;

namespace MacEmu.Replay;

/// <summary>Reads what a document says to do.</summary>
internal sealed class DocumentSteps
{
    private const string Bash = "/bin/bash";

    /// <summary>A quote that nobody closes must not take the rest of a long document.</summary>
    private const int MostLines = 500;

    private static readonly string[] Transcripts = ["console", "shell-session", "shellsession", "sh-session", "terminal"];
    private static readonly string[] Shells = ["sh", "bash", "shell", "zsh"];
    private static readonly string[] Unnamed = ["", "none", "text", "txt", "plain", "plaintext"];

    private readonly DocumentText _document;
    private readonly List<ReplayStep> _steps = [];

    // What comments say about the next block.
    private string? _skip;
    private (int Status, int Line)? _exit;
    private readonly List<TerminalAnswer> _answers = [];

    private DocumentSteps(DocumentText document) => _document = document;

    /// <summary>The steps, in the document's order.</summary>
    /// <exception cref="MacEmuException">A comment for a replay is none.</exception>
    public static IReadOnlyList<ReplayStep> Of(DocumentText document) => new DocumentSteps(document).Read();

    private List<ReplayStep> Read()
    {
        var blocks = _document.Format switch
        {
            DocumentFormat.Markdown => MarkdownBlocks.Of(_document.Lines),
            DocumentFormat.Html => HtmlBlocks.Of(_document.Lines),
            _ => TextBlocks.Of(_document.Lines),
        };
        foreach (var block in blocks)
        {
            if (block.Kind == BlockKind.Remark)
            {
                Remark(block.Lines[0].Text, block.Lines[0].Line);
                continue;
            }
            var before = _steps.Count;
            switch (block.Kind)
            {
                case BlockKind.Code:
                    Code(block);
                    break;
                case BlockKind.InlineCode when CommandWords.IsLead(block.Lines[0].Text):
                    Add(block.Lines[0].Line, block.Lines[0].Text, Bash);
                    break;
                case BlockKind.Prose:
                    Prose(block);
                    break;
            }
            if (block.Kind == BlockKind.Code || _steps.Count > before) EndBlock(before);
        }
        if (_exit is { } left) throw Wrong(left.Line, "no command follows");
        return _steps;
    }

    // The status is that of the block's last command, skipping and answers are about all of it.
    private void EndBlock(int from)
    {
        if (_exit is { } exit)
        {
            if (_steps.Count == from) throw Wrong(exit.Line, "no command follows");
            _steps[^1] = _steps[^1] with { Exit = exit.Status };
        }
        (_skip, _exit) = (null, null);
        _answers.Clear();
    }

    private void Add(int line, string text, string shell, string? user = null, ShownOutput? shown = null, bool isFromProse = false) =>
        _steps.Add(new ReplayStep(StepSort.Command, line, text) { Shell = shell, User = user, Skipped = _skip, Answers = [.. _answers], Shown = shown, IsFromProse = isFromProse });

    private void Code(Block block)
    {
        var lines = block.Lines.Select(line => line.Text).ToList();
        var isNamed = Shells.Contains(block.Language);
        if (!isNamed && !Transcripts.Contains(block.Language) && !Unnamed.Contains(block.Language)) return;
        var shell = block.Language == "zsh" ? "/bin/zsh" : Bash;
        if (lines.Count > 0 && lines[0].StartsWith("#!", StringComparison.Ordinal))
        {
            if (isNamed) Add(block.Lines[0].Line, string.Join('\n', lines), lines[0][2..].Trim() is { Length: > 0 } named && !named.Contains(' ', StringComparison.Ordinal) ? named : shell);
            return;
        }
        var isRoots = Prompt.IsRoots(lines);
        if (isRoots || lines.Any(line => Prompt.Of(line, false) is not null)) Transcript(block, isRoots, shell);
        else if (isNamed) foreach (var (line, text) in Split(block.Lines)) Add(line, text, shell);
        else Unlabelled(block);
    }

    // Nobody says what it is: commands only if all of it can be; else those lines that begin as a Mac's command.
    private void Unlabelled(Block block)
    {
        var commands = Split(block.Lines).ToList();
        if (commands.Any(command => CommandWords.IsLead(command.Text)) && commands.All(command => CommandWords.IsPlausible(command.Text)))
            foreach (var (line, text) in commands) Add(line, text, Bash);
        else
            foreach (var (text, line) in block.Lines)
                if (CommandWords.IsLead(text)) Add(line, text, Bash);
    }

    private void Transcript(Block block, bool isRoots, string shell)
    {
        var from = _steps.Count;
        for (var i = 0; i < block.Lines.Count;)
        {
            var (text, line) = block.Lines[i++];
            if (Prompt.Of(text, isRoots) is not var (command, user)) continue;
            var whole = new StringBuilder(command.TrimEnd());
            // Further lines of a command stand behind a prompt of their own, or behind none.
            for (var count = 1; count < MostLines && i < block.Lines.Count && !ShellText.IsComplete(whole.ToString()) && Prompt.Of(block.Lines[i].Text, isRoots) is null; count++)
            {
                var next = block.Lines[i++].Text;
                whole.Append('\n').Append(next.StartsWith("> ", StringComparison.Ordinal) ? next[2..] : next == ">" ? "" : next);
            }
            var start = i;
            while (i < block.Lines.Count && Prompt.Of(block.Lines[i].Text, isRoots) is null) i++;
            var end = i;
            while (end > start && block.Lines[end - 1].Text.Trim().Length == 0) end--;
            if (ShellText.IsComment(whole.ToString())) continue;
            var first = start < block.Lines.Count ? block.Lines[start].Line - 1 : block.Lines[^1].Line;
            Add(line, whole.ToString(), shell, user, new ShownOutput(first, [.. block.Lines.Skip(start).Take(end - start).Select(part => part.Text)], block.Indent));
        }
        // With prompts and nothing else, it is a list of commands.
        if (!Transcripts.Contains(block.Language) && _steps.Skip(from).All(step => step.Shown!.Lines.Count == 0))
            for (var i = from; i < _steps.Count; i++) _steps[i] = _steps[i] with { Shown = null };
    }

    private void Prose(Block block)
    {
        for (var i = 0; i < block.Lines.Count; i++)
        {
            var (text, line) = block.Lines[i];
            if (Prompt.Of(text.TrimStart(), false) is var (typed, user) && CommandWords.IsPlausible(typed))
            {
                Add(line, typed, Bash, user);
                continue;
            }
            foreach (var (start, found) in CommandWords.InProse(text))
            {
                var command = found;
                // A line that goes on: a heredoc, or a backslash at its end.
                if (start + found.Length == text.Length && (found.Contains("<<", StringComparison.Ordinal) || found.EndsWith('\\')))
                    for (var count = 1; count < MostLines && i + 1 < block.Lines.Count && !ShellText.IsComplete(command); count++) command += "\n" + block.Lines[++i].Text;
                Add(line, command, Bash, isFromProse: true);
            }
        }
    }

    private static IEnumerable<(int Line, string Text)> Split(IReadOnlyList<(string Text, int Line)> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var (text, line) = lines[i];
            if (text.Trim().Length == 0 || ShellText.IsComment(text)) continue;
            var whole = new StringBuilder(text);
            for (var count = 1; count < MostLines && i + 1 < lines.Count && !ShellText.IsComplete(whole.ToString()); count++) whole.Append('\n').Append(lines[++i].Text);
            yield return (line, whole.ToString().TrimEnd());
        }
    }

    private void Remark(string text, int line)
    {
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        var (word, rest) = end < 0 ? (text, "") : (text[..end], text[(end + 1)..].Trim());
        if (rest.Length == 0) throw Wrong(line, "it says no more than that");
        switch (word)
        {
            case "skip":
                _skip = rest;
                break;
            case "exit":
                _exit = (int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status < 256 ? status : throw Wrong(line, $"'{rest}' is no exit status"), line);
                break;
            case "answer":
                var (prompt, answer) = Pair(rest) ?? throw Wrong(line, $"'{rest}' is not PROMPT=TEXT");
                _answers.Add(new TerminalAnswer(prompt, answer));
                break;
            case "set":
                _ = Pair(rest) ?? throw Wrong(line, $"'{rest}' is not NAME=VALUE");
                _steps.Add(new ReplayStep(StepSort.Set, line, rest));
                break;
            case "as":
                _steps.Add(new ReplayStep(StepSort.User, line, rest));
                break;
            case "files":
                _steps.Add(new ReplayStep(StepSort.Files, line, rest));
                break;
            case "machine":
                if (rest != "none" && !rest.StartsWith("create", StringComparison.Ordinal)) throw Wrong(line, "'machine' is followed by 'none' or 'create' with its options");
                _steps.Add(new ReplayStep(StepSort.Machine, line, rest));
                break;
            case "run":
                _steps.Add(new ReplayStep(StepSort.Hidden, line, rest) { Answers = [.. _answers] });
                _answers.Clear();
                break;
            default:
                throw Wrong(line, $"'{word}' is none of answer, as, exit, files, machine, run, set, skip");
        }
    }

    /// <summary>What stands before and behind the first equals sign; null where there is none or nothing before it.</summary>
    public static (string Name, string Value)? Pair(string text) =>
        text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (text[..at].Trim(), text[(at + 1)..]) : null;

    private MacEmuException Wrong(int line, string problem) => new($"{_document.Name}:{line}: this comment for 'macemu replay' is wrong: {problem}");
}
