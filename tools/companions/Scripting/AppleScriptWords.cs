using System.Globalization;
using System.Text;
using MacToolHost;

namespace Companions;

/// <summary>What a part of a script is.</summary>
internal enum AppleScriptKind
{
    Word,
    Text,
    Number,
    Symbol,
    LineEnd,
    End,
}

/// <summary>A word, text, number or sign of a script.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Words in small letters; texts without quotes.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct AppleScriptToken(AppleScriptKind Kind, string Text, int Start, int End)
{
    /// <summary>A number's value.</summary>
    public object Number => long.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? (object)whole : double.Parse(Text, CultureInfo.InvariantCulture);
}

/// <summary>Takes AppleScript apart.</summary>
internal static class AppleScriptWords
{
    private const string Signs = "(){},&=<>+-*/:";

    /// <summary>The parts of a script, with the end as the last one.</summary>
    /// <exception cref="NotEmulatedException">It isn't AppleScript, or not what is read here.</exception>
    public static List<AppleScriptToken> Of(string script)
    {
        var tokens = new List<AppleScriptToken>();
        for (var i = 0; i < script.Length;)
        {
            var start = i;
            var c = script[i];
            if (c is '\n' or '\r') Add(AppleScriptKind.LineEnd, "\n", ++i);
            else if (char.IsWhiteSpace(c)) i++;
            else if (c == '¬') i = script.IndexOf('\n', i) is >= 0 and var line ? line + 1 : script.Length;
            else if (c == '#' || script.AsSpan(i).StartsWith("--")) i = script.IndexOf('\n', i) is >= 0 and var line ? line : script.Length;
            else if (script.AsSpan(i).StartsWith("(*")) i = script.IndexOf("*)", i, StringComparison.Ordinal) is >= 0 and var end ? end + 2 : script.Length;
            else if (c == '"') AddText();
            else if (char.IsAsciiDigit(c))
            {
                while (i < script.Length && (char.IsAsciiDigit(script[i]) || (script[i] == '.' && i + 1 < script.Length && char.IsAsciiDigit(script[i + 1])))) i++;
                Add(AppleScriptKind.Number, script[start..i], i);
            }
            else if (char.IsLetter(c) || c == '_')
            {
                while (i < script.Length && (char.IsLetterOrDigit(script[i]) || script[i] == '_')) i++;
                Add(AppleScriptKind.Word, script[start..i].ToLowerInvariant(), i);
            }
            else if (c is '≠' or '≤' or '≥') Add(AppleScriptKind.Symbol, c == '≠' ? "/=" : c == '≤' ? "<=" : ">=", ++i);
            else if (i + 1 < script.Length && script.AsSpan(i, 2) is "/=" or "<=" or ">=")
            {
                i += 2;
                Add(AppleScriptKind.Symbol, script[start..i], i);
            }
            else if (Signs.Contains(c, StringComparison.Ordinal)) Add(AppleScriptKind.Symbol, c.ToString(), ++i);
            else throw new NotEmulatedException($"osascript: '{c}' in AppleScript");

            void Add(AppleScriptKind kind, string text, int end) => tokens.Add(new AppleScriptToken(kind, text, start, end));

            void AddText()
            {
                var text = new StringBuilder();
                for (i++; i < script.Length && script[i] != '"'; i++)
                {
                    if (script[i] != '\\' || i + 1 == script.Length) text.Append(script[i]);
                    else text.Append(script[++i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', var other => other });
                }
                if (i == script.Length) throw new NotEmulatedException("osascript: a text without an end in AppleScript");
                Add(AppleScriptKind.Text, text.ToString(), ++i);
            }
        }
        tokens.Add(new AppleScriptToken(AppleScriptKind.End, "", script.Length, script.Length));
        return tokens;
    }
}
