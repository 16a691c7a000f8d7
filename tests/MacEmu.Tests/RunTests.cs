using System.Diagnostics;

namespace MacEmu.Tests;

/// <summary><c>macemu run</c> as a real process (what scripts find inside is tested in MacEmu.Run.Tests).</summary>
public sealed class RunTests : IDisposable
{
    private readonly Bench bench = Bench.WithAlice();

    public RunTests()
    {
        var tools = Path.Combine(bench.Folder, "tools");
        Directory.CreateDirectory(tools);
        var dscl = Path.Combine(tools, "dscl");
        File.WriteAllText(dscl, "#!/bin/sh\necho \"fake dscl from $0: $*\"\n");
        using var chmod = Process.Start("chmod", ["755", dscl]);
        chmod.WaitForExit();
        bench.Environment["MACEMU_TOOLS"] = tools;
    }

    public void Dispose() => bench.Dispose();

    [SkippableFact]
    public void A_script_finds_the_tools_at_the_Macs_paths_and_its_arguments_untouched()
    {
        var outcome = Run("", bench.Write("script.sh", "#!/bin/bash\n/usr/bin/dscl . -list\nprintf '<%s>' \"$@\"\nexit 7\n"), "--help", "--as", "bob", "--", "", "-x");
        Assert.Equal(new Outcome(7, "fake dscl from /usr/bin/dscl: . -list\n<--help><--as><bob><--><><-x>", ""), outcome);
    }

    [SkippableFact]
    public void A_command_gets_its_arguments_untouched() =>
        Assert.Equal(new Outcome(3, "a b|--machine|--|in\n", ""), Run("in\n", "--", "bash", "-c", "echo \"$1|$2|$3|$(cat)\"; exit 3", "x", "a b", "--machine", "--"));

    [SkippableFact]
    public void The_user_is_root_or_the_one_of_as()
    {
        Assert.Equal("0 root /var/root\n", Run("", "--", "bash", "-c", "echo $(id -u) $MACEMU_USER $HOME").Output);
        bench.Good("login", "alice", "--password", "s3cret");
        Assert.Equal("501 20 alice /Users/alice\nAlice Example\n", Run("", "--as", "alice", "--", "bash", "-c", "cd ~alice && echo $(id -u) $(id -g) $(id -un) $PWD; PATH=$MACEMU_HOST_PATH getent passwd alice | cut -d: -f5").Output);
        Assert.Equal("4294967294\n", Run("", "--as=nobody", "--", "id", "-u").Output);
    }

    [SkippableFact]
    public void Groups_and_their_members_are_the_Macs() =>
        Assert.Equal("admin:*:80:root,alice\n", Run("", "--", "bash", "-c", "PATH=$MACEMU_HOST_PATH getent group admin").Output);

    [SkippableFact]
    public void The_directorys_record_files_are_there_follow_changes_and_cant_be_written()
    {
        var tool = Path.Combine(bench.Environment["MACEMU_TOOLS"]!, "dscl");
        File.Delete(tool);
        File.CreateSymbolicLink(tool, Path.Combine(AppContext.BaseDirectory, "dscl"));
        var script = bench.Write("files.sh",
            """
            #!/bin/bash
            cd /var/db/dslocal/nodes/Default && ls -d */ | tr -d '\n'; echo
            head -c 8 users/alice.plist; echo
            dscl . -create /Users/carol RealName "Carol C" && grep -c 'Carol C' users/carol.plist
            dscl . -create /Users/carol RealName "Carol D" && grep -c 'Carol D' users/carol.plist /private/var/db/dslocal/nodes/Default/users/carol.plist
            dscl . -create /Users/carol UniqueID 501 2> /dev/null; echo $?; grep -c 501 users/carol.plist
            dscl . -delete /Users/carol; ls users | grep -c carol
            { echo x > users/alice.plist; } 2>&1 | grep -o 'Read-only file system'
            rm users/alice.plist 2>/dev/null || echo kept
            touch /var/db/other && echo writable
            """);
        Assert.Equal(
            "aliases/computers/config/groups/networks/sharepoints/users/\nbplist00\n1\nusers/carol.plist:1\n/private/var/db/dslocal/nodes/Default/users/carol.plist:1\n55\n0\n0\nRead-only file system\nkept\nwritable\n",
            Run("", script).Output);

        // What happens between two runs is there in the next.
        bench.Good("login", "alice", "--password", "s3cret");
        Assert.Equal("0\n", Run("", "--", "bash", "-c", "grep -c zed /var/db/dslocal/nodes/Default/users/alice.plist").Output);
        bench.Good("snapshot", "save", "before");
        Run("", "--", "dscl", ".", "-create", "/Users/alice", "Comment", "zed");
        Assert.Equal("1\n", Run("", "--", "bash", "-c", "grep -c zed /var/db/dslocal/nodes/Default/users/alice.plist").Output);
        bench.Good("snapshot", "restore", "before");
        Assert.Equal("0\n", Run("", "--", "bash", "-c", "grep -c zed /var/db/dslocal/nodes/Default/users/alice.plist").Output);
    }

    [SkippableFact]
    public void What_changes_the_directory_changes_what_the_hosts_commands_see()
    {
        var tool = Path.Combine(bench.Environment["MACEMU_TOOLS"]!, "dscl");
        File.Delete(tool);
        File.CreateSymbolicLink(tool, Path.Combine(AppContext.BaseDirectory, "dscl"));
        var script = bench.Write("accounts.sh",
            """
            #!/bin/bash
            PATH=$MACEMU_HOST_PATH getent passwd carol || echo none
            dscl . -create /Users/carol && dscl . -create /Users/carol UniqueID 701 && dscl . -create /Users/carol PrimaryGroupID -2
            dscl . -create /Users/carol NFSHomeDirectory /Users/carol; dscl . -append /Groups/staff GroupMembership carol
            PATH=$MACEMU_HOST_PATH getent passwd carol; PATH=$MACEMU_HOST_PATH getent group staff; id -un 701
            touch /tmp/accounts.$$; [ $1 = no ] || { chown carol /tmp/accounts.$$ && stat -c %U /tmp/accounts.$$; }; rm -f /tmp/accounts.$$
            MACEMU_MACHINE=$2 dscl . -delete /Users/carol; PATH=$MACEMU_HOST_PATH getent passwd carol | cut -d: -f1
            dscl . -delete /Users/carol; PATH=$MACEMU_HOST_PATH getent passwd carol || echo gone
            wc -l < /etc/passwd | xargs test 50 -lt && tail -c 1 /etc/passwd | od -An -c
            """);
        var other = Path.Combine(bench.Folder, "other.db");
        bench.Good("create", "--machine", other, "--from", bench.Write("other.yml", "users: {carol: {}}"));
        var isRoot = System.Environment.IsPrivilegedProcess;
        var outcome = Run("", script, isRoot ? "yes" : "no", other);
        Assert.Equal(
            $"none\ncarol:*:701:4294967294::/Users/carol:/usr/bin/false\nstaff:*:20:root,carol\ncarol\n{(isRoot ? "carol\n" : "")}carol\ngone\n  \\n\n",
            outcome.Output);
        Assert.Equal("*:501:", Run("", "--", "bash", "-c", "PATH=$MACEMU_HOST_PATH getent passwd alice").Output["alice:".Length..][..6]);
    }

    [SkippableFact]
    public void All_that_a_script_runs_shares_a_new_run_id()
    {
        var first = Run("", "--", "bash", "-c", "echo $MACEMU_RUN; bash -c 'echo $MACEMU_RUN'; echo $MACEMU_MACHINE").Output.Split('\n');
        Assert.True(Guid.TryParse(first[0], out _), first[0]);
        Assert.Equal(first[0], first[1]);
        Assert.Equal(bench.Machine, first[2]);
        Assert.NotEqual(first[0], Run("", "--", "bash", "-c", "echo $MACEMU_RUN").Output.TrimEnd('\n'));
        bench.Environment["MACEMU_RUN"] = "outer";
        Assert.Equal("outer\n", Run("", "--", "bash", "-c", "echo $MACEMU_RUN").Output);
    }

    [SkippableFact]
    public void Options_of_run_stand_before_the_script()
    {
        bench.Environment["SECRET"] = "x";
        var script = bench.Write("s", "echo \"${BASH_VERSION:+bash} $SECRET$1\"\n");
        Assert.Equal("bash x--keep-env\n", Run("", "--keep-env", "--shell", "bash", script, "--keep-env").Output);
        Assert.Equal("bash --shell\n", Run("", script, "--shell").Output);
        var other = Path.Combine(bench.Folder, "other.db");
        bench.Good("create", "--machine", other);
        Assert.Equal(other + "\n", Run("", "--machine", other, "--", "printenv", "MACEMU_MACHINE").Output);
    }

    [SkippableFact]
    public void A_home_outside_the_Macs_own_folders_is_not_made()
    {
        using var mac = Bench.WithMachine("--from", bench.Write("d.yml", $"users: {{eve: {{password: pw, home: \"/Users/../..{bench.Folder}/escaped\"}}}}"));
        foreach (var (name, value) in bench.Environment.Where(variable => variable.Key == "MACEMU_TOOLS")) mac.Environment[name] = value;
        SkipWithoutNamespaces(mac);
        mac.Start("", "run", "--as", "eve", "--", "true");
        Assert.Empty(Directory.GetFileSystemEntries(mac.Folder).Select(Path.GetFileName).Except(["machine.db", "machine.db.root", "machine.db.runs"]));
        Assert.False(Directory.Exists(Path.Combine(bench.Folder, "escaped")));
    }

    [SkippableFact]
    public void Missing_scripts_and_commands_have_the_shells_statuses()
    {
        Assert.Equal(new Outcome(127, "", "macemu: run: no-such-script.sh: No such file or directory\n"), Run("", "no-such-script.sh"));
        Assert.Equal(new Outcome(127, "", "macemu: run: no-such-command: command not found\n"), Run("", "--", "no-such-command"));
    }

    [Theory]
    [InlineData("run: name a script, or a command after '--'; 'macemu run --help' tells how it is used")]
    [InlineData("run: name a script, or a command after '--'; 'macemu run --help' tells how it is used", "--")]
    [InlineData("run: the script's name is empty", "")]
    [InlineData("run: the command's name is empty", "--", "")]
    [InlineData("run: --shell is empty", "--shell", "", "x")]
    [InlineData("run: --as zed: no such user on this Mac; 'macemu show' lists the users", "--as", "zed", "--", "true")]
    [InlineData("run: --as : no such user on this Mac; 'macemu show' lists the users", "--as", "", "--", "true")]
    [InlineData("run: no option --bogus; 'macemu run --help' tells how it is used", "--bogus", "script")]
    public void Wrong_uses_are_told(string line, params string[] arguments) => bench.Bad(2, line, ["run", .. arguments]);

    [Fact]
    public void Where_no_default_machine_is_one_is_made()
    {
        using var fresh = new Bench();
        fresh.Environment["MACEMU_NO_NAMESPACE"] = "noticed";
        fresh.Environment["MACEMU_TOOLS"] = bench.Environment["MACEMU_TOOLS"];
        var path = Path.Combine(fresh.Folder, ".local/state/macemu/machine.db");
        Assert.Equal(new Outcome(0, path + "\n", ""), fresh.Start("", "run", "--", "printenv", "MACEMU_MACHINE"));
        Assert.True(File.Exists(path));
        fresh.Environment["MACEMU_MACHINE"] = "/nowhere.db";
        Assert.Equal(78, fresh.Start("", "run", "--", "true").Status);
    }

    [Fact]
    public void Standard_streams_of_the_process_work()
    {
        Assert.Equal(new Outcome(0, "ok: 1 value is as expected\n", ""), bench.Start("sip: enabled", "verify", "-"));
        Assert.Equal(new Outcome(2, "", "macemu: no command 'x'; 'macemu --help' tells how it is used\n"), bench.Start("", "x"));
        Assert.Equal(bench.Good("show"), bench.Start("", "show").Output);
    }

    [Fact]
    public void A_full_disk_is_told_and_gives_74()
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", $"MACEMU_MACHINE={bench.Machine} {Path.Combine(AppContext.BaseDirectory, "macemu")} show > /dev/full"]) { RedirectStandardError = true })!;
        Assert.Equal("macemu: reading or writing failed: No space left on device\n", shell.StandardError.ReadToEnd());
        shell.WaitForExit();
        Assert.Equal(74, shell.ExitCode);
    }

    private Outcome Run(string input, params string[] arguments)
    {
        SkipWithoutNamespaces(bench);
        return bench.Start(input, ["run", .. arguments]);
    }

    private static void SkipWithoutNamespaces(Bench bench)
    {
        using var probe = Process.Start(new ProcessStartInfo("unshare", ["--map-root-user", "--mount", "true"]) { RedirectStandardError = true, WorkingDirectory = bench.Folder })!;
        var errors = probe.StandardError.ReadToEnd();
        probe.WaitForExit();
        Skip.IfNot(probe.ExitCode == 0, $"namespaces are refused here: {errors.Trim()}");
    }
}
