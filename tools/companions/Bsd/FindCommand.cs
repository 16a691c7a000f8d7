using MacToolHost;

namespace Companions;

/// <summary><c>find</c>: BSD's options <c>-E -x -d -s -f</c> and primaries, said in Linux's words (manual pages of both).</summary>
internal static class FindCommand
{
    public static readonly Companion Companion = Companions.Companion.InLinuxWords("find", InLinuxWords) with { IsLinuxs = arguments => arguments is ["--version" or "--help", ..] };

    private const string Usage = "usage: find [-H | -L | -P] [-EXdsx] [-f path] path ... [expression]\n       find [-H | -L | -P] [-EXdsx] -f path [path ...] [expression]\n";

    // Files on a Mac have these beside times and modes; the host's have none.
    private static readonly string[] Unknown = ["-flags", "-Bmin", "-Bnewer", "-Btime", "-acl", "-xattr", "-xattrname", "-sparse", "-noleaf", "-Bnewermt"];

    // GNU's own.
    private static readonly string[] Linuxs = ["-printf", "-fprintf", "-fprint", "-fprint0", "-fls", "-regextype", "-daystart", "-used", "-xtype", "-context", "-noignore_readdir_race"];

    internal static IReadOnlyList<string> InLinuxWords(IReadOnlyList<string> arguments)
    {
        if (arguments is [['-', '-', _, ..], ..]) throw new BadUseException("illegal option -- -", Usage);
        var (links, paths, global, expression) = (new List<string>(), new List<string>(), new List<string>(), new List<string>());
        var i = 0;
        for (; i < arguments.Count && arguments[i] is ['-', _, ..] word && word[1..].All("HLPEXdsxf".Contains); i++)
            foreach (var letter in word[1..])
                switch (letter)
                {
                    case 'H' or 'L' or 'P':
                        links.Add($"-{letter}");
                        break;
                    case 'E':
                        global.AddRange(["-regextype", "posix-extended"]);
                        break;
                    case 'x':
                        global.Add("-xdev");
                        break;
                    case 'd':
                        global.Add("-depth");
                        break;
                    case 'f' when i + 1 < arguments.Count:
                        paths.Add(arguments[++i]);
                        break;
                    default:
                        throw new NotEmulatedException($"find -{letter}");
                }
        if (i < arguments.Count && arguments[i] == "--") i++;
        for (; i < arguments.Count && arguments[i] is not (['-', ..] or "(" or ")" or "!"); i++) paths.Add(arguments[i]);
        if (paths.Count == 0) throw Pathless(arguments, i);
        for (; i < arguments.Count; i++)
        {
            var (word, value) = (arguments[i], i + 1 < arguments.Count ? arguments[i + 1] : null);
            if (Unknown.Contains(word) || word.StartsWith("-newerB", StringComparison.Ordinal)) throw new NotEmulatedException($"find {word}");
            if (Linuxs.Contains(word)) throw new BadUseException($"{word}: unknown primary or operator");
            switch (word)
            {
                case "-x" or "-xdev":
                    expression.Add("-xdev");
                    break;
                case "-depth" when value is not null && IsNumber(value):
                    if (arguments.Contains("-o") || arguments.Contains("-or")) throw new NotEmulatedException("find -depth N beside -o");
                    if (!value.All(char.IsAsciiDigit)) throw new NotEmulatedException($"find -depth {value}");
                    global.AddRange(["-mindepth", value, "-maxdepth", value]);
                    i++;
                    break;
                case "-perm" when value is ['+', ..]:
                    expression.AddRange(["-perm", $"/{value[1..]}"]);
                    i++;
                    break;
                case "-atime" or "-ctime" or "-mtime" when value is not null && value.Any(char.IsAsciiLetter):
                    expression.AddRange([$"{word[..2]}min", Minutes(word, value)]);
                    i++;
                    break;
                case "-maxdepth" or "-mindepth" when value is not null:
                    global.AddRange([word, value]);
                    i++;
                    break;
                // What these take isn't part of the expression.
                case "-exec" or "-execdir" or "-ok" or "-okdir":
                    for (; i < arguments.Count && arguments[i] is not (";" or "+"); i++) expression.Add(arguments[i]);
                    if (i < arguments.Count) expression.Add(arguments[i]);
                    break;
                case "-name" or "-iname" or "-path" or "-ipath" or "-regex" or "-iregex" or "-user" or "-group" or "-type" or "-newer" when value is not null:
                    expression.AddRange([word, value]);
                    i++;
                    break;
                default:
                    expression.Add(word);
                    break;
            }
        }
        return [.. links, .. paths, .. global, .. expression];
    }

    // "find -name x": the letters of the first word are read as options.
    private static BadUseException Pathless(IReadOnlyList<string> arguments, int at)
    {
        var letter = at < arguments.Count && arguments[at] is ['-', .. var letters] ? letters.FirstOrDefault(letter => !"HLPEXdsxf".Contains(letter)) : default;
        return new BadUseException(letter == default ? null : $"illegal option -- {letter}", Usage);
    }

    private static bool IsNumber(string text) => text.TrimStart('+', '-') is { Length: > 0 } digits && digits.All(char.IsAsciiDigit);

    // -1h30m: less than ninety minutes.
    private static string Minutes(string primary, string value)
    {
        var sign = value[0] is '+' or '-' ? value[..1] : "";
        var (minutes, number) = (0L, 0L);
        foreach (var letter in value[sign.Length..])
        {
            if (char.IsAsciiDigit(letter))
            {
                number = number * 10 + (letter - '0');
                continue;
            }
            minutes += letter switch
            {
                'm' => number,
                'h' => 60 * number,
                'd' => 1440 * number,
                'w' => 10_080 * number,
                _ => throw new NotEmulatedException($"find {primary} {value}"),
            };
            number = 0;
        }
        return number != 0 ? throw new NotEmulatedException($"find {primary} {value}") : sign + minutes;
    }
}
