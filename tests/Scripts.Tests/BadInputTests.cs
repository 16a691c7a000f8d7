using System.Diagnostics;
using System.Text.Json;

namespace Scripts.Tests;

/// <summary>What is wrong with a command's input is said in one line and changes nothing; a stack trace is never seen.</summary>
public sealed class BadInputTests
{
    private const string WithAlice = "{users: {alice: {admin: true, password: alice-pw, secureToken: true}}}";

    private static void Refused(Ended ended, int status, string message)
    {
        Assert.Equal(status, ended.Status);
        Assert.Contains(message, ended.Error, StringComparison.Ordinal);
        Assert.Single(ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("dscl", ".", "-list", "/Users")]
    [InlineData("sysadminctl", "-secureTokenStatus", "alice")]
    [InlineData("id", "alice")]
    [InlineData("macemu", "show")]
    public void A_machine_file_that_is_none(string tool, params string[] arguments)
    {
        using var rehearsal = new Rehearsal(WithAlice);
        var whole = File.ReadAllBytes(rehearsal.MachineFile);

        File.WriteAllText(rehearsal.MachineFile, string.Concat(Enumerable.Repeat("not a machine\n", 50)));
        Refused(rehearsal.Run(tool, arguments), 78, "it is not a machine of macemu");

        File.WriteAllBytes(rehearsal.MachineFile, whole[..20_000]);
        Refused(rehearsal.Run(tool, arguments), 78, "it is damaged");

        var newer = (byte[])whole.Clone();
        newer[63] = 99; // PRAGMA user_version
        File.WriteAllBytes(rehearsal.MachineFile, newer);
        Refused(rehearsal.Run(tool, arguments), 78, "a newer macemu wrote it (format 99");
        Assert.Equal(newer, File.ReadAllBytes(rehearsal.MachineFile));

        File.Delete(rehearsal.MachineFile);
        Refused(rehearsal.Run(tool, arguments), 78, "there is no such file");
        Assert.False(File.Exists(rehearsal.MachineFile));
    }

    [SkippableFact]
    public void A_machine_that_cant_be_written()
    {
        using var rehearsal = new Rehearsal(WithAlice);
        // Root may write anything but what a file system doesn't let it: a read-only mount of the folder.
        var ended = Shell(rehearsal, $"mount --bind -o ro {rehearsal.Folder} {rehearsal.Folder} && mount -o remount,ro,bind {rehearsal.Folder} && dscl . -create /Users/bob");
        Refused(ended, 74, "it can't be");
        Assert.Null(rehearsal.Account("bob"));
    }

    [SkippableFact]
    public void A_full_disk()
    {
        using var rehearsal = new Rehearsal(WithAlice);
        var disk = Path.Combine(rehearsal.Folder, "disk");
        Directory.CreateDirectory(disk);
        var size = new FileInfo(rehearsal.MachineFile).Length;
        var ended = Shell(rehearsal,
            $"mount -t tmpfs -o size={size + 8192} none {disk} && cp machine.db {disk}/ && head -c 9000 /dev/zero > {disk}/filler; "
            + $"export MACEMU_MACHINE={disk}/machine.db; before=$(sha256sum < $MACEMU_MACHINE); "
            + "dscl . -create /Users/alice Comment \"$(head -c 100000 /dev/zero | tr '\\0' x)\"; status=$?; "
            + "[ \"$before\" = \"$(sha256sum < $MACEMU_MACHINE)\" ] || echo 'the machine has changed' >&2; exit $status");
        Assert.Equal(74, ended.Status);
        Assert.Contains("nothing was changed", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("the machine has changed", ended.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Arguments_that_are_no_UTF_8()
    {
        using var rehearsal = new Rehearsal(WithAlice);
        Refused(Shell(rehearsal, "dscl . -create $'/Users/b\\xff\\xfeb'"), 65, "argument 3 is not valid UTF-8");
        Refused(Shell(rehearsal, "sysadminctl -addUser $'b\\xffb' -password pass-b"), 65, "argument 2 is not valid UTF-8");
        Assert.Equal(["alice"], rehearsal.Look(mac => mac.Accounts.People.Select(user => user.Name).ToList()));
        // U+FFFD itself is a character like others.
        Assert.Equal(0, rehearsal.Run("dscl", ".", "-create", "/Users/b\uFFFDb").Status);
    }

    [SkippableTheory]
    [InlineData("mary ann")]
    [InlineData("O'Neil \"Jr\"")]
    [InlineData("🦊fox")]
    [InlineData("Zoë")]
    public void Odd_names_go_through_the_tools(string name)
    {
        using var rehearsal = new Rehearsal(WithAlice);
        Assert.Equal(new Ended(0, "", ""), rehearsal.Run("dscl", ".", "-create", $"/Users/{name}"));
        Assert.Equal(0, rehearsal.Run("dscl", ".", "-passwd", $"/Users/{name}", "pass-x").Status);
        Assert.Equal(0, rehearsal.Run("dscl", ".", "-authonly", name, "pass-x").Status);
        Assert.Contains(name, rehearsal.Run("dscl", ".", "-list", "/Users").Output.Split('\n'));
        using (var shown = JsonDocument.Parse(rehearsal.Run("macemu", "show", "--json").Output))
            Assert.True(shown.RootElement.GetProperty("users").TryGetProperty(name, out _));
        Assert.Equal(0, rehearsal.Run("dscl", ".", "-delete", $"/Users/{name}").Status);
        Assert.Null(rehearsal.Account(name));
    }

    [SkippableFact]
    public void A_name_with_a_slash_is_escaped()
    {
        using var rehearsal = new Rehearsal(WithAlice);
        Assert.Equal(0, rehearsal.Run("dscl", ".", "-create", @"/Users/a\/b").Status);
        Assert.NotNull(rehearsal.Account("a/b"));
        Assert.Equal(0, rehearsal.Run("dscl", ".", "-delete", "/Users/a%2Fb").Status);
        Assert.Null(rehearsal.Account("a/b"));
    }

    [SkippableFact]
    public void Empty_and_unknown_words()
    {
        using var rehearsal = new Rehearsal(WithAlice);
        var before = rehearsal.Run("macemu", "show", "--json").Output;
        foreach (var arguments in (string[][])
            [["dscl", "", "-list", "/Users"], ["dscl", ".", "", "/Users"], ["dscl", ".", "-nosuch"], ["dscl", ".", "-create", ""], ["dscl", ".", "-read", ""],
            ["sysadminctl", "-nosuch"], ["sysadminctl", ""], ["sysadminctl", "-addUser", ""], ["sysadminctl", "-deleteUser", ""], ["sysadminctl", "-addUser"]])
        {
            var ended = rehearsal.Run(arguments[0], arguments[1..]);
            Assert.DoesNotContain("internal error", ended.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
        }
        Assert.Equal(before.Split("\"clock\"")[1].Split('\n')[1..], rehearsal.Run("macemu", "show", "--json").Output.Split("\"clock\"")[1].Split('\n')[1..]);
        Assert.Equal(2, rehearsal.Run("macemu", "nosuch").Status);
        Assert.Equal(2, rehearsal.Run("macemu", "create", "--nosuch").Status);
    }

    // In a mount namespace of its own, as root.
    private static Ended Shell(Rehearsal rehearsal, string script)
    {
        using var probe = Process.Start(new ProcessStartInfo("unshare", ["-m", "true"]) { RedirectStandardError = true })!;
        probe.WaitForExit();
        Skip.IfNot(probe.ExitCode == 0, "mount namespaces can't be made here");
        var start = new ProcessStartInfo("unshare", ["-m", "setsid", "--wait", "bash", "-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = rehearsal.Folder,
        };
        start.Environment["PATH"] = $"{Rehearsal.Bin}:/usr/bin:/bin:/usr/sbin:/sbin";
        start.Environment["MACEMU_MACHINE"] = rehearsal.MachineFile;
        start.Environment["MACEMU_USER"] = "root";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return new Ended(process.ExitCode, output.Result, error.Result);
    }
}
