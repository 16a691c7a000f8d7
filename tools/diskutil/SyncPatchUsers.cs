using MacStateStore.Disks;

namespace Diskutil;

/// <summary>
/// Copies a group's crypto users from the System to the Data volume. Here both have the same ones always, so nothing is to be done
/// (dossier diskutil, 1.4; the lines are unseen).
/// </summary>
internal static class SyncPatchUsers
{
    public static int Run(Call call)
    {
        if (call.Words is not [var device]) throw call.UsageFailure();
        call.RequireOwner(device);
        var volume = call.FindVolume(device).Volume!;
        if (volume.Group is null) throw call.Failure(DiskProblem.InvalidRequest);
        call.Progress(Messages.Started);
        call.Progress(Messages.Finished);
        return 0;
    }
}
