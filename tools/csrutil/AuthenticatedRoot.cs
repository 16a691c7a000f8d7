using MacStateStore.Boot;
using MacStateStore.LocalPolicy;

namespace Csrutil;

/// <summary><c>csrutil authenticated-root [status|enable|disable]</c> (dossier csrutil, 8).</summary>
internal static class AuthenticatedRoot
{
    private const string Name = "Authenticated Root";

    public static int Run(Call call) => call.Words switch
    {
        [] or ["status"] => call.Say(Messages.StatusOf(Name, !IsOff(call))),
        ["disable"] => Set(call, on: false),
        ["enable"] => Set(call, on: true),
        _ => throw call.UsageFailure(),
    };

    private static bool IsOff(Call call) => call.IsAppleSilicon
        ? call.Mac.Policies.SettingsOf(Installation.Pick(call)).Has("sip1") : call.Mac.Boot.Integrity.Allows(SystemIntegrity.UnauthenticatedRoot);

    private static int Set(Call call, bool on)
    {
        call.RequireRecovery();
        if (!call.IsAppleSilicon)
        {
            var bits = call.Mac.Nvram.Integrity.Bits;
            call.Mac.Nvram.Integrity = new SystemIntegrity(on ? bits & ~SystemIntegrity.UnauthenticatedRoot : bits | SystemIntegrity.UnauthenticatedRoot);
            return call.Say($"Successfully {(on ? "enabled" : "disabled")} {Name}. {Messages.RestartMachine}"); // from memory
        }
        var system = Installation.Pick(call);
        if (call.Mac.Policies.SettingsOf(system).Has("sip1") == !on) return call.Say(Messages.IsAlready(Name, on));
        if (on ? call.Mac.Policies.HasBrokenSeal(system) : call.Mac.Policies.HasFileVault(system)) throw call.Failure(on ? Messages.NotInPolicy : Messages.FileVaultIsOn);
        if (!on && !Authorization.Confirms(call, Messages.TurningOffRoot, Messages.AskAllow(system.Name))) throw call.Failure(Messages.Aborted);
        Authorization.Change(call, system, policy => on ? policy.With("sip1", false) : policy.AtLeast(SecurityMode.Permissive).With("sip1", true));
        call.Say(Messages.IsNow(Name, on));
        return call.Say(Messages.RestartMachine);
    }
}
