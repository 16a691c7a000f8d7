namespace Csrutil;

/// <summary><c>csrutil clear</c>: on Intel from macOS, too, as root (dossier csrutil, 5 and 6).</summary>
internal static class Clear
{
    public static int Run(Call call)
    {
        call.RequireNoWords();
        if (!call.IsAppleSilicon)
        {
            if (call.IsInMacOS && !call.Run.IsRoot) throw call.Failure(Messages.NeedsRecovery); // who isn't root can't delete the variable; the text: guess
            return Protection.SetInFirmware(call, 0, "cleared", clears: true);
        }
        call.RequireRecovery();
        return Enable.Raise(call, Installation.Pick(call), "Successfully cleared System Integrity Protection."); // unseen on Apple silicon
    }
}
