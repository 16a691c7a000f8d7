using MacStateStore.PropertyLists;

namespace Dscl.Tests;

/// <summary>The MCX plug-in (dossier dscl, section 11).</summary>
public sealed class McxTests : IDisposable
{
    private const string Dock = "com.apple.dock";

    private readonly TestMachine _mac = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("macemu-mcx-").FullName;

    public void Dispose()
    {
        _mac.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Outcome Set(params string[] words) => _mac.Dscl([".", "-mcxset", "/Users/bob", .. words]);

    private string Value(params string[] words)
    {
        Assert.Equal(Outcome.Silent, Set([Dock, "key", "always", .. words]));
        var text = _mac.Dscl(".", "-mcxread", "/Users/bob", Dock, "key").Out;
        const string before = "App domain: com.apple.dock\n\nKey: key\nState: always\nValue: ";
        Assert.StartsWith(before, text, StringComparison.Ordinal);
        return text[before.Length..^1];
    }

    [Fact]
    public void Settings_are_read_by_application_and_key()
    {
        Set(Dock, "tilesize", "always", "-float", "32");
        Set(Dock, "autohide", "often", "-bool", "1");
        Set("com.apple.MCX", "DisableGuestAccount", "once", "-bool", "NO");
        const string mcx = "App domain: com.apple.MCX\n\nKey: DisableGuestAccount\nState: once\nValue: 0\n";
        Assert.Equal(Outcome.Printed(mcx + "\nApp domain: com.apple.dock\n\nKey: autohide\nState: often\nValue: 1\n\nKey: tilesize\nState: always\nValue: 32\n"), _mac.Dscl(".", "-mcxread", "/Users/bob"));
        Assert.Equal(Outcome.Printed(mcx), _mac.As("bob", ".", "mcxread", "/users/bob", "-format", "text", "com.apple.MCX", "DisableGuestAccount"));
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-mcxread", "/Users/bob", Dock, "nosuch"));
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-mcxread", "/Users/alice"));
        Assert.Equal(Outcome.Printed(mcx), _mac.Typing("cd /Users/bob\nmcxread . com.apple.MCX\n", "-q", "."));
    }

    [Fact]
    public void The_record_keeps_them_as_a_mac_does()
    {
        Set(Dock, "tilesize", "always", "-int", "32");
        Set(Dock, "now", "once", "x");
        Set(Dock, "each", "often", "y");
        var settings = PropertyList.Parse(System.Text.Encoding.UTF8.GetBytes(Assert.Single(_mac.OfUser("bob", "MCXSettings")!)))["mcx_application_data"]![Dock]!;
        Assert.Equal(32L, Assert.Single((PlistArray)settings["Forced"]!)["mcx_preference_settings"]!["tilesize"]);
        var later = (PlistArray)settings["Set-Once"]!;
        Assert.Single(later, item => item["mcx_data_timestamp"] is PlistDate && item["mcx_preference_settings"]!["now"] is not null);
        Assert.Single(later, item => item["mcx_data_timestamp"] is null && item["mcx_preference_settings"]!["each"] is not null);
        Assert.Contains("<key>has_mcx_settings</key>\n\t<true/>", Assert.Single(_mac.OfUser("bob", "MCXFlags")!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_is_typed_or_a_property_list()
    {
        Assert.Equal("32.5", Value("-float", "32.5"));
        Assert.Equal("-3", Value("-int", "-3"));
        Assert.Equal("-3", Value("-3"));
        Assert.Equal("1", Value("-bool", "yes"));
        Assert.Equal("0", Value("-boolean", "FALSE"));
        Assert.Equal("two words 🦊", Value("-string", "two words 🦊"));
        Assert.Equal("two words 🦊", Value("two words 🦊"));
        Assert.Equal("", Value(""));
        Assert.Equal("{length = 2, bytes = 0x00ff}", Value("-data", "00FF"));
        Assert.Equal("(\n    authenticate,\n    eject\n)", Value("(authenticate, eject)"));
        Assert.Equal("(\n    a,\n    \"b c\"\n)", Value("-array", "a", "b c"));
        Assert.Equal("{\n    action = go;\n    inner =     {\n        MaxAmount = 5;\n    };\n    list =     (\n        1\n    );\n}", Value("{inner = {MaxAmount = 5;}; 'action' = \"go\"; list = (1,);}"));
        Assert.Equal("{\n    a = b;\n}", Value("-dict", "a", "b"));
        Assert.Equal("64", Value("<real>64.0</real>"));
        Assert.Equal("(\n        {\n        a = 1;\n    }\n)", Value("<plist version=\"1.0\"><array><dict><key>a</key><true/></dict></array></plist>"));
        Assert.Equal("{ broken = (", Value("{ broken = ("));
    }

    [Theory]
    [InlineData("-bool", "maybe")]
    [InlineData("-int", "1.5")]
    [InlineData("-float", "x")]
    [InlineData("-data", "0")]
    [InlineData("-dict", "odd")]
    [InlineData("-int")]
    [InlineData("-nosuch", "x")]
    [InlineData("a", "b")]
    public void What_is_no_value_is_refused(params string[] words) =>
        Assert.Equal(new Outcome("", $"mcxset: no value: {string.Join(' ', words)}\n", 64), _mac.Unchanged([".", "-mcxset", "/Users/bob", Dock, "key", "always", .. words]));

    [Fact]
    public void Settings_end_one_by_one_or_all()
    {
        Set(Dock, "a", "always", "1");
        Set(Dock, "b", "always", "1");
        Set("other", "c", "once", "1");
        Set("other", "d", "often", "1");
        Assert.Equal(Outcome.Silent, Set(Dock, "a", "none"));
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-mcxdelete", "/Users/bob", "other", "d"));
        Assert.Equal("Key: b\nKey: c\n", Keys());
        Assert.Equal(Outcome.Silent, _mac.Unchanged(".", "-mcxread", "/Users/bob", "nosuch"));
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-mcxdelete", "/Users/bob", Dock));
        Assert.Equal("Key: c\n", Keys());
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-mcxdeleteall", "/Users/bob"));
        Assert.Equal([], _mac.OfUser("bob", "MCXSettings")!);
        Assert.Equal([], _mac.OfUser("bob", "MCXFlags")!);
        Assert.Equal(Outcome.Silent, _mac.Unchanged(".", "-mcxdelete", "/Users/bob"));

        string Keys() => string.Concat(_mac.Dscl(".", "-mcxread", "/Users/bob").Out.Split('\n').Where(line => line.StartsWith("Key:", StringComparison.Ordinal)).Select(line => line + "\n"));
    }

    [Fact]
    public void A_part_of_a_value_is_edited()
    {
        Set("com.apple.systemuiserver", "mount-controls", "always", "{dvd = (authenticate, eject);}");
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-mcxedit", "/Users/bob", "com.apple.systemuiserver", "mount-controls:dvd:1", "deny"));
        Assert.EndsWith("Value: {\n    dvd =     (\n        authenticate,\n        deny\n    );\n}\n", _mac.Dscl(".", "-mcxread", "/Users/bob").Out, StringComparison.Ordinal);
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-mcxedit", "/Users/bob", "com.apple.systemuiserver", "mount-controls", "-int", "3"));
        Assert.EndsWith("Value: 3\n", _mac.Dscl(".", "-mcxread", "/Users/bob").Out, StringComparison.Ordinal);
        foreach (var path in (string[])["nosuch", "mount-controls:x", "nosuch:x"])
            Assert.Equal(new Outcome("mcxedit: DS error: eDSAttributeNotFound\n", "", 71), _mac.Unchanged(".", "-mcxedit", "/Users/bob", "com.apple.systemuiserver", path, "1"));
    }

    [Theory]
    [InlineData("xml")]
    [InlineData("plist")]
    public void What_was_exported_is_imported(string format)
    {
        var file = Path.Combine(_folder, "exported");
        Set(Dock, "tilesize", "always", "-float", "32.5");
        Set(Dock, "when", "once", "{a = (b);}");
        var text = _mac.Dscl(".", "-mcxread", "/Users/bob");
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-mcxexport", "/Users/bob", "-o", file, "-format", format));
        Assert.Equal(format == "plist", PropertyList.IsBinary(File.ReadAllBytes(file)));
        _mac.Dscl(".", "-mcxset", "/Groups/staff", "gone", "x", "always", "1");
        Assert.Equal(Outcome.Silent, _mac.Dscl(".", "-mcximport", "/Groups/staff", "-d", file));
        Assert.Equal(text, _mac.Dscl(".", "-mcxread", "/Groups/staff"));
        Assert.Contains("<key>state</key>\n\t\t\t<string>always</string>\n\t\t\t<key>value</key>\n\t\t\t<real>32.5</real>", _mac.Dscl(".", "-mcxexport", "/Users/bob").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_cannot_be_used_are_named()
    {
        var file = Path.Combine(_folder, "x");
        Set(Dock, "a", "always", "1");
        Assert.Equal(new Outcome("", $"mcximport: can't read {file}\n", 66), _mac.Unchanged(".", "-mcximport", "/Users/bob", file));
        foreach (var content in (string[])["no plist", "<plist><array/></plist>", "<plist><dict><key>d</key><string/></dict></plist>", "<plist><dict><key>d</key><dict><key>k</key><dict/></dict></dict></plist>"])
        {
            File.WriteAllText(file, content);
            Assert.Equal(new Outcome("", $"mcximport: {file} is no file of mcxexport\n", 65), _mac.Unchanged(".", "-mcximport", "/Users/bob", "-d", file));
        }
        Assert.Equal(new Outcome("", $"mcxexport: can't write {_folder}\n", 73), _mac.Unchanged(".", "-mcxexport", "/Users/bob", "-o", _folder));
    }

    [Fact]
    public void Failures_have_the_plug_ins_status()
    {
        Assert.Equal(new Outcome("mcxread: Invalid Path\n", "", 71), _mac.Unchanged(".", "-mcxread", "/Users/nosuch"));
        Assert.Equal(new Outcome("mcxset: Invalid Path\n", "", 71), _mac.Unchanged(".", "-mcxset", "/Users", Dock, "a", "always", "1"));
        Assert.Equal(new Outcome("mcxset: DS error: eDSPermissionError\n", "", 71), _mac.UnchangedAs("bob", ".", "-mcxset", "/Users/bob", Dock, "a", "always", "1"));
        Assert.Equal(Outcome.Silent, _mac.As("bob", "-u", "alice", "-P", "alicepw", ".", "-mcxset", "/Users/bob", Dock, "a", "always", "1"));
    }

    [Theory]
    [InlineData("dscl -mcxset … unset", "-mcxset", "/Users/bob", Dock, "a", "unset")]
    [InlineData("dscl -mcxset … sometimes", "-mcxset", "/Users/bob", Dock, "a", "sometimes", "1")]
    [InlineData("dscl -mcxset without a value", "-mcxset", "/Users/bob", Dock, "a", "always")]
    [InlineData("dscl -mcxset without a value", "-mcxset", "/Users/bob", Dock, "a")]
    [InlineData("dscl -mcxedit without a value", "-mcxedit", "/Users/bob", Dock, "a")]
    [InlineData("dscl -mcxread -v 2", "-mcxread", "/Users/bob", "-v", "2")]
    [InlineData("dscl -mcxread -format html", "-mcxread", "/Users/bob", "-format", "html")]
    public void What_is_not_emulated_says_so(string what, params string[] arguments) =>
        Assert.Equal(new Outcome("", $"macemu: not emulated: {what}\n", 78), _mac.Unchanged([".", .. arguments]));

    [Fact]
    public void Help_lists_the_extensions()
    {
        var (output, error, status) = _mac.Dscl(".", "mcxhelp");
        Assert.StartsWith("MCX Extensions:\n    -mcxread      <record path> [optArgs]", output, StringComparison.Ordinal);
        Assert.Equal(("", 0), (error, status));
    }
}
