namespace Companions;

/// <summary>
/// <c>xargs</c>: without input BSD's runs nothing, Linux's runs the command once; <c>-J</c> puts all words where a mark stands
/// (manual pages of both).
/// </summary>
internal static class XArgs
{
    public static readonly Companion Companion = Companions.Companion.InLinuxWords("xargs", InLinuxWords) with
    {
        IsLinuxs = arguments => Options.AreLong([.. arguments.TakeWhile(argument => argument.StartsWith('-'))]),
    };

    private const string Usage =
        "usage: xargs [-0opt] [-E eofstr] [-I replstr [-R replacements] [-S replsize]]\n" +
        "             [-J replstr] [-L number] [-n number [-x]] [-P maxprocs]\n" +
        "             [-s size] [utility [argument ...]]\n";

    internal static IReadOnlyList<string> InLinuxWords(IReadOnlyList<string> arguments)
    {
        var options = Options.ReadRight(arguments, "0E:I:J:L:n:oP:pR:rS:s:tx", Usage);
        var words = new List<string> { "-r" };
        string? mark = null;
        foreach (var (letter, value) in options.All)
            switch (letter)
            {
                case 'J':
                    mark = value;
                    break;
                case 'R' or 'S' or 'r':
                    break; // how much one -I may replace: Linux's replaces all
                case 'o' or '0' or 'p' or 't' or 'x':
                    words.Add($"-{letter}");
                    break;
                default:
                    words.AddRange([$"-{letter}", value]);
                    break;
            }
        // "%" alone, the first time it stands for itself, is where the words go.
        if (mark is not null && options.Rest.Contains(mark))
        {
            var at = options.Rest.ToList().IndexOf(mark);
            var command = string.Join(' ', options.Rest.Select((word, i) => i == at ? "\"$@\"" : Quoted(word)));
            return [.. words, "sh", "-c", command, "xargs"];
        }
        return [.. words, .. options.Rest.Count > 0 ? ["--", .. options.Rest] : options.Rest];
    }

    private static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
