using MacEmu.Description;

namespace MacEmu.Scenarios;

/// <summary>One scenario file, with all that it extends (design section 8).</summary>
/// <param name="Document">What it says, for messages.</param>
internal sealed record Scenario(DocumentNode Document)
{
    /// <summary>How long a test may take where nothing is said.</summary>
    public static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Its name; the file's where none is given.</summary>
    public string Name { get; init; } = Path.GetFileNameWithoutExtension(Document.File);

    /// <summary>Why tests of it aren't run, the first that applies.</summary>
    public IReadOnlyList<(DocumentNode? When, string Reason)> Skips { get; init; } = [];

    /// <summary>How long each test may take.</summary>
    public TimeSpan Timeout { get; init; } = UsualTimeout;

    /// <summary>The number from which everything random of the Mac comes.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>What kind of Mac.</summary>
    public IReadOnlyList<DocumentField> Machine { get; init; } = [];

    /// <summary>In what state it is at first.</summary>
    public DocumentNode? Given { get; init; }

    /// <summary>What the tests of it differ in.</summary>
    public IReadOnlyList<DocumentField> Matrix { get; init; } = [];

    /// <summary>What happens.</summary>
    public IReadOnlyList<ScenarioStep> Steps { get; init; } = [];

    /// <summary>What the Mac is to be in the end.</summary>
    public IReadOnlyList<DocumentNode> Expected { get; init; } = [];

    /// <summary>The folder that files in it are named from.</summary>
    public string Folder => DocumentReader.FolderOf(Document);
}

/// <summary>What a step does.</summary>
internal enum StepKind
{
    /// <summary>Nothing yet: none of the keys that say so was read.</summary>
    None,

    /// <summary>Runs a script of the host on the Mac.</summary>
    Script,

    /// <summary>Runs a line of shell on the Mac.</summary>
    Command,

    /// <summary>Lets a command of macemu happen.</summary>
    Event,

    /// <summary>Compares the Mac with what is expected of it.</summary>
    Verify,
}

/// <summary>One step.</summary>
/// <param name="Node">Where it stands.</param>
internal sealed record ScenarioStep(DocumentNode Node)
{
    public StepKind Kind { get; init; }

    /// <summary>The script with its arguments, the line, or macemu's command line.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>A name for the report.</summary>
    public string? Name { get; init; }

    public DocumentNode? When { get; init; }

    /// <summary>Of <see cref="StepKind.Verify"/>: the expected state.</summary>
    public DocumentNode? State { get; init; }

    public string Input { get; init; } = "";

    /// <summary>What is typed at the terminal; null where there is no terminal.</summary>
    public IReadOnlyList<TerminalAnswer>? Answers { get; init; }

    public IReadOnlyList<(string Name, string Value)> Environment { get; init; } = [];

    public string User { get; init; } = "root";

    public string? Shell { get; init; }

    public TimeSpan? Timeout { get; init; }

    public StepExpectation Expected { get; init; } = new();
}

/// <summary>An answer typed at the terminal.</summary>
/// <param name="Prompt">A part of the prompt that it waits for; null for any.</param>
/// <param name="Text">What is typed, without the line's end.</param>
internal sealed record TerminalAnswer(string? Prompt, string Text);

/// <summary>What a step is expected to end with and to print.</summary>
internal sealed record StepExpectation
{
    /// <summary>The exit status; null for any.</summary>
    public int? Exit { get; init; } = Status.Good;

    public TextExpectation? Output { get; init; }

    public TextExpectation? Errors { get; init; }

    public TextExpectation? Terminal { get; init; }
}
