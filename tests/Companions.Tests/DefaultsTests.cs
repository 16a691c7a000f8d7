using MacStateStore.Lifecycle;

namespace Companions.Tests;

public sealed class DefaultsTests
{
    [Fact]
    public void Values_come_back_in_every_type()
    {
        using var bench = new Bench();
        foreach (var (key, words) in ((string, string[])[])[
            ("text", ["-string", "two words"]), ("plain", ["word"]), ("number", ["-int", "-3"]), ("real", ["-float", "0.5"]), ("flag", ["-bool", "TRUE"]),
            ("bytes", ["-data", "0102ff"]), ("day", ["-date", "2024-05-06 07:08:09 +0000"]), ("list", ["-array", "a", "b c", "-int", "3"]), ("table", ["-dict", "x", "y", "n", "-bool", "no"])])
            Assert.Equal(new Outcome(0, "", ""), bench.AsAlice("defaults", ["write", "com.example.app", key, .. words]));

        Assert.Equal("two words\n", bench.AsAlice("defaults", "read", "com.example.app", "text").Output);
        Assert.Equal("-3\n", bench.AsAlice("defaults", "read", "com.example.app", "number").Output);
        Assert.Equal("1\n", bench.AsAlice("defaults", "read", "com.example.app", "flag").Output);
        Assert.Equal("2024-05-06 07:08:09 +0000\n", bench.AsAlice("defaults", "read", "com.example.app", "day").Output);
        Assert.Equal("(\n    a,\n    \"b c\",\n    3\n)\n", bench.AsAlice("defaults", "read", "com.example.app", "list").Output);
        Assert.Equal(
            "{\n    bytes = {length = 3, bytes = 0x0102ff};\n    day = \"2024-05-06 07:08:09 +0000\";\n    flag = 1;\n    list =     (\n        a,\n        \"b c\",\n        3\n    );\n" +
            "    number = \"-3\";\n    plain = word;\n    real = \"0.5\";\n    table =     {\n        n = 0;\n        x = y;\n    };\n    text = \"two words\";\n}\n",
            bench.AsAlice("defaults", "read", "com.example.app").Output);
        foreach (var (key, type) in ((string, string)[])[("text", "string"), ("number", "integer"), ("real", "float"), ("flag", "boolean"), ("bytes", "data"), ("day", "date"), ("list", "array"), ("table", "dictionary")])
            Assert.Equal($"Type is {type}\n", bench.AsAlice("defaults", "read-type", "com.example.app", key).Output);
        Assert.True(File.Exists($"{bench.Machine}.root/Users/alice/Library/Preferences/com.example.app.plist"));
        Assert.Equal(1, bench.AsBob("defaults", "read", "com.example.app").Status);
    }

    [Theory]
    [InlineData("/Library/Preferences/com.apple.loginwindow", "GuestEnabled", HostSwitch.GuestAccount)]
    [InlineData("/Library/Preferences/SystemConfiguration/com.apple.smb.server.plist", "AllowGuestAccess", HostSwitch.SmbGuestAccess)]
    [InlineData("/Library/Preferences/com.apple.AppleFileServer", "guestAccess", HostSwitch.AfpGuestAccess)]
    public void Switches_of_the_host_are_preferences_too(string domain, string key, HostSwitch which)
    {
        using var bench = new Bench();
        Assert.Equal(1, bench.AsRoot("defaults", "read", domain, key).Status);
        bench.Change(mac => mac.Settings.Turn(which, true));
        Assert.Equal("1\n", bench.AsBob("defaults", "read", domain, key).Output);
        Assert.Equal(0, bench.AsRoot("defaults", "write", domain, key, "-bool", "NO").Status);
        Assert.False(bench.Look(mac => mac.Settings.IsOn(which)));
        Assert.Equal("0\n", bench.AsBob("defaults", "read", domain, key).Output);
        Assert.Equal(1, bench.AsBob("defaults", "write", domain, key, "-bool", "YES").Status);
        Assert.False(bench.Look(mac => mac.Settings.IsOn(which)));
        bench.AsRoot("defaults", "write", domain, key, "-int", "1");
        bench.AsRoot("defaults", "write", domain, "other", "x");
        Assert.True(bench.Look(mac => mac.Settings.IsOn(which)));
        Assert.Equal(0, bench.AsRoot("defaults", "delete", domain, key).Status);
        Assert.Equal(1, bench.AsRoot("defaults", "read", domain, key).Status);
        Assert.Equal("x\n", bench.AsRoot("defaults", "read", domain, "other").Output);
    }

    [Fact]
    public void So_is_automatic_login()
    {
        using var bench = new Bench();
        const string domain = "/Library/Preferences/com.apple.loginwindow";
        bench.Change(mac => mac.Settings.SetAutomaticLogin("alice"));
        Assert.Equal("alice\n", bench.AsBob("defaults", "read", domain, "autoLoginUser").Output);
        Assert.Equal(0, bench.AsRoot("defaults", "delete", domain, "autoLoginUser").Status);
        Assert.Null(bench.Look(mac => mac.Settings.AutomaticLogin));
        bench.AsRoot("defaults", "write", domain, "autoLoginUser", "bob");
        Assert.Equal("bob", bench.Look(mac => mac.Settings.AutomaticLogin));
    }

    [Fact]
    public void Lists_grow()
    {
        using var bench = new Bench();
        const string domain = "/Library/Preferences/com.apple.loginwindow";
        bench.AsRoot("defaults", "write", domain, "HiddenUsersList", "-array-add", "bob");
        bench.AsRoot("defaults", "write", domain, "HiddenUsersList", "-array-add", "carol");
        Assert.Equal("(\n    bob,\n    carol\n)\n", bench.AsBob("defaults", "read", domain, "HiddenUsersList").Output);
        Assert.Equal("alice\n", bench.AsBob("defaults", "read", domain + ".plist", "lastUserName").Output);
        Assert.Equal(1, bench.AsRoot("defaults", "write", domain, "HiddenUsersList", "-dict-add", "a", "b").Status);
        Assert.Equal("(\n    bob,\n    carol\n)\n", bench.AsBob("defaults", "read", domain, "HiddenUsersList").Output);
    }

    [Fact]
    public void What_is_missing_is_told_as_the_log_does()
    {
        using var bench = new Bench();
        var pair = bench.AsAlice("defaults", "read", "/Library/Preferences/com.example", "key");
        Assert.Equal((1, ""), (pair.Status, pair.Output));
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} defaults\[\d+:\d+\] \nThe domain/default pair of \(/Library/Preferences/com\.example, key\) does not exist\n$", pair.Errors);
        Assert.EndsWith("] \nDomain com.example does not exist\n", bench.AsAlice("defaults", "read", "com.example").Errors, StringComparison.Ordinal);
        Assert.EndsWith("] \nDomain (com.example) not found.\nDefaults have not been changed.\n", bench.AsAlice("defaults", "delete", "com.example").Errors, StringComparison.Ordinal);
        Assert.Equal(1, bench.AsAlice("defaults", "read-type", "com.example", "key").Status);
    }

    [Fact]
    public void Passwords_stay_out_of_the_journal()
    {
        using var bench = new Bench();
        var path = Path.Combine(bench.Folder, "user.plist");
        bench.AsAlice("defaults", "write", path, "Password", "-string", "hush");
        bench.AsAlice("PlistBuddy", "-c", "Set :Password hush", path);
        bench.AsAlice("plutil", "-replace", "Password", "-string", "hush", path);
        bench.AsAlice("osascript", "-e", "set password to \"hush\"");
        Assert.Equal("hush\n", bench.AsAlice("defaults", "read", path, "Password").Output);
        Assert.DoesNotContain(bench.Journal, row => row.Entry.Arguments.Contains("hush", StringComparison.Ordinal));
    }

    [Fact]
    public void Deletes_keys_and_domains()
    {
        using var bench = new Bench();
        bench.AsAlice("defaults", "write", "com.example", "a", "1");
        bench.AsAlice("defaults", "write", "com.example", "b", "2");
        Assert.Equal(0, bench.AsAlice("defaults", "delete", "com.example", "a").Status);
        Assert.Equal("{\n    b = 2;\n}\n", bench.AsAlice("defaults", "read", "com.example").Output);
        Assert.Equal(1, bench.AsAlice("defaults", "delete", "com.example", "a").Status);
        Assert.Equal(0, bench.AsAlice("defaults", "delete", "com.example").Status);
        Assert.Equal(1, bench.AsAlice("defaults", "read", "com.example").Status);
    }

    [Fact]
    public void Only_root_writes_for_all()
    {
        using var bench = new Bench();
        var outcome = bench.AsAlice("defaults", "write", "/Library/Preferences/com.example", "a", "1");
        Assert.Equal(1, outcome.Status);
        Assert.EndsWith("] \nCould not write domain /Library/Preferences/com.example; exiting\n", outcome.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists($"{bench.Machine}.root/Library"));
    }

    [Fact]
    public void Any_property_list_by_its_path()
    {
        using var bench = new Bench();
        var path = Path.Combine(bench.Folder, "own.plist");
        File.WriteAllText(path, "<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>jss_url</key><string>https://jss.example/</string></dict></plist>");
        Assert.Equal("https://jss.example/\n", bench.AsAlice("defaults", "read", path, "jss_url").Output);
        Assert.Equal("https://jss.example/\n", bench.AsAlice("defaults", "read", path[..^6], "jss_url").Output);
        File.WriteAllText(path, "no property list");
        Assert.Equal(1, bench.AsAlice("defaults", "read", path, "jss_url").Status);
    }

    [Theory]
    [InlineData("-int", "x")]
    [InlineData("-bool", "perhaps")]
    [InlineData("-data", "xyz")]
    [InlineData("-date", "someday")]
    [InlineData("-string")]
    [InlineData("-dict", "key")]
    [InlineData("-array", "-int", "x")]
    public void Wrong_values_change_nothing(params string[] words)
    {
        using var bench = new Bench();
        Assert.Equal(255, bench.AsAlice("defaults", ["write", "com.example", "key", .. words]).Status);
        Assert.Equal(1, bench.AsAlice("defaults", "read", "com.example").Status);
    }

    [Theory]
    [InlineData("Unexpected argument b; leaving defaults unchanged.", "a", "b")]
    [InlineData("Unexpected argument c; leaving defaults unchanged.", "-string", "b", "c")]
    [InlineData("Could not parse: { a = ;.  Try single-quoting it.", "{ a = ;")]
    [InlineData("Could not parse: <dict>.  Try single-quoting it.", "<dict>")]
    [InlineData("Value for key key is not an array; cannot append.  Leaving defaults unchanged.", "-array-add", "x")]
    public void Refusals_are_logged(string message, params string[] words)
    {
        using var bench = new Bench();
        bench.AsAlice("defaults", "write", "com.example", "key", "-dict-add", "k", "v");
        var outcome = bench.AsAlice("defaults", ["write", "com.example", "key", .. words]);
        Assert.Equal((1, ""), (outcome.Status, outcome.Output));
        Assert.EndsWith($"] {message}\n", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal("{\n    k = v;\n}\n", bench.AsAlice("defaults", "read", "com.example", "key").Output);
    }

    [Theory]
    [InlineData("{ a = \"b c\"; list = (1, 2); \"k e y\" = <0102 ff>; }", "{\n    a = \"b c\";\n    \"k e y\" = {length = 3, bytes = 0x0102ff};\n    list =     (\n        1,\n        2\n    );\n}\n")]
    [InlineData("<dict><key>n</key><integer>5</integer></dict>", "{\n    n = 5;\n}\n")]
    [InlineData("(a, \"b\")", "(\n    a,\n    b\n)\n")]
    [InlineData("\"quoted text\"", "quoted text\n")]
    [InlineData("\"half", "\"half\n")]
    [InlineData("5", "5\n")]
    [InlineData("", "\n")]
    public void Bare_values_are_property_lists_of_either_spelling(string word, string shown)
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, "", ""), bench.AsAlice("defaults", "write", "com.example", "key", word));
        Assert.Equal(new Outcome(0, shown, ""), bench.AsAlice("defaults", "read", "com.example", "key"));
    }

    [Fact]
    public void Whole_domains_are_written_moved_and_listed()
    {
        using var bench = new Bench();
        Assert.Equal("\n", bench.AsAlice("defaults", "domains").Output);
        Assert.Equal(0, bench.AsAlice("defaults", "write", "com.example.b", "{ Old = word; }").Status);
        Assert.Equal(0, bench.AsAlice("defaults", "write", "-g", "AppleLocale", "en_GB").Status);
        Assert.Equal(0, bench.AsAlice("defaults", "write", "com.example.a", "other", "-dict", "inner", "a word").Status);
        Assert.Equal("com.example.a, com.example.b\n", bench.AsAlice("defaults", "domains").Output);
        Assert.Equal("en_GB\n", bench.AsAlice("defaults", "read", "NSGlobalDomain", "AppleLocale").Output);
        Assert.StartsWith("{\n    \"Apple Global Domain\" =     {\n        AppleLocale = \"en_GB\";\n    };\n    \"com.example.a\" =     {\n", bench.AsAlice("defaults", "read").Output, StringComparison.Ordinal);
        Assert.Equal(
            "Found 1 keys in domain 'com.example.a': {\n    other =     {\n        inner = \"a word\";\n    };\n}\nFound 1 keys in domain 'com.example.b': {\n    Old = word;\n}\n",
            bench.AsAlice("defaults", "find", "WORD").Output);
        Assert.EndsWith("] No domain, key, nor value containing 'nothing'\n", bench.AsAlice("defaults", "find", "nothing").Errors, StringComparison.Ordinal);
        Assert.Equal(0, bench.AsAlice("defaults", "rename", "com.example.b", "Old", "New").Status);
        Assert.Equal("{\n    New = word;\n}\n", bench.AsAlice("defaults", "read", "com.example.b").Output);
        var missing = bench.AsAlice("defaults", "rename", "com.example.b", "Old", "Newer");
        Assert.Equal(1, missing.Status);
        Assert.EndsWith("] Key Old does not exist in domain com.example.b; leaving defaults unchanged\n", missing.Errors, StringComparison.Ordinal);
        Assert.EndsWith("] Rep argument is not a dictionary\nDefaults have not been changed.\n", bench.AsAlice("defaults", "write", "com.example.b", "(1)").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Domains_are_exported_and_imported()
    {
        using var bench = new Bench();
        bench.AsAlice("defaults", "write", "com.example", "b", "-bool", "YES");
        bench.AsAlice("defaults", "write", "com.example", "a", "1");
        var xml = bench.AsAlice("defaults", "export", "com.example", "-").Output;
        Assert.EndsWith("<dict>\n\t<key>a</key>\n\t<string>1</string>\n\t<key>b</key>\n\t<true/>\n</dict>\n</plist>\n", xml, StringComparison.Ordinal);
        Assert.Equal(0, bench.AsBob("defaults", "write", "com.example", "c", "kept").Status);
        Assert.Equal(0, bench.Run("bob", xml, "defaults", "import", "com.example", "-").Status);
        Assert.Equal("{\n    a = 1;\n    b = 1;\n    c = kept;\n}\n", bench.AsBob("defaults", "read", "com.example").Output);
        var path = Path.Combine(bench.Folder, "out.plist");
        Assert.Equal(0, bench.AsBob("defaults", "export", "com.example", path).Status);
        Assert.Equal("bplist00"u8.ToArray(), File.ReadAllBytes(path)[..8]);
        Assert.Equal(0, bench.AsAlice("defaults", "import", "com.example.copy", path).Status);
        Assert.Equal("kept\n", bench.AsAlice("defaults", "read", "com.example.copy", "c").Output);
        Assert.EndsWith("Could not read data from /nowhere/x.plist\n", bench.AsAlice("defaults", "import", "com.example", "/nowhere/x.plist").Errors, StringComparison.Ordinal);
        Assert.Equal(1, bench.Run("bob", "no list {", "defaults", "import", "com.example", "-").Status);
        Assert.EndsWith("<plist version=\"1.0\">\n<dict/>\n</plist>\n", bench.AsAlice("defaults", "export", "com.none", "-").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Preferences_of_this_host_stand_apart()
    {
        using var bench = new Bench();
        var uuid = bench.Look(mac => mac.Machine.HardwareUuid);
        Assert.Equal(0, bench.AsAlice("defaults", "-currentHost", "write", "com.apple.screensaver", "idleTime", "-int", "600").Status);
        Assert.Equal("600\n", bench.AsAlice("defaults", "-currentHost", "read", "com.apple.screensaver", "idleTime").Output);
        Assert.Equal(1, bench.AsAlice("defaults", "read", "com.apple.screensaver", "idleTime").Status);
        Assert.Equal("com.apple.screensaver\n", bench.AsAlice("defaults", "-currentHost", "domains").Output);
        Assert.True(File.Exists($"{bench.Machine}.root/Users/alice/Library/Preferences/ByHost/com.apple.screensaver.{uuid}.plist"));
    }

    [Fact]
    public void Applications_have_domains()
    {
        using var bench = new Bench();
        var folder = Directory.CreateDirectory($"{bench.Machine}.root/Applications/Some App.app/Contents").FullName;
        File.WriteAllText(Path.Combine(folder, "Info.plist"), "<plist><dict><key>CFBundleIdentifier</key><string>com.example.some</string><key>CFBundleShortVersionString</key><string>1.2</string></dict></plist>");
        Assert.Equal("1.2\n", bench.AsAlice("defaults", "read", "/Applications/Some App.app/Contents/Info", "CFBundleShortVersionString").Output);
        bench.AsAlice("defaults", "write", "com.example.some", "a", "b");
        Assert.Equal("b\n", bench.AsAlice("defaults", "read", "-app", "Some App", "a").Output);
        var missing = bench.AsAlice("defaults", "write", "-app", "None", "a", "b");
        Assert.Equal(1, missing.Status);
        Assert.EndsWith("] Couldn't find an application named \"None\"; defaults unchanged\n", missing.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-host", "x", "read", "y")]
    [InlineData("read", "-container", "x", "y")]
    public void What_is_not_emulated_says_so(params string[] arguments)
    {
        using var bench = new Bench();
        var outcome = bench.AsAlice("defaults", arguments);
        Assert.Equal(78, outcome.Status);
        Assert.StartsWith("macemu: not emulated: defaults ", outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("speak", "x")]
    [InlineData("find")]
    [InlineData("read-type", "x")]
    [InlineData("write", "x", "-int")]
    [InlineData("rename", "x", "y")]
    public void Wrong_use_is_told(params string[] arguments)
    {
        using var bench = new Bench();
        var outcome = bench.AsAlice("defaults", arguments);
        Assert.Equal((255, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith("Command line interface to a user's defaults.\n", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_letters_are_shown_by_number()
    {
        using var bench = new Bench();
        bench.AsAlice("defaults", "write", "com.example", "Ärger", "-array", "say \"ü\"", "");
        Assert.Equal("{\n    \"\\U00c4rger\" =     (\n        \"say \\\"\\U00fc\\\"\",\n        \"\"\n    );\n}\n", bench.AsAlice("defaults", "read", "com.example").Output);
        Assert.Equal(1, bench.AsAlice("defaults", "read", "com.example", new string('k', 10_000_000)).Status);
    }
}
