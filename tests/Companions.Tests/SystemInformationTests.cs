using MacStateStore.PropertyLists;
using MacStateStore.Releases;

namespace Companions.Tests;

public sealed class SystemInformationTests
{
    [Fact]
    public void Serial_and_UUID_as_scripts_take_them_from_the_registry()
    {
        using var bench = new Bench();
        var (serial, uuid) = bench.Look(mac => (mac.Machine.Serial, mac.Machine.HardwareUuid));
        var expert = bench.AsBob("ioreg", "-rd1", "-c", "IOPlatformExpertDevice").Output;
        Assert.StartsWith("+-o J413AP  <class IOPlatformExpertDevice, id 0x", expert, StringComparison.Ordinal);
        Assert.Contains($"\n      \"IOPlatformUUID\" = \"{uuid}\"\n", expert, StringComparison.Ordinal);
        Assert.Contains($"\n      \"IOPlatformSerialNumber\" = \"{serial}\"\n", expert, StringComparison.Ordinal);
        Assert.Contains("\"model\" = <\"Mac14,2\">\n", expert, StringComparison.Ordinal);
        Assert.Contains("\"compatible\" = <\"J413AP\",\"Mac14,2\",\"AppleARM\">\n", expert, StringComparison.Ordinal);
        Assert.Contains($"\"IOPlatformSerialNumber\" = \"{serial}\"\n", bench.AsBob("ioreg", "-l").Output, StringComparison.Ordinal);
        Assert.Contains($"\"IOPlatformSerialNumber\" = \"{serial}\"\n", bench.AsBob("ioreg", "-c", "IOPlatformExpertDevice", "-d", "2").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Battery", bench.AsBob("ioreg", "-c", "IOPlatformExpertDevice", "-d", "2").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Product_name_and_battery()
    {
        using var bench = new Bench();
        var list = (PlistArray)PropertyList.Parse(System.Text.Encoding.UTF8.GetBytes(bench.AsBob("ioreg", "-arc", "IOPlatformDevice", "-k", "product-name").Output));
        Assert.Equal("MacBook Air (M2, 2022)\0", System.Text.Encoding.UTF8.GetString(((PlistData)list[0]["product-name"]!).Value.Span));
        Assert.Contains("\"CycleCount\" = 42\n", bench.AsBob("ioreg", "-r", "-c", "AppleSmartBattery").Output, StringComparison.Ordinal);
        Assert.Contains("\"ExternalConnected\" = Yes\n", bench.AsBob("ioreg", "-rn", "AppleSmartBattery", "-d", "1").Output, StringComparison.Ordinal);
        using var desk = new Bench(Bench.Usual("12.7", Chip.Intel));
        Assert.Equal(new Outcome(0, "", ""), desk.AsBob("ioreg", "-r", "-c", "AppleSmartBattery"));
        Assert.Contains("\"board-id\" = <\"Mac-", desk.AsBob("ioreg", "-rd1", "-c", "IOPlatformExpertDevice").Output, StringComparison.Ordinal);
        foreach (var arguments in (string[][])[["-p", "IOUSB"], ["-rc", "AppleCoolThing"], ["-x"]]) Assert.Equal(78, bench.AsBob("ioreg", arguments).Status);
        Assert.Equal(1, bench.AsBob("ioreg", "-Q").Status);
    }

    [Theory]
    [InlineData("Mac14,2\n", "-n", "hw.model")]
    [InlineData("8589934592\n", "-n", "hw.memsize")]
    [InlineData("Apple M2\n", "-n", "machdep.cpu.brand_string")]
    [InlineData("1\n", "-in", "hw.optional.arm64")]
    [InlineData("hw.ncpu: 8\n", "hw.ncpu")]
    [InlineData("kern.osproductversion: 14.5\nkern.osversion: 23F79\n", "kern.osproductversion", "kern.osversion")]
    [InlineData("0\n", "-n", "sysctl.proc_translated")]
    public void Kernel_variables(string expected, params string[] arguments)
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, expected, ""), bench.AsBob("sysctl", arguments));
    }

    [Fact]
    public void Variables_that_are_not_there()
    {
        using var intel = new Bench(Bench.Usual("12.7", Chip.T2));
        Assert.Equal(new Outcome(1, "", "sysctl: unknown oid 'hw.optional.arm64'\n"), intel.AsBob("sysctl", "-n", "hw.optional.arm64"));
        Assert.Equal(new Outcome(0, "", ""), intel.AsBob("sysctl", "-in", "sysctl.proc_translated"));
        Assert.Equal(new Outcome(1, "", "sysctl: unknown oid 'nonsense'\n"), intel.AsBob("sysctl", "nonsense"));
        Assert.Equal("Intel(R) Core(TM) i7-9750H CPU @ 2.60GHz\n", intel.AsBob("sysctl", "-n", "machdep.cpu.brand_string").Output);
        Assert.Equal(78, intel.AsBob("sysctl", "kern.nisdomainname").Status);
        Assert.Equal(78, intel.AsRoot("sysctl", "kern.maxproc=5").Status);
        var started = intel.Look(mac => mac.LoginHistory.StartedAt).ToUnixTimeSeconds();
        Assert.StartsWith($"kern.boottime: {{ sec = {started}, usec = 0 }} ", intel.AsBob("sysctl", "kern.boottime").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("14.5", "23.5.0", "arm64", "arm")]
    [InlineData("13.0", "22.1.0", "arm64", "arm")]
    [InlineData("15.1", "24.1.0", "arm64", "arm")]
    [InlineData("26.0", "25.0.0", "arm64", "arm")]
    [InlineData("11.7", "20.6.0", "arm64", "arm")]
    [InlineData("10.15.7", "19.6.0", "x86_64", "i386")]
    [InlineData("10.13.6", "17.7.0", "x86_64", "i386")]
    public void Kernel(string os, string release, string machine, string processor)
    {
        using var bench = new Bench(Bench.Usual(os, os.StartsWith("10.", StringComparison.Ordinal) ? Chip.T2 : Chip.Apple));
        Assert.Equal($"Darwin\n", bench.AsBob("uname").Output);
        Assert.Equal($"{release}\n", bench.AsBob("uname", "-r").Output);
        Assert.Equal($"Darwin {machine}\n", bench.AsBob("uname", "-sm").Output);
        Assert.Equal($"{processor}\n", bench.AsBob("uname", "-p").Output);
        Assert.Matches($"^Darwin \\S+ {release} Darwin Kernel Version {release}: .*/RELEASE_\\S+ {machine}\n$", bench.AsBob("uname", "-a").Output);
        Assert.Equal(1, bench.AsBob("uname", "-Z").Status);
    }

    [Fact]
    public void Reports_as_text_property_list_and_JSON()
    {
        using var bench = new Bench();
        var serial = bench.Look(mac => mac.Machine.Serial);
        Assert.Contains("\n      Total Number of Cores: 8 (4 performance and 4 efficiency)\n      Memory: 8 GB\n      System Firmware Version: 10151.", bench.AsBob("system_profiler", "SPHardwareDataType").Output, StringComparison.Ordinal);
        var plist = (PlistArray)PropertyList.Parse(System.Text.Encoding.UTF8.GetBytes(bench.AsBob("system_profiler", "-xml", "SPHardwareDataType").Output));
        Assert.Equal(serial, ((PlistString)((PlistArray)plist[0]["_items"]!)[0]["serial_number"]!).Value);
        Assert.Contains("\"machine_name\" : \"MacBook Air\"", bench.AsBob("system_profiler", "SPHardwareDataType", "-json").Output, StringComparison.Ordinal);
        var software = bench.AsBob("system_profiler", "SPSoftwareDataType").Output;
        Assert.Contains("      System Version: macOS 14.5 (23F79)\n      Kernel Version: Darwin 23.5.0\n      Boot Volume: Macintosh HD\n", software, StringComparison.Ordinal);
        Assert.Contains("      User Name: Bob Example (bob)\n", software, StringComparison.Ordinal);
        var power = bench.AsBob("system_profiler", "SPPowerDataType").Output;
        Assert.Contains("      Health Information:\n        Cycle Count: 42\n        Condition: Normal\n", power, StringComparison.Ordinal);
        Assert.Contains("    AC Charger Information:\n\n      Connected: Yes\n", power, StringComparison.Ordinal);
        foreach (var type in (string[])["SPMemoryDataType", "SPDisplaysDataType", "SPBluetoothDataType", "SPUSBDataType", "SPNVMeDataType", "SPPrintersDataType", "SPStorageDataType"])
            Assert.Equal((0, ""), (bench.AsBob("system_profiler", type).Status, bench.AsBob("system_profiler", type).Errors));
        Assert.Equal(new Outcome(0, "", ""), bench.AsBob("system_profiler", "SPSerialATADataType"));
        Assert.Equal(new Outcome(0, "", ""), bench.AsBob("system_profiler", "SPNonsense"));
        Assert.StartsWith("Available Datatypes:\nSP", bench.AsBob("system_profiler", "-listDataTypes").Output, StringComparison.Ordinal);
        foreach (var arguments in (string[][])[[], ["SPAirPortDataType"], ["SPHardwareDataType", "SPLogsDataType"]]) Assert.Equal((78, ""), (bench.AsBob("system_profiler", arguments).Status, bench.AsBob("system_profiler", arguments).Output));
    }

    [Fact]
    public void An_Intel_Mac_tells_its_processor()
    {
        using var bench = new Bench(Bench.Usual("10.15.7", Chip.T2));
        Assert.Contains("\n      Processor Name: 6-Core Intel Core i7\n      Processor Speed: 2.6 GHz\n      Number of Processors: 1\n      Total Number of Cores: 6\n", bench.AsBob("system_profiler", "SPHardwareDataType").Output, StringComparison.Ordinal);
        Assert.Contains("      Boot ROM Version: ", bench.AsBob("system_profiler", "SPHardwareDataType").Output, StringComparison.Ordinal);
        Assert.Contains("Model Name: Apple T2 Security Chip\n", bench.AsBob("system_profiler", "SPiBridgeDataType").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Processes_of_the_emulated_Mac()
    {
        using var bench = new Bench();
        var finder = bench.AsBob("pgrep", "-x", "Finder");
        Assert.Matches(@"^\d{7}\n$", finder.Output);
        Assert.Equal(finder.Output, bench.AsBob("pgrep", "-u", "alice", "Finder").Output);
        Assert.Equal(new Outcome(1, "", ""), bench.AsBob("pgrep", "-x", "find"));
        Assert.Equal(new Outcome(1, "", ""), bench.AsBob("pgrep", "-q", "Safari"));
        Assert.Contains(" loginwindow\n", bench.AsBob("pgrep", "-l", "login").Output, StringComparison.Ordinal);
        Assert.Equal(2, bench.AsBob("pgrep").Status);
        Assert.Equal(2, bench.AsBob("pgrep", "[").Status);
        var all = bench.AsBob("ps", "aux").Output;
        Assert.StartsWith("USER ", all, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^alice +\d+ +0\.0 .* /System/Library/CoreServices/Finder\.app/Contents/MacOS/Finder$", all);
        Assert.Matches(@"(?m)^ +1 \?\? +Ss +0:00\.10 /sbin/launchd$", bench.AsBob("ps", "ax").Output);
        Assert.Contains("\nDock\n", bench.AsBob("ps", "-Axco", "command").Output, StringComparison.Ordinal);
        Assert.Equal("alice\n", bench.AsBob("ps", "-p", finder.Output.Trim(), "-o", "ruser=").Output);
        Assert.Equal(78, bench.AsBob("ps", "-Axo", "nonsense").Status);
        Assert.True(Ps.IsHosts(["-p", "123"]));
        Assert.True(Ps.IsHosts(["-o", "ppid=", "-p", "123"]));
        Assert.False(Ps.IsHosts(["-ef"]));
        Assert.True(PGrep.IsHosts(["-P", "1"]));
        bench.Change(mac => mac.Sessions.Logout());
        Assert.Equal(1, bench.AsBob("pgrep", "-x", "Finder").Status);
    }

    [Fact]
    public void Pkill_ends_only_emulated_processes()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(1, "", ""), bench.AsBob("pkill", "Finder")); // alice's
        Assert.Equal(new Outcome(0, "", ""), bench.AsAlice("pkill", "-9", "-x", "Finder"));
        Assert.Equal("alice", bench.Look(mac => mac.Sessions.ConsoleUser));
        Assert.Equal(0, bench.AsRoot("pkill", "loginwindow").Status);
        Assert.Null(bench.Look(mac => mac.Sessions.ConsoleUser));
        Assert.Equal(new Outcome(1, "", "No matching processes were found\n"), bench.AsRoot("killall", "Dock"));
    }

    [Fact]
    public void Logins_and_starts()
    {
        using var bench = new Bench();
        Assert.Matches(@"^alice      console  +Thu Jan  1 \d\d:\d\d   still logged in\n\nwtmp begins ", bench.AsBob("last", "-1", "-t", "console").Output);
        bench.Change(mac => mac.Clock.Advance(TimeSpan.FromHours(30)));
        bench.Change(mac => mac.Power.Restart());
        var lines = bench.AsBob("last").Output.Split('\n');
        Assert.StartsWith("reboot time ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("shutdown time ", lines[1], StringComparison.Ordinal);
        Assert.Matches(@"^alice .*- \d\d:\d\d  \(1\+06:00\)$", lines[2]);
        Assert.Equal(2, bench.AsBob("last", "reboot").Output.Split('\n').Count(line => line.StartsWith("reboot", StringComparison.Ordinal)));
        Assert.Matches(@"^[ \d]\d:\d\d  up \d+ secs?, 0 users, load averages: ", bench.AsBob("uptime").Output);
        bench.Change(mac => mac.Sessions.Login("bob", "pw-b"));
        Assert.Contains("\nbob        console ", bench.AsBob("w").Output, StringComparison.Ordinal);
        Assert.Equal(1, bench.AsBob("last", "-Q").Status);
    }

    [Fact]
    public void Host_names()
    {
        using var bench = new Bench();
        Assert.Equal("MacBook-Air.local\n", bench.AsBob("hostname").Output);
        Assert.Equal("MacBook-Air\n", bench.AsBob("hostname", "-s").Output);
        Assert.Equal(new Outcome(1, "", "hostname: sethostname: Operation not permitted\n"), bench.AsBob("hostname", "x"));
        Assert.Equal(0, bench.AsRoot("hostname", "mac.example.com").Status);
        Assert.Equal("mac.example.com\n", bench.AsBob("scutil", "--get", "HostName").Output);
        Assert.Equal("example.com\n", bench.AsBob("hostname", "-d").Output);
        Assert.Equal(1, bench.AsBob("scutil", "--get", "Nickname").Status);
    }
}
