namespace Sysadminctl;

/// <summary><c>-filesystem status</c>: whether FileVault is on for the start volume (dossier sysadminctl, 3.10).</summary>
internal static class FileSystem
{
    public static int Run(Call call)
    {
        if (call.Target != "status")
        {
            call.Say(Messages.UnknownState("filesystem", call.Target));
            return Call.Done;
        }
        // The emulated Mac starts from APFS, and its FileVault is off (docs/fidelity.md).
        call.Say(Messages.CoreStorageEncrypted(false));
        call.Say(Messages.ApfsEncrypted(false));
        return Call.Done;
    }
}
