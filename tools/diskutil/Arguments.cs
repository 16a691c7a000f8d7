namespace Diskutil;

/// <summary>Options of a verb, in any order and case, and what stands between them (dossier diskutil, 1).</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string?> _options = new(StringComparer.OrdinalIgnoreCase);

    private Arguments()
    {
    }

    /// <summary>What is no option.</summary>
    public List<string> Operands { get; } = [];

    /// <summary>Reads words; null where one is no option of the verb, or lacks its value.</summary>
    public static Arguments? Read(Verb verb, IReadOnlyList<string> words)
    {
        var arguments = new Arguments();
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] is not ['-', _, ..])
            {
                arguments.Operands.Add(words[i]);
                continue;
            }
            if (verb.FindOption(words[i]) is not { } option) return null;
            if (option.TakesValue && i + 1 == words.Count) return null;
            arguments._options[option.Name] = option.TakesValue ? words[++i] : null;
        }
        return arguments;
    }

    public bool Has(string option) => _options.ContainsKey(option);

    public string? Value(string option) => _options.GetValueOrDefault(option);
}
