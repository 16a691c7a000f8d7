namespace MacEmu.Tests.Replay;

/// <summary>The project's own documents: their commands are run, and print what they show.</summary>
public sealed class DocumentTests : ReplayBench
{
    /// <summary>Documents that tell no commands.</summary>
    private static readonly string[] WithoutCommands =
        ["CHANGELOG.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/coverage.md", "docs/fidelity.md", "docs/local-policy.md", "docs/notes-releases.md", "docs/secure-token-matrix.md"];

    public static TheoryData<string> Documents =>
        [.. Directory.EnumerateFiles(Root, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)).Select(file => Path.GetRelativePath(Root, file)).Order(StringComparer.Ordinal)];

    [SkippableTheory, MemberData(nameof(Documents))]
    public void Its_commands_print_what_it_shows(string document)
    {
        var file = Path.Combine(Root, document);
        if (WithoutCommands.Contains(document))
        {
            Assert.Contains("no command is found", Bench.Run("replay", "--list", file).Errors);
            return;
        }
        NeedTools();
        Skip.If(File.ReadAllText(file).Contains("\nopenssl ", StringComparison.Ordinal) && !File.Exists("/usr/bin/openssl"), "this host has no openssl");
        var outcome = Bench.Run("replay", "--check", file);
        Assert.True((outcome.Status, outcome.Errors) == (0, ""), outcome.Output + outcome.Errors);
    }
}
