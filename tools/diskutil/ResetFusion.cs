namespace Diskutil;

/// <summary>Makes an empty Fusion drive of the built-in disks, which takes one that turns and one that doesn't (dossier diskutil, 2).</summary>
internal static class ResetFusion
{
    public static int Run(Call call)
    {
        if (call.Words.Count > 0) throw call.UsageFailure();
        call.RequireOwner();
        var disks = call.Disks.All.Where(disk => disk is { Kind: MacStateStore.Disks.DiskKind.Physical, IsInternal: true }).ToList();
        if (disks.Count(disk => disk.IsSolidState == true) == 1 && disks.Count == 2) throw new MacToolHost.NotEmulatedException("diskutil resetFusion of a Fusion drive");
        throw call.Failure("This operation requires one internal solid-state and one internal rotational disk device");
    }
}
