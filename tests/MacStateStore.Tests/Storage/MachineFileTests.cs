using MacStateStore.OpenDirectory;
using MacStateStore.Storage;

namespace MacStateStore.Tests.Storage;

/// <summary>Files that are no machine, and machines that can't be written: a clear error, and nothing is harmed.</summary>
public sealed class MachineFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("macemu-test-").FullName;

    private string File_ => Path.Combine(_folder, "machine.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Problem()
    {
        var error = Assert.Throws<MachineFileException>(() =>
        {
            using var mac = Mac.Open(File_);
            mac.Begin(new JournalEntry("test", "[]", "root"));
            mac.Directory.Find(RecordType.Users, "root");
        });
        Assert.StartsWith($"machine file {File_}: ", error.Message);
        return error.Message;
    }

    private void Make() => Mac.Create(File_, new MachineSpecification { Seed = 1, KdfIterations = 2 });

    [Fact]
    public void No_file() => Assert.Contains("there is no such file", Problem());

    [Fact]
    public void An_empty_file()
    {
        File.WriteAllBytes(File_, []);
        Assert.Contains("not a machine of macemu", Problem());
        Assert.Empty(File.ReadAllBytes(File_));
    }

    [Fact]
    public void A_text_file()
    {
        File.WriteAllText(File_, string.Concat(Enumerable.Repeat("hello\n", 100)));
        Assert.Contains("not a machine of macemu", Problem());
    }

    [Fact]
    public void A_folder()
    {
        Directory.CreateDirectory(File_);
        Assert.Contains("can't be read", Problem());
    }

    [Fact]
    public void Another_programs_database_is_left_as_it_is()
    {
        using (var other = new Database(File_, create: true)) other.ExecuteScript("CREATE TABLE mine (x); INSERT INTO mine VALUES (1);");
        var before = File.ReadAllBytes(File_);
        Assert.Contains("some other program", Problem());
        Assert.Equal(before, File.ReadAllBytes(File_));
    }

    [Fact]
    public void A_newer_format()
    {
        Make();
        using (var database = new Database(File_)) database.ExecuteScript($"PRAGMA user_version = {MachineFile.Format + 1}");
        var before = File.ReadAllBytes(File_);
        Assert.Contains($"a newer macemu wrote it (format {MachineFile.Format + 1}", Problem());
        Assert.Equal(before, File.ReadAllBytes(File_));
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(100_000)]
    public void A_file_cut_short(int length)
    {
        Make();
        using (var file = File.OpenWrite(File_)) file.SetLength(length);
        Assert.Contains("damaged", Problem());
    }

    [Fact]
    public void A_page_of_junk()
    {
        Make();
        using (var file = File.OpenWrite(File_))
        {
            file.Position = 4096;
            file.Write(Enumerable.Repeat((byte)0xA5, 40 * 4096).ToArray());
        }
        Assert.Contains("damaged", Problem());
    }

    [Fact]
    public void A_full_disk_keeps_the_machine_as_it_was()
    {
        Make();
        using var database = new Database(File_);
        // As full as a disk can be made without one: SQLite may not take a further page.
        var pages = database.Number("PRAGMA page_count")!.Value;
        database.ExecuteScript($"PRAGMA max_page_count = {pages}; BEGIN IMMEDIATE;");
        var error = Assert.Throws<MachineFileException>(() =>
        {
            for (var i = 0; i < 10_000; i++) database.Execute("INSERT INTO host_setting VALUES ($1, $2)", $"name {i}", new string('x', 500));
        });
        Assert.Contains("the disk is full; nothing was changed", error.Message);
        Assert.Equal(MachineFileProblem.NotWritable, error.Problem);
        database.Dispose();
        using var mac = Mac.Open(File_);
        Assert.Empty(mac.HostSettings.All);
    }

    [Fact]
    public void Create_doesnt_replace_a_file_unless_told_to()
    {
        File.WriteAllText(File_, "precious");
        var error = Assert.Throws<MachineFileException>(() => Mac.Create(File_, new MachineSpecification()));
        Assert.Contains("it exists already", error.Message);
        Assert.Equal("precious", File.ReadAllText(File_));

        Mac.Create(File_, new MachineSpecification { Seed = 1 }, replace: true);
        using var mac = Mac.Open(File_);
        Assert.NotNull(mac.Machine.Serial);
        Assert.Equal(["machine.db"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }
}
