using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Checks a volume; emulated ones are never damaged (dossier diskutil, 11).</summary>
internal static class VerifyVolume
{
    public static int Run(Call call) => Check(call, "verification", isRepair: false);

    public static int Repair(Call call) => Check(call, "repair", isRepair: true);

    private static int Check(Call call, string what, bool isRepair)
    {
        if (call.Words is not [var device]) throw call.UsageFailure();
        call.RequireAdmin();
        var place = call.Find(device);
        if (place.VolumeName is null) throw call.Failure(DiskProblem.InvalidRequest);
        var subject = $"{place.Identifier} ({place.VolumeName})";
        call.Progress($"Started file system {what} on {subject}");
        if (place.MountPoint == "/" && (isRepair || place.Snapshot is { Sealed: "Yes" })) throw call.Failure(DiskProblem.VerifyFailed);
        call.Progress("Verifying file system");
        if (place.MountPoint is not null) call.Progress("Volume could not be unmounted");
        call.Progress(place.MountPoint is not null ? "Using live mode" : "Checking the volume");
        call.Progress($"The volume /dev/r{place.Identifier} appears to be OK");
        call.Progress("File system check exit code is 0");
        call.Progress($"Restoring the original state found as {(place.MountPoint is null ? "unmounted" : "mounted")}");
        call.Progress($"Finished file system {what} on {subject}");
        return 0;
    }
}
