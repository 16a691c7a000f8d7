namespace Scripts.Tests;

/// <summary>A real script, the state it is run in, and what it has to lead to (the rows of the README beside the scripts).</summary>
/// <param name="Row">The README's number.</param>
/// <param name="State">Which of the row's states this is.</param>
/// <param name="Script">The script's file.</param>
public sealed record ScriptCase(int Row, string State, string Script)
{
    /// <summary>The Mac, as a description for `macemu create --from`.</summary>
    public string Mac { get; init; } = "{machine: {os: '14.5'}}";

    /// <summary>Files in the current directory.</summary>
    public IReadOnlyList<(string Name, string Text)> Files { get; init; } = [];

    /// <summary>What an admin fills into the script's placeholders: it runs as a copy.</summary>
    public IReadOnlyList<(string Placeholder, string Value)> FilledIn { get; init; } = [];

    /// <summary>What happens on the Mac before, in bash with the tools in PATH.</summary>
    public string Before { get; init; } = "";

    /// <summary>Options of `macemu run`.</summary>
    public string[] Options { get; init; } = [];

    public string[] Arguments { get; init; } = [];

    public string Input { get; init; } = "";

    public int Status { get; init; }

    /// <summary>The whole standard output, as a pattern.</summary>
    public string Output { get; init; } = "(?s).*";

    /// <summary>The whole standard error, as a pattern.</summary>
    public string Error { get; init; } = "";

    /// <summary>What is looked at afterwards, in bash with the tools in PATH; $SCRIPT is the script.</summary>
    public string After { get; init; } = "";

    /// <summary>What that has to print on both streams, as a pattern.</summary>
    public string Found { get; init; } = "";

    /// <summary>Programs of the host that the script takes.</summary>
    public string[] Needs { get; init; } = [];

    /// <summary>
    /// Why the outcome can't be reached: calls that aren't emulated. Then the run must end with 78 and name them; everything else must
    /// be as with `--loose`.
    /// </summary>
    public string? NotEmulated { get; init; }

    public override string ToString() => $"{Row} {Path.GetFileName(Script)}: {State}";
}
