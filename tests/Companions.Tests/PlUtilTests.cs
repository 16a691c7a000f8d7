namespace Companions.Tests;

public sealed class PlUtilTests : IClassFixture<SharedBench>
{
    private readonly Bench _bench;

    public PlUtilTests(SharedBench shared) => _bench = shared.Bench;

    private const string Head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n";

    private string Path => System.IO.Path.Combine(_bench.Folder, "a.plist");

    private Outcome PlUtil(params string[] arguments) => _bench.AsAlice("plutil", arguments);

    private Outcome Piped(string input, params string[] arguments) => _bench.Run("alice", input, "plutil", arguments);

    private void Given(string content) => File.WriteAllText(Path, $"<plist version=\"1.0\">{content}</plist>");

    [Fact]
    public void Checks_files()
    {
        Given("<dict/>");
        Assert.Equal(new Outcome(0, $"{Path}: OK\n", ""), PlUtil("-lint", Path));
        Assert.Equal(new Outcome(0, $"{Path}: OK\n", ""), PlUtil(Path));
        Assert.Equal(new Outcome(0, "", ""), PlUtil("-lint", "-s", Path));
        Assert.Equal(new Outcome(0, "<stdin>: OK\n", ""), Piped("{ a = b; }", "-lint", "-"));
        var missing = PlUtil("-lint", "/nowhere/x.plist", Path);
        Assert.Equal((1, $"{Path}: OK\n"), (missing.Status, missing.Output));
        Assert.StartsWith("/nowhere/x.plist: file does not exist or is not readable or is not a regular file (Error Domain=NSCocoaErrorDomain Code=260 ", missing.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<plist><dict><key>a</key></dict></plist>", "Value missing for key inside <dict> at line 1")]
    [InlineData("<plist><dict><key>a</key><string>x</dict></plist>", "Close tag on line 1 does not match open tag string")]
    [InlineData("<plist>\n<dict>\n<string>x</string></dict></plist>", "Found non-key inside <dict> at line 3")]
    [InlineData("<plist><thing/></plist>", "Encountered unknown tag thing on line 1")]
    [InlineData("<plist><dict>", "Encountered unexpected EOF")]
    [InlineData("[1]", "Unexpected character [ at line 1")]
    [InlineData("{ a = b }", "Unexpected character } at line 1")]
    public void Tells_what_is_wrong(string content, string message) =>
        Assert.Equal(new Outcome(1, "", $"<stdin>: {message}\n"), Piped(content, "-lint", "-"));

    [Fact]
    public void Older_releases_complain_on_standard_output_and_know_no_raw_values()
    {
        using var old = new Bench(Bench.Usual("11.7"));
        Assert.Equal(new Outcome(1, "<stdin>: Encountered unexpected EOF\n", ""), old.Run("alice", "<plist>", "plutil", "-lint", "-"));
        var raw = old.Run("alice", "<plist><true/></plist>", "plutil", "-extract", "x", "raw", "-");
        Assert.Equal((1, ""), (raw.Status, raw.Output));
        Assert.StartsWith("Unknown format specifier: raw\nplutil: [command_option] [other_options] file...\n", raw.Errors, StringComparison.Ordinal);
        Assert.Equal("{\n  \"a\" => 1\n}\n", old.Run("alice", "<plist><dict><key>a</key><true/></dict></plist>", "plutil", "-p", "-").Output);
    }

    [Fact]
    public void Converts()
    {
        Given("<dict><key>b</key><array><integer>1</integer><real>0.5</real></array><key>a</key><string>x/\"y\"</string></dict>");
        Assert.Equal(new Outcome(0, "", ""), PlUtil("-convert", "binary1", Path));
        Assert.Equal("bplist00"u8.ToArray(), File.ReadAllBytes(Path)[..8]);
        Assert.Equal("{\"b\":[1,0.5],\"a\":\"x\\/\\\"y\\\"\"}", PlUtil("-convert", "json", "-o", "-", Path).Output);
        Assert.Equal("{\n  \"a\" : \"x\\/\\\"y\\\"\",\n  \"b\" : [\n    1,\n    0.5\n  ]\n}", PlUtil("-convert", "json", "-r", "-o", "-", "--", Path).Output);
        var xml = PlUtil("-convert", "xml1", "-o", "-", Path).Output;
        Assert.Equal(Head + "<dict>\n\t<key>a</key>\n\t<string>x/\"y\"</string>\n\t<key>b</key>\n\t<array>\n\t\t<integer>1</integer>\n\t\t<real>0.5</real>\n\t</array>\n</dict>\n</plist>\n", xml);
        Assert.Equal(0, PlUtil("-convert", "xml1", "-e", "xml", Path).Status);
        Assert.Equal(xml, File.ReadAllText(System.IO.Path.ChangeExtension(Path, "xml")));
        Assert.Equal(xml, Piped("{\"a\": \"x/\\\"y\\\"\", \"b\": [1, 0.5]}", "-convert", "xml1", "-").Output);
        Assert.Equal(new Outcome(1, "", "<stdin>: invalid object in plist for destination format\n"), Piped("<plist><array><date>2025-01-02T03:04:05Z</date></array></plist>", "-convert", "json", "-o", "-", "-"));
        Assert.Equal(new Outcome(1, "", "<stdin>: invalid object in plist for destination format\n"), Piped("{\"a\":null}", "-convert", "xml1", "-o", "-", "-"));
        Assert.Equal("{\"a\":null}", Piped("{\"a\":null}", "-convert", "json", "-o", "-", "-").Output);
        Assert.Equal(78, PlUtil("-convert", "swift", Path).Status);
    }

    [Theory]
    [InlineData("text", "x\n")]
    [InlineData("deep.list.1.name", "second\n")]
    [InlineData("deep.list", "2\n")]
    [InlineData("deep", "a\nB\nlist\n")]
    [InlineData("on", "true\n")]
    [InlineData("real", "0.500000\n")]
    [InlineData("bytes", "AQI=\n")]
    [InlineData("day", "2025-01-02T03:04:05Z\n")]
    [InlineData("dot\\.ted", "d\n")]
    public void Extracts_raw_values(string path, string shown)
    {
        Given("<dict><key>text</key><string>x</string><key>deep</key><dict><key>list</key><array><dict/><dict><key>name</key><string>second</string></dict></array><key>B</key><true/><key>a</key><true/></dict>" +
            "<key>on</key><true/><key>real</key><real>0.5</real><key>bytes</key><data>AQI=</data><key>day</key><date>2025-01-02T03:04:05Z</date><key>dot.ted</key><string>d</string></dict>");
        Assert.Equal(new Outcome(0, shown, ""), PlUtil("-extract", path, "raw", Path));
        Assert.Equal(new Outcome(0, shown.TrimEnd('\n'), ""), PlUtil("-extract", path, "raw", "-n", "-o", "-", Path));
    }

    [Fact]
    public void Extracts_values_of_json_and_their_types()
    {
        const string json = "{\"token\":\"abc\\u00e9\",\"n\":12,\"nothing\":null,\"list\":[{\"x\":1}]}";
        Assert.Equal(new Outcome(0, "abcé\n", ""), Piped(json, "-extract", "token", "raw", "-"));
        Assert.Equal(new Outcome(0, "abcé\n", ""), Piped(json, "-extract", "token", "raw", "-expect", "string", "-o", "-", "-"));
        Assert.Equal(new Outcome(1, "", "<stdin>: Value at [n] expected to be string but is integer\n"), Piped(json, "-extract", "n", "raw", "-expect", "string", "-"));
        Assert.Equal(new Outcome(1, "", "<stdin>: Could not extract value, error: No value at that key path or invalid key path: none\n"), Piped(json, "-extract", "none", "raw", "-"));
        Assert.Equal(new Outcome(1, "", "<stdin>: Value at nothing is a (any) type and cannot be extracted in raw format\n"), Piped(json, "-extract", "nothing", "raw", "-"));
        Assert.Equal(new Outcome(0, "[{\"x\":1}]", ""), Piped(json, "-extract", "list", "json", "-o", "-", "-"));
        Assert.Equal(new Outcome(0, Head + "<integer>12</integer>\n</plist>\n", ""), Piped(json, "-extract", "n", "xml1", "-o", "-", "-"));
        Assert.Equal(new Outcome(0, "array\n", ""), Piped(json, "-type", "list", "-"));
        Assert.Equal(
            new Outcome(1, "", "<stdin>: Property List error: Unexpected character [ at line 1 / JSON error: Badly formed array around line 1, column 3.\n"), Piped("[1 2]", "-extract", "0", "raw", "-"));
    }

    [Fact]
    public void Edits()
    {
        Given("<dict><key>list</key><array><string>b</string></array></dict>");
        foreach (var words in (string[][])[
            ["-insert", "text", "-string", "x"], ["-insert", "list.0", "-integer", "7"], ["-insert", "list", "-bool", "YES", "-append"], ["-insert", "sub", "-dictionary"], ["-insert", "sub.xml", "-xml", "<array><real>1</real></array>"],
            ["-insert", "sub.json", "-json", "{\"k\":[true]}"], ["-replace", "text", "-data", "AQI="], ["-replace", "list.1", "-string", "c"], ["-insert", "empty", "-array"], ["-remove", "sub.json.k.0"]])
            Assert.Equal(new Outcome(0, "", ""), PlUtil([.. words, Path]));
        Assert.Equal(
            "{\n  \"empty\" => [\n  ]\n  \"list\" => [\n    0 => 7\n    1 => \"c\"\n    2 => true\n  ]\n  \"sub\" => {\n    \"json\" => {\n      \"k\" => [\n      ]\n    }\n    \"xml\" => [\n      0 => 1\n    ]\n  }\n" +
            "  \"text\" => {length = 2, bytes = 0x0102}\n}\n", PlUtil("-p", Path).Output);
    }

    [Theory]
    [InlineData("Value already exists at key path list", "-insert", "list", "-string", "x")]
    [InlineData("Key path not found none.x", "-insert", "none.x", "-string", "x")]
    [InlineData("Unable to insert value at key path text.x", "-insert", "text.x", "-string", "x")]
    [InlineData("Index 5 out of bounds in array at key path list.5", "-insert", "list.5", "-string", "x")]
    [InlineData("Unable to index into array with key path list.x", "-replace", "list.x", "-string", "x")]
    [InlineData("Appending to a non-array at key path text", "-insert", "text", "-string", "x", "-append")]
    [InlineData("No value to remove at key path none", "-remove", "none")]
    public void Refuses_edits(string message, params string[] words)
    {
        Given("<dict><key>list</key><array><string>b</string></array><key>text</key><string>x</string></dict>");
        var before = File.ReadAllBytes(Path);
        Assert.Equal(new Outcome(1, "", $"{Path}: {message}\n"), PlUtil([.. words, Path]));
        Assert.Equal(before, File.ReadAllBytes(Path));
    }

    [Theory]
    [InlineData("No files specified.")]
    [InlineData("No files specified.", "-lint")]
    [InlineData("Unknown format specifier: yaml", "-convert", "yaml", "x")]
    [InlineData("Missing format specifier for command.", "-convert")]
    [InlineData("'Extract' requires a key path and a plist format.", "-extract", "x")]
    [InlineData("'Insert' and 'Replace' require a key path, a type, and a value.", "-insert", "x", "-string")]
    [InlineData("Unknown insert or replace type -thing", "-insert", "x", "-thing", "y", "z")]
    [InlineData("unrecognized option: -q", "-lint", "-q", "x")]
    [InlineData("Missing argument for -o.", "-convert", "xml1", "x", "-o")]
    [InlineData("-o is not used with -lint.", "-lint", "x", "-o", "y")]
    public void Tells_wrong_use(string message, params string[] arguments)
    {
        var outcome = PlUtil(arguments);
        Assert.Equal((1, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith(message + "\nplutil: [command_option]", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Makes_files()
    {
        Assert.Equal(0, PlUtil("-create", "xml1", Path).Status);
        Assert.Equal(Head + "<dict/>\n</plist>\n", File.ReadAllText(Path));
        Assert.Equal("{}", PlUtil("-create", "json", "-").Output);
        Assert.Equal(0, PlUtil("-create", "json", Path).Status);
        Assert.Equal(0, PlUtil("-insert", "a", "-integer", "12abc", Path).Status);
        Assert.Equal("{\"a\":12}", File.ReadAllText(Path));
    }
}
