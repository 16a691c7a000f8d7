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
        Mac = Open();
    }

    /// <summary>A copy of a machine file, for tests that need many of the same.</summary>
    public TestMac(string template)
    {
        Path = System.IO.Path.Combine(_folder, "machine.db");
        File.Copy(template, Path);
        Mac = Open();
    }

    public string Path { get; }

    public Mac Mac { get; private set; }

    public DirectorySession Root => Mac.DirectoryAs(DirectoryCaller.Root);

    public DirectoryRecord User(string name) => Mac.Directory.Find(RecordType.Users, name)!;

    /// <summary>A record as dscl makes one: no password, no token.</summary>
    public DirectoryRecord NewUser(string name, int? uid = null, bool isAdmin = false) =>
        Mac.Accounts.Create(new NewAccount(name) { Uid = uid, IsAdmin = isAdmin });

    /// <summary>Ends the run and begins another on the machine as it was left.</summary>
    public void Reopen()
    {
        Mac.End(0);
        Mac.Dispose();
        Mac = Open();
    }

    public void Dispose()
    {
        Mac.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Mac Open()
    {
        var mac = Mac.Open(Path);
        mac.Begin(new JournalEntry("test", "[]", "root"));
        return mac;
    }
}
