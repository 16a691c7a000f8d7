using MacStateStore.Releases;

namespace Diskutil;

/// <summary>An option of a verb.</summary>
/// <param name="Name">The word, dash included; capitals don't count.</param>
/// <param name="TakesValue">Whether a value follows.</param>
internal sealed record Option(string Name, bool TakesValue = false)
{
    /// <summary>Whether the value is a passphrase.</summary>
    public bool IsSecret { get; init; }
    /// <summary>Other spellings.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
}

/// <summary>What diskutil is asked to do.</summary>
/// <param name="Family">The word before it, such as apfs; empty for none.</param>
/// <param name="Name">The verb.</param>
/// <param name="Aliases">Other names.</param>
public sealed record Verb(string Family, string Name, params IReadOnlyList<string> Aliases)
{
    /// <summary>What a release must have to know it; null for every release.</summary>
    public Capability? Since { get; init; }
    /// <summary>What follows it, in words of the usage text.</summary>
    public string Synopsis { get; init; } = "";
    /// <summary>Whether it does nothing without arguments.</summary>
    public bool NeedsArguments { get; init; } = true;
    /// <summary>Whether it is emulated.</summary>
    public bool IsEmulated => Run is not null;

    /// <summary>Words that it takes and reads itself, where they stand.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    internal IReadOnlyList<Option> Options { get; init; } = [];
    internal Func<Call, int>? Run { get; init; }

    /// <summary>The verb with the word before it.</summary>
    public string FullName => Family.Length > 0 ? $"{Family} {Name}" : Name;

    internal bool IsCalled(string word) => Name.Equals(word, StringComparison.OrdinalIgnoreCase) || Aliases.Contains(word, StringComparer.OrdinalIgnoreCase);

    internal Option? FindOption(string word) => Options.FirstOrDefault(option =>
        option.Name.Equals(word, StringComparison.OrdinalIgnoreCase) || option.Aliases.Contains(word, StringComparer.OrdinalIgnoreCase));
}
