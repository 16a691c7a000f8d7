namespace Transcripts.Tests;

/// <summary>What a command did here.</summary>
public sealed record Outcome(string Output, string Error, int Status)
{
    public List<string> OutputLines => Split(Output);

    public List<string> ErrorLines => Split(Error);

    public override string ToString() =>
        string.Concat(OutputLines.Select(line => $"1> {line}\n")) + string.Concat(ErrorLines.Select(line => $"2> {line}\n")) + $"? {Status}\n";

    private static List<string> Split(string text)
    {
        if (text.Length == 0) return [];
        var lines = text.Split('\n').ToList();
        if (lines[^1].Length == 0) lines.RemoveAt(lines.Count - 1);
        return lines;
    }
}
