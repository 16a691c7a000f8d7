using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using MacToolEmu.Tests;
using MacStateStore;
using MacStateStore.OpenDirectory;
using MacStateStore.Storage;

namespace MacEmu.Tests;

/// <summary><c>macemu show --json --full</c>: what it prints makes the same Mac again.</summary>
public sealed class FullDescriptionTests : IDisposable
{
    private readonly Bench bench = Bench.WithAlice("--chip", "apple");

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_mac_that_lived_comes_out_again()
    {
        Change(session =>
        {
            session.CreateRecord(RecordType.Users, "svc");
            Set(session, RecordType.Users, "svc", "UniqueID", "250");
            Set(session, RecordType.Users, "svc", "dsAttrTypeNative:note", "a \"quoted\"\nnote", "😀");
            Set(session, RecordType.Users, "root", "UserShell", "/bin/bash");
            session.CreateRecord(RecordType.Groups, "team");
            Set(session, RecordType.Groups, "team", "PrimaryGroupID", "901");
            Set(session, RecordType.Groups, "team", "GroupMembership", "alice", "svc");
            session.DeleteRecord(session.Node.Find(RecordType.Groups, "_lpadmin")!);
            session.DeleteRecord(session.Node.Find(RecordType.Users, "_www")!);
            session.CreateRecord(RecordType.Computers, "server");
            session.SetValues(session.Node.Find(RecordType.Computers, "server")!, AttributeName.Parse("JPEGPhoto"), [new DirectoryValue([0xFF, 0x00, 0x01])]);
        });

        var full = Full();

        Assert.Equal("", Remade(full));
        var users = full["users"]!;
        Assert.True((bool)users["_www"]!["absent"]!);
        Assert.Equal("/bin/bash", (string)users["root"]!["attributes"]!["UserShell"]![0]!);
        Assert.True((bool)full["groups"]!["_lpadmin"]!["absent"]!);
        Assert.Equal("ff0001", (string)full["records"]!["Computers/server"]!["attributes"]!["JPEGPhoto"]![0]!["hex"]!);
    }

    [Fact]
    public void Passwords_and_hashes_are_not_in_it_and_it_says_whose_to_add()
    {
        var outcome = bench.Run("show", "--json", "--full");
        Assert.Equal((0, "macemu: show: passwords aren't in it: add users.NAME.password for alice\n"), (outcome.Status, outcome.Errors));
        Assert.DoesNotContain("s3cret", outcome.Output);
        Assert.DoesNotContain("ShadowHashData", outcome.Output);
        Assert.DoesNotContain("KerberosKeys", outcome.Output);

        var again = bench.Run("create", "--machine", Path.Combine(bench.Folder, "b.db"), "--from", bench.Write("full.json", outcome.Output));
        Assert.Equal(2, again.Status);
        Assert.Matches(@"full\.json:\d+:\d+: users\.alice\.secureToken: a token needs a password", again.Errors);
        Assert.False(File.Exists(Path.Combine(bench.Folder, "b.db")));
    }

    [Theory]
    [InlineData("mdm: {enrollment: ade, bootstrapToken: supported, online: false, enrollmentHosts: blocked, depRecord: {OrganizationName: Example, IsMandatory: true, N: 3, AnchorCertificates: [{data: AAEC}]}}\nbootstrapToken: {created: true, escrowed: true, serverCopy: stale}")]
    [InlineData("mdm: {enrollment: user-approved, server: 'https://mdm.example.org/x'}")]
    [InlineData("mdm: {depAssigned: true, depRecord: null}")]
    [InlineData("profiles: [{scope: alice, managed: true, signed: true, installed: '2025-02-03T04:05:06Z', plist: {PayloadIdentifier: a.b, PayloadUUID: c, PayloadType: Configuration, PayloadVersion: 1, PayloadContent: [{PayloadIdentifier: a.b.c, PayloadUUID: d, PayloadType: com.example, PayloadVersion: 1, X: [1, true, y]}]}}]")]
    [InlineData("disks: no-system")]
    [InlineData("disks: intel-corestorage")]
    [InlineData("disks: [{device: disk0, content: GUID_partition_scheme, size: 64000000000, partitions: [{device: disk0s1, content: Apple_HFS, size: 20000000000, filesystem: hfs,"
        + " personality: Case-sensitive HFS+, volumeName: Wide, volumeUUID: 11111111-2222-3333-4444-555555555501}, {device: disk0s2, content: Apple_APFS, size: 30000000000, apfsContainer: disk1}]},"
        + " {device: disk1, kind: synthesized, containerUUID: 11111111-2222-3333-4444-555555555502, size: 30000000000, volumes: [{device: disk1s1, name: Work,"
        + " uuid: 11111111-2222-3333-4444-555555555503, defragmented: true}]}]")]
    [InlineData("hostSettings: {guestAccount: true, firewall: {enabled: true}}\npermissions: {fullDiskAccess: false}")]
    [InlineData("faults: [{tool: dscl}, {tool: profiles, verb: status -type, times: 3, status: 1, stderr: 'server away'}]")]
    [InlineData("directory: {/LDAPv3/ldap.example.com: {users: {nora: {uid: 1200}}, groups: {net: {gid: 1300}}}}")]
    public void What_was_described_comes_out_again(string part)
    {
        bench.Good("create", "--force", "--os", "14.5", "--from", bench.Write("part.yml", $"users: {{alice: {{password: s3cret, secureToken: true, admin: true}}}}\n{part}"));
        Assert.Equal("", Remade(Full()));
    }

    [Fact]
    public void Passwords_of_profiles_are_left_out_and_said_to_be()
    {
        bench.Good("create", "--force", "--from", bench.Write("part.yml", """
            profiles: [{plist: {PayloadIdentifier: a.b, PayloadUUID: c, PayloadType: Configuration, PayloadVersion: 1,
              PayloadContent: [{PayloadIdentifier: a.b.c, PayloadUUID: d, PayloadType: com.apple.profileRemovalPassword, PayloadVersion: 1, RemovalPassword: s3cret}]}}]
            """));
        var outcome = bench.Run("show", "--json", "--full");
        Assert.Equal((0, "macemu: show: passwords aren't in it: add them to the profiles a.b\n"), (outcome.Status, outcome.Errors));
        Assert.DoesNotContain("s3cret", outcome.Output);
    }

    [Fact]
    public void Full_goes_with_json() => bench.Bad(2, "show: --full goes with --json", "show", "--full");

    [Fact]
    public void Revealing_is_not_emulated_yet() => bench.Bad(78, "not emulated: show --reveal", "show", "--json", "--full", "--reveal");

    [Fact]
    public void A_mac_without_users_and_one_whose_users_are_gone_differ()
    {
        bench.Good("create", "--force", "--os", "12.6");
        Assert.Equal("none", (string)Full()["machine"]!["setup"]!);
        bench.Good("create", "--force", "--os", "12.6", "--from", bench.Write("done.yml", "machine: {setup: done}"));
        Assert.Equal("done", (string)Full()["machine"]!["setup"]!);
        Assert.Equal("", Remade(Full()));
    }

    [Theory]
    [InlineData("users: {nobody-here: {absent: true}}", "1:9: users.nobody-here: there would be no nobody-here anyway")]
    [InlineData("groups: {nothing: {absent: true}}", "1:10: groups.nothing: there would be no nothing anyway")]
    [InlineData("users: {root: {absent: true, uid: 3}}", "1:24: users.root.absent: what isn't there has nothing else to it")]
    [InlineData("users: {a: {attributes: {x: [{hex: '%'}]}}}", "1:36: users.a.attributes.x[0].hex: must be bytes in hex, is '%'")]
    [InlineData("users: {a: {attributes: {x: [{bytes: 'AA=='}]}}}", "1:30: users.a.attributes.x[0]: must be a text, or bytes as {hex: ffd8ff}, is a mapping")]
    [InlineData("machine: {kdfIterations: 0}", "1:26: machine.kdfIterations: must be a number from 1 to 9999999, is '0'")]
    public void What_can_not_be_is_refused(string description, string problem)
    {
        var file = bench.Write("bad.yml", description);
        bench.Bad(2, $"{file}:{problem}", "create", "--force", "--from", file);
    }

    [Fact]
    public void A_user_without_a_uid_takes_none_that_is_said_of_another()
    {
        bench.Good("create", "--force", "--from", bench.Write("mac.yml", "users: {bob: {}, carol: {uid: 501}}"));
        var users = bench.Show().GetProperty("users");
        Assert.NotEqual(501, users.GetProperty("bob").GetProperty("uid").GetInt32());
        Assert.Equal(501, users.GetProperty("carol").GetProperty("uid").GetInt32());
    }

    [Fact]
    public void Whatever_happened_the_description_makes_the_same_mac()
    {
        string[] names = ["alice", "bob", "staff", "admin", "_www", "root", "😀 x"];
        string[] attributes = ["RealName", "UserShell", "UniqueID", "PrimaryGroupID", "GroupMembership", "GeneratedUID", "dsAttrTypeNative:n", "IsHidden", "RecordName"];
        string[] values = ["", "1", "777", "x y", "true", "null", "[]", "{\"a\":1}", "é"];
        var step =
            from type in Gen.Elements(RecordType.Users, RecordType.Groups, RecordType.Computers, RecordType.FromFullName("dsRecTypeNative:things")!.Value)
            from name in Gen.Elements(names)
            from what in Gen.Choose(0, 3)
            from attribute in Gen.Elements(attributes)
            from value in Gen.Elements(values)
            select (type, name, what, attribute, value);
        Prop.ForAll(step.ListOf().ToArbitrary(), steps =>
        {
            bench.Good("create", "--force", "--os", "14.5", "--kdf-iterations", "1", "--setup", "alice:s3cret");
            Change(session =>
            {
                foreach (var (type, name, what, attribute, value) in steps) Try(session, type, name, what, attribute, value);
            });
            return Remade(Full()) is var difference && difference == "" ? true : throw new InvalidOperationException(difference);
        }).Check(Examples.Of(15));
    }

    private static void Try(DirectorySession session, RecordType type, string name, int what, string attribute, string value)
    {
        try
        {
            // An account of macOS that was deleted and made again is a person's to a Mac, and macOS's to a description.
            if (what == 0 && type == RecordType.Users && name is "root" or "_www") return;
            if (what == 0) session.CreateRecord(type, name);
            else if (session.Node.Find(type, name) is not { } record) return;
            else if (attribute == "RecordName" && (record.IsBuiltIn || value == "")) return; // what macOS brings is known by its name
            else if (what == 1) session.DeleteRecord(record);
            else if (what == 2) session.SetValues(record, AttributeName.Parse(attribute), [value]);
            else if (attribute != "RecordName") session.DeleteAttribute(record, AttributeName.Parse(attribute));
        }
        catch (DirectoryException)
        {
            // refused, as it may be
        }
    }

    private static void Set(DirectorySession session, RecordType type, string name, string attribute, params string[] values) =>
        session.SetValues(session.Node.Find(type, name)!, AttributeName.Parse(attribute), [.. values.Select(value => (DirectoryValue)value)]);

    private void Change(Action<DirectorySession> change)
    {
        using var mac = Mac.Open(bench.Machine);
        mac.Begin(new JournalEntry("test", "[]", "root", null));
        change(mac.DirectoryAs(DirectoryCaller.Root));
        mac.End(0);
    }

    private JsonObject Full() => (JsonObject)JsonNode.Parse(bench.Run("show", "--json", "--full").Output)!;

    // Makes the Mac again and gives what it says of itself otherwise than before. The clock goes on by itself.
    private string Remade(JsonObject full)
    {
        var before = Lines(full);
        foreach (var (_, user) in (JsonObject)full["users"]!)
            if (user!["secureToken"] is { } token && (bool)token) user["password"] = "s3cret";
        if (bench.Run("create", "--force", "--from", bench.Write("full.json", full.ToJsonString())) is { Status: not 0 } refused) return refused.Errors;
        var after = Lines(Full());
        return string.Join('\n', before.Except(after).Select(line => $"-{line}").Concat(after.Except(before).Select(line => $"+{line}")));
    }

    // Each value with the path to it.
    private static List<string> Lines(JsonNode? node, string path = "") => node switch
    {
        JsonObject mapping => [$"{path} mapping", .. mapping.Where(field => field.Key != "clock").SelectMany(field => Lines(field.Value, $"{path}.{field.Key}"))],
        JsonArray list => [$"{path} {list.Count}", .. list.SelectMany((item, index) => Lines(item, $"{path}[{index}]"))],
        _ => [$"{path}: {node?.ToJsonString() ?? "null"}"],
    };
}
