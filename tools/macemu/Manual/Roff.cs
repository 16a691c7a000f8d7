using System.Text;

namespace MacEmu.Manual;

/// <summary>A manual page in the language of man(7).</summary>
internal sealed class Roff
{
    private readonly StringBuilder _text = new();

    public Roff(string name, int section, string summary)
    {
        var version = typeof(Roff).Assembly.GetName().Version!.ToString(3);
        Macro("TH", name.ToUpperInvariant(), section.ToString(System.Globalization.CultureInfo.InvariantCulture), "", $"MacToolEmu {version}", "MacToolEmu");
        Section("NAME");
        _text.Append($"{Escape(name)} \\- {Escape(summary)}\n");
    }

    public void Section(string title) => Macro("SH", title);

    public void Subsection(string title) => Macro("SS", title);

    public void Paragraph(string text)
    {
        _text.Append(".PP\n");
        Lines(text);
    }

    /// <summary>A word and what it means.</summary>
    public void Item(string word, string meaning)
    {
        _text.Append(".TP\n");
        Macro("B", word);
        Lines(meaning);
    }

    /// <summary>What is typed, line by line.</summary>
    public void Typed(params IEnumerable<string> lines)
    {
        _text.Append(".PP\n.nf\n.RS\n");
        foreach (var line in lines) _text.Append(Line(line)).Append('\n');
        _text.Append(".RE\n.fi\n");
    }

    public override string ToString() => _text.ToString();

    private void Macro(string name, params string[] arguments) =>
        _text.Append('.').Append(name).AppendJoin("", arguments.Select(argument => $" \"{Escape(argument).Replace("\"", "\\(dq", StringComparison.Ordinal)}\"")).Append('\n');

    private void Lines(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries)) _text.Append(Line(line)).Append('\n');
    }

    // A line that begins like a request is to be text.
    private static string Line(string text) => Escape(text) is ['.' or '\'', ..] and var line ? "\\&" + line : Escape(text);

    private static string Escape(string text) => text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal)
        .Replace("'", "\\(aq", StringComparison.Ordinal).Replace("`", "\\(ga", StringComparison.Ordinal).Replace("…", "...", StringComparison.Ordinal)
        .Replace("•", "\\(bu", StringComparison.Ordinal).Replace("×", "\\(mu", StringComparison.Ordinal).Replace("^", "\\(ha", StringComparison.Ordinal).Replace("~", "\\(ti", StringComparison.Ordinal);
}
