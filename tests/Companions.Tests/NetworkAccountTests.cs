using MacStateStore;
using MacStateStore.OpenDirectory;

namespace Companions.Tests;

/// <summary>Users and groups of a directory server as the small commands see them.</summary>
public sealed class NetworkAccountTests : IDisposable
{
    private const string Corp = "/Active Directory/CORP/All Domains";

    private readonly Bench _bench = new(Bench.Usual() with
    {
        Directory =
        [
            new NodeSpecification(Corp, NodeAddress.Parse(Corp)!.Value.Address)
            {
                Users =
                [
                    new(new NewAccount("nora") { FullName = "Nora Network", Uid = 90001, GeneratedUid = "38D5759E-81CC-4EB1-8983-7304227F63F5" }) { Password = "norapw", Attributes = [new("SMBSID", ["S-1-5-21-1-2-3-1103"])] },
                    new(new NewAccount("mo") { Uid = 90002 }) { Password = "mopw" },
                ],
                Groups = [new GroupSpecification("Domain Users") { Gid = 80001 }, new GroupSpecification("Helpers") { Gid = 80002, Members = ["nora", "mo"] }],
            },
        ],
        Users = [.. Bench.Usual().Users, new(new NewAccount("mo")) { MobileNode = Corp }],
        Groups = [new GroupSpecification("friends") { Gid = 600, MemberUuids = ["38D5759E-81CC-4EB1-8983-7304227F63F5"] }],
    });

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Id_tells_the_groups_of_all_nodes()
    {
        const string nora = "uid=90001(nora) gid=80001(CORP\\Domain Users) groups=80001(CORP\\Domain Users),12(everyone),62(netaccounts),600(friends),80002(CORP\\Helpers)";
        Assert.StartsWith(nora, _bench.AsBob("id", "nora").Output);
        Assert.StartsWith(nora, _bench.AsBob("id", "90001").Output);
        Assert.StartsWith(nora, _bench.AsBob("id", "CORP\\nora").Output);
        Assert.Equal("90001\n", _bench.AsBob("id", "-u", "nora").Output);
        Assert.StartsWith("uid=90002(mo) gid=80001(CORP\\Domain Users) groups=80001(CORP\\Domain Users),12(everyone),61(localaccounts),62(netaccounts),", _bench.AsBob("id", "mo").Output);
        Assert.Contains(",80002(CORP\\Helpers)", _bench.AsBob("id", "mo").Output);
        Assert.DoesNotContain("netaccounts", _bench.AsBob("id", "bob").Output);
        Assert.Equal(new Outcome(1, "", "id: nosuch: no such user\n"), _bench.AsBob("id", "nosuch"));
    }

    [Fact]
    public void The_cache_finds_them()
    {
        const string nora = "name: nora\npassword: ********\nuid: 90001\ngid: 80001\ndir: /Users/nora\nshell: /bin/bash\ngecos: Nora Network\n\n";
        Assert.Equal(new Outcome(0, nora, ""), _bench.AsBob("dscacheutil", "-q", "user", "-a", "name", "nora"));
        Assert.Equal(new Outcome(0, nora, ""), _bench.AsBob("dscacheutil", "-q", "user", "-a", "uid", "90001"));
        Assert.Equal("name: CORP\\Helpers\npassword: *\ngid: 80002\nusers: CORP\\nora CORP\\mo \n\n", _bench.AsBob("dscacheutil", "-q", "group", "-a", "gid", "80002").Output);
        Assert.DoesNotContain("nora", _bench.AsBob("dscacheutil", "-q", "user").Output);
    }

    [Fact]
    public void Memberships_go_across_nodes()
    {
        Assert.Equal("user is a member of the group\n", _bench.AsBob("dsmemberutil", "checkmembership", "-U", "nora", "-G", "friends").Output);
        Assert.Equal("user is a member of the group\n", _bench.AsBob("dsmemberutil", "checkmembership", "-U", "mo", "-G", "Helpers").Output);
        Assert.Equal("user is not a member of the group\n", _bench.AsBob("dsmemberutil", "checkmembership", "-U", "nora", "-G", "admin").Output);
        Assert.Equal("38D5759E-81CC-4EB1-8983-7304227F63F5\n", _bench.AsBob("dsmemberutil", "getuuid", "-U", "nora").Output);
        Assert.Equal("uid: 90001\n", _bench.AsBob("dsmemberutil", "getid", "-x", "38D5759E-81CC-4EB1-8983-7304227F63F5").Output);
    }

    [Fact]
    public void Sids()
    {
        Assert.Equal(new Outcome(0, "S-1-5-21-1-2-3-1103\n", ""), _bench.AsBob("dsmemberutil", "getsid", "-U", "nora"));
        var alice = _bench.AsBob("dsmemberutil", "getsid", "-U", "alice").Output;
        Assert.Matches(@"^S-1-5-21-\d+-\d+-\d+-2002\n$", alice);
        Assert.Equal(alice, _bench.AsBob("dsmemberutil", "getsid", "-u", "501").Output);
        Assert.Equal("S-1-5-32-544\n", _bench.AsBob("dsmemberutil", "getsid", "-G", "admin").Output);
        Assert.Equal(alice.Replace("-2002\n", "-2201\n", StringComparison.Ordinal), _bench.AsBob("dsmemberutil", "getsid", "-g", "600").Output);
        Assert.Equal(new Outcome(5, "", "There is no sid for user nosuch\n"), _bench.AsBob("dsmemberutil", "getsid", "-U", "nosuch"));
        Assert.Equal(new Outcome(22, "", "ID supplied was not a number\nUsage: dsmemberutil getsid must have one flag and parameter\n"), _bench.AsBob("dsmemberutil", "getsid", "-u", "alice"));
        Assert.Equal(22, _bench.AsBob("dsmemberutil", "getsid", "-U").Status);
    }

    [Fact]
    public void The_binding_is_shown()
    {
        var shown = _bench.AsRoot("dsconfigad", "-show");
        Assert.Equal((0, ""), (shown.Status, shown.Errors));
        Assert.StartsWith("Active Directory Forest          = corp.example.com\nActive Directory Domain          = corp.example.com\nComputer Account                 = ", shown.Output);
        Assert.EndsWith("  Namespace mode                 = domain\n", shown.Output);
        Assert.Equal(78, _bench.AsRoot("dsconfigad", "-remove").Status);
        using var ldap = new Bench(Bench.Usual() with { Directory = [new NodeSpecification("x", NodeAddress.Parse("/LDAPv3/x")!.Value.Address)] });
        Assert.Equal(new Outcome(0, "", ""), ldap.AsRoot("dsconfigad", "-show"));
    }
}
