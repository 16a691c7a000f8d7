using MacStateStore.Releases;

namespace Fdesetup;

/// <summary>
/// The arguments as getopt_long_only reads them: a verb, then options with one dash or two, shortened to any beginning that is theirs
/// alone, with the value as the next word or after '='. Words that belong to nothing are passed over (dossier fdesetup, 2).
/// </summary>
internal sealed class CommandLine
{
    private readonly List<(Option Option, string Value)> _options = [];
    private Refusal? _problem;

    private CommandLine(int count) => IsSecret = new bool[count];

    /// <summary>Of each argument, whether the journal must not see it.</summary>
    public bool[] IsSecret { get; }

    /// <summary>What to do; null where there is no such verb.</summary>
    public Verb? Verb { get; private set; }

    public static CommandLine Read(IReadOnlyList<string> words)
    {
        var line = new CommandLine(words.Count);
        if (words.Count == 0) return line;
        line.Verb = Grammar.Verbs.FirstOrDefault(verb => verb.Name.Equals(words[0], StringComparison.OrdinalIgnoreCase));
        // Whatever belongs to nothing may be a password that somebody hoped to hand over so.
        for (var i = 1; i < words.Count; i++) i = line.ReadWord(words, i);
        return line;
    }

    public bool Has(Option option) => _options.Exists(given => given.Option == option);

    /// <summary>An option's value, the last where it is given twice; null where it isn't given.</summary>
    public string? Value(Option option) => _options.FindLast(given => given.Option == option).Value;

    /// <summary>All values of an option that may be given more than once.</summary>
    public IEnumerable<string> Values(Option option) => _options.Where(given => given.Option == option).Select(given => given.Value);

    /// <summary>What is wrong with the options in a release; null where they are well.</summary>
    public Refusal? ProblemFor(MacOSVersion os) =>
        _problem ?? (_options.Find(given => given.Option.Since is { } needed && !os.Has(needed)).Option is { } unknown ? Messages.UnknownOption("-" + unknown.Name) : null);

    // Gives the place of the last word that was read.
    private int ReadWord(IReadOnlyList<string> words, int place)
    {
        var word = words[place];
        IsSecret[place] = true;
        if (Verb is null || word.Length < 2 || word[0] != '-' || word == "--") return place;
        var typed = word[(word[1] == '-' ? 2 : 1)..];
        var equals = typed.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? typed : typed[..equals];
        if (Find(name) is not { } option)
        {
            IsSecret[place] = equals >= 0;
            return place;
        }
        IsSecret[place] = false;
        if (option.ValueName is null)
        {
            if (equals >= 0) _problem ??= Messages.UnknownOption(word[..^(typed.Length - equals)]);
            _options.Add((option, ""));
        }
        else if (equals >= 0) _options.Add((option, typed[(equals + 1)..]));
        else if (place + 1 == words.Count) _problem ??= Messages.LacksValue(option.Name);
        else _options.Add((option, words[++place]));
        return place;
    }

    private Option? Find(string name)
    {
        if (Verb!.Options.FirstOrDefault(option => option.Name == name) is { } exact) return exact;
        var candidates = Verb.Options.Where(option => name.Length > 0 && option.Name.StartsWith(name, StringComparison.Ordinal)).ToList();
        if (candidates is [var only]) return only;
        _problem ??= Messages.UnknownOption("-" + name);
        return null;
    }
}
