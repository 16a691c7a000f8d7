using MacStateStore.Lifecycle;
using MacStateStore.OpenDirectory;
using MacStateStore.Releases;

namespace MacStateStore.Boot;

/// <summary>How strictly a T2 chip starts a system.</summary>
public enum SecureBootLevel
{
    /// <summary>Whatever starts.</summary>
    None,
    /// <summary>Whatever Apple has ever signed.</summary>
    Medium,
    /// <summary>Only what Apple signs today.</summary>
    Full,
}

/// <summary>
/// Startup Security Utility of a Mac with the T2 chip, which keeps its settings in the firmware (dossier bputil, 12; the variable of external
/// disks: guess). A new Mac has Full Security and starts from its own disk only.
/// </summary>
public sealed class StartupSecurity
{
    /// <summary>The firmware's variable with the level.</summary>
    public const string Variable = "94B73556-2197-4702-82A8-3E1337DAFBFB:AppleSecureBootPolicy";

    private const string ExternalVariable = "5eeb160f-45fb-4ce9-b4e3-610359abf6f8:StartupManagerPolicy";
    private const byte Allowed = 3;

    private readonly Mac _mac;

    internal StartupSecurity(Mac mac) => _mac = mac;

    /// <summary>Whether this Mac has it.</summary>
    public bool Exists => _mac.Machine.Chip == Chip.T2;

    /// <summary>How strict the T2 is.</summary>
    public SecureBootLevel Level => _mac.Nvram[Variable] is [var level and <= (byte)SecureBootLevel.Full, ..] ? (SecureBootLevel)level : SecureBootLevel.Full;

    /// <summary>Whether it starts from a disk that is plugged in.</summary>
    public bool AllowsExternalBoot => _mac.Nvram[ExternalVariable] is [Allowed, ..];

    /// <summary>The level as the variable has it, also where nobody has set it.</summary>
    public byte[] Stored => [(byte)Level];

    /// <summary>An admin changes it in recoveryOS; null leaves a setting as it is.</summary>
    /// <exception cref="LifecycleException">This Mac has no such thing, or the user may not.</exception>
    public void Change(string name, string password, SecureBootLevel? level, bool? allowsExternalBoot)
    {
        if (!Exists) throw new LifecycleException("Startup Security Utility is for Macs with Apple silicon or a T2 chip");
        if (_mac.Boot.Environment == BootState.MacOS) throw new LifecycleException("Startup Security Utility runs in recoveryOS ('macemu restart --to recoveryos')");
        var user = _mac.Accounts.Verify(name, password) ?? throw new LifecycleException($"{name}: no such user or a wrong password");
        if (!Memberships.IsAdmin(_mac.Directory, user)) throw new LifecycleException($"{user.Name} is no admin");
        if (level is { } wanted) _mac.Nvram[Variable] = wanted == SecureBootLevel.Full ? null : [(byte)wanted];
        if (allowsExternalBoot is { } allows) _mac.Nvram[ExternalVariable] = allows ? [Allowed] : null;
    }

    /// <summary>Why a system isn't started; null where it is.</summary>
    internal string? Problem(InstalledSystem system) =>
        Exists && !AllowsExternalBoot && _mac.Disks.All.Any(disk => disk.Volumes.Any(volume => volume.KeysUuid == system.VolumeGroup) && _mac.Disks.DeviceOf(disk) is { IsInternal: false })
            ? $"security settings do not allow this Mac to use an external startup disk, which {system.Name} is on ('macemu security-utility --external-boot allowed' in recoveryOS)" : null;
}
