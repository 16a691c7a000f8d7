using MacStateStore.Disks;
using MacToolHost;

namespace Diskutil;

/// <summary>CoreStorage, as far as there is none (dossier diskutil, 13; recorded for 10.13 and 10.15).</summary>
internal static class CoreStorageVerbs
{
    public static int List(Call call)
    {
        if (call.Disks.All.Any(disk => disk.Kind == DiskKind.Logical)) throw new NotEmulatedException("diskutil coreStorage list of a logical volume group");
        if (call.WantsPlist) throw new NotEmulatedException("diskutil coreStorage list -plist");
        call.Print(Messages.NoCoreStorage);
        return 0;
    }

    public static int Info(Call call)
    {
        if (call.Words is not [var name]) throw new NotEmulatedException($"diskutil coreStorage info {string.Join(' ', call.Words)}");
        var place = call.Find(name);
        if (place.Disk.Kind == DiskKind.Logical || place.Partition?.Content == DiskContent.CoreStorage) throw new NotEmulatedException("diskutil coreStorage info of a logical volume group");
        throw call.Failure(Messages.NotCoreStorage(name));
    }
}
