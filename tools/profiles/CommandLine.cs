using MacStateStore.Releases;

namespace Profiles;

/// <summary>
/// The arguments, in either syntax: a verb with long options (shortened to any beginning that is theirs alone; a value as the next word
/// or after '='), or clustered letters (dossier profiles, 2).
/// </summary>
internal sealed class CommandLine
{
    private readonly Dictionary<Option, string> _options = [];
    private ProfileType _type = ProfileType.Configuration;
    private string? _problem;

    private CommandLine(int count) => IsSecret = new bool[count];

    /// <summary>Of each argument, whether the journal must not see it.</summary>
    public bool[] IsSecret { get; }

    /// <summary>Whether the call is in the older syntax.</summary>
    public bool IsLetters { get; private set; }

    /// <summary>What to do; null where that can't be told.</summary>
    public Verb? Verb { get; private set; }

    public bool IsVerbose => Has(Grammar.Verbose);

    public static CommandLine Read(IReadOnlyList<string> words)
    {
        var line = new CommandLine(words.Count);
        if (words.Count == 0) return line;
        line.IsLetters = words[0].StartsWith('-');
        if (line.IsLetters) line.ReadLetters(words);
        else line.ReadVerb(words);
        return line;
    }

    public bool Has(Option option) => _options.ContainsKey(option);

    /// <summary>An option's value; null where it isn't given.</summary>
    public string? Value(Option option) => _options.GetValueOrDefault(option);

    /// <summary>What the call works on; null where the release has nothing of that name.</summary>
    public ProfileType? TypeFor(MacOSVersion os) =>
        Value(Grammar.Type) is { } name ? Grammar.TypeOf(name, os) : _type == ProfileType.Startup && !os.Has(Capability.ProfilesInstallsProfiles) ? null : _type;

    /// <summary>What is wrong with the arguments in a release; null where they are well.</summary>
    public string? ProblemFor(MacOSVersion os)
    {
        if (_problem is not null) return _problem;
        if (!IsLetters && Verb!.Since is { } since && !os.Has(since)) return Messages.UnknownVerb(Verb.Name);
        return _options.Keys.FirstOrDefault(option => option.Since is { } needed && !os.Has(needed)) is { } unknown ? Messages.UnknownOption("-" + unknown.Name) : null;
    }

    private void ReadVerb(IReadOnlyList<string> words)
    {
        Verb = Grammar.Verbs.FirstOrDefault(verb => verb.Name == words[0]);
        if (Verb is null) _problem = Messages.UnknownVerb(words[0]);
        for (var i = 1; i < words.Count; i++)
        {
            var word = words[i];
            if (word.Length < 2 || word[0] != '-')
            {
                _problem ??= Messages.Stray(word);
                IsSecret[i] = true; // whatever follows a mistyped option may be a password
                continue;
            }
            var typed = word.TrimStart('-');
            var equals = typed.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? typed : typed[..equals];
            if (Find(name, word) is not { } option)
            {
                IsSecret[i] = equals >= 0;
                continue;
            }
            if (!option.TakesValue)
            {
                if (equals >= 0) _problem ??= Messages.TakesNoValue(option.Name);
                _options[option] = "";
            }
            else if (equals >= 0)
            {
                IsSecret[i] = option.IsSecret;
                _options[option] = typed[(equals + 1)..];
            }
            else if (i + 1 == words.Count)
            {
                _problem ??= Messages.LacksValue(word);
            }
            else
            {
                _options[option] = words[++i];
                IsSecret[i] = option.IsSecret;
            }
        }
    }

    private Option? Find(string name, string word)
    {
        if (Grammar.Options.FirstOrDefault(option => option.Name == name) is { } exact) return exact;
        var candidates = Grammar.Options.Where(option => option.Name.StartsWith(name, StringComparison.Ordinal)).ToList();
        if (candidates.Count == 1) return candidates[0];
        _problem ??= candidates.Count == 0 || name.Length == 0 ? Messages.UnknownOption(word) : Messages.AmbiguousOption(word);
        return null;
    }

    private void ReadLetters(IReadOnlyList<string> words)
    {
        var modes = new List<Mode>();
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word.Length < 2 || word[0] != '-')
            {
                _problem ??= Messages.Stray(word);
                IsSecret[i] = true;
                continue;
            }
            for (var at = 1; at < word.Length; at++)
            {
                if (Grammar.Modes.FirstOrDefault(mode => mode.Letter == word[at]) is { } mode) modes.Add(mode);
                else if (!Grammar.Letters.TryGetValue(word[at], out var option))
                {
                    _problem ??= Messages.UnknownLetter(word[at]);
                    IsSecret[i] = true;
                }
                else if (!option.TakesValue) _options[option] = "";
                else if (at + 1 < word.Length)
                {
                    // The rest of the cluster is the value, as getopt has it.
                    _options[option] = word[(at + 1)..];
                    IsSecret[i] = option.IsSecret;
                    break;
                }
                else if (i + 1 == words.Count) _problem ??= Messages.LetterLacksValue(word[at]);
                else
                {
                    _options[option] = words[++i];
                    IsSecret[i] = option.IsSecret;
                    break;
                }
            }
        }
        Choose(modes);
    }

    private void Choose(List<Mode> modes)
    {
        var chosen = Grammar.Modes.FirstOrDefault(modes.Contains);
        if (chosen is null)
        {
            _problem ??= Messages.NothingToDo;
            return;
        }
        Verb = Grammar.Verbs.First(verb => verb.Name == chosen.Verb);
        _type = chosen.Type;
        foreach (var flag in chosen.Flags) _options[flag] = "";
    }
}
