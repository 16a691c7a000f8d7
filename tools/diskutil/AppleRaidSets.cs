using MacStateStore.PropertyLists;

namespace Diskutil;

/// <summary>RAID sets, of which an emulated Mac has none (public listings).</summary>
internal static class AppleRaidSets
{
    public static int List(Call call)
    {
        if (call.Others.Count > (call.WantsPlist ? 0 : 1)) throw call.UsageFailure();
        if (call.WantsPlist) return call.Print(new PlistDictionary { { "AppleRAIDSets", new PlistArray() } });
        if (call.Others is [var uuid]) throw call.NotFound(uuid);
        return call.Print(["No AppleRAID sets found"]);
    }
}
