using System.Text;
using MacToolHost;

namespace Dscl;

/// <summary>
/// The interactive mode: one command a line, each a transaction of its own; between them other runs may write (dossier dscl, section 9).
/// </summary>
internal static class Interactive
{
    private const int Interrupted = 128 + 2; // as a shell shows the death by ctrl-C

    private static readonly string[] Ends = ["exit", "quit", "q"];

    public static int Run(Command session)
    {
        var run = session.Run;
        var isQuiet = session.Line.Has(Option.Quiet);
        if (session.Line.DataSource is null) run.Console.OutLine(Messages.Banner);
        var editor = run.Console.IsInputTerminal ? new LineEditor(run.Console) : null;
        while (run.Mac.Pause(NextLine, keeps: true) is { } line)
        {
            if (editor is { IsCompleting: true })
            {
                editor.Complete(Completion.Of(session, line));
                continue;
            }
            var words = Words(line);
            if (words.Count == 0) continue;
            if (words is [var end] && Ends.Contains(end)) break;
            if (DsclTool.Do(Complete(session.Next(words[0], [.. words.Skip(1)]))) != 0) run.Mac.Undo();
        }
        if (editor is { WasInterrupted: true }) throw new CommandFailedException(Interrupted);
        if (!isQuiet) run.Console.OutLine(Messages.Goodbye);
        return 0;

        string? NextLine()
        {
            if (editor is not null) return editor.ReadLine(isQuiet ? "" : Messages.Prompt(session.Place.Path));
            run.Console.FlushOutput();
            return run.Console.ReadLine();
        }
    }

    /// <summary>
    /// The words of a line: a quote of either kind ends one that a quote began, and a backslash takes the next character as it is.
    /// </summary>
    public static IReadOnlyList<string> Words(string line)
    {
        var words = new List<string>();
        for (var i = 0; i < line.Length;)
        {
            if (line[i] is ' ' or '\t')
            {
                i++;
                continue;
            }
            var isQuoted = IsQuote(line[i]);
            if (isQuoted) i++;
            var word = new StringBuilder();
            for (; i < line.Length && !(isQuoted ? IsQuote(line[i]) : line[i] is ' ' or '\t'); i++)
            {
                if (line[i] == '\\' && i + 1 < line.Length) i++;
                word.Append(line[i]);
            }
            if (isQuoted) i++;
            words.Add(word.ToString());
        }
        return words;
    }

    private static bool IsQuote(char c) => c is '"' or '\'';

    // What needs one argument works on the current place, or the current user, without it.
    private static Command Complete(Command command) =>
        command.Arguments.Count == 0 && Verb.Find(command.Word) is { MinimumArguments: 1 } verb
            ? command.Next(command.Line.Word!, [verb.TakesUser ? command.Run.User : "."]) : command;
}
