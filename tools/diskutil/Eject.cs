namespace Diskutil;

/// <summary>Unmounts all of a disk and takes it away (dossier diskutil, 11).</summary>
internal static class Eject
{
    public static int Run(Call call)
    {
        if (call.Words is not [var device]) throw call.UsageFailure();
        var place = call.Find(device);
        var disk = call.Disks.DeviceOf(place.Disk) ?? place.Disk;
        foreach (var mounted in call.Disks.MountedOn(disk).ToList())
            if (Unmount.Refusal(call, mounted, isForced: false) is { } refusal) throw call.Failure(refusal);
        // What is built in stays.
        if (disk.IsEjectable) Steps.Do(call, () => call.Disks.Remove(call.Disks.Numbered(disk.Number)!));
        call.Progress($"Disk {disk.Identifier} ejected");
        return 0;
    }
}
