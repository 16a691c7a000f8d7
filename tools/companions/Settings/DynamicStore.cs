using System.Text;
using MacStateStore;
using MacStateStore.PropertyLists;
using MacToolHost;

namespace Companions;

/// <summary>The entries of configd's store that scripts ask for beside the console user: network, names, power (keys and layout memory).</summary>
internal static class DynamicStore
{
    private const string NoSuchKey = "  No such key";

    /// <summary>Prints an entry, or that there is none.</summary>
    public static void Show(ToolRun run, string key)
    {
        if (Find(run, key) is { } text) run.Console.Out(text);
        else run.Console.OutLine(NoSuchKey);
    }

    /// <summary>Prints the names of the entries that a pattern fits.</summary>
    public static void List(ToolRun run, string pattern)
    {
        System.Text.RegularExpressions.Regex wanted;
        try
        {
            wanted = new(pattern, System.Text.RegularExpressions.RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException)
        {
            run.Console.OutLine("  Invalid argument");
            return;
        }
        var keys = Entries(run).Select(entry => entry.Key).Append("State:/Users/ConsoleUser").Where(key => wanted.IsMatch(key)).Order(StringComparer.Ordinal).ToList();
        for (var i = 0; i < keys.Count; i++) run.Console.OutLine($"  subKey [{i}] = {keys[i]}");
        if (keys.Count == 0) run.Console.OutLine("  no keys");
    }

    /// <summary>An entry as <c>show</c> prints it; null where there is none.</summary>
    public static string? Find(ToolRun run, string key)
    {
        if (Entries(run).FirstOrDefault(entry => entry.Key == key) is not { Key: not null } found) return null;
        var text = new StringBuilder();
        Append(text, found.Value, "");
        return text.Append('\n').ToString();
    }

    /// <summary><c>scutil --dns</c>.</summary>
    public static int Dns(ToolRun run)
    {
        run.Console.OutLine("DNS configuration");
        if (Network.Primary(run.Mac) is not { } port) return Say(run, "\nNo DNS configuration available");
        var servers = Network.NameServers(run.Mac);
        run.Console.Out("\nresolver #1\n");
        if (Network.Setting(run.Mac, port.Name, "search") is { } domains)
            foreach (var (domain, i) in domains.Split(' ').Select((domain, i) => (domain, i))) run.Console.OutLine($"  search domain[{i}] : {domain}");
        for (var i = 0; i < servers.Count; i++) run.Console.OutLine($"  nameserver[{i}] : {servers[i]}");
        run.Console.Out($"  if_index : 4 ({port.Device})\n  flags    : Request A records\n  reach    : 0x00020002 (Reachable,Directly Reachable Address)\n");
        run.Console.Out("\nresolver #2\n  domain   : local\n  options  : mdns\n  timeout  : 5\n  flags    : Request A records\n  reach    : 0x00000000 (Not Reachable)\n  order    : 300000\n");
        return 0;
    }

    /// <summary><c>scutil --nwi</c>.</summary>
    public static int NetworkInformation(ToolRun run)
    {
        run.Console.Out("Network information\n\nIPv4 network interface information\n");
        if (Network.Primary(run.Mac) is not { } port)
        {
            run.Console.Out("   No IPv4 states found\n\n   REACH : flags 0x00000000 (Not Reachable)\n\nIPv6 network interface information\n   No IPv6 states found\n\n   REACH : flags 0x00000000 (Not Reachable)\n");
            return 0;
        }
        run.Console.Out($"     {port.Device} : flags      : 0x5 (IPv4,DNS)\n           address    : {Network.Ip(run.Mac, port)}\n           reach      : 0x00000002 (Reachable)\n\n   REACH : flags 0x00000002 (Reachable)\n\nIPv6 network interface information\n   No IPv6 states found\n\n   REACH : flags 0x00000000 (Not Reachable)\n\nNetwork interfaces: {port.Device}\n");
        return 0;
    }

    private static List<(string Key, PlistValue Value)> Entries(ToolRun run)
    {
        var mac = run.Mac;
        var list = new List<(string, PlistValue)>
        {
            ("Setup:/System", new PlistDictionary { ["ComputerName"] = ScUtil.ComputerName(run), ["ComputerNameEncoding"] = 134217984L, ["HostName"] = HostName.Of(run) }),
            ("Setup:/Network/HostNames", new PlistDictionary { ["LocalHostName"] = ScUtil.LocalHostName(run) }),
            ("State:/Network/Interface", new PlistDictionary { ["Interfaces"] = new PlistArray([(PlistValue)"lo0", .. Network.Ports(mac).Select(port => (PlistValue)port.Device)]) }),
            ("State:/Network/Global/Proxies", Proxies(mac)),
        };
        if (Network.Primary(mac) is not { } primary) return list;
        list.Add(("State:/Network/Global/IPv4", new PlistDictionary { ["PrimaryInterface"] = primary.Device, ["PrimaryService"] = ServiceOf(mac, primary), ["Router"] = Network.Router }));
        list.Add(("State:/Network/Global/DNS", new PlistDictionary { ["ServerAddresses"] = new PlistArray(Network.NameServers(mac).Select(server => (PlistValue)server)) }));
        foreach (var port in Network.Ports(mac).Where(port => Network.IsUp(mac, port)))
        {
            list.Add(($"State:/Network/Interface/{port.Device}/IPv4", new PlistDictionary { ["Addresses"] = new PlistArray([Network.Ip(mac, port)]), ["BroadcastAddresses"] = new PlistArray(["192.168.64.255"]), ["SubnetMasks"] = new PlistArray([Network.SubnetMask]) }));
            list.Add(($"State:/Network/Interface/{port.Device}/Link", new PlistDictionary { ["Active"] = true }));
            list.Add(($"Setup:/Network/Service/{ServiceOf(mac, port)}", new PlistDictionary { ["UserDefinedName"] = port.Name }));
        }
        return list;
    }

    private static PlistDictionary Proxies(Mac mac)
    {
        var proxies = new PlistDictionary { ["ExceptionsList"] = new PlistArray(["*.local", "169.254/16"]), ["FTPPassive"] = 1L };
        if (Network.Primary(mac) is not { } port) return proxies;
        foreach (var (kind, name) in (ReadOnlySpan<(string, string)>)[("webproxy", "HTTP"), ("securewebproxy", "HTTPS"), ("socksfirewallproxy", "SOCKS")])
        {
            if (Network.Setting(mac, port.Name, $"{kind}.server") is not { } server || Network.Setting(mac, port.Name, $"{kind}.state") == "off") continue;
            proxies[$"{name}Enable"] = 1L;
            proxies[$"{name}Port"] = long.TryParse(Network.Setting(mac, port.Name, $"{kind}.port"), out var number) ? number : 0L;
            proxies[$"{name}Proxy"] = server;
        }
        if (Network.Setting(mac, port.Name, "autoproxy.url") is { } url)
        {
            proxies["ProxyAutoConfigEnable"] = Network.Setting(mac, port.Name, "autoproxy.state") == "off" ? 0L : 1L;
            proxies["ProxyAutoConfigURLString"] = url;
        }
        return (PlistDictionary)proxies.Sorted();
    }

    private static string ServiceOf(Mac mac, NetworkPort port)
    {
        var bytes = Guid.Parse(mac.Machine.HardwareUuid).ToByteArray();
        bytes[15] ^= (byte)port.Device[^1];
        return new Guid(bytes).ToString().ToUpperInvariant();
    }

    private static void Append(StringBuilder text, PlistValue value, string indent)
    {
        switch (value)
        {
            case PlistDictionary dictionary:
                text.Append("<dictionary> {\n");
                foreach (var (key, item) in dictionary)
                {
                    text.Append(indent).Append("  ").Append(key).Append(" : ");
                    Append(text, item, indent + "  ");
                    text.Append('\n');
                }
                text.Append(indent).Append('}');
                break;
            case PlistArray array:
                text.Append("<array> {\n");
                for (var i = 0; i < array.Count; i++)
                {
                    text.Append(indent).Append($"  {i} : ");
                    Append(text, array[i], indent + "  ");
                    text.Append('\n');
                }
                text.Append(indent).Append('}');
                break;
            case PlistBoolean flag:
                text.Append(flag.Value ? "TRUE" : "FALSE");
                break;
            case PlistInteger number:
                text.Append(number.Value);
                break;
            case PlistString plain:
                text.Append(plain.Value);
                break;
            default:
                break;
        }
    }

    private static int Say(ToolRun run, string text)
    {
        run.Console.OutLine(text);
        return 0;
    }
}
