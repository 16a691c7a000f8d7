namespace Diskutil;

/// <summary>Unmounts and locks a volume (dossier diskutil, 9.5).</summary>
internal static class LockVolume
{
    public static int Run(Call call)
    {
        if (call.Words is not [var device]) throw call.UsageFailure();
        var place = call.FindVolume(device);
        Steps.UnmountAll(call, place.Volume!);
        Steps.Do(call, () => call.Disks.Lock(call.Disks.PlaceOf(place.Volume!).Volume!));
        call.Progress(Messages.LockedVolume);
        return 0;
    }
}
