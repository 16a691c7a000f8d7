namespace MacEmu.Replay;

/// <summary>Finds the code in a Markdown document: fenced and indented blocks. Its text, and code within it, only mentions commands.</summary>
internal static class MarkdownBlocks
{
    private const int CodeIndent = 4;

    public static IEnumerable<Block> Of(IReadOnlyList<string> lines)
    {
        var afterBlank = true;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (line.TrimStart().StartsWith("<!--", StringComparison.Ordinal))
            {
                var (start, comment) = (i, line.Trim());
                while (!lines[i].Contains("-->", StringComparison.Ordinal) && i + 1 < lines.Count) comment += " " + lines[++i].Trim();
                if (Remark.Of(comment) is { } remark) yield return new Block(BlockKind.Remark, [(remark, start + 1)]);
            }
            else if (Fence(line) is var (indent, mark, language))
            {
                var code = new List<(string, int)>();
                for (i++; i < lines.Count && !Closes(lines[i], mark); i++) code.Add((Without(lines[i], indent), i + 1));
                yield return new Block(BlockKind.Code, code) { Language = language, Indent = indent };
            }
            else if (afterBlank && IsIndented(line))
            {
                var code = new List<(string Text, int Line)>();
                for (; i < lines.Count && (IsIndented(lines[i]) || lines[i].Trim().Length == 0); i++) code.Add((lines[i], i + 1));
                i--;
                while (code[^1].Text.Trim().Length == 0) code.RemoveAt(code.Count - 1);
                var common = code.Where(part => part.Text.Trim().Length > 0).Select(part => part.Text[..^part.Text.TrimStart().Length]).MinBy(part => part.Length)!;
                yield return new Block(BlockKind.Code, [.. code.Select(part => (Without(part.Text, common), part.Line))]) { Indent = common };
            }
            afterBlank = i >= lines.Count || lines[i].Trim().Length == 0;
        }
    }

    private static (string Indent, string Mark, string Language)? Fence(string line)
    {
        var text = line.TrimStart();
        if (text.Length < 3 || text[0] is not ('`' or '~')) return null;
        var length = text.AsSpan().IndexOfAnyExcept(text[0]) is >= 0 and var end ? end : text.Length;
        var information = text[length..].Trim();
        if (length < 3 || (text[0] == '`' && information.Contains('`', StringComparison.Ordinal))) return null;
        var language = information.TrimStart('{', '.').Split([' ', ',', '}', '{'])[0];
        return (line[..^text.Length], text[..length], language.ToLowerInvariant());
    }

    private static bool Closes(string line, string mark)
    {
        var text = line.Trim();
        return text.Length >= mark.Length && text.AsSpan().IndexOfAnyExcept(mark[0]) < 0;
    }

    private static bool IsIndented(string line) => line.Trim().Length > 0 && (line[0] == '\t' || line.AsSpan().IndexOfAnyExcept(' ') >= CodeIndent);

    private static string Without(string line, string indent)
    {
        var same = 0;
        while (same < indent.Length && same < line.Length && line[same] == indent[same]) same++;
        return line[same..];
    }
}
