using MacToolHost;

namespace Companions;

/// <summary>Edits one property list by commands, given as options or typed.</summary>
internal static class PlistBuddy
{
    public static readonly Companion Companion = new("PlistBuddy", Run)
    {
        IsSecret = arguments => [.. arguments.Select(word => word.Contains("password", StringComparison.OrdinalIgnoreCase) && !word.StartsWith("print", StringComparison.OrdinalIgnoreCase))],
        WithoutMachine = (arguments, console) =>
        {
            if (!arguments.Contains("-h")) return null;
            console.Out(PlistBuddyText.Usage + "\n" + PlistBuddyText.Help);
            return 1;
        },
    };

    private static int Run(ToolRun run)
    {
        var commands = new List<string>();
        string? path = null;
        var asXml = false;
        for (var i = 0; i < run.Arguments.Count; i++)
        {
            var word = run.Arguments[i];
            if (word is ['-', _, ..] && word[1..].All(c => c is 'c' or 'x' or 'l'))
            {
                asXml |= word.Contains('x', StringComparison.Ordinal);
                if (!word.Contains('c', StringComparison.Ordinal)) continue;
                if (++i == run.Arguments.Count) return Misused(run);
                commands.Add(run.Arguments[i]);
            }
            else if (path is null && word is not (['-', ..] or "")) path = word;
            else return Misused(run);
        }
        if (path is null) return Misused(run);
        var file = new PlistBuddyFile(run, path);
        if (!file.TryOpen()) return 1;
        var editor = new PlistBuddyEditor(run, file, asXml);
        return commands.Count > 0 ? RunAll(file, editor, commands) : Converse(run, editor);
    }

    // What went well is saved at the end, also where another command failed.
    private static int RunAll(PlistBuddyFile file, PlistBuddyEditor editor, List<string> commands)
    {
        var done = true;
        foreach (var command in commands)
        {
            done &= editor.Do(command);
            if (editor.HasEnded) return done ? 0 : 1;
        }
        return (!file.IsChanged || file.TrySave()) && done ? 0 : 1;
    }

    private static int Converse(ToolRun run, PlistBuddyEditor editor)
    {
        while (!editor.HasEnded)
        {
            run.Console.Out(PlistBuddyText.Prompt);
            run.Console.FlushOutput();
            if (run.Console.ReadLine() is not { } line) break;
            if (line.Trim().Length > 0) editor.Do(line);
        }
        return 0;
    }

    private static int Misused(ToolRun run)
    {
        run.Console.Out(PlistBuddyText.InvalidArguments + PlistBuddyText.Usage);
        return 1;
    }
}
