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
        Assert.Contains("name: nobody\npassword: *\nuid: -2\ngid: -2\n", bench.AsBob("dscacheutil", "-q", "user", "-a", "uid", "-2").Output, StringComparison.Ordinal);
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
        foreach (var arguments in (string[][])[["-q", "user", "-a", "name", "nosuch"], ["-q", "user", "-a", "uid", "x"], ["-q", "group", "-a", "gid", "999"], ["-q", "nonsense"], ["-q", "user", "-a", "shell", "/bin/zsh"], ["-flushcache"]])
            Assert.Equal(new Outcome(0, "", ""), bench.AsBob("dscacheutil", arguments));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(64, "-x")]
    [InlineData(64, "-q")]
    [InlineData(64, "-q", "user", "-a", "name")]
    [InlineData(0, "-h")]
    public void Usage_of_the_cache(int status, params string[] arguments)
    {
        using var bench = new Bench();
        var outcome = bench.AsBob("dscacheutil", arguments);
        Assert.Equal((status, ""), (outcome.Status, outcome.Errors));
        Assert.StartsWith("Usage: dscacheutil -h\n", outcome.Output, StringComparison.Ordinal);
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
    [InlineData(5, "", "There is no uuid for user nosuch\n", "getuuid", "-U", "nosuch")]
    [InlineData(5, "", "There is no uuid for group nosuch\n", "getuuid", "-G", "nosuch")]
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
    [InlineData(22, "Usage: dsmemberutil checkmembership missing appropriate options\n", "checkmembership", "-G", "admin", "-U", "bob")]
    [InlineData(22, "Usage: dsmemberutil checkmembership missing appropriate options\n", "checkmembership", "-U", "bob")]
    [InlineData(22, "Usage: dsmemberutil getuuid must have one flag and parameter\n", "getuuid")]
    [InlineData(22, "ID supplied was not a number\n", "getuuid", "-u", "alice")]
    [InlineData(22, "ID supplied was not a number\n", "checkmembership", "-u", "alice", "-G", "admin")]
    [InlineData(3, "Usage: dsmemberutil [-h] [-v] command [options]\n", "nonsense")]
    [InlineData(0, "Usage: dsmemberutil [-h] [-v] command [options]\n")]
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
}
