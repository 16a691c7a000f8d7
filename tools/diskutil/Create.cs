using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Makes a container of disks or partitions, with one volume in it (dossier diskutil, 2).</summary>
internal static class Create
{
    public static int Run(Call call)
    {
        if (call.Words is not [.. var devices, { Length: > 0 } name] || devices.Count is not (1 or 2) || devices.Distinct().Count() != devices.Count) throw call.UsageFailure();
        call.RequireOwner(devices[0]);
        var container = CreateContainer.Make(call, [.. devices.Select(call.Find)]);
        call.Progress($"Preparing to add APFS Volume to APFS Container {container.Identifier}");
        AddVolume.Add(call, container, new NewVolume(name), arguments: null);
        return 0;
    }
}
