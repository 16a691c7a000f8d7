using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;

namespace MacStateStore.Tests.OpenDirectory;

/// <summary>The record files that a running Mac shows.</summary>
public sealed class DslocalViewTests : IDisposable
{
    private readonly TestMac _test = new(new MachineSpecification { Os = "14.5", Users = [new(new NewAccount("alice") { Uid = 501 }) { Password = "pw-a" }] });
    private readonly string _root = Directory.CreateTempSubdirectory("macemu-view-").FullName;

    public void Dispose()
    {
        _test.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private string Folder => Path.Combine(_root, "Default");

    private DslocalView View => new(_test.Mac.Directory, _test.Path, Folder, Path.Combine(_root, "stamp"));

    private string FileOf(string user) => Path.Combine(Folder, "users", user + ".plist");

    private string[] InFile(string user, string key) =>
        [.. ((PlistArray)((PlistDictionary)PropertyList.Parse(File.ReadAllBytes(FileOf(user))))[key]!).Select(value => ((PlistString)value).Value)];

    [Fact]
    public void It_is_made_once_and_again_only_when_something_is_different()
    {
        // Only what was committed is looked for in the machine file, so each step is a run of its own.
        Assert.False(View.Exists);
        Assert.False(View.IsFresh);
        View.Refresh();
        Assert.True(View.IsFresh);
        Assert.Equal(["alice"], InFile("alice", "name"));
        var untouched = File.GetLastWriteTimeUtc(FileOf("root"));
        _test.Root.SetValues(_test.User("alice"), AttributeName.Comment, ["one"]);
        _test.Reopen();
        Assert.False(View.IsFresh);
        View.Refresh();
        Assert.True(View.IsFresh);
        Assert.Equal(["one"], InFile("alice", "comment"));
        Assert.Equal(untouched, File.GetLastWriteTimeUtc(FileOf("root"))); // not written a second time
    }

    [Fact]
    public void It_follows_changes_as_if_it_had_been_made_anew()
    {
        View.Refresh();
        _test.Reopen();
        var session = _test.Root;
        session.SetValues(_test.User("alice"), AttributeName.Comment, ["x y"]);
        session.CreateRecord(RecordType.Users, "mary ann");
        session.SetValues(_test.User("mary ann"), AttributeName.Parse("a key"), ["v"]);
        session.CreateRecord(RecordType.Users, "sla/sh");
        session.CreateRecord(RecordType.Users, "brief");
        session.DeleteRecord(_test.User("brief"));
        session.CreateRecord(RecordType.Users, "bob");
        session.ChangeValue(_test.User("bob"), AttributeName.RecordName, "bob", "rob");
        session.CreateRecord(RecordType.Standard("Printers"), "laser");
        View.Follow(_test.Mac.ChangedRecords);
        Assert.False(File.Exists(FileOf("bob")));
        Assert.False(File.Exists(FileOf("brief")));
        Assert.False(View.IsFresh); // the stamp is of before; whoever looks next makes sure
        AssertLikeExport();

        _test.Reopen();
        _test.Root.DeleteRecord(_test.User("mary ann"));
        View.Follow(_test.Mac.ChangedRecords);
        Assert.False(File.Exists(FileOf("mary ann")));
        AssertLikeExport();
    }

    [Fact]
    public void What_is_undone_is_not_followed()
    {
        View.Refresh();
        _test.Reopen();
        _test.Root.CreateRecord(RecordType.Users, "bob");
        _test.Mac.Undo();
        Assert.Empty(_test.Mac.ChangedRecords);
        View.Follow(_test.Mac.ChangedRecords);
        Assert.False(File.Exists(FileOf("bob")));
    }

    [Fact]
    public void A_machine_file_that_was_written_to_is_looked_into_once()
    {
        View.Refresh();
        var stamped = File.ReadAllText(Path.Combine(_root, "stamp"));
        _test.Reopen(); // commits and begins another run
        Assert.True(View.IsFresh);
        Assert.NotEqual(stamped, File.ReadAllText(Path.Combine(_root, "stamp")));
        stamped = File.ReadAllText(Path.Combine(_root, "stamp"));
        Assert.True(View.IsFresh);
        Assert.Equal(stamped, File.ReadAllText(Path.Combine(_root, "stamp")));
        _test.Root.SetValues(_test.User("alice"), AttributeName.Comment, ["one"]);
        _test.Reopen();
        Assert.False(View.IsFresh);
    }

    [Fact]
    public void A_stamp_of_another_state_is_none()
    {
        View.Refresh();
        File.AppendAllText(Path.Combine(_root, "stamp"), "x");
        Assert.False(View.IsFresh);
        View.Refresh();
        File.Delete(Path.Combine(_root, "stamp"));
        Assert.False(View.IsFresh);
    }

    [Fact]
    public void A_directory_with_too_many_records_is_not_shown_and_an_old_view_of_it_goes()
    {
        View.Refresh();
        Assert.True(View.Exists);
        for (var i = 0; i <= DslocalView.MostRecords; i++) _test.Root.CreateRecord(RecordType.Standard("Hosts"), $"host{i}");
        View.Refresh();
        Assert.False(View.Exists);
        View.Follow([(RecordType.Users, "alice")]);
        Assert.False(View.Exists);
    }

    private void AssertLikeExport()
    {
        var other = Path.Combine(_root, "export");
        DslocalFolder.Export(_test.Mac.Directory, other);
        Assert.Equal(Content(other), Content(Folder));
        Directory.Delete(other, recursive: true);
    }

    private static Dictionary<string, string> Content(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(folder, file), file => Convert.ToHexString(File.ReadAllBytes(file)));
}
