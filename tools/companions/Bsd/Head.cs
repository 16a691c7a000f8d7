namespace Companions;

/// <summary><c>head</c>: a Mac's takes no negative number, which means all but the last to Linux's (manual pages of both).</summary>
internal static class Head
{
    public static readonly Companion Companion = Companions.Companion.InLinuxWords("head", InLinuxWords);

    private const string Usage = "usage: head [-n lines | -c bytes] [file ...]\n";

    internal static IReadOnlyList<string> InLinuxWords(IReadOnlyList<string> arguments)
    {
        var options = Options.ReadRight(WithoutOldForms(arguments), "c:n:qv", Usage);
        var words = new List<string>();
        foreach (var (letter, value) in options.All)
        {
            if (letter is 'c' or 'n' && (!long.TryParse(value, System.Globalization.NumberStyles.None, null, out var count) || count == 0))
                throw new BadUseException($"illegal {(letter == 'c' ? "byte" : "line")} count -- {value}");
            words.AddRange(letter is 'c' or 'n' ? [$"-{letter}", value] : [$"-{letter}"]);
        }
        return options.Has('c') && options.Has('n') ? throw new BadUseException("can't combine line and byte counts") : [.. words, "--", .. options.Rest];
    }

    /// <summary>The arguments with <c>-5</c> and <c>+5</c> said as <c>-n 5</c> and <c>-n +5</c>.</summary>
    internal static IReadOnlyList<string> WithoutOldForms(IReadOnlyList<string> arguments)
    {
        var words = new List<string>();
        var isOption = true;
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            isOption &= word is ['-' or '+', _, ..] and not "--";
            if (isOption && word[1..].All(char.IsAsciiDigit))
            {
                words.AddRange(["-n", word[0] == '+' ? word : word[1..]]);
                continue;
            }
            words.Add(word);
            // The value of an option that stands apart.
            if (isOption && word is "-n" or "-c" && i + 1 < arguments.Count) words.Add(arguments[++i]);
        }
        return words;
    }
}
