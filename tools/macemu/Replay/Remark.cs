namespace MacEmu.Replay;

/// <summary>The comments by which a document tells a replay what its readers needn't see: <c>&lt;!-- replay: skip REASON --&gt;</c>.</summary>
internal static class Remark
{
    private const string Start = "<!--";
    private const string Mark = "replay:";
    private const string End = "-->";

    /// <summary>What a line that is such a comment says; null for any other line.</summary>
    public static string? Of(string line)
    {
        var text = line.Trim();
        return text.StartsWith(Start, StringComparison.Ordinal) && text.EndsWith(End, StringComparison.Ordinal) && text.Length >= Start.Length + End.Length ? OfComment(text[Start.Length..^End.Length]) : null;
    }

    /// <summary>What a comment's text says to a replay.</summary>
    public static string? OfComment(string comment) => comment.Trim() is var text && text.StartsWith(Mark, StringComparison.Ordinal) ? text[Mark.Length..].Trim() : null;
}
