namespace Dscl;

/// <summary>An option that stands before the data source (dossier dscl, section 2).</summary>
/// <param name="Name">The word, with its dash.</param>
/// <param name="Argument">What follows it, as the usage shows it; null for nothing.</param>
/// <param name="Meaning">What the usage says of it; null for one that it doesn't show.</param>
/// <param name="IsEmulated">False where it is refused.</param>
public sealed record Option(string Name, string? Argument, string? Meaning, bool IsEmulated = true)
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
        new(User, "<user>", "authenticate as user (required when using DS Proxy)"),
        new(Password, "<password>", "authentication password"),
        new(Prompt, null, "prompt for password"),
        new(File, "<filepath>", "targeted local node database file path", IsEmulated: false),
        new(Raw, null, "don't strip off prefix from DS constants"),
        new(Plist, null, "print out record(s) or attribute(s) in XML plist format"),
        new(Url, null, "print record attribute values in URL-style encoding"),
        new(Quiet, null, "quiet - no interactive prompt"),
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
