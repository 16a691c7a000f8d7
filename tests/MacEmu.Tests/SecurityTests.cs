using System.Diagnostics;
using System.Text.Json;

namespace MacEmu.Tests;

/// <summary>Start-up security: what a description says of it, and the events that change it.</summary>
public sealed class SecurityTests : IDisposable
{
    private static readonly string[] By = ["--user", "alice", "--password", "s3cret"];

    private readonly Bench bench = Bench.WithAlice();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData("sip: disabled", "disabled", true, "permissive", """{"smb0":true,"smb1":true,"sip0":127,"sip2":true,"sip3":true}""")]
    [InlineData("sip: {custom: {kext: false, nvram: false}}", "custom", true, "permissive", """{"smb0":true,"smb1":true,"sip0":65,"sip3":true}""")]
    [InlineData("authenticatedRoot: false", "enabled", false, "permissive", """{"smb0":true,"smb1":true,"sip1":true}""")]
    [InlineData("systems: {Macintosh HD: {securityMode: reduced, localPolicy: {smb2: true}}}", "enabled", true, "reduced", """{"smb0":true,"smb2":true}""")]
    [InlineData("systems: {Macintosh HD: {localPolicy: {smb0: true, smb3: true, smb4: true, smb1: false}}}", "enabled", true, "reduced", """{"smb0":true,"smb3":true,"smb4":true}""")]
    [InlineData("machine: {chip: t2}\nsip: disabled", "disabled", true, "full", "{}")]
    [InlineData("machine: {chip: intel, os: '12.7'}\nnvram: {csr-active-config: \"%7f%08%00%00\"}", "disabled", false, "full", "{}")]
    public void A_described_Mac_is_as_described(string text, string sip, bool root, string mode, string policy)
    {
        Make(text);
        Check();
        // What is shown makes the same again.
        Make(bench.Run("show", "--json", "--full").Output.Replace("\"secureToken\": true", "\"password\": \"s3cret\", \"secureToken\": true"), "again.json");
        Check();
        if (policy != "{}") Assert.Equal("good\n", Verify());
        bench.Good("restart");
        Check();

        void Check()
        {
            var state = bench.Show();
            var system = state.GetProperty("systems").GetProperty("Macintosh HD");
            Assert.Equal((sip, root, mode, policy), (state.GetProperty("sip").GetString(), state.GetProperty("authenticatedRoot").GetBoolean(),
                system.GetProperty("securityMode").GetString(), Compact(system.GetProperty("localPolicy"))));
        }
    }

    [Fact]
    public void Find_My_and_activation_can_be_described()
    {
        Make("findMy: lost\nactivated: false\nnetwork: offline\nmachine: {setup: none}");
        var state = bench.Show();
        Assert.Equal(("lost", false), (state.GetProperty("findMy").GetString(), state.GetProperty("activated").GetBoolean()));
        Assert.Equal("offline", JsonDocument.Parse(bench.Run("show", "--json", "--full").Output).RootElement.GetProperty("network").GetString());
        bench.Bad(1, "the Mac is marked as lost in Find My, so Apple doesn't activate it; its owner has to turn that off ('macemu find-my off')", "setup", "alice", "--password", "x");
        bench.Good("find-my", "off");
        bench.Good("setup", "alice", "--password", "x");
        Assert.True(bench.Show().GetProperty("activated").GetBoolean());
    }

    [Fact]
    public void Startup_Security_Utility_works_in_recoveryOS()
    {
        string[] reduced = ["security-utility", "--mode", "reduced", .. By];
        bench.Bad(1, "security-utility: it runs in recoveryOS, and its boxes in 1TR only ('macemu restart --to 1tr')", reduced);
        bench.Good("restart", "--to", "recoveryos");
        bench.Bad(1, "security-utility: it runs in recoveryOS, and its boxes in 1TR only ('macemu restart --to 1tr')", [.. reduced, "--allow-kexts"]);
        bench.Good(reduced);
        Assert.Equal("""{"smb0":true}""", Policy());
        bench.Good("restart", "--to", "1tr");
        bench.Good([.. reduced, "--allow-kexts", "--allow-mdm"]);
        Assert.Equal("""{"smb0":true,"smb2":true,"smb3":true}""", Policy());
        bench.Good(["security-utility", "--mode", "full", .. By]);
        Assert.Equal("{}", Policy());
        bench.Bad(2, "security-utility: --allow-kexts and --allow-mdm go with --mode reduced", ["security-utility", "--mode", "full", "--allow-kexts", .. By]);
        bench.Bad(1, "security-utility: the password is wrong", "security-utility", "--mode", "full", "--user", "alice", "--password", "x");
        bench.Bad(1, "security-utility: that user is no owner of Macintosh HD", "security-utility", "--mode", "full", "--user", "bob", "--password", "x");
        foreach (var wrong in (string[][])[["--mode", "medium"], ["--mode", "none"], ["--external-boot", "allowed"], ["--mode", "full", "--external-boot", "allowed"]])
            bench.Bad(2, "security-utility: on Apple silicon it takes --mode full or reduced", ["security-utility", .. wrong, .. By]);
        bench.Bad(2, "security-utility: say what is to be: --mode, or --external-boot", ["security-utility", .. By]);
        using var intel = Bench.WithMachine("--chip", "intel", "--os", "13.6", "--setup", "alice:s3cret");
        intel.Bad(1, "Startup Security Utility is for Macs with Apple silicon or a T2 chip", ["security-utility", "--mode", "full", .. By]);
    }

    [Fact]
    public void A_T2_keeps_the_mode_and_whether_other_disks_start()
    {
        using var t2 = Bench.WithMachine("--chip", "t2", "--os", "13.6", "--setup", "alice:s3cret");
        string[] allow = ["security-utility", "--external-boot", "allowed", "--mode", "none", .. By];
        t2.Bad(1, "Startup Security Utility runs in recoveryOS ('macemu restart --to recoveryos')", allow);
        t2.Good("install-os", "--volume", "Stick", "--disk", "external");
        Assert.Equal((1, "macemu: restart: security settings do not allow this Mac to use an external startup disk, which Stick is on ('macemu security-utility --external-boot allowed' in recoveryOS); the Mac is in recoveryOS\n"),
            (t2.Run("restart", "--system", "Stick") is var refused ? refused.Status : 0, refused.Errors));
        t2.Good("restart", "--to", "recoveryos", "--system", "Macintosh HD");
        t2.Bad(1, "alice: no such user or a wrong password", "security-utility", "--mode", "none", "--user", "alice", "--password", "x");
        t2.Bad(2, "security-utility: --mode reduced and --system are for Apple silicon", ["security-utility", "--mode", "reduced", .. By]);
        t2.Good(allow);
        Assert.Equal("""{"5eeb160f-45fb-4ce9-b4e3-610359abf6f8:StartupManagerPolicy":"%03","94B73556-2197-4702-82A8-3E1337DAFBFB:AppleSecureBootPolicy":"%00"}""", Nvram());
        Assert.Equal("", t2.Good("restart", "--system", "Stick"));
        t2.Good("restart", "--to", "recoveryos", "--system", "Macintosh HD");
        t2.Good(["security-utility", "--mode", "full", "--external-boot", "disallowed", .. By]);
        Assert.Equal("{}", Nvram());

        string Nvram() => Compact(System.Text.Json.JsonDocument.Parse(t2.Run("show", "--json", "--full").Output).RootElement.GetProperty("nvram"));
    }

    [Fact]
    public void Several_systems_are_described_and_told()
    {
        Make("""
            machine: {os: 14.5, kdfIterations: 2}
            boot: {system: Work}
            users: {alice: {password: s3cret, admin: true, secureToken: true, fullName: Alice Example}}
            systems:
              Lab: {os: 13.6, disk: external, owners: [alice], securityMode: reduced, localPolicy: {smb2: true}, pairing: invalid}
              Work: {securityMode: reduced}
              Copied: {installUser: alice}
              Blank:
              Shared: {users: {carol: {password: pw-c, secureToken: true}, dave: {password: pw-d}}}
            """);
        Check();
        var full = bench.Run("show", "--json", "--full").Output;
        Make(full.Replace("\"secureToken\": true", "\"password\": \"s3cret\", \"secureToken\": true"), "again.json");
        Check();
        Assert.Equal(full, bench.Run("show", "--json", "--full").Output);

        // The keys are true, not only told: each system's own people get in.
        bench.Good("restart", "--system", "Copied");
        bench.Bad(1, "Setup Assistant of Copied asks for the password of alice, who was copied when it was installed", "setup", "alice", "--password", "x");
        bench.Good("setup", "alice", "--password", "s3cret");
        bench.Good("restart", "--to", "1tr", "--system", "Lab");
        bench.Good(["security-utility", "--mode", "full", "--system", "Lab", .. By]);
        bench.Good("restart", "--system", "Blank");
        bench.Good("setup", "zoe", "--password", "pw-z");

        void Check()
        {
            var systems = bench.Show().GetProperty("systems");
            Assert.Equal(["Blank:14.5:full::", "Copied:14.5:full:alice:", "Lab:13.6:reduced::alice", "Shared:14.5:full::carol", "Work:14.5:reduced::alice"],
                systems.EnumerateObject().Select(system => $"{system.Name}:{system.Value.GetProperty("os")}:{system.Value.GetProperty("securityMode")}:{system.Value.GetProperty("installUser")}:"
                    + string.Join(',', system.Value.GetProperty("owners").EnumerateArray())).Order(StringComparer.Ordinal));
            Assert.Equal("Work", bench.Show().GetProperty("boot").GetProperty("system").GetString());
        }
    }

    [Fact]
    public void An_installer_may_have_left_the_started_system()
    {
        Make("machine: {setup: none}\nsystems: {New: {installUser: {user: alice, password: s3cret}}}");
        bench.Bad(1, "Setup Assistant of New asks for the password of alice, who was copied when it was installed", "setup", "bob", "--password", "s3cret");
        bench.Good("setup", "alice", "--password", "s3cret");
        Assert.Equal("alice", bench.Show().GetProperty("systems").GetProperty("New").GetProperty("owners")[0].GetString());
        Make("machine: {setup: none}\nsystems: {New: {installUser: \"\"}}");
        bench.Good("setup", "bob", "--password", "pw-b");
        Assert.Equal("bob", bench.Show().GetProperty("systems").GetProperty("New").GetProperty("owners")[0].GetString());
    }

    [Fact]
    public void An_owner_consents_to_another_system()
    {
        Make("users: {alice: {password: s3cret, admin: true, secureToken: true}, tess: {password: pw-t, secureToken: true}, nora: {password: pw-n, admin: true}}");
        bench.Bad(2, "install-os: an owner has to consent: --user NAME or --copy-user NAME, one of alice, tess", "install-os", "--volume", "Second");
        bench.Bad(1, "the disk has no Owner: nora is no owner of Macintosh HD, and only an owner hands ownership to another system", "install-os", "--volume", "Second", "--user", "nora", "--password", "pw-n");
        bench.Bad(2, "install-os: --copy-user and --user name the same thing, an owner; give one of them", "install-os", "--volume", "Second", "--user", "tess", "--copy-user", "alice", "--password", "x");
        bench.Good("install-os", "--volume", "Second", "--user", "tess", "--password", "pw-t");
        Assert.Equal("", bench.Show().GetProperty("systems").GetProperty("Second").GetProperty("installUser").GetString());
        Make("users: {alice: {password: s3cret, admin: true, secureToken: true}}");
        var refused = bench.Run("install-os", "--volume", "Second"); // nobody answers
        Assert.Equal((1, "Password of alice: macemu: alice: a wrong password\n"), (refused.Status, refused.Errors));
        Assert.False(bench.Show().GetProperty("systems").TryGetProperty("Second", out _));
    }

    [Fact]
    public void Choosing_Reduced_takes_Permissive_back_at_once()
    {
        Make("sip: disabled\nauthenticatedRoot: false\nboot: {environment: 1tr}");
        bench.Good(["security-utility", "--mode", "reduced", "--allow-kexts", .. By]);
        var state = bench.Show();
        Assert.Equal(("enabled", true, """{"smb0":true,"smb2":true}"""), (state.GetProperty("sip").GetString(), state.GetProperty("authenticatedRoot").GetBoolean(), Policy()));
    }

    [Fact]
    public void Kernel_extensions_stand_in_the_policy()
    {
        const string Driver = "EQHXZ8M8AV/com.example.driver";
        bench.Good("restart", "--to", "1tr");
        bench.Good(["security-utility", "--mode", "reduced", "--allow-kexts", .. By]);
        bench.Good("restart");
        bench.Good(["kext", "approve", Driver, .. By]);
        Assert.Equal("smb0 smb2 auxp", Names());
        Assert.EndsWith("alice        no\n", bench.Good("kext", "list"));
        bench.Good("kext", "build");
        Assert.Equal("smb0 smb2 auxp auxi auxr", Names());
        Assert.EndsWith("alice        yes\n", bench.Good("kext", "list"));
        // One that is approved later waits for the next build.
        bench.Good(["kext", "approve", "EQHXZ8M8AV/com.example.other", .. By]);
        Assert.Equal([1, 1], new[] { "yes", "no" }.Select(word => bench.Good("kext", "list").Split('\n').Count(line => line.EndsWith(" " + word, StringComparison.Ordinal))));
        bench.Good("restart", "--to", "1tr");
        bench.Good(["security-utility", "--mode", "reduced", .. By]);
        Assert.Equal("smb0", Names());
        // Without its field in the policy the collection isn't loaded; the system starts all the same.
        Assert.Equal("", bench.Good("restart"));
        Assert.DoesNotContain("yes", bench.Good("kext", "list"));

        string Names() => string.Join(' ', bench.Show().GetProperty("systems").GetProperty("Macintosh HD").GetProperty("localPolicy").EnumerateObject()
            .Select(item => item.Name).OrderBy(name => Array.IndexOf(["smb0", "smb2", "auxp", "auxi", "auxr"], name)));
    }

    [Fact]
    public void The_MDM_server_is_told()
    {
        using var managed = Bench.WithAlice("--mdm", "user-approved");
        Assert.Contains("<key>SecureBootLevel</key>\n\t\t\t<string>full</string>", managed.Good("mdm", "command", "SecurityInfo"));
        managed.Good("restart", "--to", "1tr");
        managed.Good(["security-utility", "--mode", "reduced", "--allow-mdm", .. By]);
        managed.Good("restart");
        var told = managed.Good("mdm", "command", "SecurityInfo");
        Assert.Contains("<key>SecureBootLevel</key>\n\t\t\t<string>reduced</string>", told);
        Assert.Contains("<key>AllowsMDM</key>\n\t\t\t\t<true/>", told);
        Assert.Contains("<key>AllowsUserKextApproval</key>\n\t\t\t\t<false/>", told);
    }

    [Fact]
    public void A_security_response_changes_the_cryptexes_alone()
    {
        var before = Fields();
        Assert.Equal("macOS 14.5 (a)\n", bench.Good(["rsr", .. By]));
        var after = Fields();
        Assert.Equal("0x2", after["stng"]);
        Assert.NotEqual(before["spih"], after["spih"]);
        Assert.NotEqual(before["lpnh"], after["lpnh"]);
        foreach (var same in (string[])["nsih", "love", "prot", "rpnh", "kuid"]) Assert.Equal(before[same], after[same]);
        Assert.Equal("macOS 14.5 (b)\n", bench.Good(["rsr", .. By]));
        Assert.Equal(1, bench.Run("rsr").Status);
        bench.Good(["update", "--to", "14.6", .. By]);
        var updated = Fields();
        Assert.Equal("0x4", updated["stng"]);
        foreach (var other in (string[])["nsih", "love", "prot", "spih", "lpnh"]) Assert.NotEqual(after[other], updated[other]);
        Assert.Equal(after["rpnh"], updated["rpnh"]);
    }

    [Fact]
    public void A_policy_file_is_verified_as_LLB_does()
    {
        var file = Path.Combine(bench.Folder, "policy.img4");
        bench.Good("policy", "show", "--raw", file);
        Assert.Equal("good\n", bench.Good("policy", "verify", file));
        bench.Good("find-my", "on");
        var stale = bench.Run("policy", "verify", file);
        Assert.Equal((1, "LLB doesn't take the LocalPolicy: its rpnh is none that is valid, so it is an old one\n"), (stale.Status, stale.Output));
        var bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Equal(1, bench.Run("policy", "verify", file).Status);
        File.WriteAllText(file, "no policy");
        Assert.Equal((1, "the IMG4 is damaged or cut: its DER can't be read\n"), (bench.Run("policy", "verify", file).Status, bench.Run("policy", "verify", file).Output));
        using var intel = Bench.WithMachine("--chip", "t2");
        intel.Bad(1, $"a {intel.Show().GetProperty("machine").GetProperty("model").GetString()} has no LocalPolicies; Macs with Apple silicon have", "policy", "show");
    }

    [SkippableFact]
    public void The_chain_of_certificates_holds_with_openssl()
    {
        Skip.IfNot(File.Exists("/usr/bin/openssl"));
        var folder = Path.Combine(bench.Folder, "certificates");
        bench.Good("export", "certificates", folder);
        foreach (var leaf in (string[])["ucrt.pem", "oic.pem"])
        {
            using var openssl = Process.Start(new ProcessStartInfo("/usr/bin/openssl", ["verify", "-CAfile", Path.Combine(folder, "root.pem"), Path.Combine(folder, leaf)]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var said = openssl.StandardOutput.ReadToEnd() + openssl.StandardError.ReadToEnd();
            openssl.WaitForExit();
            Assert.True(openssl.ExitCode == 0, said);
        }
        using var intel = Bench.WithMachine("--chip", "t2");
        intel.Bad(1, "this Mac has no such certificates: Macs with Apple silicon have, if they are activated and no virtual machines", "export", "certificates", folder);
    }

    [Fact]
    public void A_lost_Mac_waits_in_recoveryOS_and_is_not_activated_anew()
    {
        bench.Good("find-my", "lost");
        var outcome = bench.Run("restart");
        Assert.Equal((1, "", "macemu: restart: the Mac is marked as lost in Find My: its systems don't start until it is found ('macemu find-my on'); the Mac is in recoveryOS\n"), (outcome.Status, outcome.Output, outcome.Errors));
        Assert.Equal("recoveryos", bench.Show().GetProperty("boot").GetProperty("environment").GetString());
        Assert.Contains("recoveryOS of Macintosh HD (macOS didn't start: the Mac is marked as lost in Find My: ", bench.Run("show").Output);
        Assert.Contains("marked as lost", bench.Run("log", "--last", "1").Output);
        Assert.Contains("refuses to activate", bench.Run("dfu-restore").Errors);
        Assert.False(bench.Show().GetProperty("activated").GetBoolean());
        Assert.Equal(1, bench.Run("setup", "bob", "--password", "x").Status);
        bench.Good("find-my", "off");
        bench.Good("restart");
        bench.Good("setup", "bob", "--password", "x");
        Assert.True(bench.Show().GetProperty("users").GetProperty("bob").GetProperty("volumeOwner").GetBoolean());
    }

    [Fact]
    public void A_restore_makes_new_keys_and_erasing_keeps_the_owner_key()
    {
        string first = Certificate(), owner = Owner();
        bench.Good(["erase", .. By]);
        Assert.Equal(owner, Owner());
        Assert.Equal(first, Certificate());
        bench.Good("dfu-restore");
        Assert.NotEqual(first, Certificate());
        Assert.Equal("{}", Policy());
        Assert.Empty(bench.Show().GetProperty("users").EnumerateObject());
        bench.Good("setup", "carol", "--password", "x");
        Assert.True(bench.Show().GetProperty("users").GetProperty("carol").GetProperty("volumeOwner").GetBoolean());
        Assert.Equal("", bench.Good("restart"));

        string Certificate()
        {
            bench.Good("export", "certificates", Path.Combine(bench.Folder, "c"));
            return File.ReadAllText(Path.Combine(bench.Folder, "c", "oic.pem"));
        }

        string Owner() => Fields()["ECID"];
    }

    private void Make(string text, string name = "mac.yml")
    {
        if (name == "mac.yml" && !text.Contains("setup: none") && !text.Contains("users: ")) text = (text.Contains("machine:") ? "" : "machine: {os: \"14.5\"}\n") + text + "\nusers: {alice: {password: s3cret, admin: true, secureToken: true}}";
        var outcome = bench.Run("create", "--force", "--seed", "1", "--from", bench.Write(name, text));
        Assert.True(outcome.Status == 0, outcome.Errors);
    }

    private string Verify()
    {
        var file = Path.Combine(bench.Folder, "p.img4");
        bench.Good("policy", "show", "--raw", file);
        return bench.Good("policy", "verify", file);
    }

    private string Policy() => Compact(bench.Show().GetProperty("systems").GetProperty("Macintosh HD").GetProperty("localPolicy"));

    private Dictionary<string, string> Fields() => bench.Good("policy", "show").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToDictionary(words => words[0], words => words[1]);

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);
}
