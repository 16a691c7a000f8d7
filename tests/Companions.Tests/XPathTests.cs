namespace Companions.Tests;

/// <summary>xpath, as Perl's module prints it.</summary>
public sealed class XPathTests
{
    private const string Xml = "<?xml version=\"1.0\"?>\n<general><id>7</id><name a=\"1\" b='x&amp;\"y'>Mac &lt;One&gt;</name><empty/><!-- note --><site><id>-1</id></site></general>\n";

    [Theory]
    [InlineData("//id", "<id>7</id>\n<id>-1</id>\n", "Found 2 nodes in stdin:\n-- NODE --\n-- NODE --\n")]
    [InlineData("//name/@b", " b=\"x&amp;&quot;y\"\n", "Found 1 nodes in stdin:\n-- NODE --\n")]
    [InlineData("//name/text()", "Mac &lt;One>\n", "Found 1 nodes in stdin:\n-- NODE --\n")]
    [InlineData("/", "<general><id>7</id><name a=\"1\" b=\"x&amp;&quot;y\">Mac &lt;One></name><empty /><!-- note --><site><id>-1</id></site></general>\n", "Found 1 nodes in stdin:\n-- NODE --\n")]
    [InlineData("//none", "", "No nodes found in stdin\n")]
    [InlineData("count(//id)", "2\n", "Query didn't return a nodeset. Value: ")]
    [InlineData("string(//name)", "Mac <One>\n", "Query didn't return a nodeset. Value: ")]
    [InlineData("boolean(//none)", "0\n", "Query didn't return a nodeset. Value: ")]
    [InlineData("1 div 3", "0.333333333333333\n", "Query didn't return a nodeset. Value: ")]
    public void What_a_query_finds(string query, string output, string errors)
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, output, errors), bench.Run("bob", Xml, "xpath", "-e", query));
    }

    [Fact]
    public void Options_files_and_names()
    {
        using var bench = new Bench();
        var file = Path.Combine(bench.Folder, "a.xml");
        File.WriteAllText(file, "<a xmlns=\"urn:x\" xmlns:b=\"urn:b\"><b:c b:d=\"1\">é></b:c><![CDATA[<x>]]></a>");
        Assert.Equal(new Outcome(0, "<b:c b:d=\"1\">é></b:c>\n", $"Found 1 nodes in {file}:\n-- NODE --\n"), bench.AsBob("xpath", "-e", "//b:c", file));
        Assert.Equal(new Outcome(0, ">7;>-1;", ""), bench.Run("bob", Xml, "xpath", "-q", "-p", ">", "-s", ";", "-e", "//id", "-e", "text()"));
    }

    [Fact]
    public void Older_systems_take_the_query_alone()
    {
        using var bench = new Bench(Bench.Usual("10.15.7"));
        Assert.Equal(new Outcome(0, "<id>7</id><id>-1</id>", "Found 2 nodes:\n-- NODE --\n-- NODE --\n"), bench.Run("bob", Xml, "xpath", "//id"));
        Assert.Equal(new Outcome(0, "", "No nodes found\n"), bench.Run("bob", Xml, "xpath", "//none"));
    }

    [Theory]
    [InlineData("", 255, "\nno element found at line ", "-e", "//id")]
    [InlineData("<a", 255, "\nnot well-formed (invalid token) at line 1", "-e", "//id")]
    [InlineData(Xml, 255, "Not a PrimaryExpr at ", "-e", "//id[")]
    [InlineData(Xml, 2, "Cannot open file 'none.xml' at ", "-e", "//id", "none.xml")]
    [InlineData(Xml, 0, "Usage:\n/usr/bin/xpath [options] -e query", "//id")]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", 0, "Found 1 nodes in stdin:\n", "-e", "/a")]
    public void What_is_wrong_is_said(string input, int status, string errors, params string[] arguments)
    {
        using var bench = new Bench();
        var outcome = bench.Run("bob", input, "xpath", arguments);
        Assert.Equal(status, outcome.Status);
        Assert.StartsWith(errors, outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", outcome.Output, StringComparison.Ordinal);
    }
}
