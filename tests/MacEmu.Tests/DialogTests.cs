using MacStateStore;
using MacStateStore.Lifecycle;

namespace MacEmu.Tests;

public sealed class DialogTests
{
    [Fact]
    public void Answers_wait_in_order_and_their_texts_are_shown_nowhere()
    {
        using var bench = Bench.WithMachine();
        Assert.Equal("", bench.Good("dialog", "answer", "--text", "s3cret"));
        bench.Good("dialog", "cancel");
        bench.Good("dialog", "answer", "--button", "Later", "--text=other s3cret");
        Assert.Equal([new DialogAnswer(false, null, "s3cret"), new DialogAnswer(true), new DialogAnswer(false, "Later", "other s3cret")], Waiting(bench));
        var list = bench.Good("dialog", "list");
        Assert.Equal(4, list.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("Later", list, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", list + bench.Good("log") + bench.Good("log", "--json"), StringComparison.Ordinal);
        bench.Good("dialog", "clear");
        Assert.Empty(Waiting(bench));
    }

    [Fact]
    public void Descriptions_bring_answers()
    {
        using var bench = new Bench();
        bench.Good("create", "--machine", bench.Machine, "--seed", "1", "--kdf-iterations", "1", "--from", bench.Write("mac.yaml", "dialogs: [{text: s3cret, button: OK}, cancel, {}]"));
        Assert.Equal([new DialogAnswer(false, "OK", "s3cret"), new DialogAnswer(true), new DialogAnswer(false)], Waiting(bench));
    }

    [Theory]
    [InlineData("dialogs: [perhaps]")]
    [InlineData("dialogs: cancel")]
    [InlineData("dialogs: [{title: x}]")]
    public void Wrong_answers_in_descriptions_are_told(string description)
    {
        using var bench = new Bench();
        var outcome = bench.Run("create", "--machine", bench.Machine, "--from", bench.Write("mac.yaml", description));
        Assert.Equal(2, outcome.Status);
        Assert.Contains("mac.yaml:1:", outcome.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(bench.Machine));
    }

    private static IReadOnlyList<DialogAnswer> Waiting(Bench bench)
    {
        using var mac = Mac.Open(bench.Machine);
        return mac.Dialogs.All;
    }
}
