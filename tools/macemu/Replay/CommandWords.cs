using MacEmu.Run;

namespace MacEmu.Replay;

/// <summary>Tells a command from running text that mentions one.</summary>
internal static class CommandWords
{
    private const string Sudo = "sudo";

    /// <summary>So much of a line tells whether a command begins there.</summary>
    private const int LongestLead = 200;

    /// <summary>What the tools that take verbs can be told; the others take options or paths first.</summary>
    private static readonly Dictionary<string, string[]> Verbs = new()
    {
        ["csrutil"] = Words("authenticated-root clear disable enable netboot report status"),
        ["diskutil"] = Words("activity ap apfs appleraid ar coreStorage cs disableJournal disableOwnership eject enableJournal enableOwnership eraseDisk eraseOptical eraseVolume "
            + "info information list listFilesystems mergePartitions mount mountDisk moveJournal partitionDisk quiet randomDisk reformat rename renameVolume repairDisk "
            + "repairPermissions repairVolume resetFusion resetUserPermissions resizeVolume secureErase splitPartition umount umountDisk unmount unmountDisk "
            + "verifyDisk verifyPermissions verifyVolume zeroDisk"),
        ["fdesetup"] = Words("add authrestart changerecovery disable enable hasinstitutionalrecoverykey haspersonalrecoverykey help isactive list remove removerecovery "
            + "showdeferralinfo status supportsauthrestart sync usingrecoverykey validaterecovery version"),
        ["profiles"] = Words("help install list remove renew show status sync validate version"),
        ["softwareupdate"] = [],
        ["dscl"] = Words(". localhost localonly"),
    };

    /// <summary>What shells have themselves, and what every script uses.</summary>
    private static readonly HashSet<string> OfShells =
    [
        .. Words(". : [ [[ alias awk basename break case cat cd chmod command continue cp curl cut declare dirname echo eval exec exit export expr false for function grep head if "
            + "jq kill local make mkdir mv nano open pbcopy printenv printf pushd popd pwd read readonly return rm set shift sleep sort source sudo tail tar tee test time touch tr trap "
            + "true type typeset ulimit umask unalias uniq unset unzip until vi vim wait wc which while xargs { (  !"),
    ];

    /// <summary>Words that stand in sentences and hardly in commands: there a command in running text ends.</summary>
    private static readonly HashSet<string> OfSentences =
        [.. Words("a an and any are as at because before after but by can command commands could does each for from has have here how if into is it its must of or should so that the their then there these they this those to was were "
            + "what when where which while will with would you your")];

    private static readonly string[] Imperatives = ["Use", "use", "Run", "run", "Type", "type", "Enter", "enter", "Execute", "execute"];

    /// <summary>Whether a line of code is one that a shell can be expected to know.</summary>
    public static bool IsPlausible(string line)
    {
        var word = First(line);
        return word.Length > 0 && (OfShells.Contains(word) || ToolOf(word) is not null || word.StartsWith("./", StringComparison.Ordinal) || word[0] == '('
            || (word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && word.AsSpan(0, at).IndexOfAnyExcept(ShellText.NameCharacters) < 0)
            || word.EndsWith("()", StringComparison.Ordinal));
    }

    /// <summary>Whether a text begins as a command of a Mac, told with what it is to do.</summary>
    public static bool IsLead(string text)
    {
        var words = text.Split((char[])[' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2) return false;
        if (words[0] == Sudo) return (ToolOf(words[1]) is not null || words[1][0] is '-' or '/') && (words.Length == 2 || !OfSentences.Contains(First(words[2]).TrimEnd('.', ',')));
        if (ToolOf(words[0]) is not { } tool) return false;
        if (tool == "macemu") return words[1][0] == '-' || MacEmuProgram.Tree().Subcommands.Any(verb => verb.Name == words[1]);
        var next = words[1].TrimEnd(',', ';', ':');
        if (next.Length == 0) return false;
        if (next[0] is '-' or '/' or '<' or '[' or '"' or '\'' or '$' && next.Length > 1) return true;
        if (Verbs.TryGetValue(tool, out var verbs)) return verbs.Contains(next == "." ? next : next.TrimEnd('.'), StringComparer.OrdinalIgnoreCase);
        return tool is "defaults" or "launchctl" or "security" or "scutil" or "systemsetup" && !OfSentences.Contains(next) && words.Length > 2 && words[2][0] is '/' or '-' or '<' or '"';
    }

    /// <summary>Where commands begin in a line of running text: at its start, after a sentence's end, or after a word such as 'Run'.</summary>
    public static IEnumerable<(int Start, string Command)> InProse(string line)
    {
        var at = Bullet(line);
        while (at < line.Length)
        {
            var rest = line.Substring(at, Math.Min(line.Length - at, LongestLead));
            if (IsLead(rest) || Imperative(rest) is > 0)
            {
                var start = IsLead(rest) ? at : at + Imperative(rest);
                var end = EndIn(line, start);
                yield return (start, line[start..end]);
                at = end;
            }
            // On to where the next sentence begins; a blank may be missing where a page's paragraphs were joined.
            var next = line.AsSpan(at).IndexOfAny(".:;!?");
            if (next < 0) yield break;
            at += next + 1;
            while (at < line.Length && char.IsWhiteSpace(line[at])) at++;
        }
    }

    private static int Imperative(string text)
    {
        foreach (var word in Imperatives)
            if (text.Length > word.Length + 1 && text.StartsWith(word, StringComparison.Ordinal) && text[word.Length] == ' ' && IsLead(text[(word.Length + 1)..])) return word.Length + 1;
        return 0;
    }

    // Where the command that begins there ends, and the sentence goes on.
    private static int EndIn(string line, int start)
    {
        var quote = '\0';
        var end = line.Length;
        for (var i = start; i < line.Length && end == line.Length; i++)
        {
            var c = line[i];
            if (quote != '\0')
            {
                if (c == quote) quote = '\0';
                continue;
            }
            if (c is '"' or '\'') quote = c;
            else if (c is '<' && line.IndexOf('>', i) is > 0 and var close && close - i < 60 && char.IsLetter(line[i + 1])) i = close;
            else if (c is '.' or ':' or ';' or ',' && i + 1 < line.Length && line[i + 1] == ' ' && line[i - 1] != ' ' && (c == ',' || i + 2 >= line.Length || char.IsUpper(line[i + 2]))) end = i;
            else if (c is '—' or '–' && line[i - 1] == ' ') end = i;
            else if (c == '(' && line[i - 1] == ' ') end = i;
            else if (c == ' ' && OfSentences.Contains(First(line.AsSpan(i)).TrimEnd('.', ','))) end = i;
        }
        while (end > start && (line[end - 1] == ' ' || (line[end - 1] is '.' or ',' or ';' or ':' && line[end - 2] != ' '))) end--;
        return end;
    }

    private static int Bullet(string line)
    {
        var at = line.Length - line.TrimStart().Length;
        if (at < line.Length && line[at] is '•' or '*' or '-' or '–' && at + 1 < line.Length && char.IsWhiteSpace(line[at + 1])) at++;
        else
        {
            var digits = at;
            while (digits < line.Length && char.IsAsciiDigit(line[digits])) digits++;
            if (digits > at && digits + 1 < line.Length && line[digits] is '.' or ')' && line[digits + 1] == ' ') at = digits + 1;
        }
        while (at < line.Length && char.IsWhiteSpace(line[at])) at++;
        return at;
    }

    // The tool that a word names, by name or by its Mac's path.
    private static string? ToolOf(string word)
    {
        var name = word[(word.LastIndexOf('/') + 1)..];
        return MacPaths.Commands.TryGetValue(name, out var directories) && (name.Length == word.Length || directories.Contains(word[..^(name.Length + 1)])) ? name : null;
    }

    private static string First(ReadOnlySpan<char> text)
    {
        var trimmed = text.TrimStart();
        var end = trimmed.IndexOfAny(" \t;");
        return (end < 0 ? trimmed : trimmed[..end]).ToString();
    }

    private static string[] Words(string list) => list.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
