using System.Net;
using System.Text;

namespace MacEmu.Replay;

/// <summary>The text of an HTML page, with its code told apart. It reads tags as they come and expects nothing of their nesting.</summary>
internal sealed class HtmlBlocks
{
    private static readonly string[] Unseen = ["script", "style", "head", "template", "svg", "title"];
    private static readonly string[] Code = ["code", "kbd", "samp", "tt"];
    private static readonly string[] Placeholders = ["var", "em", "i"];

    /// <summary>Elements that go on in the same line.</summary>
    private static readonly string[] Inline =
        ["a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "tt", "u", "var", "wbr"];

    private const char AfterCode = '\uFFFC';

    private readonly string _text;
    private readonly List<Block> _blocks = [];
    private readonly StringBuilder _line = new();
    private readonly StringBuilder _code = new();
    private readonly StringBuilder _pre = new();
    private int _at;
    private int _number = 1;
    private int _lineStart = 1;
    private int _codeStart;
    private int _preStart;
    private int _codeDepth;
    private string _language = "";
    private bool _isPre;

    private HtmlBlocks(string text) => _text = text;

    public static IEnumerable<Block> Of(IReadOnlyList<string> lines) => new HtmlBlocks(string.Join('\n', lines)).Read();

    private List<Block> Read()
    {
        while (_at < _text.Length)
        {
            var tag = _text.IndexOf('<', _at);
            if (tag < 0) tag = _text.Length;
            if (tag > _at) Text(_text[_at..tag]);
            _at = tag;
            if (_at < _text.Length) Markup();
        }
        EndLine();
        if (_isPre) EndPre();
        return _blocks;
    }

    private void Markup()
    {
        if (_text.AsSpan(_at).StartsWith("<!--"))
        {
            var end = _text.IndexOf("-->", _at + 4, StringComparison.Ordinal);
            var comment = _text[(_at + 4)..(end < 0 ? _text.Length : end)];
            if (Remark.OfComment(comment) is { } remark)
            {
                EndLine();
                _blocks.Add(new Block(BlockKind.Remark, [(remark, _number)]));
            }
            Skip(end < 0 ? _text.Length : end + 3);
            return;
        }
        var next = _at + 1 < _text.Length ? _text[_at + 1] : ' ';
        if (!char.IsAsciiLetter(next) && next is not ('/' or '!' or '?'))
        {
            Text("<");
            _at++;
            return;
        }
        var close = EndOfTag();
        var tag = _text[(_at + 1)..close];
        Skip(Math.Min(_text.Length, close + 1));
        var isEnd = tag.StartsWith('/');
        var name = tag.TrimStart('/').Split([' ', '\t', '\n', '/', '>'])[0].ToLowerInvariant();
        if (!isEnd && Unseen.Contains(name))
        {
            var end = _text.IndexOf("</" + name, _at, StringComparison.OrdinalIgnoreCase);
            Skip(end < 0 ? _text.Length : end);
            return;
        }
        Element(name, isEnd, tag);
    }

    private void Element(string name, bool isEnd, string tag)
    {
        if (name == "pre")
        {
            if (_isPre) EndPre();
            EndLine();
            (_isPre, _preStart, _language) = (!isEnd, _number, LanguageOf(tag));
            return;
        }
        if (_isPre)
        {
            if (!isEnd && name == "code" && _language.Length == 0) _language = LanguageOf(tag);
            if (name == "br") _pre.Append('\n');
            else if (Placeholders.Contains(name)) Placeholder(_pre, isEnd);
            return;
        }
        if (Code.Contains(name))
        {
            _codeDepth = Math.Max(0, _codeDepth + (isEnd ? -1 : 1));
            if (!isEnd && _codeDepth == 1)
            {
                EndLine();
                _codeStart = _number;
            }
            if (isEnd && _codeDepth == 0) EndCode();
            return;
        }
        if (_codeDepth > 0 && Placeholders.Contains(name)) Placeholder(_code, isEnd);
        if (!Inline.Contains(name)) EndLine();
    }

    // <var>user name</var> is what others write as <user name>.
    private static void Placeholder(StringBuilder code, bool isEnd)
    {
        var has = code.Length > 0 && code[^1] == (isEnd ? '>' : '<');
        if (!has) code.Append(isEnd ? '>' : '<');
    }

    private int EndOfTag()
    {
        var quote = '\0';
        for (var i = _at + 1; i < _text.Length; i++)
        {
            var c = _text[i];
            if (quote != '\0')
            {
                if (c == quote) quote = '\0';
            }
            else if (c is '"' or '\'' && _text[i - 1] == '=') quote = c;
            else if (c == '>') return i;
        }
        return _text.Length;
    }

    private static string LanguageOf(string tag)
    {
        foreach (var mark in (string[])["language-", "lang-", "highlight-source-"])
        {
            var at = tag.IndexOf(mark, StringComparison.Ordinal);
            if (at < 0) continue;
            var rest = tag.AsSpan(at + mark.Length);
            var end = rest.IndexOfAny(" \"'>");
            return (end < 0 ? rest : rest[..end]).ToString().ToLowerInvariant();
        }
        return "";
    }

    private void Text(string raw)
    {
        var text = WebUtility.HtmlDecode(raw).Replace('\u00A0', ' ');
        if (_isPre) _pre.Append(text);
        else if (_codeDepth > 0) _code.Append(text.ReplaceLineEndings(" "));
        else
        {
            if (_line.Length == 0) (text, _lineStart) = (text.TrimStart(), _number + raw.AsSpan(0, raw.Length - raw.AsSpan().TrimStart().Length).Count('\n'));
            _line.Append(text.ReplaceLineEndings(" "));
        }
        _number += raw.AsSpan().Count('\n');
    }

    private void Skip(int to)
    {
        _number += _text.AsSpan(_at, to - _at).Count('\n');
        _at = to;
    }

    private void EndCode()
    {
        var code = _code.ToString().Trim();
        _code.Clear();
        // The sentence goes on behind it: what follows begins none.
        (_lineStart, _) = (_number, _line.Append(AfterCode));
        if (code.Length > 0) _blocks.Add(new Block(BlockKind.InlineCode, [(code, _codeStart)]));
    }

    private void EndLine()
    {
        var line = _line.ToString().Trim();
        _line.Clear();
        if (line.Length > 0 && line[0] != AfterCode || line.Length > 1) _blocks.Add(new Block(BlockKind.Prose, [(line, _lineStart)]));
    }

    private void EndPre()
    {
        var text = _pre.ToString();
        _pre.Clear();
        _isPre = false;
        var start = _preStart;
        if (text.StartsWith('\n')) (text, start) = (text[1..], start + 1);
        var lines = text.TrimEnd('\n', ' ').Split('\n').Select((line, i) => (line, start + i)).ToList();
        _blocks.Add(new Block(BlockKind.Code, lines) { Language = _language });
    }
}
