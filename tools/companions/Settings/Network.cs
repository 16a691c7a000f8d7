using System.Globalization;
using MacStateStore;
using MacStateStore.Releases;

namespace Companions;

/// <summary>A network service of the emulated Mac.</summary>
/// <param name="Name">Such as Wi-Fi.</param>
/// <param name="Device">Such as en0.</param>
/// <param name="MacAddress">Its Ethernet address.</param>
internal sealed record NetworkPort(string Name, string Device, string MacAddress)
{
    /// <summary>Whether it is wireless.</summary>
    public bool IsWireless => Name == Network.Wireless;
}

/// <summary>
/// The emulated Mac's network: which ports it has follows from its model, its addresses from its hardware UUID; what is set stands in
/// the settings <c>network.SERVICE.WHAT</c> (numbers are our choice).
/// </summary>
internal static class Network
{
    public const string Wireless = "Wi-Fi";
    private const string Settings = "network.";

    public const string SubnetMask = "255.255.255.0";
    public const string Router = "192.168.64.1";

    /// <summary>The ports, in the order of the services.</summary>
    public static IReadOnlyList<NetworkPort> Ports(Mac mac)
    {
        var names = HardwareFacts.Of(mac.Machine).IsPortable ? (string[])[Wireless, "Thunderbolt Bridge"] : ["Ethernet", Wireless, "Thunderbolt Bridge"];
        var devices = names.Select((name, i) => name == "Thunderbolt Bridge" ? "bridge0" : $"en{i}").ToArray();
        return [.. names.Select((name, i) => new NetworkPort(name, devices[i], Address(mac, i)))];
    }

    /// <summary>The port of a service; null where there is none.</summary>
    public static NetworkPort? Service(Mac mac, string name) => Ports(mac).FirstOrDefault(port => port.Name == name);

    /// <summary>The port of a device.</summary>
    public static NetworkPort? Device(Mac mac, string device) => Ports(mac).FirstOrDefault(port => port.Device == device);

    /// <summary>The port that reaches the internet; null while the Mac is offline.</summary>
    public static NetworkPort? Primary(Mac mac) => mac.IsOnline ? Ports(mac).FirstOrDefault(port => IsUp(mac, port)) : null;

    /// <summary>Whether a port has a network.</summary>
    public static bool IsUp(Mac mac, NetworkPort port) => mac.IsOnline && port.Device.StartsWith("en", StringComparison.Ordinal) && Setting(mac, port.Name, "enabled") != "off" && (!port.IsWireless || HasPower(mac));

    /// <summary>Whether the wireless port is switched on.</summary>
    public static bool HasPower(Mac mac) => Setting(mac, Wireless, "power") != "off";

    /// <summary>The name of the wireless network; null without one.</summary>
    public static string? WirelessName(Mac mac) => mac.IsOnline && HasPower(mac) ? Setting(mac, Wireless, "ssid") ?? "Emulated" : null;

    /// <summary>A port's address in the version that everybody knows.</summary>
    public static string Ip(Mac mac, NetworkPort port) => Setting(mac, port.Name, "ip") ?? $"192.168.64.{2 + Guid.Parse(mac.Machine.HardwareUuid).ToByteArray()[0] % 200 + (port.Device == "en1" ? 1 : 0)}";

    /// <summary>The name servers that hold.</summary>
    public static IReadOnlyList<string> NameServers(Mac mac) =>
        Primary(mac) is not { } port ? [] : Setting(mac, port.Name, "dns") is { } servers ? servers.Split(' ') : [Router];

    /// <summary>A setting of a service.</summary>
    public static string? Setting(Mac mac, string service, string what) => mac.HostSettings[$"{Settings}{service}.{what}"];

    /// <summary>Sets it; null takes it away.</summary>
    public static void Set(Mac mac, string service, string what, string? value) => mac.HostSettings[$"{Settings}{service}.{what}"] = value;

    private static string Address(Mac mac, int index)
    {
        var bytes = Guid.Parse(mac.Machine.HardwareUuid).ToByteArray();
        return string.Create(CultureInfo.InvariantCulture, $"{(index == 2 ? 0x36 : 0xF0):x2}:18:98:{bytes[1]:x2}:{bytes[2]:x2}:{(byte)(bytes[3] + index):x2}");
    }
}
