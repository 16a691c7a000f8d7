using MacToolHost;

namespace Companions;

/// <summary>
/// <c>sed</c>: BSD's <c>-i</c> always takes a suffix, of its own or empty, <c>-l</c> prints line by line, and <c>[[:&lt;:]]</c> begins a
/// word; the host's program does the work.
/// </summary>
internal static class Sed
{
    public static readonly Companion Companion = Companions.Companion.InLinuxWords("sed", InLinuxWords);

    private const string Usage =
        "usage: sed script [-EHalnru] [-i extension] [file ...]\n" +
        "\tsed [-EHalnru] [-i extension] [-e script] ... [-f script_file] ... [file ...]\n";

    /// <summary>The arguments of Linux's sed.</summary>
    internal static IReadOnlyList<string> InLinuxWords(IReadOnlyList<string> arguments)
    {
        var options = Options.ReadRight(arguments, "EHI:ae:f:i:lnrsu", Usage);
        var words = new List<string>();
        var hasScript = false;
        foreach (var (letter, value) in options.All)
            switch (letter)
            {
                case 'i' or 'I':
                    // "sed -i s/a/b/ file" takes the script for a suffix and the file for a script: an error on a Mac.
                    if (value.Contains('/')) throw new NotEmulatedException($"sed -i {value} (on a Mac that is a suffix, not a script: sed -i '' …)");
                    words.Add($"-i{value}");
                    break;
                case 'e' or 'f':
                    hasScript = true;
                    words.AddRange([$"-{letter}", letter == 'e' ? WordEdges(value) : value]);
                    break;
                case 'l':
                    words.Add("-u");
                    break;
                case 'a' or 'H':
                    break;
                default:
                    words.Add($"-{letter}");
                    break;
            }
        if (!hasScript && options.Rest.Count > 0) words.AddRange(["-e", WordEdges(options.Rest[0])]);
        words.AddRange(["--", .. options.Rest.Skip(hasScript ? 0 : 1)]);
        return words;
    }

    private static string WordEdges(string script) => script.Replace("[[:<:]]", @"\<", StringComparison.Ordinal).Replace("[[:>:]]", @"\>", StringComparison.Ordinal);
}
