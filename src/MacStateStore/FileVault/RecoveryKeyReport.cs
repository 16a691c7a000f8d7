using System.Globalization;
using MacStateStore.Disks;
using MacStateStore.PropertyLists;

namespace MacStateStore.FileVault;

/// <summary>The property list that tells a new recovery key, on standard output or in the file of a deferred enablement (dossier fdesetup, 10).</summary>
public static class RecoveryKeyReport
{
    /// <summary>What turning FileVault on came to.</summary>
    public static PlistDictionary Of(Mac mac, EnableResult result) => Of(mac, result.User, result.RecoveryKey, isChange: false);

    /// <summary>What a new recovery key came to; null where it isn't to be told.</summary>
    public static PlistDictionary OfChange(Mac mac, string? recoveryKey) => Of(mac, user: null, recoveryKey, isChange: true);

    private static PlistDictionary Of(Mac mac, string? user, string? recoveryKey, bool isChange)
    {
        var report = new PlistDictionary();
        if (isChange) report["Change"] = true;
        report["EnabledDate"] = mac.Clock.Now.ToString("yyyy-MM-dd HH:mm:ss +0000", CultureInfo.InvariantCulture);
        if (user is not null) report["EnabledUser"] = user;
        report["HardwareUUID"] = mac.Machine.HardwareUuid;
        if (mac.FileVault.IsCoreStorage)
        {
            report["LVGUUID"] = mac.System.VolumeGroup;
            if (Partition(mac, DiskKind.Logical, DiskContent.Hfs)?.VolumeUuid is { } volume) report["LVUUID"] = volume;
            if (Partition(mac, DiskKind.Physical, DiskContent.CoreStorage)?.Uuid is { } store) report["PVUUID"] = store;
        }
        if (recoveryKey is not null) report["RecoveryKey"] = recoveryKey;
        report["SerialNumber"] = mac.Machine.Serial;
        return report;
    }

    private static Partition? Partition(Mac mac, DiskKind kind, string content) =>
        mac.Disks.All.Where(disk => disk.Kind == kind).SelectMany(disk => disk.Partitions).FirstOrDefault(partition => partition.Content == content);
}
