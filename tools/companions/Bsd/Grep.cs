namespace Companions;

/// <summary>
/// <c>grep</c>, <c>egrep</c>, <c>fgrep</c>: a Mac's has no Perl patterns (<c>-P</c>), and in its patterns <c>\d</c> is a digit and <c>[[:&lt;:]]</c> begins
/// a word; the host's program does the work (manual pages of both; usage memory).
/// </summary>
internal static class Grep
{
    public static readonly Companion Companion = Of("grep");

    public static readonly Companion Extended = Of("egrep", "-E");

    public static readonly Companion Fixed = Of("fgrep", "-F");

    private const int BadUse = 2;
    private const string Usage =
        "usage: grep [-abcdDEFGHhIiJLlMmnOopqRSsUVvwXxZz] [-A num] [-B num] [-C[num]]\n" +
        "\t[-e pattern] [-f file] [--binary-files=value] [--color=when]\n" +
        "\t[--context[=num]] [--directories=action] [--label] [--line-buffered]\n" +
        "\t[--null] [pattern] [file ...]\n";

    // Options whose value may stand apart, of which -e's is a pattern.
    private static readonly char[] Valued = [.. "ABCDdefm"];

    private static Companion Of(string name, params string[] kind) => Companions.Companion.InLinuxWords(name, arguments => InLinuxWords([.. kind, .. arguments]), "grep") with
    {
        // Most uses are the same on both, and grep is called often.
        IsForHost = arguments => name == "grep" && !arguments.Any(argument => argument.Contains('P', StringComparison.Ordinal) || argument.Contains('\\', StringComparison.Ordinal) || argument.Contains("[[:", StringComparison.Ordinal)),
        IsLinuxs = arguments => arguments.Any(argument => argument is ['-', not '-', ..] && argument.Contains('P', StringComparison.Ordinal)),
    };

    internal static IReadOnlyList<string> InLinuxWords(IReadOnlyList<string> arguments)
    {
        var words = new List<string>();
        var (isFixed, hasPattern, areOptions) = (false, false, true);
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            if (areOptions && word is "--perl-regexp") throw new BadUseException("unrecognized option `--perl-regexp'", Usage, BadUse);
            if (areOptions && word is ['-', '-', ..])
            {
                areOptions = word.Length > 2;
                isFixed |= word == "--fixed-strings";
                hasPattern |= word.StartsWith("--regexp=", StringComparison.Ordinal) || word.StartsWith("--file=", StringComparison.Ordinal);
                words.Add(word);
                continue;
            }
            if (!areOptions || word is not ['-', _, ..])
            {
                words.Add(hasPattern ? word : Pattern(word, isFixed));
                hasPattern = true;
                continue;
            }
            var valued = word.IndexOfAny(Valued, 1);
            var letters = valued >= 0 ? word[1..valued] : word[1..];
            if (letters.Contains('P', StringComparison.Ordinal)) throw new BadUseException("invalid option -- P", Usage, BadUse);
            isFixed |= letters.Contains('F', StringComparison.Ordinal);
            words.Add(valued >= 0 ? word[..(valued + 1)] : word);
            if (valued < 0) continue;
            hasPattern |= word[valued] is 'e' or 'f';
            var value = valued + 1 < word.Length ? word[(valued + 1)..] : i + 1 < arguments.Count ? arguments[++i] : null;
            if (value is not null) words.Add(word[valued] == 'e' ? Pattern(value, isFixed) : value);
        }
        return words;
    }

    // Outside of brackets: in them a backslash is itself.
    private static string Pattern(string pattern, bool isFixed)
    {
        if (isFixed || !(pattern.Contains('\\', StringComparison.Ordinal) || pattern.Contains("[[:", StringComparison.Ordinal))) return pattern;
        var text = new System.Text.StringBuilder();
        pattern = pattern.Replace("[[:<:]]", @"\<", StringComparison.Ordinal).Replace("[[:>:]]", @"\>", StringComparison.Ordinal);
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '[' && End(pattern, i) is > 0 and var end)
            {
                text.Append(pattern, i, end - i + 1);
                i = end;
            }
            else if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                text.Append(pattern[++i] switch { 'd' => "[0-9]", 'D' => "[^0-9]", var other => $@"\{other}" });
            }
            else text.Append(pattern[i]);
        }
        return text.ToString();
    }

    // Where a bracket expression ends: a bracket that comes first, or belongs to a class, doesn't end it.
    private static int End(string pattern, int start)
    {
        var i = start + 1;
        if (i < pattern.Length && pattern[i] == '^') i++;
        if (i < pattern.Length && pattern[i] == ']') i++;
        while (i < pattern.Length && pattern[i] != ']')
            i = pattern[i] == '[' && i + 1 < pattern.Length && pattern[i + 1] is ':' or '.' or '=' && pattern.IndexOf($"{pattern[i + 1]}]", i + 2, StringComparison.Ordinal) is > 0 and var close ? close + 2 : i + 1;
        return i < pattern.Length ? i : -1;
    }
}
