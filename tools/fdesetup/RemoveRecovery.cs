using MacStateStore.FileVault;

namespace Fdesetup;

/// <summary>Takes a recovery key away (dossier fdesetup, 12.6).</summary>
internal static class RemoveRecovery
{
    public static int Run(Call call)
    {
        var (personal, institutional) = (call.Has(Grammar.Personal), call.Has(Grammar.Institutional));
        if (!personal && !institutional) throw call.Refused(Messages.KeyTypeMissing);
        if (call.Has(Grammar.InputPlist)) call.Trace(Messages.AuthInfoFromInput);
        call.TraceDevice();
        if (!call.FileVault.IsOn) throw call.Refused(Messages.Of(new FileVaultException(FileVaultProblem.Off), call.FileVault.IsCoreStorage));
        var by = call.Credential();
        // The personal one goes last, as it may be what authorizes both.
        if (institutional) call.Try(() => call.FileVault.RemoveKey(by, institutional: true), error => Refusal(call, error));
        if (personal) call.Try(() => call.FileVault.RemoveKey(by, institutional: false), error => Refusal(call, error));
        return Status.Good;
    }

    private static Refusal? Refusal(Call call, FileVaultException error) => error.Problem switch
    {
        FileVaultProblem.NotAuthenticated => call.FileVault.IsCoreStorage ? Messages.CannotUnlockCoreStorage : Messages.CannotUnlock,
        FileVaultProblem.VolumeRefuses or FileVaultProblem.RecoveryKeyRefused => Messages.CannotRemoveKey,
        _ => null,
    };
}
