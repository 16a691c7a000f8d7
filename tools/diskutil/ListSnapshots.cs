using System.Globalization;
using MacStateStore.Disks;
using MacStateStore.PropertyLists;
using MacStateStore.Releases;

namespace Diskutil;

/// <summary>The snapshots of a mounted volume (dossier diskutil, 10).</summary>
internal static class ListSnapshots
{
    public static int Run(Call call)
    {
        if (call.Others is not [var name]) throw call.UsageFailure();
        var place = call.FindVolume(name);
        var volume = place.Volume!;
        if (volume.MountPoint is null && volume.Snapshots.All(snapshot => snapshot.MountPoint is null)) throw call.Failure(DiskProblem.NeedsMountPoint);
        if (call.WantsPlist) return call.Print(Plist(call, volume.Snapshots));
        call.Print(volume.Snapshots.Count switch
        {
            0 => $"No snapshots for {place.Identifier}",
            1 => $"Snapshot for {place.Identifier} (1 found)",
            var count => $"Snapshots for {place.Identifier} ({count} found)",
        });
        return call.Print(call.Has(Capability.DiskutilShowsSnapshotUuids) ? Tree(place.Disk, volume.Snapshots) : OldTree(place.Disk, volume.Snapshots));
    }

    private static IEnumerable<string> Tree(Disk container, IReadOnlyList<Snapshot> snapshots)
    {
        foreach (var snapshot in snapshots)
        {
            var margin = snapshot == snapshots[^1] ? "    " : "|   ";
            yield return "|";
            yield return $"+-- {snapshot.Uuid}";
            yield return $"{margin}{"Name:",-13}{snapshot.Name}";
            yield return $"{margin}{"XID:",-13}{snapshot.Xid}";
            yield return $"{margin}{"Purgeable:",-13}{(snapshot.IsPurgeable ? "Yes" : "No")}";
            if (snapshot.LimitsShrink) yield return $"{margin}{"NOTE:",-13}This snapshot limits the minimum size of APFS Container {container.Identifier}";
        }
    }

    private static IEnumerable<string> OldTree(Disk container, IReadOnlyList<Snapshot> snapshots)
    {
        foreach (var snapshot in snapshots)
        {
            var margin = snapshot == snapshots[^1] ? "    " : "|   ";
            yield return "|";
            yield return $"+-- {"Name:",-6}{snapshot.Name}";
            yield return $"{margin}{"XID:",-6}{snapshot.Xid}";
            if (snapshot.LimitsShrink) yield return $"{margin}{"NOTE:",-6}This snapshot sets the minimal allowed size of APFS Container {container.Identifier}";
        }
    }

    private static PlistDictionary Plist(Call call, IReadOnlyList<Snapshot> snapshots) => new()
    {
        {
            "Snapshots",
            new PlistArray(snapshots.Select(snapshot =>
            {
                var entry = new PlistDictionary
                {
                    { "LimitingContainerShrink", snapshot.LimitsShrink }, { "SnapshotName", snapshot.Name },
                    { "SnapshotXID", new PlistInteger(Int128.Parse(snapshot.Xid, CultureInfo.InvariantCulture)) },
                };
                if (!call.Has(Capability.DiskutilShowsSnapshotUuids)) return entry;
                entry.Add("Purgeable", snapshot.IsPurgeable);
                entry.Add("RevertTo", false);
                entry.Add("RootTo", snapshot.MountPoint == "/");
                entry.Add("SnapshotUUID", snapshot.Uuid ?? "");
                return entry;
            }))
        },
    };
}
