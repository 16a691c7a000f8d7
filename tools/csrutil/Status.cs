using MacStateStore.Boot;
using MacStateStore.Releases;

namespace Csrutil;

/// <summary>
/// <c>csrutil status</c>: what the running kernel has; in the recoveryOS of Apple silicon, where that is recoveryOS itself, what the policy
/// of a macOS says (dossier csrutil, 4).
/// </summary>
internal static class Status
{
    private const string Head = "System Integrity Protection status: ";

    public static int Run(Call call)
    {
        call.RequireNoWords();
        var integrity = call.IsInMacOS || !call.IsAppleSilicon ? call.Mac.Boot.Integrity : call.Mac.Policies.IntegrityAfterStart(Installation.Pick(call));
        if (integrity.IsEnabled(call.IsAppleSilicon)) return call.Say(Head + "enabled.");
        if (integrity.IsDisabled) return call.Say(Head + (integrity.Allows(SystemIntegrity.AppleInternal) ? "disabled (Apple Internal)." : "disabled."));
        call.Say(Head + "unknown (Custom Configuration).");
        call.Say("");
        call.Say("Configuration:");
        foreach (var (label, on) in Lines(call, integrity)) call.Say($"\t{label}: {(on ? "enabled" : "disabled")}");
        call.Say("");
        return call.Say(Messages.Likely);
    }

    private static IEnumerable<(string Label, bool On)> Lines(Call call, SystemIntegrity integrity)
    {
        yield return ("Apple Internal", integrity.Allows(SystemIntegrity.AppleInternal));
        foreach (var feature in SystemIntegrity.Features) yield return (feature.Label, !integrity.Allows(feature.Bit));
        if (!call.IsAppleSilicon || !call.Has(Capability.HasAuthenticatedRoot)) yield break;
        yield return ("Boot-arg Restrictions", !integrity.AllowsBootArgs);
        yield return ("Kernel Integrity Protections", !integrity.AllowsKernelChanges);
        yield return ("Authenticated Root Requirement", !integrity.Allows(SystemIntegrity.UnauthenticatedRoot));
    }
}
