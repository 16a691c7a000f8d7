namespace MacStateStore.Releases;

/// <summary>What a Mac is made of beyond its model: cores, memory, model and part numbers.</summary>
/// <param name="PerformanceCores">Fast cores; on Intel all.</param>
/// <param name="EfficiencyCores">Slow cores; on Intel none.</param>
/// <param name="GraphicsCores">Cores of the graphics processor; 0 where it isn't Apple's.</param>
/// <param name="MegaHertz">The clock of an Intel processor; 0 on Apple silicon, which tells none.</param>
/// <param name="Brand">What the processor calls itself.</param>
/// <param name="Memory">Bytes of memory.</param>
/// <param name="IsPortable">Whether it has a battery.</param>
public sealed record HardwareFacts(int PerformanceCores, int EfficiencyCores, int GraphicsCores, int MegaHertz, string Brand, long Memory, bool IsPortable)
{
    private const long Gigabyte = 1L << 30;

    // Apple's chips in their usual number of cores (Apple's specifications; of several variants the one sold most).
    private static readonly (string Name, int Fast, int Slow, int Graphics, int Gigabytes)[] AppleChips =
    [
        ("Apple M1 Ultra", 16, 4, 48, 64), ("Apple M1 Max", 8, 2, 32, 32), ("Apple M1 Pro", 8, 2, 16, 16), ("Apple M1 (Virtual)", 4, 0, 0, 8), ("Apple M1", 4, 4, 8, 8),
        ("Apple M2 Ultra", 16, 8, 60, 64), ("Apple M2 Max", 8, 4, 30, 32), ("Apple M2 Pro", 6, 4, 16, 16), ("Apple M2", 4, 4, 8, 8),
        ("Apple M3 Ultra", 20, 8, 60, 96), ("Apple M3 Max", 10, 4, 30, 36), ("Apple M3 Pro", 5, 6, 14, 18), ("Apple M3", 4, 4, 10, 8),
        ("Apple M4 Max", 10, 4, 32, 36), ("Apple M4 Pro", 8, 4, 16, 24), ("Apple M4", 4, 6, 10, 16),
        ("Apple M5 Ultra", 20, 8, 60, 96), ("Apple M5 Max", 10, 4, 32, 36), ("Apple M5 Pro", 8, 4, 16, 24), ("Apple M5", 4, 6, 10, 16), ("Apple M6", 4, 6, 10, 16), ("Apple A18 Pro", 2, 4, 5, 8),
    ];

    private static readonly (string Name, int Cores, int MegaHertz, string Brand, int Gigabytes)[] IntelChips =
    [
        ("Intel Core i9", 8, 2400, "Intel(R) Core(TM) i9-9980HK CPU @ 2.40GHz", 32), ("Intel Core i7", 6, 2600, "Intel(R) Core(TM) i7-9750H CPU @ 2.60GHz", 16),
        ("Intel Core i5", 4, 2000, "Intel(R) Core(TM) i5-1038NG7 CPU @ 2.00GHz", 16), ("Intel Core i3", 2, 1100, "Intel(R) Core(TM) i3-1000NG4 CPU @ 1.10GHz", 8),
        ("Intel Xeon", 8, 3200, "Intel(R) Xeon(R) W-2140B CPU @ 3.20GHz", 32), ("Intel Core m", 2, 1200, "Intel(R) Core(TM) m3-7Y32 CPU @ 1.10GHz", 8),
        ("Intel Core M", 2, 1200, "Intel(R) Core(TM) M-5Y31 CPU @ 0.90GHz", 8), ("Intel Core 2 Duo", 2, 2400, "Intel(R) Core(TM)2 Duo CPU     P8600  @ 2.40GHz", 4),
    ];

    // What Apple calls its models in words; the others are named after their processor.
    private static readonly (string Model, string Name)[] MarketingNames =
    [
        ("Mac13,1", "Mac Studio (2022)"), ("Mac13,2", "Mac Studio (2022)"), ("Mac14,2", "MacBook Air (M2, 2022)"), ("Mac14,3", "Mac mini (2023)"), ("Mac14,12", "Mac mini (2023)"), ("Mac14,5", "MacBook Pro (14-inch, 2023)"),
        ("Mac14,9", "MacBook Pro (14-inch, 2023)"), ("Mac14,6", "MacBook Pro (16-inch, 2023)"), ("Mac14,10", "MacBook Pro (16-inch, 2023)"), ("Mac14,7", "MacBook Pro (13-inch, M2, 2022)"), ("Mac14,8", "Mac Pro (2023)"),
        ("Mac14,13", "Mac Studio (2023)"), ("Mac14,14", "Mac Studio (2023)"), ("Mac14,15", "MacBook Air (15-inch, M2, 2023)"), ("Mac15,3", "MacBook Pro (14-inch, Nov 2023)"), ("Mac15,4", "iMac (24-inch, 2023)"), ("Mac15,5", "iMac (24-inch, 2023)"),
        ("Mac15,6", "MacBook Pro (14-inch, Nov 2023)"), ("Mac15,8", "MacBook Pro (14-inch, Nov 2023)"), ("Mac15,10", "MacBook Pro (14-inch, Nov 2023)"), ("Mac15,7", "MacBook Pro (16-inch, Nov 2023)"), ("Mac15,9", "MacBook Pro (16-inch, Nov 2023)"),
        ("Mac15,11", "MacBook Pro (16-inch, Nov 2023)"), ("Mac15,12", "MacBook Air (13-inch, M3, 2024)"), ("Mac15,13", "MacBook Air (15-inch, M3, 2024)"), ("Mac15,14", "Mac Studio (2025)"), ("Mac16,1", "MacBook Pro (14-inch, 2024)"),
        ("Mac16,2", "iMac (24-inch, 2024)"), ("Mac16,3", "iMac (24-inch, 2024)"), ("Mac16,5", "MacBook Pro (16-inch, 2024)"), ("Mac16,7", "MacBook Pro (16-inch, 2024)"), ("Mac16,6", "MacBook Pro (14-inch, 2024)"), ("Mac16,8", "MacBook Pro (14-inch, 2024)"),
        ("Mac16,9", "Mac Studio (2025)"), ("Mac16,10", "Mac mini (2024)"), ("Mac16,11", "Mac mini (2024)"), ("Mac16,12", "MacBook Air (13-inch, M4, 2025)"), ("Mac16,13", "MacBook Air (15-inch, M4, 2025)"),
        ("MacBookAir10,1", "MacBook Air (M1, 2020)"), ("MacBookPro17,1", "MacBook Pro (13-inch, M1, 2020)"), ("MacBookPro18,1", "MacBook Pro (16-inch, 2021)"), ("MacBookPro18,2", "MacBook Pro (16-inch, 2021)"), ("MacBookPro18,3", "MacBook Pro (14-inch, 2021)"),
        ("MacBookPro18,4", "MacBook Pro (14-inch, 2021)"), ("Macmini9,1", "Mac mini (M1, 2020)"), ("iMac21,1", "iMac (24-inch, M1, 2021)"), ("iMac21,2", "iMac (24-inch, M1, 2021)"),
    ];

    /// <summary>What Apple calls the model in words, such as MacBook Air (M2, 2022).</summary>
    public static string MarketingName(Machine machine)
    {
        var known = Array.Find(MarketingNames, row => row.Model == machine.Model);
        return known.Name ?? (HardwareModel.Find(machine.Model) is { } model ? $"{model.Name} ({model.Processor.Replace("Apple ", "", StringComparison.Ordinal)})" : "Mac");
    }

    /// <summary>The number under which it is sold (our choice: made of its serial number).</summary>
    public static string PartNumber(Machine machine) => $"Z1{machine.Serial[^4..].ToUpperInvariant()}LL/A".Replace("Z1", "Z", StringComparison.Ordinal);

    /// <summary>All cores.</summary>
    public int Cores => PerformanceCores + EfficiencyCores;

    /// <summary>The facts of a machine; of a model that isn't known those of the chip's first kind.</summary>
    public static HardwareFacts Of(Machine machine)
    {
        var model = HardwareModel.Find(machine.Model);
        var isPortable = model?.Name.StartsWith("MacBook", StringComparison.Ordinal) ?? false;
        if (machine.Chip == Chip.Apple)
        {
            var name = model?.Processor ?? "Apple M1";
            var chip = Array.Find(AppleChips, row => name.StartsWith(row.Name, StringComparison.Ordinal));
            if (chip.Name is null) chip = AppleChips[4];
            return new(chip.Fast, chip.Slow, chip.Graphics, 0, name, chip.Gigabytes * Gigabyte, isPortable);
        }
        var intel = Array.Find(IntelChips, row => (model?.Processor ?? "").StartsWith(row.Name, StringComparison.Ordinal));
        if (intel.Name is null) intel = IntelChips[2];
        return new(intel.Cores, 0, 0, intel.MegaHertz, intel.Brand, intel.Gigabytes * Gigabyte, isPortable);
    }
}
