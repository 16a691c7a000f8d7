using MacToolHost;

namespace Companions;

/// <summary><c>du</c>: BSD counts blocks of 512 bytes and has <c>-g</c>, <c>-I</c> and <c>-A</c>; said in Linux's words.</summary>
internal static class Du
{
    public static readonly Companion Companion = Companions.Companion.InLinuxWords("du", InLinuxWords);

    private const string Usage =
        "usage: du [-Aclnx] [-H | -L | -P] [-g | -h | -k | -m] [-a | -s | -d depth] [-B blocksize] [-I mask] [-t threshold] [file ...]\n";

    internal static IReadOnlyList<string> InLinuxWords(IReadOnlyList<string> arguments)
    {
        var options = Options.ReadRight(arguments, "AB:HI:LPacd:ghklmnrst:x", Usage, status: 64);
        var words = new List<string>();
        var unit = "-B512";
        foreach (var (letter, value) in options.All)
            switch (letter)
            {
                case 'g':
                    unit = "-BG";
                    break;
                case 'k' or 'm' or 'h':
                    unit = $"-{letter}";
                    break;
                case 'I':
                    words.Add($"--exclude={value}");
                    break;
                case 'A':
                    words.Add("--apparent-size");
                    break;
                case 'd':
                    words.Add($"--max-depth={value}");
                    break;
                case 'r':
                    break;
                case 'B' or 't' or 'n':
                    throw new NotEmulatedException($"du -{letter}");
                default:
                    words.Add($"-{letter}");
                    break;
            }
        // Linux prints the unit behind each number of gigabytes; a Mac doesn't.
        if (unit == "-BG") unit = "--block-size=1073741824";
        return [unit, .. words, "--", .. options.Rest];
    }
}
