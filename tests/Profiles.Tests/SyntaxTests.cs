namespace Profiles.Tests;

public sealed class SyntaxTests
{
    private const string NoSystem = "There are no configuration profiles installed in the system domain";

    [Fact]
    public void Options_shorten_to_what_is_theirs_alone()
    {
        using var bench = new Bench();
        foreach (var words in (string[][])[["list", "-o", "stdout-xml"], ["list", "-out=stdout-xml"], ["list", "--output", "stdout-xml"], ["list", "-t", "configuration", "-o=stdout-xml"]])
            Assert.Contains("<dict/>", bench.Root(words).Ends(0).Out, StringComparison.Ordinal);
        bench.Root("list", "-a").Says("There are no configuration profiles installed").Ends(0);
        bench.Root("list", "-user=bob").Says("There are no configuration profiles installed for user 'bob'");
    }

    [Theory]
    [InlineData("profiles: option `-p' is ambiguous", "list", "-p", "x")]
    [InlineData("profiles: option `-u=x' is ambiguous", "list", "-u=x")]
    [InlineData("profiles: unrecognized option `-nothing'", "list", "-nothing")]
    [InlineData("profiles: unrecognized option `--'", "list", "--")]
    [InlineData("profiles: option `-type' requires an argument", "list", "-type")]
    [InlineData("profiles: option `-all' doesn't allow an argument", "list", "-all=yes")]
    [InlineData("profiles: unexpected argument 'type'", "show", "type", "-enrollment")]
    [InlineData("profiles: unexpected argument ''", "list", "")]
    [InlineData("profiles: unknown command 'lists'; see 'profiles help'", "lists")]
    [InlineData("profiles: unknown command ''; see 'profiles help'", "")]
    [InlineData("profiles: unknown type 'system'", "list", "-type", "system")]
    [InlineData("profiles: unknown type 'startup'", "list", "-type", "startup")]
    [InlineData("profiles: unknown type 'startup'", "-s", "-F", "x")]
    [InlineData("profiles: the command 'sync' has no type 'enrollment'", "sync", "-type", "enrollment")]
    [InlineData("profiles: the command 'validate' has no type 'configuration'", "validate")]
    [InlineData("profiles: illegal option -- q", "-Lq")]
    [InlineData("profiles: option requires an argument -- U", "-L", "-U")]
    [InlineData("profiles: nothing to do; see 'profiles help'", "-v")]
    [InlineData("profiles: unexpected argument 'x'", "-L", "x")]
    [InlineData("profiles: unexpected argument '-'", "-L", "-")]
    public void What_cannot_be_read_changes_nothing(string message, params string[] arguments)
    {
        using var bench = new Bench("14.5", null, Make.Installed(Make.Banner()));
        bench.Root(arguments).Complains(message).Ends(1).ChangesNothing();
        Assert.Single(bench.Installed);
    }

    [Fact]
    public void Long_and_odd_words_are_no_harm()
    {
        using var bench = new Bench();
        var huge = new string('x', 10_000_000);
        Assert.Equal(1, bench.Root("remove", "-identifier", huge).ChangesNothing().Status);
        bench.Root("list", "-user", huge).Ends(0);
        bench.Root("list", "-user", "a'b/🚀 c").Says("There are no configuration profiles installed for user 'a'b/🚀 c'");
        bench.Root("remove", "-identifier", "a'b/🚀 c").Ends(1).ChangesNothing();
    }

    [Fact]
    public void Letters_cluster()
    {
        using var bench = new Bench();
        bench.Root("-Cv").Says("profiles: verbose mode ON", NoSystem).Ends(0);
        bench.Root("-Cvv").Says("profiles: verbose mode ON", NoSystem).Ends(0);
        bench.Root("-C", "-v").Says("profiles: verbose mode ON", NoSystem).Ends(0);
        bench.Root("-Pf").Says("There are no configuration profiles installed").Ends(0);
        bench.Root("-LUbob").Says("There are no configuration profiles installed for user 'bob'").Ends(0);
    }

    [Fact]
    public void Words_after_a_mistyped_option_are_kept_from_the_journal()
    {
        using var bench = new Bench();
        bench.Root("install", "-type", "bootstraptoken", "-user", "alice", "-pasword", "s3cret").Ends(1);
        Assert.DoesNotContain("s3cret", bench.JournalLine, StringComparison.Ordinal);
        bench.Root("remove", "-pasword=s3cret").Ends(1);
        Assert.DoesNotContain("s3cret", bench.JournalLine, StringComparison.Ordinal);
        bench.Root("-R", "-zs3cret").Ends(1);
        Assert.DoesNotContain("s3cret", bench.JournalLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.13", "6.01")]
    [InlineData("10.15.7", "6.01")]
    [InlineData("11.7", "8.00")]
    [InlineData("26.0", "8.30")]
    public void Each_release_has_its_version(string os, string version)
    {
        using var bench = new Bench(os);
        bench.As("bob", "version").Says($"profiles version: {version}").Ends(0);
        bench.As("bob", "-x").Says($"profiles version: {version}").Ends(0);
    }

    [Fact]
    public void The_help_tells_what_the_release_has()
    {
        using var old = new Bench("10.14.6");
        var before = old.As("bob", "help").Ends(0).Out;
        Assert.Contains("                    install - ", before, StringComparison.Ordinal);
        Assert.Contains("or 'startup'\n", before, StringComparison.Ordinal);
        Assert.DoesNotContain("validate", before, StringComparison.Ordinal);
        Assert.DoesNotContain("-password", before, StringComparison.Ordinal);
        Assert.DoesNotContain("Clients should", before, StringComparison.Ordinal);
        using var bench = new Bench("12.6");
        var after = bench.As("bob", "help").Ends(0).Out;
        Assert.DoesNotContain("install - ", after, StringComparison.Ordinal);
        Assert.Equal(after, bench.As("bob").Ends(0).Out);
        Assert.Equal(after, bench.As("bob", "-h").Ends(0).Out);
    }

    [Fact]
    public void Validate_came_with_11()
    {
        using var bench = new Bench("10.14.6");
        bench.Root("validate", "-type", "enrollment").Complains("profiles: unknown command 'validate'; see 'profiles help'").Ends(1);
    }
}
