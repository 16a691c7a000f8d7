using System.Diagnostics.CodeAnalysis;
using MacStateStore.Releases;

namespace Sysadminctl;

/// <summary>
/// The arguments, read as pairs of name and value in any order. Empty ones between pairs are passed over; whatever follows an option
/// that takes a value is its value, unless it is itself an option's name (dossier sysadminctl, 1).
/// </summary>
internal sealed class CommandLine
{
    // Null stands for an option that takes no value, or whose value is missing.
    private readonly Dictionary<string, string?> _options = new(StringComparer.Ordinal);
    private readonly List<string> _strays = [];

    private CommandLine(int count) => IsSecret = new bool[count];

    /// <summary>Of each argument, whether the journal must not see it.</summary>
    public bool[] IsSecret { get; }

    /// <summary>Whether the bare word <c>interactive</c> is there.</summary>
    public bool IsInteractive { get; private set; }

    public static CommandLine Read(IReadOnlyList<string> words)
    {
        var line = new CommandLine(words.Count);
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word.Length == 0) continue;
            if (word == Grammar.Interactive) line.IsInteractive = true;
            else if (Grammar.Find(word) is not { } option)
            {
                line._strays.Add(word);
                // What follows a mistyped option may be a password.
                line.IsSecret[i] = word[0] != '-';
            }
            else if (option.Value is null || i + 1 == words.Count || Grammar.Find(words[i + 1]) is not null) line._options[word] = null;
            else
            {
                line._options[word] = words[++i];
                line.IsSecret[i] = option.IsSecret && words[i] != Grammar.Prompt;
            }
        }
        return line;
    }

    public bool Has(string option) => _options.ContainsKey(option);

    /// <summary>Whether an option has a value, be it empty.</summary>
    public bool TryGet(string option, [NotNullWhen(true)] out string? value) => _options.TryGetValue(option, out value) && value is not null;

    /// <summary>The value of an option; null where it is missing or empty, which means the same.</summary>
    public string? Value(string option) => TryGet(option, out var value) && value.Length > 0 ? value : null;

    /// <summary>Whether there are words that a release doesn't know.</summary>
    public bool HasUnknown(MacOSVersion os) => _strays.Count > 0 || _options.Keys.Any(word => !Grammar.IsKnownTo(os, word));

    /// <summary>Whether an option that takes a value stands without one, apart from one option.</summary>
    public bool LacksValue(string? but) => _options.Any(option => option.Value is null && option.Key != but && Grammar.Find(option.Key)!.Value is not null);

    /// <summary>
    /// The verbs that a release has. <c>-newPassword</c> is one only where nobody's password is to be reset.
    /// </summary>
    public IReadOnlyList<Verb> Verbs(MacOSVersion os)
    {
        var named = Grammar.Verbs.Where(verb => Has(verb.Word.Name) && verb.Word.IsKnownTo(os)).ToList();
        return named.Count < 2 ? named
            : [.. named.Where(verb => !named.Exists(other => other != verb && other.Options.Any(option => option.Name == verb.Word.Name)))];
    }
}
