namespace MacStateStore.Releases;

/// <summary>The kernel of a macOS version.</summary>
public static class Darwin
{
    // Where the letter of the build doesn't tell the kernel's second number.
    private static readonly (string Builds, string Version)[] Exceptions =
    [
        ("17B", "17.2.0"), ("17C", "17.3.0"), ("17D", "17.4.0"), ("17E", "17.5.0"), ("17F", "17.6.0"), ("17G", "17.7.0"),
        ("18B", "18.2.0"), ("18C", "18.2.0"), ("18D", "18.2.0"), ("18E", "18.5.0"), ("18F", "18.6.0"), ("18G", "18.7.0"),
        ("19B", "19.0.0"), ("19H", "19.6.0"), ("21A", "21.1.0"), ("22A", "22.1.0"), ("22B", "22.1.0"), ("22C", "22.2.0"), ("22D", "22.3.0"),
        ("22E", "22.4.0"), ("22F", "22.5.0"), ("22G", "22.6.0"), ("22H", "22.6.0"), ("20H", "20.6.0"), ("21H", "21.6.0"), ("23H", "23.6.0"), ("23J", "23.6.0"), ("24H", "24.6.0"),
    ];

    private static readonly (string Major, string Source)[] Sources =
    [
        ("17", "4570.71.2~1"), ("18", "4903.278.12~1"), ("19", "6153.141.1~1"), ("20", "7195.141.2~5"), ("21", "8020.240.7~1"), ("22", "8796.141.3~6"),
        ("23", "10063.141.2~1"), ("24", "11417.121.6~2"), ("25", "12377.41.6~2"),
    ];

    /// <summary>The kernel's version, as <c>uname -r</c> prints it (releases known; what no table says: the letter of the build).</summary>
    /// <param name="build">The build of macOS, such as 23F79.</param>
    public static string Version(string build)
    {
        var exception = Array.Find(Exceptions, row => build.StartsWith(row.Builds, StringComparison.Ordinal));
        return exception.Version ?? $"{build[..2]}.{Math.Clamp(build[2] - 'A', 0, 6)}.0";
    }

    /// <summary>What the kernel says of itself, as <c>uname -v</c> prints it (number of its source and date: guess).</summary>
    public static string Description(Mac mac)
    {
        var version = Version(mac.System.Build);
        var source = Array.Find(Sources, row => version.StartsWith(row.Major, StringComparison.Ordinal)).Source ?? "12377.1.9~141";
        var kind = mac.Machine.Chip != Chip.Apple ? "X86_64" : mac.Machine.IsVirtual ? "ARM64_VMAPPLE" : $"ARM64_T{(mac.Machine.ChipId == 0 ? 0x8112 : mac.Machine.ChipId):X4}";
        return $"Darwin Kernel Version {version}: Wed May  1 20:14:38 PDT 2024; root:xnu-{source}/RELEASE_{kind}";
    }
}
