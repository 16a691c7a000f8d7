using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Deletes a snapshot (dossier diskutil, 2).</summary>
internal static class DeleteSnapshot
{
    public static int Run(Call call)
    {
        if (Arguments.Read(call.Verb, call.Words) is not { Operands: [var device] } arguments) throw call.UsageFailure();
        var (uuid, xid, name) = (arguments.Value("-uuid"), arguments.Value("-xid"), arguments.Value("-name"));
        if ((uuid is null ? 0 : 1) + (xid is null ? 0 : 1) + (name is null ? 0 : 1) != 1) throw call.UsageFailure();
        call.RequireOwner(device);
        var volume = call.FindVolume(device).Volume!;
        var snapshot = volume.Snapshots.FirstOrDefault(each =>
            (uuid is not null && uuid.Equals(each.Uuid, StringComparison.OrdinalIgnoreCase)) || (xid is not null && each.Xid == xid) || (name is not null && each.Name == name));
        if (snapshot is null) throw call.Failure(DiskProblem.InvalidRequest);
        call.Progress($"Deleting APFS Snapshot {snapshot.Uuid} \"{snapshot.Name}\" from APFS Volume {volume.Identifier}");
        call.Progress(Messages.Started);
        Steps.Do(call, () => call.Disks.DeleteSnapshot(volume, snapshot));
        call.Progress(Messages.Finished);
        return 0;
    }
}
