using System.Text;
using MacToolHost;

namespace Companions;

/// <summary>
/// Runs AppleScript and JavaScript, as far as deployment scripts use them: dialogs, which <c>macemu dialog</c> has answers for, and reading
/// preferences. Without an answer it is as on a Mac where nobody is logged in.
/// </summary>
internal static class OsaScript
{
    // The text of a script may hold a password.
    public static readonly Companion Companion = new("osascript", Run)
    {
        IsSecret = arguments => [.. arguments.Select((argument, i) => argument.Contains("password", StringComparison.OrdinalIgnoreCase) && i > 0 && arguments[i - 1] == "-e")],
    };

    private static int Run(ToolRun run)
    {
        var lines = new List<string>();
        var language = "AppleScript";
        var next = 0;
        for (; next < run.Arguments.Count && run.Arguments[next] is ['-', _, ..] word; next++)
        {
            if (word == "--")
            {
                next++;
                break;
            }
            var (option, value) = (word[..2], word.Length > 2 ? word[2..] : next + 1 < run.Arguments.Count ? run.Arguments[++next] : null);
            if (value is null) return Misused(run, option);
            switch (option)
            {
                case "-e":
                    lines.Add(value);
                    break;
                case "-l":
                    language = value;
                    break;
                case "-s" when value.All(letter => letter is 'h' or 'e'):
                    break;
                default:
                    throw new NotEmulatedException($"osascript {option}{(option == "-s" ? $" {value}" : "")}");
            }
        }
        IReadOnlyList<string> rest = [.. run.Arguments.Skip(next)];
        string script;
        if (lines.Count > 0) script = string.Join('\n', lines);
        else if (rest is [] or ["-", ..])
        {
            script = Encoding.UTF8.GetString(run.Console.ReadToEnd());
            rest = [.. rest.Skip(1)];
        }
        else if (MacFile.Read(run, rest[0]) is { } content)
        {
            script = Encoding.UTF8.GetString(content);
            if (script.StartsWith("#!", StringComparison.Ordinal) && script.Contains("JavaScript", StringComparison.Ordinal)) language = "JavaScript";
            rest = [.. rest.Skip(1)];
        }
        else
        {
            run.Console.ErrorLine($"osascript: {rest[0]}: No such file or directory");
            return 1;
        }
        return language.ToUpperInvariant() switch
        {
            "APPLESCRIPT" => AppleScript(run, script, rest),
            "JAVASCRIPT" => JavaScriptPreferences.Run(run, script),
            _ => throw new NotEmulatedException($"osascript -l {language}"),
        };
    }

    private static int AppleScript(ToolRun run, string script, IReadOnlyList<string> arguments)
    {
        var statements = AppleScriptParser.Read(script, arguments);
        var frame = new AppleScriptFrame(new DialogBox(run));
        try
        {
            statements(frame);
        }
        catch (AppleScriptException error)
        {
            run.Console.ErrorLine($"{error.Start}:{error.End}: execution error: {error.Message} ({error.Number})");
            return 1;
        }
        if (AppleScriptValue.Shown(frame.Result) is { } shown) run.Console.OutLine(shown);
        return 0;
    }

    private static int Misused(ToolRun run, string option)
    {
        run.Console.ErrorLine($"osascript: option requires an argument -- {option[1..]}");
        run.Console.ErrorLine("usage: osascript [-l language] [-e script] [-i] [-s {ehso}] [programfile] [argument ...]");
        return 1;
    }
}
