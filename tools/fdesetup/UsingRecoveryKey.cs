namespace Fdesetup;

/// <summary>Whether the Mac was unlocked with a recovery key at its start; APFS doesn't know (dossier fdesetup, 5.5).</summary>
internal static class UsingRecoveryKey
{
    public static int Run(Call call) =>
        call.FileVault.IsCoreStorage ? call.Answer(call.FileVault.IsUnlockedByRecoveryKey) : throw call.Refused(Messages.CommandNotOnApfs);
}
