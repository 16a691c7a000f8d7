namespace Fdesetup;

/// <summary>Whether a key is the personal recovery key (dossier fdesetup, 5.7).</summary>
internal static class ValidateRecovery
{
    public static int Run(Call call)
    {
        call.TraceDevice();
        var key = call.Input.Password ?? call.Run.AskSecret(Messages.AskRecoveryKey);
        return call.Answer(call.FileVault.IsOn && call.FileVault.IsRecoveryKey(key), otherwise: Status.NotAuthenticated);
    }
}
