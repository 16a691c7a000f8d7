using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace MacEmu.Report;

/// <summary>
/// HTML in the making. What is written literally is markup, what stands in braces is text and escaped; markup comes into markup as
/// <see cref="Html"/> only.
/// </summary>
internal sealed class Html
{
    private readonly StringBuilder _markup = new();

    /// <summary>Adds markup with text in it.</summary>
    public Html Add([InterpolatedStringHandlerArgument("")] ref Markup markup)
    {
        _ = markup;
        return this;
    }

    /// <summary>Adds text.</summary>
    public Html Text(string text)
    {
        Escape(text);
        return this;
    }

    /// <summary>Adds markup that is the program's own.</summary>
    public Html Own(string markup)
    {
        _markup.Append(markup);
        return this;
    }

    /// <summary>All of it as UTF-8.</summary>
    public byte[] ToUtf8()
    {
        var bytes = new byte[_markup.Length * 2];
        var used = 0;
        foreach (var chunk in _markup.GetChunks())
        {
            var needed = Encoding.UTF8.GetByteCount(chunk.Span);
            if (bytes.Length - used < needed) Array.Resize(ref bytes, 2 * bytes.Length + needed);
            used += Encoding.UTF8.GetBytes(chunk.Span, bytes.AsSpan(used));
        }
        return bytes[..used];
    }

    public override string ToString() => _markup.ToString();

    // Nothing in a text may act on the page: neither as markup nor by turning around the order of what follows it.
    private void Escape(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= ' ' and < (char)0x7F and not ('&' or '<' or '>' or '"' or '\'') or '\n' or '\t') _markup.Append(c);
            else if (c == '&') _markup.Append("&amp;");
            else if (c == '<') _markup.Append("&lt;");
            else if (c == '>') _markup.Append("&gt;");
            else if (c == '"') _markup.Append("&quot;");
            else if (c == '\'') _markup.Append("&#39;");
            else if (c == '\r') { if (i + 1 >= text.Length || text[i + 1] != '\n') _markup.Append('␍'); }
            else if (c < ' ') _markup.Append((char)('␀' + c));
            else if (c == 0x7F) _markup.Append('␡');
            else if (char.IsControl(c) || TurnsText(c)) _markup.Append(CultureInfo.InvariantCulture, $"‹U+{(int)c:X4}›");
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) _markup.Append(c).Append(text[++i]);
            else if (char.IsSurrogate(c) || c is '\uFFFE' or '\uFFFF') _markup.Append('\uFFFD');
            else _markup.Append(c);
        }
    }

    private static bool TurnsText(char c) => c is '\u061C' or '\u200E' or '\u200F' or '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>What the compiler makes of an interpolated string that is markup.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Markup
    {
        private readonly Html _html;

#pragma warning disable IDE0060 // The compiler gives the lengths.
        public Markup(int literalLength, int formattedCount, Html html) => _html = html;
#pragma warning restore IDE0060

        public void AppendLiteral(string markup) => _html._markup.Append(markup);

        public void AppendFormatted(string? text) => _html.Escape(text ?? "");

        public void AppendFormatted(long number) => _html._markup.Append(CultureInfo.InvariantCulture, $"{number}");

        public void AppendFormatted(double number) => _html._markup.Append(number.ToString("0.##", CultureInfo.InvariantCulture));

        public void AppendFormatted(Html markup) => _html._markup.Append(markup._markup);
    }
}
