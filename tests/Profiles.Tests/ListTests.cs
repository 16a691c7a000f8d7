using MacStateStore.PropertyLists;

namespace Profiles.Tests;

public sealed class ListTests
{
    [Fact]
    public void Four_sentences_say_that_there_is_nothing()
    {
        using var bench = new Bench();
        bench.As("bob", "list").Says("There are no configuration profiles installed for user 'bob'").Ends(0);
        bench.Root("list").Says("There are no configuration profiles installed in the system domain").Ends(0);
        bench.Root("show", "-type", "configuration").Says("There are no configuration profiles installed in the system domain").Ends(0);
        bench.As("bob", "-C").Says("There are no configuration profiles installed in the system domain").Ends(0);
        bench.Root("list", "-all").Says("There are no configuration profiles installed").Ends(0);
        bench.Root("-P").Says("There are no configuration profiles installed").Ends(0);
        bench.As("bob", "status").Says("There are no configuration profiles installed on this system").Ends(0);
    }

    [Fact]
    public void Each_scope_has_its_list()
    {
        using var bench = new Bench("14.5", null, Make.Installed(Make.Banner("org.example.one")), Make.Installed(Make.Banner("org.example.two")), Make.Installed(Make.Banner("org.example.bob"), "bob"));
        string[] device = ["_computerlevel[1] attribute: profileIdentifier: org.example.one", "_computerlevel[2] attribute: profileIdentifier: org.example.two"];
        const string OfBob = "bob[1] attribute: profileIdentifier: org.example.bob";
        bench.Root("list").Says([.. device, "There are 2 system configuration profiles installed"]);
        bench.As("bob", "-C").Says([.. device, "There are 2 system configuration profiles installed"]);
        bench.As("bob", "list").Says(OfBob, "There are 1 user configuration profiles installed for 'bob'");
        bench.As("bob", "-L").Says(OfBob, "There are 1 user configuration profiles installed for 'bob'");
        bench.Root("list", "-user", "bob").Says(OfBob, "There are 1 user configuration profiles installed for 'bob'");
        bench.Root("-L", "-U", "bob").Says(OfBob, "There are 1 user configuration profiles installed for 'bob'");
        bench.Root("list", "-all").Says([.. device, OfBob, "There are 3 configuration profiles installed"]);
        bench.Root("-P").Says([.. device, OfBob, "There are 3 configuration profiles installed"]);
        bench.As("bob", "-H").Says("There are 3 configuration profiles installed on this system");
    }

    [Theory]
    [InlineData("list", "-all")]
    [InlineData("show", "-all")]
    [InlineData("-P")]
    [InlineData("list", "-user", "alice")]
    public void Others_profiles_are_for_root_and_the_refusal_is_no_failure(params string[] arguments)
    {
        using var bench = new Bench();
        bench.As("bob", arguments).Says("profiles: this command requires root privileges").Ends(0);
    }

    [Fact]
    public void With_an_output_the_refusal_is_another()
    {
        using var bench = new Bench();
        bench.As("bob", "list", "-all", "-output", "stdout-xml").Complains("Must be running as root").Ends(1);
    }

    [Fact]
    public void Details_follow_in_a_fixed_order()
    {
        var profile = Make.Banner().With("PayloadOrganization", "Example").With("PayloadDescription", "").With("PayloadRemovalDisallowed", true);
        using var bench = new Bench("14.5", null, Make.Installed(profile, managed: true));
        string[] lines =
        [
            "_computerlevel[1] attribute: name: Login banner", "_computerlevel[1] attribute: configurationDescription: ", "_computerlevel[1] attribute: installationDate: 2024-05-02 09:15:00 +0000",
            "_computerlevel[1] attribute: organization: Example", "_computerlevel[1] attribute: profileIdentifier: org.example.banner",
            "_computerlevel[1] attribute: profileUUID: 66666666-7777-8888-9999-AAAAAAAAAAAA", "_computerlevel[1] attribute: profileType: Configuration",
            "_computerlevel[1] attribute: removalDisallowed: TRUE", "_computerlevel[1] attribute: version: 1", "_computerlevel[1] attribute: containsComputerItems: TRUE",
            "_computerlevel[1] attribute: installedByMDM: TRUE", "_computerlevel[1] attribute: internaldata: TRUE", "_computerlevel[1] payload count = 1",
            "_computerlevel[1]            payload[1] name\t\t\t= (null)", "_computerlevel[1]            payload[1] description\t\t= (null)",
            "_computerlevel[1]            payload[1] type\t\t\t= com.apple.loginwindow", "_computerlevel[1]            payload[1] organization\t\t= (null)",
            "_computerlevel[1]            payload[1] identifier\t\t= org.example.payload", "_computerlevel[1]            payload[1] uuid\t\t\t= 11111111-2222-3333-4444-555555555555",
            "There are 1 system configuration profiles installed",
        ];
        bench.Root("show").Says(lines);
        bench.Root("list", "-verbose").Says(lines);
        bench.As("bob", "-Cv").Says(["profiles: verbose mode ON", .. lines]);
        Assert.DoesNotContain("Property of Example", bench.Root("-Pv").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_macOS_11_nothing_is_said_of_management()
    {
        using var bench = new Bench("10.14.6", null, Make.Installed(Make.Banner()));
        Assert.DoesNotContain("installedByMDM", bench.Root("show").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_property_list_has_the_contents_too()
    {
        using var bench = new Bench("14.5", null, Make.Installed(Make.Banner().With("PayloadRemovalDisallowed", true)), Make.Installed(Make.Banner("org.example.bob"), "bob"));
        var all = (PlistDictionary)PropertyList.Parse(System.Text.Encoding.UTF8.GetBytes(bench.Root("show", "-all", "-output", "stdout-xml").Ends(0).Out));
        Assert.Equal(["_computerlevel", "bob"], all.Keys);
        var profile = (PlistDictionary)((PlistArray)all["_computerlevel"]!)[0];
        Assert.Equal(
            ["ProfileDisplayName", "ProfileIdentifier", "ProfileInstallDate", "ProfileItems", "ProfileRemovalDisallowed", "ProfileType", "ProfileUUID", "ProfileVerificationState", "ProfileVersion"],
            profile.Keys);
        Assert.Equal(new PlistString("true"), profile["ProfileRemovalDisallowed"]);
        Assert.Equal(new PlistString("unsigned"), profile["ProfileVerificationState"]);
        var item = (PlistDictionary)((PlistArray)profile["ProfileItems"]!)[0];
        Assert.Equal(new PlistDictionary { ["LoginwindowText"] = "Property of Example" }, item["PayloadContent"]);
        Assert.Equal(["PayloadContent", "PayloadIdentifier", "PayloadType", "PayloadUUID", "PayloadVersion"], item.Keys);
    }

    [Fact]
    public void Nothing_is_an_empty_dictionary()
    {
        using var bench = new Bench();
        Assert.EndsWith("<plist version=\"1.0\">\n<dict/>\n</plist>\n", bench.Root("list", "-output", "stdout-xml").Out, StringComparison.Ordinal);
        bench.Root("-P", "-o", "stdout").Says("{", "}");
    }

    [Fact]
    public void The_old_style_nests_as_Foundation_does()
    {
        using var bench = new Bench("14.5", null, Make.Installed(Make.Profile("org.example.x", Make.Payload("com.example", ("a.b", true), ("list", new PlistArray([1, "x y"])), ("none", new PlistArray()), ("key", 1.5)))));
        var text = bench.Root("-P", "-o", "stdout").Ends(0).Out;
        Assert.StartsWith("{\n    \"_computerlevel\" =     (\n                {\n            ProfileIdentifier = \"org.example.x\";\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "            ProfileItems =             (\n                                {\n                    PayloadContent =                     {\n"
            + "                        \"a.b\" = 1;\n                        key = \"1.5\";\n                        list =                         (\n                            1,\n"
            + "                            \"x y\"\n                        );\n                        none =                         (\n                        );\n                    };\n",
            text, StringComparison.Ordinal);
        Assert.EndsWith("        }\n    );\n}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_removal_password_is_never_shown()
    {
        using var bench = new Bench("14.5", null, Make.Installed(Make.Profile("org.example.x", Make.RemovalPassword("hidden-one"))));
        foreach (var output in (string[])["stdout", "stdout-xml"])
            Assert.DoesNotContain("hidden-one", bench.Root("show", "-output", output).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_written_where_the_syntax_says()
    {
        using var bench = new Bench("14.5", null, Make.Installed(Make.Banner()));
        var path = bench.FileOf(Array.Empty<byte>(), "out");
        bench.Root("list", "-output", path).Says().Ends(0);
        Assert.IsType<PlistDictionary>(PropertyList.Parse(File.ReadAllBytes(path)));
        bench.Root("-P", "-o", path).Says().Ends(0);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(path + ".plist"));
        bench.Root("list", "-output", "/nowhere/there/x").Says("profiles: unable to write '/nowhere/there/x'").Ends(1);
    }

    [Fact]
    public void What_has_an_end_is_gone_then()
    {
        var soon = Make.Banner("org.example.soon").With("DurationUntilRemoval", 3600);
        var late = Make.Banner("org.example.late").With("RemovalDate", new PlistDate(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        using var bench = new Bench("14.5", null, Make.Installed(soon), Make.Installed(late));
        Assert.Equal(["/org.example.soon", "/org.example.late"], bench.Installed);
        bench.On(mac => mac.Clock.Advance(TimeSpan.FromHours(2)));
        Assert.Equal(["/org.example.late"], bench.Installed);
        bench.Root("status").Says("There are 1 configuration profiles installed on this system");
    }

    [Fact]
    public void There_are_never_provisioning_profiles()
    {
        using var bench = new Bench();
        bench.Root("list", "-type", "provisioning").Says("There are no provisioning profiles installed").Ends(0);
        bench.Root("-c").Says("There are no provisioning profiles installed").Ends(0);
    }
}
