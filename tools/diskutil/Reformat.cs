using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Empties a volume, which keeps its name and kind (dossier diskutil, 2).</summary>
internal static class Reformat
{
    public static int Run(Call call)
    {
        if (call.Words is not [var device]) throw call.UsageFailure();
        call.RequireOwner(device);
        var place = call.Find(device);
        var format = place.Volume is { } volume ? volume.IsCaseSensitive ? FileSystemFormat.CaseSensitiveApfs : FileSystemFormat.Apfs : place.Partition?.Format;
        if (format is null || FileSystemFormat.Find(format.Personality) is null) throw call.Failure(DiskProblem.InvalidRequest);
        return EraseVolume.Erase(call, place, new NewPartition(format.Personality, place.VolumeName ?? "", 0));
    }
}
