using MacStateStore.Releases;

namespace MacStateStore;

/// <summary>The emulated hardware, as it left the factory.</summary>
/// <param name="Model">The model identifier, such as Mac14,2.</param>
/// <param name="Chip">What protects its keys.</param>
/// <param name="Serial">The serial number.</param>
/// <param name="HardwareUuid">The platform UUID, upper case.</param>
/// <param name="LocalKdc">The 40 hex digits of the Mac's own Kerberos realm.</param>
/// <param name="KdfIterations">Rounds of PBKDF2 for passwords and keys.</param>
/// <param name="HasFullDiskAccess">Whether the programs that call the tools have macOS's consent to change home directories and delete users.</param>
public sealed record Machine(
    string Model, Chip Chip, string Serial, string HardwareUuid, string LocalKdc, int KdfIterations, bool HasFullDiskAccess);

/// <summary>One macOS installed on the Mac.</summary>
/// <param name="Name">The name of its volume, such as Macintosh HD.</param>
/// <param name="Version">Such as 14.5.</param>
/// <param name="Build">Such as 23F79.</param>
/// <param name="VolumeGroup">The UUID of its volume group.</param>
/// <param name="IsSetUp">Whether Setup Assistant has run.</param>
public sealed record InstalledSystem(string Name, MacOSVersion Version, string Build, string VolumeGroup, bool IsSetUp)
{
    internal long Id { get; init; }

    /// <summary>Whether it has been obliterated: there is nothing left to start.</summary>
    public bool IsErased { get; init; }

    /// <summary>What opendirectoryd of this system writes into each record it touches.</summary>
    internal string RecordDaemonVersion => field ??= MacOSRelease.RecordDaemonVersion(Version);
}

/// <summary>What the Mac has started.</summary>
/// <param name="Environment"><c>macos</c>, <c>recoveryos</c> or <c>1tr</c>.</param>
/// <param name="System">The name of the system that is started, or that recoveryOS is paired with.</param>
/// <param name="IsRunning">False after a shutdown.</param>
public sealed record BootState(string Environment, string System, bool IsRunning)
{
    /// <summary>The environment in which macOS itself runs.</summary>
    public const string MacOS = "macos";
    /// <summary>recoveryOS, started otherwise than by the power button.</summary>
    public const string RecoveryOS = "recoveryos";
    /// <summary>recoveryOS, started by holding the power button: one true recovery.</summary>
    public const string OneTrueRecovery = "1tr";
}
