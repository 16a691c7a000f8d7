using MacStateStore.Releases;

namespace Bputil;

/// <summary>The arguments as getopt_long reads them: letters together or apart, long names in whole or part, values as the next word, joined, or after '='.</summary>
internal sealed class CommandLine
{
    private readonly Dictionary<Option, string> _options = [];

    private CommandLine(int count) => IsSecret = new bool[count];

    /// <summary>Of each argument, whether the journal must not see it.</summary>
    public bool[] IsSecret { get; }

    /// <summary>What is wrong; null where all is well.</summary>
    public string? Problem { get; private set; }

    public static CommandLine Read(IReadOnlyList<string> words, MacOSVersion? os = null)
    {
        var line = new CommandLine(words.Count);
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].StartsWith("--", StringComparison.Ordinal)) i = line.ReadLong(words, i, os);
            else if (words[i] is ['-', _, ..]) i = line.ReadLetters(words, i, os);
            else
            {
                line.IsSecret[i] = true; // it may be a password behind a mistyped option
                line.Problem ??= Messages.Stray;
            }
        }
        return line;
    }

    public bool Has(Option option) => _options.ContainsKey(option);

    public string? Value(Option option) => _options.GetValueOrDefault(option);

    /// <summary>Whether one of several is given.</summary>
    public bool HasAny(IEnumerable<Option> options) => options.Any(Has);

    private int ReadLong(IReadOnlyList<string> words, int at, MacOSVersion? os)
    {
        var (name, joined) = words[at][2..].Split('=', 2) is [var before, var after] ? (before, after) : (words[at][2..], null);
        var candidates = Known(os).Where(option => option.Name.StartsWith(name, StringComparison.Ordinal)).ToList();
        if ((candidates.Find(option => option.Name == name) ?? (name.Length > 0 && candidates.Count == 1 ? candidates[0] : null)) is not { } option)
        {
            IsSecret[at] = joined is not null;
            Problem ??= Messages.UnknownOption("--" + name);
            return at;
        }
        if (option.ValueName is null)
        {
            _options[option] = "";
            return at;
        }
        return Take(option, joined, words, at, option.Name);
    }

    private int ReadLetters(IReadOnlyList<string> words, int at, MacOSVersion? os)
    {
        var word = words[at];
        for (var i = 1; i < word.Length; i++)
        {
            if (Known(os).FirstOrDefault(option => option.Letter == word[i]) is not { } option)
            {
                IsSecret[at] = true;
                Problem ??= $"bputil: invalid option -- {word[i]}";
                return at;
            }
            if (option.ValueName is null) _options[option] = "";
            else return Take(option, i + 1 < word.Length ? word[(i + 1)..] : null, words, at, option.Letter.ToString());
        }
        return at;
    }

    private int Take(Option option, string? joined, IReadOnlyList<string> words, int at, string name)
    {
        if (joined is null && at + 1 == words.Count)
        {
            Problem ??= Messages.LacksValue(name);
            return at;
        }
        if (joined is null) at++;
        _options[option] = joined ?? words[at];
        IsSecret[at] = option == Grammar.Password;
        return at;
    }

    private static IEnumerable<Option> Known(MacOSVersion? os) => Grammar.All.Where(option => option.Since is not { } since || os is not { } version || version.Has(since));
}
