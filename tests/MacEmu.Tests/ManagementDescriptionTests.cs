using System.Text.Json;
using MacStateStore;
using MacStateStore.DeviceManagement;
using MacStateStore.PropertyLists;

namespace MacEmu.Tests;

/// <summary>Device management in <c>create</c>, <c>show</c> and <c>verify</c>.</summary>
public sealed class ManagementDescriptionTests : IDisposable
{
    private const string Alice = "users: {alice: {password: s3cret, admin: true, secureToken: true}}\n";

    private readonly Bench bench = new();

    public ManagementDescriptionTests() => bench.Environment["MACEMU_MACHINE"] = bench.Machine;

    public void Dispose() => bench.Dispose();

    private string Part(string name) => JsonSerializer.Serialize(bench.Show().GetProperty(name)).Replace("\"", "", StringComparison.Ordinal);

    private void Make(string text, params string[] options) => bench.RunWith(text, ["create", "--kdf-iterations", "2", "--from", "-", .. options]).Succeeded();

    private T Look<T>(Func<Mac, T> look)
    {
        using var mac = Mac.Open(bench.Machine);
        mac.BeginReading();
        return look(mac);
    }

    [Theory]
    [InlineData("14.5", "ade", "supported", "{enrollment:ade,server:https://mdm.example.com/mdm,supervised:true}", true)]
    [InlineData("14.5", "user-approved", "supported", "{enrollment:user-approved,server:https://mdm.example.com/mdm,supervised:true}", true)]
    [InlineData("14.5", "ade", "unsupported", "{enrollment:ade,server:https://mdm.example.com/mdm,supervised:true}", false)]
    [InlineData("14.5", "none", "supported", "{enrollment:none,server:null,supervised:false}", false)]
    [InlineData("10.15.7", "user-approved", "supported", "{enrollment:user-approved,server:https://mdm.example.com/mdm,supervised:false}", false)]
    [InlineData("10.15.7", "ade", "supported", "{enrollment:ade,server:https://mdm.example.com/mdm,supervised:true}", true)]
    [InlineData("10.14", "ade", "supported", "{enrollment:ade,server:https://mdm.example.com/mdm,supervised:true}", false)]
    public void Options_enrol_the_Mac(string os, string mdm, string token, string shown, bool supported)
    {
        bench.Good("create", "--os", os, "--mdm", mdm, "--bootstrap-token", token, "--setup", "alice:s3cret", "--kdf-iterations", "2");
        Assert.Equal(shown, Part("mdm"));
        Assert.Equal($"{{supported:{(supported ? "true" : "false")},created:false,escrowed:false}}", Part("bootstrapToken"));
    }

    [Fact]
    public void Every_key_has_its_effect()
    {
        Make(Alice +
            """
            machine: {os: 14.5}
            mdm:
              enrollment: ade
              server: https://mdm.example.org/x?y=1
              supervised: true
              depAssigned: true
              online: false
              bootstrapToken: supported
              depRecord: {OrganizationName: Example Software, IsMandatory: true, MDMProtocolVersion: 1, OrganizationZipCode: "60540", SkipSetup: [Siri, TOS], AnchorCertificates: [{data: AAEC}], Nested: {a: b}}
              enrollmentHosts: blocked
            bootstrapToken: {supported: true, created: true, escrowed: true, serverCopy: stale}
            """);
        Assert.Equal("{enrollment:ade,server:https://mdm.example.org/x?y=1,supervised:true}", Part("mdm"));
        Assert.Equal("{supported:true,created:true,escrowed:true}", Part("bootstrapToken"));
        Look(mac =>
        {
            Assert.False(mac.MdmServer.IsOnline);
            Assert.Equal((true, false), (mac.AutomatedEnrollment.IsAssigned, mac.AutomatedEnrollment.AreHostsReachable));
            var record = mac.AutomatedEnrollment.Record!;
            Assert.Equal(
                new PlistDictionary
                {
                    { "OrganizationName", new PlistString("Example Software") },
                    { "IsMandatory", new PlistBoolean(true) },
                    { "MDMProtocolVersion", new PlistInteger(1) },
                    { "OrganizationZipCode", new PlistString("60540") },
                    { "SkipSetup", new PlistArray([new PlistString("Siri"), new PlistString("TOS")]) },
                    { "AnchorCertificates", new PlistArray([new PlistData(new byte[] { 0, 1, 2 })]) },
                    { "Nested", new PlistDictionary { { "a", new PlistString("b") } } },
                },
                record);
            Assert.NotNull(mac.MdmServer.EscrowedBootstrapToken);
            Assert.False(mac.BootstrapToken.IsServerCopyValid);
            return 0;
        });
        Assert.Contains("bootstrap token escrowed; MDM ade (supervised) at https://mdm.example.org/x?y=1, offline; profiles ", bench.Good("show"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mdm: {enrollment: ade, bootstrapToken: supported}\nbootstrapToken: {created: true, escrowed: true}", true, true, true)]
    [InlineData("mdm: {enrollment: user-approved}\nbootstrapToken: {created: true}", true, false, false)]
    [InlineData("mdm: {enrollment: ade}\nbootstrapToken: {escrowed: true}", false, true, false)]
    [InlineData("bootstrapToken: {created: true}", true, false, false)]
    [InlineData("mdm: {enrollment: ade}\nbootstrapToken: {created: true, escrowed: true, serverCopy: none}", true, true, false)]
    [InlineData("mdm: {enrollment: ade}\nbootstrapToken: {created: true, serverCopy: valid}", true, false, true)]
    public void The_three_facts_may_disagree(string text, bool created, bool escrowed, bool valid)
    {
        Make(Alice + text);
        Assert.Equal((created, escrowed, valid), Look(mac => (mac.BootstrapToken.Exists, mac.BootstrapToken.IsEscrowed, mac.BootstrapToken.IsServerCopyValid)));
        Assert.Equal(valid, Look(mac => mac.BootstrapToken.Validate("alice", "s3cret") == BootstrapTokenOutcome.Done) || (valid && !Look(mac => mac.BootstrapToken.IsSupported)));
    }

    [Fact]
    public void Setup_Assistant_s_user_can_be_whom_the_key_comes_from()
    {
        Make("mdm: {enrollment: ade}\nbootstrapToken: {created: true, escrowed: true}", "--setup", "alice:s3cret");
        Assert.True(Look(mac => mac.BootstrapToken.IsServerCopyValid && mac.Accounts.People[0].HasSecureToken));
    }

    [Fact]
    public void Nobody_need_hold_a_token_beside_it()
    {
        Make("machine: {os: 15.1}\nmdm: {enrollment: ade}\nbootstrapToken: {created: true, escrowed: true}\nusers: {mdmadmin: {password: X, admin: true}}");
        Assert.True(Look(mac => mac.BootstrapToken.IsServerCopyValid));
        Assert.False(bench.Show().GetProperty("users").GetProperty("mdmadmin").GetProperty("secureToken").GetBoolean());
    }

    [Theory]
    [InlineData("mdm: {depAssigned: true}", true, true)]
    [InlineData("mdm: {depAssigned: true, depRecord: null}", true, false)]
    [InlineData("mdm: {depAssigned: false}", false, false)]
    [InlineData("mdm: {enrollment: user-approved}", false, false)]
    [InlineData("mdm: {enrollment: ade}", true, true)]
    public void A_serial_number_can_be_assigned_with_or_without_a_record(string text, bool assigned, bool record)
    {
        Make(text);
        Assert.Equal((assigned, record), Look(mac => (mac.AutomatedEnrollment.IsAssigned, mac.AutomatedEnrollment.Record is not null)));
    }

    [Fact]
    public void Options_win_over_the_file()
    {
        Make(Alice + "machine: {os: 14.5}\nmdm: {enrollment: ade, bootstrapToken: supported}\nbootstrapToken: {supported: true, created: true, escrowed: true}", "--mdm", "none");
        Assert.Equal("{enrollment:none,server:null,supervised:false}", Part("mdm"));
        Assert.Equal("{supported:false,created:false,escrowed:false}", Part("bootstrapToken"));
        Make("mdm: {enrollment: ade, server: https://a.example/}", "--mdm", "user-approved", "--bootstrap-token", "supported", "--force");
        Assert.Equal("{enrollment:user-approved,server:https://a.example/,supervised:true}", Part("mdm"));
        Assert.Equal("{supported:true,created:false,escrowed:false}", Part("bootstrapToken"));
        Assert.False(Look(mac => mac.AutomatedEnrollment.IsAssigned));
    }

    [Fact]
    public void What_show_prints_can_be_fed_back()
    {
        bench.Good("create", "--os", "14.5", "--seed", "1", "--mdm", "user-approved", "--bootstrap-token", "supported", "--no-setup");
        var shown = bench.Good("show", "--json");
        Make(shown, "--force");
        Assert.Equal(shown.Split('\n').Where(line => !line.Contains("clock")), bench.Good("show", "--json").Split('\n').Where(line => !line.Contains("clock")));
    }

    [Theory]
    [InlineData("mdm: {enrollment: unapproved}\nmachine: {os: 14.5}", "1:19: mdm.enrollment: macOS 14.5 knows no enrolment without approval")]
    [InlineData("mdm: {enrollment: byod}", "1:19: mdm.enrollment: must be one of none, user-approved, ade, unapproved, is 'byod'")]
    [InlineData("mdm: {supervised: true}", "1:19: mdm.supervised: a Mac that isn't enrolled is not supervised; say mdm.enrollment too")]
    [InlineData("mdm: {supervised: maybe}", "1:19: mdm.supervised: must be true or false, is 'maybe'")]
    [InlineData("mdm: {server: 'no url'}", "1:15: mdm.server: must be a URL like https://mdm.example.com/mdm, is 'no url'")]
    [InlineData("mdm: {server: ''}", "1:15: mdm.server: must not be empty")]
    [InlineData("mdm: {server: 'file:///etc/passwd'}", "1:15: mdm.server: must be a URL like https://mdm.example.com/mdm, is 'file:///etc/passwd'")]
    [InlineData("mdm: {enrollment: ade, depAssigned: false}", "1:37: mdm.depAssigned: an ade enrolment needs an assigned serial number")]
    [InlineData("mdm: {depRecord: {IsMandatory: true}}", "1:7: mdm.depRecord: a record belongs to an assigned serial number; say depAssigned: true")]
    [InlineData("mdm: {depAssigned: true, depRecord: [x]}", "1:37: mdm.depRecord: must be a mapping, is a list")]
    [InlineData("mdm: {depAssigned: true, depRecord: {AnchorCertificates: [{data: '%'}]}}", "1:66: mdm.depRecord.AnchorCertificates[0].data: must be bytes in Base64, is '%'")]
    [InlineData("mdm: {enrollmentHosts: 5}", "1:24: mdm.enrollmentHosts: must be one of reachable, blocked, is '5'")]
    [InlineData("bootstrapToken: {escrowed: true}", "1:28: bootstrapToken.escrowed: only an enrolled Mac escrows a bootstrap token; say mdm.enrollment too")]
    [InlineData("bootstrapToken: {supported: true}", "1:29: bootstrapToken.supported: a bootstrap token takes macOS 10.15 or later, a supervised enrolment (on 10.15 ade) and a server that supports it")]
    [InlineData("mdm: {enrollment: ade, bootstrapToken: supported}\nbootstrapToken: {supported: false}", "2:29: bootstrapToken.supported: the Mac knows that its server takes one (mdm.bootstrapToken: supported)")]
    [InlineData("mdm: {enrollment: ade}\nbootstrapToken: {created: true}\nmachine: {os: 10.14.6}", "2:27: bootstrapToken.created: macOS 10.14.6 has no bootstrap token; 10.15 was the first")]
    [InlineData("mdm: {enrollment: ade}\nbootstrapToken: {serverCopy: valid}", "2:30: bootstrapToken.serverCopy: a valid copy is one that opens the volume; say created: true")]
    [InlineData("bootstrapToken: {stale: true}", "1:18: unknown key 'stale' in bootstrapToken; there can be supported, created, escrowed, serverCopy")]
    public void What_contradicts_itself_is_refused_with_its_place(string text, string problem)
    {
        var file = bench.Write("mac.yaml", text);
        bench.Bad(2, $"{file}:{problem}", "create", "--from", file);
        Assert.False(File.Exists(bench.Machine));
    }

    [Fact]
    public void Verify_knows_the_enrolment()
    {
        bench.Good("create", "--mdm", "ade", "--no-setup");
        bench.RunWith("mdm: {enrollment: ade, supervised: true}\nbootstrapToken: {escrowed: false}", "verify", "-").Succeeded();
        Assert.Equal(1, bench.RunWith("mdm: {enrollment: none}", "verify", "-").Status);
        Assert.Equal(2, bench.RunWith("mdm: {enrollment: byod}", "verify", "-").Status);
    }
}

internal static class OutcomeExtensions
{
    public static void Succeeded(this Outcome outcome) => Assert.Equal((0, ""), (outcome.Status, outcome.Errors));
}
