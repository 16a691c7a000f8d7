namespace Companions.Tests;

public sealed class PlistBuddyTests : IClassFixture<SharedBench>
{
    private readonly Bench _bench;

    public PlistBuddyTests(SharedBench shared)
    {
        _bench = shared.Bench;
        File.Delete(Path);
    }

    private string Path => System.IO.Path.Combine(_bench.Folder, "a.plist");

    private Outcome Buddy(params string[] commands) => _bench.AsAlice("PlistBuddy", [.. commands.SelectMany(command => (string[])["-c", command]), Path]);

    private void Given(string content) => File.WriteAllText(Path, $"<plist version=\"1.0\">{content}</plist>");

    [Fact]
    public void Makes_a_file_and_prints_it()
    {
        var made = Buddy("Add :name string \"two words\"", "add :list array", "Add :list: string first", "Add :list:0 integer 5", "Add :on bool true", "Add :a:b:c real 0.5", "Add :'k e y' string it is long",
            "Add :day date Thu Jan 02 03:04:05 UTC 2025", "Add :bytes data abc");
        Assert.Equal(new Outcome(0, $"File Doesn't Exist, Will Create: {Path}\n", ""), made);
        Assert.Equal(
            "Dict {\n    a = Dict {\n        b = Dict {\n            c = 0.500000\n        }\n    }\n    bytes = abc\n    day = Thu Jan 02 03:04:05 UTC 2025\n    k e y = it is long\n" +
            "    list = Array {\n        5\n        first\n    }\n    name = two words\n    on = true\n}\n", Buddy("Print").Output);
        Assert.Equal("first\n", Buddy("Print :list:1").Output);
        Assert.Equal("first\n", Buddy("print list:1").Output);
        Assert.Equal("it is long\n", Buddy("Print \":k e y\"").Output);
        Assert.StartsWith("<?xml", File.ReadAllText(Path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Print :none", "Print: Entry, \":none\", Does Not Exist")]
    [InlineData("Print none:x", "Print: Entry, \"none:x\", Does Not Exist")]
    [InlineData("Print :list:7", "Print: Entry, \":list:7\", Does Not Exist")]
    [InlineData("Set :\"none\" x", "Set: Entry, \":none\", Does Not Exist")]
    [InlineData("Set :list x", "Set: Cannot Perform Set On Containers")]
    [InlineData("Set :number x", "Unrecognized Integer Format")]
    [InlineData("Add :text string y", "Add: \":text\" Entry Already Exists")]
    [InlineData("Add :text:x string y", "Add: Can't Add Entry, \":text:x\", to Parent")]
    [InlineData("Add :list:x string y", "Add: Can't Add Entry, \":list:x\", to Parent")]
    [InlineData("Add :new thing y", "Unrecognized Type: thing")]
    [InlineData("Delete :none", "Delete: Entry, \":none\", Does Not Exist")]
    [InlineData("Copy :none :text", "Copy: Entry, \":none\", Does Not Exist")]
    [InlineData("Copy :number :text", "Copy: \":text\" Entry Already Exists")]
    [InlineData("Merge /nowhere.plist", "Merge: Error Reading File: /nowhere.plist")]
    [InlineData("Import :x /nowhere", "Import: Error Reading File: /nowhere")]
    [InlineData("Set :text Bob's", "Parse Error: Unclosed Quotes")]
    [InlineData("Frobnicate", "Unrecognized Command")]
    [InlineData("", "Unrecognized Command")]
    public void What_can_t_be_done_is_told_and_changes_nothing(string command, string message)
    {
        Given("<dict><key>text</key><string>x</string><key>number</key><integer>1</integer><key>list</key><array><string>a</string></array></dict>");
        var before = File.ReadAllBytes(Path);
        Assert.Equal(new Outcome(1, "", message + "\n"), Buddy(command));
        Assert.Equal(before, File.ReadAllBytes(Path));
    }

    [Fact]
    public void Keeps_the_format_and_the_types()
    {
        Given("<dict><key>n</key><integer>1</integer><key>b</key><true/><key>a:b</key><string>x</string></dict>");
        Assert.Equal(0, _bench.AsAlice("plutil", "-convert", "binary1", Path).Status);
        Assert.Equal(new Outcome(0, "", ""), Buddy("Set :n 42", "Set :b false", "Set :a\\:b 'y \"z\"'", "Delete :none", "Copy :n :m").Status == 1 ? new Outcome(0, "", "") : new Outcome(1, "", ""));
        Assert.Equal("bplist00"u8.ToArray(), File.ReadAllBytes(Path)[..8]);
        Assert.Equal("Dict {\n    n = 42\n    b = false\n    a:b = y \"z\"\n    m = 42\n}\n", Buddy("Print").Output);
        var xml = _bench.AsAlice("PlistBuddy", "-x", "-c", "Print :n", Path);
        Assert.EndsWith("<plist version=\"1.0\">\n<integer>42</integer>\n</plist>\n", xml.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Merges_imports_and_clears()
    {
        Given("<dict><key>k</key><string>old</string></dict>");
        var other = System.IO.Path.Combine(_bench.Folder, "other.plist");
        File.WriteAllText(other, "<plist><dict><key>k</key><string>new</string><key>l</key><string>added</string></dict></plist>");
        Assert.Equal(new Outcome(0, "Duplicate Entry Was Skipped: k\n", ""), Buddy($"Merge {other}"));
        Assert.Equal("Dict {\n    k = old\n    l = added\n}\n", Buddy("Print").Output);
        Assert.Equal(new Outcome(1, "", "Merge: \"Level\" Entry Does Not Exist\n"), Buddy($"Merge {other} Level"));
        File.WriteAllText(other, "raw");
        Assert.Equal(0, Buddy($"Import :k {other}").Status);
        Assert.Equal("Type is data\n", _bench.AsAlice("defaults", "read-type", Path, "k").Output);
        Assert.Equal(new Outcome(0, "Initializing Plist...\n", ""), Buddy("Clear array"));
        Assert.Equal("Array {\n}\n", Buddy("Print").Output);
    }

    [Fact]
    public void Reads_standard_input()
    {
        const string plist = "<plist><dict><key>DeviceIdentifier</key><string>disk3</string></dict></plist>";
        Assert.Equal(new Outcome(0, "disk3\n", ""), _bench.Run("alice", plist, "PlistBuddy", "-c", "Print :DeviceIdentifier", "/dev/stdin"));
        Assert.Equal(78, _bench.Run("alice", plist, "PlistBuddy", "-c", "Delete :DeviceIdentifier", "/dev/stdin").Status);
        Assert.Equal(new Outcome(1, "", "Error Reading File: /dev/stdin\n"), _bench.Run("alice", "", "PlistBuddy", "-c", "Print", "/dev/stdin"));
    }

    [Fact]
    public void Converses()
    {
        Given("<dict/>");
        var outcome = _bench.Run("alice", "Add :a string b\nPrint\nRevert\nPrint\nAdd :c integer 3\nSave\nDelete :c\nExit\nPrint\n", "PlistBuddy", Path);
        Assert.Equal(new Outcome(0, "Command: Command: Dict {\n    a = b\n}\nCommand: Reverting to last saved state...\nCommand: Dict {\n}\nCommand: Command: Saving...\nCommand: Command: ", ""), outcome);
        Assert.Equal("Dict {\n    c = 3\n}\n", Buddy("Print").Output);
    }

    [Fact]
    public void Only_root_edits_for_all()
    {
        const string path = "/Library/Preferences/com.example.plist";
        Assert.Equal((0, 1), (_bench.AsRoot("PlistBuddy", "-c", "Add :a string b", path).Status, _bench.AsAlice("PlistBuddy", "-c", "Set :a c", path).Status));
        Assert.Equal("b\n", _bench.AsAlice("defaults", "read", path, "a").Output);
        Assert.Equal(78, _bench.AsRoot("PlistBuddy", "-c", "Add :a string b", "/Library/Managed Preferences/com.example.plist").Status);
        Assert.Equal((1, 1), (_bench.AsAlice("PlistBuddy").Status, _bench.AsAlice("PlistBuddy", "-c").Status));
        File.WriteAllText(Path, "");
        Assert.Equal(new Outcome(1, "", $"Error Reading File: {Path}\n"), Buddy("Clear dict"));
    }
}
