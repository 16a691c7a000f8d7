using System.Globalization;

namespace MacStateStore.Releases;

/// <summary>What protects a Mac's keys and start-up: it decides about tokens, owners and policies.</summary>
public enum Chip
{
    /// <summary>Apple silicon.</summary>
    Apple,
    /// <summary>Intel with the T2 Security Chip.</summary>
    T2,
    /// <summary>Intel without a Secure Enclave.</summary>
    Intel,
}

/// <summary>One Mac model (docs/notes-releases.md).</summary>
/// <param name="Identifier">Such as Mac14,2.</param>
/// <param name="Chip">What protects its keys.</param>
/// <param name="Processor">Such as Apple M2.</param>
/// <param name="Name">Such as MacBook Air.</param>
/// <param name="ChipId">CHIP of the Image4 world; of Intel Macs with T2 that of the T2; null without one.</param>
/// <param name="BoardId">BORD likewise.</param>
/// <param name="First">The first macOS that it runs.</param>
/// <param name="LastRelease">The last release that it runs; null where it runs the newest.</param>
public sealed record HardwareModel(
    string Identifier, Chip Chip, string Processor, string Name, int? ChipId, int? BoardId, MacOSVersion First, string? LastRelease)
{
    /// <summary>Its board, such as J413AP or Mac-BE088AF8C5EB4FA2.</summary>
    public string Board { get; init; } = "";

    // For a Mac of which only the chip is told: models that between them run every release of the table.
    private static readonly (Chip Chip, string Identifier)[] Usual =
    [
        (Chip.Apple, "Mac14,2"), (Chip.Apple, "MacBookAir10,1"),
        (Chip.T2, "MacBookPro16,1"), (Chip.T2, "Macmini8,1"), (Chip.T2, "iMacPro1,1"),
        (Chip.Intel, "iMac19,1"), (Chip.Intel, "iMac18,3"),
    ];

    /// <summary>All known models.</summary>
    public static IReadOnlyList<HardwareModel> All => field ??= [.. DataTable.NamedRows("models.tsv").Select(Read)];

    /// <summary>Whether it has a Secure Enclave.</summary>
    public bool HasSecureEnclave => Chip != Chip.Intel;

    /// <summary>A model by its identifier; null where it isn't known.</summary>
    public static HardwareModel? Find(string identifier) => All.FirstOrDefault(model => model.Identifier == identifier);

    /// <summary>A usual model with that chip that runs a macOS version; null where none with that chip does.</summary>
    public static HardwareModel? For(Chip chip, MacOSVersion os) =>
        Usual.Where(usual => usual.Chip == chip).Select(usual => Find(usual.Identifier)).FirstOrDefault(model => model!.Runs(os));

    /// <summary>Whether the model runs a macOS version. The first release of a model's own series counts from its first patch level on.</summary>
    public bool Runs(MacOSVersion os) =>
        ReleaseOf(os) >= ReleaseOf(First) && (LastRelease is null || ReleaseOf(os) <= MacOSVersion.Parse(LastRelease));

    private static MacOSVersion ReleaseOf(MacOSVersion version) => MacOSVersion.Parse(version.Release);

    private static HardwareModel Read(IReadOnlyDictionary<string, string> row) => new(
        row["Model"], Enum.Parse<Chip>(row["Chip"], ignoreCase: true), row["Processor"], row["Name"], Hex(row["CHIP"]), Hex(row["BORD"]),
        MacOSVersion.Parse(row["FirstOS"]), row["LastOS"].Length > 0 ? row["LastOS"] : null)
    {
        Board = row["Board"],
    };

    private static int? Hex(string text) => text.Length > 2 ? int.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture) : null;
}
