using MacToolHost;

namespace Companions;

/// <summary><c>ipconfig getifaddr</c>, <c>getsummary</c>, <c>getoption</c>, <c>setverbose</c>, and <c>ifconfig</c>'s listing of the emulated ports (layouts memory).</summary>
internal static class IpConfig
{
    public static readonly Companion Companion = new("ipconfig", Run);

    public static readonly Companion IfConfig = new("ifconfig", RunIfConfig);

    private static int Run(ToolRun run)
    {
        var mac = run.Mac;
        switch (run.Arguments)
        {
            case ["waitall"] or ["setverbose", "0" or "1" or "2"]:
                if (run.Arguments[0] == "setverbose" && !run.IsRoot)
                {
                    run.Console.ErrorLine("setverbose failed: not permitted");
                    return 1;
                }
                return 0;
            case ["ifcount"]:
                run.Console.OutLine($"{Network.Ports(mac).Count}");
                return 0;
            case ["getifaddr", var device]:
                if (Network.Device(mac, device) is not { } asked || !Network.IsUp(mac, asked)) return 1;
                run.Console.OutLine(Network.Ip(mac, asked));
                return 0;
            case ["getoption", var device, var option]:
                if (Network.Device(mac, device) is not { } port || !Network.IsUp(mac, port)) return 1;
                var value = option switch
                {
                    "router" or "server_identifier" => Network.Router,
                    "subnet_mask" => Network.SubnetMask,
                    "domain_name_server" => Network.Router,
                    "lease_time" => "3600",
                    _ => null,
                };
                if (value is null) return 1;
                run.Console.OutLine(value);
                return 0;
            case ["getsummary", var device]:
                if (Network.Device(mac, device) is not { } summed) return 1;
                Summary(run, summed);
                return 0;
            case []:
                run.Console.Error("usage: ipconfig <command> <args>\nwhere <command> is one of waitall, getifaddr, ifcount, getoption, getpacket, getv6packet, getsummary, set, setverbose\n");
                return 1;
            default:
                throw new NotEmulatedException($"ipconfig {string.Join(' ', run.Arguments)}");
        }
    }

    private static void Summary(ToolRun run, NetworkPort port)
    {
        var up = Network.IsUp(run.Mac, port);
        run.Console.Out("<dictionary> {\n");
        if (port.IsWireless && up) run.Console.Out("  BSSID : <redacted>\n");
        if (up)
            run.Console.Out(
                $"  Hashed-BSSID : 00:00:00:00:00:00\n  IPv4 : <array> {{\n    0 : <dictionary> {{\n      Addresses : <array> {{\n        0 : {Network.Ip(run.Mac, port)}\n      }}\n      ChildServiceID : LINKLOCAL-{port.Device}\n      ConfigMethod : DHCP\n" +
                $"      DHCP : <dictionary> {{\n        LeaseStartTime : {TimeFormat.Format(run.Mac.LoginHistory.StartedAt, "%m/%d/%Y %H:%M:%S")}\n        State : Bound\n      }}\n      IsPublished : TRUE\n      Router : {Network.Router}\n      SubnetMasks : <array> {{\n        0 : {Network.SubnetMask}\n      }}\n    }}\n  }}\n"
                    .Replace("  Hashed-BSSID : 00:00:00:00:00:00\n", "", StringComparison.Ordinal));
        run.Console.Out($"  InterfaceType : {(port.IsWireless ? "WiFi" : "Ethernet")}\n  LinkStatusActive : {(up ? "TRUE" : "FALSE")}\n");
        if (port.IsWireless && up) run.Console.Out($"  NetworkID : 00000000-0000-0000-0000-000000000000\n  SSID : {Network.WirelessName(run.Mac)}\n  Security : WPA2_PSK\n");
        run.Console.Out("}\n");
    }

    private static int RunIfConfig(ToolRun run)
    {
        var mac = run.Mac;
        var all = Network.Ports(mac);
        switch (run.Arguments)
        {
            case ["-l"]:
                run.Console.OutLine($"lo0 {string.Join(' ', all.Select(port => port.Device))}");
                return 0;
            case [] or ["-a"]:
                Loopback(run);
                foreach (var port in all) Show(run, port);
                return 0;
            case ["lo0"]:
                Loopback(run);
                return 0;
            case [var name, ..] when !name.StartsWith('-') && (run.Arguments.Count == 1 || run.Arguments is [_, "ether" or "inet"]):
                if (all.FirstOrDefault(port => port.Device == name) is not { } found)
                {
                    run.Console.ErrorLine($"ifconfig: interface {name} does not exist");
                    return 1;
                }
                Show(run, found);
                return 0;
            default:
                throw new NotEmulatedException($"ifconfig {string.Join(' ', run.Arguments)}");
        }
    }

    private static void Loopback(ToolRun run) => run.Console.Out(
        "lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> mtu 16384\n\toptions=1203<RXCSUM,TXCSUM,TXSTATUS,SW_TIMESTAMP>\n\tinet 127.0.0.1 netmask 0xff000000\n\tinet6 ::1 prefixlen 128\n\tinet6 fe80::1%lo0 prefixlen 64 scopeid 0x1\n\tnd6 options=201<PERFORMNUD,DAD>\n");

    private static void Show(ToolRun run, NetworkPort port)
    {
        var up = Network.IsUp(run.Mac, port);
        run.Console.Out($"{port.Device}: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500\n\toptions=6463<RXCSUM,TXCSUM,TSO4,TSO6,CHANNEL_IO,PARTIAL_CSUM,ZEROINVERT_CSUM>\n\tether {port.MacAddress}\n");
        if (up) run.Console.Out($"\tinet {Network.Ip(run.Mac, port)} netmask 0xffffff00 broadcast 192.168.64.255\n");
        run.Console.Out($"\tnd6 options=201<PERFORMNUD,DAD>\n\tmedia: autoselect\n\tstatus: {(up ? "active" : "inactive")}\n");
    }
}
