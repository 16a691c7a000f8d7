using System.Net;
using System.Text;
using MacStateStore;
using MacStateStore.OpenDirectory;
using MacStateStore.PropertyLists;
using MacStateStore.Storage;

namespace MacEmu.Tests.Mdm;

/// <summary>A Mac enrolled in a real MDM server, one of this test's own on a loopback port.</summary>
public sealed class MdmServerTests : IDisposable
{
    private readonly StrictServer server = new();
    private readonly List<Bench> benches = [];

    public void Dispose()
    {
        server.Dispose();
        benches.ForEach(bench => bench.Dispose());
    }

    private Bench Machine(params string[] options)
    {
        var bench = Bench.WithMachine(options);
        benches.Add(bench);
        return bench;
    }

    private Bench Enrolled(params string[] options)
    {
        var bench = Machine(options.Length > 0 ? options : ["--os", "14.5", "--setup", "alice:s3cret"]);
        bench.Good("mdm", "enroll", "--server", server.Url, "--profile", bench.Write("enroll.mobileconfig", EnrollmentFile.For(server.Url)));
        return bench;
    }

    private void Polled(Bench bench, string output, params string[] statuses)
    {
        while (server.Answers.TryDequeue(out _)) { }
        Assert.Equal(output, bench.Good("mdm", "poll"));
        Assert.Equal(statuses, server.Answers.Select(answer => ((PlistString)answer["Status"]!).Value));
        Assert.Empty(server.Complaints);
    }

    private static (bool Supported, bool Created, bool Escrowed) Token(Bench bench)
    {
        var token = bench.Show().GetProperty("bootstrapToken");
        return (token.GetProperty("supported").GetBoolean(), token.GetProperty("created").GetBoolean(), token.GetProperty("escrowed").GetBoolean());
    }

    private static bool HasToken(Bench bench, string user) => bench.Show().GetProperty("users").GetProperty(user).GetProperty("secureToken").GetBoolean();

    private static void Add(Bench bench, string name)
    {
        using var mac = Mac.Open(bench.Machine);
        mac.Begin(new JournalEntry("test", "[]", "root"));
        mac.Accounts.SetFirstPassword(mac.Accounts.Create(new NewAccount(name)), $"pw-{name}");
        mac.End(0);
    }

    [Fact]
    public void Enrolling_checks_in_and_keeps_secrets_out_of_the_journal()
    {
        var bench = Enrolled();
        Assert.Equal(["Authenticate", "TokenUpdate"], server.Seen);
        Assert.Empty(server.Complaints);
        Assert.Equal(new PlistBoolean(false), server.LastCheckIn!["AwaitingConfiguration"]);
        var mdm = bench.Show().GetProperty("mdm");
        Assert.Equal(("user-approved", server.Url + "/mdm", true), (mdm.GetProperty("enrollment").GetString(), mdm.GetProperty("server").GetString(), mdm.GetProperty("supervised").GetBoolean()));
        Assert.Equal((true, false, false), Token(bench));
        Assert.Contains("org.example.enrollment", bench.Good("show"), StringComparison.Ordinal);
        var log = bench.Good("log", "--json");
        Assert.DoesNotContain(EnrollmentFile.Password, log, StringComparison.Ordinal);
        Assert.DoesNotContain(((PlistString)server.LastCheckIn["PushMagic"]!).Value, log, StringComparison.Ordinal);
        bench.Bad(1, "the Mac is enrolled already; end that with 'macemu mdm unenroll'", "mdm", "enroll", "--profile", Path.Combine(bench.Folder, "enroll.mobileconfig"));
        Polled(bench, "The server has no command for the Mac.\n");
    }

    [Fact]
    public void A_login_escrows_the_bootstrap_token_and_another_login_uses_it()
    {
        var bench = Enrolled();
        Assert.Equal("", bench.Good("login", "alice", "--password", "s3cret"));
        Assert.Equal((true, true, true), Token(bench));
        Assert.Equal(32, server.Token!.Length);
        Assert.DoesNotContain(Convert.ToBase64String(server.Token), bench.Good("log", "--json"), StringComparison.Ordinal);
        Add(bench, "bob");
        bench.Good("login", "bob", "--password", "pw-bob");
        Assert.True(HasToken(bench, "bob"));
        Assert.Equal(["Authenticate", "TokenUpdate", "SetBootstrapToken", "GetBootstrapToken"], server.Seen);

        // The server lost its copy, or has another Mac's: a login brings nothing, and that is all.
        Add(bench, "carol");
        server.Token = null;
        Assert.Equal("", bench.Good("login", "carol", "--password", "pw-carol"));
        server.Token = new byte[32];
        Assert.Equal("", bench.Good("login", "carol", "--password", "pw-carol"));
        Assert.False(HasToken(bench, "carol"));
        Assert.Equal((true, true, true), Token(bench));
        Assert.Empty(server.Complaints);
    }

    [Fact]
    public void A_login_with_the_server_away_is_a_login()
    {
        var bench = Enrolled();
        bench.Good("mdm", "offline");
        Assert.Equal("", bench.Good("login", "alice", "--password", "s3cret"));
        bench.Good("mdm", "online");
        server.Instead = _ => new HttpReply(500, null, []);
        var outcome = bench.Run("login", "alice", "--password", "s3cret");
        Assert.Equal((0, "", $"macemu: note: the MDM server {new Uri(server.Url).Authority} answers 500 to SetBootstrapToken\n"), (outcome.Status, outcome.Output, outcome.Errors));
        Assert.Equal("alice", bench.Show().GetProperty("consoleUser").GetString());
        Assert.Equal((true, false, false), Token(bench));
    }

    [Fact]
    public void While_the_server_thinks_others_use_the_Mac()
    {
        var bench = Machine("--os", "14.5", "--setup", "alice:s3cret");
        Outcome? meanwhile = null;
        server.Instead = message =>
        {
            meanwhile ??= Task.Run(() => bench.Run("login", "alice", "--password", "s3cret")).WaitAsync(TimeSpan.FromSeconds(20)).GetAwaiter().GetResult();
            return null;
        };
        bench.Good("mdm", "enroll", "--profile", bench.Write("enroll.mobileconfig", EnrollmentFile.For(server.Url)));
        Assert.Equal(new Outcome(0, "", ""), meanwhile);
        Assert.Equal("alice", bench.Show().GetProperty("consoleUser").GetString());
        Assert.Empty(server.Complaints);
    }

    [Fact]
    public void Unenrolling_checks_out_if_the_server_hears_it_or_not()
    {
        var bench = Enrolled();
        bench.Good("login", "alice", "--password", "s3cret");
        bench.Good("mdm", "unenroll");
        Assert.Equal("CheckOut", server.Seen.Last());
        Assert.Equal("none", bench.Show().GetProperty("mdm").GetProperty("enrollment").GetString());
        Assert.Empty(server.Complaints);
        bench.Bad(1, "the Mac is not enrolled in a real MDM server; do that with 'macemu mdm enroll --profile FILE'", "mdm", "poll");

        bench.Good("mdm", "enroll", "--profile", Path.Combine(bench.Folder, "enroll.mobileconfig"));
        server.Instead = _ => new HttpReply(503, null, []);
        var outcome = bench.Run("mdm", "unenroll");
        Assert.Equal((0, $"macemu: note: the MDM server {new Uri(server.Url).Authority} answers 503 to CheckOut\n"), (outcome.Status, outcome.Errors));
        Assert.Equal("none", bench.Show().GetProperty("mdm").GetProperty("enrollment").GetString());
        Assert.Empty(bench.Show().GetProperty("profiles").EnumerateArray());
    }

    [Fact]
    public void Commands_are_carried_out_and_answered()
    {
        var bench = Enrolled();
        const string Banner =
            """
            <plist version="1.0"><dict><key>PayloadType</key><string>Configuration</string><key>PayloadVersion</key><integer>1</integer>
            <key>PayloadIdentifier</key><string>org.example.banner</string><key>PayloadUUID</key><string>b</string><key>PayloadContent</key><array/></dict></plist>
            """;
        Directory.CreateDirectory(Path.Combine(bench.Machine + ".root", "Applications", "Tool.app", "Contents"));
        File.WriteAllText(Path.Combine(bench.Machine + ".root", "Applications", "Tool.app", "Contents", "Info.plist"),
            StrictServer.Document("<key>CFBundleIdentifier</key><string>org.example.tool</string><key>CFBundleShortVersionString</key><string>2.1</string>"));
        server.Enqueue("DeviceInformation", "<key>Queries</key><array><string>OSVersion</string><string>SerialNumber</string></array>");
        server.Enqueue("SecurityInfo");
        server.Enqueue("InstallProfile", $"<key>Payload</key><data>{Convert.ToBase64String(Encoding.UTF8.GetBytes(Banner))}</data>");
        server.Enqueue("ProfileList");
        server.Enqueue("CertificateList");
        server.Enqueue("InstalledApplicationList");
        server.Enqueue("RemoveProfile", "<key>Identifier</key><string>org.example.banner</string>");
        server.Enqueue("RemoveProfile", "<key>Identifier</key><string>org.example.banner</string>");
        Polled(bench,
            "DeviceInformation: Acknowledged\nSecurityInfo: Acknowledged\nInstallProfile: Acknowledged\nProfileList: Acknowledged\nCertificateList: Acknowledged\n"
            + "InstalledApplicationList: Acknowledged\nRemoveProfile: Acknowledged\nRemoveProfile: Error\n",
            [.. Enumerable.Repeat("Acknowledged", 7), "Error"]);
        var answers = server.Answers.ToList();
        Assert.Equal(new PlistString("14.5"), ((PlistDictionary)answers[0]["QueryResponses"]!)["OSVersion"]);
        Assert.Equal(2, ((PlistDictionary)answers[0]["QueryResponses"]!).Count);
        Assert.Equal(["org.example.enrollment", "org.example.banner"], ((PlistArray)answers[3]["ProfileList"]!).Select(profile => ((PlistString)((PlistDictionary)profile)["PayloadIdentifier"]!).Value));
        Assert.Equal([("Device Identity", true), ("Example Root", false)],
            ((PlistArray)answers[4]["CertificateList"]!).Cast<PlistDictionary>().Select(found => (((PlistString)found["CommonName"]!).Value, ((PlistBoolean)found["IsIdentity"]!).Value)));
        var application = Assert.Single((PlistArray)answers[5]["InstalledApplicationList"]!);
        Assert.Equal(new PlistDictionary { ["Identifier"] = "org.example.tool", ["Name"] = "Tool", ["Path"] = "/Applications/Tool.app", ["ShortVersion"] = "2.1" }, application);
        Assert.DoesNotContain("org.example.banner", bench.Good("show"), StringComparison.Ordinal);
    }

    [Fact]
    public void Commands_that_no_Mac_or_not_this_one_carries_out()
    {
        var bench = Enrolled();
        server.Commands.Enqueue("<key>Nothing</key><true/>");
        server.Enqueue("Nonsense");
        Polled(bench, "?: CommandFormatError\nNonsense: Error\n", "CommandFormatError", "Error");
        server.Enqueue("DeviceLock");
        server.Enqueue("SecurityInfo");
        var outcome = bench.Run("mdm", "poll");
        Assert.Equal(
            (78, "DeviceLock: Error\nSecurityInfo: Acknowledged\n", "macemu: not emulated: mdm command DeviceLock; the server was answered with an error\n"),
            (outcome.Status, outcome.Output, outcome.Errors));
        server.Enqueue("RestartDevice");
        Assert.Equal("RestartDevice: NotNow\n", bench.Good("mdm", "poll", "--not-now"));
        Assert.Empty(server.Complaints);
        bench.Bad(1, "the Mac is enrolled in a real MDM server, which sends commands itself; let the Mac ask for them with 'macemu mdm poll'", "mdm", "command", "SecurityInfo");
        bench.Bad(1, "the Mac is enrolled in a real MDM server; only the emulated one can be told and looked into here", "mdm", "escrow", "show");
        bench.Bad(1, "the Mac is enrolled in a real MDM server; only the emulated one can be told and looked into here", "mdm", "set", "bootstrap-token", "unsupported");
        bench.Good("restart", "--to", "recoveryos");
        bench.Bad(1, "the Mac is in recoveryos; start macOS with 'macemu restart'", "mdm", "poll");
    }

    [Fact]
    public void The_server_gets_no_more_than_its_rights()
    {
        var bench = Machine("--os", "14.5", "--setup", "alice:s3cret");
        var profile = EnrollmentFile.For(server.Url, text => text.Replace("<integer>8191</integer>", "<integer>17</integer>", StringComparison.Ordinal));
        bench.Good("mdm", "enroll", "--profile", bench.Write("enroll.mobileconfig", profile));
        foreach (var type in (string[])["RestartDevice", "EraseDevice", "SecurityInfo", "InstalledApplicationList", "UnlockUserAccount"]) server.Enqueue(type);
        server.Enqueue("ProfileList", "<key>ManagedOnly</key><true/>");
        server.Enqueue("InstallProfile", $"<key>Payload</key><data>{Convert.ToBase64String(Encoding.UTF8.GetBytes(EnrollmentFile.For(server.Url)))}</data>");
        Polled(bench, "RestartDevice: Error\nEraseDevice: Error\nSecurityInfo: Error\nInstalledApplicationList: Error\nUnlockUserAccount: Error\nProfileList: Acknowledged\nInstallProfile: Error\n",
            [.. Enumerable.Repeat("Error", 5), "Acknowledged", "Error"]);
        Assert.Single((PlistArray)server.Answers.ElementAt(5)["ProfileList"]!);
    }

    [Fact]
    public void The_server_renews_the_enrolment_but_takes_no_more_rights()
    {
        var bench = Enrolled();
        string Renewal(string text) => $"<key>Payload</key><data>{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}</data>";
        server.Enqueue("InstallProfile", Renewal(EnrollmentFile.For(server.Url, text => text.Replace("<integer>8191</integer>", "<integer>8187</integer>", StringComparison.Ordinal).Replace("/mdm</string>", "/mdm?2</string>", StringComparison.Ordinal))));
        Polled(bench, "InstallProfile: Acknowledged\n", "Acknowledged");
        Assert.Equal(server.Url + "/mdm?2", bench.Show().GetProperty("mdm").GetProperty("server").GetString());
        server.Enqueue("InstallProfile", Renewal(EnrollmentFile.For(server.Url)));
        server.Enqueue("InstallProfile", Renewal(EnrollmentFile.For(server.Url, text => text.Replace("com.apple.security.pkcs12", "com.apple.security.scep", StringComparison.Ordinal))));
        server.Path = "/mdm?2";
        Polled(bench, "InstallProfile: Error\nInstallProfile: Error\n", "Error", "Error");
        Assert.Equal(server.Url + "/mdm?2", bench.Show().GetProperty("mdm").GetProperty("server").GetString());
    }

    [Fact]
    public void Restart_and_erasure_come_after_the_answer()
    {
        var bench = Enrolled("--os", "14.5", "--chip", "t2", "--setup", "alice:s3cret");
        bench.Good("login", "alice", "--password", "s3cret");
        server.Enqueue("RestartDevice");
        Polled(bench, "RestartDevice: Acknowledged\n", "Acknowledged");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, bench.Show().GetProperty("consoleUser").ValueKind);
        server.Enqueue("EraseDevice");
        Polled(bench, "EraseDevice: Acknowledged\n", "Acknowledged");
        Assert.Equal("none", bench.Show().GetProperty("mdm").GetProperty("enrollment").GetString());
        Assert.Empty(bench.Show().GetProperty("users").EnumerateObject());
    }

    [Fact]
    public void The_server_s_copy_decides_about_erasing_on_Apple_silicon()
    {
        var bench = Enrolled();
        bench.Good("login", "alice", "--password", "s3cret");
        server.Token = null;
        server.Enqueue("EraseDevice", "<key>ObliterationBehavior</key><string>DoNotObliterate</string>");
        Polled(bench, "EraseDevice: Error\n", "Error");
        Assert.Contains("GetBootstrapToken", server.Seen);
        Assert.Equal("alice", bench.Show().GetProperty("consoleUser").GetString());
        Assert.True(HasToken(bench, "alice"));
    }

    [Fact]
    public void Removing_the_enrolment_profile_by_command_ends_the_enrolment()
    {
        var bench = Enrolled();
        server.Enqueue("RemoveProfile", "<key>Identifier</key><string>org.example.enrollment</string>");
        Polled(bench, "RemoveProfile: Acknowledged\n", "Acknowledged");
        Assert.Equal("CheckOut", server.Seen.Last());
        Assert.Equal("none", bench.Show().GetProperty("mdm").GetProperty("enrollment").GetString());
    }

    [Fact]
    public void Setup_Assistant_waits_for_the_server_and_makes_what_it_says()
    {
        var bench = Machine("--os", "15.1", "--no-setup");
        bench.Good("mdm", "enroll", "--ade", "--profile", bench.Write("enroll.mobileconfig", EnrollmentFile.For(server.Url)));
        Assert.Equal(new PlistBoolean(true), server.LastCheckIn!["AwaitingConfiguration"]);
        bench.Bad(1, "Setup Assistant waits for the MDM server; let the Mac ask it with 'macemu mdm poll'", "setup", "alice", "--password", "s3cret");
        byte[] hash;
        using (var mac = Mac.Open(bench.Machine))
        {
            mac.Begin(new JournalEntry("test", "[]", "root"));
            hash = mac.MdmCommands.HashOf("pw-it").Value.ToArray();
            mac.End(0);
        }
        server.Enqueue("AccountConfiguration", $"<key>AutoSetupAdminAccounts</key><array><dict><key>shortName</key><string>itadmin</string><key>passwordHash</key><data>{Convert.ToBase64String(hash)}</data></dict></array>");
        server.Enqueue("DeviceConfigured");
        Polled(bench, "AccountConfiguration: Acknowledged\nDeviceConfigured: Acknowledged\n", "Acknowledged", "Acknowledged");
        // macOS 15 on Apple silicon makes the token then, and the server hears of it after its answer.
        Assert.Equal(["Authenticate", "TokenUpdate", "Idle", "Acknowledged", "SetBootstrapToken", "Acknowledged"], server.Seen);
        Assert.Equal((true, true, true), Token(bench));
        bench.Good("setup", "alice", "--password", "s3cret");
        Assert.True(bench.Show().GetProperty("users").GetProperty("itadmin").GetProperty("admin").GetBoolean());
    }

    public static TheoryData<string, string> BadAnswers => new()
    {
        { "500", "answers 500 to Authenticate" },
        { "401", "answers 401 to Authenticate" },
        { "redirect", "answers 301 to Authenticate, a way to https://elsewhere.example.com/, which a Mac doesn't take" },
        { "html", "answers text/html to Authenticate, not a property list" },
        { "html as xml", "sends what is no property list" },
        { "json", "answers application/json to Authenticate, not a property list" },
        { "half", "sends what is no property list" },
        { "array", "sends a property list that is no dictionary" },
        { "broken off", "can't be reached, or broke off: " },
        { "closed", "can't be reached, or broke off: " },
        { "silent", "didn't answer within 0.4 seconds; MACEMU_MDM_TIMEOUT sets how long the Mac waits" },
        { "slow body", "didn't answer within 0.4 seconds; MACEMU_MDM_TIMEOUT sets how long the Mac waits" },
    };

    [Theory]
    [MemberData(nameof(BadAnswers))]
    public void A_bad_server_is_told_of_and_changes_nothing(string kind, string problem)
    {
        using var stop = new CancellationTokenSource();
        using var bad = new LoopbackServer(EnrollmentFile.Server, _ => Bad(kind, stop.Token));
        var bench = Machine("--os", "14.5", "--setup", "alice:s3cret");
        if (problem.StartsWith("didn't", StringComparison.Ordinal)) bench.Environment["MACEMU_MDM_TIMEOUT"] = "0.4";
        var before = bench.State();
        var outcome = bench.Run("mdm", "enroll", "--profile", bench.Write("enroll.mobileconfig", EnrollmentFile.For(bad.Url)));
        stop.Cancel();
        Assert.Equal((1, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith($"macemu: the MDM server {new Uri(bad.Url).Authority} {problem}", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(1, outcome.Errors.Count(c => c == '\n'));
        Assert.Equal(before, bench.State());
    }

    private static HttpReply? Bad(string kind, CancellationToken stop)
    {
        var plist = Encoding.UTF8.GetBytes(StrictServer.Document(""));
        switch (kind)
        {
            case "silent": stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(10)); return null;
            case "slow body": return new HttpReply(200, "application/xml", plist[..^20]) { Length = plist.Length, Pause = stop };
            case "broken off": return new HttpReply(200, "application/xml", plist[..^20]) { Length = plist.Length };
            case "closed": return null;
            case "500": return new HttpReply(500, "text/plain", "storage failed"u8.ToArray());
            case "401": return new HttpReply(401, null, []);
            case "redirect": return new HttpReply(301, null, [], "Location: https://elsewhere.example.com/");
            case "html": return new HttpReply(200, "text/html; charset=utf-8", "<html><body>Welcome</body></html>"u8.ToArray());
            case "html as xml": return new HttpReply(200, "application/xml", "<html><body>Welcome</body></html>"u8.ToArray());
            case "json": return new HttpReply(200, "application/json", "{}"u8.ToArray());
            case "half": return new HttpReply(200, "application/xml", plist[..^20]);
            default: return HttpReply.Xml("<plist version=\"1.0\"><array/></plist>");
        }
    }

    [Fact]
    public void A_server_that_fails_between_two_messages_leaves_the_Mac_unenrolled()
    {
        var bench = Machine("--os", "14.5", "--setup", "alice:s3cret");
        server.Instead = message => message["MessageType"] is PlistString { Value: "TokenUpdate" } ? new HttpReply(500, null, []) : null;
        bench.Bad(1, $"the MDM server {new Uri(server.Url).Authority} answers 500 to TokenUpdate", "mdm", "enroll", "--profile", bench.Write("enroll.mobileconfig", EnrollmentFile.For(server.Url)));
    }

    [Fact]
    public void A_poll_that_fails_keeps_what_the_commands_have_done()
    {
        var bench = Enrolled();
        bench.Good("login", "alice", "--password", "s3cret");
        server.Enqueue("RestartDevice");
        server.Instead = message => message["Status"] is PlistString { Value: "Acknowledged" } ? HttpReply.Xml(StrictServer.Document("<key>Command</key><dict/>")) : null;
        var outcome = bench.Run("mdm", "poll");
        Assert.Equal((1, "RestartDevice: Acknowledged\n", $"macemu: the MDM server {new Uri(server.Url).Authority} sends a command without CommandUUID\n"), (outcome.Status, outcome.Output, outcome.Errors));

        const string Same = "<key>Command</key><dict><key>RequestType</key><string>SecurityInfo</string></dict><key>CommandUUID</key><string>once</string>";
        server.Instead = _ => HttpReply.Xml(StrictServer.Document(Same));
        outcome = bench.Run("mdm", "poll");
        Assert.Equal((1, "SecurityInfo: Acknowledged\n", $"macemu: the MDM server {new Uri(server.Url).Authority} sends the command once again, which it has the answer to\n"), (outcome.Status, outcome.Output, outcome.Errors));
        Assert.Equal("user-approved", bench.Show().GetProperty("mdm").GetProperty("enrollment").GetString());
    }

    [Fact]
    public void Servers_that_nobody_vouches_for()
    {
        var bench = Machine("--os", "14.5", "--setup", "alice:s3cret");
        using var stranger = new LoopbackServer(EnrollmentFile.MakeServer(EnrollmentFile.MakeAuthority("Somebody")), _ => HttpReply.Empty);
        using var misnamed = new LoopbackServer(EnrollmentFile.MakeServer(EnrollmentFile.Authority, IPAddress.Parse("127.0.0.2")), _ => HttpReply.Empty);
        foreach (var url in (string[])[stranger.Url, misnamed.Url])
            bench.Bad(1, $"the MDM server {new Uri(url).Authority} has a certificate that the Mac doesn't trust; the profile's certificates, or the host's, must vouch for its name",
                "mdm", "enroll", "--profile", bench.Write("enroll.mobileconfig", EnrollmentFile.For(url)));
        var pinned = bench.Write("pinned.mobileconfig", EnrollmentFile.For(server.Url, mdmKeys: $"<key>CheckInURLPinningCertificateUUIDs</key><array><string>{EnrollmentFile.Uuid(5)}</string></array>",
            payloads: $"<dict>{EnrollmentFile.Common("com.apple.security.pkcs1", 5)}<key>PayloadContent</key><data>{Convert.ToBase64String(EnrollmentFile.Device.RawData)}</data></dict>"));
        bench.Bad(1, $"the MDM server {new Uri(server.Url).Authority} has a certificate that the Mac doesn't trust; the profile's certificates, or the host's, must vouch for its name", "mdm", "enroll", "--profile", pinned);
        Assert.Empty(server.Seen);
        bench.Good("mdm", "enroll", "--profile", bench.Write("pinned.mobileconfig", EnrollmentFile.For(server.Url,
            mdmKeys: $"<key>CheckInURLPinningCertificateUUIDs</key><array><string>{EnrollmentFile.Uuid(3)}</string></array>")));
    }

    public static TheoryData<string, string, int, string> BadProfiles => new()
    {
        { EnrollmentFile.Password, "wrong", 1, $"mdm enroll: the payload com.apple.security.pkcs12 ({EnrollmentFile.Uuid(2)}) can't be read: its content is damaged, or its password another" },
        { "com.apple.security.pkcs12", "com.apple.security.scep", 78, "not emulated: mdm enroll with an identity by SCEP; a profile with a PKCS#12 identity can be used" },
        { "com.apple.security.pkcs12", "com.apple.security.acme", 78, "not emulated: mdm enroll with an identity by ACME; a profile with a PKCS#12 identity can be used" },
        { "com.apple.security.pkcs12", "com.apple.wifi.managed", 1, "mdm enroll: the profile has no payload com.apple.security.pkcs12 of the IdentityCertificateUUID" },
        { "com.apple.mdm</string>", "com.apple.dock</string>", 1, "mdm enroll: the profile has no payload com.apple.mdm" },
        { "https://", "http://", 1, "mdm enroll: the payload com.apple.mdm has a ServerURL that is no https address" },
        { "<plist", "<html", 1, "mdm enroll: the profile is no property list: " },
    };

    [Theory]
    [MemberData(nameof(BadProfiles))]
    public void Profiles_that_enrol_nobody(string from, string to, int status, string problem)
    {
        var bench = Machine("--os", "14.5", "--setup", "alice:s3cret");
        var before = bench.State();
        var outcome = bench.Run("mdm", "enroll", "--profile", bench.Write("enroll.mobileconfig", EnrollmentFile.For(server.Url, text => text.Replace(from, to, StringComparison.Ordinal))));
        Assert.Equal((status, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith("macemu: " + problem, outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(before, bench.State());
        Assert.Empty(server.Seen);
    }

    [Fact]
    public void What_is_typed_wrongly()
    {
        var bench = Machine("--os", "14.5", "--setup", "alice:s3cret");
        var profile = bench.Write("enroll.mobileconfig", EnrollmentFile.For(server.Url));
        bench.Bad(2, "mdm enroll: --server takes --profile", "mdm", "enroll", "--server", server.Url);
        bench.Bad(1, "mdm enroll: the profile doesn't enrol in https://other.example.com", "mdm", "enroll", "--server", "https://other.example.com", "--profile", profile);
        bench.Environment["MACEMU_MDM_TIMEOUT"] = "soon";
        bench.Bad(1, "MACEMU_MDM_TIMEOUT: 'soon' is no number of seconds above 0 and up to 3600", "mdm", "enroll", "--profile", profile);
        Assert.Empty(server.Seen);
    }
}
