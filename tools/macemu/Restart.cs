using MacStateStore;

namespace MacEmu;

/// <summary>A start or restart, into macOS or into recoveryOS.</summary>
internal static class Restart
{
    public static Verb Define()
    {
        var to = Verb.OneOf("--to", "what to start (macos if left out; 1tr is recoveryOS by the power button)", BootState.MacOS, BootState.RecoveryOS, BootState.OneTrueRecovery);
        var system = Verb.Valued("--system", "NAME", "which installed system, or whose recoveryOS (the current one if left out)");
        return new Verb("restart", "restart the Mac, or start it after a shutdown; every session ends", "macemu restart --to 1tr", run => run.Event(mac =>
        {
            if (mac.Power.Restart(run.Value(to) ?? BootState.MacOS, run.Value(system)) is not { } problem) return Status.Good;
            run.Console.ErrorLine($"macemu: restart: {problem}; the Mac is in recoveryOS");
            return Status.CheckFailed;
        }))
        { to, system };
    }
}
