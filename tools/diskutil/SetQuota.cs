namespace Diskutil;

/// <summary>Sets how much a volume may hold (dossier diskutil, 1.4; the lines are unseen).</summary>
internal static class SetQuota
{
    public static int Run(Call call)
    {
        if (call.Words is not [var device, var word]) throw call.UsageFailure();
        call.RequireOwner(device);
        var place = call.FindVolume(device);
        var quota = Sizes.Parse(word, place.Disk.Size) ?? throw call.UsageFailure();
        call.Progress(Messages.Started);
        call.Progress($"Setting the quota of APFS Volume {place.Volume!.Identifier}");
        Steps.Do(call, () => call.Disks.SetQuota(place.Volume, quota));
        call.Progress(Messages.Finished);
        return 0;
    }
}
