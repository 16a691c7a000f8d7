namespace Diskutil;

/// <summary>Unmounts all of a disk and takes it away (dossier diskutil, 11).</summary>
internal static class Eject
{
    public static int Run(Call call)
    {
        if (call.Words is not [var device]) throw call.UsageFailure();
        var place = call.Find(device);
        var disk = call.Disks.DeviceOf(place.Disk) ?? place.Disk;
        if (!disk.IsEjectable) throw new MacToolHost.NotEmulatedException($"diskutil eject of {disk.Identifier}, which can't be taken out");
        foreach (var mounted in call.Disks.MountedOn(disk).ToList())
            if (Unmount.Refusal(call, mounted, isForced: false) is { } refusal) throw call.Failure(refusal);
        Steps.Do(call, () => call.Disks.Remove(call.Disks.Numbered(disk.Number)!));
        call.Progress($"Disk {disk.Identifier} ejected");
        return 0;
    }
}
