using MacStateStore.OpenDirectory;

namespace Companions.Tests;

/// <summary>dscacheutil and dsmemberutil.</summary>
public sealed class DirectoryQueryTests
{
    private const string Alice = "name: alice\npassword: ********\nuid: 501\ngid: 20\ndir: /Users/alice\nshell: /bin/zsh\ngecos: Alice Example\n\n";

    [Fact]
    public void Cache_shows_a_user()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, Alice, ""), bench.AsBob("dscacheutil", "-q", "user", "-a", "name", "alice"));
        Assert.Equal(new Outcome(0, Alice, ""), bench.AsBob("dscacheutil", "-q", "user", "-a", "uid", "501"));
        Assert.Contains("name: nobody\npassword: *\nuid: -2\ngid: -2\n", bench.AsBob("dscacheutil", "-q", "user", "-a", "uid", "4294967294").Output, StringComparison.Ordinal);
        var all = bench.AsBob("dscacheutil", "-q", "user").Output;
        Assert.Contains(Alice, all, StringComparison.Ordinal);
        Assert.Contains("name: root\n", all, StringComparison.Ordinal);
    }

    [Fact]
    public void Cache_shows_a_group()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, "name: admin\npassword: *\ngid: 80\nusers: root alice \n\n", ""), bench.AsBob("dscacheutil", "-q", "group", "-a", "name", "admin"));
        Assert.Equal("name: everyone\npassword: *\ngid: 12\n\n", bench.AsBob("dscacheutil", "-q", "group", "-a", "gid", "12").Output);
    }

    [Fact]
    public void What_the_cache_does_not_have_is_no_error()
    {
        using var bench = new Bench();
        foreach (var arguments in (string[][])[["-q", "user", "-a", "name", "nosuch"], ["-q", "user", "-a", "uid", "77777"], ["-q", "group", "-a", "gid", "999"], ["-q", "nonsense"], ["-q", "user", "-a", "shell", "/bin/zsh"], ["-flushcache"]])
            Assert.Equal(new Outcome(0, "", ""), bench.AsBob("dscacheutil", arguments));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(64, "-D")]
    [InlineData(64, "-flush")]
    [InlineData(64, "-c", "achedump")] // getopt(3) would put these together; nobody writes them so
    [InlineData(64, "-q", "user", "-a", "name")]
    [InlineData(64, "-q", "user", "-a", "uid", "-2")]
    [InlineData(64, "user")]
    [InlineData(0, "-h")]
    public void Usage_of_the_cache(int status, params string[] arguments)
    {
        using var bench = new Bench();
        var outcome = bench.AsBob("dscacheutil", arguments);
        Assert.Equal((status, ""), (outcome.Status, outcome.Errors));
        Assert.StartsWith("Usage: dscacheutil -h\n", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dscacheutil: illegal option -- x\n", "-x")]
    [InlineData("dscacheutil: option requires an argument -- q\n", "-q")]
    public void Letters_that_the_cache_does_not_know(string errors, params string[] arguments)
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(64, "", errors), bench.AsBob("dscacheutil", arguments));
    }

    [Fact]
    public void The_cache_itself_tells_nothing()
    {
        using var bench = new Bench();
        const string none = "Unable to get details from the cache node\n";
        Assert.Equal(new Outcome(0, "", none), bench.AsBob("dscacheutil", "-cachedump"));
        Assert.Equal(new Outcome(0, "", none), bench.AsBob("dscacheutil", "-cachedump", "-buckets", "-entries", "user"));
        Assert.Equal(new Outcome(77, "Viewing host entries requires administrator privileges.\n", ""), bench.AsBob("dscacheutil", "-cachedump", "-entries", "Host"));
        Assert.Equal(new Outcome(0, "", none), bench.AsAlice("dscacheutil", "-cachedump", "-entries", "Host"));
        Assert.Equal(new Outcome(0, "\n", none), bench.AsBob("dscacheutil", "-statistics"));
        Assert.Equal(new Outcome(0, "DirectoryService Cache search policy:\n    /Local/Default\n\n", none + "Unable to get cache configuration information\n"), bench.AsBob("dscacheutil", "-configuration"));
    }

    [Fact]
    public void Numbers_are_taken_as_far_as_they_go()
    {
        using var bench = new Bench();
        Assert.StartsWith("name: root\n", bench.AsBob("dscacheutil", "-q", "user", "-a", "uid", "x").Output, StringComparison.Ordinal);
        Assert.Equal(Alice, bench.AsBob("dscacheutil", "-q", "USER", "-a", "UID", "501abc").Output);
    }

    [Fact]
    public void Hosts_are_those_of_every_Mac()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, "name: localhost\nipv6_address: ::1\n\nname: localhost\nip_address: 127.0.0.1\n\n", ""), bench.AsBob("dscacheutil", "-q", "host", "-a", "name", "localhost"));
        Assert.Equal("name: localhost\nipv6_address: ::1\n\n", bench.AsBob("dscacheutil", "-q", "host", "-a", "ip_address", "0::1").Output);
        Assert.Equal(new Outcome(0, "", "Invalid address provided\n"), bench.AsBob("dscacheutil", "-q", "host", "-a", "ip_address", "x"));
        Assert.Equal(3, bench.AsBob("dscacheutil", "-q", "host").Output.Split("name: ").Length - 1);
        Assert.Equal(78, bench.AsBob("dscacheutil", "-q", "host", "-a", "name", "example.com").Status);
        Assert.Equal(new Outcome(0, "", ""), bench.AsBob("dscacheutil", "-q", "mount"));
    }

    [Fact]
    public void Services_and_protocols_come_from_the_hosts_files()
    {
        using var bench = new Bench();
        foreach (var (category, name, expected) in ((string, string, string)[])[("service", "ssh", "name: ssh\nprotocol: tcp\nport: 22\n\n"), ("protocol", "tcp", "name: tcp\naliases: TCP \nnumber: 6\n\n")])
        {
            var outcome = bench.AsBob("dscacheutil", "-q", category, "-a", "name", name);
            if (File.Exists($"/etc/{category}s")) Assert.Equal(new Outcome(0, expected, ""), outcome);
            else Assert.Equal(78, outcome.Status);
        }
    }

    [Fact]
    public void Hidden_by_a_dot()
    {
        using var bench = new Bench(Bench.Usual() with { Users = [new(new MacStateStore.OpenDirectory.NewAccount(".ghost"))], ConsoleUser = null });
        Assert.Equal("", bench.AsRoot("dscacheutil", "-q", "user", "-a", "name", ".ghost").Output);
        Assert.DoesNotContain(".ghost", bench.AsRoot("dscacheutil", "-q", "user").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user is a member of the group\n", "-U", "alice", "-G", "admin")]
    [InlineData("user is a member of the group\n", "-u", "501", "-g", "80")]
    [InlineData("user is a member of the group\n", "-U", "bob", "-G", "everyone")]
    [InlineData("user is not a member of the group\n", "-U", "bob", "-G", "admin")]
    [InlineData("user is a member of the group\n", "-x", "FFFFEEEE-DDDD-CCCC-BBBB-AAAA00000000", "-X", "ABCDEFAB-CDEF-ABCD-EFAB-CDEF00000050")]
    public void Membership_is_told_by_text_alone(string expected, params string[] arguments)
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, expected, ""), bench.AsBob("dsmemberutil", ["checkmembership", .. arguments]));
    }

    [Theory]
    [InlineData(7, "User not found\n", "The user nosuch cannot be found\nThere was an unknown error.\n", "checkmembership", "-U", "nosuch", "-G", "admin")]
    [InlineData(7, "Group not found\n", "The group nosuch cannot be found\nThere was an unknown error.\n", "checkmembership", "-U", "bob", "-G", "nosuch")]
    [InlineData(5, "There is no uuid for user nosuch\n", "", "getuuid", "-U", "nosuch")]
    [InlineData(5, "There is no uuid for group nosuch\n", "", "getuuid", "-G", "nosuch")]
    [InlineData(0, "id not found\n", "The user nosuch cannot be found\nThere was an unknown error.\n", "getid", "-U", "nosuch")]
    [InlineData(0, "uid: 501\n", "", "getid", "-U", "alice")]
    [InlineData(0, "gid: 80\n", "", "getid", "-G", "admin")]
    [InlineData(0, "uid: -2\n", "", "getid", "-U", "nobody")]
    [InlineData(0, "ABCDEFAB-CDEF-ABCD-EFAB-CDEF00000050\n", "", "getuuid", "-g", "80")]
    [InlineData(0, "FFFFEEEE-DDDD-CCCC-BBBB-AAAA0000270F\n", "", "getuuid", "-u", "9999")]
    [InlineData(0, "ABCDEFAB-CDEF-ABCD-EFAB-CDEF0000270F\n", "", "getuuid", "-g", "9999")]
    [InlineData(0, "", "", "flushcache")]
    public void Membership_service(int status, string output, string errors, params string[] arguments)
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(status, output, errors), bench.AsBob("dsmemberutil", arguments));
    }

    [Theory]
    [InlineData(22, "dsmemberutil: illegal option -- G\n", "checkmembership", "-G", "admin", "-U", "bob")]
    [InlineData(22, "Usage: dsmemberutil checkmembership missing appropriate options\n", "checkmembership", "-U", "bob")]
    [InlineData(22, "Usage: dsmemberutil getuuid must have one flag and parameter\n", "getuuid")]
    [InlineData(22, "ID supplied was not a number\nUsage: dsmemberutil getuuid must have one flag and parameter\n", "getuuid", "-u", "alice")]
    [InlineData(22, "ID supplied was not a number\ndsmemberutil: illegal option -- G\n", "checkmembership", "-u", "alice", "-G", "admin")]
    [InlineData(22, "Usage: dsmemberutil getid must have one flag and parameter\n", "getid", "-U", "alice", "more")]
    [InlineData(22, "dsmemberutil: option requires an argument -- U\n", "getuuid", "-U")]
    [InlineData(22, "dsmemberutil: illegal option -- q\nUsage: dsmemberutil [flags] <command> [options]\n", "-q")]
    [InlineData(3, "Usage: dsmemberutil [flags] <command> [options]\n", "nonsense")]
    [InlineData(0, "Usage: dsmemberutil [flags] <command> [options]\n")]
    public void Wrong_use_of_the_membership_service(int status, string start, params string[] arguments)
    {
        using var bench = new Bench();
        var outcome = bench.AsBob("dsmemberutil", arguments);
        Assert.Equal((status, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith(start, outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Uuid_of_a_user()
    {
        using var bench = new Bench();
        Assert.Matches("^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\n$", bench.AsBob("dsmemberutil", "getuuid", "-U", "alice").Output);
    }

    [Theory]
    [InlineData(0, "user is not a member of the group\n", "checkmembership", "-u", "9999", "-G", "admin")] // numbers have UUIDs also where nobody has them
    [InlineData(0, "user is a member of the group\n", "CheckMembership", "-Ualice", "-g80")]
    [InlineData(0, "user is not a member of the group\n", "checkmembership", "-x", "00000000-1111-2222-3333-444444444444", "-G", "everyone")]
    [InlineData(7, "The UUID entered is not valid.\nUser not found\n", "checkmembership", "-x", "nonsense", "-G", "admin")]
    [InlineData(7, "The UUID entered is not valid.\nGroup not found\n", "checkmembership", "-U", "bob", "-X", "nonsense")]
    [InlineData(0, "The UUID entered is not valid.\nid not found\n", "getid", "-x", "nonsense")]
    [InlineData(0, "gid: 80\n", "getid", "-x", "abcdefab-cdef-abcd-efab-cdef00000050")]
    [InlineData(0, "uid: 9999\n", "getid", "-X", "FFFFEEEE-DDDD-CCCC-BBBB-AAAA0000270F")]
    [InlineData(0, "FFFFEEEE-DDDD-CCCC-BBBB-AAAA00000000\n", "getuuid", "-u", "")]
    [InlineData(0, "Attempting to convert username to UUID\nConversion successful\nAttempting to convert the UUID to a string\nFFFFEEEE-DDDD-CCCC-BBBB-AAAA00000000\n", "-v", "getuuid", "-U", "root")]
    [InlineData(0, "Attempting to convert username to UUID\nConversion successful\nAttempting to find the id for the UUID\nid was found\nuid: 0\n", "-v", "getid", "-U", "root")]
    [InlineData(0, "", "flushcache")]
    public void Identities_in_every_form(int status, string output, params string[] arguments)
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(status, output, ""), bench.AsBob("dsmemberutil", arguments));
    }

    [Fact]
    public void Identities_that_nobody_has()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(1, "", "There was an unknown error.\n"), bench.AsBob("dsmemberutil", "getid", "-x", "00000000-1111-2222-3333-444444444444"));
        Assert.Equal(new Outcome(1, "", "Names cannot be longer than 255 characters\n"), bench.AsBob("dsmemberutil", "getuuid", "-U", new string('x', 256)));
        Assert.Equal(78, bench.AsBob("dsmemberutil", "getuuid", "-s", "S-1-5-21").Status);
        Assert.Equal(78, bench.AsBob("dsmemberutil", "statistics").Status);
    }

    [Fact]
    public void Nested_and_half_entered_members_are_seen_by_all()
    {
        using var bench = new Bench();
        string[] member = ["checkmembership", "-U", "bob", "-G", "outer"];
        bench.AsRoot("dseditgroup", "-o", "create", "-i", "801", "inner");
        bench.AsRoot("dseditgroup", "-o", "create", "-i", "802", "outer");
        bench.AsRoot("dseditgroup", "-o", "edit", "-a", "inner", "-t", "group", "outer");
        Assert.Equal("user is not a member of the group\n", bench.AsBob("dsmemberutil", member).Output);
        // As dscl leaves it: the name without the UUID.
        bench.Change(mac => mac.DirectoryAs(DirectoryCaller.Root).AppendValues(mac.Directory.Find(RecordType.Groups, "inner")!, AttributeName.GroupMembership, ["bob"]));
        Assert.Empty(bench.Values(RecordType.Groups, "inner", AttributeName.GroupMembers));
        Assert.Equal("user is a member of the group\n", bench.AsBob("dsmemberutil", member).Output);
        Assert.Contains("801(inner)", bench.AsBob("id").Output, StringComparison.Ordinal);
        Assert.Contains("802(outer)", bench.AsBob("id").Output, StringComparison.Ordinal);
        Assert.Equal(0, bench.AsBob("dseditgroup", "-o", "checkmember", "outer").Status);
        // dseditgroup adds what is missing, and takes both away.
        bench.AsRoot("dseditgroup", "-o", "edit", "-a", "bob", "inner");
        Assert.Single(bench.Values(RecordType.Groups, "inner", AttributeName.GroupMembers));
        bench.AsRoot("dseditgroup", "-o", "edit", "-d", "bob", "inner");
        Assert.Empty(bench.Values(RecordType.Groups, "inner", AttributeName.GroupMembers));
        Assert.Equal(67, bench.AsBob("dseditgroup", "-o", "checkmember", "outer").Status);
        Assert.DoesNotContain("outer", bench.AsBob("id").Output, StringComparison.Ordinal);
    }
}
