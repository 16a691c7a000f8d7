using System.Text;
using MacStateStore.PropertyLists;

namespace MacStateStore.Tests.PropertyLists;

public class XmlFormatTests
{
    private const string Header =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
        + "<plist version=\"1.0\">\n";

    private static string Write(PlistValue value)
    {
        string text = Encoding.UTF8.GetString(PropertyList.ToXml(value));
        Assert.StartsWith(Header, text, StringComparison.Ordinal);
        Assert.EndsWith("</plist>\n", text, StringComparison.Ordinal);
        return text[Header.Length..^"</plist>\n".Length];
    }

    private static PlistValue Read(string element) => PropertyList.Parse(Encoding.UTF8.GetBytes(Header + element + "</plist>\n"));

    private static string ErrorOf(string document) =>
        Assert.Throws<PropertyListException>(() => PropertyList.Parse(Encoding.UTF8.GetBytes(document))).Message;

    [Fact]
    public void The_layout_is_that_of_CoreFoundation()
    {
        var value = new PlistDictionary
        {
            ["Label"] = "com.example <a&b> \"q\" 'é'",
            ["a<&>"] = new PlistArray { true, false, 5, -5, new PlistInteger(ulong.MaxValue), new PlistArray(), new PlistDictionary() },
            ["Empty"] = "",
            ["Data"] = new PlistData(new byte[] { 0, 1, 2, 253 }),
            ["NoData"] = new PlistData(Array.Empty<byte>()),
            ["Date"] = new PlistDate(new DateTimeOffset(2026, 1, 2, 4, 4, 5, 900, TimeSpan.FromHours(1))),
            ["Uid"] = new PlistUid(7),
        };
        const string Expected =
            "<dict>\n"
            + "\t<key>Label</key>\n\t<string>com.example &lt;a&amp;b&gt; \"q\" 'é'</string>\n"
            + "\t<key>a&lt;&amp;&gt;</key>\n\t<array>\n\t\t<true/>\n\t\t<false/>\n\t\t<integer>5</integer>\n\t\t<integer>-5</integer>\n"
            + "\t\t<integer>18446744073709551615</integer>\n\t\t<array/>\n\t\t<dict/>\n\t</array>\n"
            + "\t<key>Empty</key>\n\t<string></string>\n"
            + "\t<key>Data</key>\n\t<data>\n\tAAEC/Q==\n\t</data>\n"
            + "\t<key>NoData</key>\n\t<data>\n\t</data>\n"
            + "\t<key>Date</key>\n\t<date>2026-01-02T03:04:05Z</date>\n"
            + "\t<key>Uid</key>\n\t<dict>\n\t\t<key>CF$UID</key>\n\t\t<integer>7</integer>\n\t</dict>\n"
            + "</dict>\n";
        Assert.Equal(Expected, Write(value));
        Assert.Equal("<string>x</string>\n", Write("x"));
    }

    [Theory]
    [InlineData(1540611063.535651, "1540611063.535651")]
    [InlineData(1634811726.5620289, "1634811726.5620289")]
    [InlineData(5, "5")]
    [InlineData(0, "0.0")]
    [InlineData(0.1, "0.10000000000000001")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(1e16, "10000000000000000")]
    [InlineData(1e17, "1e+17")]
    [InlineData(1e300, "1.0000000000000001e+300")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1.0000000000000001e-05")]
    [InlineData(double.PositiveInfinity, "+infinity")]
    [InlineData(double.NegativeInfinity, "-infinity")]
    [InlineData(double.NaN, "nan")]
    public void Reals_are_written_like_CoreFoundation_does(double value, string expected) =>
        Assert.Equal($"<real>{expected}</real>\n", Write(value));

    [Theory]
    [InlineData(0, 76)]
    [InlineData(1, 68)]
    [InlineData(8, 12)]
    [InlineData(10, 12)]
    public void Data_lines_have_76_columns_less_8_a_tab_and_at_most_8_tabs(int depth, int width)
    {
        PlistValue value = new PlistData(new byte[300]);
        for (int i = 0; i < depth; i++)
            value = new PlistArray { value };
        string[] lines = Write(value).Split('\n');
        string tabs = new('\t', depth);
        Assert.Equal(tabs + "<data>", lines[depth]);
        Assert.Equal(new string('\t', Math.Min(depth, 8)) + new string('A', width), lines[depth + 1]);
        Assert.Contains(tabs + "</data>", lines);
        Assert.Equal(400, lines.Sum(line => line.Count(c => c == 'A')));
    }

    [Theory]
    [InlineData(-63113904000, "0001-01-01T00:00:00Z")]
    [InlineData(-63114076800, "0000-12-30T00:00:00Z")]
    [InlineData(63113904000, "4001-01-01T00:00:00Z")]
    [InlineData(-0.5, "2000-12-31T23:59:59Z")]
    [InlineData(-63145526401, "-001-12-31T23:59:59Z")]
    [InlineData(315569520000, "12001-01-01T00:00:00Z")]
    public void Dates_outside_of_the_common_years_are_written(double seconds, string expected)
    {
        Assert.Equal($"<date>{expected}</date>\n", Write(new PlistDate(seconds)));
        Assert.Equal(new PlistDate(Math.Floor(seconds)), Read($"<date>{expected}</date>"));
    }

    [Fact]
    public void Sorted_orders_the_keys_of_every_dictionary()
    {
        var value = new PlistDictionary { ["b"] = new PlistArray { new PlistDictionary { ["z"] = 1, ["Z"] = 2 } }, ["B"] = 1, ["a"] = 2 };
        Assert.Equal(["b", "B", "a"], value.Keys);
        var sorted = (PlistDictionary)value.Sorted();
        Assert.Equal(["B", "a", "b"], sorted.Keys);
        Assert.Equal(["Z", "z"], ((PlistDictionary)sorted["b"]!.As<PlistArray>()[0]).Keys);
    }

    [Theory]
    [InlineData("<string><![CDATA[<a>&amp;]]> b<![CDATA[]]]]></string>", "<a>&amp; b]]")]
    [InlineData("<string>&lt;&gt;&amp;&apos;&quot;&#65;&#x1F600;&#x0a;</string>", "<>&'\"A😀\n")]
    [InlineData("<string/>", "")]
    [InlineData("<string attribute='1'>a\r\nb</string >", "a\r\nb")]
    [InlineData("<!-- c --><?pi x?>\n<string>c</string><!-- > -->", "c")]
    public void Strings_are_read(string element, string expected) => Assert.Equal(new PlistString(expected), Read(element));

    [Theory]
    [InlineData("-0", "0")]
    [InlineData(" +12", "12")]
    [InlineData("- 0x1F", "-31")]
    [InlineData("0007", "7")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("0xFFFFFFFFFFFFFFFF", "18446744073709551615")]
    public void Integers_are_read(string text, string expected) =>
        Assert.Equal(new PlistInteger(Int128.Parse(expected)), Read($"<integer>{text}</integer>"));

    [Theory]
    [InlineData("1e3", 1000)]
    [InlineData("-.5", -0.5)]
    [InlineData("Infinity", double.PositiveInfinity)]
    [InlineData("-inf", double.NegativeInfinity)]
    [InlineData("NaN", double.NaN)]
    public void Reals_are_read(string text, double expected) => Assert.Equal(new PlistReal(expected), Read($"<real>{text}</real>"));

    [Fact]
    public void The_last_of_equal_keys_counts() =>
        Assert.Equal(new PlistDictionary { ["a"] = 2 }, Read("<dict><key>a</key><true/><key>a</key><integer>2</integer></dict>"));

    [Fact]
    public void A_document_may_lack_header_and_plist_element() =>
        Assert.Equal(new PlistArray { true }, PropertyList.Parse("  <array> <true></true> </array>\n"u8));

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", false)]
    [InlineData("iso-8859-1", false)]
    public void Other_encodings_are_read(string name, bool withByteOrderMark)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        byte[] text = encoding.GetBytes($"<?xml version='1.0' encoding='{name[..Math.Min(10, name.Length)]}'?><string>é</string>");
        Assert.Equal(new PlistString("é"), PropertyList.Parse(withByteOrderMark ? [.. encoding.GetPreamble(), .. text] : text));
    }

    [Theory]
    [InlineData("", "empty", "(line 1, column 1)")]
    [InlineData(" \n <!-- -->", "empty", "(line 2, column 10)")]
    [InlineData("{ a = 1; }", "old-style", "(line 1, column 1)")]
    [InlineData("<plist/>", "empty", "(line 1, column 1)")]
    [InlineData("<plist><true/>\n<true/></plist>", "only one value", "(line 2, column 1)")]
    [InlineData("<true/> x", "after the end", "(line 1, column 9)")]
    [InlineData("<dict>\n<key>a</key>\n\t</dict>", "value for this <key> is missing", "(line 2, column 1)")]
    [InlineData("<dict>\n<string>a</string></dict>", "expected a <key>", "(line 2, column 1)")]
    [InlineData("<array><key>a</key></array>", "outside of a dictionary", "(line 1, column 8)")]
    [InlineData("<array><true/>", "unexpected end", "(line 1, column 15)")]
    [InlineData("<array><true/></dict>", "expected </array>", "(line 1, column 15)")]
    [InlineData("<array>x</array>", "found text", "(line 1, column 8)")]
    [InlineData("<string>a", "expected </string>", "(line 1, column 9)")]
    [InlineData("<string>a<!-- c --></string>", "expected </string>", "(line 1, column 10)")]
    [InlineData("<string>a<![CDATA[x</string>", "unterminated CDATA", "(line 1, column 10)")]
    [InlineData("<string>&nbsp;</string>", "entity", "(line 1, column 9)")]
    [InlineData("<string>&amp</string>", "entity", "(line 1, column 9)")]
    [InlineData("<string>&#xD800;</string>", "reference", "(line 1, column 9)")]
    [InlineData("<string>&#-1;</string>", "reference", "(line 1, column 9)")]
    [InlineData("<true>x</true>", "must be empty", "(line 1, column 1)")]
    [InlineData("<integer/>", "<integer>", "(line 1, column 1)")]
    [InlineData("<integer>18446744073709551616</integer>", "<integer>", "(line 1, column 1)")]
    [InlineData("<integer>-9223372036854775809</integer>", "<integer>", "(line 1, column 1)")]
    [InlineData("<integer>1.5</integer>", "<integer>", "(line 1, column 1)")]
    [InlineData("<real>x</real>", "<real>", "(line 1, column 1)")]
    [InlineData("<date>2026-02-30T00:00:00Z</date>", "<date>", "(line 1, column 1)")]
    [InlineData("<date>+2026-02-03T00:00:00Z</date>", "<date>", "(line 1, column 1)")]
    [InlineData("<date>999999999-02-03T00:00:00Z</date>", "<date>", "(line 1, column 1)")]
    [InlineData("<data>A</data>", "base64", "(line 1, column 1)")]
    [InlineData("<data/>", "empty", "(line 1, column 1)")]
    [InlineData("<set/>", "unknown element <set>", "(line 1, column 1)")]
    [InlineData("<>", "malformed tag", "(line 1, column 1)")]
    [InlineData("<dict <", "unterminated tag", "(line 1, column 1)")]
    [InlineData("<!-- a", "unterminated comment", "(line 1, column 1)")]
    [InlineData("<!DOCTYPE plist", "unterminated DOCTYPE", "(line 1, column 1)")]
    [InlineData("<?xml encoding='EBCDIC'?><true/>", "unsupported encoding \"EBCDIC\"", "(line 1, column 17)")]
    public void Malformed_text_is_refused_with_its_place(string document, string reason, string place)
    {
        string message = ErrorOf(document);
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.EndsWith(place, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_UTF8_is_refused_with_its_place()
    {
        var error = Assert.Throws<PropertyListException>(() => PropertyList.Parse([.. "<string>a"u8, 0xC3, .. "</string>"u8]));
        Assert.Equal("invalid UTF-8 at byte offset 9", error.Message);
    }

    [Fact]
    public void An_entity_bomb_is_refused()
    {
        string message = ErrorOf("<?xml version='1.0'?>\n<!DOCTYPE plist [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>\n<plist><string>&b;</string></plist>");
        Assert.Contains("internal subset", message, StringComparison.Ordinal);
        Assert.EndsWith("(line 2, column 17)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_string_with_an_unpaired_surrogate_is_not_written()
    {
        Assert.Throws<PropertyListException>(() => PropertyList.ToXml("\ud800"));
        Assert.Throws<PropertyListException>(() => PropertyList.ToBinary("\ud800"));
    }
}
