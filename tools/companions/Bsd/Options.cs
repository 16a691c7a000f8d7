namespace Companions;

/// <summary>Options as BSD's getopt(3) reads them: single letters, together or apart, up to the first operand or <c>--</c>.</summary>
internal sealed class Options
{
    private readonly List<(char Letter, string Value)> _options = [];

    private Options()
    {
    }

    /// <summary>The options in order; the value is empty where an option takes none.</summary>
    public IReadOnlyList<(char Letter, string Value)> All => _options;

    /// <summary>What follows the options.</summary>
    public IReadOnlyList<string> Rest { get; private set; } = [];

    /// <summary>What getopt says about the first wrong option, without the command's name; null where all are right.</summary>
    public string? Problem { get; private set; }

    /// <summary>Reads options.</summary>
    /// <param name="arguments">The command's arguments.</param>
    /// <param name="letters">The options' letters; a colon follows one that takes a value.</param>
    public static Options Read(IReadOnlyList<string> arguments, string letters)
    {
        var options = new Options();
        var next = 0;
        while (next < arguments.Count && arguments[next] is ['-', _, ..] word)
        {
            next++;
            if (word == "--") break;
            for (var i = 1; i < word.Length; i++)
            {
                var at = word[i] == ':' ? -1 : letters.IndexOf(word[i], StringComparison.Ordinal);
                if (at < 0) return options.Wrong($"illegal option -- {word[i]}");
                if (at + 1 == letters.Length || letters[at + 1] != ':')
                {
                    options._options.Add((word[i], ""));
                    continue;
                }
                if (i + 1 == word.Length && next == arguments.Count) return options.Wrong($"option requires an argument -- {word[i]}");
                options._options.Add((word[i], i + 1 < word.Length ? word[(i + 1)..] : arguments[next++]));
                break;
            }
        }
        options.Rest = [.. arguments.Skip(next)];
        return options;
    }

    /// <summary>Reads options of a command that ends where one is wrong.</summary>
    /// <exception cref="BadUseException">One is.</exception>
    public static Options ReadRight(IReadOnlyList<string> arguments, string letters, string usage, int status = 1)
    {
        var options = Read(arguments, letters);
        return options.Problem is { } problem ? throw new BadUseException(problem, usage, status) : options;
    }

    /// <summary>Whether long options are among the arguments: Linux's commands have them, BSD's mostly haven't.</summary>
    public static bool AreLong(IReadOnlyList<string> arguments) => arguments.Any(argument => argument.StartsWith("--", StringComparison.Ordinal) && argument.Length > 2);

    /// <summary>Whether an option is given.</summary>
    public bool Has(char letter) => _options.Exists(option => option.Letter == letter);

    /// <summary>The value of an option, the last where it is given more than once; null where it isn't.</summary>
    public string? Value(char letter) => Has(letter) ? _options.FindLast(option => option.Letter == letter).Value : null;

    private Options Wrong(string problem)
    {
        Problem = problem;
        return this;
    }
}
