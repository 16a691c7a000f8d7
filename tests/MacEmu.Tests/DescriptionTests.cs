using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MacToolEmu.Tests;
using MacStateStore;
using MacStateStore.OpenDirectory;

namespace MacEmu.Tests;

/// <summary><c>macemu create --from</c>: descriptions of Macs.</summary>
public sealed class DescriptionTests : IDisposable
{
    private readonly Bench bench = new();

    public DescriptionTests() => bench.Environment["MACEMU_MACHINE"] = bench.Machine;

    public void Dispose() => bench.Dispose();

    [Fact]
    public void Every_key_has_its_effect()
    {
        Make(
            """
            machine:
              os: 14.5          # unquoted, a number to YAML
              build: 23F79
              chip: apple
              model: Mac14,2
              serial: C02TEST0001
              hardwareUUID: 11111111-2222-3333-4444-555555555555
              clock: 2026-03-01T08:30:00Z
              appleInternal: false
            boot: {environment: macos, system: Main, running: true}
            consoleUser: alice
            users:
              alice:
                uid: 601
                gid: 80
                fullName: Alice Example
                generatedUID: aaaaaaaa-0000-4000-8000-000000000001
                admin: true
                hidden: true
                secureToken: true
                volumeOwner: true
                home: /Users/elsewhere
                shell: /bin/bash
                password: pw-a
                hint: the usual
                attributes: {"dsAttrTypeNative:foo": [one, two], Comment: hello, picture: []}
              bob: {password: "", disabledTags: [SecureToken, Other], disabled: true}
              carol:
              root: {password: toor}
            groups:
              staff: {members: [alice]}
              crew:
                gid: 777
                generatedUID: BBBBBBBB-0000-4000-8000-000000000001
                members: [bob]
                memberUUIDs: [AAAAAAAA-0000-4000-8000-000000000001]
                nestedGroups: [admin]
                attributes: {RealName: [The Crew]}
            records:
              Computers/lab: {attributes: {IPAddress: [10.0.0.1]}}
              "dsRecTypeNative:odd/a/b":
            hostSettings: {computerName: Lab 1, guestAccount: false, screenLock: {alice: 300}, networkTime: true}
            permissions: {fullDiskAccess: false}
            """);
        using var mac = Mac.Open(bench.Machine);
        var alice = mac.Directory.Find(RecordType.Users, "alice")!;
        Assert.Equal(
            ("601", "80", "Alice Example", "AAAAAAAA-0000-4000-8000-000000000001", "1", "/Users/elsewhere", "/bin/bash", "the usual"),
            (Value(alice, "UniqueID"), Value(alice, "PrimaryGroupID"), Value(alice, "RealName"), Value(alice, "GeneratedUID"), Value(alice, "dsAttrTypeNative:IsHidden"),
                Value(alice, "NFSHomeDirectory"), Value(alice, "UserShell"), Value(alice, "AuthenticationHint")));
        Assert.Equal(["one", "two"], alice.Values(AttributeName.Parse("dsAttrTypeNative:foo")).Select(value => value.Text));
        Assert.Equal("hello", Value(alice, "Comment"));
        Assert.Empty(alice.Values(AttributeName.Picture));
        Assert.True(mac.SecureTokens.Has(alice));
        var bob = mac.Accounts.People.Single(user => user.Name == "bob");
        Assert.Equal((false, "SecureToken Other"), (bob.HasSecureToken, string.Join(' ', bob.DisabledTags)));
        Assert.Equal("carol", mac.Accounts.People[^1].Name);
        var root = mac.Directory.Find(RecordType.Users, "root")!;
        Assert.Equal(("0", "System Administrator"), (Value(root, "UniqueID"), Value(root, "RealName")));
        var crew = mac.Directory.Find(RecordType.Groups, "crew")!;
        Assert.Equal(("777", "BBBBBBBB-0000-4000-8000-000000000001", "bob", "The Crew"),
            (Value(crew, "PrimaryGroupID"), Value(crew, "GeneratedUID"), Value(crew, "GroupMembership"), Value(crew, "RealName")));
        Assert.True(Memberships.IsMember(mac.Directory, alice, crew));
        Assert.Equal("10.0.0.1", Value(mac.Directory.Find(RecordType.Computers, "lab")!, "IPAddress"));
        Assert.NotNull(mac.Directory.Find(new RecordType("dsRecTypeNative:odd"), "a/b"));
        Assert.Equal("Lab 1 false 300 true",
            string.Join(' ', mac.HostSettings["computerName"], mac.HostSettings["guestAccount"], mac.HostSettings["screenLock.alice"], mac.HostSettings["networkTime"]));
        Assert.False(mac.Machine.HasFullDiskAccess);
        Assert.Equal(("C02TEST0001", "11111111-2222-3333-4444-555555555555"), (mac.Machine.Serial, mac.Machine.HardwareUuid));
        Assert.Equal("alice\n", bench.Good("console"));
        Assert.Contains("macOS started from Main", bench.Good("show"));
        bench.Bad(1, "login bob: the account is disabled", "login", "bob", "--password", "");
        bench.Good("login", "root", "--password", "toor");
    }

    [Fact]
    public void Setup_none_and_a_setup_user()
    {
        Make("machine: {setup: none}\nusers: {tech: {password: pw}}");
        bench.Good("setup", "alice", "--password", "x");
        Make("machine: {setup: {user: alice, password: pw, fullName: A}}\nsystems: {Macintosh HD: {owners: [alice]}}");
        bench.Bad(1, "Setup Assistant has run already on Macintosh HD; make further users with sysadminctl -addUser", "setup", "bob", "--password", "x");
    }

    [Theory]
    [InlineData("environment: 1tr", "1tr", true)]
    [InlineData("environment: recoveryos", "recoveryos", true)]
    [InlineData("running: false", "macos", false)]
    public void The_Mac_may_be_in_recovery_or_off(string boot, string environment, bool running)
    {
        Make($"boot: {{{boot}}}");
        var shown = bench.Show().GetProperty("boot");
        Assert.Equal((environment, running), (shown.GetProperty("environment").GetString(), shown.GetProperty("running").GetBoolean()));
    }

    [Theory]
    [InlineData("14.5")]
    [InlineData("10.15.7", "--chip", "t2")]
    [InlineData("26.0")]
    public void What_show_prints_can_be_fed_back(string os, params string[] options)
    {
        bench.Good(["create", "--os", os, "--no-setup", .. options]);
        AssertRoundTrip();
        const string hidden = "{password: pw, disabledTags: [X], hidden: true}";
        Make(
            $"""
            machine:
              os: {os}
              chip: {(options.Length > 0 ? "t2" : "apple")}
              clock: 2026-01-01T00:00:00.25Z
            users:
              carol: {hidden}
              dave:
            consoleUser: carol
            """);
        AssertRoundTrip();

        void AssertRoundTrip()
        {
            var before = bench.Good("show", "--json");
            foreach (var name in (string[])["shown.json", "shown.yml"])
            {
                bench.Good("create", "--force", "--seed", "5", "--from", bench.Write(name, before));
                Assert.Equal(before, bench.Good("show", "--json"), ignoreLineEndingDifferences: false);
            }
        }
    }

    [Fact]
    public void With_passwords_added_tokens_and_owners_come_back_too()
    {
        bench.Good("create", "--os", "14.5", "--seed", "3", "--setup", "alice:pw");
        var before = bench.Good("show", "--json");
        bench.Bad(2, $"{bench.Folder}/a.json:24:22: users.alice.secureToken: a token needs a password (\"\" will do)", "create", "--force", "--from", bench.Write("a.json", before));
        bench.Good("create", "--force", "--seed", "5", "--from", bench.Write("b.json", before.Replace("\"uid\": 501", "\"uid\": 501, \"password\": \"pw\"")));
        Assert.Equal(before, bench.Good("show", "--json"));
    }

    [Fact]
    public void Standard_input_and_JSON_will_do()
    {
        var outcome = bench.RunWith("{\"machine\":{\"os\":\"13.6\"},\n\t\"users\": {\"al\\u00edce\\ud83d\\ude00\": {\"fullName\": \"A\\/B \\\"q\\\"\"}}}", "create", "--from", "-");
        Assert.Equal((0, ""), (outcome.Status, outcome.Errors));
        Assert.Equal("A/B \"q\"", bench.Show().GetProperty("users").GetProperty("alíce😀").GetProperty("fullName").GetString());
        outcome = bench.RunWith("users: {a: {uid: x}}", "create", "--force", "--from", "-");
        Assert.Equal((2, "macemu: (standard input):1:18: users.a.uid: must be a whole number, is 'x'\n"), (outcome.Status, outcome.Errors));
        Assert.Equal(0, bench.RunWith("", "create", "--force", "--from", "-").Status);
    }

    [Fact]
    public void Anchors_and_byte_order_marks_are_understood()
    {
        Make("\uFEFFusers:\n  a: &person {password: pw, shell: /bin/sh}\n  b: *person");
        Assert.Equal("/bin/sh", bench.Show().GetProperty("users").GetProperty("b").GetProperty("shell").GetString());
    }

    public static TheoryData<string, string> Mistakes => new()
    {
        // unknown keys, at every level
        { "usres: {}", "1:1: unknown key 'usres'; there can be machine, boot, consoleUser, users, groups, records, hostSettings, permissions, fileVault, recoveryKeys, deferral, bootstrapToken, mdm, profiles, sip, authenticatedRoot, systems, findMy, activated, directory, authRestartSupported, fileVaultMasterKeychain, disks, cryptoUsers, nvram, network, faults" },
        { "machine:\n  os: 14.5\n  osx: 1", "3:3: unknown key 'osx' in machine; there can be os, build, chip, model, serial, hardwareUUID, clock, kdfIterations, setup, appleInternal" },
        { "faults: [{verb: x}]", "1:10: faults[0]: lacks tool" },
        { "faults: [{tool: dscl, how: x}]", "1:23: unknown key 'how' in faults[0]; there can be tool, verb, times, status, stderr" },
        { "faults: [{tool: diskutil}]", "1:10: faults[0]: fault: how diskutil fails isn't known here; say its exit status with --status, and with --stderr what it prints" },
        { "boot: {mode: safe}", "1:8: unknown key 'mode' in boot; there can be environment, system, running" },
        { "groups: {g: {users: [a]}}", "1:14: unknown key 'users' in groups.g; there can be gid, generatedUID, members, memberUUIDs, nestedGroups, absent, attributes" },
        { "records: {Computers/x: {name: y}}", "1:25: unknown key 'name' in records.Computers/x; there can be absent, attributes" },
        { "permissions: {camera: true}", "1:15: unknown key 'camera' in permissions; there can be fullDiskAccess" },
        { "recoveryKeys: {icloud: true}", "1:16: unknown key 'icloud' in recoveryKeys; there can be personal, institutional" },
        { "mdm: {vendor: x}", "1:7: unknown key 'vendor' in mdm; there can be enrollment, server, supervised, depAssigned, online, bootstrapToken, depRecord, enrollmentHosts" },
        { "systems: {M: {sip: x}}", "1:15: unknown key 'sip' in systems.M; there can be volumeGroup, os, securityMode, owners, installUser, localPolicy, pairing" },
        { "machine: {setup: {user: a, password: b, admin: true}}", "1:41: unknown key 'admin' in machine.setup; there can be user, password, fullName" },
        // wrong types
        { "[]", "1:1: must be a mapping, is a list" },
        { "just text", "1:1: must be a mapping, is 'just text'" },
        { "machine: x", "1:10: machine: must be a mapping, is 'x'" },
        { "machine: {os: [14]}", "1:15: machine.os: must be a text, is a list" },
        { "machine: {os: true}", "1:15: machine.os: must be a text (put it in quotes), is 'true'" },
        { "machine: {os: }", "1:15: machine.os: must be a text (\"\" for an empty one), is nothing" },
        { "machine: {os: \"\"}", "1:15: machine.os: must not be empty" },
        { "machine: {chip: arm}", "1:17: machine.chip: must be one of apple, t2, intel, is 'arm'" },
        { "machine: {hardwareUUID: 123}", "1:25: machine.hardwareUUID: must be a UUID (8-4-4-4-12 hex digits), is '123'" },
        { "machine: {clock: noon}", "1:18: machine.clock: must be a time like 2026-03-01T08:30:00Z, is 'noon'" },
        { "machine: {setup: all}", "1:18: machine.setup: must be none, done, or a mapping of user, password and fullName, is 'all'" },
        { "machine: {setup: {user: a}}", "1:18: machine.setup: lacks password" },
        { "boot: {running: yes}", "1:17: boot.running: must be true or false, is 'yes'" },
        { "boot: {environment: dfu}", "1:21: boot.environment: must be one of macos, recoveryos, 1tr, is 'dfu'" },
        { "users: [alice]", "1:8: users: must be a mapping, is a list" },
        { "users: {a: alice}", "1:12: users.a: must be a mapping, is 'alice'" },
        { "users: {a: {uid: \"501\"}}", "1:18: users.a.uid: must be a whole number, is '501'" },
        { "users: {a: {uid: 4294967294}}", "1:18: users.a.uid: must be a whole number, is '4294967294'" },
        { "users: {a: {admin: \"true\"}}", "1:20: users.a.admin: must be true or false, is 'true'" },
        { "users: {a: {password: true}}", "1:23: users.a.password: must be a text (put it in quotes), is 'true'" },
        { "users: {a: {password: }}", "1:23: users.a.password: must be a text (\"\" for an empty one), is nothing" },
        { "users: {a: {password: \"x\\0y\"}}", "1:23: users.a.password: a text has no NUL character" },
        { "users: {a: {disabledTags: SecureToken}}", "1:27: users.a.disabledTags: must be a list, is 'SecureToken'" },
        { "users: {a: {disabledTags: [\"a;b\"]}}", "1:28: users.a.disabledTags[0]: a tag has no ';'" },
        { "users: {a: {attributes: {x: {y: z}}}}", "1:29: users.a.attributes.x: must be a text, or bytes as {hex: ffd8ff}, is a mapping" },
        { "users: {a: {attributes: {RecordName: []}}}", "1:38: users.a.attributes.RecordName: a record needs a name, and none of its names may be empty" },
        { "users: {\"\": {}}", "1:9: users: '': a name is not empty" },
        { "groups: {g: {gid: many}}", "1:19: groups.g.gid: must be a whole number, is 'many'" },
        { "groups: {g: {memberUUIDs: [x]}}", "1:28: groups.g.memberUUIDs[0]: must be a UUID (8-4-4-4-12 hex digits), is 'x'" },
        { "records: {x: {}}", "1:11: records: 'x' is not a type and a name like Computers/localhost" },
        { "records: {Blah/x: {}}", "1:11: records: 'Blah' is no type of records; a native one begins with dsRecTypeNative:" },
        { "records: {Users/x: {}}", "1:11: records: Users have a place of their own: users" },
        { "permissions: {fullDiskAccess: maybe}", "1:31: permissions.fullDiskAccess: must be true or false, is 'maybe'" },
        { "fileVault: blue", "1:12: fileVault: must be one of off, on, encrypting, decrypting, is 'blue'" },
        { "sip: 1", "1:6: sip: must be one of enabled, disabled, custom, is '1'" },
        { "sip: custom", "1:6: sip: a custom configuration says which: {custom: {kext: false}}" },
        { "sip: {custom: {wifi: false}}", "1:16: unknown key 'wifi' in sip.custom; there can be kext, fs, debug, dtrace, nvram, basesystem" },
        { "systems: {M: {localPolicy: {smb1: true}}}", "1:35: systems.M.localPolicy.smb1: needs smb0" },
        { "systems: {M: {localPolicy: {lpnh: x}}}", "1:29: unknown key 'lpnh' in systems.M.localPolicy; there can be auxp, auxi, auxr, coih, smb0, smb1, smb2, smb3, smb4, sip0, sip1, sip2, sip3" },
        { "systems: {M: {localPolicy: {smb0: true, smb1: true, coih: abcd}}}", "1:59: systems.M.localPolicy.coih: must be a hash of 48 bytes in hex, is 'abcd'" },
        { "systems: {M: {localPolicy: {sip0: some}}}", "1:35: systems.M.localPolicy.sip0: must be a number such as 127 or 0x7f, is 'some'" },
        { "machine: {chip: t2}\nsystems: {M: {securityMode: reduced}}", "2:11: systems.M: only Macs with Apple silicon have a LocalPolicy" },
        { "sip: disabled\nsystems: {M: {securityMode: full}}", "2:29: systems.M.securityMode: is full, but the rest of the description makes it permissive" },
        { "nvram: {x: \"%zz\"}", "1:12: nvram.x: must be text in which every % is followed by two hex digits, is '%zz'" },
        { "profiles: none", "1:11: profiles: must be a list, is 'none'" },
        { "consoleUser: [a]", "1:14: consoleUser: must be a text, is a list" },
        // what can't be together
        { "users: {a: {secureToken: true}}", "1:26: users.a.secureToken: a token needs a password (\"\" will do)" },
        { "users: {a: {volumeOwner: true}}", "1:26: users.a.volumeOwner: an owner holds a secure token, on a Mac with a Secure Enclave and macOS 11 or later" },
        { "users: {a: {password: x, secureToken: true, volumeOwner: false}}", "1:58: users.a.volumeOwner: whoever holds a secure token on this Mac owns the volume" },
        { "machine: {os: 14.5}\nusers:\n  a: {uid: 600}\n  b.c: {uid: 600}", "4:3: users.b.c: its UID or UUID belongs to another record" },
        { "users: {a: {uid: 0}}", "1:9: users.a: its UID or UUID belongs to another record" },
        { "users: {alice: {}, Alice: {}}", "1:20: users.Alice: is the same name as alice (capitals don't count)" },
        { "groups: {g: {gid: 80}}", "1:19: groups.g.gid: 80 belongs to another group" },
        { "groups: {g: {nestedGroups: [nobody-knows]}}", "1:14: groups.g.nestedGroups: there is no group nobody-knows" },
        { "consoleUser: alice", "1:14: consoleUser: there is no user alice" },
        { "consoleUser: alice\nusers: {alice: {password: x}}\nboot: {running: false}", "1:14: consoleUser: nobody is at the console of a Mac that is off or in recoveryOS" },
        { "machine: {os: 13.6, chip: t2}\nboot: {environment: 1tr}", "2:21: boot.environment: 1TR exists on Apple silicon only, and MacBookPro16,1 is a T2 chip; use recoveryos" },
        { "machine: {os: 10.15.7, chip: apple}", "1:30: machine.chip: no Mac with Apple silicon runs macOS 10.15.7" },
        { "machine: {model: \"Mac14,2\", chip: t2}", "1:35: machine.chip: Mac14,2 is Apple silicon, not a T2 chip" },
        { "machine: {os: 9}", "1:15: machine.os: no macOS 9 is known; the releases are 10.13, 10.14, 10.15, 11, 12, 13, 14, 15, 26, each with its patch levels" },
        { "machine: {os: 14.5}\nsystems: {M: {os: 13.6}}", "2:19: systems.M.os: is 13.6, but machine.os is 14.5; the one system of this Mac has one version" },
        { "boot: {system: A}\nsystems: {B: {}}", "2:14: systems.B: the one system of this Mac can't be both A and B" },
        { "boot: {system: A}\nsystems: {B: {}, C: {}}", "1:16: boot.system: no system is named A; there is B, C" },
        { "systems: {M: {}, N: {owners: [zed]}}", "1:31: systems.N.owners[0]: there is no user zed to copy; say who is there with users" },
        { "systems: {M: {}, N: {users: {a: {}}, owners: [b]}}", "1:47: systems.N.owners[0]: N has no user b" },
        { "systems: {M: {}, N: {sip: x}}", "1:22: unknown key 'sip' in systems.N; there can be volumeGroup, os, disk, securityMode, owners, users, installUser, localPolicy, pairing" },
        { "systems: {M: {}, N: {os: 10.14}}", "1:26: systems.N.os: Mac14,2 doesn't run macOS 10.14" },
        { "machine: {model: \"Macmini8,1\", os: 10.15}\nsystems: {M: {}, N: {os: 10.14}}", "2:26: systems.N.os: macOS 10.14 can't lie beside another system here; macOS 10.15 is the first that can" },
        { "systems: {M: {}, N: {installUser: a}}", "1:35: systems.N.installUser: lacks the password of a: {user: a, password: …}" },
        { "systems: {M: {}, N: {users: {a: {}}, installUser: \"\"}}", "1:51: systems.N.installUser: there is no Install User on a system that has users" },
        { "systems: {M: {}, N: {users: {a: {secureToken: true}}}}", "1:47: systems.N.users.a.secureToken: a token needs a password" },
        { "systems: {M: {}, N: {localPolicy: {smb1: true}}}", "1:42: systems.N.localPolicy.smb1: needs smb0" },
        { "systems: {M: {}, N: {disk: external, volumeGroup: 11111111-2222-3333-4444-555555555555}}", "1:51: systems.N.volumeGroup: an external disk that isn't described draws its own" },
        { "systems: {M: {installUser: a}}", "1:28: systems.M.installUser: lacks the password of a" },
        { "users: {a: {password: x}}\nsystems: {M: {installUser: \"\"}}", "2:28: systems.M.installUser: there is no Install User on a system that somebody has set up" },
        { "machine: {chip: t2}\nsystems: {M: {installUser: \"\"}}", "2:28: systems.M.installUser: only Macs with Apple silicon have Install Users" },
        { "machine: {chip: t2}\nsystems: {M: {}, N: {localPolicy: {smb0: true}}}", "2:18: systems.N: only Macs with Apple silicon have a LocalPolicy" },
        { "systems: {M: {pairing: maybe}}", "1:24: systems.M.pairing: must be one of valid, invalid, is 'maybe'" },
        { "systems: {M: {owners: [zed]}}", "1:24: systems.M.owners[0]: there is no user zed" },
        { "users: {a: {volumeOwner: false}}\nsystems: {M: {owners: [a]}}", "2:23: systems.M.owners: has a, but users.a.volumeOwner is false" },
        { "users: {a: {}}\nmachine: {setup: {user: a, password: b}}", "2:11: machine.setup: a user a exists already; choose another name" },
        // the document itself
        { "machine: {}\nmachine: {}", "2:1: the key 'machine' stands here a second time" },
        { "users:\n  a: {}\n  a: {}", "3:3: the key 'a' stands here a second time in users" },
        { "users: {a: {uid: 1, uid: 2}}", "1:21: the key 'uid' stands here a second time in users.a" },
        { "a: *b", "1:4: there is no anchor &b before this alias" },
        { "users: &u {a: *u}", "1:15: there is no anchor &u before this alias" },
        { "? [x]\n: y", "1:3: a key must be a text" },
        { "users: {a: {attributes: {x: {hex: zz}}}}", "1:35: users.a.attributes.x.hex: must be bytes in hex" },
        { "users: {a: {smartcard: \"A;B\"}}", "1:24: users.a.smartcard: a tag has no ';'" },
        { "users: {a: {mobile: CORP}}", "1:21: users.a.mobile: must be a mapping" },
        { "users: {a: {mobile: {}}}", "1:21: users.a.mobile: lacks node" },
        { "users: {a: {mobile: {node: /NIS/x}}}", "1:28: users.a.mobile.node: '/NIS/x' is no name of a node" },
        { "users: {a: {linkedIdentity: {}}}", "1:29: users.a.linkedIdentity: lacks appleID" },
        { "users: {a: {linkedIdentity: {appleID: \"\"}}}", "1:39: users.a.linkedIdentity.appleID: must not be empty" },
        { "users: {a: {mobile: {node: CORP}, secureToken: true}}", "1:48: users.a.secureToken: a token needs a password" },
        { "directory: {/NIS/x: {}}", "1:13: directory: '/NIS/x' is no name of a node" },
        { "directory: {CORP: {user: {}}}", "1:20: unknown key 'user' in directory.CORP; there can be domain, online, users" },
        { "directory: {CORP: {users: {a: {secureToken: true}}}}", "1:32: unknown key 'secureToken' in directory.CORP.users.a" },
        { "directory: {CORP: {domain: a..b}}", "1:28: directory.CORP.domain: must be a DNS name" },
        { "directory: {ldap.example.com: {domain: example.com}}", "1:40: directory.ldap.example.com.domain: only Active Directory has a domain" },
        { "directory: {/Active Directory/CORP/a.com: {domain: b.com}}", "1:52: directory./Active Directory/CORP/a.com.domain: is b.com, but the node's name says a.com" },
        { "directory: {CORP: {}, /Active Directory/CORP/All Domains: {}}", "1:23: directory./Active Directory/CORP/All Domains: /Active Directory/CORP stands here a second time" },
        { "directory: {CORP: {groups: {g: {nestedGroups: [nosuch]}}}}", "1:33: directory.CORP.groups.g.nestedGroups: there is no group nosuch" },
        { "machine: !!python/object {}", "1:10: the tag tag:yaml.org,2002:python/object isn't known here" },
        { "machine: {}\n---\nmachine: {}", "2:1: a second document begins; there can be only one" },
        { "<<: {}", "1:1: unknown key '<<'; there can be machine" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void Mistakes_are_told_with_their_place(string text, string error)
    {
        var file = bench.Write("mac.yml", text);
        var outcome = bench.Run("create", "--from", file);
        Assert.Equal((2, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith($"macemu: {file}:{error}", outcome.Errors);
        Assert.EndsWith("\n", outcome.Errors);
        Assert.Single(outcome.Errors.TrimEnd('\n').Split('\n'));
        Assert.Equal(["mac.yml"], Directory.GetFileSystemEntries(bench.Folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("machine: [1, 2\nboot: 3", 1)]
    [InlineData("machine: \"x", 1)]
    [InlineData("machine:\n\t- x", 1)]
    [InlineData("machine: @x", 1)]
    [InlineData("machine: {\n  os: 14.5\n", 3)]
    [InlineData("a: b: c", 1)]
    [InlineData("machine: {}}\n", 1)]
    [InlineData("%YAML 9.9\n---\n{}", 1)]
    public void Malformed_YAML_is_told_with_its_line(string text, int line)
    {
        var file = bench.Write("mac.yml", text);
        var outcome = bench.Run("create", "--from", file);
        Assert.Equal((2, ""), (outcome.Status, outcome.Output));
        Assert.Matches($@"^macemu: {file}:{line}(\d)?:\d+: [^\n]*not YAML[^\n]*\n$", outcome.Errors);
    }

    [Theory]
    [InlineData("{\"machine\": {}", 1)]
    [InlineData("{\"machine\": {},}", 1)]
    [InlineData("{\n  \"machine\": {}\n  \"boot\": {}\n}", 3)]
    [InlineData("{machine: {}}", 1)]
    [InlineData("{} {}", 1)]
    [InlineData("", 1)]
    public void A_JSON_file_must_be_JSON(string text, int line)
    {
        var file = bench.Write("mac.json", text);
        var outcome = bench.Run("create", "--from", file);
        Assert.Equal((2, ""), (outcome.Status, outcome.Output));
        Assert.Matches($@"^macemu: {file}:{line}:\d+: this is not JSON, or nested too deeply\n$", outcome.Errors);
    }

    [Fact]
    public void Missing_and_unreadable_files_are_told()
    {
        bench.Bad(2, "/nowhere/mac.yml: there is no such file", "create", "--from", "/nowhere/mac.yml");
        var outcome = bench.Run("create", "--from", bench.Folder);
        Assert.Equal((2, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith($"macemu: {bench.Folder}: it can't be read", outcome.Errors);
        var file = Path.Combine(bench.Folder, "latin1.yml");
        File.WriteAllBytes(file, [.. "users:\n  a: {fullName: "u8, 0xE9, (byte)'}']);
        bench.Bad(2, $"{file}:2:17: this is not UTF-8 text", "create", "--from", file);
    }

    [Fact]
    public void Bombs_are_defused_quickly()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 20; i++) laughs.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        Refused("laughs.yml", laughs.ToString(), ":5:45: aliases stand for more than 100000 values");
        Refused("lists.yml", new string('[', 1_000_000), ":1:65: nested more than 64 deep");
        Refused("maps.yml", string.Concat(Enumerable.Repeat("{a: ", 300_000)), ":1:257: nested more than 64 deep");
        Refused("dashes.yml", string.Concat(Enumerable.Repeat("- ", 1_000_000)), ":1:129: nested more than 64 deep");
        Refused("lists.json", new string('[', 1_000_000), ":1:65: this is not JSON, or nested too deeply");
        Refused("huge.yml", "# " + new string('x', 17_000_000), ":1:1: the file has more than 16 MB; that is no description of a Mac");
        Refused("endless", null, ":1:1: the file has more than 16 MB; that is no description of a Mac");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"took {clock.Elapsed}");

        void Refused(string name, string? text, string error)
        {
            var file = text is null ? "/dev/zero" : bench.Write(name, text);
            var outcome = bench.Run("create", "--from", file);
            Assert.Equal((2, "", $"macemu: {file}{error}\n"), (outcome.Status, outcome.Output, outcome.Errors));
        }
    }

    [Fact]
    public void Long_values_are_fine()
    {
        var password = new string('p', 10_000_000);
        Make($"users: {{a: {{password: {password}}}}}");
        bench.Good("login", "a", "--password", password);
    }

    [Fact]
    public void Whatever_is_fed_in_never_ends_in_an_internal_error()
    {
        string[] pieces = ["users", "machine", ":", " ", "\n", "\n  ", "{", "}", "[", "]", ",", "\"", "'", "&a", "*a", "!", "!!str", "|", ">", "-", "- ", "? ", "#", "%", "@", "`", "\t", "\u0000", "😀", "\\", "\\ud83d", "os", "14.5", "true", "null", "~", "<<", "---", "...", "password"];
        var text = Gen.Elements(pieces).ListOf().Select(list => string.Concat(list));
        Prop.ForAll(text.ToArbitrary(), document =>
        {
            var outcome = bench.RunWith(document, "create", "--force", "--kdf-iterations", "1", "--from", "-");
            return outcome.Status is 0 or 2 or 78 && !outcome.Errors.Contains("internal error") && outcome.Errors.Count(c => c == '\n') == (outcome.Status == 0 ? 0 : 1);
        }).Check(Examples.Of(300));
    }

    private void Make(string text) => bench.Good("create", "--force", "--kdf-iterations", "2", "--from", bench.Write("mac.yml", text));

    private static string? Value(DirectoryRecord record, string attribute) => record.Text(AttributeName.Parse(attribute));
}
