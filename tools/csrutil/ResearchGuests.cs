using MacStateStore.Boot;
using MacStateStore.LocalPolicy;

namespace Csrutil;

/// <summary><c>csrutil allow-research-guests [status|enable|disable]</c>: a bit of sip0 (dossier csrutil, 9).</summary>
internal static class ResearchGuests
{
    private const string Name = "Allow Research Guests";

    public static int Run(Call call) => call.Words switch
    {
        [] or ["status"] => call.Say(Messages.StatusOf(Name, AreAllowed(call.Mac.Policies.SettingsOf(Installation.Pick(call))))),
        ["enable"] => Set(call, on: true),
        ["disable"] => Set(call, on: false),
        _ => throw call.UsageFailure(),
    };

    private static bool AreAllowed(PolicyContents policy) => ((policy.Number("sip0") ?? 0) & SystemIntegrity.ResearchGuests) != 0;

    private static int Set(Call call, bool on)
    {
        call.RequireRecovery();
        var system = Installation.Pick(call);
        if (AreAllowed(call.Mac.Policies.SettingsOf(system)) == on) return call.Say(Messages.IsAlready(Name, on));
        if (on && !Authorization.Confirms(call, Messages.TurningOnGuests, Messages.AskAllow(system.Name))) throw call.Failure(Messages.Aborted);
        Authorization.Change(call, system, policy =>
        {
            if (on) policy = policy.AtLeast(SecurityMode.Permissive);
            var bits = (policy.Number("sip0") ?? 0) & ~SystemIntegrity.ResearchGuests;
            return on ? policy.With("sip0", bits | SystemIntegrity.ResearchGuests) : bits == 0 ? policy.Without("sip0") : policy.With("sip0", bits);
        });
        call.Say(Messages.IsNow(Name, on));
        return call.Say(Messages.RestartMachine);
    }
}
