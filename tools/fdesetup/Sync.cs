namespace Fdesetup;

/// <summary>Forgets the users whose record is gone (dossier fdesetup, 12.4).</summary>
internal static class Sync
{
    public static int Run(Call call)
    {
        call.TraceDevice();
        call.FileVault.Synchronise();
        return Status.Good;
    }
}
