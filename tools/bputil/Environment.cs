using MacStateStore;
using MacStateStore.Releases;

namespace Bputil;

/// <summary>What bputil says of the started environment (dossier bputil, 5.1 and 7).</summary>
internal static class Environment
{
    /// <summary>What runs.</summary>
    public static string Type(Call call) => call.Mac.Boot.Environment switch
    {
        BootState.MacOS => "macOS",
        BootState.OneTrueRecovery => "one true recoveryOS",
        _ => call.Has(Capability.BputilDisplaysAll) ? "ordinary recoveryOS" : "recoveryOS",
    };

    /// <summary>Whether a system belongs to the recoveryOS that runs; of macOS it is never said, but on a virtual Mac.</summary>
    public static bool IsPaired(Call call, InstalledSystem system) => call.Policies.IsPaired(system);

    /// <summary>The hash of a nonce in hex; null where there is none.</summary>
    public static string? Nonce(Call call, string code) => call.Policies.NonceHash(code) is { } hash ? Convert.ToHexString(hash) : null;

    /// <summary>Whether Apple has certified the key that signs.</summary>
    public static bool IsCertified(Call call) => call.Mac.Activation.Certificates() is not null;
}
