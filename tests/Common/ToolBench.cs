using System.Text;
using MacStateStore;
using MacStateStore.Storage;
using MacToolHost;

namespace MacToolEmu.Tests;

/// <summary>A Mac in a folder of its own, and one tool run on it in process.</summary>
public abstract class ToolBench : IDisposable
{
    private readonly Tool _tool;

    protected ToolBench(Tool tool, MachineSpecification specification)
    {
        _tool = tool;
        Folder = Directory.CreateTempSubdirectory($"{tool.Name}-test-").FullName;
        Mac.Create(Path, specification with { Seed = specification.Seed ?? 1, KdfIterations = 2 });
    }

    /// <summary>A Mac that begins as another one is now.</summary>
    protected ToolBench(ToolBench other)
    {
        _tool = other._tool;
        Folder = Directory.CreateTempSubdirectory($"{_tool.Name}-test-").FullName;
        File.Copy(other.Path, Path);
    }

    public string Folder { get; }

    public string Path => System.IO.Path.Combine(Folder, "machine.db");

    /// <summary>Looks at the Mac, or lets something happen to it.</summary>
    public T On<T>(Func<Mac, T> action)
    {
        using var mac = Mac.Open(Path);
        mac.Begin(new JournalEntry("test", "[]", "root"));
        var result = action(mac);
        mac.End(0);
        return result;
    }

    public void On(Action<Mac> action) => On(mac =>
    {
        action(mac);
        return 0;
    });

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Runs the tool: what it ended with and printed, and its row of the journal.</summary>
    protected (int Status, string Out, string Err, JournalRow Row) Call(string user, byte[] input, IReadOnlyList<string> arguments) =>
        Call(_tool, user, new MemoryStream(input), arguments);

    /// <summary>The same with any tool.</summary>
    protected (int Status, string Out, string Err, JournalRow Row) Call(Tool tool, string user, Stream stdin, IReadOnlyList<string> arguments)
    {
        using var stdout = new MemoryStream();
        using var stderr = new MemoryStream();
        int status;
        using (var console = new ToolConsole(stdin, stdout, stderr, name => name switch
        {
            MachineLocation.MachineVariable => Path,
            MachineLocation.UserVariable => user,
            _ => null,
        }))
            status = ToolRun.Start(tool, arguments, console);
        using var mac = Mac.Open(Path);
        return (status, Encoding.UTF8.GetString(stdout.ToArray()), Encoding.UTF8.GetString(stderr.ToArray()), mac.Journal.Read(1)[0]);
    }

    /// <summary>The rows that a run changed, without the book of failed logins.</summary>
    protected static IReadOnlyList<string> ChangesOf(JournalRow row) =>
        [.. row.Changes.Where(change => !change.Key.EndsWith(" accountPolicyData", StringComparison.Ordinal)).Select(change => $"{change.Table} {change.Key}")];
}
