using MacStateStore;
using MacStateStore.Boot;

namespace Csrutil;

/// <summary><c>csrutil enable [--without FEATURE]…</c> (dossier csrutil, 5 and 6).</summary>
internal static class Enable
{
    public static int Run(Call call)
    {
        var without = Request.Read(call, Request.Without);
        if (without != 0) call.Run.Console.ErrorLine(Messages.Unsupported);
        call.RequireRecovery();
        if (!call.IsAppleSilicon) return Protection.SetInFirmware(call, without, "enabled");
        if (without == 0) return Raise(call, Installation.Pick(call), Messages.IsNow(Protection.Name, on: true));
        return Protection.Loosen(call, new SystemIntegrity(without, AllowsBootArgs: (without & SystemIntegrity.Nvram) != 0, AllowsKernelChanges: (without & SystemIntegrity.DTrace) != 0), isOn: true);
    }

    /// <summary>Turns all of it on, and raises the security mode to Full where the answer is yes.</summary>
    public static int Raise(Call call, InstalledSystem system, string done)
    {
        if (call.Mac.Policies.HasBrokenSeal(system)) throw call.Failure(Messages.NotInPolicy);
        var raises = Authorization.Confirms(call, Messages.TurningOn, Messages.AskRaise(system.Name));
        // Full Security is Apple's to grant, as with bputil -f (cross-check 8).
        if (raises && !call.Mac.IsOnline) throw call.Failure(Messages.NotInPolicy);
        Authorization.Change(call, system, policy => raises ? policy.WithoutSettings() : policy.Without("sip0").With("sip2", false).With("sip3", false));
        call.Say(done);
        return call.Say(Messages.RestartMachine);
    }
}
