using MacStateStore.PropertyLists;

namespace MacEmu.Tests;

/// <summary><c>macemu export dslocal</c> and <c>macemu import dslocal</c>.</summary>
public sealed class DslocalTests : IDisposable
{
    private readonly Bench bench = Bench.WithAlice();

    private string Node => Path.Combine(bench.Folder, "Default");

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_round_trip_changes_nothing_and_is_in_the_log()
    {
        var state = bench.State();
        Assert.Equal("", bench.Good("export", "dslocal", Node));
        Assert.Equal("", bench.Good("import", "dslocal", Node));
        Assert.Equal(state, bench.State());
        var log = bench.Good("log", "--json");
        Assert.Contains("\"export\"", log);
        Assert.Contains("\"import\"", log);
        Assert.DoesNotContain("od_value", bench.Good("log", "--json", "--last", "2"));
    }

    [Fact]
    public void What_was_edited_in_the_files_is_on_the_mac_afterwards()
    {
        bench.Good("export", "dslocal", Node);
        var alice = Path.Combine(Node, "users/alice.plist");
        var record = (PlistDictionary)PropertyList.Parse(File.ReadAllBytes(alice));
        record["realname"] = new PlistArray([new PlistString("Alice Edited")]);
        File.WriteAllBytes(alice, PropertyList.ToXml(record));
        bench.Good("import", "dslocal", Node);
        var user = bench.Show().GetProperty("users").GetProperty("alice");
        Assert.Equal("Alice Edited", user.GetProperty("fullName").GetString());
        Assert.True(user.GetProperty("secureToken").GetBoolean());
        Assert.Contains("Alice Edited", bench.Good("log", "--json", "--last", "1"));
        File.Delete(alice);
        bench.Good("import", "dslocal", Node);
        Assert.False(bench.Show().GetProperty("users").TryGetProperty("alice", out _));
    }

    [Fact]
    public void A_directory_goes_from_one_mac_to_another_at_its_creation()
    {
        bench.Good("export", "dslocal", Node);
        var other = Path.Combine(bench.Folder, "other.db");
        bench.Good("create", "--machine", other, "--seed", "2", "--os", "14.5", "--kdf-iterations", "2");
        bench.Good("import", "dslocal", Node, "--machine", other);
        var again = Path.Combine(bench.Folder, "again");
        bench.Good("export", "dslocal", again, "--machine", other);
        Assert.Equal(Content(Node), Content(again));
    }

    [Fact]
    public void A_folder_with_something_in_it_is_written_with_force_only()
    {
        bench.Bad(2, $"export dslocal: {bench.Folder} isn't empty; use --force to write into it, or name another", "export", "dslocal", bench.Folder);
        Directory.CreateDirectory(Node);
        bench.Good("export", "dslocal", Node);
        var before = Content(Node);
        bench.Bad(2, $"export dslocal: {Node} isn't empty; use --force to write into it, or name another", "export", "dslocal", Node);
        File.Copy(Path.Combine(Node, "users/alice.plist"), Path.Combine(Node, "users/gone.plist"));
        bench.Good("export", "dslocal", Node, "--force");
        Assert.Equal(before, Content(Node));
    }

    [Fact]
    public void What_is_wrong_is_said_and_changes_nothing()
    {
        bench.Bad(2, "export dslocal: the folder's name is empty", "export", "dslocal", "");
        bench.Bad(2, "import dslocal: the folder's name is empty", "import", "dslocal", "");
        bench.Bad(2, $"export dslocal: {bench.Machine} is a file; name a folder", "export", "dslocal", bench.Machine);
        bench.Bad(1, $"import dslocal: {bench.Folder}/nosuch: it is no folder of a local node (there is no directory 'users' in it)", "import", "dslocal", bench.Folder + "/nosuch");
        bench.Bad(1, $"import dslocal: {bench.Machine}: it is no folder of a local node (there is no directory 'users' in it)", "import", "dslocal", bench.Machine);
        bench.Bad(2, "export dslocal: DIR is missing; 'macemu export dslocal --help' tells how it is used", "export", "dslocal");
        bench.Bad(2, "import dslocal: no option --force; 'macemu import dslocal --help' tells how it is used", "import", "dslocal", Node, "--force");
        Directory.CreateDirectory(Node + "/users");
        File.WriteAllText(Node + "/users/x.plist", "<plist version=\"1.0\"><string>x</string></plist>");
        bench.Bad(1, $"import dslocal: {Node}/users/x.plist: the property list is no dictionary, so it is no record", "import", "dslocal", Node);
        Assert.Contains("import", bench.Good("log", "--last", "1"));
    }

    private static IEnumerable<(string, string)> Content(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => (Path.GetRelativePath(folder, file), Convert.ToHexString(File.ReadAllBytes(file))));
}
