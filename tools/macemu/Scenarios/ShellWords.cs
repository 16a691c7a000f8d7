using System.Text;

namespace MacEmu.Scenarios;

/// <summary>A line split into words as a shell does it: blanks part words, quotes and backslashes keep them together. Nothing is expanded.</summary>
internal static class ShellWords
{
    /// <summary>The words; null where a quote isn't closed.</summary>
    public static IReadOnlyList<string>? Split(string line)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (word is not null) words.Add(word.ToString());
                word = null;
                continue;
            }
            word ??= new StringBuilder();
            if (quote == '\0' && c is '\'' or '"') quote = c;
            else if (c == quote) quote = '\0';
            else if (c == '\\' && quote != '\'' && i + 1 < line.Length) word.Append(line[++i]);
            else word.Append(c);
        }
        if (quote != '\0') return null;
        if (word is not null) words.Add(word.ToString());
        return words;
    }
}
