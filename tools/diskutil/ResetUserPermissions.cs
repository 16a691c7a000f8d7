using System.Globalization;
using MacStateStore.Disks;
using MacStateStore.OpenDirectory;

namespace Diskutil;

/// <summary>Makes a user the owner of the home folder again (dossier diskutil, 2; the lines are unseen).</summary>
internal static class ResetUserPermissions
{
    public static int Run(Call call)
    {
        if (call.Words is not [var device, var uid] || !int.TryParse(uid, NumberStyles.None, CultureInfo.InvariantCulture, out _)) throw call.UsageFailure();
        var place = call.Find(device);
        if (place.MountPoint != "/") throw call.Failure(DiskProblem.InvalidRequest);
        var directory = call.Run.Mac.Directory;
        if (directory.FindByValue(RecordType.Users, AttributeName.UniqueId, uid) is not { } user) throw call.Failure(DiskProblem.CannotResetPermissions);
        if (!call.Run.IsRoot && user.Name != call.Run.User) call.RequireOwner(device);
        call.Progress($"Started user permissions reset on {place.Identifier} ({place.VolumeName})");
        call.Progress($"Finished user permissions reset on {place.Identifier} ({place.VolumeName})");
        return 0;
    }
}
