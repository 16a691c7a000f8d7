using MacStateStore.OpenDirectory;
using MacStateStore.Storage;

namespace MacStateStore.Tests;

/// <summary>A machine in a folder of its own, opened and in a run; everything is gone when it is disposed.</summary>
public sealed class TestMac : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("macemu-test-").FullName;

    public TestMac(MachineSpecification? specification = null)
    {
        Path = System.IO.Path.Combine(_folder, "machine.db");
        Mac.Create(Path, (specification ?? new MachineSpecification()) with { Seed = specification?.Seed ?? 1, KdfIterations = 2 });
        Mac = Mac.Open(Path);
        Mac.Begin(new JournalEntry("test", "[]", "root"));
    }

    public string Path { get; }

    public Mac Mac { get; }

    public DirectorySession Root => Mac.DirectoryAs(DirectoryCaller.Root);

    public DirectoryRecord User(string name) => Mac.Directory.Find(RecordType.Users, name)!;

    public void Dispose()
    {
        Mac.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
