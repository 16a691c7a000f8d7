using MacStateStore.Releases;
using MacToolHost;

namespace Companions.Tests;

public sealed class SystemSettingTests
{
    private static string SettingOf(Bench bench, string name) => bench.Look(mac => mac.HostSettings[name]) ?? "";

    [Fact]
    public void Systemsetup_needs_root_and_says_so_quietly()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, "You need administrator access to run this tool... exiting!\n", ""), bench.AsAlice("systemsetup", "-getremotelogin"));
    }

    [Theory]
    [InlineData("Remote Login: Off\n", "-getremotelogin")]
    [InlineData("Network Time: On\n", "-getusingnetworktime")]
    [InlineData("setUsingNetworkTime: Off\nNetwork Time: Off\n", "-setusingnetworktime", "off", "-getusingnetworktime")]
    [InlineData("Network Time Server: time.apple.com\n", "-getnetworktimeserver")]
    [InlineData("setNetworkTimeServer: ntp.example.com\nNetwork Time Server: ntp.example.com\n", "-setnetworktimeserver", "ntp.example.com", "-getnetworktimeserver")]
    [InlineData("Set TimeZone: Europe/Berlin\nTime Zone: Europe/Berlin\n", "-settimezone", "Europe/Berlin", "-gettimezone")]
    [InlineData("Mars/Base is not a valid timezone. Use -listtimezones to show a list of valid timezones.\n", "-settimezone", "Mars/Base")]
    [InlineData("Remote Apple Events: Off\nsetremoteappleevents: On\nRemote Apple Events: On\n", "-getremoteappleevents", "-setremoteappleevents", "on", "-getremoteappleevents")]
    [InlineData("setcomputersleep: Never\nComputer Sleep: Never\n", "-setcomputersleep", "Never", "-getcomputersleep")]
    [InlineData("setdisplaysleep: 15 minutes\nDisplay Sleep: after 15 minutes\n", "-setdisplaysleep", "15", "-getdisplaysleep")]
    [InlineData("Wake On Network Access: Off\n", "-getwakeonnetworkaccess")]
    [InlineData("Computer Name: MacBook Air\n", "-getcomputername")]
    public void Systemsetup(string output, params string[] arguments)
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, output, ""), bench.AsRoot("systemsetup", arguments));
    }

    [Fact]
    public void Turning_remote_login_off_asks()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("systemsetup", "-setremotelogin", "on"));
        Assert.Equal("all", SettingOf(bench, "remoteLogin"));
        Assert.StartsWith("Do you really want to turn remote login off?", bench.Run("root", "no\n", "systemsetup", "-setremotelogin", "off").Output, StringComparison.Ordinal);
        Assert.Equal("all", SettingOf(bench, "remoteLogin"));
        Assert.Equal(0, bench.Run("root", "yes\n", "systemsetup", "-setremotelogin", "off").Status);
        Assert.Equal("off", SettingOf(bench, "remoteLogin"));
        using var closed = new Bench(Bench.Usual() with { HasFullDiskAccess = false });
        Assert.Equal("setremotelogin: Turning Remote Login on or off requires Full Disk Access privileges.\n", closed.AsRoot("systemsetup", "-setremotelogin", "on").Output);
        Assert.Equal("", SettingOf(closed, "remoteLogin"));
        Assert.Equal(78, bench.AsRoot("systemsetup", "-setremotelogin", "perhaps").Status);
    }

    [Fact]
    public void Systemsetup_sets_the_clock()
    {
        using var bench = new Bench();
        bench.AsRoot("systemsetup", "-settimezone", "GMT");
        Assert.Equal(0, bench.AsRoot("systemsetup", "-setdate", "02:28:27", "-settime", "13:14:15").Status);
        Assert.Equal("2027-02-28 13:14\n", bench.AsRoot("date", "+%F %H:%M").Output);
        Assert.StartsWith("Date: 2/28/2027\nTime: 13:14:", bench.AsRoot("systemsetup", "-getdate", "-gettime").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Networksetup_shows_services_and_ports()
    {
        using var bench = new Bench();
        Assert.Equal("An asterisk (*) denotes that a network service is disabled.\nWi-Fi\nThunderbolt Bridge\n", bench.AsBob("networksetup", "-listallnetworkservices").Output);
        Assert.Contains("(1) Wi-Fi\n(Hardware Port: Wi-Fi, Device: en0)\n\n", bench.AsBob("networksetup", "-listnetworkserviceorder").Output, StringComparison.Ordinal);
        var ports = bench.AsBob("networksetup", "-listallhardwareports").Output;
        Assert.Matches("^\nHardware Port: Wi-Fi\nDevice: en0\nEthernet Address: ([0-9a-f]{2}:){5}[0-9a-f]{2}\n\n", ports);
        var address = bench.AsBob("ipconfig", "getifaddr", "en0").Output.Trim();
        Assert.StartsWith($"DHCP Configuration\nIP address: {address}\nSubnet mask: 255.255.255.0\nRouter: ", bench.AsBob("networksetup", "-getinfo", "Wi-Fi").Output, StringComparison.Ordinal);
        Assert.Contains($"\tinet {address} netmask 0xffffff00 ", bench.AsBob("ifconfig", "en0").Output, StringComparison.Ordinal);
        Assert.Contains($"        0 : {address}\n", bench.AsBob("ipconfig", "getsummary", "en0").Output, StringComparison.Ordinal);
        Assert.Equal("Current Wi-Fi Network: Emulated\n", bench.AsBob("networksetup", "-getairportnetwork", "en0").Output);
        Assert.Equal(new Outcome(4, "Ethernet is not a recognized network service.\n** Error: The parameters were not valid.\n", ""), bench.AsBob("networksetup", "-getinfo", "Ethernet"));
        Assert.Equal(78, bench.AsBob("networksetup", "-createlocation", "x").Status);
        Assert.Equal(new Outcome(1, "", "ifconfig: interface en9 does not exist\n"), bench.AsBob("ifconfig", "en9"));
        bench.Change(mac => mac.IsOnline = false);
        Assert.Equal(new Outcome(1, "", ""), bench.AsBob("ipconfig", "getifaddr", "en0"));
        Assert.Equal("You are not associated with an AirPort network.\n", bench.AsBob("networksetup", "-getairportnetwork", "en0").Output);
    }

    [Fact]
    public void Networksetup_sets_what_the_store_tells()
    {
        using var bench = new Bench();
        Assert.Equal("There aren't any DNS Servers set on Wi-Fi.\n", bench.AsBob("networksetup", "-getdnsservers", "Wi-Fi").Output);
        Assert.Equal(new Outcome(14, "** Error: Command requires admin privileges.\n", ""), bench.AsBob("networksetup", "-setdnsservers", "Wi-Fi", "1.1.1.1"));
        Assert.Equal(new Outcome(0, "", ""), bench.AsAlice("networksetup", "-setdnsservers", "Wi-Fi", "1.1.1.1", "9.9.9.9"));
        Assert.Equal("1.1.1.1\n9.9.9.9\n", bench.AsBob("networksetup", "-getdnsservers", "Wi-Fi").Output);
        Assert.Contains("  nameserver[1] : 9.9.9.9\n", bench.AsBob("scutil", "--dns").Output, StringComparison.Ordinal);
        Assert.Equal(4, bench.AsRoot("networksetup", "-setdnsservers", "Wi-Fi", "nonsense").Status);
        Assert.Equal(0, bench.AsRoot("networksetup", "-setdnsservers", "Wi-Fi", "empty").Status);
        Assert.Equal("", SettingOf(bench, "network.Wi-Fi.dns"));
        Assert.Equal(0, bench.AsRoot("networksetup", "-setwebproxy", "Wi-Fi", "proxy.example.com", "8080").Status);
        Assert.Equal("Enabled: Yes\nServer: proxy.example.com\nPort: 8080\nAuthenticated Proxy Enabled: 0\n", bench.AsBob("networksetup", "-getwebproxy", "Wi-Fi").Output);
        Assert.Contains("  HTTPProxy : proxy.example.com\n", bench.AsBob("scutil", "--proxy").Output, StringComparison.Ordinal);
        Assert.Equal(0, bench.AsRoot("networksetup", "-setwebproxystate", "Wi-Fi", "off").Status);
        Assert.StartsWith("Enabled: No\n", bench.AsBob("networksetup", "-getwebproxy", "Wi-Fi").Output, StringComparison.Ordinal);
        Assert.Equal(0, bench.AsRoot("networksetup", "-setairportpower", "en0", "off").Status);
        Assert.Equal("Wi-Fi Power (en0): Off\n", bench.AsBob("networksetup", "-getairportpower", "en0").Output);
        Assert.Equal("  No such key\n", bench.Run("bob", "show State:/Network/Global/IPv4\n", "scutil").Output);
    }

    [Fact]
    public void The_store_in_a_session()
    {
        using var bench = new Bench();
        Assert.Matches("^<dictionary> {\n  PrimaryInterface : en0\n  PrimaryService : [0-9A-F-]{36}\n  Router : 192.168.64.1\n}\n$", bench.Run("bob", "show State:/Network/Global/IPv4\n", "scutil").Output);
        Assert.Contains("= State:/Users/ConsoleUser\n", bench.Run("bob", "list State:/Users\nquit\n", "scutil").Output, StringComparison.Ordinal);
        Assert.Contains("  Name : alice\n", bench.Run("bob", "open\nget State:/Users/ConsoleUser\nd.show\nclose\n", "scutil").Output, StringComparison.Ordinal);
        Assert.Equal("  no keys\n", bench.Run("bob", "list Nothing\n", "scutil").Output);
        Assert.Equal("dance: unknown, type \"help\" for command info\n", bench.Run("bob", "dance\n", "scutil").Output);
        Assert.Equal(78, bench.Run("bob", "set State:/Network\n", "scutil").Status);
        Assert.Contains("Network interfaces: en0\n", bench.AsBob("scutil", "--nwi").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Power()
    {
        using var bench = new Bench();
        Assert.Equal("Now drawing from 'AC Power'\n -InternalBattery-0 (id=4522083)\t100%; charged; 0:00 remaining present: true\n", bench.AsBob("pmset", "-g", "batt").Output);
        Assert.Equal(new Outcome(77, "'pmset' must be run as root...\n", ""), bench.AsBob("pmset", "-a", "womp", "0"));
        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("pmset", "-a", "womp", "0", "displaysleep", "20"));
        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("pmset", "-b", "displaysleep", "3"));
        var custom = bench.AsBob("pmset", "-g", "custom").Output;
        Assert.Matches(@"(?s)^Battery Power:\n.* displaysleep         3\n.*AC Power:\n.* displaysleep         20\n", custom);
        Assert.Matches(@"(?s)^System-wide power settings:\nCurrently in use:\n.* womp                 0\n", bench.AsBob("pmset", "-g").Output);
        Assert.Equal(64, bench.AsRoot("pmset", "-a", "warp", "9").Status);
        Assert.Equal(64, bench.AsRoot("pmset", "-a", "sleep").Status);
        Assert.Equal(64, bench.AsRoot("pmset", "-a", "sleep", "soon").Status);
        Assert.Contains("   PreventUserIdleSystemSleep     1\n", bench.AsBob("pmset", "-g", "assertions").Output, StringComparison.Ordinal);
        Assert.Equal(0, bench.AsRoot("pmset", "repeat", "wakeorpoweron", "MTWRF", "07:30:00").Status);
        Assert.Equal("Repeating power events:\n  wakeorpoweron at 7:30AM weekdays only\n", bench.AsBob("pmset", "-g", "sched").Output);
        Assert.Equal(78, bench.AsBob("pmset", "-g", "log").Status);
        using var desk = new Bench(Bench.Usual("12.7", Chip.Intel));
        Assert.Equal("Now drawing from 'AC Power'\n", desk.AsBob("pmset", "-g", "ps").Output);
    }

    [Fact]
    public void Gatekeeper()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, "assessments enabled\n", ""), bench.AsBob("spctl", "--status"));
        Assert.Equal(1, bench.AsBob("spctl", "--master-disable").Status);
        Assert.Equal(new Outcome(0, "", ""), bench.AsRoot("spctl", "--master-disable"));
        Assert.Equal(new Outcome(1, "assessments disabled\n", ""), bench.AsBob("spctl", "--status"));
        Assert.Equal(0, bench.AsRoot("spctl", "--master-enable").Status);
        Assert.Equal(new Outcome(78, "", "macemu: not emulated: spctl -a -vv /Applications/A.app\n"), bench.AsBob("spctl", "-a", "-vv", "/Applications/A.app"));
        using var later = new Bench(Bench.Usual("15.1"));
        Assert.Equal(new Outcome(1, "", "Globally disabling the assessment system needs to be confirmed in System Settings.\n"), later.AsRoot("spctl", "--global-disable"));
        Assert.Equal(0, later.AsBob("spctl", "--status").Status);
    }

    [Fact]
    public void Receipts_of_packages()
    {
        using var bench = new Bench();
        Assert.Equal(new Outcome(0, "", ""), bench.AsBob("pkgutil", "--pkgs"));
        Assert.Equal(new Outcome(1, "", "No receipt for 'com.example.tool' found at '/'.\n"), bench.AsBob("pkgutil", "--pkg-info", "com.example.tool"));
        bench.Change(mac => mac.PackageReceipts.Add("com.example.tool", "1.2"));
        Assert.Equal("com.example.tool\n", bench.AsBob("pkgutil", "--pkgs=com\\.example\\..*").Output);
        Assert.StartsWith("package-id: com.example.tool\nversion: 1.2\nvolume: /\nlocation: \ninstall-time: 17", bench.AsBob("pkgutil", "--pkg-info", "com.example.tool").Output, StringComparison.Ordinal);
        Assert.Contains("<key>pkg-version</key>\n\t<string>1.2</string>", bench.AsBob("pkgutil", "--pkg-info-plist", "com.example.tool").Output, StringComparison.Ordinal);
        Assert.Equal(1, bench.AsBob("pkgutil", "--forget", "com.example.tool").Status);
        Assert.Equal(new Outcome(0, "Forgot package 'com.example.tool' on '/'.\n", ""), bench.AsRoot("pkgutil", "--forget", "com.example.tool"));
        Assert.Equal(1, bench.AsBob("pkgutil", "--pkgs=com.example.tool").Status);
        Assert.Equal(78, bench.AsBob("pkgutil", "--expand", "a.pkg", "b").Status);
        Assert.Equal(new Outcome(1, "", "installer: Error the package path specified was invalid: '/none.pkg'.\n"), bench.AsRoot("installer", "-pkg", "/none.pkg", "-target", "/"));
        Assert.Equal(new Outcome(1, "", "installer: Must be run as root to install this package.\n"), bench.AsBob("installer", "-pkg", bench.Machine, "-target", "/"));
        Assert.Equal(78, bench.AsRoot("installer", "-pkg", bench.Machine, "-target", "/").Status);
    }

    [Fact]
    public void Smaller_ones()
    {
        using var bench = new Bench();
        Assert.Equal("tmutil: No destinations configured.\n", bench.AsBob("tmutil", "destinationinfo").Output);
        Assert.Equal("0 extension(s)\n", bench.AsBob("systemextensionsctl", "list").Output);
        Assert.Equal(2, bench.AsBob("xcode-select", "-p").Status);
        Directory.CreateDirectory(MachineFolder.Locate(bench.Machine, "/Library/Developer/CommandLineTools"));
        Assert.Equal(1, bench.AsRoot("xcode-select", "-s", "/Applications/None.app").Status);
        Assert.Equal(0, bench.AsRoot("xcode-select", "-s", "/Library/Developer/CommandLineTools").Status);
        Assert.Equal("/Library/Developer/CommandLineTools\n", bench.AsBob("xcode-select", "-p").Output);
        Assert.Equal("List of Share Points\n", bench.AsRoot("sharing", "-l").Output);
        foreach (var (name, argument) in (ReadOnlySpan<(string, string)>)[("tmutil", "startbackup"), ("systemextensionsctl", "reset"), ("sharing", "-a"), ("mdfind", "x"), ("hdiutil", "attach"), ("log", "show")])
            Assert.Equal(78, bench.AsRoot(name, argument).Status);
    }

    [Fact]
    public void Settings_survive_a_description()
    {
        using var bench = new Bench();
        bench.AsRoot("pmset", "-c", "sleep", "5");
        bench.AsRoot("networksetup", "-setdnsservers", "Wi-Fi", "1.1.1.1");
        var described = bench.Look(mac => mac.Describe());
        Assert.Equal(("5", "1.1.1.1"), (described.HostSettings["power.ac.sleep"], described.HostSettings["network.Wi-Fi.dns"]));
    }
}
