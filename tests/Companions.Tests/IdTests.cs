using MacStateStore;
using MacStateStore.OpenDirectory;

namespace Companions.Tests;

public sealed class IdTests
{
    private const string BobsGroups = "20(staff),12(everyone),61(localaccounts),701(com.apple.sharepoint.group.1),702(com.apple.sharepoint.group.2),100(_lpoperator)";

    [Fact]
    public void Whole_line_of_a_standard_user()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, $"uid=505(bob) gid=20(staff) groups={BobsGroups}\n", ""), bench.AsAlice("id", "bob"));
        Assert.Equal(bench.AsAlice("id", "bob"), bench.AsBob("id"));
        Assert.Equal(bench.AsAlice("id", "bob"), bench.AsAlice("id", "505"));
        Assert.All(bench.Journal, row => Assert.Empty(row.Changes));
    }

    [Fact]
    public void Groups_of_an_admin_come_in_the_order_that_macOS_gives()
    {
        using var bench = new Bench();
        Assert.Equal(
            "20 12 61 79 80 81 98 701 702 33 100 204 250 395 398 399 400\n", bench.AsAlice("id", "-G").Output);
        Assert.StartsWith("staff everyone localaccounts _appserverusr admin _appserveradm _lpadmin com.apple.sharepoint.group.1 ", bench.AsAlice("groups").Output, StringComparison.Ordinal);
        Assert.Equal(bench.AsAlice("groups").Output, bench.AsBob("id", "-Gn", "alice").Output);
    }

    [Theory]
    [InlineData("501\n", "-u")]
    [InlineData("alice\n", "-un")]
    [InlineData("alice\n", "-u", "-n")]
    [InlineData("501\n", "-ur")]
    [InlineData("505\n", "-u", "bob")]
    [InlineData("505\n", "-u", "--", "bob")]
    [InlineData("20\n", "-g")]
    [InlineData("staff\n", "-gn")]
    [InlineData("Alice Example\n", "-F")]
    [InlineData("Bob Example\n", "-F", "bob")]
    [InlineData("alice:********:501:20::0:0:Alice Example:/Users/alice:/bin/zsh\n", "-P")]
    [InlineData("root:*:0:0::0:0:System Administrator:/var/root:/bin/sh\n", "-P", "root")]
    [InlineData("nobody:*:-2:-2::0:0:Unprivileged User:/var/empty:/usr/bin/false\n", "-P", "nobody")]
    [InlineData("4294967294\n", "-u", "nobody")]
    [InlineData("nobody\n", "-un", "-2")]
    public void One_fact(string expected, params string[] arguments)
    {
        using var bench = new Bench();
        if (arguments[^1] == "-2") arguments = ["-un", "--", "-2"];
        Assert.Equal(new Outcome(0, expected, ""), bench.AsAlice("id", arguments));
    }

    [Fact]
    public void Human_form() // id -p
    {
        using var bench = new Bench();
        Assert.Equal("uid\tbob\ngroups\tstaff everyone localaccounts com.apple.sharepoint.group.1 com.apple.sharepoint.group.2 _lpoperator\n", bench.AsBob("id", "-p").Output);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("groups")]
    public void Unknown_user(string command)
    {
        using var bench = new Bench();
        foreach (var name in (string[])["nosuch", "", "9999", "a b", "Bob Example", "☂", "501x", "al'ice", "/Users/alice"])
            Assert.Equal(new Outcome(1, "", $"{command}: {name}: no such user\n"), bench.AsAlice(command, name));
    }

    [Theory]
    [InlineData("id: illegal option -- Q\nusage: id [user]\n", "-Q")]
    [InlineData("usage: id [user]\n", "-u", "-g")]
    [InlineData("usage: id [user]\n", "-n")]
    [InlineData("usage: id [user]\n", "-r", "alice")]
    [InlineData("usage: id [user]\n", "alice", "bob")]
    public void Wrong_use_of_id(string start, params string[] arguments)
    {
        using var bench = new Bench();
        var outcome = bench.AsAlice("id", arguments);
        Assert.Equal(1, outcome.Status);
        Assert.StartsWith(start, outcome.Errors, StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
    }

    [Fact]
    public void Whoami_and_logname()
    {
        using var bench = new Bench();
        Assert.Equal("bob\n", bench.AsBob("whoami").Output);
        Assert.Equal("root\n", bench.AsRoot("whoami").Output);
        Assert.Equal(new Outcome(1, "", "usage: whoami\n"), bench.AsBob("whoami", "x"));
        Assert.Equal("bob\n", bench.AsBob("logname").Output);
        Assert.Equal(1, bench.AsBob("logname", "x").Status);
    }

    [Fact]
    public void Group_without_a_record_shows_its_number_only()
    {
        using var bench = new Bench(Bench.Usual() with
        {
            Users = [new UserSpecification(new NewAccount("svcuser") { Uid = 301, Gid = 301 })],
            ConsoleUser = null,
        });
        Assert.StartsWith("uid=301(svcuser) gid=301 groups=301,12(everyone),61(localaccounts),", bench.AsRoot("id", "301").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_digits_is_a_name_first()
    {
        using var bench = new Bench(Bench.Usual() with
        {
            Users = [new UserSpecification(new NewAccount("alice")), new UserSpecification(new NewAccount("501") { Uid = 600 })],
            ConsoleUser = null,
        });
        Assert.Equal("600\n", bench.AsRoot("id", "-u", "501").Output);
        Assert.Equal("501\n", bench.AsRoot("id", "-u", "alice").Output);
    }

    [Fact]
    public void Linux_only_uses_are_left_to_the_host()
    {
        Assert.True(Id.IsLinuxOnly(["--user", "alice"]));
        Assert.True(Id.IsLinuxOnly(["-Z"]));
        Assert.False(Id.IsLinuxOnly(["-u", "alice"]));
        Assert.False(Id.IsLinuxOnly(["-u", "--", "--user"]));
    }

    [Fact]
    public void A_user_that_the_directory_does_not_know_has_numbers_only()
    {
        using var bench = new Bench();
        Assert.StartsWith("uid=", bench.Run("ghost", "", "id").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ghost", bench.Run("ghost", "", "id").Output, StringComparison.Ordinal);
    }
}
