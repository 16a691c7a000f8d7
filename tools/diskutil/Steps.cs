using MacStateStore.Disks;

namespace Diskutil;

/// <summary>What changing verbs have in common.</summary>
internal static class Steps
{
    /// <summary>Does what the framework may refuse under a number.</summary>
    public static T Do<T>(Call call, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DiskException refusal)
        {
            throw call.Failure(refusal.Problem);
        }
    }

    public static void Do(Call call, Action work) => Do(call, () =>
    {
        work();
        return 0;
    });

    /// <summary>Unmounts a volume on the way to something else; says who uses it.</summary>
    public static void Unmount(Call call, Place place)
    {
        try
        {
            call.Disks.Unmount(place);
        }
        catch (DiskException refusal)
        {
            if (call.Disks.BusyWith(place) is { } use) call.Print(Messages.InUse(place.VolumeName ?? "", place.Identifier, use));
            throw call.Failure(refusal.Problem);
        }
    }

    /// <summary>Unmounts a volume and its snapshots.</summary>
    public static void UnmountAll(Call call, Volume volume)
    {
        foreach (var mounted in call.Disks.Places.Where(place => place.Volume?.Identifier == volume.Identifier && place.MountPoint is not null).ToList()) Unmount(call, mounted);
    }
}
