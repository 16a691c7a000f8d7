using MacStateStore.FileVault;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;

namespace Fdesetup;

/// <summary>Makes a new recovery key in place of the old one (dossier fdesetup, 12.5).</summary>
internal static class ChangeRecovery
{
    public static int Run(Call call)
    {
        var (personal, institutional) = (call.Has(Grammar.Personal), call.Has(Grammar.Institutional));
        if (!personal && !institutional) throw call.Refused(Messages.KeyTypeMissing);
        if (call.Has(Grammar.Keychain) && call.Has(Grammar.Certificate)) throw call.Refused(Messages.KeychainOrCertificate);
        if (call.Has(Grammar.InputPlist)) call.Trace(Messages.AuthInfoFromInput);
        if (call.Has(Grammar.NoRecoveryKey)) call.Trace(Messages.DoNotReturnKey);
        if (personal) call.Trace(Messages.UsePersonalKey);
        if (institutional) call.Trace(Messages.UseInstitutionalKey);
        call.TraceDevice();
        if (!call.FileVault.IsOn) throw call.Refused(Messages.Of(new FileVaultException(FileVaultProblem.Off), call.FileVault.IsCoreStorage));
        var certificate = institutional ? InstitutionalKey.Of(call, Status.CannotChangeKey) ?? throw call.Refused(Messages.CannotUseKeychain) : null;
        var by = call.Credential();
        if (certificate is not null)
        {
            call.Try(() => call.FileVault.ChangeInstitutionalKey(by, certificate), error => Refusal(call, error));
            InstitutionalKey.Keep(call, certificate);
        }
        if (!personal) return Status.Good;
        var key = call.Try(() => call.FileVault.ChangePersonalKey(by), error => Refusal(call, error));
        Tell(call, call.Has(Grammar.NoRecoveryKey) ? null : key);
        return Status.Good;
    }

    private static void Tell(Call call, string? key)
    {
        if (call.Has(Grammar.OutputPlist)) call.Run.Console.Out(PropertyList.ToXml(RecoveryKeyReport.OfChange(call.Mac, key)));
        else if (key is not null) call.Say(Messages.NewRecoveryKey(key));
    }

    private static Refusal? Refusal(Call call, FileVaultException error) => error.Problem switch
    {
        FileVaultProblem.NotAuthenticated => call.FileVault.IsCoreStorage ? Messages.CannotUnlockCoreStorage : Messages.CannotUnlock,
        FileVaultProblem.VolumeRefuses or FileVaultProblem.RecoveryKeyRefused =>
            call.Has(Capability.FdesetupRefusalIs136) ? Messages.CannotChangeKeyEarly : Messages.CannotChangeKey,
        FileVaultProblem.BadCertificate => Messages.CannotUseKeychain,
        _ => null,
    };
}
