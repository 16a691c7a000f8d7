namespace MacEmu.Tests.Replay;

/// <summary>A document in a folder of its own, replayed in process; its commands are processes, of the built executables where there are some.</summary>
public abstract class ReplayBench : IDisposable
{
    protected ReplayBench()
    {
        if (File.Exists(Path.Combine(Root, "artifacts/bin/macemu"))) Bench.Environment["MACEMU_TOOLS"] = Path.Combine(Root, "artifacts/bin");
    }

    protected static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    protected Bench Bench { get; } = Bench.WithAlice();

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Bench.Dispose();
    }

    /// <summary>What `--list` finds: line and command.</summary>
    protected string[] Found(string text, string name = "document.md") => Found(Bench.Run("replay", "--list", Bench.Write(name, text)));

    protected static string[] Found(Outcome outcome)
    {
        Assert.Equal("", outcome.Errors);
        return outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Replays a document.</summary>
    protected Outcome Replay(string text, params string[] options) => Bench.Run(["replay", Bench.Write("document.md", text), .. options]);

    /// <summary>Skips what needs the tools.</summary>
    protected void NeedTools() => Skip.IfNot(Bench.Environment.ContainsKey("MACEMU_TOOLS"), "the tools aren't built: make tools");

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "MacToolEmu.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests don't run inside the source tree"));
}
