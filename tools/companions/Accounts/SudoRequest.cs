using System.Text;

namespace Companions;

/// <summary>What a <c>sudo</c> command line asks for. Its options are read up to the first word that is none.</summary>
internal sealed record SudoRequest
{
    // Short options; those with a colon take a value.
    private const string Letters = "ABbC:D:Eeg:HhiKklNnPp:R:r:ST:t:U:u:Vvs";

    private static readonly Dictionary<string, char> LongOptions = new(StringComparer.Ordinal)
    {
        ["askpass"] = 'A',
        ["background"] = 'b',
        ["bell"] = 'B',
        ["chdir"] = 'D',
        ["chroot"] = 'R',
        ["close-from"] = 'C',
        ["command-timeout"] = 'T',
        ["edit"] = 'e',
        ["group"] = 'g',
        ["help"] = 'h',
        ["list"] = 'l',
        ["login"] = 'i',
        ["no-update"] = 'N',
        ["non-interactive"] = 'n',
        ["other-user"] = 'U',
        ["preserve-env"] = 'E',
        ["preserve-groups"] = 'P',
        ["prompt"] = 'p',
        ["remove-timestamp"] = 'K',
        ["reset-timestamp"] = 'k',
        ["set-home"] = 'H',
        ["shell"] = 's',
        ["stdin"] = 'S',
        ["user"] = 'u',
        ["validate"] = 'v',
        ["version"] = 'V',
    };

    /// <summary>The letters given; long options count as theirs.</summary>
    public string Flags { get; private init; } = "";

    /// <summary>The user to become (<c>-u</c>), as typed.</summary>
    public string? User { get; private init; }

    /// <summary>The group to become (<c>-g</c>), as typed.</summary>
    public string? Group { get; private init; }

    /// <summary>The prompt (<c>-p</c>).</summary>
    public string? Prompt { get; private init; }

    /// <summary>Variables kept by name (<c>--preserve-env=A,B</c>).</summary>
    public IReadOnlyList<string> Kept { get; private init; } = [];

    /// <summary>Variables set before the command.</summary>
    public IReadOnlyList<(string Name, string Value)> Assignments { get; private init; } = [];

    /// <summary>The command and its arguments.</summary>
    public IReadOnlyList<string> Command { get; private init; } = [];

    /// <summary>What is wrong with the options, without <c>sudo: </c>; null where they are right.</summary>
    public string? Problem { get; private init; }

    /// <summary>Whether an option is given.</summary>
    public bool Has(char letter) => Flags.Contains(letter, StringComparison.Ordinal);

    /// <summary>Reads a command line.</summary>
    public static SudoRequest Read(IReadOnlyList<string> arguments)
    {
        var flags = new StringBuilder();
        var values = new Dictionary<char, string>();
        var kept = new List<string>();
        var next = 0;
        for (; next < arguments.Count && arguments[next] is ['-', _, ..] word; next++)
        {
            if (word == "--")
            {
                next++;
                break;
            }
            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                var parts = word[2..].Split('=', 2);
                if (!LongOptions.TryGetValue(parts[0], out var letter)) return new SudoRequest { Problem = $"unrecognized option `{word}'" };
                if (letter == 'E' && parts.Length == 2)
                {
                    kept.AddRange(parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries));
                    continue;
                }
                flags.Append(letter);
                if (!TakesValue(letter)) continue;
                if (parts.Length == 1 && ++next >= arguments.Count) return new SudoRequest { Problem = $"option `{word}' requires an argument" };
                values[letter] = parts.Length == 2 ? parts[1] : arguments[next];
                continue;
            }
            for (var i = 1; i < word.Length; i++)
            {
                var letter = word[i];
                if (letter == ':' || !Letters.Contains(letter)) return new SudoRequest { Problem = $"illegal option -- {letter}" };
                flags.Append(letter);
                if (!TakesValue(letter)) continue;
                if (i + 1 == word.Length && ++next >= arguments.Count) return new SudoRequest { Problem = $"option requires an argument -- {letter}" };
                values[letter] = i + 1 < word.Length ? word[(i + 1)..] : arguments[next];
                break;
            }
        }
        var assignments = new List<(string, string)>();
        for (; next < arguments.Count && arguments[next].IndexOf('=', StringComparison.Ordinal) is > 0 and var at && !arguments[next][..at].Contains('/'); next++)
            assignments.Add((arguments[next][..at], arguments[next][(at + 1)..]));
        return new SudoRequest
        {
            Flags = flags.ToString(),
            User = values.GetValueOrDefault('u'),
            Group = values.GetValueOrDefault('g'),
            Prompt = values.GetValueOrDefault('p'),
            Kept = kept,
            Assignments = assignments,
            Command = [.. arguments.Skip(next)],
        };
    }

    private static bool TakesValue(char letter) => Letters.IndexOf(letter, StringComparison.Ordinal) is var at && at + 1 < Letters.Length && Letters[at + 1] == ':';
}
