using MacToolHost;

namespace MacEmu.Run.Tests;

public sealed class RunTests : IDisposable
{
    private const string NoNamespace = "MACEMU_NO_NAMESPACE=1";

    private static readonly string[] AsAlice = ["--as", "alice:501:20"];

    private readonly Bench bench = new();

    public static TheoryData<Caller> Callers => [Caller.Root, Caller.Ordinary];

    public void Dispose() => bench.Dispose();

    [SkippableTheory, MemberData(nameof(Callers))]
    public void Tools_stand_at_the_Macs_paths_and_the_host_is_unchanged(Caller caller)
    {
        string[] before = HostListing();
        Outcome outcome = bench.Run(caller, [bench.Script(
            "#!/bin/bash\n/usr/bin/dscl . -list /Users\n/usr/sbin/sysadminctl\n/usr/libexec/PlistBuddy\ncommand -v dscl not-in-the-table\nls /bin/ls /usr/bin/env\n")]);
        Assert.Equal(
            "fake dscl from /usr/bin/dscl: . -list /Users\nfake sysadminctl from /usr/sbin/sysadminctl\n" +
            "fake PlistBuddy from /usr/libexec/PlistBuddy\n/usr/bin/dscl\n/bin/ls\n/usr/bin/env\n",
            outcome.Output);
        Assert.Equal("", outcome.Errors);
        Assert.Equal(before, HostListing());
        Assert.False(Directory.Exists("/Users/Shared"));
    }

    [SkippableTheory, MemberData(nameof(Callers))]
    public void Tools_stand_at_the_Macs_paths_where_overlays_are_refused(Caller caller)
    {
        Outcome outcome = bench.Run(caller, ["--", "bash", "-c", "/usr/bin/dscl; /bin/ls /usr/bin/env; /usr/bin/env true && echo ok"], variable: "MACEMU_NO_OVERLAY=1");
        Assert.Equal("fake dscl from /usr/bin/dscl: \n/usr/bin/env\nok\n", outcome.Output);
    }

    [SkippableTheory, MemberData(nameof(Callers))]
    public void What_no_Mac_has_is_not_found(Caller caller)
    {
        string[] call = ["--", "bash", "-c", "command -v tac setsid; timeout 1 true; [ -e /usr/bin/setsid ] || echo none; PATH=$MACEMU_HOST_PATH tac <<< kept"];
        foreach (string variable in new[] { "UNUSED=1", "MACEMU_NO_OVERLAY=1" })
        {
            Outcome outcome = bench.Run(caller, call, variable: variable);
            Assert.Equal((0, "none\nkept\n", "bash: line 1: timeout: command not found\n"), (outcome.Status, outcome.Output, outcome.Errors));
        }
    }

    [SkippableTheory, MemberData(nameof(Callers))]
    public void Exit_status_is_the_scripts(Caller caller)
    {
        Assert.Equal(7, bench.Run(caller, [bench.Script("#!/bin/sh\nexit 7\n")]).Status);
        Assert.Equal(7, bench.Run(caller, [.. AsAlice, bench.Script("#!/bin/sh\nexit 7\n")]).Status);
        Assert.Equal(7, bench.Run(caller, ["--", "sh", "-c", "exit 7"]).Status);
    }

    [SkippableTheory, MemberData(nameof(Callers))]
    public void Death_by_a_signal_is_the_scripts(Caller caller) =>
        Assert.Equal(128 + 15, bench.Run(caller, ["--", "bash", "-c", "kill -TERM $$"]).Status);

    [SkippableTheory, MemberData(nameof(Callers))]
    public void Signals_are_not_ignored_and_no_files_are_left_open(Caller caller)
    {
        Outcome outcome = bench.Run(caller, [.. AsAlice, "--", "grep", "-E", "Sig(Ign|Blk)|CapEff", "/proc/self/status"]);
        // Signal 32 is the C library's own; whoever started the tests may have it ignored.
        var values = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t')).Select(line => (line[0], Convert.ToUInt64(line[1], 16) & ~0x8000_0000UL));
        Assert.Equal([("SigBlk:", 0UL), ("SigIgn:", 0UL), ("CapEff:", 0UL)], values);
        Assert.DoesNotContain("memfd", bench.Run(caller, [.. AsAlice, "--", "ls", "-l", "/proc/self/fd"]).Output);
    }

    [SkippableTheory, MemberData(nameof(Callers))]
    public void Standard_input_reaches_the_script(Caller caller) =>
        Assert.Equal("one\ntwo\n", bench.Run(caller, ["--", "cat"], input: "one\ntwo\n").Output);

    [SkippableTheory, MemberData(nameof(Callers))]
    public void The_script_is_root(Caller caller) =>
        Assert.Equal("0 0 0 root /var/root\n", bench.Run(caller, [bench.Script("#!/bin/bash\necho $(id -u) $(id -g) $EUID $USER ~\n")]).Output);

    [SkippableTheory, MemberData(nameof(Callers))]
    public void The_script_is_the_user_of_as(Caller caller) =>
        Assert.Equal(
            "501 20 501 alice /Users/alice\nalice\n",
            bench.Run(caller, [.. AsAlice, bench.Script("#!/bin/bash\necho $(id -u) $(id -g) $EUID $USER ~\ncd && touch x && echo $MACEMU_USER\n")]).Output);

    [SkippableTheory, MemberData(nameof(Callers))]
    public void Sudo_makes_root_of_a_user_and_back(Caller caller)
    {
        Outcome outcome = bench.Run(caller, [.. AsAlice, bench.Script(
            "#!/bin/bash\nsudo bash -c 'echo $EUID $MACEMU_USER; sudo -u alice bash -c \"echo \\$EUID \\$MACEMU_USER; sudo id -u\"'\nid -u\n")]);
        Assert.Equal("0 root\n501 alice\n0\n501\n", outcome.Output);
        Assert.Equal("", outcome.Errors);
    }

    [SkippableTheory, MemberData(nameof(Callers))]
    public void Sudo_makes_a_user_of_root(Caller caller)
    {
        Outcome outcome = bench.Run(caller, ["--", "sudo", "-u", "alice", "bash", "-c", "echo $EUID; echo x > made; cat $MACEMU_MACHINE; sudo rm made; sh -c 'exit 9'"]);
        Assert.Equal("501\n", outcome.Output);
        Assert.Equal("", outcome.Errors);
        Assert.Equal(9, outcome.Status);
    }

    [SkippableTheory, MemberData(nameof(Callers))]
    public void Nobody_has_the_unsigned_form_of_its_negative_number(Caller caller) =>
        Assert.Equal("4294967294\n", bench.Run(caller, ["--as", "nobody:4294967294:4294967294", "--", "id", "-u"]).Output);

    [SkippableTheory, MemberData(nameof(Callers))]
    public void A_stand_in_finds_the_hosts_command(Caller caller)
    {
        Outcome outcome = bench.Run(caller, ["--", "/usr/bin/groups", "--version"]);
        Assert.StartsWith("stand-in\ngroups (GNU", outcome.Output);
    }

    [SkippableTheory, MemberData(nameof(Callers))]
    public void Names_come_from_the_given_accounts(Caller caller)
    {
        string passwd = Path.Combine(bench.Home, "passwd");
        File.WriteAllText(passwd, AccountFiles.PasswdLine("root", 0, 0, "System Administrator", "/var/root", "/bin/sh")
            + AccountFiles.PasswdLine("alice", 501, 20, "Alice: A", "/Users/alice", "/bin/zsh")
            + AccountFiles.PasswdLine("nobody", -2, -2, "Unprivileged User", "/var/empty", "/usr/bin/false"));
        Outcome outcome = bench.Run(caller, ["--passwd", passwd, .. AsAlice, "--", "bash", "-c", "id -un; echo ~alice; PATH=$MACEMU_HOST_PATH getent passwd nobody"]);
        Assert.Equal("alice\n/Users/alice\nnobody:*:4294967294:4294967294:Unprivileged User:/var/empty:/usr/bin/false\n", outcome.Output);
    }

    [SkippableTheory, MemberData(nameof(Callers))]
    public void What_is_written_in_the_Macs_folders_stays_with_the_machine(Caller caller)
    {
        bench.Run(caller, ["--", "bash", "-c", "echo done > /var/db/.AppleSetupDone; mkdir -p '/Library/Application Support/X'; echo tmp > /private" + bench.Home + "/t"]);
        Assert.Equal("done\n", File.ReadAllText(bench.Machine + ".root/var/db/.AppleSetupDone"));
        Assert.True(Directory.Exists(bench.Machine + ".root/Library/Application Support/X"));
        Assert.Equal("tmp\n", File.ReadAllText(bench.Home + "/t"));
        Assert.Equal("done\n", bench.Run(caller, ["--", "cat", "/var/db/.AppleSetupDone"]).Output);
    }

    [SkippableTheory, MemberData(nameof(Callers))]
    public void The_host_can_t_be_written_and_the_Mac_s_own_folders_can(Caller caller)
    {
        string name = $"macemu-{Guid.NewGuid():N}";
        Outcome outcome = bench.Run(caller, ["--", "bash", "-c",
            $"for d in /usr/bin /usr/share /home /srv /var/lib /.macemu/host/etc /.macemu/host/tmp; do touch $d/{name} 2> /dev/null && echo $d; done; "
            + $"for d in /etc /tmp /opt /usr/local /usr/local/bin /var/log /var/tmp /var/folders /private/etc . /Library /Users/Shared; do touch $d/{name} || echo not $d; done; "
            + "echo 127.0.0.2 there >> /etc/hosts; tail -1 /etc/hosts; cat /etc/hostname > /dev/null && ls /dev/null /proc/self/exe | wc -l"]);
        Assert.Equal("127.0.0.2 there\n2\n", outcome.Output);
        Assert.Equal("", outcome.Errors);
        Assert.True(File.Exists($"{bench.Machine}.root/etc/{name}") && File.Exists($"{bench.Home}/{name}"));
        Assert.DoesNotContain(new[] { "/etc", "/tmp", "/usr/local/bin", "/var/log", "/usr/share" }, folder => File.Exists($"{folder}/{name}"));
        Assert.DoesNotContain("127.0.0.2 there", File.ReadAllText("/etc/hosts"));
        // What an earlier run wrote is there, and the empty folders that the current directory was mounted on are not.
        Assert.Equal($"/etc/{name}\n", bench.Run(caller, ["--cwd", "/", "--", "ls", $"/etc/{name}"]).Output);
        Assert.Equal([$"{bench.Machine}.root/tmp/{name}"], Directory.GetFileSystemEntries(bench.Machine + ".root/tmp"));
    }

    [SkippableFact]
    public void Root_keeps_a_machine_that_only_root_may_read()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root can try what root does");
        bench.Start(["chmod", "700", bench.Home], "", null);
        Outcome outcome = bench.Run(Caller.Root, [.. AsAlice, "--", "bash", "-c", "id -u; cat $MACEMU_MACHINE && echo x > $MACEMU_MACHINE && /usr/bin/dscl"]);
        Assert.Equal("501\nfake dscl from /usr/bin/dscl: \n", outcome.Output);
    }

    [SkippableTheory, MemberData(nameof(Callers))]
    public void A_run_within_a_run_works_and_still_finds_the_hosts_commands(Caller caller)
    {
        Outcome outcome = bench.Run(caller, ["--", Bench.DriverInside, "--tools", "/.macemu/tools", .. AsAlice, "--", "bash", "-c", "id -u; /usr/bin/dscl; groups --version | head -2"]);
        Assert.StartsWith("501\nfake dscl from /usr/bin/dscl: \nstand-in\ngroups (GNU", outcome.Output);
    }

    [SkippableTheory, MemberData(nameof(Callers))]
    public void The_environment_is_clean_unless_kept(Caller caller)
    {
        Outcome clean = bench.Run(caller, ["--", "sh", "-c", "echo \"$PATH $SECRET\""], variable: "SECRET=x");
        Assert.Equal("/usr/bin:/bin:/usr/sbin:/sbin \n", clean.Output);
        Outcome kept = bench.Run(caller, ["--keep-env", "--", "sh", "-c", "echo \"$PATH $SECRET\""], variable: "SECRET=x");
        Assert.StartsWith("/usr/bin:/bin:/usr/sbin:/sbin", kept.Output);
        Assert.EndsWith(" x\n", kept.Output);
    }

    [SkippableTheory, MemberData(nameof(Callers))]
    public void Sh_is_bash_in_its_POSIX_mode(Caller caller)
    {
        string script = bench.Script("#!/bin/sh -e -u\necho ${BASH_VERSION:+bash} $(shopt -qo posix && echo posix) $-\nsh -c 'echo ${BASH_VERSION:+bash}'\n./missing || true\n", executable: false);
        Outcome outcome = bench.Run(caller, [script]);
        Assert.Matches("^bash posix ehuB\nbash\n$", outcome.Output);
        Assert.Equal("bash posix hB\n", bench.Run(caller, [bench.Script("echo ${BASH_VERSION:+bash} $(shopt -qo posix && echo posix) $-\n")]).Output);
    }

    [SkippableFact]
    public void A_missing_shell_is_named_with_its_package()
    {
        Skip.If(File.Exists("/bin/zsh"), "this host has zsh");
        foreach (string first in new[] { "#!/bin/zsh --no-rcs", "#!/usr/bin/env zsh" })
        {
            Outcome outcome = bench.Run(Caller.Ordinary, [bench.Script(first + "\necho no\n")], needsNamespace: false);
            Assert.Equal(127, outcome.Status);
            Assert.Contains("zsh, which this host lacks: install it (Debian: apt-get install zsh)", outcome.Errors);
            Assert.Equal("", outcome.Output);
        }
    }

    [SkippableFact]
    public void Windows_line_ends_are_named()
    {
        Outcome outcome = bench.Run(Caller.Ordinary, [bench.Script("#!/bin/bash\r\necho no\r\n")], needsNamespace: false);
        Assert.Equal(127, outcome.Status);
        Assert.Contains("carriage return", outcome.Errors);
    }

    [SkippableTheory, MemberData(nameof(Callers))]
    public void Missing_commands_and_scripts_have_the_shells_statuses(Caller caller)
    {
        Outcome command = bench.Run(caller, ["--", "no-such-command"]);
        Assert.Equal((127, "macemu: run: no-such-command: command not found\n"), (command.Status, command.Errors));
        Assert.Equal(127, bench.Run(caller, ["no-such-script.sh"]).Status);
        Assert.Equal(126, bench.Run(caller, ["/tmp"]).Status);
        Assert.Equal(126, bench.Run(caller, ["--", bench.Script("echo", executable: false)]).Status);
    }

    [SkippableTheory, MemberData(nameof(Callers))]
    public void Another_shell_can_be_chosen(Caller caller)
    {
        Assert.Equal("0 bash\n", bench.Run(caller, ["--shell", "bash", "--", "echo", "$EUID", "$0"]).Output);
        Assert.Equal("bash x\n", bench.Run(caller, ["--shell", "bash", bench.Script("#!/bin/zsh\necho ${BASH_VERSION:+bash} $1\n"), "x"]).Output);
    }

    [SkippableTheory, MemberData(nameof(Callers))]
    public void The_working_directory_is_kept(Caller caller)
    {
        Assert.Equal(bench.Home + "\n", bench.Run(caller, ["--", "pwd"]).Output);
        Assert.Equal(bench.Tools + "\n", bench.Run(caller, ["--cwd", bench.Tools, "--", "pwd"]).Output);
        Assert.Equal("/\n", bench.Run(caller, ["--cwd", "/", "--", "pwd"]).Output);
    }

    [SkippableTheory, MemberData(nameof(Callers))]
    public void Without_a_namespace_PATH_serves_and_one_line_says_so(Caller caller)
    {
        string script = bench.Script("#!/bin/sh\ndscl . -list /Users\nsudo echo ok\necho ${BASH_VERSION:+bash}\nexit 7\n");
        Outcome outcome = bench.Run(caller, [script], variable: NoNamespace, needsNamespace: false);
        Assert.Equal($"fake dscl from {bench.Tools}/dscl: . -list /Users\nok\nbash\n", outcome.Output);
        Assert.Equal(7, outcome.Status);
        string line = Assert.Single(outcome.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("absolute paths such as /usr/bin/dscl aren't redirected", line);
        Assert.Contains("macemu install", line);
    }

    [SkippableTheory, MemberData(nameof(Callers))]
    public void Without_a_namespace_a_tools_own_path_still_leads_to_it(Caller caller) =>
        Assert.Equal("fake dscl from " + bench.Tools + "/dscl: x\n", bench.Run(caller, ["--", "/usr/bin/dscl", "x"], variable: NoNamespace, needsNamespace: false).Output);

    [SkippableFact]
    public void Where_user_namespaces_are_forbidden_the_reason_is_told()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root can forbid user namespaces for a try");
        // In a user namespace of its own, a limit of none holds for it alone.
        string inner = $"echo 0 > /proc/sys/user/max_user_namespaces && exec {Bench.Driver} --tools {bench.Tools} --as alice:501:20 -- dscl";
        Outcome outcome = bench.Start(["unshare", "--map-root-user", "sh", "-c", inner], "", null);
        Skip.If(outcome.Errors.Contains("max_user_namespaces"), "the limit can't be set here");
        Assert.Equal($"fake dscl from {bench.Tools}/dscl: \n", outcome.Output);
        Assert.Contains("No space left on device", outcome.Errors);
        Assert.Contains("the user ID is 0, not 501", outcome.Errors);
    }

    private static string[] HostListing() =>
        [.. new[] { "/usr/bin", "/usr/sbin", "/usr/libexec", "/bin", "/sbin", "/" }
            .Where(Directory.Exists).SelectMany(directory => Directory.EnumerateFileSystemEntries(directory)).Order()];
}
