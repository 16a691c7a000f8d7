using MacToolHost;

namespace Dscl;

/// <summary>
/// What was typed: options from the left up to the first word that is none, then the data source, the command and its arguments
/// (dossier dscl, section 2).
/// </summary>
internal sealed record CommandLine(
    IReadOnlyDictionary<string, string?> Options, string? DataSource, string? Word, int FirstArgument, IReadOnlyList<string> Arguments)
{
    private const string Superuser = "root";

    public static CommandLine Parse(IReadOnlyList<string> words)
    {
        var options = new Dictionary<string, string?>(StringComparer.Ordinal);
        var i = 0;
        while (i < words.Count && Option.Find(words[i]) is { } option)
        {
            options[option.Name] = option.TakesValue ? words.ElementAtOrDefault(i + 1) : null;
            i += option.TakesValue ? 2 : 1;
        }
        var first = Math.Min(i + 2, words.Count);
        return new CommandLine(options, words.ElementAtOrDefault(i), words.ElementAtOrDefault(i + 1), first, [.. words.Skip(first)]);
    }

    public bool Has(string option) => Options.ContainsKey(option);

    /// <summary>Who is to be authenticated with which password; null for nobody. Asks for the password where it wasn't given.</summary>
    public (string User, string Password)? Login(ToolRun run)
    {
        var user = Options.GetValueOrDefault(Option.User);
        if (user is null && !Has(Option.Prompt)) return null;
        // -P counts only beside -u.
        var password = user is null ? null : Options.GetValueOrDefault(Option.Password);
        return (user ?? Superuser, password ?? run.AskSecret(Messages.PasswordPrompt));
    }
}
