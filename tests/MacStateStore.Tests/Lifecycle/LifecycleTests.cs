using MacStateStore.Lifecycle;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;

namespace MacStateStore.Tests.Lifecycle;

public sealed class LifecycleTests
{
    private static MachineSpecification WithAlice(string os = "14") => new() { Os = os, Setup = new SetupUser("alice", "s3cret", "Alice Example") };

    [Fact]
    public void Setup_Assistant_makes_an_admin_once()
    {
        using var test = new TestMac(WithAlice());

        var alice = Assert.Single(test.Mac.Accounts.People);
        Assert.Equal(("alice", 501, "Alice Example", "/Users/alice", "/bin/zsh"), (alice.Name, alice.Uid!.Value, alice.FullName, alice.Home, alice.Shell));
        Assert.True(alice.IsAdmin);
        Assert.True(test.Mac.System.IsSetUp);
        Assert.Contains("has run already", Assert.Throws<LifecycleException>(() => test.Mac.Power.SetUp("bob", "pw", null)).Message);
        Assert.Equal(["alice"], test.Mac.Directory.Find(RecordType.Groups, "_appserveradm")!.Values(AttributeName.GroupMembership).Select(value => value.Text));
        Assert.Empty(test.Mac.Directory.Find(RecordType.Groups, "_appserveradm")!.Values(AttributeName.GroupMembers));
    }

    [Fact]
    public void Login_puts_a_user_at_the_console_and_restart_ends_all_sessions()
    {
        using var test = new TestMac(WithAlice());
        Assert.Null(test.Mac.Sessions.ConsoleUser);

        test.Mac.Sessions.Login("alice", "s3cret");
        Assert.Equal("alice", test.Mac.Sessions.ConsoleUser);
        test.Mac.Sessions.Login("Alice Example", "s3cret"); // the login window takes the full name too
        Assert.Equal("alice", test.Mac.Sessions.ConsoleUser);
        Assert.Equal("alice", test.Mac.Sessions.Logout());
        Assert.Throws<LifecycleException>(() => test.Mac.Sessions.Logout());

        test.Mac.Sessions.Login("alice", "s3cret");
        test.Mac.Power.Restart();
        Assert.Null(test.Mac.Sessions.ConsoleUser);
    }

    [Fact]
    public void A_wrong_password_is_refused_and_counted_until_a_right_one()
    {
        using var test = new TestMac(WithAlice());

        Assert.Equal(DirectoryStatus.AuthFailed, Assert.Throws<DirectoryException>(() => test.Mac.Sessions.Login("alice", "wrong")).Status);
        Assert.Equal(DirectoryStatus.AuthFailed, Assert.Throws<DirectoryException>(() => test.Mac.Sessions.Login("nobody-there", "s3cret")).Status);
        Assert.Null(test.Mac.Sessions.ConsoleUser);
        Assert.Contains("<integer>1</integer>", test.User("alice").Text(AttributeName.AccountPolicyData));
        test.Mac.Sessions.Login("alice", "s3cret");
        Assert.DoesNotContain("<integer>1</integer>", test.User("alice").Text(AttributeName.AccountPolicyData));
    }

    [Fact]
    public void A_disabled_user_cant_log_in()
    {
        using var test = new TestMac(WithAlice());
        test.Root.AppendValues(test.User("alice"), AttributeName.AuthenticationAuthority, [";DisabledUser;"]);

        Assert.Equal(DirectoryStatus.AccountDisabled, Assert.Throws<DirectoryException>(() => test.Mac.Sessions.Login("alice", "s3cret")).Status);
    }

    [Fact]
    public void Nobody_logs_in_to_a_Mac_that_is_off_or_in_recovery()
    {
        using var test = new TestMac(WithAlice());
        test.Mac.Power.ShutDown();
        Assert.False(test.Mac.Boot.IsRunning);
        Assert.Contains("shut down", Assert.Throws<LifecycleException>(() => test.Mac.Sessions.Login("alice", "s3cret")).Message);

        test.Mac.Power.Restart(BootState.OneTrueRecovery);
        Assert.Equal(new BootState("1tr", "Macintosh HD", true), test.Mac.Boot);
        Assert.Contains("1tr", Assert.Throws<LifecycleException>(() => test.Mac.Sessions.Login("alice", "s3cret")).Message);
        Assert.Contains("no system is named Other", Assert.Throws<LifecycleException>(() => test.Mac.Power.Restart(system: "Other")).Message);
    }

    [Fact]
    public void Only_Apple_silicon_has_1TR()
    {
        using var test = new TestMac(new MachineSpecification { Os = "14", Chip = Chip.T2 });
        Assert.Contains("Apple silicon only", Assert.Throws<LifecycleException>(() => test.Mac.Power.Restart(BootState.OneTrueRecovery)).Message);
    }
}
