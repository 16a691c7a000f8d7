using MacStateStore.LocalPolicy;

namespace MacStateStore.Boot;

/// <summary>One protection that csrutil knows by a word (csr-bits.tsv).</summary>
/// <param name="Word">What follows <c>--without</c> and <c>--with</c>.</param>
/// <param name="Bit">Set where the protection is off.</param>
/// <param name="Label">Its line of a custom configuration.</param>
public sealed record IntegrityFeature(string Word, ulong Bit, string Label);

/// <summary>
/// A configuration of System Integrity Protection: a bit is set where something is allowed. On Intel it is the NVRAM variable
/// csr-active-config; on Apple silicon it comes from the LocalPolicy's sip0 to sip3 (dossier csrutil, 4 to 6; csr-bits.tsv).
/// </summary>
/// <param name="Bits">The bits of the kernel.</param>
/// <param name="AllowsBootArgs">Whether boot arguments aren't filtered (sip3); Apple silicon only.</param>
/// <param name="AllowsKernelChanges">Whether kernel memory isn't locked (sip2); Apple silicon only.</param>
public readonly record struct SystemIntegrity(ulong Bits, bool AllowsBootArgs = false, bool AllowsKernelChanges = false)
{
    /// <summary>CSR_ALLOW_APPLE_INTERNAL.</summary>
    public const ulong AppleInternal = 0x10;
    /// <summary>CSR_ALLOW_DEVICE_CONFIGURATION: recoveryOS has it.</summary>
    public const ulong DeviceConfiguration = 0x80;
    /// <summary>CSR_ALLOW_UNAUTHENTICATED_ROOT.</summary>
    public const ulong UnauthenticatedRoot = 0x800;
    /// <summary>CSR_ALLOW_RESEARCH_GUESTS.</summary>
    public const ulong ResearchGuests = 0x1000;
    /// <summary>CSR_ALLOW_UNRESTRICTED_DTRACE.</summary>
    public const ulong DTrace = 0x20;
    /// <summary>CSR_ALLOW_UNRESTRICTED_NVRAM.</summary>
    public const ulong Nvram = 0x40;
    /// <summary>What <c>csrutil disable</c> sets from macOS 11 on.</summary>
    public const ulong Disabled = 0x7F;
    /// <summary>What it sets before.</summary>
    public const ulong DisabledUpTo1015 = 0x77;

    // Which of them make "disabled", and one that makes it a custom configuration.
    private const ulong Deciding = 0x67;
    private const ulong BaseSystem = 0x100;

    private const int KernelBit = 32, BootArgsBit = 33;

    /// <summary>The features in the order of the listing.</summary>
    public static IReadOnlyList<IntegrityFeature> Features { get; } =
    [
        new("kext", 0x1, "Kext Signing"), new("fs", 0x2, "Filesystem Protections"), new("debug", 0x4, "Debugging Restrictions"),
        new("dtrace", DTrace, "DTrace Restrictions"), new("nvram", Nvram, "NVRAM Protections"), new("basesystem", BaseSystem, "BaseSystem Verification"),
    ];

    /// <summary>Whether everything is protected, as far as csrutil's status goes.</summary>
    public bool IsEnabled(bool onAppleSilicon) =>
        (Bits & ~(DeviceConfiguration | ResearchGuests | (onAppleSilicon ? 0 : UnauthenticatedRoot))) == 0 && !AllowsBootArgs && !AllowsKernelChanges;

    /// <summary>Whether it counts as switched off altogether.</summary>
    public bool IsDisabled => (Bits & Deciding) == Deciding && (Bits & BaseSystem) == 0;

    /// <summary>Whether something is allowed.</summary>
    public bool Allows(ulong bit) => (Bits & bit) != 0;

    /// <summary>As the kernel has it: nobody but Apple gets the internal bit.</summary>
    public SystemIntegrity AtStart(bool isAppleInternal) => isAppleInternal ? this : this with { Bits = Bits & ~AppleInternal };

    /// <summary>What a policy says.</summary>
    public static SystemIntegrity Of(PolicyContents policy) => new(
        ((policy.Number("sip0") ?? 0) & 0xFFFF_FFFF & ~UnauthenticatedRoot) | (policy.Has("sip1") ? UnauthenticatedRoot : 0), policy.Has("sip3"), policy.Has("sip2"));

    /// <summary>The word of the state document: enabled, disabled or custom.</summary>
    public string Word(bool onAppleSilicon) => IsEnabled(onAppleSilicon) ? "enabled" : IsDisabled ? "disabled" : "custom";

    internal long Stored => (long)Bits | (AllowsKernelChanges ? 1L << KernelBit : 0) | (AllowsBootArgs ? 1L << BootArgsBit : 0);

    internal static SystemIntegrity FromStored(long stored) => new((ulong)stored & 0xFFFF_FFFF, (stored & (1L << BootArgsBit)) != 0, (stored & (1L << KernelBit)) != 0);
}
