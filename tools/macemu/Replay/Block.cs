namespace MacEmu.Replay;

/// <summary>A part of a document in which commands are looked for.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Lines">Its lines, each with its number in the document.</param>
internal sealed record Block(BlockKind Kind, IReadOnlyList<(string Text, int Line)> Lines)
{
    /// <summary>The language that code is said to be in; empty where nothing is said.</summary>
    public string Language { get; init; } = "";

    /// <summary>What stands before each line.</summary>
    public string Indent { get; init; } = "";
}

/// <summary>What a part of a document is.</summary>
internal enum BlockKind
{
    /// <summary>Code on lines of its own.</summary>
    Code,

    /// <summary>Code within a sentence.</summary>
    InlineCode,

    /// <summary>Running text.</summary>
    Prose,

    /// <summary>A comment for a replay: what stands between <c>&lt;!-- replay:</c> and its end.</summary>
    Remark,
}
