using System.Globalization;
using System.Text;
using MacStateStore;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;

namespace Companions;

/// <summary>One object of the I/O registry.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Class">Its class.</param>
/// <param name="Properties">Its properties, in their order.</param>
/// <param name="Children">The objects below.</param>
internal sealed record RegistryEntry(string Name, string Class, PlistDictionary Properties, IReadOnlyList<RegistryEntry> Children)
{
    private const long FirstId = 0x100000100;

    // Classes that are kinds of others, which ioreg -c finds too.
    private static readonly (string Class, string[] Of)[] Kinds =
    [
        ("IOPlatformExpertDevice", ["IOService", "IORegistryEntry"]), ("IOPlatformDevice", ["IOService", "IORegistryEntry"]), ("AppleSmartBattery", ["IOPMPowerSource", "IOService", "IORegistryEntry"]), ("IOHIDSystem", ["IOService", "IORegistryEntry"]),
        ("AppleSEPManager", ["IOService", "IORegistryEntry"]), ("IOEthernetInterface", ["IONetworkInterface", "IOService", "IORegistryEntry"]), ("AppleAPFSVolume", ["IOMedia", "IOService", "IORegistryEntry"]), ("IOMedia", ["IOService", "IORegistryEntry"]),
        ("IONVMeController", ["IOService", "IORegistryEntry"]), ("AppleClamshell", ["IOService"]),
    ];

    /// <summary>The registry's number of the object, by its place.</summary>
    public long Id { get; private init; }

    /// <summary>Whether it is of a class, or of a kind of it.</summary>
    public bool Is(string @class) => Class == @class || (Array.Find(Kinds, row => row.Class == Class).Of?.Contains(@class) ?? false);

    /// <summary>The part of the registry that scripts ask about (names and properties memory).</summary>
    public static RegistryEntry Root(Mac mac, DateTimeOffset now)
    {
        var next = FirstId;
        var machine = mac.Machine;
        var children = new List<RegistryEntry>();
        if (machine.Chip == Chip.Apple)
            children.Add(new("product", "IOPlatformDevice", new() { ["name"] = Words("product"), ["product-name"] = Words(HardwareFacts.MarketingName(machine)), ["product-description"] = Words(HardwareFacts.MarketingName(machine)) }, []));
        if (machine.Chip != Chip.Intel)
            children.Add(new("AppleSEPManager", "AppleSEPManager", new() { ["IOClass"] = "AppleSEPManager", ["IOProviderClass"] = "AppleA7IOP", ["IOMatchCategory"] = "IODefaultMatchCategory", ["sepos-booted"] = true }, []));
        children.Add(new("IOHIDSystem", "IOHIDSystem", new() { ["IOClass"] = "IOHIDSystem", ["HIDIdleTime"] = Math.Max(0, (now - mac.LoginHistory.StartedAt).Ticks * 100 % 600_000_000_000L), ["HIDParameters"] = new PlistDictionary { ["Clicking"] = 0L } }, []));
        if (HardwareFacts.Of(machine).IsPortable) children.Add(Battery(machine));
        foreach (var (port, i) in Network.Ports(mac).Where(port => port.Device.StartsWith("en", StringComparison.Ordinal)).Select((port, i) => (port, i)))
            children.Add(new(port.Device, "IOEthernetInterface", new()
            {
                ["BSD Name"] = port.Device,
                ["IOBuiltin"] = true,
                ["IOPrimaryInterface"] = i == 0,
                ["IOMACAddress"] = new PlistData(Convert.FromHexString(port.MacAddress.Replace(":", "", StringComparison.Ordinal))),
            }, []));
        foreach (var place in mac.Disks.Places.Where(place => place.Volume is not null))
            children.Add(new(place.VolumeName ?? "", "AppleAPFSVolume", new() { ["BSD Name"] = place.Identifier, ["UUID"] = place.Volume!.Uuid, ["FullName"] = place.VolumeName ?? "", ["Writable"] = place.Snapshot is null }, []));
        var expert = new RegistryEntry(machine.Chip == Chip.Apple ? HardwareModel.Find(machine.Model)?.Board ?? "J413AP" : machine.Model, "IOPlatformExpertDevice", Expert(mac), children);
        return Numbered(new("Root", "IORegistryEntry", RootProperties(mac), [expert]), ref next);
    }

    private static RegistryEntry Numbered(RegistryEntry entry, ref long next)
    {
        var id = next;
        next += 0x11;
        var children = new List<RegistryEntry>();
        foreach (var child in entry.Children) children.Add(Numbered(child, ref next));
        return entry with { Id = id, Children = children };
    }

    private static PlistDictionary Expert(Mac mac)
    {
        var machine = mac.Machine;
        var model = HardwareModel.Find(machine.Model);
        var serial = Encoding.ASCII.GetBytes(machine.Serial);
        if (machine.Chip != Chip.Apple)
            return new()
            {
                ["IOInterruptSpecifiers"] = new PlistArray([new PlistData(new byte[8])]),
                ["IOPolledInterface"] = "SMCPolledInterface is not serializable",
                ["IOPlatformUUID"] = machine.HardwareUuid,
                ["serial-number"] = new PlistData(serial),
                ["IOConsoleSecurityInterest"] = "IOCommand is not serializable",
                ["IOPlatformSerialNumber"] = machine.Serial,
                ["version"] = Words("1.0"),
                ["model"] = Words(machine.Model),
                ["board-id"] = Words(model?.Board ?? ""),
                ["product-name"] = Words(machine.Model),
                ["manufacturer"] = Words("Apple Inc."),
                ["name"] = Words("/"),
                ["clock-frequency"] = new PlistData(BitConverter.GetBytes(HardwareFacts.Of(machine).MegaHertz * 1_000_000)),
                ["compatible"] = Words(machine.Model),
                ["IOBusyInterest"] = "IOCommand is not serializable",
                ["system-type"] = new PlistData(new byte[] { (byte)(HardwareFacts.Of(machine).IsPortable ? 2 : 1) }),
            };
        var board = model?.Board ?? "J413AP";
        return new()
        {
            ["IOPolledInterface"] = "AppleARMWatchdogTimerHibernateHandler is not serializable",
            ["#address-cells"] = new PlistData(BitConverter.GetBytes(2)),
            ["AAPL,phandle"] = new PlistData(BitConverter.GetBytes(1)),
            ["serial-number"] = new PlistData((byte[])[.. serial, .. new byte[Math.Max(0, 32 - serial.Length)]]),
            ["IOBusyInterest"] = "IOCommand is not serializable",
            ["target-type"] = Words(board.EndsWith("AP", StringComparison.Ordinal) ? board[..^2].ToUpperInvariant() : board),
            ["platform-name"] = Words($"t{machine.ChipId:x4}"),
            ["name"] = Words("device-tree"),
            ["manufacturer"] = Words("Apple Inc."),
            ["compatible"] = new PlistData(Encoding.ASCII.GetBytes($"{board}\0{machine.Model}\0AppleARM\0")),
            ["IOPlatformSerialNumber"] = machine.Serial,
            ["model"] = Words(machine.Model),
            ["model-number"] = Words(HardwareFacts.PartNumber(machine)),
            ["device_type"] = Words("bootrom"),
            ["#size-cells"] = new PlistData(BitConverter.GetBytes(2)),
            ["IOPlatformUUID"] = machine.HardwareUuid,
        };
    }

    private static PlistDictionary RootProperties(Mac mac)
    {
        var properties = new PlistDictionary
        {
            ["IOKitBuildVersion"] = Darwin.Description(mac),
            ["OS Build Version"] = mac.System.Build,
            ["OSKernelCPUType"] = mac.Machine.Chip == Chip.Apple ? 16777228L : 16777223L,
            ["IOConsoleLocked"] = mac.Sessions.ConsoleUser is null,
        };
        if (mac.Sessions.ConsoleUser is { } user && Account.Named(mac, user) is { } account)
            properties["IOConsoleUsers"] = new PlistArray(
            [
                new PlistDictionary
                {
                    ["kCGSSessionUserNameKey"] = account.Name,
                    ["kCGSSessionOnConsoleKey"] = true,
                    ["kCGSSessionUserIDKey"] = (long)Account.Signed(account.Uid),
                    ["kCGSessionLoginDoneKey"] = true,
                    ["kCGSessionLongUserNameKey"] = account.FullName,
                    ["kCGSSessionGroupIDKey"] = (long)Account.Signed(account.Gid),
                    ["kCGSSessionAuditIDKey"] = 100016L,
                    ["kCGSSessionIDKey"] = 257L,
                },
            ]);
        properties["IORegistryPlanes"] = new PlistDictionary { ["IODeviceTree"] = "IODeviceTree", ["IOService"] = "IOService", ["IOPower"] = "IOPower", ["IOUSB"] = "IOUSB" };
        return properties;
    }

    private static RegistryEntry Battery(Machine machine) => new("AppleSmartBattery", "AppleSmartBattery", new()
    {
        ["PostChargeWaitSeconds"] = 120L,
        ["built-in"] = true,
        ["AppleRawAdapterDetails"] = new PlistArray(),
        ["CurrentCapacity"] = 100L,
        ["PackReserve"] = 86L,
        ["DeviceName"] = "bq40z651",
        ["PostDischargeWaitSeconds"] = 120L,
        ["Temperature"] = 3021L,
        ["ExternalConnected"] = true,
        ["AvgTimeToFull"] = 65535L,
        ["IsCharging"] = false,
        ["DesignCapacity"] = 4563L,
        ["Voltage"] = 13076L,
        ["ManufactureDate"] = 20_230_115L,
        ["BatteryInstalled"] = true,
        ["CycleCount"] = 42L,
        ["FullyCharged"] = true,
        ["Amperage"] = 0L,
        ["BatteryInvalidWakeSeconds"] = 30L,
        ["BatteryCellDisconnectCount"] = 0L,
        ["DesignCycleCount9C"] = 1000L,
        ["MaxCapacity"] = 100L,
        ["AppleRawMaxCapacity"] = 4498L,
        ["NominalChargeCapacity"] = 4563L,
        ["AppleRawCurrentCapacity"] = 4498L,
        ["Serial"] = $"F8Y{machine.Serial}",
        ["TimeRemaining"] = 0L,
        ["InstantAmperage"] = 0L,
        ["AtCriticalLevel"] = false,
        ["PermanentFailureStatus"] = 0L,
        ["Location"] = 0L,
        ["AdapterDetails"] = new PlistDictionary { ["Watts"] = 67L, ["Description"] = "pd charger" },
    }, []);

    private static PlistData Words(string text) => new(Encoding.UTF8.GetBytes(text + "\0"));

    /// <summary>A value as ioreg prints it.</summary>
    public static string Shown(PlistValue value) => value switch
    {
        PlistString text => $"\"{text.Value}\"",
        PlistInteger number => number.Value < 0 ? ((ulong)(long)number.Value).ToString(CultureInfo.InvariantCulture) : number.Value.ToString(CultureInfo.InvariantCulture),
        PlistBoolean flag => flag.Value ? "Yes" : "No",
        PlistArray array => $"({string.Join(',', array.Select(Shown))})",
        PlistDictionary dictionary => $"{{{string.Join(',', dictionary.Select(entry => $"\"{entry.Key}\"={Shown(entry.Value)}"))}}}",
        PlistData data => $"<{Bytes(data.Value.Span)}>",
        _ => "",
    };

    // Texts that end with a zero are shown as texts.
    private static string Bytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 1 && bytes[^1] == 0)
        {
            var words = Encoding.UTF8.GetString(bytes[..^1]).Split('\0');
            if (Array.TrueForAll(words, word => word.Length > 0 && word.All(c => !char.IsControl(c)))) return string.Join(',', words.Select(word => $"\"{word}\""));
        }
        return Convert.ToHexStringLower(bytes);
    }
}
