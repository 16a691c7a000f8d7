namespace Dscl.Tests;

/// <summary>readpl, createpl, deletepl and their numbered forms (dossier dscl, 6.6 and 7).</summary>
public sealed class PlistTests : IDisposable
{
    private const string Header = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <plist version="1.0">

        """;

    private const string Book = """
        <plist version="1.0"><dict>
        <key>text</key><string>plain</string><key>spaced</key><string>two words</string><key>empty</key><string></string>
        <key>count</key><integer>-7</integer><key>half</key><real>0.5</real><key>tenth</key><real>0.1</real>
        <key>time</key><real>1700000000.1234567</real><key>whole</key><real>3</real><key>huge</key><real>1e300</real>
        <key>yes</key><true/><key>no</key><false/><key>when</key><date>2024-02-29T23:59:58Z</date>
        <key>bytes</key><data>aGkgeW91</data><key>raw</key><data>/wD+AQI=</data>
        <key>list</key><array><string>a</string><dict><key>x</key><string>y</string></dict><integer>3</integer></array>
        <key>dict</key><dict><key>b</key><integer>1</integer><key>a</key><integer>2</integer></dict>
        </dict></plist>
        """;

    private readonly TestMachine _mac = new();

    public PlistTests() => Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-create", "/Users/bob", "book", Book));

    public void Dispose() => _mac.Dispose();

    private string[] BookValues => _mac.OfUser("bob", "book")!;

    [Theory]
    [InlineData("text", "text: plain\n")]
    [InlineData("spaced", "spaced:\n two words\n")]
    [InlineData("empty", "empty: \n")]
    [InlineData("count", "count: -7\n")]
    [InlineData("half", "half: 0.5\n")]
    [InlineData("tenth", "tenth: 0.1\n")]
    [InlineData("time", "time: 1700000000.123457\n")]
    [InlineData("whole", "whole: 3\n")]
    [InlineData("huge", "huge: 1e+300\n")]
    [InlineData("yes", "yes: 1\n")]
    [InlineData("no", "no: 0\n")]
    [InlineData("when", "when: 2024-02-29 23:59:58 +0000\n")]
    [InlineData("bytes", "bytes: hi you")]
    [InlineData("raw", "raw: ff00fe01 02")]
    [InlineData("list:0", "list:0: a\n")]
    [InlineData("list:1:x", "list:1:x: y\n")]
    [InlineData("dict:a", "dict:a: 2\n")]
    [InlineData("dict", "dict: \n" + Header + "<dict>\n\t<key>a</key>\n\t<integer>2</integer>\n\t<key>b</key>\n\t<integer>1</integer>\n</dict>\n</plist>\n")]
    public void An_entry_is_read(string path, string printed)
    {
        Assert.Equal(Outcome.Printed(printed), _mac.Dscl(".", "-readpl", "/Users/bob", "book", path));
        Assert.Equal(Outcome.Printed(printed), _mac.Dscl(".", "readpli", "/Users/bob", "dsAttrTypeNative:book", "0", path));
        Assert.Equal(Outcome.Printed(printed), _mac.As("alice", "-plist", ".", "-readpl", "/Users/bob", "book", path));
    }

    [Theory]
    [InlineData("nosuchkey")]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("list:3")]
    [InlineData("list:-1")]
    [InlineData("list:x")]
    [InlineData("list:99999999999999999999")]
    [InlineData("text:0")]
    [InlineData("dict:a:b")]
    [InlineData("TEXT")]
    [InlineData("a 🦊/\"'")]
    public void A_path_that_leads_nowhere_has_a_status_of_its_own(string path)
    {
        var expected = Outcome.Failed(-14261, "eDSUnknownMatchType", 181, $"No such plist path: {path}\n");
        Assert.Equal(expected, _mac.Unchanged(".", "-readpl", "/Users/bob", "book", path));
        Assert.Equal(expected, _mac.Unchanged(".", "-readpli", "/Users/bob", "book", "0", path));
        Assert.Equal(expected, _mac.Unchanged(".", "-deletepl", "/Users/bob", "book", path));
        Assert.Equal(expected, _mac.Unchanged(".", "-deletepli", "/Users/bob", "book", "0", path, "x"));
    }

    [Theory]
    [InlineData("-readpl", 0)]
    [InlineData("readpli", 1)]
    [InlineData("-createpl", 0)]
    [InlineData("createpli", 1)]
    [InlineData("-deletepl", 0)]
    [InlineData("deletepli", 1)]
    public void Missing_records_attributes_and_values_are_told_apart(string verb, int numbers)
    {
        string[] rest = [.. numbers == 1 ? new[] { "0" } : [], "a", "b"];
        var more = verb.Contains("create", StringComparison.Ordinal) ? "There is no value for attribute nosuch\n" : "";
        Assert.Equal(Outcome.InvalidPath(verb.TrimStart('-')), _mac.Unchanged([".", verb, "/Users/nosuch", "book", .. rest]));
        Assert.Equal(Outcome.InvalidPath(verb.TrimStart('-')), _mac.Unchanged([".", verb, "/Nosuch/bob", "book", .. rest]));
        Assert.Equal(Outcome.Failed(-14240, "eDSEmptyAttribute", 160, "Invalid key.\n" + more), _mac.Unchanged([".", verb, "/Users/bob", "nosuch", .. rest]));
        // A value that is no property list has no entries.
        Assert.Equal(-14261, Status(_mac.Unchanged([".", verb, "/Users/bob", "RealName", .. rest])));
        if (numbers == 0) return;
        foreach (var number in (string[])["1", "-1", "99999999999"])
            Assert.Equal(Outcome.Failed(-14062, "eDSIndexOutOfRange", 238, "Value index out of range\n"), _mac.Unchanged(".", verb, "/Users/bob", "book", number, "text", "x"));
    }

    [Fact]
    public void A_numbered_value_is_worked_on_and_the_others_stay()
    {
        _mac.Dscl(".", "-create", "/Users/bob", "book", "first", "<plist version=\"1.0\"><dict/></plist>", "last");
        Assert.Equal(Outcome.Printed("Changing a dictionary\n"), _mac.Dscl(".", "-createpli", "/Users/bob", "book", "1", "k", "v"));
        Assert.Equal(Outcome.Printed("k: v\n"), _mac.Dscl(".", "-readpli", "/Users/bob", "book", "1", "k"));
        Assert.Equal(["first", Header + "<dict>\n\t<key>k</key>\n\t<string>v</string>\n</dict>\n</plist>\n", "last"], BookValues);
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-deletepli", "/Users/bob", "book", "1", "k"));
        Assert.Equal(["first", Header + "<dict/>\n</plist>\n", "last"], BookValues);
    }

    [Fact]
    public void One_value_is_a_string_and_several_are_an_array()
    {
        Assert.Equal(Outcome.Printed("Changing a dictionary\n"), _mac.Dscl(".", "-createpl", "/Users/bob", "book", "dict", "1"));
        Assert.Equal(Outcome.Printed("dict: 1\n"), _mac.Dscl(".", "-readpl", "/Users/bob", "book", "dict"));
        Assert.Equal(Outcome.Printed("Changing a dictionary\n"), _mac.Dscl(".", "-createpl", "/Users/bob", "book", "dict", "<a>", "", "é 🦊"));
        Assert.Equal(Outcome.Printed("dict: \n" + Header + "<array>\n\t<string>&lt;a&gt;</string>\n\t<string></string>\n\t<string>é 🦊</string>\n</array>\n</plist>\n"),
            _mac.Dscl(".", "-readpl", "/Users/bob", "book", "dict"));
    }

    [Fact]
    public void A_place_in_an_array_is_replaced_or_appended()
    {
        Assert.Equal(Outcome.Printed("Changing an array\n"), _mac.Dscl(".", "-createpl", "/Users/bob", "book", "list:0", "A"));
        Assert.Equal(Outcome.Printed("Changing an array\n"), _mac.Dscl(".", "-createpl", "/Users/bob", "book", "list:3", "D"));
        Assert.Equal(Outcome.Printed("Changing a dictionary\n"), _mac.Dscl(".", "-createpl", "/Users/bob", "book", "list:1:x", "Y"));
        Assert.Equal("list:0: A\nlist:1:x: Y\nlist:2: 3\nlist:3: D\n",
            string.Concat(((string[])["list:0", "list:1:x", "list:2", "list:3"]).Select(path => _mac.Dscl(".", "-readpl", "/Users/bob", "book", path).Out)));
    }

    [Theory]
    [InlineData("nosuch:deep")]
    [InlineData("list:4")]
    [InlineData("list:x")]
    [InlineData("list:0:x")]
    [InlineData("text:x")]
    public void Nothing_is_made_deeper_than_one_step(string path) =>
        Assert.Equal(Outcome.Failed(-14261, "eDSUnknownMatchType", 181, $"No such plist path: {path}\n"), _mac.Unchanged(".", "-createpl", "/Users/bob", "book", path, "v"));

    [Fact]
    public void An_entry_is_removed_or_what_is_inside_it()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-deletepl", "/Users/bob", "book", "text"));
        Assert.Equal(181, _mac.Dscl(".", "-readpl", "/Users/bob", "book", "text").Status);
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-deletepl", "/Users/bob", "book", "dict", "b", "nosuch"));
        Assert.Equal(Outcome.Printed("dict: \n" + Header + "<dict>\n\t<key>a</key>\n\t<integer>2</integer>\n</dict>\n</plist>\n"), _mac.Dscl(".", "-readpl", "/Users/bob", "book", "dict"));
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-deletepl", "/Users/bob", "book", "list", "0", "2", "0"));
        Assert.Equal(Outcome.Printed("list:0:x: y\n"), _mac.Dscl(".", "-readpl", "/Users/bob", "book", "list:0:x"));
        Assert.Equal(181, _mac.Dscl(".", "-readpl", "/Users/bob", "book", "list:1").Status);
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-deletepl", "/Users/bob", "book", "list:0"));
        Assert.Equal(Outcome.Printed("list: \n" + Header + "<array/>\n</plist>\n"), _mac.Dscl(".", "-readpl", "/Users/bob", "book", "list"));
    }

    [Fact]
    public void What_is_not_inside_is_refused_in_arrays_only()
    {
        Assert.Equal(Outcome.Silent, _mac.Unchanged(".", "-deletepl", "/Users/bob", "book", "dict", "nosuch"));
        Assert.Equal(Outcome.Silent, _mac.Unchanged(".", "-deletepl", "/Users/bob", "book", "text", "plain"));
        Assert.Equal(Outcome.Failed(-14062, "eDSIndexOutOfRange", 238, "Index out of range\n"), _mac.Unchanged(".", "-deletepl", "/Users/bob", "book", "list", "0", "3"));
        Assert.Equal(Outcome.Failed(-14061, "eDSInvalidIndex", 237, "Invalid index x\n"), _mac.Unchanged(".", "-deletepl", "/Users/bob", "book", "list", "0", "x"));
    }

    [Theory]
    [InlineData("createpl")]
    [InlineData("deletepl")]
    public void Only_records_have_property_lists(string verb)
    {
        Assert.Equal(Outcome.Printed($"You can only use {verb} on a record.\n"), _mac.Unchanged(".", "-" + verb, "/Users", "a", "b", "c"));
        Assert.Equal(Outcome.Printed($"You can only use {verb}i on a record.\n"), _mac.Unchanged(".", "-" + verb + "i", "/", "a", "0", "b", "c"));
        Assert.Equal(Outcome.Silent, _mac.Unchanged(".", "-readpl", "/Users", "a", "b"));
    }

    [Fact]
    public void Rights_are_those_of_every_attribute()
    {
        var refused = Outcome.Refused(-14120, "eDSPermissionError", 40);
        Assert.Equal(refused with { Out = "Changing a dictionary\n" }, _mac.UnchangedAs("bob", ".", "-createpl", "/Users/bob", "book", "text", "x"));
        Assert.Equal(refused, _mac.UnchangedAs("bob", ".", "-deletepl", "/Users/bob", "book", "text"));
        Assert.Equal(Outcome.Printed("Changing a dictionary\n"), _mac.As("bob", "-u", "alice", "-P", "alicepw", ".", "-createpl", "/Users/bob", "book", "text", "x"));
        Assert.Equal(160, _mac.As("bob", ".", "-readpl", "/Users/bob", "ShadowHashData", "SALTED-SHA512-PBKDF2").Status);
    }

    [Fact]
    public void A_binary_property_list_is_read_and_becomes_xml()
    {
        var hash = _mac.Dscl(".", "-readpl", "/Users/bob", "ShadowHashData", "SALTED-SHA512-PBKDF2:iterations");
        Assert.Equal(Outcome.Printed("SALTED-SHA512-PBKDF2:iterations: 2\n"), hash);
        Assert.Equal(Outcome.Printed("Changing a dictionary\n"), _mac.Dscl(".", "-createpl", "/Users/bob", "ShadowHashData", "extra", "1"));
        Assert.StartsWith("<?xml", _mac.OfUser("bob", "ShadowHashData")![0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_value_is_kept_whole()
    {
        var value = new string('x', 3_000_000);
        _mac.Dscl(".", "-createpl", "/Users/bob", "book", "text", value);
        Assert.Equal($"text: {value}\n", _mac.Dscl(".", "-readpl", "/Users/bob", "book", "text").Out);
    }

    private static int Status(Outcome outcome) => outcome.Error.Contains("-14261", StringComparison.Ordinal) ? -14261 : 0;
}
