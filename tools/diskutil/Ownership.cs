using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Whether owners of files count on a mounted volume (dossier diskutil, 11).</summary>
internal static class Ownership
{
    public static int Enable(Call call) => Set(call, true);

    public static int Disable(Call call) => Set(call, false);

    private static int Set(Call call, bool count)
    {
        if (call.Words is not [var device]) throw call.UsageFailure();
        call.RequireOwner(device);
        var place = call.Find(device);
        if (place.VolumeName is null) throw call.Failure(DiskProblem.InvalidRequest);
        Steps.Do(call, () => call.Disks.SetOwners(place, count));
        call.Progress($"File system user/group ownership {(count ? "enabled" : "disabled")}");
        return 0;
    }
}
