namespace Diskutil;

/// <summary>Renames a volume (dossier diskutil, 11).</summary>
internal static class Rename
{
    public static int Run(Call call)
    {
        if (call.Words is not [var device, { Length: > 0 } name]) throw call.UsageFailure();
        call.RequireOwner(device);
        var place = call.Find(device);
        Steps.Do(call, () => call.Disks.Rename(place, name));
        call.Progress($"Volume on {place.Identifier} renamed to {name}");
        return 0;
    }
}
