using MacToolHost;

namespace Companions;

/// <summary>
/// Host names as <c>dscacheutil -q host</c> knows them: those that every Mac's hosts file has. What a name server would have to be
/// asked for isn't emulated (dossier companions, 4).
/// </summary>
internal static class CacheHosts
{
    private static readonly (string Address, string Name, bool IsVersion6)[] Hosts =
        [("127.0.0.1", "localhost", false), ("255.255.255.255", "broadcasthost", false), ("::1", "localhost", true)];

    public static void Query(ToolRun run, string? key, string? value)
    {
        switch (key)
        {
            case null:
                foreach (var (address, name, isVersion6) in Hosts) Show(run, name, address, isVersion6);
                break;
            case "name":
                var named = Hosts.Where(host => host.Name.Equals(value, StringComparison.OrdinalIgnoreCase)).OrderByDescending(host => host.IsVersion6).ToList();
                if (named.Count == 0) throw Unknown(key, value);
                foreach (var (address, name, isVersion6) in named) Show(run, name, address, isVersion6);
                break;
            case "ip_address":
                if (!System.Net.IPAddress.TryParse(value, out var wanted))
                {
                    run.Console.ErrorLine("Invalid address provided");
                    break;
                }
                var found = Hosts.FirstOrDefault(host => System.Net.IPAddress.Parse(host.Address).Equals(wanted));
                if (found.Name is null) throw Unknown(key, value);
                Show(run, found.Name, found.Address, found.IsVersion6);
                break;
            default:
                break;
        }
    }

    private static void Show(ToolRun run, string name, string address, bool isVersion6) =>
        run.Console.Out($"name: {name}\n{(isVersion6 ? "ipv6_address" : "ip_address")}: {address}\n\n");

    private static NotEmulatedException Unknown(string key, string? value) => new($"dscacheutil -q host -a {key} {value}: a name server would have to be asked");
}
