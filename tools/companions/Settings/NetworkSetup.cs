using MacStateStore;
using MacToolHost;

namespace Companions;

/// <summary>
/// <c>networksetup</c>: what scripts ask about services, ports, name servers, proxies and Wi-Fi, and set; nothing of it reaches the
/// host's network (texts memory, from manual page and use).
/// </summary>
internal static class NetworkSetup
{
    public static readonly Companion Companion = new("networksetup", Run) { IsSecret = arguments => [.. arguments.Select((_, i) => i > 2 && IsVerb(arguments[0], "setairportnetwork"))] };

    private const int Failed = 4;
    private static readonly string[] Proxies = ["webproxy", "securewebproxy", "ftpproxy", "socksfirewallproxy", "streamingproxy", "gopherproxy"];

    private static bool IsVerb(string argument, string verb) => argument.TrimStart('-').Equals(verb, StringComparison.OrdinalIgnoreCase);

    private static int Run(ToolRun run)
    {
        if (run.Arguments.Count == 0) throw new NotEmulatedException("networksetup without a command");
        var verb = run.Arguments[0].TrimStart('-').ToLowerInvariant();
        string[] rest = [.. run.Arguments.Skip(1)];
        if (verb.StartsWith("set", StringComparison.Ordinal) || verb is "removepreferredwirelessnetwork" or "removeallpreferredwirelessnetworks" or "addpreferredwirelessnetworkatindex" or "ordernetworkservices")
            RequireAdmin(run);
        var mac = run.Mac;
        switch (verb, rest)
        {
            case ("listallnetworkservices", []):
                run.Console.OutLine("An asterisk (*) denotes that a network service is disabled.");
                foreach (var port in Network.Ports(mac)) run.Console.OutLine($"{(IsEnabled(mac, port) ? "" : "*")}{port.Name}");
                return 0;
            case ("listnetworkserviceorder", []):
                run.Console.OutLine("An asterisk (*) denotes that a network service is disabled.");
                foreach (var (port, i) in Network.Ports(mac).Select((port, i) => (port, i)))
                    run.Console.Out($"({(IsEnabled(mac, port) ? $"{i + 1}" : "*")}) {port.Name}\n(Hardware Port: {port.Name}, Device: {port.Device})\n\n");
                return 0;
            case ("listallhardwareports", []):
                foreach (var port in Network.Ports(mac)) run.Console.Out($"\nHardware Port: {port.Name}\nDevice: {port.Device}\nEthernet Address: {port.MacAddress}\n");
                run.Console.Out("\nVLAN Configurations\n===================\n");
                return 0;
            case ("getinfo", [var name]): return Info(run, Named(run, name));
            case ("getmacaddress", [var name]):
                var which = Network.Service(mac, name) ?? Network.Device(mac, name) ?? Named(run, name);
                run.Console.OutLine($"Ethernet Address: {which.MacAddress} (Hardware Port: {which.Name})");
                return 0;
            case ("getcomputername", []):
                run.Console.OutLine(ScUtil.ComputerName(run));
                return 0;
            case ("setcomputername", [var name]):
                mac.HostSettings["computerName"] = name.Length > 0 ? name : null;
                return 0;
            case ("getairportpower", [var device]):
                run.Console.OutLine($"Wi-Fi Power ({WirelessDevice(run, device)}): {(Network.HasPower(mac) ? "On" : "Off")}");
                return 0;
            case ("setairportpower", [var device, var state]) when state.ToUpperInvariant() is "ON" or "OFF":
                WirelessDevice(run, device);
                Network.Set(mac, Network.Wireless, "power", state.Equals("off", StringComparison.OrdinalIgnoreCase) ? "off" : null);
                return 0;
            case ("getairportnetwork", [var device]):
                WirelessDevice(run, device);
                run.Console.OutLine(!Network.HasPower(mac) ? "Wi-Fi power is currently off." : Network.WirelessName(mac) is { } ssid ? $"Current Wi-Fi Network: {ssid}" : "You are not associated with an AirPort network.");
                return 0;
            case ("setairportnetwork", [var device, var network, ..]):
                WirelessDevice(run, device);
                if (!Network.HasPower(mac)) return Say(run, "Wi-Fi power is currently off.", 0);
                Network.Set(mac, Network.Wireless, "ssid", network);
                return 0;
            case ("listpreferredwirelessnetworks", [var device]):
                run.Console.OutLine($"Preferred networks on {WirelessDevice(run, device)}:");
                foreach (var network in Known(mac)) run.Console.OutLine($"\t{network}");
                return 0;
            case ("removepreferredwirelessnetwork", [var device, var network]):
                WirelessDevice(run, device);
                var known = Known(mac);
                if (!known.Remove(network)) return Say(run, $"Network {network} was not found in the preferred networks list", 0);
                Network.Set(mac, Network.Wireless, "preferred", string.Join('\n', known));
                return Say(run, $"Removed {network} from the preferred networks list", 0);
            case ("getdnsservers", [var name]): return Listed(run, name, "dns", $"There aren't any DNS Servers set on {name}.");
            case ("getsearchdomains", [var name]): return Listed(run, name, "search", $"There aren't any Search Domains set on {name}.");
            case ("setdnsservers", [var name, _, ..]): return SetList(run, name, "dns", rest[1..]);
            case ("setsearchdomains", [var name, _, ..]): return SetList(run, name, "search", rest[1..]);
            case ("getnetworkserviceenabled", [var name]):
                return Say(run, IsEnabled(mac, Named(run, name)) ? "Enabled" : "Disabled", 0);
            case ("setnetworkserviceenabled", [var name, var state]) when IsSwitch(state, out var on):
                Network.Set(mac, Named(run, name).Name, "enabled", on ? null : "off");
                return 0;
            case ("getcurrentlocation", []): return Say(run, "Automatic", 0);
            case ("listlocations", []): return Say(run, "Automatic", 0);
            case ("getv6additionalroutes" or "getadditionalroutes", [var name]): return Say(run, $"There are no additional IPv{(verb.Contains('6', StringComparison.Ordinal) ? "6" : "4")} routes on {Named(run, name).Name}.", 0);
            case ("setdhcp", [var name, ..]):
                Network.Set(mac, Named(run, name).Name, "ip", null);
                return 0;
            case ("setmanual", [var name, var ip, _, _]):
                Network.Set(mac, Named(run, name).Name, "ip", ip);
                return 0;
            case ("getproxybypassdomains", [var name]): return Listed(run, name, "bypass", $"There aren't any bypass domains set on {name}.", ["*.local", "169.254/16"]);
            case ("setproxybypassdomains", [var name, _, ..]): return SetList(run, name, "bypass", rest[1..]);
            case ("getautoproxyurl", [var name]):
                var url = Network.Setting(mac, Named(run, name).Name, "autoproxy.url");
                run.Console.Out($"URL: {url ?? "(null)"}\nEnabled: {YesNo(url is not null && Network.Setting(mac, name, "autoproxy.state") != "off")}\n");
                return 0;
            case ("setautoproxyurl", [var name, var address]):
                Network.Set(mac, Named(run, name).Name, "autoproxy.url", address);
                Network.Set(mac, name, "autoproxy.state", null);
                return 0;
            case ("setautoproxystate", [var name, var state]) when IsSwitch(state, out var on):
                Network.Set(mac, Named(run, name).Name, "autoproxy.state", on ? null : "off");
                return 0;
            case ("getproxyautodiscovery", [var name]):
                return Say(run, $"Auto Proxy Discovery: {(Network.Setting(mac, Named(run, name).Name, "discovery") == "on" ? "On" : "Off")}", 0);
            case ("setproxyautodiscovery", [var name, var state]) when IsSwitch(state, out var on):
                Network.Set(mac, Named(run, name).Name, "discovery", on ? "on" : null);
                return 0;
            case ("setv6off" or "setv6automatic" or "setv6linklocal", [var name]):
                Network.Set(mac, Named(run, name).Name, "ipv6", verb == "setv6automatic" ? null : verb["setv6".Length..]);
                return 0;
            default:
                return Proxy(run, verb, rest);
        }
    }

    private static int Proxy(ToolRun run, string verb, string[] rest)
    {
        var kind = Array.Find(Proxies, proxy => verb == "get" + proxy || verb == "set" + proxy || verb == "set" + proxy + "state");
        if (kind is null) throw new NotEmulatedException($"networksetup {run.Arguments[0]}");
        switch (verb[..3], verb.EndsWith("state", StringComparison.Ordinal), rest)
        {
            case ("get", _, [var name]):
                var server = Network.Setting(run.Mac, Named(run, name).Name, $"{kind}.server");
                run.Console.Out($"Enabled: {YesNo(server is not null && Network.Setting(run.Mac, name, $"{kind}.state") != "off")}\nServer: {server}\nPort: {Network.Setting(run.Mac, name, $"{kind}.port") ?? "0"}\nAuthenticated Proxy Enabled: 0\n");
                return 0;
            case ("set", false, [var name, var host, var port, ..]):
                if (rest.Length > 3 && rest[3] != "off") throw new NotEmulatedException($"networksetup {run.Arguments[0]} with a password");
                Network.Set(run.Mac, Named(run, name).Name, $"{kind}.server", host);
                Network.Set(run.Mac, name, $"{kind}.port", port);
                Network.Set(run.Mac, name, $"{kind}.state", null);
                return 0;
            case ("set", true, [var name, var state]) when IsSwitch(state, out var on):
                Network.Set(run.Mac, Named(run, name).Name, $"{kind}.state", on ? null : "off");
                return 0;
            default:
                throw new NotEmulatedException($"networksetup {run.Arguments[0]}");
        }
    }

    private static int Info(ToolRun run, NetworkPort port)
    {
        var up = Network.IsUp(run.Mac, port);
        run.Console.OutLine(Network.Setting(run.Mac, port.Name, "ip") is null ? "DHCP Configuration" : "Manual Configuration");
        if (up) run.Console.Out($"IP address: {Network.Ip(run.Mac, port)}\nSubnet mask: {Network.SubnetMask}\nRouter: {Network.Router}\n");
        if (Network.Setting(run.Mac, port.Name, "ip") is null) run.Console.OutLine("Client ID: ");
        run.Console.Out(Network.Setting(run.Mac, port.Name, "ipv6") == "off" ? "IPv6: Off\n" : "IPv6: Automatic\nIPv6 IP address: none\nIPv6 Router: none\n");
        run.Console.OutLine($"{(port.IsWireless ? "Wi-Fi ID" : "Ethernet Address")}: {port.MacAddress}");
        return 0;
    }

    private static int Listed(ToolRun run, string name, string what, string none, string[]? usual = null)
    {
        var values = Network.Setting(run.Mac, Named(run, name).Name, what)?.Split(' ') ?? usual ?? [];
        run.Console.OutLine(values.Length == 0 ? none : string.Join('\n', values));
        return 0;
    }

    private static int SetList(ToolRun run, string name, string what, string[] values)
    {
        if (what == "dns" && values is not ["empty" or "Empty"] && Array.Find(values, value => !System.Net.IPAddress.TryParse(value, out _)) is { } wrong)
        {
            run.Console.Out($"{wrong} is not a valid IP address.  No changes were saved.\n** Error: The parameters were not valid.\n");
            return Failed;
        }
        Network.Set(run.Mac, Named(run, name).Name, what, values is ["empty" or "Empty"] ? null : string.Join(' ', values));
        return 0;
    }

    private static NetworkPort Named(ToolRun run, string name)
    {
        if (Network.Service(run.Mac, name) is { } port) return port;
        run.Console.Out($"{name} is not a recognized network service.\n** Error: The parameters were not valid.\n");
        throw new CommandFailedException(Failed);
    }

    private static string WirelessDevice(ToolRun run, string name)
    {
        if (Network.Ports(run.Mac).First(port => port.IsWireless) is var port && (name == port.Device || name == port.Name)) return port.Device;
        run.Console.Out($"{name} is not a Wi-Fi interface.\n** Error: Error obtaining wireless information.\n");
        throw new CommandFailedException(10);
    }

    private static void RequireAdmin(ToolRun run)
    {
        if (run.IsRoot || run.Mac.Accounts.People.Any(user => user.Name == run.User && user.IsAdmin)) return;
        run.Console.Out("** Error: Command requires admin privileges.\n");
        throw new CommandFailedException(14);
    }

    private static List<string> Known(Mac mac) => [.. (Network.Setting(mac, Network.Wireless, "preferred") ?? Network.Setting(mac, Network.Wireless, "ssid") ?? "Emulated").Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private static bool IsEnabled(Mac mac, NetworkPort port) => Network.Setting(mac, port.Name, "enabled") != "off";

    private static bool IsSwitch(string text, out bool on)
    {
        on = text.Equals("on", StringComparison.OrdinalIgnoreCase);
        return on || text.Equals("off", StringComparison.OrdinalIgnoreCase);
    }

    private static string YesNo(bool value) => value ? "Yes" : "No";

    private static int Say(ToolRun run, string text, int status)
    {
        run.Console.OutLine(text);
        return status;
    }
}
