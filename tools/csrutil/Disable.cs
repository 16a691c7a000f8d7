using MacStateStore.Boot;
using MacStateStore.Releases;

namespace Csrutil;

/// <summary><c>csrutil disable [--with FEATURE]…</c> (dossier csrutil, 5 and 6).</summary>
internal static class Disable
{
    public static int Run(Call call)
    {
        var kept = Request.Read(call, Request.With);
        if (kept != 0) call.Run.Console.ErrorLine(Messages.Unsupported);
        call.RequireRecovery();
        var all = call.Has(Capability.HasAuthenticatedRoot) ? SystemIntegrity.Disabled : SystemIntegrity.DisabledUpTo1015;
        if (!call.IsAppleSilicon) return Protection.SetInFirmware(call, all & ~kept, "disabled");
        return Protection.Loosen(call, new SystemIntegrity(all & ~kept, AllowsBootArgs: (kept & SystemIntegrity.Nvram) == 0, AllowsKernelChanges: true), isOn: false);
    }
}
