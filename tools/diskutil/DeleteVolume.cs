using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Takes a volume, or a group of them, out of its container (dossier diskutil, 9.2).</summary>
internal static class DeleteVolume
{
    public static int Run(Call call)
    {
        if (call.Words is not [var name]) throw call.UsageFailure();
        call.RequireOwner(name);
        var place = call.FindVolume(name);
        call.Progress(Messages.Started);
        call.Progress("Deleting APFS Volume from its APFS Container");
        Delete(call, place.Volume!, Gone(call));
        call.Progress(Messages.Finished);
        return 0;
    }

    public static int RunGroup(Call call)
    {
        if (call.Words is not [var name]) throw call.UsageFailure();
        call.RequireOwner(name);
        var members = call.Disks.All.SelectMany(MacDisks.GroupsOf).FirstOrDefault(group => group.Uuid.Equals(name, StringComparison.OrdinalIgnoreCase)).Members
            ?? (call.FindVolume(name).Volume!.Group is { } uuid ? call.Disks.All.SelectMany(MacDisks.GroupsOf).First(group => group.Uuid == uuid).Members : null);
        if (members is null) throw call.Failure(DiskProblem.InvalidRequest);
        call.Progress(Messages.Started);
        call.Progress("Deleting APFS Volume Group from its APFS Container");
        foreach (var member in members) Delete(call, member, Gone(call));
        call.Progress(Messages.Finished);
        return 0;
    }

    /// <summary>Unmounts a volume and takes it away, or puts another in its place.</summary>
    public static T Delete<T>(Call call, Volume volume, Func<Volume, T> work)
    {
        call.Progress($"Unmounting {volume.Identifier}");
        Steps.UnmountAll(call, volume);
        call.Progress($"Erasing any xART session referenced by {volume.Uuid}");
        call.Progress("Deleting Volume");
        var done = Steps.Do(call, () => work(call.Disks.PlaceOf(volume).Volume!));
        call.Progress("Removing any Preboot and Recovery Directories");
        return done;
    }

    private static Func<Volume, bool> Gone(Call call) => volume =>
    {
        call.Disks.DeleteVolume(volume);
        return true;
    };
}
