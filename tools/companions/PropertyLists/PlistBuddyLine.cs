using System.Text;

namespace Companions;

/// <summary>A line of PlistBuddy's commands: words between blanks, which quotes keep together.</summary>
internal sealed class PlistBuddyLine
{
    private readonly List<(string Text, int Start)> _words = [];
    private readonly string _line;

    private PlistBuddyLine(string line) => _line = line;

    /// <summary>The number of words.</summary>
    public int Count => _words.Count;

    /// <summary>The word of that number without its quotes, but with its backslashes; empty where there are fewer.</summary>
    public string this[int index] => index < _words.Count ? _words[index].Text : "";

    /// <summary>The entry that a word names.</summary>
    public PlistBuddyEntry Entry(int index) => PlistBuddyEntry.Parse(this[index]);

    /// <summary>All from a word on as one value; null where there is none.</summary>
    public string? Value(int index)
    {
        if (index >= _words.Count) return null;
        var value = new StringBuilder();
        char? quote = null;
        for (var i = _words[index].Start; i < _line.Length; i++)
        {
            if (_line[i] == '\\' && i + 1 < _line.Length) value.Append(_line[++i]);
            else if (_line[i] == quote) quote = null;
            else if (quote is null && _line[i] is '"' or '\'') quote = _line[i];
            else value.Append(_line[i]);
        }
        return value.ToString();
    }

    /// <summary>Reads a line; null where a quote has no end.</summary>
    public static PlistBuddyLine? Parse(string text)
    {
        var line = new PlistBuddyLine(text.Trim());
        StringBuilder? word = null;
        var start = 0;
        char? quote = null;
        for (var i = 0; i < line._line.Length; i++)
        {
            var c = line._line[i];
            if (quote is null && c is ' ' or '\t' or '\n' or '\r')
            {
                End();
                continue;
            }
            if (word is null) (word, start) = (new StringBuilder(), i);
            if (c == '\\' && i + 1 < line._line.Length) word.Append(c).Append(line._line[++i]);
            else if (c == quote) quote = null;
            else if (quote is null && c is '"' or '\'') quote = c;
            else word.Append(c);
        }
        End();
        return quote is null ? line : null;

        void End()
        {
            if (word is not null) line._words.Add((word.ToString(), start));
            word = null;
        }
    }
}
