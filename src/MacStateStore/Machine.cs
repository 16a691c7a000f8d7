using MacStateStore.Boot;
using MacStateStore.LocalPolicy;
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
    string Model, Chip Chip, string Serial, string HardwareUuid, string LocalKdc, int KdfIterations, bool HasFullDiskAccess)
{
    private const string VirtualModel = "VirtualMac2,1";

    /// <summary>The number of this very chip (ECID).</summary>
    public long Ecid { get; init; }

    /// <summary>Its board (BORD).</summary>
    public int BoardId { get; init; }

    /// <summary>Its kind of chip (CHIP).</summary>
    public int ChipId { get; init; }

    /// <summary>Whether Apple uses it itself, so that it may have Apple's internal settings.</summary>
    public bool IsAppleInternal { get; init; }

    /// <summary>Whether it is a virtual machine, which has no certificates of Apple's and whose boot environments aren't told apart.</summary>
    public bool IsVirtual => Model == VirtualModel;

    /// <summary>Whether LocalPolicies decide how strictly it starts.</summary>
    public bool HasLocalPolicies => Chip == Chip.Apple;

    /// <summary>What its Image4 files say of it.</summary>
    internal IEnumerable<(string Code, Image4Value Value)> Identity()
    {
        yield return ("BORD", new Image4Value.Number((ulong)BoardId));
        yield return ("CHIP", new Image4Value.Number((ulong)ChipId));
        yield return ("ECID", new Image4Value.Number((ulong)Ecid));
        yield return ("SDOM", new Image4Value.Number(1));
        yield return ("CPRO", new Image4Value.Flag(true));
        yield return ("CSEC", new Image4Value.Flag(true));
        yield return ("CEPO", new Image4Value.Number(1));
    }
}

/// <summary>One macOS installed on the Mac.</summary>
/// <param name="Name">The name of its volume, such as Macintosh HD.</param>
/// <param name="Version">Such as 14.5.</param>
/// <param name="Build">Such as 23F79.</param>
/// <param name="VolumeGroup">The UUID of its volume group.</param>
/// <param name="IsSetUp">Whether Setup Assistant has run.</param>
public sealed record InstalledSystem(string Name, MacOSVersion Version, string Build, string VolumeGroup, bool IsSetUp)
{
    internal long Id { get; init; }

    /// <summary>The Rapid Security Response that is installed, such as (a); empty for none.</summary>
    public string SecurityResponse { get; init; } = "";

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
    /// <summary>System Integrity Protection as the running kernel has it; what was changed since counts from the next start on.</summary>
    public SystemIntegrity Integrity { get; init; }

    /// <summary>The environment in which macOS itself runs.</summary>
    public const string MacOS = "macos";
    /// <summary>recoveryOS, started otherwise than by the power button.</summary>
    public const string RecoveryOS = "recoveryos";
    /// <summary>recoveryOS, started by holding the power button: one true recovery.</summary>
    public const string OneTrueRecovery = "1tr";
}
