using MacStateStore.FileVault;

namespace Fdesetup;

/// <summary>Turns FileVault off, or drops an enablement that was deferred (dossier fdesetup, 12.1).</summary>
internal static class Disable
{
    public static int Run(Call call)
    {
        call.TraceDevice();
        var hadDeferral = call.FileVault.Deferral.Cancel();
        if (!call.FileVault.IsOn) return hadDeferral ? Status.Good : throw call.Refused(Messages.WasOff);
        call.Try(() => call.FileVault.Disable(call.Credential()), error => error.Problem == FileVaultProblem.VolumeRefuses ? Messages.CannotDisable : null);
        call.Say(Messages.Disabled);
        return Status.Good;
    }
}
