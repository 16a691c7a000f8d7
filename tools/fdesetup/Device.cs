using MacStateStore.Disks;
using MacToolHost;

namespace Fdesetup;

/// <summary>The volume that -device names, by mount point, BSD name or UUID; the started system's where it isn't given.</summary>
internal static class Device
{
    /// <summary>Whether it is one that FileVault knows something of.</summary>
    public static bool IsKnown(Call call)
    {
        if (call.Value(Grammar.Device) is not { } name) return true;
        var place = call.Mac.Disks.Find(name);
        if (place is { Disk.Kind: DiskKind.Logical }) return true;
        if (place?.Volume is not { } volume || call.Mac.Disks.KeysOf(volume) is null) return false;
        return volume.KeysUuid == call.Mac.System.VolumeGroup ? true : throw new NotEmulatedException($"fdesetup -device {name}, which isn't the started system's");
    }
}
