namespace MacEmu.Report;

/// <summary>A step of a test as a report tells it.</summary>
/// <param name="Label">Its number and what it is.</param>
/// <param name="Line">Where it stands in its file.</param>
/// <param name="Status">Its exit status; null where it has none, or didn't come to its end.</param>
/// <param name="IsGood">Whether it was as expected.</param>
/// <param name="Streams">What it printed, secrets hidden: the stream's name, the beginning of the text, the bytes in all.</param>
/// <param name="Commands">What it ran.</param>
internal sealed record ReportedStep(string Label, int Line, int? Status, bool IsGood, IReadOnlyList<(string Name, string Text, long Size, bool IsCut)> Streams, IReadOnlyList<ReportedCommand> Commands);

/// <summary>What happened in a test, for a report that tells all.</summary>
/// <param name="Before">The Mac at first; null where it wasn't made.</param>
/// <param name="After">The Mac in the end.</param>
/// <param name="Steps">What happened.</param>
/// <param name="Failures">What isn't as expected, secrets hidden.</param>
internal sealed record TestStory(MacState? Before, MacState? After, IReadOnlyList<ReportedStep> Steps, IReadOnlyList<string> Failures);
