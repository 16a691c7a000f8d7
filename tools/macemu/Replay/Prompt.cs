using System.Text.RegularExpressions;

namespace MacEmu.Replay;

/// <summary>The prompts of shells, as transcripts have them.</summary>
internal static partial class Prompt
{
    private const string Root = "root";

    /// <summary>What a line says after its prompt, and who is asked; null for a line without one.</summary>
    /// <param name="line">The line.</param>
    /// <param name="isRoots">Whether a lone <c>#</c> is root's prompt here and no comment.</param>
    public static (string Command, string? User)? Of(string line, bool isRoots)
    {
        if (line.Length > 2 && line[0] is '$' or '%' && line[1] == ' ') return (line[2..], null);
        if (line.Length > 2 && isRoots && line[0] == '#' && line[1] == ' ') return (line[2..], Root);
        if (line.IndexOfAny(['$', '%', '#']) < 0) return null;
        var match = Known().Match(line);
        return match.Success ? (line[match.Length..], match.Groups[1].Value == "#" ? Root : null) : null;
    }

    /// <summary>Whether a block is a transcript whose prompt is root's.</summary>
    public static bool IsRoots(IReadOnlyList<string> lines) =>
        lines.FirstOrDefault(line => line.Trim().Length > 0) is { } first && first.StartsWith("# ", StringComparison.Ordinal) && !lines.Any(line => Of(line, false) is not null)
            && CommandWords.IsPlausible(first[2..]);

    // alice@mac ~ % …, mac:~ alice$ …, sh-3.2# …, [alice@mac ~]$ …
    [GeneratedRegex(@"^(?:[\w.-]+@[\w.-]+ \S+ |[\w.-]+:\S+ [\w.-]+|(?:ba|z)?sh-[\d.]+|\[[\w.-]+@[\w.-]+ \S+\])([$%#]) ")]
    private static partial Regex Known();
}
