namespace Dscl;

/// <summary>An option that stands before the data source (dossier dscl, section 2).</summary>
/// <param name="Name">The word, with its dash.</param>
/// <param name="Argument">What follows it, as the usage shows it; null for nothing.</param>
/// <param name="Meaning">What the usage says of it; null for one that it doesn't show.</param>
public sealed record Option(string Name, string? Argument, string? Meaning)
{
    internal const string User = "-u";
    internal const string Password = "-P";
    internal const string Prompt = "-p";
    internal const string File = "-f";
    internal const string Raw = "-raw";
    internal const string Plist = "-plist";
    internal const string Url = "-url";
    internal const string Quiet = "-q";
    internal const string AppleVersion = "-appleversion";

    /// <summary>All of them, in the order of the usage.</summary>
    public static readonly IReadOnlyList<Option> All =
    [
        new(User, "<user>", "who to authenticate as"),
        new(Password, "<password>", "that user's password"),
        new(Prompt, null, "ask for the password"),
        new(File, "<filepath>", "a node's database by its path"),
        new(Raw, null, "names with their prefixes"),
        new(Plist, null, "read and readall as a property list"),
        new(Url, null, "values percent-encoded"),
        new(Quiet, null, "no prompt in the interactive mode"),
        new("-H", null, null),
        new("-t", null, null),
    ];

    /// <summary>Whether the next word belongs to it.</summary>
    public bool TakesValue => Argument is not null;

    internal static Option? Find(string word)
    {
        foreach (var option in All)
            if (option.Name == word) return option;
        return null;
    }
}
