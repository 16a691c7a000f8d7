using MacStateStore;
using MacStateStore.Releases;

namespace Companions.SoftwareUpdates;

/// <summary>
/// An update of macOS as Apple offers it: the newest version of the release that the Mac runs. Up to 10.15 its version is a blank (seen);
/// how big it is nobody knows, so that the size is made of the build.
/// </summary>
/// <param name="Release">The version.</param>
internal sealed record AvailableUpdate(MacOSRelease Release)
{
    private const int SmallestSize = 1_200_000, SizeSpan = 2_400_000;

    /// <summary>What the Mac is offered; null for nothing.</summary>
    public static AvailableUpdate? For(Mac mac) => mac.SoftwareUpdate.Offered is { } release ? new AvailableUpdate(release) : null;

    /// <summary>Its name, such as macOS Sonoma 14.8.7.</summary>
    public string Title => NameOf(Release.Version) + (NamesVersion ? "" : " Update");

    /// <summary>Its version as listings have it.</summary>
    public string Version => NamesVersion ? $"{Release.Version}" : " ";

    /// <summary>What it is installed by.</summary>
    public string Label => $"{Title}-{(NamesVersion ? Release.Build : Version)}";

    /// <summary>In kilobytes.</summary>
    public int Size => SmallestSize + Release.Build.Aggregate(0, (sum, letter) => (sum * 31 + letter) % SizeSpan);

    // Mojave's updates were named without the name (seen).
    private static string NameOf(MacOSVersion version) => version.Release == "10.14" ? $"macOS {version}" : $"{MacOSRelease.NameOf(version)} {version}";

    private bool NamesVersion => Release.Version.Has(Capability.SoftwareUpdateNamesVersions);
}
