namespace Fdesetup;

/// <summary>Whether the hardware can restart and unlock itself (dossier fdesetup, 5.6).</summary>
internal static class SupportsAuthRestart
{
    public static int Run(Call call) => call.Answer(call.FileVault.SupportsAuthRestart);
}
