namespace MacEmu.Tests;

public sealed class ProfileTests
{
    private const string Banner =
        """
        <plist version="1.0"><dict>
        <key>PayloadType</key><string>Configuration</string><key>PayloadVersion</key><integer>1</integer><key>PayloadScope</key><string>System</string>
        <key>PayloadIdentifier</key><string>org.example.banner</string><key>PayloadUUID</key><string>66666666-7777-8888-9999-AAAAAAAAAAAA</string>
        <key>PayloadContent</key><array><dict>
        <key>PayloadType</key><string>com.apple.loginwindow</string><key>PayloadVersion</key><integer>1</integer>
        <key>PayloadIdentifier</key><string>org.example.banner.1</string><key>PayloadUUID</key><string>b</string><key>LoginwindowText</key><string>Hello</string>
        </dict></array></dict></plist>
        """;

    private static List<string> Profiles(Bench bench) =>
        [.. bench.Show().GetProperty("profiles").EnumerateArray().Select(profile => $"{profile.GetProperty("scope").GetString()}/{profile.GetProperty("identifier").GetString()}")];

    [Fact]
    public void A_person_approves_a_file()
    {
        using var bench = Bench.WithAlice();
        var file = bench.Write("banner.mobileconfig", Banner);
        bench.Bad(1, "nobody is at the console to approve it; log in with 'macemu login', or say --user", "profile", "approve", file);
        bench.Bad(1, "there is no user eve", "profile", "approve", file, "--user", "eve");
        bench.Good("login", "alice", "--password", "s3cret");
        Assert.Equal("", bench.Good("profile", "approve", file));
        Assert.Equal(["system/org.example.banner"], Profiles(bench));
        Assert.Contains("profiles org.example.banner;", bench.Good("show"), StringComparison.Ordinal);
        bench.Bad(1, "no profile waits for approval; name a file, or open one on the Mac with 'open FILE.mobileconfig'", "profile", "approve");
        Assert.True(File.Exists(bench.Machine + ".root/Library/Managed Preferences/com.apple.loginwindow.plist"));
    }

    [Theory]
    [InlineData("junk")]
    [InlineData("")]
    [InlineData("<plist><dict></dict></plist>")]
    public void A_bad_file_is_refused(string content)
    {
        using var bench = Bench.WithAlice();
        var file = bench.Write("bad.mobileconfig", content);
        var before = bench.State();
        var outcome = bench.Run("profile", "approve", file, "--user", "alice");
        Assert.Equal((1, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith("macemu: profile approve: the profile ", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(before, bench.State());
    }

    [Fact]
    public void The_server_pushes_and_removes()
    {
        using var bench = Bench.WithAlice();
        var file = bench.Write("banner.mobileconfig", Banner);
        bench.Bad(1, "the Mac is not enrolled; do that with 'macemu mdm enroll'", "mdm", "push-profile", file);
        bench.Good("mdm", "enroll");
        bench.Bad(1, "mdm remove-profile: the Mac refused: Profile with identifier 'org.example.banner' not found. (MDMClientError 89)", "mdm", "remove-profile", "org.example.banner");
        Assert.Equal("", bench.Good("mdm", "push-profile", file));
        Assert.Equal(["system/com.example.mdm.enrollment", "system/org.example.banner"], Profiles(bench));
        bench.Bad(2, "mdm push-profile: FILE is missing; 'macemu mdm push-profile --help' tells how it is used", "mdm", "push-profile");
        Assert.StartsWith("macemu: mdm push-profile: the Mac refused: the profile is no property list: ", bench.Run("mdm", "push-profile", bench.Write("junk", "junk")).Errors, StringComparison.Ordinal);
        Assert.Equal(2, bench.Run("mdm", "push-profile", "/no/such/file").Status);
        Assert.Equal("", bench.Good("mdm", "remove-profile", "org.example.banner"));
        Assert.Equal("", bench.Good("mdm", "push-profile", file, "--user", "alice"));
        Assert.Equal(["system/com.example.mdm.enrollment", "alice/org.example.banner"], Profiles(bench));
        bench.Good("mdm", "unenroll");
        Assert.Empty(Profiles(bench));
    }

    [Fact]
    public void A_description_has_profiles_in_every_form()
    {
        using var bench = new Bench();
        bench.Environment["MACEMU_MACHINE"] = bench.Machine;
        bench.Write("banner.mobileconfig", Banner);
        var file = bench.Write("mac.yaml",
            """
            users: {alice: {password: pw, admin: true}}
            profiles:
              - banner.mobileconfig
              - {scope: alice, plist: banner.mobileconfig, installed: 2024-01-02T03:04:05Z}
              - scope: system
                managed: true
                plist: {PayloadType: Configuration, PayloadVersion: 1, PayloadIdentifier: org.example.inline, PayloadUUID: u, PayloadContent: []}
              - '@text'
            """.Replace("@text", Banner.Replace("org.example.banner<", "org.example.text<", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal), StringComparison.Ordinal));
        bench.Good("create", "--seed", "1", "--kdf-iterations", "2", "--from", file);
        Assert.Equal(["system/org.example.banner", "system/org.example.inline", "system/org.example.text", "alice/org.example.banner"], Profiles(bench));
    }

    [Theory]
    [InlineData("profiles: [nowhere.mobileconfig]", ":1:12: profiles")]
    [InlineData("profiles: [{scope: eve, plist: banner.mobileconfig}]", "there is no user eve")]
    [InlineData("profiles: [{scope: system}]", "lacks plist")]
    [InlineData("profiles: [{identifier: org.example.other, plist: banner.mobileconfig}]", "is org.example.other, but the profile says org.example.banner")]
    [InlineData("profiles: [{plist: banner.mobileconfig, colour: red}]", "unknown key 'colour'")]
    [InlineData("profiles: [{identifier: com.example.mdm.enrollment}]", "takes an enrolment")]
    [InlineData("profiles: [{plist: {PayloadType: Configuration}}]", "the profile has no PayloadIdentifier")]
    [InlineData("profiles: banner.mobileconfig", "must be a list")]
    public void A_wrong_description_is_told(string yaml, string problem)
    {
        using var bench = new Bench();
        bench.Environment["MACEMU_MACHINE"] = bench.Machine;
        bench.Write("banner.mobileconfig", Banner);
        var outcome = bench.Run("create", "--from", bench.Write("mac.yaml", yaml));
        Assert.Equal((2, ""), (outcome.Status, outcome.Output));
        Assert.Contains(problem, outcome.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(bench.Machine));
    }

    [Fact]
    public void What_show_prints_of_an_enrolled_Mac_makes_it_again()
    {
        using var bench = Bench.WithMachine("--mdm", "ade");
        var state = bench.State();
        var file = bench.Write("state.json", bench.Good("show", "--json"));
        bench.Good("create", "--force", "--seed", "2", "--from", file);
        Assert.Equal(state, bench.State());
    }
}
