using MacEmu.Scenarios;

namespace MacEmu.Replay;

/// <summary>What a step of a replay does.</summary>
internal enum StepSort
{
    /// <summary>Runs a command that the document tells its readers.</summary>
    Command,

    /// <summary>Runs a command that readers don't see: it prepares what they have already.</summary>
    Hidden,

    /// <summary>Begins anew in a folder of its own, with a Mac made as the text says, or without one.</summary>
    Machine,

    /// <summary>Brings files that lie beside the document into that folder.</summary>
    Files,

    /// <summary>Says what stands for a placeholder from here on.</summary>
    Set,

    /// <summary>Says who types from here on.</summary>
    User,
}

/// <summary>One thing that a document says to do, or a comment in it tells a replay.</summary>
/// <param name="Sort">What it is.</param>
/// <param name="Line">Its line in the document, from 1.</param>
/// <param name="Text">The command (several lines, where a quote, a loop or a heredoc has them), or the comment's.</param>
internal sealed record ReplayStep(StepSort Sort, int Line, string Text)
{
    /// <summary>The shell that reads the command.</summary>
    public string Shell { get; init; } = "/bin/bash";

    /// <summary>The user that the prompt tells; null where it tells none.</summary>
    public string? User { get; init; }

    /// <summary>Why it isn't run; null where it is.</summary>
    public string? Skipped { get; init; }

    /// <summary>The exit status that the document tells; null where it tells none.</summary>
    public int? Exit { get; init; }

    /// <summary>What is typed when it asks.</summary>
    public IReadOnlyList<TerminalAnswer> Answers { get; init; } = [];

    /// <summary>What the document shows that it prints; null where the document doesn't say.</summary>
    public ShownOutput? Shown { get; init; }

    /// <summary>Whether it was taken out of running text, where its end is a guess.</summary>
    public bool IsFromProse { get; init; }
}

/// <summary>An output as a document shows it.</summary>
/// <param name="Start">The place of its first line in the document's lines, from 0; where there is none, the place where it would be.</param>
/// <param name="Lines">Its lines, without the block's indentation.</param>
/// <param name="Indent">The block's indentation.</param>
internal sealed record ShownOutput(int Start, IReadOnlyList<string> Lines, string Indent);
