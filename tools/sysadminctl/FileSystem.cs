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
        call.Say(Messages.CoreStorageEncrypted(false)); // every emulated Mac starts from APFS
        call.Say(Messages.ApfsEncrypted(call.Mac.SecureTokens.Keys.IsProtected));
        return Call.Done;
    }
}
