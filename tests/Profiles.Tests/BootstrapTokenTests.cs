using MacStateStore;
using MacStateStore.DeviceManagement;

namespace Profiles.Tests;

public sealed class BootstrapTokenTests
{
    private const string Unknown = "Unable to authenticate user information";
    private const string NotSupported = "profiles: Bootstrap Token functionality is not supported on the server.";

    private static readonly string[] Escrowed = ["profiles: Bootstrap Token created", "profiles: Bootstrap Token escrowing to server...", "profiles: Bootstrap Token escrowed"];

    private static readonly MdmSpecification Supported = new() { Enrollment = EnrollmentKind.Automated, ServerTakesBootstrapToken = true };

    private static void Status(Bench bench, bool supported, bool escrowed) =>
        bench.As("bob", "status", "-type", "bootstraptoken").Says(
            $"profiles: Bootstrap Token supported on server: {(supported ? "YES" : "NO")}", $"profiles: Bootstrap Token escrowed to server: {(escrowed ? "YES" : "NO")}").Ends(0).ChangesNothing();

    [Theory]
    [InlineData("10.15.7")]
    [InlineData("14.5")]
    [InlineData("26.0")]
    public void It_is_made_and_escrowed_validated_and_removed(string os)
    {
        using var bench = new Bench(os, Supported);
        Status(bench, true, false);
        bench.Root("install", "-type", "bootstraptoken", "-user", "alice", "-password", "pw-alice").Says(Escrowed).Ends(0);
        Assert.DoesNotContain("pw-alice", bench.JournalLine, StringComparison.Ordinal);
        Status(bench, true, true);
        bench.Root("validate", "-type", "bootstraptoken", "-user=alice", "-password=pw-alice").Says("profiles: Bootstrap Token validated.").Ends(0);
        Assert.DoesNotContain("pw-alice", bench.JournalLine, StringComparison.Ordinal);
        bench.Root("remove", "-type", "bootstraptoken", "-user", "alice", "-password", "pw-alice").Ends(0);
        Status(bench, true, false);
        Assert.False(bench.On(mac => mac.BootstrapToken.Exists));
    }

    [Fact]
    public void Names_and_passwords_are_asked_for()
    {
        using var bench = new Bench("14.5", Supported);
        var outcome = bench.RootTypes("alice\npw-alice\n", "install", "-type", "bootstraptoken").Ends(0);
        Assert.Equal("Enter the admin user name:Enter the password for user 'alice':", outcome.Err);
        Assert.Equal(string.Join('\n', Escrowed) + "\n", outcome.Out);
        Assert.Equal("Enter the password for user 'alice':", bench.RootTypes("pw-alice\n", "validate", "-type", "bootstraptoken", "-user", "alice").Ends(0).Err);
    }

    [Theory]
    [InlineData("alice", "wrong", Unknown)]
    [InlineData("bob", "pw-bob", Unknown)]
    [InlineData("nobody-here", "x", Unknown)]
    [InlineData("", "x", Unknown)]
    [InlineData("a'b 🚀/", "x", Unknown)]
    [InlineData("alice", "", "Error: Password is required.")]
    public void Whoever_is_no_admin_with_a_token_is_refused(string user, string password, string message)
    {
        using var bench = new Bench("14.5", Supported);
        foreach (var verb in (string[])["install", "validate", "remove"])
            bench.Root(verb, "-type", "bootstraptoken", "-user", user, "-password", password).Says(message).Ends(1).ChangesNothing();
    }

    [Fact]
    public void Nobody_at_the_keyboard_is_nobody()
    {
        using var bench = new Bench("14.5", Supported);
        var outcome = bench.Root("install", "-type", "bootstraptoken").Ends(1).ChangesNothing();
        Assert.Equal("Error: Password is required.\n", outcome.Out);
    }

    [Theory]
    [InlineData("10.15.7")]
    [InlineData("14.5")]
    public void A_server_without_support_is_told_of(string os)
    {
        using var bench = new Bench(os, new MdmSpecification { Enrollment = EnrollmentKind.Automated });
        foreach (var verb in (string[])["install", "validate", "remove"])
            bench.Root(verb, "-type", "bootstraptoken", "-user", "alice", "-password", "pw-alice").Says(NotSupported).Ends(1).ChangesNothing();
        var status = bench.Root("status", "-type", "bootstraptoken").Ends(0);
        Assert.StartsWith("profiles: Bootstrap Token supported on server: NO\n", status.Out, StringComparison.Ordinal);
        Assert.Equal(os == "10.15.7" ? 1 : 2, status.Out.Count(c => c == '\n'));
    }

    [Fact]
    public void A_stale_copy_does_not_validate()
    {
        using var bench = new Bench("14.5", Supported with { HasBootstrapToken = true, IsBootstrapTokenEscrowed = true, ServerCopy = ServerCopy.Stale });
        Status(bench, true, true);
        bench.Root("validate", "-type", "bootstraptoken", "-user", "alice", "-password", "pw-alice").Says("Unable to verify token (err = -69594).").Ends(1);
        bench.Root("install", "-type", "bootstraptoken", "-user", "alice", "-password", "pw-alice").Says(Escrowed).Ends(0);
        bench.Root("validate", "-type", "bootstraptoken", "-user", "alice", "-password", "pw-alice").Says("profiles: Bootstrap Token validated.").Ends(0);
    }

    [Fact]
    public void A_server_that_is_away_changes_nothing()
    {
        using var bench = new Bench("14.5", Supported with { IsOnline = false });
        foreach (var verb in (string[])["install", "validate", "remove"])
            bench.Root(verb, "-type", "bootstraptoken", "-user", "alice", "-password", "pw-alice").Says("profiles: Unable to contact the server.").Ends(1).ChangesNothing();
    }

    [Fact]
    public void Before_10_15_there_is_none()
    {
        using var bench = new Bench("10.14.6");
        bench.Root("status", "-type", "bootstraptoken").Complains("profiles: unknown type 'bootstraptoken'").Ends(1);
        bench.Root("install", "-type", "bootstraptoken", "-user", "alice", "-password", "pw-alice").Ends(1).ChangesNothing();
    }
}
