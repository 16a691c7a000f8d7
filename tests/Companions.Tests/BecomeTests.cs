using MacStateStore.OpenDirectory;

namespace Companions.Tests;

/// <summary>The commands that become another program: sudo, su, launchctl asuser, and those that pass on to the host's.</summary>
public sealed class BecomeTests
{
    private static string Self => Path.Combine(AppContext.BaseDirectory, "companions");

    [Fact]
    public void Sudo_runs_as_root_with_the_environment_that_macOS_leaves()
    {
        using var bench = new Bench();
        var outcome = bench.Start("alice", "", "sudo", "A=1", "sh", "-c", "echo $MACEMU_USER $USER $LOGNAME $HOME $SUDO_USER $SUDO_UID $SUDO_GID $A x$SECRET_OF_CALLER; echo \"$SUDO_COMMAND\" | cut -c1-20");
        Assert.Equal(new Outcome(0, "root root root /Users/alice alice 501 20 1 x\n", ""), outcome with { Output = outcome.Output.Split('\n')[0] + "\n" });
        Assert.Matches("\n/.*/sh -c", outcome.Output);
        Assert.Empty(bench.Journal);
    }

    [Theory]
    [InlineData("root", "sudo")]
    [InlineData("bob", "sudo", "-u", "bob")]
    [InlineData("bob", "sudo", "-ubob", "-n")]
    [InlineData("bob", "sudo", "-u", "#505", "-k")]
    [InlineData("bob", "sudo", "--user=bob", "--non-interactive", "--")]
    [InlineData("bob", "su", "bob", "-c")]
    public void The_command_sees_the_other_user(string expected, string command, params string[] arguments)
    {
        using var bench = new Bench();
        var user = command == "su" ? "root" : "alice";
        var rest = command == "su" ? new[] { $"{Self} whoami" } : [Self, "whoami"];
        bench.Change(mac => mac.DirectoryAs(DirectoryCaller.Root).SetValues(mac.Directory.Find(RecordType.Users, "bob")!, AttributeName.UserShell, ["/bin/sh"]));
        Assert.Equal(new Outcome(0, expected + "\n", ""), bench.Start(user, "", [command, .. arguments, .. rest]));
    }

    [Fact]
    public void Home_changes_with_H_and_the_environment_stays_with_E()
    {
        using var bench = new Bench();
        Assert.Equal("/var/root\n", bench.Start("alice", "", "sudo", "-H", "sh", "-c", "echo $HOME").Output);
        Assert.Equal("kept only with -E root\n", bench.Start("alice", "", "sudo", "-E", "sh", "-c", "echo $SECRET_OF_CALLER $USER").Output);
        Assert.Equal("kept only with -E\n", bench.Start("alice", "", "sudo", "--preserve-env=SECRET_OF_CALLER", "sh", "-c", "echo $SECRET_OF_CALLER").Output);
        Assert.Equal("a  b;c /var/root\n", bench.Start("alice", "", "sudo", "-i", "printf", "%s $HOME\\n", "a  b;c").Output);
    }

    [Fact]
    public void The_commands_status_and_input_are_its_own()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(7, "typed\n", ""), bench.Start("alice", "typed\n", "sudo", "sh", "-c", "cat; exit 7"));
    }

    [Theory]
    [InlineData("sudo: nosuchcommand: command not found\n", "nosuchcommand")]
    [InlineData("sudo: /no/such: command not found\n", "/no/such")]
    [InlineData("sudo: /etc/passwd: command not found\n", "/etc/passwd")]
    [InlineData("sudo: /tmp: command not found\n", "/tmp")]
    [InlineData("sudo: unknown user: nosuch\nsudo: error initializing audit plugin sudoers_audit\n", "-u", "nosuch", "true")]
    [InlineData("sudo: unknown user: #4242\nsudo: error initializing audit plugin sudoers_audit\n", "-u", "#4242", "true")]
    [InlineData("sudo: unknown group: nosuch\n", "-g", "nosuch", "true")]
    public void Sudo_refuses(string message, params string[] arguments)
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(1, "", message), bench.AsAlice("sudo", arguments));
    }

    [Theory]
    [InlineData("usage: sudo -h | -K")]
    [InlineData("sudo: illegal option -- Z\nusage:", "-Z", "true")]
    [InlineData("sudo: option requires an argument -- u\nusage:", "-u")]
    [InlineData("sudo: unrecognized option `--nonsense'\nusage:", "--nonsense", "true")]
    [InlineData("usage: sudo -h | -K", "A=1")]
    public void Wrong_use_of_sudo(string start, params string[] arguments)
    {
        using var bench = new Bench();
        var outcome = bench.AsAlice("sudo", arguments);
        Assert.Equal((1, ""), (outcome.Status, outcome.Output));
        Assert.StartsWith(start, outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_no_admin_may_not()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(1, "", "bob is not in the sudoers file.\n"), bench.AsBob("sudo", "true"));
        Assert.Equal(new Outcome(1, "", "bob is not in the sudoers file.\n"), bench.AsBob("sudo", "-v"));
        Assert.Equal(new Outcome(1, "", "sudo: a password is required\n"), bench.AsBob("sudo", "-n", "true"));
        Assert.Equal(new Outcome(0, "", ""), bench.AsAlice("sudo", "-v"));
        Assert.Equal(new Outcome(0, "", ""), bench.AsBob("sudo", "-k"));
        Assert.Equal(new Outcome(0, "", ""), bench.AsBob("sudo", "-K"));
    }

    [Fact]
    public void A_password_that_comes_along_is_verified()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, "root\nrest\n", "Password:"), bench.Start("alice", "pw-a\nrest\n", "sudo", "-S", "sh", "-c", "echo $USER; cat"));
        Assert.Equal(new Outcome(0, "", ">"), bench.Run("alice", "pw-a\n", "sudo", "-S", "-p", ">", "-v"));
        Assert.Equal(new Outcome(1, "", "Password:Sorry, try again.\nPassword:Sorry, try again.\nPassword:sudo: 3 incorrect password attempts\n"), bench.Run("alice", "a\nb\nc\npw-a\n", "sudo", "-S", "true"));
        Assert.Equal(new Outcome(1, "", "Password:Sorry, try again.\nPassword:\nsudo: no password was provided\nsudo: 1 incorrect password attempt\n"), bench.Run("alice", "a\n", "sudo", "-S", "true"));
        Assert.Equal(new Outcome(1, "", "Password:\nsudo: no password was provided\nsudo: a password is required\n"), bench.Run("alice", "", "sudo", "-S", "true"));
        Assert.Equal(new Outcome(1, "", "Password:bob is not in the sudoers file.\n"), bench.Run("bob", "pw-b\n", "sudo", "-S", "true"));
    }

    [Fact]
    public void Secrets_of_the_command_stay_out_of_the_journal()
    {
        using var bench = new Bench();
        bench.Run("alice", "wrong\n", "sudo", "-S", "-u", "bob", "nosuchcommand", "hush");
        Assert.DoesNotContain("hush", Assert.Single(bench.Journal).Entry.Arguments, StringComparison.Ordinal);
        Assert.Contains("bob", bench.Journal[0].Entry.Arguments, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-l")]
    [InlineData("-e", "file")]
    [InlineData("-b", "true")]
    [InlineData("-A", "true")]
    public void What_sudo_does_not_emulate(params string[] arguments)
    {
        using var bench = new Bench();
        Assert.Equal(78, bench.AsAlice("sudo", arguments).Status);
    }

    [Fact]
    public void Su_asks_others_than_root()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(1, "", "su: unknown login: nosuch\n"), bench.AsRoot("su", "nosuch"));
        Assert.Equal(new Outcome(1, "", "Password:su: Sorry\n"), bench.Run("bob", "wrong\n", "su", "alice", "-c", "true"));
        Assert.Equal(new Outcome(1, "", "Password:su: Sorry\n"), bench.Run("alice", "pw-a\n", "su", "root", "-c", "true")); // root has no password
        var wrong = bench.AsRoot("su", "-c", "true", "bob");
        Assert.Equal(1, wrong.Status);
        Assert.StartsWith("su: illegal option -- c\n", wrong.Errors, StringComparison.Ordinal);
        Assert.All(bench.Journal, row => Assert.DoesNotContain("true", row.Entry.Arguments, StringComparison.Ordinal));
    }

    [Fact]
    public void Su_of_a_login_has_a_fresh_environment()
    {
        using var bench = new Bench();
        bench.Change(mac => mac.DirectoryAs(DirectoryCaller.Root).SetValues(mac.Directory.Find(RecordType.Users, "bob")!, AttributeName.UserShell, ["/bin/sh"]));
        Assert.Equal("bob /Users/bob x\n", bench.Start("root", "", "su", "-", "bob", "-c", "echo $USER $HOME x$SECRET_OF_CALLER").Output);
        Assert.Equal("bob /Users/bob xkept only with -E\n", bench.Start("root", "", "su", "bob", "-c", "echo $USER $HOME x$SECRET_OF_CALLER").Output);
        Assert.Equal("/Users/root\n", bench.Start("root", "", "su", "-m", "root", "-c", "echo $HOME").Output);
    }

    [Fact]
    public void Asuser_changes_the_session_and_not_the_user()
    {
        using var bench = new Bench();
        Assert.Equal("root\n", bench.Start("root", "", "launchctl", "asuser", "501", Self, "whoami").Output);
        Assert.Equal("bob\n", bench.Start("root", "", "launchctl", "asuser", "505", Self, "sudo", "-u", "bob", Self, "whoami").Output);
        Assert.Equal(64, bench.AsRoot("launchctl", "asuser").Status);
        Assert.Equal(64, bench.AsRoot("launchctl", "asuser", "alice", "true").Status);
        var refused = bench.AsAlice("launchctl", "asuser", "501", "true");
        Assert.Equal(1, refused.Status);
        Assert.EndsWith(": 1: Operation not permitted\n", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(new Outcome(78, "", "macemu: not emulated: launchctl bootout gui/501 (a whole domain)\n"), bench.AsRoot("launchctl", "bootout", "gui/501"));
    }

    [Fact]
    public void Linux_uses_reach_the_hosts_command()
    {
        using var bench = new Bench();
        File.WriteAllText(Path.Combine(bench.Folder, "five"), "12345");
        Assert.Equal(new Outcome(0, "5\n", ""), bench.Start("bob", "", "stat", "-c", "%s", "five"));
        Assert.Equal("five\n", bench.Start("bob", "", "ls", "five").Output);
        Assert.Equal(0, bench.Start("bob", "", "id", "--user").Status);
    }

    [Fact]
    public void Caffeinate_becomes_its_command()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(3, "awake\n", ""), bench.Start("bob", "", "caffeinate", "-i", "sh", "-c", "echo awake; exit 3"));
    }

    [Fact]
    public void A_link_is_called_by_its_name()
    {
        using var bench = new Bench();
        var link = Path.Combine(bench.Folder, "whoami");
        File.CreateSymbolicLink(link, Self);
        Assert.Equal("bob\n", bench.Start("alice", "", "sudo", "-u", "bob", link).Output);
    }
}
