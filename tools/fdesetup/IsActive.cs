namespace Fdesetup;

/// <summary>Whether FileVault is on, by text and status (dossier fdesetup, 5.2).</summary>
internal static class IsActive
{
    public static int Run(Call call)
    {
        call.TraceDevice();
        return call.Answer(call.FileVault.IsOn, otherwise: call.FileVault.IsBusy ? Status.IsBusy : Status.IsOff);
    }
}
