using System.Text;
using System.Text.RegularExpressions;

namespace MacEmu.Replay;

/// <summary>
/// What a document leaves to its reader: <c>&lt;user name&gt;</c>, <c>[user name]</c>, a variable that nobody sets. Names are equal
/// whatever capitals, blanks, hyphens and underscores they have.
/// </summary>
internal sealed partial class Placeholders
{
    private const string Hidden = "•••";

    private static readonly string[] Secrets = ["password", "passphrase", "passwd", "secret", "recoverykey"];

    /// <summary>Variables that a shell has without anybody setting them.</summary>
    private static readonly string[] OfShells =
        ["HOME", "USER", "LOGNAME", "PATH", "PWD", "OLDPWD", "SHELL", "TMPDIR", "UID", "EUID", "PPID", "RANDOM", "SECONDS", "LINENO", "HOSTNAME", "HOSTTYPE", "OSTYPE", "IFS", "REPLY", "TERM",
            "LANG", "OPTARG", "OPTIND", "PIPESTATUS", "FUNCNAME", "SHLVL", "_"];

    private readonly Dictionary<string, string> _values = [];
    private readonly HashSet<string> _used = [];
    private readonly HashSet<string> _assigned = new(StringComparer.Ordinal);
    private bool _anythingMayBeSet;

    /// <summary>A command with its placeholders filled.</summary>
    /// <param name="Text">The command; what isn't known stands as it was.</param>
    /// <param name="Shown">The same for people, without secrets.</param>
    /// <param name="Missing">What isn't known, as the document writes it.</param>
    internal sealed record Filled(string Text, string Shown, IReadOnlyList<string> Missing);

    /// <summary>Says what stands for a placeholder.</summary>
    public void Set(string name, string value) => _values[Normal(name.Trim('<', '>', '[', ']', '$', '{', '}'))] = value;

    /// <summary>The names that nothing in the document has.</summary>
    public IEnumerable<string> Unused => _values.Keys.Where(name => !_used.Contains(name));

    /// <summary>Fills a command's placeholders.</summary>
    public Filled Fill(string command, bool isFromProse)
    {
        var text = isFromProse ? WithoutSynopsis(command) : command;
        var bodies = ShellText.Bodies(text);
        Remember(text);
        var quotes = new Quotes(text);
        var (filled, shown, missing) = (new StringBuilder(), new StringBuilder(), new List<string>());
        var at = 0;
        foreach (var match in Known().Matches(text).Cast<Match>())
        {
            if (match.Index < at) continue;
            var inBody = bodies.Any(body => match.Index >= body.Start && match.Index < body.End);
            var name = match.Groups["name"].Value;
            var value = _values.GetValueOrDefault(Normal(name));
            var quote = quotes.At(match.Index);
            if (!IsPlaceholder(text, match, quote, value is not null, inBody)) continue;
            filled.Append(text, at, match.Index - at);
            shown.Append(text, at, match.Index - at);
            at = match.Index + match.Length;
            if (value is null)
            {
                filled.Append(match.Value);
                shown.Append(match.Value);
                if (!missing.Contains(match.Value)) missing.Add(match.Value);
                continue;
            }
            _used.Add(Normal(name));
            var quoted = inBody ? value : Quoted(value, quote);
            filled.Append(quoted);
            shown.Append(IsSecret(Normal(name)) ? Hidden : quoted);
        }
        filled.Append(text, at, text.Length - at);
        shown.Append(text, at, text.Length - at);
        return new Filled(filled.ToString(), shown.ToString(), missing);
    }

    private bool IsPlaceholder(string text, Match match, char quote, bool isSet, bool inBody)
    {
        var name = match.Groups["name"].Value;
        var before = match.Index > 0 ? text[match.Index - 1] : ' ';
        switch (match.Value[0])
        {
            case '$':
                // A variable; of those in single quotes or behind a backslash the shell knows nothing.
                if (before == '\\' || quote == '\'' || (match.Value[1] == '{' && !match.Value.EndsWith('}'))) return false;
                return isSet || !(inBody || _anythingMayBeSet || _assigned.Contains(name) || OfShells.Contains(name) || name.StartsWith("BASH", StringComparison.Ordinal) || name.StartsWith("MACEMU_", StringComparison.Ordinal));
            case '[':
                // Patterns and tests have brackets too: only words of a name's look count.
                return before is ' ' or '/' or '"' or '\'' or '=' or ':' && (isSet || (!inBody && (name.Contains(' ', StringComparison.Ordinal) || (name.Length > 3 && !name.Contains('-', StringComparison.Ordinal)))));
            default:
                if (before == '<' || text.Contains($"</{name}>", StringComparison.Ordinal)) return false;
                return isSet || !inBody;
        }
    }

    // What a command sets is nobody's to fill later.
    private void Remember(string text)
    {
        foreach (var match in Assignment().Matches(text).Cast<Match>()) _assigned.Add(match.Groups["name"].Value);
        foreach (var match in Reading().Matches(text).Cast<Match>())
            foreach (var name in match.Groups["names"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)) _assigned.Add(name);
        _anythingMayBeSet |= Sourcing().IsMatch(text);
    }

    // Of a synopsis, what may be left out is, unless all that it takes is known; so is the sign that more may follow.
    private string WithoutSynopsis(string command)
    {
        var text = Optional().Replace(command, match =>
        {
            var names = Known().Matches(match.Groups["part"].Value).Cast<Match>().ToList();
            return names.Count > 0 && names.All(name => _values.ContainsKey(Normal(name.Groups["name"].Value))) ? " " + match.Groups["part"].Value : "";
        }).TrimEnd();
        foreach (var more in (string[])["…", "..."])
            if (text.EndsWith(" " + more, StringComparison.Ordinal)) text = text[..^more.Length].TrimEnd();
        return text;
    }

    /// <summary>A name as it is compared.</summary>
    public static string Normal(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static bool IsSecret(string name) => name == "pin" || Secrets.Any(secret => name.Contains(secret, StringComparison.Ordinal));

    /// <summary>In which quotes places are, asked for in their order.</summary>
    private struct Quotes(string text)
    {
        private int _at;
        private char _quote;

        public char At(int index)
        {
            for (; _at < index; _at++)
            {
                if (text[_at] == '\\' && _quote != '\'') _at++;
                else if (_quote == '\0' && text[_at] is '"' or '\'') _quote = text[_at];
                else if (text[_at] == _quote) _quote = '\0';
            }
            return _quote;
        }
    }

    private static string Quoted(string value, char quote) => quote switch
    {
        '"' => string.Concat(value.Select(c => c is '"' or '\\' or '$' or '`' ? $"\\{c}" : c.ToString())),
        '\'' => value.Replace("'", "'\\''", StringComparison.Ordinal),
        _ => value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=,+@%".Contains(c, StringComparison.Ordinal)) ? value : "'" + value.Replace("'", "'\\''", StringComparison.Ordinal) + "'",
    };

    [GeneratedRegex(@"<(?<name>\p{L}(?:[\p{L}\p{N} _'’./-]{0,58}[\p{L}\p{N})])?)>|\[(?<name>[A-Za-z][A-Za-z0-9 _-]{0,58}[A-Za-z0-9])\]|\$(?<name>[A-Za-z_][A-Za-z0-9_]*)|\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}?", RegexOptions.ExplicitCapture)]
    private static partial Regex Known();

    [GeneratedRegex(@"(?:^|[\s;&|(])(?:(?:export|local|declare|typeset|readonly)(?:\s+-\w+)*\s+)?(?<name>[A-Za-z_][A-Za-z0-9_]*)\+?=|\bfor\s+(?<name>[A-Za-z_][A-Za-z0-9_]*)|\bselect\s+(?<name>[A-Za-z_][A-Za-z0-9_]*)|\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*):?=", RegexOptions.ExplicitCapture)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\bread(?:\s+-\w+)*(?<names>(?:\s+[A-Za-z_][A-Za-z0-9_]*)+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Reading();

    [GeneratedRegex(@"(?:^|[;&|(\n])\s*(?:source|eval|\.)\s+\S", RegexOptions.ExplicitCapture)]
    private static partial Regex Sourcing();

    [GeneratedRegex(@" \[(?<part>-[^\[\]]*)\]", RegexOptions.ExplicitCapture)]
    private static partial Regex Optional();
}
