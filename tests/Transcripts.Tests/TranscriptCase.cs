namespace Transcripts.Tests;

/// <summary>Which stream a line was seen on.</summary>
public enum Seen
{
    /// <summary>Standard output.</summary>
    Output,
    /// <summary>Standard error.</summary>
    Error,
    /// <summary>Nobody wrote down which.</summary>
    Either,
}

/// <summary>One command of a transcript and what it did.</summary>
public sealed class TranscriptCommand(string line)
{
    public string Line { get; } = line;
    public List<(Seen Stream, string Text)> Lines { get; } = [];
    public List<string> Typed { get; } = [];
    public int? Status { get; set; }
}

/// <summary>A transcript: <c>#</c> facts, <c>$</c> commands, <c>1> 2> 12></c> output, <c>&lt;</c> typed, <c>?</c> exit status.</summary>
public sealed record TranscriptCase(string Path, IReadOnlyList<(string Key, string Value)> Facts, IReadOnlyList<TranscriptCommand> Commands)
{
    public IEnumerable<string> All(string key) => Facts.Where(fact => fact.Key == key).Select(fact => fact.Value);

    public string? One(string key) => All(key).FirstOrDefault();

    public static TranscriptCase Read(string path)
    {
        var facts = new List<(string, string)>();
        var commands = new List<TranscriptCommand>();
        foreach (var line in File.ReadAllLines(path))
        {
            var (mark, rest) = line.IndexOf(' ') is > 0 and var blank ? (line[..blank], line[(blank + 1)..]) : (line, "");
            switch (mark)
            {
                case "#" when rest.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon:
                    facts.Add((rest[..colon], rest[(colon + 2)..]));
                    break;
                case "$": commands.Add(new TranscriptCommand(rest)); break;
                case "1>": commands[^1].Lines.Add((Seen.Output, rest)); break;
                case "2>": commands[^1].Lines.Add((Seen.Error, rest)); break;
                case "12>": commands[^1].Lines.Add((Seen.Either, rest)); break;
                case "<": commands[^1].Typed.Add(rest); break;
                case "?": commands[^1].Status = int.Parse(rest); break;
                case "#" or "": break;
                default: throw new FormatException($"{path}: a line begins with '{mark}'");
            }
        }
        return new TranscriptCase(path, facts, commands);
    }
}
