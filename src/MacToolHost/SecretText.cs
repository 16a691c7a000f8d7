using System.Text;
using MacStateStore.Storage;

namespace MacToolHost;

/// <summary>
/// Hides the secrets in what commands print: those that are known, and what is one by its form or by what it is called. Rather too much
/// than too little is hidden, as the text is only for people to read.
/// </summary>
public static class SecretText
{
    /// <summary>A secret of that length is hidden also within words.</summary>
    private const int Unmistakable = 8;

    private static readonly string[] HashAttributes = ["ShadowHashData", "HeimdalSRPKey", "KerberosKeys"];
    private static readonly string[] SecretWords = ["password", "passphrase", "passcode", "secret", "recovery key", "recoverykey", "recovery_key", "bootstraptoken"];
    private static readonly string[] SecretValues = ["<string>", "<data>", "<integer>"];

    /// <summary>What a command has printed, for the journal.</summary>
    public static Printed OutputOf(ToolConsole console, IReadOnlyList<string> arguments)
    {
        var printed = console.Printed;
        // A list of hashes doesn't say what it is.
        return printed.Output.Length == 0 || !arguments.Any(argument => HashAttributes.Any(name => argument.Contains(name, StringComparison.OrdinalIgnoreCase)))
            ? printed : printed with { Output = Journal.Redacted };
    }

    /// <summary>The text without its secrets.</summary>
    /// <param name="text">The text.</param>
    /// <param name="secrets">Secrets that are known.</param>
    /// <param name="isCut">Whether more followed: what may be the beginning of a secret at its end is hidden then.</param>
    public static string Hide(string text, IReadOnlyCollection<string> secrets, bool isCut = false)
    {
        foreach (var secret in secrets.Where(secret => secret.Length > 0 && secret != Journal.Redacted).OrderByDescending(secret => secret.Length))
            text = HideKnown(text, secret, isCut);
        text = HideRecoveryKeys(text);
        foreach (var attribute in HashAttributes) text = HideAttribute(text, attribute);
        return HideNamed(text);
    }

    private static string HideKnown(string text, string secret, bool isCut)
    {
        if (isCut)
            for (var length = Math.Min(secret.Length - 1, text.Length); length > 0; length--)
                if (text.AsSpan(text.Length - length).SequenceEqual(secret.AsSpan(0, length))) text = text[..^length];
        if (!text.Contains(secret, StringComparison.Ordinal)) return text;
        var hidden = new StringBuilder();
        var from = 0;
        for (int at; (at = text.IndexOf(secret, from, StringComparison.Ordinal)) >= 0;)
        {
            var end = at + secret.Length;
            var isWord = (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]));
            var hides = isWord || secret.Length >= Unmistakable || !char.IsLetterOrDigit(secret[0]) || !char.IsLetterOrDigit(secret[^1]);
            hidden.Append(text, from, at - from).Append(hides ? Journal.Redacted : secret);
            from = end;
        }
        return hidden.Append(text, from, text.Length - from).ToString();
    }

    // ABCD-1234-EFGH-5678-IJKL-9012
    private static string HideRecoveryKeys(string text)
    {
        const int Groups = 6, Group = 4, Length = (Groups * (Group + 1)) - 1;
        StringBuilder? hidden = null;
        var from = 0;
        for (var dash = text.IndexOf('-', StringComparison.Ordinal); dash >= 0; dash = text.IndexOf('-', dash + 1))
        {
            var start = dash - Group;
            if (start < from || start + Length > text.Length || !IsKey(text.AsSpan(start, Length))) continue;
            (hidden ??= new StringBuilder()).Append(text, from, start - from).Append(Journal.Redacted);
            from = start + Length;
            dash = from - 1;
        }
        return hidden is null ? text : hidden.Append(text, from, text.Length - from).ToString();

        static bool IsKey(ReadOnlySpan<char> part)
        {
            for (var i = 0; i < part.Length; i++)
                if (i % (Group + 1) == Group ? part[i] != '-' : !char.IsAsciiLetterUpper(part[i]) && !char.IsAsciiDigit(part[i])) return false;
            return true;
        }
    }

    // The value of a directory attribute, as dscl prints it in lines or in a property list.
    private static string HideAttribute(string text, string attribute)
    {
        for (var at = text.IndexOf(attribute, StringComparison.Ordinal); at >= 0; at = text.IndexOf(attribute, at, StringComparison.Ordinal))
        {
            at += attribute.Length;
            const string KeyEnd = "</key>";
            int end;
            if (text.AsSpan(at).StartsWith(KeyEnd))
            {
                at += KeyEnd.Length;
                end = First(text.IndexOf("<key>", at, StringComparison.Ordinal), text.IndexOf("</dict>", at, StringComparison.Ordinal), text.Length);
            }
            else
            {
                end = text.IndexOf('\n', at);
                while (end >= 0 && end + 1 < text.Length && text[end + 1] == ' ') end = text.IndexOf('\n', end + 1);
                if (end < 0) end = text.Length;
            }
            text = $"{text[..at]}{(end > at ? ": " + Journal.Redacted : "")}{text[end..]}";
        }
        return text;
    }

    // `Password = x`, `recovery key: x`, and <key>…Password</key><string>x</string>.
    private static string HideNamed(string text)
    {
        foreach (var word in SecretWords)
            for (var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at, StringComparison.OrdinalIgnoreCase))
            {
                at += word.Length;
                var (start, end) = ValueAt(text, at);
                if (end <= start || text.AsSpan(start, end - start).Trim("*' \"").Length == 0) continue;
                text = $"{text[..start]}{Journal.Redacted}{text[end..]}";
                at = start;
            }
        return text;
    }

    private static (int Start, int End) ValueAt(string text, int at)
    {
        const string Key = "</key>";
        var close = text.IndexOf('<', at);
        if (close >= 0 && text.IndexOf('\n', at, close - at) < 0 && text.AsSpan(close).StartsWith(Key))
        {
            var value = close + Key.Length;
            while (value < text.Length && char.IsWhiteSpace(text[value])) value++;
            foreach (var kind in SecretValues)
            {
                if (!text.AsSpan(value).StartsWith(kind)) continue;
                var end = text.IndexOf("</", value, StringComparison.Ordinal);
                return (value + kind.Length, end < 0 ? text.Length : end);
            }
            return default;
        }
        if (at < text.Length && text[at] is '"' or '\'') at++;
        while (at < text.Length && text[at] == ' ') at++;
        if (at >= text.Length || text[at] is not ('=' or ':')) return default;
        at++;
        while (at < text.Length && text[at] == ' ') at++;
        var line = text.IndexOf('\n', at);
        return (at, line < 0 ? text.Length : line);
    }

    private static int First(params ReadOnlySpan<int> places)
    {
        var first = int.MaxValue;
        foreach (var place in places)
            if (place >= 0) first = Math.Min(first, place);
        return first;
    }
}
