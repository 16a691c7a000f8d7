namespace MacEmu.Tests;

public sealed class VerifyTests : IDisposable
{
    private readonly Bench bench = Bench.WithAlice();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData("users: {alice: {secureToken: true}}", 1)]
    [InlineData("expect: {users: {alice: {secureToken: true, uid: 501}}, fileVault: off}", 3)]
    [InlineData("name: x\nmachine: {os: 13}\nsteps: []\ngiven: {}\nmatrix: {}\nexpect: {sip: enabled}", 1)]
    [InlineData("machine: {os: 14.5, chip: apple}\nconsoleUser: null", 3)]
    [InlineData("expect: [{sip: enabled}, {when: {os: 14, chip: apple, mdm: none}, users: {alice: {uid: 501}}}, {when: {os: \"<14\"}, sip: disabled}]", 2)]
    [InlineData("users: {bob: null}", 1)]
    [InlineData("users: {alice: {}}", 1)]
    [InlineData("users: {alice: {disabledTags: []}}\nprofiles: []", 2)]
    [InlineData("systems: {Macintosh HD: {owners: [alice], installUser: null, localPolicy: {smb0: null}}}", 3)]
    [InlineData("mdm: {enrollment: none, server: }\nbootstrapToken: {escrowed: false}", 3)]
    public void What_holds_is_good(string expectation, int values) =>
        Assert.Equal($"ok: {values} {(values == 1 ? "value is" : "values are")} as expected\n", bench.Good("verify", bench.Write("e.yml", expectation)));

    [Fact]
    public void Everything_show_prints_holds()
    {
        Assert.StartsWith("ok: ", bench.Good("verify", bench.Write("e.json", bench.Good("show", "--json"))));
        var outcome = bench.RunWith(bench.Good("show", "--json"), "verify", "-");
        Assert.Equal((0, ""), (outcome.Status, outcome.Errors));
    }

    [Theory]
    [InlineData("users: {alice: {secureToken: false}}", "users.alice.secureToken: expected false, is true")]
    [InlineData("users: {alice: {uid: 502, admin: true, shell: /bin/bash}}", "users.alice.uid: expected 502, is 501\nusers.alice.shell: expected /bin/bash, is /bin/zsh")]
    [InlineData("users: {bob: {admin: true}, alice: {fullName: \"\"}}", "users.bob: expected, is not there\nusers.alice.fullName: expected '', is Alice Example")]
    [InlineData("users: {alice: null}", "users.alice: expected none, is there")]
    [InlineData("users: {Alice: {}}", "users.Alice: expected, is not there")]
    [InlineData("consoleUser: alice", "consoleUser: expected alice, is none")]
    [InlineData("machine: {os: 14.50}", "machine.os: expected 14.50, is 14.5")]
    [InlineData("fileVault: on\nsip: disabled", "fileVault: expected on, is off\nsip: expected disabled, is enabled")]
    [InlineData("users: {alice: {disabledTags: [SecureToken]}}", "users.alice.disabledTags: expected [\"SecureToken\"], is []")]
    [InlineData("systems: {Macintosh HD: {owners: []}}", "systems.Macintosh HD.owners: expected [], is [\"alice\"]")]
    [InlineData("systems: {Macintosh HD: {localPolicy: {smb0: true}}}", "systems.Macintosh HD.localPolicy.smb0: expected true, is none")]
    [InlineData("profiles: [{identifier: com.x}]", "profiles: expected [{\"identifier\":\"com.x\"}], is []")]
    [InlineData("systems: {Other: {os: 15}}", "systems.Other: expected, is not there")]
    public void Each_difference_is_a_line_and_the_status_1(string expectation, string differences)
    {
        var outcome = bench.Run("verify", bench.Write("e.yml", expectation));
        Assert.Equal((1, differences + "\n", ""), (outcome.Status, outcome.Output, outcome.Errors));
    }

    [Theory]
    [InlineData("user: {}", "1:1: unknown key 'user'; there can be machine, boot,")]
    [InlineData("users: {alice: {secureTokn: true}}", "1:17: unknown key 'secureTokn' in users.alice; there can be uid,")]
    [InlineData("users: {zed: {secureTokn: true}}", "1:15: unknown key 'secureTokn' in users.zed; there can be uid,")]
    [InlineData("users: {zed: {secureToken: maybe}}", "1:28: users.zed.secureToken: must be true or false, is 'maybe'")]
    [InlineData("profiles: [{name: x}]", "1:13: unknown key 'name' in profiles[0]; there can be identifier, uuid, scope")]
    [InlineData("expect: {boot: {mode: 1}}", "1:17: unknown key 'mode' in expect.boot; there can be environment, system, running")]
    [InlineData("expect: {sip: enabled}\nstep: []", "2:1: unknown key 'step'; there can be name, extends, skip, timeout, machine, given, matrix, steps, expect")]
    [InlineData("users: {alice: {secureToken: \"true\"}}", "1:30: users.alice.secureToken: must be true or false, is 'true'")]
    [InlineData("users: {alice: {uid: true}}", "1:22: users.alice.uid: must be a whole number, is 'true'")]
    [InlineData("fileVault: blue", "1:12: fileVault: must be one of on, off, encrypting, decrypting, is 'blue'")]
    [InlineData("users: [alice]", "1:8: users: must be a mapping, is a list")]
    [InlineData("users: {alice: {disabledTags: x}}", "1:31: users.alice.disabledTags: must be a list, is 'x'")]
    [InlineData("", "1:1: nothing is expected; name at least one value")]
    [InlineData("users: {}", "1:1: nothing is expected; name at least one value")]
    [InlineData("expect: []", "1:9: expect: nothing is expected; name at least one value")]
    [InlineData("expect: {when: {os: x}, sip: enabled}", "1:21: expect.when.os: must be a macOS version, or limits like '>=11 <13', is 'x'")]
    [InlineData("expect:", "1:8: expect: must be a mapping, is nothing")]
    [InlineData("{", "2:1: ")]
    public void Wrong_expectations_are_told_with_their_place(string expectation, string error)
    {
        var file = bench.Write("e.yml", expectation);
        var outcome = bench.Run("verify", file);
        Assert.Equal((2, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith($"macemu: {file}:{error}", outcome.Errors);
        Assert.Single(outcome.Errors.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void A_missing_file_is_an_error() => bench.Bad(2, "/nowhere: there is no such file", "verify", "/nowhere");
}
