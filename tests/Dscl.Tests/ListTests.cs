namespace Dscl.Tests;

/// <summary>dscl's list and readall (dossier dscl, 6.3 and 6.4).</summary>
public sealed class ListTests : IDisposable
{
    private readonly TestMachine _mac = new();

    public void Dispose() => _mac.Dispose();

    [Theory]
    [InlineData("-list")]
    [InlineData("ls")]
    public void Names_come_sorted_underscores_first(string verb)
    {
        var (output, error, status) = _mac.Dscl(".", verb, "/Users");
        var names = output.Split('\n')[..^1];
        Assert.Equal("_accessoryupdater", names[0]);
        Assert.Equal(["alice", "bob", "daemon", "nobody", "root"], names.Where(name => name[0] != '_'));
        Assert.Equal(names.OrderBy(name => name.ToLowerInvariant(), StringComparer.Ordinal), names);
        Assert.Equal(("", 0), (error, status));
    }

    [Fact]
    public void Columns_begin_three_places_after_the_longest_name_of_those_that_have_the_attribute()
    {
        var users = _mac.Dscl(".", "-list", "/Users", "UniqueID").Out.Split('\n')[..^1];
        Assert.Contains("daemon                   1", users);
        Assert.Contains("alice                    501", users);
        Assert.Contains("nobody                   -2", users);

        _mac.Dscl(".", "-create", "/Users/alice", "Comment", "one");
        _mac.Dscl(".", "-create", "/Users/bob", "Comment", "two words", "");
        Assert.Equal(Outcome.Printed("alice   one\nbob     two words \n"), _mac.Dscl(".", "-list", "/Users", "Comment"));
    }

    [Fact]
    public void Column_width_counts_bytes()
    {
        _mac.Dscl(".", "-create", "/Users/zoë", "Comment", "x");
        _mac.Dscl(".", "-create", "/Users/bob", "Comment", "y");
        Assert.Equal(Outcome.Printed("bob    y\nzoë   x\n"), _mac.Dscl(".", "-list", "/Users", "Comment"));
    }

    [Fact]
    public void Several_values_are_separated_by_one_blank()
    {
        var groups = _mac.Dscl(".", "-list", "/Groups", "GroupMembership").Out.Split('\n');
        Assert.Contains(groups, line => line.StartsWith("admin ", StringComparison.Ordinal) && line.EndsWith(" root alice", StringComparison.Ordinal));
        Assert.DoesNotContain(groups, line => line.StartsWith("nobody ", StringComparison.Ordinal));
    }

    [Fact]
    public void An_attribute_that_nobody_has_lists_nothing()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-list", "/Users", "Nosuch"));
        Assert.Equal(Outcome.Silent, _mac.As("alice", ".", "-list", "/Users", "ShadowHashData"));
        Assert.NotEqual(Outcome.Silent, _mac.Dscl(".", "-list", "/Users", "ShadowHashData"));
    }

    [Fact]
    public void Native_and_computed_attributes_can_be_listed()
    {
        Assert.Equal(_mac.Dscl(".", "-list", "/Users", "UniqueID"), _mac.Dscl(".", "list", "/users", "uid"));
        Assert.Contains("\nbob                      dsRecTypeStandard:Users\n", _mac.Dscl(".", "-list", "/Users", "RecordType").Out, StringComparison.Ordinal);
        Assert.Contains("\nbob                      /Local/Default\n", _mac.Dscl(".", "-list", "/Users", "AppleMetaNodeLocation").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_with_a_leading_dot_is_not_listed_and_does_not_widen_the_column()
    {
        _mac.Dscl(".", "-create", "/Users/.a-very-long-hidden-name", "Comment", "x");
        _mac.Dscl(".", "-create", "/Users/bob", "Comment", "y");
        Assert.Equal(Outcome.Printed("bob   y\n"), _mac.Dscl(".", "-list", "/Users", "Comment"));
        Assert.DoesNotContain(".a-very", _mac.Dscl(".", "-list", "/Users").Out, StringComparison.Ordinal);
        Assert.Equal(Outcome.Printed("Comment: x\n"), _mac.Dscl(".", "-read", "/Users/.a-very-long-hidden-name", "Comment"));
    }

    [Fact]
    public void Url_encodes_values_but_not_names()
    {
        _mac.Dscl(".", "-create", "/Users/a b", "Comment", "c d");
        Assert.Equal(Outcome.Printed("a b   c%20d\n"), _mac.Dscl("-url", ".", "-list", "/Users", "Comment"));
    }

    [Fact]
    public void The_top_of_a_node_lists_record_types()
    {
        var types = _mac.Dscl(".", "-list", "/").Out.Split('\n')[..^1];
        Assert.Subset(types.ToHashSet(), new HashSet<string> { "Aliases", "Computers", "Config", "Groups", "Networks", "SharePoints", "Users" });
        Assert.Contains("dsRecTypeStandard:Users\n", _mac.Dscl("-raw", ".", "-list", "/").Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/Users/alice")]
    [InlineData("/Printers")]
    public void Nothing_inside_lists_nothing(string path) => Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-list", path));

    [Theory]
    [InlineData("/Nosuch")]
    [InlineData("/Users/nosuch")]
    [InlineData("/Users/alice/x")]
    public void What_does_not_exist_is_an_invalid_path(string path) => Assert.Equal(Outcome.InvalidPath("list"), _mac.Dscl(".", "-list", path));

    [Fact]
    public void A_native_type_is_taken_by_its_full_name()
    {
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-list", "/dsRecTypeNative:things"));
        _mac.Dscl(".", "-create", "/dsRecTypeNative:things/x");
        Assert.Equal(Outcome.Printed("x\n"), _mac.Dscl(".", "-list", "/things"));
        Assert.Contains("\nthings\n", _mac.Dscl(".", "-list", "/").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Readall_separates_records_by_a_line_with_a_dash()
    {
        Assert.StartsWith("dsAttrTypeNative:members: root\nRecordName: administrator\n-\ndsAttrTypeNative:members: root\nRecordName: dumper\n-\n",
            _mac.Dscl(".", "-readall", "/Aliases", "members", "Nosuch").Out, StringComparison.Ordinal);
        var whole = _mac.Dscl(".", "readall", "/Aliases").Out;
        Assert.Equal(8, whole.Split("\n-\n").Length);
        Assert.EndsWith("RecordType: dsRecTypeStandard:Aliases\n", whole, StringComparison.Ordinal);
    }

    [Fact]
    public void Readall_adds_the_name_in_its_place()
    {
        var users = _mac.Dscl(".", "-readall", "/Users", "UniqueID", "NFSHomeDirectory").Out;
        Assert.Contains("\n-\nNFSHomeDirectory: /Users/alice\nRecordName: alice\nUniqueID: 501\n-\n", users, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/Users/alice")]
    [InlineData("/Printers")]
    [InlineData("/")]
    public void Readall_of_anything_else_prints_nothing(string path) => Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-readall", path));

    [Fact]
    public void Readall_of_an_unknown_type_is_an_invalid_path() => Assert.Equal(Outcome.InvalidPath("readall"), _mac.Dscl(".", "-readall", "/Nosuch"));

    [Fact]
    public void Readall_as_plist_is_one_array()
    {
        const string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n";
        _mac.Dscl(".", "-create", "/Machines/a", "Comment", "x & y");
        _mac.Dscl(".", "-create", "/Machines/b");
        Assert.Equal(Outcome.Printed(head + """
            <array>
            	<dict>
            		<key>dsAttrTypeStandard:Comment</key>
            		<array>
            			<string>x &amp; y</string>
            		</array>
            		<key>dsAttrTypeStandard:RecordName</key>
            		<array>
            			<string>a</string>
            		</array>
            	</dict>
            	<dict>
            		<key>dsAttrTypeStandard:RecordName</key>
            		<array>
            			<string>b</string>
            		</array>
            	</dict>
            </array>
            </plist>

            """), _mac.Dscl("-plist", ".", "-readall", "/Machines", "Comment"));
        Assert.Equal(Outcome.Printed(head + "<array/>\n</plist>\n"), _mac.Dscl("-plist", ".", "-readall", "/Printers"));
    }
}
