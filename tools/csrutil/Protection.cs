using MacStateStore.Boot;
using MacStateStore.LocalPolicy;
using MacStateStore.Releases;

namespace Csrutil;

/// <summary>How a configuration is written: on Intel to NVRAM, on Apple silicon to a LocalPolicy.</summary>
internal static class Protection
{
    public const string Name = "System Integrity Protection";

    private const string Misspelt = "System Integrity Proteciton"; // so in `clear` of old releases

    /// <summary>Writes csr-active-config; authenticated root has a bit of its own there.</summary>
    public static int SetInFirmware(Call call, ulong bits, string done, bool clears = false)
    {
        var kept = clears ? 0 : call.Mac.Nvram.Integrity.Bits & SystemIntegrity.UnauthenticatedRoot;
        call.Mac.Nvram.Integrity = new SystemIntegrity(bits | kept);
        if (!call.Has(Capability.HasAuthenticatedRoot))
            return call.Say($"Successfully {done} {(clears ? Misspelt : Name)}. Please restart the machine for the changes to take effect.");
        call.Say($"Successfully {done} {Name}.");
        return call.Say(Messages.RestartMachine);
    }

    /// <summary>Lets a macOS start with less protection, which takes Permissive Security.</summary>
    /// <param name="call">The call.</param>
    /// <param name="wanted">The configuration.</param>
    /// <param name="isOn">Whether it counts as on.</param>
    public static int Loosen(Call call, SystemIntegrity wanted, bool isOn)
    {
        var system = Installation.Pick(call);
        var before = call.Mac.Policies.SettingsOf(system);
        if (before.Number("sip0") == wanted.Bits && before.Has("sip2") == wanted.AllowsKernelChanges && before.Has("sip3") == wanted.AllowsBootArgs)
            return call.Say(Messages.IsAlready(Name, isOn));
        if (!Authorization.Confirms(call, Messages.TurningOff, Messages.AskAllow(system.Name))) throw call.Failure(Messages.Aborted);
        Authorization.Change(call, system, policy =>
        {
            var guests = (policy.Number("sip0") ?? 0) & SystemIntegrity.ResearchGuests;
            return policy.AtLeast(SecurityMode.Permissive).With("sip0", wanted.Bits | guests).With("sip2", wanted.AllowsKernelChanges).With("sip3", wanted.AllowsBootArgs);
        });
        call.Say(Messages.IsNow(Name, isOn));
        return call.Say(Messages.RestartMachine);
    }
}
