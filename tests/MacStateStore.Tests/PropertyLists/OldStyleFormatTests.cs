using System.Globalization;
using MacStateStore.PropertyLists;

namespace MacStateStore.Tests.PropertyLists;

public class OldStyleFormatTests
{
    [Fact]
    public void Everything_that_the_format_has_is_read()
    {
        const string text = """
            // a remark
            {
                plain = word; "quoted \"key\"" = 'single'; /* another */
                list = (1, two, (), {},);
                bytes = <00 ff
                    10>;
                path = /usr/bin:$x-y_z.1;
                "\U00e9\n\101" = "";
                alone;
            }
            """;
        var expected = new PlistDictionary
        {
            ["plain"] = "word",
            ["quoted \"key\""] = "single",
            ["list"] = new PlistArray { "1", "two", new PlistArray(), new PlistDictionary() },
            ["bytes"] = new PlistData(new byte[] { 0, 255, 16 }),
            ["path"] = "/usr/bin:$x-y_z.1",
            ["é\nA"] = "",
            ["alone"] = "alone",
        };
        Assert.Equal(expected, PropertyList.ParseOldStyle(text));
        Assert.Equal(new PlistDictionary { ["a"] = "b", ["c d"] = "e" }, PropertyList.ParseOldStyle("a = b;\n\"c d\" = e;\n"));
        Assert.Equal((PlistValue)"word", PropertyList.ParseOldStyle(" word "));
    }

    [Theory]
    [InlineData("", "Unexpected end of file at line 1")]
    [InlineData("{ a = b }", "Unexpected character } at line 1")]
    [InlineData("{\n a = ; }", "Unexpected character ; at line 2")]
    [InlineData("(a, b", "Unexpected end of file at line 1")]
    [InlineData("<0g>", "Malformed data byte group at line 1; invalid hex")]
    [InlineData("<012>", "Malformed data byte group at line 1; uneven length")]
    [InlineData("{ \"a\n", "Unterminated quoted string starting on line 1")]
    [InlineData("a b", "Junk after plist at line 1")]
    [InlineData("*", "Unexpected character * at line 1")]
    public void What_is_malformed_is_told(string text, string message) =>
        Assert.Equal(message, Assert.Throws<PropertyListException>(() => PropertyList.ParseOldStyle(text)).Message);

    [Fact]
    public void Limits_hold()
    {
        Assert.Equal(10_000_000, ((PlistString)PropertyList.ParseOldStyle($"\"{new string('x', 10_000_000)}\"")).Value.Length);
        Assert.Throws<PropertyListException>(() => PropertyList.ParseOldStyle(new string('(', 100_000)));
        Assert.Throws<PropertyListException>(() => PropertyList.ParseOldStyle(string.Concat(Enumerable.Repeat("{a=", 100_000))));
        Assert.Equal(1000, ((PlistArray)PropertyList.ParseOldStyle($"({string.Join(',', Enumerable.Range(0, 1000).Select(i => i.ToString(CultureInfo.InvariantCulture)))})")).Count);
    }

    [Fact]
    public void Nothing_of_JSON_is_written_as_a_property_list()
    {
        Assert.Throws<PropertyListException>(() => PropertyList.ToXml(new PlistArray { new PlistNull() }));
        Assert.Throws<PropertyListException>(() => PropertyList.ToBinary(new PlistDictionary { ["a"] = new PlistNull() }));
    }
}
