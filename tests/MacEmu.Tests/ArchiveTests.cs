namespace MacEmu.Tests;

public sealed class ArchiveTests : IDisposable
{
    private readonly Bench bench = Bench.WithAlice();

    public void Dispose() => bench.Dispose();

    private string Archive => Path.Combine(bench.Folder, "mac.tar.gz");

    [Fact]
    public void A_machine_is_taken_elsewhere_with_its_snapshots_and_files()
    {
        bench.Good("snapshot", "save", "before");
        bench.Good("login", "alice", "--password", "s3cret");
        var notes = bench.Machine + ".root/Users/alice/notes";
        Directory.CreateDirectory(Path.GetDirectoryName(notes)!);
        File.WriteAllText(notes, "hello");
        File.CreateSymbolicLink(notes + ".link", "notes");
        bench.Good("export", Archive);
        var other = Path.Combine(bench.Folder, "other.db");
        bench.Good("import", "--machine", other, Archive);
        Assert.Equal("", bench.Good("diff", bench.Machine, other));
        Assert.Equal(bench.Good("log", "--json"), bench.Good("log", "--json", "--machine", other));
        Assert.Equal("hello", File.ReadAllText(other + ".root/Users/alice/notes.link"));
        Assert.Equal("notes", new FileInfo(other + ".root/Users/alice/notes.link").LinkTarget);
        bench.Good("snapshot", "restore", "before", "--machine", other);
        Assert.Equal(1, bench.Run("diff", bench.Machine, other).Status);
        // What the replaced machine had besides goes.
        File.WriteAllText(other + ".root/Users/alice/more", "x");
        bench.Good("import", "--force", "--machine", other, Archive);
        Assert.Equal("", bench.Good("diff", bench.Machine, other));
        Assert.False(File.Exists(other + ".root/Users/alice/more"));
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(bench.Folder), path => path.Contains(".part", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_no_archive_changes_nothing()
    {
        var junk = bench.Write("junk", "junk");
        bench.Bad(65, $"import: {junk}: it is no archive that 'macemu export' wrote, or a damaged one (The archive entry was compressed using an unsupported compression method.)", "import", "--force", junk);
        bench.Good("export", Archive);
        File.WriteAllBytes(Archive, File.ReadAllBytes(Archive)[..1000]);
        var state = bench.Good("show", "--json");
        var cut = bench.Run("import", "--force", Archive);
        Assert.Equal((65, ""), (cut.Status, cut.Output));
        Assert.StartsWith($"macemu: import: {Archive}: it is no archive that 'macemu export' wrote", cut.Errors, StringComparison.Ordinal);
        Assert.Equal(state.Length, bench.Good("show", "--json").Length);
        bench.Bad(2, $"import: machine file {bench.Machine}: it exists already. Use --force to replace it, or name another with --machine", "import", Archive);
        bench.Bad(2, "import: nothing: there is no such file", "import", "nothing");
        bench.Bad(2, "export: name the archive to write, such as mac.tar.gz", "export");
    }
}
