using MacEmu.Run;
using MacStateStore.Releases;

namespace Companions.Tests;

public sealed class SmallCommandTests
{
    [Fact]
    public void Hardware_overview()
    {
        using var bench = new Bench();
        var (serial, uuid) = bench.Look(mac => (mac.Machine.Serial, mac.Machine.HardwareUuid));
        var outcome = bench.AsBob("system_profiler", "SPHardwareDataType");
        Assert.StartsWith("Hardware:\n\n    Hardware Overview:\n\n      Model Name: MacBook Air\n      Model Identifier: Mac14,2\n      Model Number: ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("\n      Chip: Apple M2\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"\n      Serial Number (system): {serial}\n      Hardware UUID: {uuid}\n      Provisioning UDID: ", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("      Activation Lock Status: Disabled\n\n", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(serial, outcome.Output.Split('\n').Single(line => line.Contains("Serial", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[3]);
    }

    [Fact]
    public void Architecture()
    {
        using var apple = new Bench();
        using var intel = new Bench(Bench.Usual("12.7", Chip.T2));
        Assert.Equal("arm64\n", apple.AsBob("arch").Output);
        Assert.Equal("i386\n", intel.AsBob("arch").Output);
    }

    [Fact]
    public void Binding_to_Active_Directory()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, "", ""), bench.AsBob("dsconfigad", "-show"));
        Assert.Equal(78, bench.AsRoot("dsconfigad", "-remove", "-force", "-u", "none", "-p", "hush").Status);
        Assert.DoesNotContain("hush", bench.Journal[^1].Entry.Arguments, StringComparison.Ordinal);
    }

    [Fact]
    public void Uuids_are_upper_case_and_new()
    {
        using var bench = new Bench();
        var first = bench.AsBob("uuidgen").Output;
        Assert.Matches("^[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}\n$", first);
        Assert.NotEqual(first, bench.AsBob("uuidgen").Output);
        using var same = new Bench();
        Assert.Equal(first, same.AsBob("uuidgen").Output);
        Assert.Equal(1, bench.AsBob("uuidgen", "x").Status);
    }

    [Fact]
    public void Log_entries_go_nowhere()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, "", ""), bench.AsBob("logger", "-t", "tag", "a", "message"));
        Assert.Equal(new Outcome(0, "", ""), bench.Run("bob", "from stdin\n", "logger"));
        Assert.Matches(@"^\w{3} [ \d]\d \d\d:\d\d:\d\d  tag\[\d+\] <Notice>: a message\n$", bench.AsBob("logger", "-s", "-t", "tag", "a", "message").Errors);
        Assert.Equal(1, bench.AsBob("logger", "-Z").Status);
    }

    [Fact]
    public void Caffeinate_waits_as_long_as_told()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, "", ""), bench.AsBob("caffeinate", "-dimsu", "-t", "0"));
        Assert.Equal(new Outcome(0, "", ""), bench.AsBob("caffeinate", "-w", "2147483647"));
        Assert.Equal(1, bench.AsBob("caffeinate", "-t", "soon").Status);
        Assert.Equal(1, bench.AsBob("caffeinate", "-Z").Status);
    }

    [Fact]
    public void Nvram_keeps_variables_and_protects_those_of_start_up()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(1, "", "nvram: Error getting variable - 'x': (iokit/common) data was not found\n"), bench.AsBob("nvram", "x"));
        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("nvram", "x=a%00b"));
        Assert.Equal(new Outcome(0, "x\ta%00b\n", ""), bench.AsBob("nvram", "x"));
        Assert.Equal(new Outcome(0, "x\ta%00b\n", ""), bench.AsBob("nvram", "-p"));
        Assert.Equal(new Outcome(1, "", "nvram: Error setting variable - 'x': (iokit/common) privilege violation\n"), bench.AsBob("nvram", "x=1"));
        Assert.Equal(new Outcome(1, "", "nvram: Error setting variable - 'csr-active-config': (iokit/common) not permitted\n"), bench.AsRoot("nvram", "csr-active-config=%7f%00%00%00"));
        Assert.Equal(0, bench.AsRoot("nvram", "-d", "x").Status);
        Assert.Equal(1, bench.AsRoot("nvram", "-d", "x").Status);
        Assert.Equal(1, bench.AsRoot("nvram", "x=%zz").Status);
    }

    [Theory]
    [InlineData("macemu: not emulated: hdiutil\n", "hdiutil")]
    [InlineData("macemu: not emulated: osascript: AppleScript that ends so\n", "osascript", "-e", "display dialog")]
    [InlineData("macemu: not emulated: codesign -s …\n", "codesign", "-s", "hush")]
    public void What_is_not_emulated_fails_loudly_and_is_journalled(string message, string name, params string[] arguments)
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(78, "", message), bench.AsRoot(name, arguments));
        Assert.Equal((name, 78), (bench.Journal[0].Entry.Tool, bench.Journal[0].ExitStatus));
        Assert.DoesNotContain("hush", bench.Journal[0].Entry.Arguments, StringComparison.Ordinal);
    }

    [Fact]
    public void Called_under_its_own_name_the_first_argument_counts()
    {
        using var bench = new Bench();
        Assert.Equal("bob\n", bench.AsBob("companions", "whoami").Output);
        Assert.Equal("505\n", bench.AsBob("dotnet", "id", "-u").Output);
        Assert.Equal(64, bench.AsBob("companions").Status);
        Assert.Equal(64, bench.AsBob("companions", "nonsense").Status);
    }

    [Fact]
    public void Every_name_is_listed_once_and_has_its_place_on_a_Mac()
    {
        using var bench = new Bench();
        var names = bench.AsBob("companions", "--list").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("sudo", names);
        Assert.DoesNotContain("fdesetup", names);
        Assert.Equal(names.Distinct().Count(), names.Length);
        // Jamf's messages are shown by a program inside of its own folder.
        Assert.Equal(["jamfHelper"], names.Where(name => !MacPaths.Commands.ContainsKey(name)));
        // The host's own would be found first in a Mac's PATH where /bin and /usr/bin are one directory.
        foreach (var name in (string[])["shutdown", "reboot", "halt"]) Assert.Contains("/usr/sbin", MacPaths.Commands[name]);
        Assert.Contains("/usr/bin", MacPaths.Commands["ls"]);
    }

    [Fact]
    public void A_machine_that_is_not_there()
    {
        using var bench = new Bench();
        File.Delete(bench.Machine);
        Assert.Equal(78, bench.AsBob("whoami").Status);
        Assert.Equal(78, bench.AsRoot("dseditgroup", "-o", "create", "x").Status);
        Assert.Equal(0, bench.AsBob("stat", "-f", "%z", "/tmp").Status);
    }
}
