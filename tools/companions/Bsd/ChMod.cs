using MacToolHost;

namespace Companions;

/// <summary>
/// <c>chmod</c>: modes are the host's command's. There are no access control lists: taking them away (<c>-N</c>) leaves all as it is, and
/// setting one is refused (manual page; texts memory).
/// </summary>
internal static class ChMod
{
    public static readonly Companion Companion = Companions.Companion.InLinuxWords("chmod", InLinuxWords);

    private const string Usage =
        "usage:\tchmod [-fhv] [-R [-H | -L | -P]] [-a | +a | =a  [i][# [ n]]] mode|entry file ...\n" +
        "\tchmod [-fhv] [-R [-H | -L | -P]] [-E | -C | -N | -i | -I] file ...\n";

    internal static IReadOnlyList<string> InLinuxWords(IReadOnlyList<string> arguments)
    {
        var words = new List<string>();
        var removesList = false;
        var next = 0;
        for (; next < arguments.Count && arguments[next] is ['-', _, ..] word; next++)
        {
            if (word == "--")
            {
                next++;
                break;
            }
            if (IsMode(word)) break;
            foreach (var letter in word[1..])
            {
                if (letter is 'E' or 'C' or 'i' or 'I' or 'h' or 'a') throw new NotEmulatedException($"chmod -{letter}");
                if (!"HLNPRfv".Contains(letter)) throw new BadUseException($"illegal option -- {letter}", Usage);
                removesList |= letter == 'N';
                if (letter is 'R' or 'f' or 'v') words.Add($"-{letter}");
                else if (letter is 'H' or 'L') throw new NotEmulatedException($"chmod -R -{letter}");
            }
        }
        var rest = arguments.Skip(next).ToList();
        if (rest is [['+' or '-' or '=', 'a', ..] entry, ..] && entry[2..].TrimEnd('#', 'i') is { Length: 0 }) throw new NotEmulatedException($"chmod {entry}");
        if (rest.Count < (removesList ? 1 : 2)) throw new BadUseException(null, Usage);
        // A mode that changes nothing: the host's command finds the files, or says that there are none.
        return [.. words, .. removesList ? ["u-"] : Array.Empty<string>(), "--", .. rest];
    }

    // "-x" and "-rw" take permissions away.
    private static bool IsMode(string word) => word[1..].All("rwxXstugo".Contains);
}
