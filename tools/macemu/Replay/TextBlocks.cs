namespace MacEmu.Replay;

/// <summary>Plain text: a transcript as a whole, or running text with commands on lines of their own.</summary>
internal static class TextBlocks
{
    public static IEnumerable<Block> Of(IReadOnlyList<string> lines)
    {
        var numbered = lines.Select((text, i) => (Text: text, Line: i + 1)).ToList();
        var first = numbered.FindIndex(line => line.Text.Trim().Length > 0 && Remark.Of(line.Text) is null);
        var isTranscript = first >= 0 && (Prompt.Of(lines[first], false) is not null || Prompt.IsRoots([.. lines.Skip(first)]));
        var kind = isTranscript ? BlockKind.Code : BlockKind.Prose;
        var part = new List<(string, int)>();
        foreach (var line in numbered)
        {
            if (Remark.Of(line.Text) is not { } remark)
            {
                part.Add(line);
                continue;
            }
            if (part.Count > 0) yield return new Block(kind, [.. part]);
            part.Clear();
            yield return new Block(BlockKind.Remark, [(remark, line.Line)]);
        }
        if (part.Count > 0) yield return new Block(kind, part);
    }
}
