using System.Text;

namespace Dscl;

/// <summary>What Tab offers in interactive mode: commands for the first word, for others the names at the path typed so far (dossier dscl, section 9).</summary>
/// <param name="Typed">What of a name has been typed.</param>
/// <param name="Names">The names that begin so, as they would be typed; what goes on ends with a slash, else with a blank.</param>
internal sealed record Completion(string Typed, IReadOnlyList<string> Names)
{
    // Inside a word these are typed behind a backslash. Paths take out one more.
    private const string Escaped = " \t\"'";

    /// <summary>What fits a line up to the cursor.</summary>
    public static Completion Of(Command session, string line)
    {
        var start = LastWord(line);
        var word = line[start..];
        if (string.IsNullOrWhiteSpace(line[..start]))
            return new(word, [.. Verb.All.Select(verb => verb.Name).Where(name => name.StartsWith(word, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name => name + " ")]);
        var slash = word.LastIndexOf('/') + 1;
        var typed = word[slash..];
        try
        {
            var container = session.Walk(string.Concat(Interactive.Words(word[..slash])));
            var end = container is RecordTypeItem ? " " : "/";
            return new(typed, [.. List.Names(session, container).Select(Escape).Where(name => name.StartsWith(typed, StringComparison.Ordinal)).Select(name => name + end)]);
        }
        catch (InvalidPathException)
        {
            return new(typed, []);
        }
    }

    /// <summary>What may be added to what was typed: all that the names have in common.</summary>
    public string Addition
    {
        get
        {
            if (Names.Count == 0) return "";
            var common = Names[0].Length;
            foreach (var name in Names) common = Math.Min(common, name.AsSpan().CommonPrefixLength(Names[0]));
            return Names[0][Typed.Length..common];
        }
    }

    private static int LastWord(string line)
    {
        var start = 0;
        for (var i = 0; i < line.Length; i++)
            if (line[i] == '\\') i++;
            else if (line[i] is ' ' or '\t') start = i + 1;
        return start;
    }

    private static string Escape(string name)
    {
        var escaped = new StringBuilder();
        foreach (var c in name) escaped.Append(Escaped.Contains(c, StringComparison.Ordinal) ? "\\" : "").Append(c);
        return escaped.ToString();
    }
}
