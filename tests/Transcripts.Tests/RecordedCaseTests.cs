namespace Transcripts.Tests;

/// <summary>
/// Replays what real Macs printed. A file <c>tests/transcripts/recorded/TOOL/NAME.setup</c> belongs to each case that is replayed: shell
/// lines that bring a machine into the case's state, and lines with a key: <c>user:</c> who types, <c>normalise:</c> kinds of ids and times,
/// <c>excerpt:</c> yes where the case shows only some lines, <c>only:</c> the numbers of the commands that are replayed,
/// <c>env:</c> variables of the record's author, <c>NAME=SHELLTEXT</c>, set for its commands (the text may ask the machine: <c>VGID=$(…)</c>),
/// <c>typed:</c> what was typed at a prompt that the record doesn't show, <c>ignore:</c> beginnings of lines, set apart by <c> | </c>, that aren't compared on either side,
/// <c>skip:</c> why it can't be replayed yet.
/// </summary>
public sealed class RecordedCaseTests
{
    private static readonly string Setups = Path.Combine(Project.Root, "tests/transcripts/recorded");

    public static TheoryData<string> Cases => [.. Directory.GetFiles(Setups, "*.setup", SearchOption.AllDirectories)
        .Select(file => Path.ChangeExtension(Path.GetRelativePath(Setups, file), null)).Order(StringComparer.Ordinal)];

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void A_recorded_case_replays(string name)
    {
        var recorded = Path.Combine(Project.Recorded, name + ".case");
        Skip.IfNot(File.Exists(recorded), $"{recorded} is absent");
        Skip.If(Project.Tools is null, "the executables are not built; run 'make tools'");
        var setup = Setup.Read(Path.Combine(Setups, name + ".setup"));
        Skip.If(setup.Skip is not null, setup.Skip);
        var recordedCase = TranscriptCase.Read(recorded);
        using var bench = new Workbench();
        foreach (var line in setup.Lines)
        {
            var prepared = bench.RunProcess(line, [], "root");
            Assert.True(prepared.Status == 0, $"setup line '{line}' failed:\n{prepared}");
        }
        for (var i = 0; i < recordedCase.Commands.Count; i++)
        {
            if (setup.Only is { } only && !only.Contains(i + 1)) continue;
            var command = recordedCase.Commands[i];
            var difference = Comparison.Difference(command, bench.RunProcess(setup.Environment + command.Line, [.. setup.Typed, .. command.Typed], setup.User), setup.Normalise, setup.IsExcerpt, [], setup.Ignore);
            Assert.True(difference is null, difference);
        }
    }

    /// <summary>The command lines of all cases that are replayed.</summary>
    internal static IEnumerable<string> ReplayedCommands() =>
        from name in Directory.GetFiles(Setups, "*.setup", SearchOption.AllDirectories).Select(file => Path.ChangeExtension(Path.GetRelativePath(Setups, file), null))
        let recorded = Path.Combine(Project.Recorded, name + ".case")
        let setup = Setup.Read(Path.Combine(Setups, name + ".setup"))
        where setup.Skip is null && File.Exists(recorded)
        from command in TranscriptCase.Read(recorded).Commands.Select((command, i) => (command.Line, Number: i + 1))
        where setup.Only is not { } only || only.Contains(command.Number)
        select command.Line;

    private sealed record Setup(List<string> Lines, string User, string[] Normalise, bool IsExcerpt, int[]? Only, string[] Ignore, string Environment, string[] Typed, string? Skip)
    {
        public static Setup Read(string path)
        {
            var keys = new Dictionary<string, string>();
            var lines = new List<string>();
            foreach (var line in File.ReadAllLines(path))
            {
                if (line.Length == 0 || line[0] == '#') continue;
                if (line.Split(": ", 2) is [("user" or "normalise" or "excerpt" or "only" or "ignore" or "env" or "typed" or "skip") and var key, var value]) keys.Add(key, value);
                else lines.Add(line);
            }
            return new Setup(
                lines, keys.GetValueOrDefault("user", "root"),
                keys.GetValueOrDefault("normalise", "").Split(", ", StringSplitOptions.RemoveEmptyEntries),
                keys.ContainsKey("excerpt"),
                keys.TryGetValue("only", out var only) ? [.. only.Split(", ").Select(int.Parse)] : null,
                keys.GetValueOrDefault("ignore", "").Split(" | ", StringSplitOptions.RemoveEmptyEntries),
                keys.TryGetValue("env", out var variable) ? $"export {variable}; " : "",
                keys.TryGetValue("typed", out var typed) ? [typed] : [],
                keys.GetValueOrDefault("skip"));
        }
    }
}
