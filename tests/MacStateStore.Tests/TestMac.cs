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

    /// <summary>Puts another file in the place of a system's LocalPolicy, as somebody with a disk editor would.</summary>
    public void Replace(string volumeGroup, byte[] policy)
    {
        Mac.End(0);
        Mac.Dispose();
        using (var database = new Database(Path)) database.Execute("UPDATE local_policy SET image = $2 WHERE volume_group = $1 AND role = 'macos'", volumeGroup, policy);
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
