using System.Text;

namespace Transcripts.Tests;

/// <summary>
/// The project's own cases, <c>tests/transcripts/TOOL/VERB/NAME.case</c>: run as processes, and where a command is plain words also in
/// this process. <c># setup:</c> lines bring the machine into its state, <c># user:</c> says who types (root).
/// With ACCEPT=1 the expectations are rewritten (see `make accept`).
/// </summary>
public sealed class OwnCaseTests
{
    private static readonly string Folder = Path.Combine(Project.Root, "tests/transcripts");

    public static TheoryData<string> Cases => [.. Directory.GetFiles(Folder, "*.case", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal)];

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void An_own_case_holds_with_the_executables(string name)
    {
        Skip.If(Project.Tools is null, "the executables are not built; run 'make tools'");
        var own = TranscriptCase.Read(Path.Combine(Folder, name));
        var outcomes = Run(own, inProcess: false);
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1") Accept(own, outcomes);
        else Check(own, outcomes);
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void An_own_case_holds_in_process(string name)
    {
        Skip.If(Project.Tools is null, "the executables, which set the machine up, are not built; run 'make tools'");
        var own = TranscriptCase.Read(Path.Combine(Folder, name));
        Check(own, Run(own, inProcess: true));
    }

    private static List<Outcome> Run(TranscriptCase own, bool inProcess)
    {
        using var bench = new Workbench();
        foreach (var line in own.All("setup"))
        {
            var prepared = bench.RunProcess(line, [], "root");
            Assert.True(prepared.Status == 0, $"setup line '{line}' failed:\n{prepared}");
        }
        var user = own.One("user") ?? "root";
        return [.. own.Commands.Select(command =>
            (inProcess ? bench.RunInProcess(command.Line, command.Typed, user) : null) ?? bench.RunProcess(command.Line, command.Typed, user))];
    }

    private static void Check(TranscriptCase own, List<Outcome> outcomes)
    {
        var uuids = new Dictionary<string, string>();
        foreach (var (command, outcome) in own.Commands.Zip(outcomes))
        {
            var difference = Comparison.Difference(command, outcome, [], isExcerpt: false, uuids);
            Assert.True(difference is null, difference);
        }
    }

    // A line whose pattern still fits stays as it is written; all else is what was printed.
    private static void Accept(TranscriptCase own, List<Outcome> outcomes)
    {
        var text = new StringBuilder();
        var uuids = new Dictionary<string, string>();
        foreach (var line in File.ReadLines(own.Path).TakeWhile(line => !line.StartsWith("$ ", StringComparison.Ordinal))) text.Append(line).Append('\n');
        foreach (var (command, outcome) in own.Commands.Zip(outcomes))
        {
            text.Append("$ ").Append(command.Line).Append('\n');
            foreach (var answer in command.Typed) text.Append("< ").Append(answer).Append('\n');
            foreach (var (mark, lines) in (ReadOnlySpan<(string, List<string>)>)[("1>", outcome.OutputLines), ("2>", outcome.ErrorLines)])
                foreach (var line in lines)
                    text.Append(mark).Append(' ').Append(command.Lines.Select(old => old.Text).FirstOrDefault(old => Comparison.Matches(old, line, uuids)) ?? Comparison.AsExpectation(line)).Append('\n');
            text.Append("? ").Append(outcome.Status).Append('\n');
        }
        File.WriteAllText(own.Path, text.ToString());
    }
}
