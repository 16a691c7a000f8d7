namespace Diskutil;

/// <summary>Makes an APFS container of a partition with HFS Plus and keeps what is on it (dossier diskutil, 2; the lines are unseen).</summary>
internal static class ConvertToApfs
{
    public static int Run(Call call)
    {
        if (Arguments.Read(call.Verb, call.Words) is not { Operands: [var device] } arguments) throw call.UsageFailure();
        if (arguments.Has("-prebootSource")) throw new MacToolHost.NotEmulatedException("diskutil apfs convert -prebootSource");
        call.RequireOwner(device);
        var place = call.Find(device);
        if (place.Partition is not { Slice: > 0, Format.IsHfs: true } partition) throw call.Failure($"{device} is not an HFS Volume");
        var isTrial = arguments.Has("-dryrun");
        call.Progress($"{Messages.Started} on {partition.Identifier}");
        call.Progress("Converting HFS Volume to an APFS Container which will export one APFS Volume");
        if (isTrial)
        {
            call.Progress("The conversion was a dry run; no changes were made");
            call.Progress($"{Messages.Finished} on {partition.Identifier}");
            return 0;
        }
        Steps.Unmount(call, place);
        var container = Steps.Do(call, () => call.Disks.Convert(call.Disks.Find(partition.Identifier)!.Partition!));
        call.Progress($"Created new APFS Container {container.Identifier}");
        call.Progress($"Exporting new APFS Volume \"{partition.VolumeName}\" from APFS Container Reference {container.Identifier}");
        if (partition.MountPoint is not null) Steps.Do(call, () => call.Disks.Mount(call.Disks.PlaceOf(container.Volumes[0])));
        call.Progress($"Disk from APFS operation: {container.Volumes[0].Identifier}");
        call.Progress($"{Messages.Finished} on {partition.Identifier}");
        return 0;
    }
}
