using MacToolHost;

namespace Companions;

/// <summary><c>tail</c>: the old forms <c>+N</c> and <c>-N</c>, <c>-r</c> (backwards, refused), said in Linux's words (manual pages of both).</summary>
internal static class Tail
{
    public static readonly Companion Companion = Companions.Companion.InLinuxWords("tail", InLinuxWords);

    private const string Usage = "usage: tail [-F | -f | -r] [-q] [-b # | -c # | -n #] [file ...]\n";

    internal static IReadOnlyList<string> InLinuxWords(IReadOnlyList<string> arguments)
    {
        var options = Options.ReadRight(Head.WithoutOldForms(arguments), "Fb:c:fn:qrv", Usage);
        var words = new List<string>();
        foreach (var (letter, value) in options.All)
            switch (letter)
            {
                case 'b' or 'r':
                    throw new NotEmulatedException($"tail -{letter}");
                case 'c' or 'n':
                    if (!value.TrimStart('+', '-').All(char.IsAsciiDigit) || value.TrimStart('+', '-').Length == 0) throw new BadUseException($"illegal offset -- {value}");
                    words.AddRange([$"-{letter}", value]);
                    break;
                default:
                    words.Add($"-{letter}");
                    break;
            }
        return [.. words, "--", .. options.Rest];
    }
}
